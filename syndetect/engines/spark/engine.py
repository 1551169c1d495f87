"""The main job over a Spark cluster: the stages in order, nothing else."""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from syndetect.agencies import Registry, load_registry
from syndetect.corpus import Corpus, ReadParams
from syndetect.engines.spark.arrays import kept, n_parts_of
from syndetect.engines.spark.buckets import bucket_pairs, near_copies_of, signatures_of
from syndetect.engines.spark.comparing import compare
from syndetect.engines.spark.copies import (
    apart,
    exact_copies,
    find_crowds,
    followers,
    in_time,
    with_copies,
)
from syndetect.engines.spark.events import neighbours
from syndetect.engines.spark.numbering import distinct_ids, in_order
from syndetect.engines.spark.passages import passage_pairs
from syndetect.engines.spark.preparing import find_repeated, prepare
from syndetect.engines.spark.reading import Read, articles_of, read_files
from syndetect.engines.spark.session import wrapped
from syndetect.engines.spark.tracing import (
    COVERAGE,
    Setting,
    arrow_schema,
    outlet_tables,
    trace_knots,
)
from syndetect.engines.spark.vocabulary import Vocabulary, build_vocabulary
from syndetect.engines.spark.webs import find_knots, find_stories
from syndetect.pairs.relation import RELATIONS
from syndetect.params import Params
from syndetect.report.columns import TABLES
from syndetect.report.tables import Table
from syndetect.trace.outlets import find_definition

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Tables", "scan", "scan_files"]

_log = logging.getLogger(__name__)
_DEFAULTS = Params()
_NONE = RELATIONS.index("none")


@dataclass(frozen=True)
class Tables:
    """What a scan found.

    Attributes
    ----------
    frames : mapping of str to DataFrame
        The tables by name, those of ``syndetect.report.columns.TABLES``, with
        the same columns; rows in no order.
    corpus : Corpus
        The account of what was read, without articles.
    counts : mapping of str to mapping
        Stage by stage, as in ``run.json``.
    seconds : mapping of str to float
    params : Params
    """

    frames: Mapping[str, "DataFrame"]
    corpus: Corpus
    counts: Mapping[str, Mapping[str, Any]]
    seconds: Mapping[str, float]
    params: Params


def scan(
    frame: "DataFrame",
    params: Params = _DEFAULTS,
    *,
    registry: Registry | None = None,
    owners: Mapping[str, str] | None = None,
    on_stage: Callable[[str], None] | None = None,
) -> Tables:
    """Find which articles of a DataFrame share text, group them to stories, and say what each adds.

    Parameters
    ----------
    frame : DataFrame
        With a column ``text``, and any of ``article_id``, ``title``,
        ``outlet``, ``url``, ``language``, ``authors``, ``credit`` and
        ``published``, all strings.
    params : Params
        What decides the result.
    registry : Registry, optional
        The agencies; by default the bundled ones.
    owners : mapping of str to str, optional
        Outlet -> owner.
    on_stage : callable, optional
        Called with the name of each stage as it begins.

    Returns
    -------
    Tables
        Those of ``syndetect.scan`` for the same articles.

    Raises
    ------
    InputError
        There is no column ``text``.
    SparkError
        A job failed.
    """
    with wrapped():
        return _scan(articles_of(frame), params, registry, owners, on_stage)


def scan_files(  # noqa: PLR0913 - each is a choice of the caller
    spark: "SparkSession",
    inputs: Sequence[str | Path],
    params: Params = _DEFAULTS,
    *,
    read: ReadParams | None = None,
    registry: Registry | None = None,
    owners: Mapping[str, str] | None = None,
    on_stage: Callable[[str], None] | None = None,
) -> Tables:
    """Read files in the executors and scan them.

    Parameters
    ----------
    spark : SparkSession
    inputs : sequence of str or Path
        Files, folders, patterns, which all executors see; a file is read by one
        task.
    params : Params
        As for :func:`scan`, and so are ``registry``, ``owners`` and ``on_stage``.
    read : ReadParams, optional
        How files are read.
    registry : Registry, optional
    owners : mapping of str to str, optional
    on_stage : callable, optional

    Returns
    -------
    Tables

    Raises
    ------
    InputError, MappingError
        As for ``syndetect.scan``.
    SparkError
        A job failed.
    """
    with wrapped():
        return _scan(read_files(spark, inputs, read or ReadParams()), params, registry, owners, on_stage)


class _Run:
    """Counts and seconds of the stages."""

    def __init__(self, spark: "SparkSession", on_stage: Callable[[str], None] | None) -> None:
        self.spark = spark
        self.counts: dict[str, dict[str, Any]] = {}
        self.seconds: dict[str, float] = {}
        self._on_stage = on_stage

    @contextmanager
    def stage(self, name: str) -> Iterator[dict[str, Any]]:
        """Time a stage; its jobs carry its name in Spark's own accounts."""
        if self._on_stage:
            self._on_stage(name)
        self.spark.sparkContext.setJobGroup(name, f"syndetect: {name}")
        counts: dict[str, Any] = {}
        self.counts[name] = counts
        start = time.perf_counter()
        yield counts
        self.seconds[name] = round(time.perf_counter() - start, 3)
        _log.info("%s: %s in %.3f s", name, counts, self.seconds[name])


@dataclass(frozen=True)
class _Sketched:
    """What the searches look at.

    ``prepared`` holds all articles, ``searched`` those that are long enough and
    the first of their words, ``exact`` which article each other copy is one of.
    """

    prepared: "DataFrame"
    searched: "DataFrame"
    exact: "DataFrame"
    vocabulary: "Broadcast[Vocabulary]"
    n_articles: int
    n_searched: int


def _scan(
    read: Read,
    params: Params,
    registry: Registry | None,
    owners: Mapping[str, str] | None,
    on_stage: Callable[[str], None] | None,
) -> Tables:
    find_definition(params.outlets.definition)  # a wrong name is told before the work
    spark = read.articles.sparkSession
    run = _Run(spark, on_stage)
    agencies = registry or load_registry()
    with run.stage("read") as counts:
        articles, n_renamed = distinct_ids(read.articles)
        ordered, first_rows = in_order(articles, n_parts_of(spark))
        corpus = replace(read.corpus, n_renamed=n_renamed)
        counts |= {**corpus.counts(), "n_ok": int(first_rows[-1])}
    with run.stage("prepare") as counts:
        repeated = find_repeated(ordered, first_rows, agencies, params.furniture)
        prepared = kept(prepare(ordered, first_rows, repeated, agencies, params))
        counts |= _totals(prepared, params.relation.min_words) | {"n_repeated_paragraphs": len(repeated)}
    sketched = _sketch(run, prepared, int(first_rows[-1]), params)
    pairs = _find_candidates(run, sketched, params)
    with run.stage("compare") as counts:
        compared = kept(compare(pairs, prepared, sketched.n_articles, sketched.vocabulary, params))
        counts |= _relations(compared)
        verified = compared.where(f"relation != {_NONE}")
    with run.stage("stories") as counts:
        stories, largest = find_stories(prepared, verified, sketched.vocabulary, params)
        counts |= {"largest_web": largest}
    with run.stage("trace") as counts:
        has_wire = run.counts["prepare"]["n_wire_texts"] > 0
        setting = Setting(agencies, dict(owners or {}), params, has_wire=has_wire)
        knots = find_knots(verified, stories)
        knot_of = knots.frame(spark, "knot")
        parts = kept(trace_knots(prepared, verified, stories, knot_of, sketched.vocabulary, setting))
        counts |= _sums(parts) | {"largest_knot": knots.largest}
    with run.stage("outlets"):
        coverages = [bytes(row.data) for row in parts.where(f"name = '{COVERAGE}'").select("data").collect()]
        outlets = outlet_tables(coverages, setting)
    frames = {name: _frame(spark, parts, name, outlets.get(name)) for name in TABLES}
    return Tables(frames, corpus, run.counts, run.seconds, params)


def _sketch(run: _Run, prepared: "DataFrame", n_articles: int, params: Params) -> _Sketched:
    """Find exact copies, and weigh the words."""
    with run.stage("sketch") as counts:
        exact = kept(exact_copies(prepared, params.relation.min_words))
        is_leader = prepared.join(exact, "row", "left_anti").where(f"n_body >= {params.relation.min_words}")
        searched = kept(is_leader.select("row", "hashes", "flags", "published"))
        flagged = prepared.select("row", "hashes", "flags").join(
            searched.selectExpr("row", "true as is_searched"), "row", "left"
        )
        vocabulary = build_vocabulary(flagged.fillna({"is_searched": False}), n_articles)
        known = run.spark.sparkContext.broadcast(vocabulary)
        counts |= {"n_exact_copies": exact.count(), "n_terms": len(vocabulary.terms)}
    return _Sketched(prepared, searched, exact, known, n_articles, searched.count())


def _find_candidates(run: _Run, sketched: _Sketched, params: Params) -> "DataFrame":
    """Find the pairs that are worth a comparison: columns a and b, distinct."""
    searched, exact, n_articles = sketched.searched, sketched.exact, sketched.n_articles
    with run.stage("candidates: buckets") as counts:
        signatures = kept(signatures_of(searched, params))
        buckets = kept(bucket_pairs(signatures, params))
        rows, leaders = near_copies_of(buckets, signatures, n_articles, params)
        near = run.spark.createDataFrame(pa.table({"row": rows, "leader": leaders}), "row long, leader long")
        behind = kept(followers(exact, near))
        counts |= {"n_lsh": buckets.count(), "n_near_copies": behind.subtract(exact).count()}
    with run.stage("candidates: passages") as counts:
        n_leaders = n_articles - behind.count()
        partners = kept(passage_pairs(searched, behind, n_leaders, params.passages))
        counts |= {"n_passage": partners.count()}
    with run.stage("candidates: events") as counts:
        events = kept(
            neighbours(searched, sketched.n_searched, n_articles, sketched.vocabulary, params.event)
        )
        counts |= {"n_event": events.count()}
    with run.stage("candidates: copies") as counts:
        most = max(params.candidates.min_copy_pairs, params.candidates.copy_pairs * n_articles)
        times = sketched.prepared.select("row", "published")
        crowds = kept(find_crowds(behind, params.candidates.max_copies))
        sharing = kept(apart(buckets, crowds).union(partners).distinct())
        spread = (
            with_copies(sharing, behind, most, crowds, times)
            .union(with_copies(kept(apart(events, crowds)), exact, most, crowds, times))
            .union(in_time(crowds, times, params.candidates.n_in_time))
        )
        candidates = kept(spread.distinct())
        pairs = kept(_without_teasers(candidates, sketched.prepared))
        n_candidates = candidates.count()
        counts |= {"n_candidates": n_candidates, "n_teaser_pairs": n_candidates - pairs.count()}
    return pairs


def _totals(prepared: "DataFrame", min_words: int) -> dict[str, int]:
    found = prepared.selectExpr(
        "sum(n_tokens) as n_words",
        "sum(n_tokens - n_body) as n_furniture_words",
        "sum(n_quoted) as n_quote_words",
        "count_if(n_body = 0) as n_empty",
        f"count_if(n_body < {min_words}) as n_too_short",
        "count_if(is_teaser) as n_teasers",
        "count_if(is_wire) as n_wire_texts",
    ).first()
    assert found is not None
    return {name: int(count or 0) for name, count in found.asDict().items()}


def _without_teasers(pairs: "DataFrame", prepared: "DataFrame") -> "DataFrame":
    """Leave out the pairs of two teasers: notices are no copies."""
    teasers = prepared.where("is_teaser")
    return (
        pairs.join(teasers.selectExpr("row as a", "true as one"), "a", "left")
        .join(teasers.selectExpr("row as b", "true as other"), "b", "left")
        .where("one is null or other is null")
        .select("a", "b")
    )


def _relations(compared: "DataFrame") -> dict[str, int]:
    rows = compared.groupBy("relation").agg({"*": "count", "n_capped": "sum"}).collect()
    counts = {row.relation: int(row["count(1)"]) for row in rows}
    found = {name: counts.get(code, 0) for code, name in enumerate(RELATIONS)}
    return found | {"n_capped": sum(int(row["sum(n_capped)"]) for row in rows)}


def _sums(parts: "DataFrame") -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in parts.where("name = 'counts'").select("data").collect():
        for name, count in json.loads(row.data).items():
            sums[name] = sums.get(name, 0) + count
    return sums


def _frame(spark: "SparkSession", parts: "DataFrame", name: str, table: Table | None) -> "DataFrame":
    """Return one table as a frame: from the executors, or from the driver."""
    from pyspark.sql.pandas.types import from_arrow_schema

    schema = arrow_schema(name)
    if table is not None:
        data = {column: list(values) for column, values in table.data.items()}
        return spark.createDataFrame(pa.Table.from_pydict(data, schema=schema))

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for cell in batch.column(0).to_pylist():
                with pa.ipc.open_stream(cell) as stream:
                    yield from stream.read_all().cast(schema).to_batches()

    cells = parts.where(f"name = '{name}'").select("data")
    return cells.mapInArrow(read, from_arrow_schema(schema))
