"""Pairs of articles and what is known of each -> a function of both sides, in the executors.

Every pair goes to one part, by its second article and then its first; parts
have about equally many pairs, wherever in the corpus these are. What is known
of an article goes to each part once that has a pair with it. An article may be
in very many pairs: they spread over as many parts as they fill.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.engines.spark.arrays import n_parts_of, numbers, over_partitions, table_of, taken

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["PAIRS_AT_ONCE", "Gathered", "gather", "keys_of_parts", "part_of"]

PAIRS_AT_ONCE = 200_000  # of a part, about: bounds what a task holds, however many pairs there are
_PLACED = "a long, b long, part int"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles that the pairs of a part are of.

    Attributes
    ----------
    table : pyarrow.Table
        One row an article, by row number.
    rows : int64 array of shape (n_articles,)
        Ascending.
    places : int64 array of shape (n_pairs, 2)
        Of the articles of each pair in the table.
    """

    table: pa.Table
    rows: NDArray[np.int64]
    places: NDArray[np.int64]


def gather(
    pairs: "DataFrame",
    articles: "DataFrame",
    n_articles: int,
    work: Callable[[NDArray[np.int64], Gathered], pa.Table],
    schema: str,
) -> "DataFrame":
    """Bring pairs and their articles together.

    Parameters
    ----------
    pairs : DataFrame
        With columns a and b, rows of articles; computed already, as it is read
        three times.
    articles : DataFrame
        With the column row and what is needed of each article.
    n_articles : int
    work : callable
        Takes the pairs of a part, sorted, and their articles.
    schema : str
        Of what it returns.

    Notes
    -----
    Shuffled: the pairs, and each article as often as parts need it. A part has
    ``PAIRS_AT_ONCE`` pairs, or fewer where there are fewer for each partition.
    """
    from pyspark.sql import functions as f

    placed = _placed(pairs, n_articles)
    needed = placed.select(f.col("part").alias("of_part"), f.explode(f.array("a", "b")).alias("row"))
    needed = needed.distinct().join(articles, "row")

    def run(pairs: pa.Table, articles: pa.Table) -> pa.Table:
        of_part = numbers(pairs, "a", "b").reshape(-1, 2)
        of_part = of_part[np.lexsort((of_part[:, 1], of_part[:, 0]))]
        table = taken(articles, np.argsort(numbers(articles, "row")))
        rows = numbers(table, "row")
        return work(of_part, Gathered(table, rows, np.searchsorted(rows, of_part)))

    return placed.groupBy("part").cogroup(needed.groupBy("of_part")).applyInArrow(run, schema)


def _placed(pairs: "DataFrame", n_articles: int) -> "DataFrame":
    """Say of each pair to which part it goes: ``_PLACED``."""
    from pyspark.sql import functions as f

    spark = pairs.sparkSession
    n_parts = max(n_parts_of(spark), -(-pairs.count() // PAIRS_AT_ONCE))
    place = (f.col("b") + f.col("a") / max(1, n_articles)).alias("place")  # the pairs of one b apart too
    inner = np.arange(1, n_parts) / n_parts
    bounds = pairs.select(place).approxQuantile("place", inner.tolist(), 0.1 / n_parts)
    keys = keys_of_parts(n_parts_of(spark), n_parts)

    def locate(table: pa.Table) -> pa.Table:
        a, b = numbers(table, "a", "b").reshape(-1, 2).T
        part = np.searchsorted(bounds, b + a / max(1, n_articles), side="right")
        return table_of(_PLACED, (a, b, keys[part]))

    return over_partitions(pairs.select("a", "b"), locate, _PLACED, whole=False)


def keys_of_parts(n_partitions: int, n_parts: int) -> NDArray[np.int32]:
    """Return a number for each part, such that parts go to Spark's partitions in turn.

    Spark places a group by the hash of its key: of as many keys as there are
    partitions, chosen blindly, a third shares a task while a third of the tasks
    has none.
    """
    tried = np.arange(32 * max(n_parts, n_partitions), dtype=np.int32)
    places = _murmur3(tried).view(np.int32) % n_partitions
    order = np.argsort(places, kind="stable")
    first = np.searchsorted(places[order], np.arange(n_partitions))
    part = np.arange(n_parts)
    keys: NDArray[np.int32] = tried[order[first[part % n_partitions] + part // n_partitions]]
    return keys


def part_of(column: str) -> Any:
    """Return the part that rows with one value of a column go to, of as many as there are partitions."""
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as f

    n_parts = n_parts_of(SparkSession.active())
    keys = f.array(*map(f.lit, keys_of_parts(n_parts, n_parts).tolist()))
    return keys[f.pmod(f.xxhash64(column), f.lit(n_parts)).cast("int")]


def _murmur3(values: NDArray[np.int32]) -> NDArray[np.uint32]:
    """Return the hashes by which Spark places integers: MurmurHash3 of 32 bits, seed 42, of 4 bytes."""

    def turned(words: NDArray[np.uint32], by: int) -> NDArray[np.uint32]:
        return (words << np.uint32(by)) | (words >> np.uint32(32 - by))

    mixed = turned(values.view(np.uint32) * np.uint32(0xCC9E2D51), 15) * np.uint32(0x1B873593)
    found = turned(mixed ^ np.uint32(42), 13) * np.uint32(5) + np.uint32(0xE6546B64)
    found ^= np.uint32(4)  # bytes
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        found = (found ^ (found >> np.uint32(shift))) * np.uint32(factor)
    return found ^ (found >> np.uint32(16))
