"""What the terminal shows of words, furniture and credits, and ``--credits-only``."""

import csv
import io

import orjson
import pytest
from inputs import HOSTILE, OTHER, REPRINT, WIRE, write_jsonl
from rich.console import Console

from syndetect import scan
from syndetect.cli import summary
from syndetect.params import Params, StoryParams

CAPTION = "Passengers wait for buses at the harbour on Tuesday, March 4, 2025. (Photo: Jon Berg/AFP)"


@pytest.fixture
def credited(tmp_path):
    """Write articles with a dateline, a sign-off, a photo credit and mentions."""
    return write_jsonl(
        tmp_path / "credited.jsonl",
        {
            "id": "a",
            "outlet": "Courier",
            "title": "Aground",
            "text": f"LINDEN (Reuters) — {WIRE}\n\n{CAPTION}",
        },
        {"id": "b", "outlet": "Herald", "title": "A night", "text": f"{REPRINT}\n\n– Reuters"},
        {
            "id": "c",
            "outlet": "Bote",
            "title": "Choir",
            "text": OTHER + " The director told Reuters it took years.",
        },
    )


def test_the_summary_says_who_is_credited(run, credited, tmp_path):
    """Words, those quoted and those of furniture add up with the table; agencies stand with three counts."""
    done = run("scan", credited, "-o", tmp_path / "out")
    with (tmp_path / "out" / "articles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    body, quoted, furniture = (
        sum(int(row[name]) for row in rows) for name in ("n_words", "n_quote_words", "n_furniture_words")
    )
    counts = [line.split() for line in done.out.splitlines() if line.startswith(("Reuters", "AFP"))]
    words = f"{body} words, {quoted} of them quoted ({quoted / body:.0%}); {furniture} words of furniture"

    assert furniture > 0
    assert words in done.out
    assert "2 of 3 articles credit an agency or another outlet for their text" in done.out
    assert counts == [["Reuters", "2", "0", "1"], ["AFP", "0", "1", "0"]]


def test_the_manifest_holds_the_same_numbers(run, credited, tmp_path):
    """``--json`` has what the terminal shows: words, articles that credit, agencies by channel."""
    done = run("scan", credited, "-o", tmp_path / "out", "--json")
    found = orjson.loads(done.out)["summary"]
    result = scan(credited)

    assert found == result.manifest["summary"]
    assert found["n_words"] == int(result.n_words.sum())
    assert found["n_quote_words"] == int(result.n_quote_words.sum())
    assert found["n_furniture_words"] == int(result.n_furniture_words.sum())
    assert found["n_articles_with_text_credit"] == 2
    assert [(row["agency"], row["text"], row["photo"], row["mention"]) for row in found["agencies"]] == [
        ("Reuters", 2, 0, 1),
        ("AFP", 0, 1, 0),
    ]


def test_the_summary_says_how_much_is_agency_copy(run, credited, tmp_path):
    """The counts are those of outlets.csv; a story names its source, which is not in the corpus."""
    done = run("scan", credited, "-o", tmp_path / "out")
    with (tmp_path / "out" / "outlets.csv").open(encoding="utf-8", newline="") as file:
        total = list(csv.DictReader(file))[-1]

    assert total["outlet"] == "(all)"
    assert total["n_derived"] == "2"
    assert (
        "2 of {n_measured} measured articles are agency copy (wholly {n_wholly}, partially {n_partially}); "
        "{n_uncredited} of them uncredited\n"
    ).format(**total) in done.out
    assert (
        "source: the original is not in this corpus; reconstructed from 2 outlets; credited: Reuters\n"
        in done.out
    )


def test_credits_only_answers_on_the_terminal(run, credited, tmp_path):
    """The answer and the file on stdout, what was read on stderr; the table is that of a whole scan."""
    done = run("scan", credited, "-o", tmp_path / "few", "--credits-only")
    assert run("scan", credited, "-o", tmp_path / "all", "-q").code == 0

    assert done.code == 0
    assert "2 of 3 articles credit an agency" in done.out
    assert str(tmp_path / "few" / "credits.csv") in done.out
    assert "fields: " in done.err
    assert sorted(path.name for path in (tmp_path / "few").iterdir()) == ["credits.csv", "quarantine.jsonl"]
    assert (tmp_path / "few" / "credits.csv").read_bytes() == (tmp_path / "all" / "credits.csv").read_bytes()


def test_credits_only_is_quiet_or_json_when_asked(run, credited, tmp_path):
    """``-q`` says nothing; ``--json`` gives one document with the numbers of the whole scan."""
    assert run("scan", credited, "-o", tmp_path / "one", "--credits-only", "-q") == (0, "", "")
    done = run("scan", credited, "-o", tmp_path / "two", "--credits-only", "--json")
    found, whole = orjson.loads(done.out), scan(credited).manifest

    assert found["corpus"]["n_ok"] == 3
    assert found["summary"].items() <= whole["summary"].items()


def test_credits_only_accounts_for_what_was_not_read(run, tmp_path):
    """A bad record is exit code 3 and a line in quarantine.jsonl, as in a whole scan."""
    path = tmp_path / "dump.jsonl"
    path.write_bytes(orjson.dumps({"id": "a", "text": WIRE}) + b"\n{broken\n")
    done = run("scan", path, "-o", tmp_path / "out", "--credits-only")

    assert done.code == 3
    assert "1 of 2 records could not be read" in done.err
    assert len((tmp_path / "out" / "quarantine.jsonl").read_bytes().splitlines()) == 1
    assert run("scan", path, "-o", tmp_path / "out", "--credits-only", "--max-bad", 1).code == 0


def test_no_credit_is_one_line(run, articles, tmp_path):
    """Where nothing is credited there is no table."""
    done = run("scan", articles, "-o", tmp_path / "out", "--credits-only")

    assert "0 of 3 articles credit an agency" in done.out
    assert "for photos" not in done.out


def test_the_longest_rows_fit_eighty_columns(credited, monkeypatch, tmp_path):
    """At 80 columns no figure and no relation is cut; only the name of an outlet is."""
    out = io.StringIO()
    monkeypatch.setattr(summary, "stdout", lambda: Console(file=out, width=80, highlight=False))
    long_name = "The Intercontinental Morning and Evening Advertiser"
    records = [
        {"id": name, "outlet": long_name, "title": "t", "text": text}
        for name, text in (("a", WIRE), ("b", REPRINT), ("c", WIRE + "\n\n" + OTHER))
    ]
    result = scan(write_jsonl(tmp_path / "long.jsonl", *records))
    summary.show(result, tmp_path)
    rows = [line for line in out.getvalue().splitlines() if "…" in line]

    assert len(rows) == 3
    for row in rows:
        assert len(row.rstrip()) <= 80
        assert row.startswith("The Intercontinental")
        assert row.count("…") == 1
    assert any(row.rstrip().endswith("same text") for row in rows)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_name_cannot_forge_output(name, monkeypatch, tmp_path):
    """An agency of a foreign registry has no control over the terminal."""
    out = io.StringIO()
    monkeypatch.setattr(
        summary, "stdout", lambda: Console(file=out, width=100, markup=False, highlight=False)
    )
    summary.show_credits(1, [("a", name, "text")], tmp_path / "credits.csv")

    assert not set(out.getvalue()) & set("\x1b\r\b\x07\x9b\u202e\u2066")


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_source_cannot_forge_output(name, monkeypatch, tmp_path):
    """An outlet whose text is the source has no control over the terminal."""
    out = io.StringIO()
    monkeypatch.setattr(
        summary, "stdout", lambda: Console(file=out, width=200, markup=False, highlight=False)
    )
    records = [{"id": k, "outlet": f"{name}{k}", "title": "t", "text": WIRE} for k in "ab"]
    result = scan(
        write_jsonl(tmp_path / "two.jsonl", *records), Params(story=StoryParams(wire_outlets=(f"{name}a",)))
    )
    summary.show(result, tmp_path)

    assert "source: " in out.getvalue()
    assert not set(out.getvalue()) & set("\x1b\r\b\x07\x9b\u202e\u2066")


def test_untitled_stories_are_named_by_their_reporting(run, tmp_path):
    """Caption and dateline stand above the body; the terminal and the report begin with the body."""
    text = f"{CAPTION}\n\nLINDEN (Reuters) — {WIRE}"
    articles = write_jsonl(tmp_path / "untitled.jsonl", *({"id": k, "text": text} for k in "ab"))
    done = run("scan", articles, "-o", tmp_path / "out")
    page = (tmp_path / "out" / "report" / "index.html").read_text(encoding="utf-8")

    first = " ".join(WIRE.split()[:6])
    assert f"\n{first}" in f"\n{done.out}"
    assert f"(untitled) {first}" in page
