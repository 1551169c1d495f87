"""Knots of related articles -> the tables of all articles: each knot traced whole, in one task.

A task traces the knots of its part (:mod:`syndetect.engines.spark.webs`) with
the stage functions of the package and makes their tables. Articles of other
knots that share a quotation or an event with them stand beside them as
*neighbours*: for the words that both have, and for the row of the pair. What
else is found out about a neighbour is left to its own part.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.agencies import Registry
from syndetect.corpus import Corpus
from syndetect.engines.spark.arrays import kept, numbers, taken
from syndetect.engines.spark.articles import decode_articles
from syndetect.engines.spark.comparing import verified_of
from syndetect.engines.spark.gathering import part_of
from syndetect.engines.spark.preparing import read_extras, tokens_of
from syndetect.engines.spark.vocabulary import Vocabulary
from syndetect.pairs import Pairs
from syndetect.params import Params
from syndetect.report import Result
from syndetect.report.columns import TABLES, build_tables
from syndetect.report.tables import Table
from syndetect.text import QUOTED
from syndetect.trace import Known, cover, trace
from syndetect.trace.outlets import Coverage

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

__all__ = [
    "COVERAGE",
    "PARTS",
    "Setting",
    "arrow_schema",
    "outlet_tables",
    "trace_knots",
]

PARTS = "name string, cell long, data binary"
"""Rows of a table as a compressed Arrow stream, with its name and a number by which they are spread."""

COVERAGE = "coverage"
"""The name under which tasks hand on what outlets are measured by."""

OUTLET_TABLES = ("outlets", "outlet_agency", "sensitivity", "credit_evidence")
ROWS_A_CELL = 20_000
_COMPRESSED = pa.ipc.IpcWriteOptions(compression="zstd")

_TYPES = {"text": pa.string(), "count": pa.int64(), "offset": pa.int64()}
_IDS = ("article_id", "a_id")  # first columns of the tables that say something of every article or pair
_OF_AGENCY = ("words", "prose", "derivation", "credited", "lag", "source_share", "cosine")


@dataclass(frozen=True, slots=True)
class Setting:
    """What every task that traces knows besides its articles and pairs.

    ``has_wire`` says whether the corpus holds any agency's own text: only then
    are there cosines with such texts.
    """

    registry: Registry
    owners: Mapping[str, str]
    params: Params
    has_wire: bool


def trace_knots(
    prepared: "DataFrame",
    verified: "DataFrame",
    stories: "DataFrame",
    knot_of: "DataFrame",
    vocabulary: "Broadcast[Vocabulary]",
    setting: Setting,
) -> "DataFrame":
    """Trace all articles and make their tables, but those of outlets: ``PARTS``.

    Parameters
    ----------
    prepared, verified : DataFrame
        ``PREPARED``, and ``VERIFIED`` of the pairs that share something.
    stories : DataFrame
        Columns row, story and weakest, of the articles of stories.
    knot_of : DataFrame
        Columns row and knot, of the articles that are not alone in theirs.
    vocabulary : Broadcast of Vocabulary
    setting : Setting

    Notes
    -----
    Shuffled: each article and each pair once, and once more for each other part
    with a pair of theirs; then the tables, so that what a large story gives is
    written by many tasks.
    """
    from pyspark.sql import functions as f

    placed = prepared.select("row").join(knot_of, "row", "left").withColumn("knot", f.coalesce("knot", "row"))
    own = kept(placed.select("row", part_of("knot").alias("part")))
    pairs = kept(_placed_pairs(verified, own))
    beside = pairs.selectExpr("part", "explode(array(a, b)) as row", "false as is_own")
    held = own.selectExpr("part", "row", "true as is_own").union(beside)
    articles = (
        held.groupBy(f.col("part").alias("of_part"), "row")
        .agg(f.max("is_own").alias("is_own"))
        .join(prepared, "row")
        .join(stories, "row", "left")
    )

    def work(pairs: pa.Table, articles: pa.Table) -> pa.Table:
        tables = list(_trace(pairs, articles, vocabulary.value, setting))
        columns = list(zip(*tables, strict=True))
        return pa.table(
            {
                "name": pa.array(columns[0], pa.string()),
                "cell": pa.array(range(len(tables)), pa.int64()),
                "data": pa.array(columns[1], pa.binary()),
            }
        )

    traced = (
        pairs.join(verified, ["a", "b"])
        .groupBy("part")
        .cogroup(articles.groupBy("of_part"))
        .applyInArrow(work, PARTS)
    )
    return traced.repartition("name", "cell")


def _placed_pairs(verified: "DataFrame", own: "DataFrame") -> "DataFrame":
    """Say to which parts each pair goes, to one or to those of both articles: columns a, b and part."""
    from pyspark.sql import functions as f

    of_a = own.select(f.col("row").alias("a"), f.col("part").alias("part_a"))
    of_b = own.select(f.col("row").alias("b"), f.col("part").alias("part_b"))
    both = verified.select("a", "b").join(of_a, "a").join(of_b, "b")
    parts = f.explode(f.array_distinct(f.array("part_a", "part_b")))
    return both.select("a", "b", parts.alias("part"))


def _trace(
    pairs: pa.Table, table: pa.Table, vocabulary: Vocabulary, setting: Setting
) -> Iterator[tuple[str, bytes]]:
    """Yield the tables of the articles of one part, as streams: of its own, not of their neighbours."""
    table = taken(table, np.argsort(numbers(table, "row")))
    rows, params = numbers(table, "row"), setting.params
    articles, tokens = tuple(decode_articles(table)), tokens_of(table)
    body = tokens.body()
    weights, _ = vocabulary.weigh(body)
    credits, furniture, quotations, odd = read_extras(table)
    known = Known(articles=articles, credits=credits, registry=setting.registry, owners=setting.owners)
    is_own = table.column("is_own").to_numpy(zero_copy_only=False)
    verified, grouped = verified_of(pairs, rows), _grouped(table, rows, is_own)
    traced = trace(known, tokens, body, weights, verified, params, grouped=grouped, n_threads=1)
    result = Result(
        params=params,
        corpus=Corpus(articles=articles),
        n_words=body.lengths,
        n_quote_words=body.count(QUOTED),
        n_furniture_words=tokens.lengths - body.lengths,
        credits=tuple(credits),
        quotations=quotations,
        furniture=furniture,
        pairs=Pairs(traced.verified, traced.places, body.lengths),
        odd=odd,
        stories=traced.stories,
        traced=traced,
        manifest={},
    )
    coverage = cover(articles, result.n_words, result.n_quote_words, traced, params.relation)
    if setting.has_wire and coverage.cosine is None:
        coverage = replace(coverage, cosine=np.full(coverage.words.shape, np.nan))
    vars(result)["coverage"] = coverage  # a cached property: it knows of this part's wire texts alone
    names = [name for name in TABLES if name not in OUTLET_TABLES]
    neighbours = {articles[row].article_id for row in np.flatnonzero(~is_own).tolist()}
    for found in build_tables(result, names).values():
        yield from _streams(found, neighbours)
    yield COVERAGE, _write_coverage(coverage, rows, is_own)
    yield "counts", json.dumps(_counts(result, is_own)).encode()


def _grouped(
    table: pa.Table, rows: NDArray[np.int64], is_own: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the stories of the articles of a part, by place in it; its neighbours stand alone."""
    story = table.column("story").fill_null(-1).to_numpy()
    weakest = table.column("weakest").fill_null(1.0).to_numpy()
    alone = (story < 0) | ~is_own
    return np.searchsorted(rows, np.where(alone, rows, story)), np.where(alone, 1.0, weakest)


def _counts(result: Result, is_own: NDArray[np.bool_]) -> dict[str, int]:
    """Count what is found in a part; a pair is counted where its first article is."""
    listed = is_own[result.pairs.verified.pairs[:, 0]]
    n_passages = np.diff(result.pairs.verified.alignments.passage_ptr)
    return {
        "n_stories": len(result.stories),
        "n_in_stories": len(result.stories.members),
        "n_sources": len(result.traced.wires),
        "n_pairs": int(listed.sum()),
        "n_passages": int(n_passages[listed].sum()),
        "n_neighbours": int((~is_own).sum()),
    }


def arrow_schema(name: str) -> pa.Schema:
    """Return the columns of a table: text as strings, counts and offsets as int64, the rest as float64."""
    return pa.schema([(column.name, _TYPES.get(column.kind, pa.float64())) for column in TABLES[name]])


def _streams(table: Table, neighbours: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield the rows of a table, without those that begin with the id of a neighbour."""
    schema = arrow_schema(table.name)
    of_article = table.columns[0].name in _IDS
    for first in range(0, len(table), ROWS_A_CELL):
        part = {name: values[first : first + ROWS_A_CELL] for name, values in table.data.items()}
        found = pa.Table.from_pydict({name: _plain(values) for name, values in part.items()}, schema=schema)
        if neighbours and of_article:
            ids = part[table.columns[0].name]
            found = found.filter(pa.array([value not in neighbours for value in ids], pa.bool_()))
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, schema, options=_COMPRESSED) as stream:
            stream.write_table(found)
        yield table.name, sink.getvalue().to_pybytes()


def _plain(values: Any) -> list[Any]:
    """Return values that Arrow can hold: a lone surrogate becomes ``?``, as in the CSV files."""
    return [
        value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value
        for value in values
    ]


def _write_coverage(coverage: Coverage, rows: NDArray[np.int64], is_own: NDArray[np.bool_]) -> bytes:
    """Write down, of each article of a part, what it holds of the agencies that it has a trace of."""
    traces = (coverage.words > 0) | coverage.credited | (coverage.derivation > 0)
    if coverage.cosine is not None:
        traces |= ~np.isnan(coverage.cosine)
    article, agency = np.nonzero(traces & is_own[:, None])
    own = np.flatnonzero(is_own)
    parts = {name: getattr(coverage, name) for name in _OF_AGENCY}
    return json.dumps(
        {
            "outlets": [coverage.outlets[row] for row in own.tolist()],
            "story": rows[coverage.story[own]].tolist(),
            "measured": coverage.measured[own].tolist(),
            "original": coverage.original[own].tolist(),
            "n_words": coverage.n_words[own].tolist(),
            "n_prose": coverage.n_prose[own].tolist(),
            "agencies": coverage.agencies,
            "article": np.searchsorted(own, article).tolist(),
            "agency": agency.tolist(),
            **{
                name: None if values is None else values[article, agency].tolist()
                for name, values in parts.items()
            },
        }
    ).encode()


@dataclass(frozen=True)
class _Measured:
    """What the tables of outlets are made from, in place of a whole result."""

    params: Params
    coverage: Coverage
    dependence: Any


def outlet_tables(coverages: list[bytes], setting: Setting) -> dict[str, Table]:
    """Measure the outlets of all parts together: their four tables.

    Notes
    -----
    On the driver: about 60 bytes an article, 60 for each agency that an article
    has a trace of, and 42 for each article times each agency of the corpus.
    """
    from syndetect.trace.outlets import dependence, find_definition

    params = setting.params
    coverage = _whole_coverage([json.loads(each) for each in coverages], has_wire=setting.has_wire)
    found = dependence(coverage, params.outlets, find_definition(params.outlets.definition))
    measured: Any = _Measured(params, coverage, found)
    return build_tables(measured, OUTLET_TABLES)


def _whole_coverage(parts: list[dict[str, Any]], *, has_wire: bool) -> Coverage:
    agencies = tuple(sorted({name for part in parts for name in part["agencies"]}))
    column = {name: k for k, name in enumerate(agencies)}
    n_articles = sum(len(part["outlets"]) for part in parts)
    shape = (n_articles, len(agencies))
    kinds = {"words": np.int64, "prose": np.int64, "derivation": np.uint8, "credited": np.bool_}
    matrices: dict[str, NDArray[Any]] = {
        name: np.zeros(shape, kinds[name]) if name in kinds else np.full(shape, np.nan) for name in _OF_AGENCY
    }
    first = 0
    for part in parts:
        article = np.array(part["article"], np.int64) + first
        agency = np.array([column[part["agencies"][k]] for k in part["agency"]], np.int64)
        for name, matrix in matrices.items():
            if part[name] is not None:
                matrix[article, agency] = part[name]
        first += len(part["outlets"])

    def joined(name: str, dtype: type) -> NDArray[Any]:
        return np.array([value for part in parts for value in part[name]], dtype)

    return Coverage(
        outlets=[name for part in parts for name in part["outlets"]],
        story=joined("story", np.int64),
        measured=joined("measured", np.bool_),
        original=joined("original", np.bool_),
        n_words=joined("n_words", np.int64),
        n_prose=joined("n_prose", np.int64),
        agencies=agencies,
        words=matrices["words"],
        prose=matrices["prose"],
        derivation=matrices["derivation"],
        credited=matrices["credited"],
        lag=matrices["lag"],
        verbatim=matrices["words"],
        source_share=matrices["source_share"],
        cosine=matrices["cosine"] if has_wire else None,
    )
