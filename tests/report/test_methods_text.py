"""The methods section: its sentences and numbers against the run that it describes."""

import csv
import re
from importlib.resources import files

import orjson
import pytest

from benchmarks.quality import ferry
from syndetect import Params, scan
from syndetect.corpus import Article, read_corpus
from syndetect.params import CandidateParams, FurnitureParams, OutletParams, PassageParams, RewriteParams
from syndetect.report.methods_text import REFERENCES, render_methods
from syndetect.trace.outlets import find_definition

ARTICLES = ferry.FOLDER / "articles.jsonl"
NUMBER = re.compile(r"(?<![\w.:])\d[\d,]*(?:\.\d+)?(?![\w])")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture(scope="module")
def result():
    return scan(ARTICLES)


@pytest.fixture(scope="module")
def text(result):
    return render_methods(result)


def _before_references(text: str) -> str:
    return text[: text.index("## References")]


def _numbers(value) -> set[float]:
    """Return all numbers of nested values."""
    if isinstance(value, dict):
        return set().union(*(_numbers(each) for each in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(_numbers(each) for each in value)) if value else set()
    return {float(value)} if isinstance(value, int | float) and not isinstance(value, bool) else set()


def test_the_template_holds_no_number():
    """Every digit of the text is put in from the run, or from a reference."""
    template = (files("syndetect.report") / "templates" / "methods.md").read_text(encoding="utf-8")
    fixed = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", template, flags=re.DOTALL)

    assert not re.search(r"\d", fixed)


def test_every_number_is_one_of_the_run(result, text):
    """Numbers of the text stand in the manifest, in the tables or in a year of a reference."""
    manifest = {name: value for name, value in result.manifest.items() if name not in ("seconds", "memory")}
    known = _numbers(orjson.loads(orjson.dumps(manifest)))
    outlets = result.tables["outlets"]
    known |= {round(value, 3) for column in outlets.columns for value in _numbers(outlets.data[column.name])}
    articles = result.tables["articles"].data
    for name in ("status", "derivation"):
        known |= {float(articles[name].count(value)) for value in set(articles[name])}
    relations = result.tables["pairs"].data["relation"]
    known |= {float(relations.count(value)) for value in set(relations)}
    in_corpus = [wire.source.article is not None for wire in result.traced.wires]
    known |= {float(len(in_corpus)), float(sum(in_corpus)), float(in_corpus.count(False))}
    known |= {32.0, 4.0}  # bands and rows of 128 values for a threshold of 0.4: MinHashLSH(0.4, 128)
    known |= {float(len(set(articles["outlet"]))), 100 * result.params.outlets.confidence}
    known |= {float(year) for year, _ in REFERENCES.values()}
    body = DAY.sub("", _before_references(text)).replace(result.dependence.definition.citation, "")
    body = body.replace(result.manifest["version"], "")
    found = {float(number.replace(",", "")) for number in NUMBER.findall(body)}

    assert len(found) > 40
    assert found <= known, sorted(found - known)


@pytest.mark.parametrize(
    "sentence",
    [
        "The corpus consisted of 21 articles from 11 outlets. No record was excluded.",
        "stated for 21 of the articles, from 2025-02-18 to 2025-03-13; times without a time zone",
        "The records stated no languages.",
        "MinHash values (seed 1), cut into 32 bands of 4 rows for locality-sensitive hashing",
        "the best 30 partners of an article were kept",
        "same text (22), quotes only (8), same event (8), fragment (7), partial (7).",
        "21 articles were measured. Of the measured articles, 8 were wholly derived, 2 were partially "
        "derived and 11 were non-derived.",
        "2 stories comprised 13 of the articles; the others stood alone.",
        "attributed to 4 sources, each word to one source at most: 3 in the corpus, 1 that was not in it",
        "Owners of outlets were not taken into account.",
        "7 of 20 articles were agency copy by this definition, a share of 0.350 (95 % interval 0.023 to "
        "0.863); 6 of them did not credit an agency.",
        "with stories as clusters (10 over all outlets",
    ],
)
def test_the_ferry_corpus_is_described(text, sentence):
    """What was read, found and measured is said in these words."""
    assert sentence in text


def test_versions_and_fingerprints_are_named(result, text):
    """A reader can tell which program, parameters, agencies and texts it was."""
    manifest = result.manifest
    furniture = next(stage for stage in manifest["stages"] if stage["stage"] == "furniture")

    for named in (
        f"syndetect {manifest['version']}",
        manifest["parameters_fingerprint"],
        furniture["agencies"],
        manifest["corpus"]["digest"],
    ):
        assert named in text


def test_no_expression_and_no_value_of_python_is_left(text):
    """Nothing of the template, None, NaN or True stands in the text; a paragraph is one line."""
    assert not re.search(r"[{}]|\bNone\b|\bnan\b|\bTrue\b|\bFalse\b|  ", text)
    assert all(line == line.strip() for line in text.splitlines())
    assert all(re.search(r"[.*]$", line) for line in text.splitlines() if line and line[0] not in "#-")


def test_other_parameters_are_described_as_they_were():
    """Values, switched-off searches and another definition appear in the text."""
    params = Params(
        furniture=FurnitureParams(keep=True, min_articles=0),
        candidates=CandidateParams(threshold=0.6),
        passages=PassageParams(n_partners=0),
        rewrite=RewriteParams(search=False),
        outlets=OutletParams(definition="newsdesk", confidence=0.9, seed=7),
    )
    text = render_methods(scan(ARTICLES, params, owners={"Harbour Times": "Quay Group"}))
    newsdesk = find_definition("newsdesk")

    assert "one of two searches" in text
    assert "for a resemblance of 0.6" in text
    assert "winnowed" not in text
    assert "Schleimer" not in text
    assert "Second, up to 10 nearest neighbours" in text
    assert "It was listed, but kept in the text." in text
    assert "by repetition" not in text
    assert "Rewritten passages were not searched." in text
    assert f"{newsdesk.citation}: {newsdesk.rule} The rule was approximated: {newsdesk.approximation}" in text
    assert "90 % interval" in text
    assert "(seed 7)" in text
    assert "Owners were stated for 1 outlets" not in text
    assert "Owners were stated for 1 outlet;" in text


def test_excluded_records_are_counted_by_reason(tmp_path):
    """What could not be read is said with its reasons; what is too short is not measured."""
    path = tmp_path / "a.jsonl"
    lines = [
        b'{"id": "a", "text": "Too short to measure.", "language": "en"}',
        b'{"id": "b"}',
        b'{"id": "c"}',
        b"{not json",
    ]
    path.write_bytes(b"\n".join(lines) + b"\n")
    text = render_methods(scan(path))

    assert "The corpus consisted of 1 article." in text
    assert "Of 4 records, 3 could not be read and were excluded: no text (2), bad json (1)." in text
    assert "For 1 of the articles no outlet was stated." in text
    assert "No times of publication were stated." in text
    assert "The languages stated in the records were: en (1)." in text
    assert "0 articles were measured; not measured were 1 too short." in text
    assert "No article could be measured, so no share was computed." in text
    assert "No shared words could be attributed to a source." in text
    assert "nan" not in text


def test_the_text_goes_into_the_folder(result, text, tmp_path):
    """methods.md is the text, the same for articles in another order from memory."""
    folder = result.write(tmp_path / "out")
    articles: list[Article] = list(read_corpus(ARTICLES).articles)[::-1]

    assert (folder / "methods.md").read_text(encoding="utf-8") == text
    assert render_methods(scan(articles)) == text


def test_the_share_is_that_of_the_table(result, text, tmp_path):
    """The share and interval of the text are those of the last row of outlets.csv, rounded."""
    with (result.write(tmp_path / "out") / "outlets.csv").open(encoding="utf-8", newline="") as file:
        total = list(csv.DictReader(file))[-1]
    low, share, high = (
        f"{float(total[name]):.3f}" for name in ("derived_low", "derived_share", "derived_high")
    )

    assert f"{total['n_derived']} of {total['n_measured']} articles were agency copy" in text
    assert f"a share of {share} (95 % interval {low} to {high}); {total['n_uncredited']} of them" in text
