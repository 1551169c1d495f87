"""TF-IDF rows and dates -> pairs of articles that seem to be on one event, by a shuffle of words.

The definitions are those of :mod:`syndetect.candidates.events`.
"""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.candidates import event_pairs
from syndetect.candidates.events import SECONDS_A_DAY, TRIED_PER_NEIGHBOUR
from syndetect.engines.spark.arrays import kept, numbers, over_partitions, table_of
from syndetect.engines.spark.gathering import Gathered, gather
from syndetect.engines.spark.preparing import body_of
from syndetect.engines.spark.vocabulary import Vocabulary
from syndetect.kernels import kernel
from syndetect.params import EventParams

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

__all__ = ["neighbours"]

_TOP = "term long, row long, place int, published double"
_MET = "a long, b long, place int, at int"
_NEAR = "a long, b long, cosine long"
_PAIRS = "a long, b long"


def neighbours(
    searched: "DataFrame",
    n_searched: int,
    n_articles: int,
    vocabulary: "Broadcast[Vocabulary]",
    params: EventParams,
) -> "DataFrame":
    """Find for every searched article its nearest ones by cosine: columns a and b, distinct, a < b.

    Notes
    -----
    Shuffled: the weightiest words of each article, 28 bytes each; for each up
    to ``max_postings`` proposals of 24 bytes; and each article to every part
    that compares it. The dearest of all shuffles: ``n_neighbours = 0`` leaves
    it out.
    """
    from pyspark.sql import functions as f

    if params.n_neighbours == 0:
        return searched.sparkSession.createDataFrame([], _PAIRS)
    columns = searched.select("row", "hashes", "flags", "published")
    if n_searched <= params.max_postings:  # all are compared with all

        def compare_all(table: pa.Table) -> pa.Table:
            return _all_pairs(table, vocabulary.value, params)

        return over_partitions(columns.coalesce(1), compare_all, _PAIRS)

    def top_terms(table: pa.Table) -> pa.Table:
        return _top_terms(table, vocabulary.value, params)

    def meet(table: pa.Table) -> pa.Table:
        return _met(table, params)

    def most_shared(table: pa.Table) -> pa.Table:
        return _most_shared(table, TRIED_PER_NEIGHBOUR * params.n_neighbours)

    def compare(pairs: NDArray[np.int64], found: Gathered) -> pa.Table:
        return _cosines(pairs, found, vocabulary.value, params)

    terms = over_partitions(columns, top_terms, _TOP, whole=False)
    met = over_partitions(terms.repartition("term"), meet, _MET)
    tried = over_partitions(met.repartition("a"), most_shared, _PAIRS)
    # The pairs are undirected here: each is compared once, and ranked from both sides that asked.
    asked = kept(
        tried.select(
            f.least("a", "b").alias("a"),
            f.greatest("a", "b").alias("b"),
            (f.col("a") > f.col("b")).alias("turned"),
        )
    )
    near = gather(asked.select("a", "b").distinct(), columns, n_articles, compare, _NEAR)
    sides = asked.join(near, ["a", "b"]).select(
        f.when(f.col("turned"), f.col("b")).otherwise(f.col("a")).alias("asking"),
        f.when(f.col("turned"), f.col("a")).otherwise(f.col("b")).alias("other"),
        "cosine",
    )
    from pyspark.sql import Window

    best = Window.partitionBy("asking").orderBy(f.col("cosine").desc(), "other")
    best_ones = sides.withColumn("place", f.row_number().over(best)).where(
        f.col("place") <= params.n_neighbours
    )
    return best_ones.select(
        f.least("asking", "other").alias("a"), f.greatest("asking", "other").alias("b")
    ).distinct()


def _all_pairs(table: pa.Table, vocabulary: Vocabulary, params: EventParams) -> pa.Table:
    table = table.take(pa.array(np.argsort(numbers(table, "row"))))
    rows = numbers(table, "row")
    weights, _ = vocabulary.weigh(body_of(table))
    published = table.column("published").to_numpy()
    found = event_pairs(weights, published, np.arange(len(rows)), params, n_threads=1)
    return table_of(_PAIRS, (rows[found[:, 0]], rows[found[:, 1]]))


def _top_terms(table: pa.Table, vocabulary: Vocabulary, params: EventParams) -> pa.Table:
    """Return the weightiest words of each article that another one has too; of equal ones the first."""
    body = body_of(table)
    weights, is_shared = vocabulary.weigh(body)
    article = np.repeat(np.arange(body.n_articles), np.diff(weights.indptr))
    places = np.flatnonzero(is_shared[weights.indices]) if len(is_shared) else np.empty(0, np.int64)
    terms, article = weights.indices[places], article[places]
    order = np.lexsort((terms, -weights.data[places], article))
    terms, article = terms[order], article[order]
    starts = np.searchsorted(article, np.arange(body.n_articles))
    place = np.arange(len(article)) - starts[article]
    top = place < params.n_terms
    # A word is known to all executors by its place in the vocabulary.
    names = np.sort(vocabulary.places[np.searchsorted(vocabulary.terms, np.unique(body.hashes))])
    return table_of(
        _TOP,
        (
            names[terms[top]].astype(np.int64),
            numbers(table, "row")[article[top]],
            place[top].astype(np.int32),
            table.column("published").to_numpy()[article[top]],
        ),
    )


def _met(table: pa.Table, params: EventParams) -> pa.Table:
    """Return the articles that meet under each word, those nearest in time, with the place in its list."""
    term, row, place = numbers(table, "term", "row", "place").T
    published = table.column("published").to_numpy()
    order = np.lexsort((row, published, term))  # NaN last
    term, row, place, published = term[order], row[order], place[order], published[order]
    bounds = np.flatnonzero(np.concatenate(([True], term[1:] != term[:-1], [True])))
    limits = (params.max_postings, params.window_days * SECONDS_A_DAY)
    found = np.empty((_count_met(bounds, published, limits), 3), np.int64)
    _write_met(bounds, published, limits, found)
    one, other, at = found.T
    return table_of(_MET, (row[one], row[other], place[one].astype(np.int32), at.astype(np.int32)))


@kernel
def _window(first: int, past: int, at: int, max_postings: int) -> tuple[int, int]:
    """Return the part of a list that an entry of it is compared with."""
    if past - first > max_postings:
        first = min(max(first, at - max_postings // 2), past - max_postings)
        past = first + max_postings
    return first, past


@kernel
def _count_met(bounds: NDArray[np.int64], published: NDArray[np.float64], limits: tuple[int, float]) -> int:
    max_postings, window = limits
    n_found = 0
    for k in range(len(bounds) - 1):
        for one in range(bounds[k], bounds[k + 1]):
            first, past = _window(bounds[k], bounds[k + 1], one, max_postings)
            for other in range(first, past):
                apart = other == one or abs(published[other] - published[one]) > window
                n_found += 0 if apart else 1
    return n_found


@kernel
def _write_met(
    bounds: NDArray[np.int64],
    published: NDArray[np.float64],
    limits: tuple[int, float],
    found: NDArray[np.int64],
) -> None:
    max_postings, window = limits
    n_found = 0
    for k in range(len(bounds) - 1):
        for one in range(bounds[k], bounds[k + 1]):
            first, past = _window(bounds[k], bounds[k + 1], one, max_postings)
            for other in range(first, past):
                if other == one or abs(published[other] - published[one]) > window:
                    continue
                found[n_found, 0] = one
                found[n_found, 1] = other
                found[n_found, 2] = other - bounds[k]
                n_found += 1


def _most_shared(table: pa.Table, n_tried: int) -> pa.Table:
    """Keep for each article the ones with most words in common; of equal ones those met first."""
    a, b, place, at = numbers(table, "a", "b", "place", "at").T
    order = np.lexsort((at, place, b, a))
    a, b, place, at = a[order], b[order], place[order], at[order]
    new = np.ones(len(a), np.bool_)
    new[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    starts = np.flatnonzero(new)
    n_shared = np.diff(starts, append=len(a))
    a, b, place, at = a[starts], b[starts], place[starts], at[starts]
    order = np.lexsort((at, place, -n_shared, a))
    a, b = a[order], b[order]
    rank = np.arange(len(a)) - np.searchsorted(a, a)
    return table_of(_PAIRS, (a[rank < n_tried], b[rank < n_tried]))


def _cosines(
    pairs: NDArray[np.int64], found: Gathered, vocabulary: Vocabulary, params: EventParams
) -> pa.Table:
    """Return the pairs that are alike, with their cosine in millionths, as neighbours are ranked."""
    weights, _ = vocabulary.weigh(body_of(found.table))
    exact = _products(
        (weights.indptr.astype(np.int64), weights.indices.astype(np.int32), weights.data), found.places
    )
    near = exact >= 1e6 * params.min_cosine
    return table_of(_NEAR, (pairs[near, 0], pairs[near, 1], exact[near].astype(np.int64)))


@kernel
def _products(
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]], places: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the cosines of pairs in millionths, rounded: products of single precision, as neighbours are."""
    row_ptr, terms, values = matrix
    found = np.empty(len(places), np.float64)
    for pair in range(len(places)):
        i, i_end = row_ptr[places[pair, 0]], row_ptr[places[pair, 0] + 1]
        j, j_end = row_ptr[places[pair, 1]], row_ptr[places[pair, 1] + 1]
        total = 0.0
        while i < i_end and j < j_end:
            if terms[i] == terms[j]:
                total += values[i] * values[j]
                i += 1
                j += 1
            elif terms[i] < terms[j]:
                i += 1
            else:
                j += 1
        found[pair] = np.round(total * 1e6)
    return found
