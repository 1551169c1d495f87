"""A scan over a cluster gives the tables of a scan in one process."""

import json
import random

import numpy as np
import pyarrow as pa
import pytest

from corpora.generator import GeneratorParams, generate
from syndetect.candidates import copies as local_copies
from syndetect.candidates import distinct
from syndetect.engines.spark import copies, scan, scan_files, write_tables
from syndetect.engines.spark.tracing import arrow_schema
from syndetect.pipeline import scan as scan_here
from tests.browser.foreign import FOREIGN
from tests.browser.sites import hostile_records
from tests.engines.conftest import REPOSITORY

pytestmark = pytest.mark.xdist_group("spark")  # one session, in one process

FERRY = REPOSITORY / "corpora" / "ferry" / "articles.jsonl"


def _rows_here(result) -> dict[str, list[str]]:
    """Return the rows of every table of a local scan, in the types of Parquet, in one order."""
    found = {}
    for name, table in result.tables.items():
        columns = {column: list(values) for column, values in table.data.items()}
        arrow = pa.Table.from_pydict(columns, schema=arrow_schema(name))
        found[name] = _in_order(arrow)
    return found


def _rows_of(tables) -> dict[str, list[str]]:
    return {name: _in_order(frame.toArrow()) for name, frame in tables.frames.items()}


def _in_order(table: pa.Table) -> list[str]:
    return sorted(
        map(repr, zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True))
    )


def _assert_same(found: dict[str, list[str]], expected: dict[str, list[str]]) -> None:
    assert found.keys() == expected.keys()
    for name, rows in expected.items():
        assert found[name] == rows, name
        assert rows, f"{name} is empty: nothing was compared"


def _records() -> list[dict[str, object]]:
    """Return the ferry, hostile and foreign records, a generated corpus with a hot story, and shared ids."""
    params = GeneratorParams(
        n_articles=420, seed=5, hot_stories=1, hot_copies=100, furniture_share=0.5, missing_time_share=0.1
    )
    generated = [article.record() for article in generate(params)]
    ferry = [json.loads(line) for line in FERRY.read_text(encoding="utf-8").splitlines()]
    own = "A text of its own stands under an id that another article would be given. " * 8
    shared = [{**generated[k], "id": "same"} for k in (3, 4, 5)] + [{"id": "same~2", "text": own}]
    records = [*generated, *ferry, *hostile_records(), *FOREIGN, *shared]
    random.Random(7).shuffle(records)
    return records


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder of three files, one of them damaged in a line."""
    folder = tmp_path_factory.mktemp("mixed")
    records = _records()
    for place in range(3):
        lines = [json.dumps(record) for record in records[place::3]]
        lines += ['{"broken'] if place == 1 else []
        (folder / f"{place}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_files_over_a_cluster_give_the_tables_of_one_process(spark, folder, tmp_path):
    """Every table is the same, row for row; so is the account, and so are the files written."""
    from syndetect.agencies import load_registry

    registry = load_registry(REPOSITORY / "corpora" / "ferry" / "agencies.toml")
    here = scan_here(folder, registry=registry)
    tables = scan_files(spark, [folder], registry=registry)

    expected = _rows_here(here)
    _assert_same(_rows_of(tables), expected)
    assert {**tables.corpus.counts(), "n_ok": 0} == {**here.corpus.counts(), "n_ok": 0}
    stages = {stage["stage"]: stage for stage in here.manifest["stages"]}
    for name in ("same_text", "partial", "fragment", "same_event", "none", "n_capped"):
        assert tables.counts["compare"][name] == stages["compare"][name]
    for name in ("n_stories", "n_in_stories", "n_sources", "n_pairs", "n_passages"):
        assert tables.counts["trace"][name] == stages["trace"][name]
    assert tables.counts["trace"]["n_neighbours"] > 0  # else no pair was cut between two parts
    counts = {
        name: count
        for key, each in tables.counts.items()
        if "candidates" in key
        for name, count in each.items()
    }
    assert counts == {name: stages["candidates"][name] for name in counts}

    written = write_tables(tables, tmp_path / "out")
    for name in ("pairs", "stories"):
        from pyarrow import parquet

        assert _in_order(parquet.read_table(written / f"{name}.parquet")) == expected[name]
    run = json.loads((written / "run.json").read_bytes())
    assert run["corpus"]["n_ok"] == len(here.articles)
    assert len((written / "quarantine.jsonl").read_text().splitlines()) == 1


def test_a_frame_in_any_order_and_partitions_gives_the_same(spark):
    """Articles of a DataFrame, shuffled, over another number of partitions: the tables of the file."""
    records = [json.loads(line) for line in FERRY.read_text(encoding="utf-8").splitlines()]
    here = scan_here(FERRY)
    rows = [
        (a.article_id, a.text, a.title, a.outlet, a.url, a.language, a.authors, a.credit, a.published)
        for a in here.articles
    ]
    assert len(rows) == len(records)
    random.Random(1).shuffle(rows)
    names = ("article_id", "text", "title", "outlet", "url", "language", "authors", "credit", "published")
    frame = spark.createDataFrame(rows, ", ".join(f"{name} string" for name in names)).repartition(5)
    before = spark.conf.get("spark.sql.shuffle.partitions")
    spark.conf.set("spark.sql.shuffle.partitions", "2")
    try:
        found = _rows_of(scan(frame))
    finally:
        spark.conf.set("spark.sql.shuffle.partitions", before)

    assert found == _rows_here(here)


def test_pairs_of_one_article_are_spread_and_parts_bounded(spark, monkeypatch):
    """However many pairs one article is in, no part has many more than its share; none is lost."""
    from syndetect.engines.spark import gathering
    from syndetect.engines.spark.session import wrapped

    monkeypatch.setattr(gathering, "PAIRS_AT_ONCE", 100)
    n_articles, hot = 2000, 1500
    pairs = [(a, hot) for a in range(hot)] + [(hot, b) for b in range(hot + 1, hot + 300)]
    articles = spark.range(n_articles).selectExpr("id as row")

    def work(of_part, found):
        assert (found.rows[found.places] == of_part).all()
        return pa.table({"n": pa.array([len(of_part)], pa.int64())})

    frame = spark.createDataFrame(pairs, "a long, b long")
    with wrapped():
        sizes = [row.n for row in gathering.gather(frame, articles, n_articles, work, "n long").collect()]

    assert sum(sizes) == len(pairs)
    assert len(sizes) == 18
    assert max(sizes) <= 150


def test_components_are_those_of_all_pairs_however_these_lie(spark):
    """A chain over all partitions, a star and a pair: each one component, named by its first article."""
    from syndetect.engines.spark.session import wrapped
    from syndetect.engines.spark.webs import components

    chain = [(k, k + 1) for k in range(20)]
    star = [(40, k) for k in range(41, 60)]
    pairs = spark.createDataFrame([*chain, *star, (30, 31)], "a long, b long").repartition(7)

    with wrapped():
        found = components(pairs)
        none = components(pairs.where("a < 0"))

    assert dict(zip(found.rows.tolist(), found.firsts.tolist(), strict=True)) == (
        dict.fromkeys(range(21), 0) | dict.fromkeys(range(40, 60), 40) | dict.fromkeys((30, 31), 30)
    )
    assert found.largest == 21
    assert none.largest == 1


def test_parts_go_to_partitions_in_turn(spark):
    """Keys are distinct, and as many parts as partitions have a task each."""
    from pyspark.sql import functions as f

    from syndetect.engines.spark.gathering import keys_of_parts

    for n_partitions, n_parts in ((1, 1), (3, 10), (200, 200), (7, 3)):
        keys = keys_of_parts(n_partitions, n_parts).tolist()
        placed = spark.createDataFrame([(key,) for key in keys], "key int").select(
            f.pmod(f.hash("key"), f.lit(n_partitions)).alias("place")
        )

        assert len(set(keys)) == len(keys)
        assert [row.place for row in placed.collect()] == [part % n_partitions for part in range(n_parts)]


def test_crowds_of_copies_are_those_of_one_process(spark):
    """Who is in a crowd, and whom its members meet, also where times are unknown: as in one process."""
    rng = np.random.default_rng(4)
    leaders = np.arange(60)
    leaders[4:50] = rng.integers(0, 4, 46)
    published = np.where(rng.random(60) < 0.2, np.nan, rng.integers(0, 5, 60) * 60.0)
    pairs = distinct(rng.integers(0, 60, (80, 2)))
    crowds = local_copies.find_crowds(leaders, 10)
    behind = spark.createDataFrame(
        [(row, leader) for row, leader in enumerate(leaders.tolist()) if row != leader],
        "row long, leader long",
    )
    met = spark.createDataFrame(pairs.tolist(), "a long, b long")
    times = spark.createDataFrame(list(enumerate(published.tolist())), "row long, published double")

    found = copies.find_crowds(behind, 10)

    assert sorted(map(tuple, found.collect())) == [
        (row, crowd) for row, crowd in enumerate(crowds.tolist()) if crowd != local_copies.NO_CROWD
    ]
    for here, there in (
        (local_copies.apart(pairs, crowds), copies.apart(met, found)),
        (local_copies.in_time(crowds, published, 5), copies.in_time(found, times, 5)),
        (
            local_copies.with_copies(pairs, leaders, 200, crowds, published),
            copies.with_copies(met, behind, 200, found, times),
        ),
    ):
        assert len(here)
        assert sorted(map(list, there.distinct().collect())) == here.tolist()
