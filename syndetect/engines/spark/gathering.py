"""Pairs of articles and what is known of each -> a function of both sides, in the executors.

Every pair goes to one of a fixed number of parts, by its second article; what
is known of an article goes to each part once that has a pair with it. The
first article of a pair may be in very many: its pairs spread over all parts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.engines.spark.arrays import n_parts_of, numbers

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Gathered", "gather"]


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
        With columns a and b, rows of articles.
    articles : DataFrame
        With the column row and what is needed of each article.
    n_articles : int
    work : callable
        Takes the pairs of a part, sorted, and their articles.
    schema : str
        Of what it returns.

    Notes
    -----
    Shuffled: the pairs, and each article as often as parts need it.
    """
    from pyspark.sql import functions as f

    n_parts = n_parts_of(pairs.sparkSession)
    part = f.floor(f.col("b") * n_parts / max(1, n_articles)).cast("int").alias("part")
    placed = pairs.select("a", "b", part)
    needed = placed.select(f.col("part").alias("of_part"), f.explode(f.array("a", "b")).alias("row"))
    needed = needed.distinct().join(articles, "row")

    def run(pairs: pa.Table, articles: pa.Table) -> pa.Table:
        of_part = numbers(pairs, "a", "b").reshape(-1, 2)
        of_part = of_part[np.lexsort((of_part[:, 1], of_part[:, 0]))]
        order = np.argsort(numbers(articles, "row"))
        table = articles.take(pa.array(order))
        rows = numbers(table, "row")
        return work(of_part, Gathered(table, rows, np.searchsorted(rows, of_part)))

    return placed.groupBy("part").cogroup(needed.groupBy("of_part")).applyInArrow(run, schema)
