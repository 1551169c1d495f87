"""TF-IDF rows and dates -> pairs of articles that seem to be on one event, by a shuffle of words.

The definitions are those of :mod:`syndetect.candidates.events`.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.candidates import event_pairs
from syndetect.candidates.events import SECONDS_A_DAY, TRIED_PER_NEIGHBOUR
from syndetect.engines.spark.arrays import (
    cells,
    flat,
    kept,
    numbers,
    over_groups,
    over_partitions,
    table_of,
    taken,
)
from syndetect.engines.spark.gathering import Gathered, gather
from syndetect.engines.spark.preparing import body_of
from syndetect.engines.spark.vocabulary import Vocabulary
from syndetect.kernels import kernel
from syndetect.params import EventParams
from syndetect.ranges import pointer

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

__all__ = ["neighbours"]

ENTRIES_AT_ONCE = 20_000  # of lists, each with up to max_postings others
NOBODY = np.uint32(2**32 - 1)  # among those met: the article itself, and those too far apart in time

_TOP = "term long, row long, place int, published double"
_MET = "a long, place int, at int, others binary"
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
    to ``max_postings`` proposals of 4 bytes, in one row; and each article to
    every part that compares it. The dearest of all shuffles: ``n_neighbours =
    0`` leaves it out.
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

    def meet(table: pa.Table) -> Iterator[pa.Table]:
        return _met(table, params)

    def most_shared(table: pa.Table) -> Iterator[pa.Table]:
        yield _most_shared(table, TRIED_PER_NEIGHBOUR * params.n_neighbours)

    def compare(pairs: NDArray[np.int64], found: Gathered) -> pa.Table:
        return _cosines(pairs, found, vocabulary.value, params)

    terms = over_partitions(columns, top_terms, _TOP, whole=False)
    met = over_groups(terms, ("term",), meet, _MET)
    tried = over_groups(met, ("a",), most_shared, _PAIRS, n_rows=ENTRIES_AT_ONCE)
    # The pairs are undirected here: each is compared once, and ranked from both sides that asked.
    asked = kept(
        tried.select(
            f.least("a", "b").alias("a"),
            f.greatest("a", "b").alias("b"),
            (f.col("a") > f.col("b")).alias("turned"),
        )
    )
    pairs = kept(asked.select("a", "b").distinct())
    near = gather(pairs, columns, n_articles, compare, _NEAR)
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
    table = taken(table, np.argsort(numbers(table, "row")))
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


def _met(table: pa.Table, params: EventParams) -> Iterator[pa.Table]:
    """Return for each word of each article the ones nearest in time that have it: ``_MET``.

    ``others`` are their rows as uint32, ``at`` the place of the first in the
    list of the word, ``place`` that of the word in the article.
    """
    term, row, place = numbers(table, "term", "row", "place").T
    published = table.column("published").to_numpy()
    order = np.lexsort((row, published, term))  # NaN last
    term, row, place, published = term[order], row[order], place[order], published[order]
    starts = np.searchsorted(term, term)
    ends = np.searchsorted(term, term, side="right")
    first, past = _windows(starts, ends, params.max_postings)
    asking = np.flatnonzero(ends - starts > 1)
    for at in range(0, len(asking), ENTRIES_AT_ONCE):
        some = asking[at : at + ENTRIES_AT_ONCE]
        ptr = pointer(past[some] - first[some])
        others = np.empty(ptr[-1], np.uint32)
        window = params.window_days * SECONDS_A_DAY
        _write_met((some, first[some], ptr), row.astype(np.uint32), published, window, others)
        columns = (row[some], place[some].astype(np.int32), (first - starts)[some].astype(np.int32))
        yield table_of(_MET, (*columns, cells(others, ptr)))


def _windows(
    starts: NDArray[np.int64], ends: NDArray[np.int64], max_postings: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the part of its list that each entry is compared with."""
    centred = np.arange(len(starts)) - max_postings // 2
    first = np.maximum(starts, np.minimum(centred, ends - max_postings))
    return first, np.minimum(ends, first + max_postings)


@kernel
def _write_met(
    entries: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    row: NDArray[np.uint32],
    published: NDArray[np.float64],
    window: float,
    others: NDArray[np.uint32],
) -> None:
    asking, first, ptr = entries
    for k in range(len(asking)):
        one = asking[k]
        for at in range(ptr[k], ptr[k + 1]):
            other = first[k] + at - ptr[k]
            apart = other == one or abs(published[other] - published[one]) > window
            others[at] = NOBODY if apart else row[other]


def _most_shared(table: pa.Table, n_tried: int) -> pa.Table:
    """Keep for each article the ones with most words in common; of equal ones those met first."""
    others, ptr = flat(table.column("others"), np.uint32)
    entry = np.repeat(np.arange(table.num_rows), np.diff(ptr))
    a, place, at = (column[entry] for column in numbers(table, "a", "place", "at").T)
    at += np.arange(len(others)) - ptr[entry]
    met = others != NOBODY
    a, b, place, at = a[met], others[met].astype(np.int64), place[met], at[met]
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
