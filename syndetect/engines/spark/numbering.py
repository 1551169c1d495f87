"""Articles in any order -> articles sorted by distinct ids, and the row at which each partition begins."""

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.corpus.article import Article
from syndetect.corpus.ids import in_canonical_order
from syndetect.engines.spark.arrays import kept, over_partitions
from syndetect.engines.spark.articles import ARTICLE, decode_articles, encode_articles
from syndetect.ranges import pointer

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["distinct_ids", "in_order", "row_numbers"]


def distinct_ids(articles: "DataFrame") -> tuple["DataFrame", int]:
    """Give the articles that share an id ids of their own, as ``in_canonical_order`` does.

    Returns
    -------
    articles : DataFrame
    n_renamed : int

    Notes
    -----
    The articles of shared ids come to the driver, and nothing else: in most
    corpora there are none.
    """
    from pyspark.sql import functions as f

    shared = articles.groupBy("id").count().where("count > 1").select("id")
    ids = {bytes(row.id) for row in shared.collect()}
    if not ids:
        return articles, 0
    spark = articles.sparkSession

    def suffixed(table: pa.Table) -> pa.Table:  # ids that a renamed article could collide with
        found = [bytes(value) for value in table.column("id").to_pylist()]
        return pa.table(
            {"id": pa.array([one for one in found if one.rpartition(b"~")[0] in ids], pa.binary())}
        )

    taken = over_partitions(articles.select("id"), suffixed, "id binary", whole=False).collect()
    known = {bytes(row.id).decode("utf-8", "surrogatepass") for row in taken} - {
        one.decode("utf-8", "surrogatepass") for one in ids
    }
    copies = decode_articles(articles.join(f.broadcast(shared), "id", "left_semi").toArrow())
    stubs = [Article(article_id=one, text="") for one in known]
    ordered, n_renamed = in_canonical_order([*copies, *stubs])
    renamed = [article for article in ordered if article.article_id not in known]
    assert len(renamed) == len(copies), Counter(article.article_id for article in renamed).most_common(1)
    others = articles.join(f.broadcast(shared), "id", "left_anti").select("id", "text", "meta")
    return others.union(spark.createDataFrame(encode_articles(renamed), ARTICLE)), n_renamed


def in_order(articles: "DataFrame", n_partitions: int) -> tuple["DataFrame", NDArray[np.int64]]:
    """Sort articles by id over partitions.

    Returns
    -------
    articles : DataFrame
        Kept on disk. Partition after partition it holds the articles in order of id.
    first_rows : int64 array of shape (n_partitions + 1,)
        Row of the first article of each partition; the last entry is the number
        of articles.
    """
    from pyspark.sql import functions as f

    ordered = articles.repartitionByRange(n_partitions, "id").sortWithinPartitions("id")
    ordered = kept(ordered)
    sizes = np.zeros(max(1, ordered.rdd.getNumPartitions()), np.int64)
    for row in ordered.groupBy(f.spark_partition_id().alias("place")).count().collect():
        sizes[row.place] = row["count"]
    return ordered, pointer(sizes)


class row_numbers:
    """Number the articles of one partition, batch after batch."""

    def __init__(self, first_rows: NDArray[np.int64]) -> None:
        from pyspark import TaskContext

        context = TaskContext.get()
        assert context is not None
        self._next = int(first_rows[context.partitionId()])

    def __call__(self, n_articles: int) -> NDArray[np.int64]:
        """Return the rows of the next articles."""
        first = self._next
        self._next += n_articles
        return np.arange(first, self._next)
