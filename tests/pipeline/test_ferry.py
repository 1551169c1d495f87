"""The ferry corpus through the whole pipeline, against its gold, in any order and any files."""

import random
from collections import defaultdict

import orjson
import pytest

from benchmarks.quality import ferry
from benchmarks.quality.measure import count_words
from syndetect import Corpus, Params, scan
from syndetect.corpus import read_corpus
from syndetect.params import StoryParams

ARTICLES = ferry.FOLDER / "articles.jsonl"
TABLES = [
    "articles.csv",
    "codebook.csv",
    "credit_evidence.csv",
    "credits.csv",
    "furniture.csv",
    "members.csv",
    "outlet_agency.csv",
    "outlets.csv",
    "pairs.csv",
    "passages.csv",
    "quotes.csv",
    "sensitivity.csv",
    "sentences.csv",
    "shares.csv",
    "stories.csv",
    "wires.csv",
]
SAME = [*TABLES, "methods.md", "quarantine.jsonl"]  # to the byte, whatever the order and number of files
LIST_INPUTS = {"report/index.html", "report/methods.html", "run.json"}

KNOWN_DIFFERENCES = {
    # The independent report shares few words with the column: the cosine is below same_event.
    ("daily-meridian-ferry", "stennick-herald-ferry"): ("same_event", "none"),
}


@pytest.fixture(scope="module")
def result():
    return scan(ARTICLES)


def test_relations_are_the_gold_ones(result):
    """Every pair has its gold relation, listed or none, but for the differences that are known."""
    assert ferry.differences(result) == KNOWN_DIFFERENCES


def test_spans_are_the_gold_ones(result):
    """Words of the passages are those of the gold spans, both ways, nearly all."""
    texts = {article.article_id: article.text for article in result.articles}
    ids = [article.article_id for article in result.articles]
    passages = {(ids[pair.a], ids[pair.b]): pair.passages for pair in result.pairs}
    counts = count_words(
        (texts[(a, b)[side]], [span[side] for span in spans], [_side(p, side) for p in passages[a, b]])
        for (a, b), spans in ferry.gold_spans().items()
        for side in (0, 1)
    )

    assert counts.precision >= 0.998
    assert counts.recall >= 0.997


def _side(passage, side: int) -> tuple[int, int]:
    return (passage.b_start, passage.b_end) if side else (passage.a_start, passage.a_end)


def test_passages_have_the_gold_roles(result):
    """Words of a gold quotation are found as speech, words of gold prose as prose, 99 of 100."""
    rows = ferry.rows("gold_spans.tsv")
    ids = [article.article_id for article in result.articles]
    texts = {article.article_id: article.text for article in result.articles}
    for role in ("prose", "quote"):
        gold, found = defaultdict(list), defaultdict(list)
        for row in rows:
            if row["role"] == role:
                gold[row["a_id"], row["b_id"]].append((int(row["b_start"]), int(row["b_end"])))
        for pair in result.pairs:
            found[ids[pair.a], ids[pair.b]] = [_side(p, 1) for p in pair.passages if p.role == role]
        counts = count_words((texts[key[1]], spans, found[key]) for key, spans in gold.items())
        assert min(counts.precision, counts.recall) >= 0.99


def test_stories_are_the_two_of_the_corpus(result):
    """The ferry story and the press release are stories; everything else stands alone."""
    ids = [article.article_id for article in result.articles]
    stories = [{ids[member.article] for member in story.members} for story in result.stories]
    linked = {name for pair in ferry.gold_pairs() for name in pair}
    release = {"northern-courier-glasshouse", "valley-post-glasshouse"}

    assert stories == [linked - release, release]


def test_a_wire_outlet_is_the_reference():
    """With the agency named, one of its versions is the reference, and marked as wire text."""
    outlet = next(a.outlet for a in read_corpus(ARTICLES).articles if a.article_id == "cpa-ferry-1")
    result = scan(ARTICLES, Params(story=StoryParams(wire_outlets=(outlet.upper(),))))
    story = result.stories[0]

    assert result.articles[story.reference].article_id in ("cpa-ferry-1", "cpa-ferry-2")
    assert story.reference_is_wire
    assert not result.stories[1].reference_is_wire


def _written(folder, inputs, **options) -> dict[str, bytes]:
    scan(inputs, **options).write(folder)
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _in_files(folder, n_files: int, seed: int) -> list:
    """Write the records in random order into files of a folder."""
    lines = ARTICLES.read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(seed).shuffle(lines)
    folder.mkdir()
    paths = [folder / f"{chr(ord('z') - k)}.jsonl" for k in range(n_files)]
    for k, path in enumerate(paths):
        path.write_text("".join(lines[k::n_files]), encoding="utf-8")
    return paths


@pytest.mark.parametrize(("n_files", "seed", "n_threads"), [(1, 1, 1), (1, 2, 2), (3, 3, 2), (7, 4, 5)])
def test_order_files_and_threads_change_nothing(tmp_path, n_files, seed, n_threads):
    """Every file is the same to the byte; the manifest, and the pages that list the inputs, but for these."""
    plain = _written(tmp_path / "plain", ARTICLES, n_threads=1)
    files = _in_files(tmp_path / "in", n_files, seed)
    other = _written(tmp_path / "other", files, n_threads=n_threads)

    assert {*SAME, *LIST_INPUTS} <= plain.keys() == other.keys()
    for name in plain.keys() - LIST_INPUTS:
        assert plain[name] == other[name], name
    manifests = [orjson.loads(written["run.json"]) for written in (plain, other)]
    for manifest in manifests:
        del manifest["seconds"], manifest["memory"], manifest["inputs"]
    assert manifests[0] == manifests[1]


def test_the_report_does_not_depend_on_order_or_threads(tmp_path):
    """The page over the same file with its records shuffled is the same, but for the input's digest."""
    pages = []
    for seed in (1, 2):
        folder = tmp_path / str(seed)
        [path] = _in_files(folder, 1, seed)
        pages.append(_written(tmp_path / f"out{seed}", path, n_threads=seed)["report/index.html"].decode())
        digest = next(iter(read_corpus(path).ledger)).digest
        pages[-1] = pages[-1].replace(str(folder), "FOLDER").replace(digest, "DIGEST")

    assert pages[0] == pages[1]


def test_paths_corpus_and_articles_are_the_same_to_scan(result):
    """However the articles come in, the same is found."""
    corpus = read_corpus(ARTICLES)
    articles = list(corpus.articles)
    random.Random(5).shuffle(articles)

    for source in (str(ARTICLES), [ARTICLES], corpus, articles, iter(articles)):
        other = scan(source)
        assert other.pairs == result.pairs
        assert other.stories == result.stories
        assert {n: list(t.rows()) for n, t in other.tables.items()} == {
            n: list(t.rows()) for n, t in result.tables.items()
        }


def test_an_unrelated_article_changes_no_copied_passage(result):
    """One more article about something else leaves all relations of copying and passages as they are."""
    corpus = read_corpus(ARTICLES)
    other = corpus.articles[0].__class__(
        article_id="a-new-one",
        text="Gardeners in Lowmere planted two hundred apple trees along the old canal on Saturday.\n\n"
        "Children of the primary school watered them, and a bakery handed out rolls to everyone who dug.",
        outlet="Lowmere Leaf",
        published_at=1.0,
    )
    more = scan(Corpus(articles=(other, *corpus.articles), ledger=corpus.ledger))

    def passages(found):
        ids = [article.article_id for article in found.articles]
        return {(ids[p.a], ids[p.b]): (p.relation, p.passages) for p in found.pairs if p.passages}

    assert passages(more) == passages(result)


def test_counts_of_the_manifest_add_up(result):
    """What goes into a stage comes out of it, and the tables have as many rows as it says."""
    manifest = result.manifest
    stages = {stage["stage"]: stage for stage in manifest["stages"]}
    tables = result.tables
    read, candidates, compare, trace = (stages[n] for n in ("read", "candidates", "compare", "trace"))

    assert list(stages) == [
        "read",
        "tokens",
        "speech",
        "furniture",
        "sketch",
        "candidates",
        "compare",
        "trace",
    ]
    assert manifest["corpus"]["n_in"] == manifest["corpus"]["n_ok"] + manifest["corpus"]["n_quarantined"]
    assert read["n_ok"] == len(tables["articles"]) == len(result.articles)
    data = tables["articles"].data
    assert stages["tokens"]["n_words"] == sum(data["n_words"]) + sum(data["n_furniture_words"])
    assert stages["furniture"]["n_furniture_words"] == sum(data["n_furniture_words"])
    related = sum(compare[name] for name in ("same_text", "partial", "fragment", "quotes_only", "same_event"))
    assert related + compare["furniture_only"] + compare["none"] == candidates["n_candidates"]
    assert related <= trace["n_pairs"] == len(tables["pairs"]) == len(result.pairs)
    assert trace["n_passages"] == len(tables["passages"])
    assert trace["n_stories"] == len(tables["stories"]) == len(result.stories)
    assert trace["n_in_stories"] == len(tables["members"]) == sum(tables["stories"].data["n_articles"])
    assert manifest["seconds"].keys() == stages.keys()
    assert orjson.loads(orjson.dumps(manifest)) == orjson.loads(orjson.dumps(dict(manifest)))


def test_tables_agree_with_each_other(result):
    """Ids of every table are in articles; shares add up to 1; pairs ascend."""
    data = {name: table.data for name, table in result.tables.items()}
    ids = set(data["articles"]["article_id"])
    names = ("wire", "release", "owner", "other", "common_quote", "own")
    shares = list(zip(*(data["articles"][f"{name}_share"] for name in names), strict=True))

    for status, found in zip(data["articles"]["status"], shares, strict=True):
        assert (sum(found) == pytest.approx(1, abs=1e-5)) if status == "measured" else set(found) == {None}
    assert ids >= {*data["pairs"]["a_id"], *data["pairs"]["b_id"], *data["members"]["article_id"]}
    pairs = list(zip(data["pairs"]["a_id"], data["pairs"]["b_id"], strict=True))
    assert all(a < b for a, b in pairs)
    assert pairs == sorted(set(pairs))
    assert set(zip(data["passages"]["a_id"], data["passages"]["b_id"], strict=True)) <= set(pairs)
    assert set(data["pairs"]["relation"]) <= {"same_text", "partial", "fragment", "quotes_only", "same_event"}


def test_a_result_becomes_data_frames(result):
    """Every table goes to pandas with its columns in order, rows and all."""
    pytest.importorskip("pandas")
    for table in result.tables.values():
        frame = table.to_pandas()
        assert list(frame.columns) == [column.name for column in table.columns]
        assert len(frame) == len(table)
