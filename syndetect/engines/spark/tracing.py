"""Verified pairs -> the tables of all articles: webs of related articles traced whole, each in one task.

A *web* is a connected component of the verified pairs: stories, directions,
sources and wire texts of its articles follow from it alone. A task traces the
webs of its part with the stage functions of the package and makes their tables.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from syndetect.agencies import Registry
from syndetect.corpus import Corpus
from syndetect.engines.spark.arrays import n_parts_of, numbers, taken
from syndetect.engines.spark.articles import decode_articles
from syndetect.engines.spark.comparing import verified_of
from syndetect.engines.spark.gathering import keys_of_parts
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
    "largest_web",
    "outlet_tables",
    "trace_webs",
    "webs",
]

PARTS = "name string, n_rows long, data binary"
"""Rows of a table as an Arrow stream, with its name."""

COVERAGE = "coverage"
"""The name under which tasks hand on what outlets are measured by."""

OUTLET_TABLES = ("outlets", "outlet_agency", "sensitivity", "credit_evidence")
ROWS_A_CELL = 20_000

_TYPES = {"text": pa.string(), "count": pa.int64(), "offset": pa.int64()}
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


def webs(verified: "DataFrame") -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the webs of related articles.

    Parameters
    ----------
    verified : DataFrame
        Columns a and b, of the pairs that share something.

    Returns
    -------
    rows, web : int64 arrays of shape (n_related,)
        The articles in a pair, ascending, and the first article of the web of each.

    Notes
    -----
    The pairs come to the driver, 16 bytes each; scipy joins them in 20 bytes more.
    """
    pairs = numbers(verified.select("a", "b").toArrow(), "a", "b").reshape(-1, 2)
    if not len(pairs):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    rows, places = np.unique(pairs, return_inverse=True)
    places = places.reshape(-1, 2)
    edges = (np.ones(len(places), np.int8), (places[:, 0], places[:, 1]))
    _, web = connected_components(coo_array(edges, shape=(len(rows), len(rows))), directed=False)
    _, first = np.unique(web, return_index=True)
    return rows, rows[first[web]]


def largest_web(web: NDArray[np.int64]) -> int:
    """Return the number of articles of the largest web: what one task holds at least; 1 without pairs."""
    return int(np.unique(web, return_counts=True)[1].max(initial=1))


def trace_webs(
    prepared: "DataFrame",
    verified: "DataFrame",
    web_of: "DataFrame",
    vocabulary: "Broadcast[Vocabulary]",
    setting: Setting,
) -> "DataFrame":
    """Trace all articles and make their tables, but those of outlets: ``PARTS``.

    Parameters
    ----------
    prepared, verified : DataFrame
        ``PREPARED``, and ``VERIFIED`` of the pairs that share something.
    web_of : DataFrame
        Columns row and web, of the articles in a pair.
    vocabulary : Broadcast of Vocabulary
    setting : Setting

    Notes
    -----
    Shuffled: each article and each pair once.
    """
    from pyspark.sql import functions as f

    n_parts = n_parts_of(prepared.sparkSession)
    keys = f.array(*map(f.lit, keys_of_parts(n_parts, n_parts).tolist()))

    def part(column: str) -> Any:
        return keys[f.pmod(f.xxhash64(column), f.lit(n_parts)).cast("int")]

    articles = prepared.join(web_of, "row", "left").withColumn("web", f.coalesce("web", "row"))
    of_pair = web_of.select(f.col("row").alias("a"), "web")

    def work(pairs: pa.Table, articles: pa.Table) -> pa.Table:
        tables = list(_trace(pairs, articles, vocabulary.value, setting))
        columns = list(zip(*tables, strict=True))
        return pa.table(
            {
                "name": pa.array(columns[0], pa.string()),
                "n_rows": pa.array(columns[1], pa.int64()),
                "data": pa.array(columns[2], pa.binary()),
            }
        )

    return (
        verified.join(of_pair, "a")
        .withColumn("part", part("web"))
        .groupBy("part")
        .cogroup(articles.withColumn("of_part", part("web")).groupBy("of_part"))
        .applyInArrow(work, PARTS)
    )


def _trace(
    pairs: pa.Table, table: pa.Table, vocabulary: Vocabulary, setting: Setting
) -> Iterator[tuple[str, int, bytes]]:
    """Yield the tables of the articles of one part, as streams."""
    table = taken(table, np.argsort(numbers(table, "row")))
    rows, params = numbers(table, "row"), setting.params
    articles, tokens = tuple(decode_articles(table)), tokens_of(table)
    body = tokens.body()
    weights, _ = vocabulary.weigh(body)
    credits, furniture, quotations, odd = read_extras(table)
    known = Known(articles=articles, credits=credits, registry=setting.registry, owners=setting.owners)
    traced = trace(known, tokens, body, weights, verified_of(pairs, rows), params, n_threads=1)
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
    for found in build_tables(result, names).values():
        yield from _streams(found)
    yield COVERAGE, len(articles), _write_coverage(coverage, rows)
    yield "counts", len(traced.stories), json.dumps(_counts(result)).encode()


def _counts(result: Result) -> dict[str, int]:
    return {
        "n_stories": len(result.stories),
        "n_in_stories": sum(len(story.members) for story in result.stories),
        "n_sources": len(result.traced.wires),
        "n_pairs": len(result.pairs),
        "n_passages": result.pairs.n_passages,
    }


def arrow_schema(name: str) -> pa.Schema:
    """Return the columns of a table: text as strings, counts and offsets as int64, the rest as float64."""
    return pa.schema([(column.name, _TYPES.get(column.kind, pa.float64())) for column in TABLES[name]])


def _streams(table: Table) -> Iterator[tuple[str, int, bytes]]:
    schema = arrow_schema(table.name)
    for first in range(0, len(table), ROWS_A_CELL):
        part = {name: _plain(values[first : first + ROWS_A_CELL]) for name, values in table.data.items()}
        found = pa.Table.from_pydict(part, schema=schema)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, schema) as stream:
            stream.write_table(found)
        yield table.name, found.num_rows, sink.getvalue().to_pybytes()


def _plain(values: Any) -> list[Any]:
    """Return values that Arrow can hold: a lone surrogate becomes ``?``, as in the CSV files."""
    return [
        value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value
        for value in values
    ]


def _write_coverage(coverage: Coverage, rows: NDArray[np.int64]) -> bytes:
    """Write down, of each article, what it holds of the agencies that it has a trace of."""
    traces = (coverage.words > 0) | coverage.credited | (coverage.derivation > 0)
    if coverage.cosine is not None:
        traces |= ~np.isnan(coverage.cosine)
    article, agency = np.nonzero(traces)
    parts = {name: getattr(coverage, name) for name in _OF_AGENCY}
    return json.dumps(
        {
            "outlets": list(coverage.outlets),
            "story": rows[coverage.story].tolist(),
            "measured": coverage.measured.tolist(),
            "original": coverage.original.tolist(),
            "n_words": coverage.n_words.tolist(),
            "n_prose": coverage.n_prose.tolist(),
            "agencies": coverage.agencies,
            "article": article.tolist(),
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
