"""Verified pairs -> stories, and the knots of articles that are traced together.

A *web* is a connected component of the pairs that can join articles to stories:
which stories there are in it follows from it alone. A *knot* is one of the
pairs that share copied prose and of the members of stories: directions,
sources and wire texts of its articles follow from it alone. Knots are smaller
than webs: a quotation or an event that two stories share joins no knots.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from syndetect.engines.spark.arrays import kept, numbers, over_partitions, table_of, taken
from syndetect.engines.spark.gathering import part_of
from syndetect.engines.spark.preparing import body_of
from syndetect.engines.spark.vocabulary import Vocabulary
from syndetect.params import Params
from syndetect.trace.grouping import COPIED, group, may_join

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Components", "components", "find_knots", "find_stories", "join_pairs"]

_EDGES = "a long, b long"
_LINKS = "a long, b long, relation int, cosine double"
_STORIES = "row long, story long, weakest double"


@dataclass(frozen=True, slots=True)
class Components:
    """The connected components of articles that are in any pair.

    Attributes
    ----------
    rows : int64 array of shape (n_joined,)
        Ascending.
    firsts : int64 array of shape (n_joined,)
        The first article of the component of each.
    """

    rows: NDArray[np.int64]
    firsts: NDArray[np.int64]

    @property
    def largest(self) -> int:
        """Articles of the largest component: what one task holds at least; 1 without pairs."""
        return int(np.unique(self.firsts, return_counts=True)[1].max(initial=1))

    def frame(self, spark: "SparkSession", name: str) -> "DataFrame":
        """Return them as columns ``row`` and ``name``."""
        columns = pa.table({"row": self.rows, name: self.firsts})
        return spark.createDataFrame(columns, f"row long, {name} long")


def components(pairs: "DataFrame") -> Components:
    """Join articles over pairs: columns a and b.

    Notes
    -----
    Each partition joins its own articles; to the driver comes one pair for each
    article that is not the first of its component there, 16 bytes, however many
    pairs there are.
    """

    def forest(table: pa.Table) -> pa.Table:
        found = join_pairs(numbers(table, "a", "b").reshape(-1, 2))
        others = found.rows != found.firsts
        return table_of(_EDGES, (found.firsts[others], found.rows[others]))

    edges = over_partitions(pairs.select("a", "b"), forest, _EDGES).toArrow()
    return join_pairs(numbers(edges, "a", "b").reshape(-1, 2))


def join_pairs(pairs: NDArray[np.int64]) -> Components:
    """Join articles over pairs: int64 (n_pairs, 2)."""
    rows, places = np.unique(pairs, return_inverse=True)
    places = places.reshape(-1, 2)
    edges = (np.ones(len(places), np.int8), (places[:, 0], places[:, 1]))
    _, label = connected_components(coo_array(edges, shape=(len(rows), len(rows))), directed=False)
    _, first = np.unique(label, return_index=True)
    return Components(rows, rows[first[label]])


@dataclass(frozen=True, slots=True)
class _Links:
    """Pairs that can join articles to stories: ``syndetect.trace.grouping.Related``."""

    pairs: NDArray[np.int64]
    cosine: NDArray[np.float64]
    relation: NDArray[np.uint8]


def find_stories(
    prepared: "DataFrame", verified: "DataFrame", vocabulary: "Broadcast[Vocabulary]", params: Params
) -> tuple["DataFrame", int]:
    """Group articles to stories, web by web.

    Parameters
    ----------
    prepared, verified : DataFrame
        ``PREPARED``, and ``VERIFIED`` of the pairs that share something.
    vocabulary : Broadcast of Vocabulary
    params : Params

    Returns
    -------
    stories : DataFrame
        Columns row, story and weakest, as :func:`syndetect.trace.grouping.group`
        gives them, of the articles of stories of two or more.
    largest_web : int

    Notes
    -----
    Shuffled: the words of each article in a web, and 28 bytes a pair. One task
    holds the words of a web, about 5 bytes a word, and no texts.
    """
    from pyspark.sql import functions as f

    same_event = params.relation.same_event

    def select(table: pa.Table) -> pa.Table:
        relation, cosine = numbers(table, "relation"), table.column("cosine").to_numpy()
        return table.filter(pa.array(may_join(relation, cosine, same_event)))

    columns = verified.select("a", "b", "relation", "cosine")
    links = kept(over_partitions(columns, select, _LINKS, whole=False))
    webs = components(links)
    web_of = webs.frame(prepared.sparkSession, "web")
    words = prepared.select("row", "hashes", "flags", "published").join(web_of, "row")
    articles = words.withColumn("of_part", part_of("web")).drop("web")
    of_pair = web_of.select(f.col("row").alias("a"), "web")

    def work(pairs: pa.Table, articles: pa.Table) -> pa.Table:
        return _grouped(pairs, articles, vocabulary.value, params)

    found = (
        links.join(of_pair, "a")
        .withColumn("part", part_of("web"))
        .drop("web")
        .groupBy("part")
        .cogroup(articles.groupBy("of_part"))
        .applyInArrow(work, _STORIES)
    )
    return kept(found), webs.largest


def _grouped(pairs: pa.Table, articles: pa.Table, vocabulary: Vocabulary, params: Params) -> pa.Table:
    """Group the articles of some webs."""
    articles = taken(articles, np.argsort(numbers(articles, "row")))
    rows = numbers(articles, "row")
    links = _Links(
        np.searchsorted(rows, numbers(pairs, "a", "b").reshape(-1, 2)),
        pairs.column("cosine").to_numpy(),
        numbers(pairs, "relation").astype(np.uint8),
    )
    weights, _ = vocabulary.weigh(body_of(articles))
    published = articles.column("published").to_numpy()
    same_event = params.relation.same_event
    story, weakest = group(weights, links, published, params.story, same_event=same_event)
    together = np.bincount(story, minlength=len(story))[story] > 1
    return table_of(_STORIES, (rows[together], rows[story[together]], weakest[together]))


def find_knots(verified: "DataFrame", stories: "DataFrame") -> Components:
    """Find the knots of articles: those that share copied prose, and stories.

    Parameters
    ----------
    verified : DataFrame
        Of which a, b and relation are used.
    stories : DataFrame
        As :func:`find_stories` gives them.
    """
    copied = verified.where(f"relation <= {COPIED}").select("a", "b")
    members = stories.where("row != story").selectExpr("story as a", "row as b")
    return components(copied.union(members))
