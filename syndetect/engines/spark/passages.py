"""Fingerprints -> pairs of articles that share a run of words, by a shuffle of the fingerprints.

The definitions are those of :mod:`syndetect.candidates.passages`. A fingerprint
travels with the words around it, as many as are needed to see a run of
``run_words``: so that no text need follow it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.candidates.passages import PROSE_WEIGHT, QUOTE_WEIGHT
from syndetect.candidates.posting_lists import MAX_PLACES
from syndetect.engines.spark.arrays import flat, numbers, over_groups, over_partitions, table_of, taken
from syndetect.engines.spark.preparing import body_of
from syndetect.kernels import doubled, kernel, part
from syndetect.params import PassageParams
from syndetect.sketch import winnow
from syndetect.text import QUOTED

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["passage_pairs"]

MEETINGS_AT_ONCE = 1 << 21  # of articles under fingerprints, 16 bytes each, before they are added up

_PLACES = "hash long, row long, word int, published double, is_quoted boolean, around binary"
_SCORES = "a long, b long, score long, shares_run boolean"
_PARTNERS = "a long, b long"


def passage_pairs(
    searched: "DataFrame", followers: "DataFrame", n_leaders: int, params: PassageParams
) -> "DataFrame":
    """Pair the articles that share a run of words: columns a and b, distinct, a < b.

    Parameters
    ----------
    searched : DataFrame
        ``PREPARED``, of the articles to search.
    followers : DataFrame
        Columns row and leader, of the articles that stand behind another.
    n_leaders : int
        Articles that stand behind no other.
    params : PassageParams

    Notes
    -----
    Shuffled: each fingerprint with its words, about 150 bytes, and for each
    entry of a list up to ``max_postings`` proposals of 25 bytes, added up
    before and after. However long a list is, a task holds it once and
    ``MEETINGS_AT_ONCE`` of its proposals.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    def places(table: pa.Table) -> pa.Table:
        return _places(table, params)

    def score(table: pa.Table) -> Iterator[pa.Table]:
        return _score(table, n_leaders, params)

    found = over_partitions(searched, places, _PLACES, whole=False)
    leaders = followers.select("row", "leader")
    led = found.join(leaders, "row", "left").withColumn("leader", f.coalesce("leader", "row"))
    scores = (
        over_groups(led, ("hash",), score, _SCORES)
        .groupBy("a", "b")
        .agg(f.sum("score").alias("score"), f.max("shares_run").alias("shares_run"))
        .where("shares_run")
    )
    best = Window.partitionBy("a").orderBy(f.col("score").desc(), "b")
    partners = scores.withColumn("place", f.row_number().over(best)).where(
        f.col("place") <= params.n_partners
    )
    return partners.select(f.least("a", "b").alias("a"), f.greatest("a", "b").alias("b")).distinct()


def _places(table: pa.Table, params: PassageParams) -> pa.Table:
    """Return a row a fingerprint of some articles, with the words around it."""
    body = body_of(table)
    fingerprints = winnow(body, np.arange(body.n_articles), params, n_threads=1)
    article = np.repeat(np.arange(body.n_articles), np.diff(fingerprints.article_ptr))
    at = body.article_ptr[article] + fingerprints.words
    reach = np.arange(1 - params.run_words, params.run_words)
    beside = at[:, None] + reach
    inside = (beside >= body.article_ptr[article, None]) & (beside < body.article_ptr[article + 1, None])
    around = np.zeros((len(at), len(reach) + 2), np.uint32)
    if len(body.hashes):
        around[:, :-2] = np.where(inside, body.hashes[np.clip(beside, 0, len(body.hashes) - 1)], 0)
    around[:, -2] = inside[:, : params.run_words - 1].sum(axis=1)  # words before, at most
    around[:, -1] = inside[:, params.run_words - 1 :].sum(axis=1)  # this word and those after it
    middle = at + params.width // 2
    return table_of(
        _PLACES,
        (
            fingerprints.hashes.astype(np.int64),
            numbers(table, "row")[article],
            fingerprints.words,
            table.column("published").to_numpy()[article],
            (body.flags[middle] & QUOTED) != 0 if len(at) else np.zeros(0, np.bool_),
            [each.tobytes() for each in around],
        ),
    )


def _score(table: pa.Table, n_leaders: int, params: PassageParams) -> Iterator[pa.Table]:
    """Score the pairs of articles that meet in some lists: ``_SCORES``, a pair once in each table."""
    hashes, rows, words = numbers(table, "hash", "row", "word").T
    order = np.lexsort((words, rows, table.column("published").to_numpy(), hashes))  # NaN last
    table, hashes = taken(table, order), hashes[order]
    around, _ = flat(table.column("around"), np.uint32, 2 * params.run_words + 1)
    is_quoted = table.column("is_quoted").to_numpy(zero_copy_only=False)
    rows, row_of = np.unique(numbers(table, "row"), return_inverse=True)
    _, leader_of = np.unique(numbers(table, "leader"), return_inverse=True)
    bounds = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1], [True])))
    entries = (row_of, leader_of, np.where(is_quoted, QUOTE_WEIGHT, PROSE_WEIGHT))
    limits = (params.run_words, params.max_postings, params.n_common, n_leaders, MEETINGS_AT_ONCE)
    at = (0, 0)
    while at[0] < len(bounds) - 1:
        found, *reached = _meet(bounds, entries, around, limits, at)
        at = (reached[0], reached[1])
        yield _added_up(found, rows)


def _added_up(found: NDArray[np.int32], rows: NDArray[np.int64]) -> pa.Table:
    """Add the scores of each pair up; it has a run where one of its meetings has."""
    found = found[np.lexsort((found[:, 1], found[:, 0]))]
    first = np.ones(len(found), np.bool_)
    first[1:] = (found[1:, :2] != found[:-1, :2]).any(axis=1)
    starts = np.flatnonzero(first)
    total = np.add.reduceat(found[:, 2], starts, dtype=np.int64) if len(starts) else found[:, 2]
    runs = np.maximum.reduceat(found[:, 3], starts) if len(starts) else found[:, 3]
    return table_of(_SCORES, (rows[found[starts, 0]], rows[found[starts, 1]], total, runs > 0))


@kernel
def _meet(
    bounds: NDArray[np.int64],
    entries: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    around: NDArray[np.uint32],
    limits: tuple[int, int, int, int, int],
    begin: tuple[int, int],
) -> tuple[NDArray[np.int32], int, int]:
    """Return what articles share under each fingerprint: a row (one, other, score, has a run) each time.

    It begins with an entry of a list, and stops after the entry with which
    there are too many rows: the list and the entry to go on with are the second
    and third value.
    """
    rows, leaders, weight_of = entries
    run_words, max_postings, n_common, n_leaders, most = limits
    found = np.empty((1024, 4), np.int32)
    n_found = 0
    holder = np.full(len(rows), -1, np.int64)  # leader -> row whose places the list at hand holds
    for k in range(begin[0], len(bounds) - 1):
        asking, place, listed, n_holders = _list_places(bounds[k], bounds[k + 1], rows, leaders, holder)
        n_listed = len(listed)
        rarity = np.int64(np.round(16 * np.log2(1 + n_leaders / n_holders)))
        q_first = begin[1] if k == begin[0] else 0
        for q in range(q_first, len(asking) if n_holders > 1 else 0):
            one = asking[q]
            n_earliest, near, last = n_listed, n_listed, n_listed
            if n_listed > max_postings:  # half the earliest, half those nearest in time
                n_earliest = n_common // 2
                near = place[q] - n_earliest // 2
                near = min(max(near, n_earliest), n_listed - n_earliest)
                last = near + n_earliest
            n_met = n_earliest + last - near
            while n_found + n_met > len(found):
                found = doubled(found)
            for step in range(n_met):
                other = listed[step if step < n_earliest else near + step - n_earliest]
                if leaders[other] != leaders[one]:
                    found[n_found, 0] = rows[one]
                    found[n_found, 1] = rows[other]
                    found[n_found, 2] = rarity * weight_of[one]
                    found[n_found, 3] = _share_run(around[one], around[other], run_words)
                    n_found += 1
            if n_found >= most:
                return found[:n_found].copy(), k, q + 1
    return found[:n_found].copy(), len(bounds) - 1, 0


@part
def _list_places(
    first: int,
    past: int,
    rows: NDArray[np.int64],
    leaders: NDArray[np.int64],
    holder: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int]:
    """Return which entries of a list ask, their places in it, which are listed, and of how many leaders.

    ``holder`` is -1 for every leader, before and after.
    """
    asking = np.empty(past - first, np.int64)  # entries, up to MAX_PLACES an article
    place = np.empty(past - first, np.int64)  # in the list, or where it would stand
    listed = np.empty(past - first, np.int64)  # entries of the first article of each leader
    n_asking, n_listed, n_holders, n_places = 0, 0, 0, 0
    for at in range(first, past):
        n_places = n_places + 1 if at > first and rows[at] == rows[at - 1] else 1
        if holder[leaders[at]] < 0:
            holder[leaders[at]] = rows[at]
            n_holders += 1
        if n_places <= MAX_PLACES:
            asking[n_asking] = at
            place[n_asking] = n_listed
            n_asking += 1
            if holder[leaders[at]] == rows[at]:
                listed[n_listed] = at
                n_listed += 1
    for at in range(first, past):
        holder[leaders[at]] = -1
    return asking[:n_asking], place[:n_asking], listed[:n_listed], n_holders


@kernel
def _share_run(one: NDArray[np.uint32], other: NDArray[np.uint32], run_words: int) -> int:
    """Tell (1 or 0) whether the words around two fingerprints are equal for ``run_words`` words."""
    middle = run_words - 1
    n_before = min(one[-2], other[-2])
    n_after = min(one[-1], other[-1])
    after = 0
    while after < n_after and one[middle + after] == other[middle + after]:
        after += 1
    before = 0
    while after > 0 and before < n_before and one[middle - 1 - before] == other[middle - 1 - before]:
        before += 1
    return 1 if before + after >= run_words else 0
