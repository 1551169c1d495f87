"""A redacted run holds no text of any article, in no file: searched for by runs of five words."""

import html
import json
import re

import pytest

from benchmarks.quality import ferry
from syndetect import scan
from syndetect.cli import main
from syndetect.report.saved import TEXTS

RUN = 5  # words: shorter runs are in every text
SECRET = "the minister whispered that nobody must ever read these twelve unfinished words"


def _words(text):
    return re.findall(r"\w+", text.casefold())


def _runs(text):
    words = _words(text)
    return {" ".join(words[k : k + RUN]) for k in range(len(words) - RUN + 1)}


def _shown(path):
    """Return what a reader of a file sees of it: tags gone, entities and escapes resolved."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = html.unescape(re.sub("<[^>]*>", " ", text)) + " " + " ".join(re.findall('"([^"]*)"', text))
    return html.unescape(text.replace("\\n", " ").replace("\\u", " "))


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Return the articles of the ferry, and a record behind them that is cut off in its text."""
    path = tmp_path_factory.mktemp("source") / "articles.jsonl"
    lines = (ferry.FOLDER / "articles.jsonl").read_text(encoding="utf-8")
    path.write_text(lines + f'{{"text": "{SECRET}\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def redacted(source, tmp_path_factory):
    """Return the folder of a redacted run, written over one that was not."""
    folder = tmp_path_factory.mktemp("redacted") / "out"
    for options in ([], ["--redact"]):
        arguments = [
            str(source),
            "-o",
            str(folder),
            "--wire",
            "Corvane Press Agency",
            "--graphs",
            "-q",
            *options,
        ]
        assert main(["scan", *arguments]) == 3  # a record was quarantined
    return folder


@pytest.fixture(scope="module")
def forbidden(source):
    """Return every run of words of the texts, but for those of headlines and credits, which may stay."""
    result = scan(source)
    allowed = {run for article in result.articles for run in _runs(article.title)}
    allowed |= {run for credit in result.credits for run in _runs(credit.evidence)}
    runs = _runs(SECRET).union(*(_runs(article.text) for article in result.articles))
    assert len(runs) > 3000
    return runs - allowed


def _leaks(folder, forbidden):
    return {
        path.relative_to(folder).as_posix(): sorted(found)[:3]
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (found := _runs(_shown(path)) & forbidden)
    }


def test_no_file_of_a_redacted_run_holds_text(redacted, forbidden):
    """Tables, exports, quarantine and every page: not one run of five words of any article."""
    assert len(list(redacted.rglob("*.html"))) > 10
    assert _leaks(redacted, forbidden) == {}
    assert not (redacted / TEXTS).exists()


def test_the_search_finds_text(source, tmp_path, forbidden):
    """The same search over a run that is not redacted finds texts and quarantine: it can fail."""
    folder = tmp_path / "out"
    assert main(["scan", str(source), "-o", str(folder), "-q"]) == 3

    assert {TEXTS, "quarantine.jsonl"} <= set(_leaks(folder, forbidden))


def test_a_redacted_report_of_an_open_run(source, tmp_path, forbidden):
    """``report --redact -o`` makes pages without text from a run that has them, and leaves the run alone."""
    folder = tmp_path / "out"
    assert main(["scan", str(source), "-o", str(folder), "-q"]) == 3
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main(["report", str(folder), "--redact", "-o", str(tmp_path / "public"), "-q"]) == 0

    assert _leaks(tmp_path / "public", forbidden) == {}
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_figures_and_offsets_stay(redacted, source, tmp_path):
    """Every table of a redacted run is that of the open one; only excerpts of the quarantine are gone."""
    folder = tmp_path / "out"
    assert (
        main(["scan", str(source), "-o", str(folder), "--wire", "Corvane Press Agency", "--graphs", "-q"])
        == 3
    )
    for path in [*folder.glob("*.csv"), *folder.glob("*network*"), folder / "methods.md"]:
        assert (redacted / path.name).read_bytes() == path.read_bytes()
    [hidden], [shown] = (
        [json.loads(line) for line in (of / "quarantine.jsonl").read_text(encoding="utf-8").splitlines()]
        for of in (redacted, folder)
    )
    assert shown["excerpt"]
    assert hidden == shown | {"excerpt": ""}


def test_nothing_readable_and_credits_alone(tmp_path):
    """Excerpts stay away also where no article is left, and where only credits are read."""
    path = tmp_path / "articles.jsonl"
    path.write_text(f'{{"text": "{SECRET}\n', encoding="utf-8")
    assert main(["scan", str(path), "-o", str(tmp_path / "none"), "--redact", "-q"]) == 2
    path.write_text(f'{{"text": "{SECRET}\n{{"text": "A short text that can be read."}}\n', encoding="utf-8")
    assert main(["scan", str(path), "-o", str(tmp_path / "one"), "--redact", "--credits-only", "-q"]) == 3
    for folder in ("none", "one"):
        assert (tmp_path / folder / "quarantine.jsonl").read_text(encoding="utf-8").count("\n") == 1
        assert _leaks(tmp_path / folder, _runs(SECRET)) == {}
