"""TF-IDF vectors and dates -> pairs of articles that seem to be on one event."""

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.common_terms import (
    count_repeated,
    count_rows,
    list_ranks,
    meet,
    most_shared,
    prefetch_lists,
    write_top_terms,
)
from syndetect.candidates.pairing import Pairs, distinct
from syndetect.kernels import kernel, part, prefetch
from syndetect.params import EventParams
from syndetect.sketch import Weights
from syndetect.threads import in_chunks

__all__ = ["event_pairs"]

SECONDS_A_DAY = 86400.0
TRIED_PER_NEIGHBOUR = 4  # exact cosines computed for each neighbour wanted
_MOST_NUMBERS = 254  # that a byte holds, two an article
_AHEAD = 2  # rows that are asked for before their turn


def event_pairs(
    weights: Weights,
    published_at: NDArray[np.float64],
    rows: NDArray[np.int64],
    params: EventParams,
    *,
    n_threads: int | None = None,
) -> Pairs:
    """Find for every article its nearest neighbours by TF-IDF cosine.

    Parameters
    ----------
    weights : Weights of shape (n_articles, n_terms)
        Rows of length 1, as :func:`syndetect.sketch.tfidf` gives them.
    published_at : float64 array of shape (n_articles,)
        Seconds; NaN when unknown, which passes any window.
    rows : int64 array of shape (n_rows,)
        The articles to look at, ascending: of exact copies only the first.
    params : EventParams
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    int64 array of shape (n_pairs, 2)
        Sorted, distinct, a < b: b is among the best ``params.n_neighbours`` of
        a or the other way round, and their cosine is at least
        ``params.min_cosine``.

    Notes
    -----
    Up to ``max_postings`` articles, all are compared with all. Beyond, the
    search is approximate and bounded: an article's candidates are the at most
    ``max_postings`` articles nearest in time that have one of its ``n_terms``
    weightiest words among theirs; the best by words in common are compared.
    The work for an article does not grow with the corpus, and a word that very
    many share costs no article its neighbours.
    """
    if len(rows) < 2 or params.n_neighbours == 0 or weights.nnz == 0:
        return np.empty((0, 2), np.int64)
    matrix = (weights.indptr, weights.indices, weights.data)
    by_time = rows[np.argsort(published_at[rows], kind="stable")]  # NaN last
    times = published_at[by_time]
    order = (by_time, times, int(np.count_nonzero(~np.isnan(times))))
    exhaustive = len(rows) <= params.max_postings
    top = np.full((len(rows), params.n_terms), -1, np.int32)
    if exhaustive:
        top[:, 0] = 0  # as if all shared one word
    else:
        n_rows_with = np.zeros(weights.shape[1], np.uint8)
        count_rows(matrix[0], matrix[1], rows, n_rows_with)
        in_chunks(
            lambda part: write_top_terms(matrix, by_time[part], n_rows_with, top[part]), len(rows), n_threads
        )
    index = list_ranks(top, weights.shape[1])
    n_tried = len(rows) if exhaustive else TRIED_PER_NEIGHBOUR * params.n_neighbours
    most_met = params.n_terms * min(len(rows), params.max_postings)
    limits = (params.max_postings, params.min_cosine, params.window_days * SECONDS_A_DAY)
    neighbours = np.full((len(rows), params.n_neighbours), -1, np.int32)

    def search(part: slice) -> None:  # with arrays of all articles and all terms
        last_met, shared = np.zeros(len(rows), np.uint8), np.zeros(len(rows), np.int32)
        again, tried = np.empty(most_met + 1, np.uint32), np.empty(n_tried, np.uint32)
        spare = (last_met, shared, again, tried)
        _nearest(matrix, top, index, order, (part.start, part.stop), limits, spare, neighbours)

    in_chunks(search, len(rows), n_threads, per_thread=8)
    rank, place = np.nonzero(neighbours >= 0)
    return distinct(np.stack([by_time[rank], neighbours[rank, place]], axis=1))


@kernel
def _nearest(  # noqa: PLR0913 - a kernel takes its arrays one by one
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    top: NDArray[np.int32],
    index: tuple[NDArray[np.int64], NDArray[np.uint32]],
    order: tuple[NDArray[np.int64], NDArray[np.float64], int],
    ranks: tuple[int, int],
    limits: tuple[int, float, float],
    spare: tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.uint32], NDArray[np.uint32]],
    neighbours: NDArray[np.int32],
) -> None:
    """Write the neighbours of the articles of some ranks in time.

    Articles are walked and met by rank, so that the window is a range of
    ranks that moves on with the article, and no posting's time is looked at.
    """
    row_ptr, terms, values = matrix
    by_time, times, n_known = order
    max_postings, min_cosine, window = limits
    last_met, shared, again, tried = spare
    now = 0  # numbers an article in ``last_met``
    ranges = np.empty((2 * top.shape[1], 2), np.int64)
    n_with = np.zeros(top.shape[1] + 1, np.int64)
    dense = np.zeros(len(index[0]) - 1, np.float32)  # the article's weights, by term
    following = np.full(len(dense), -1, np.int64)  # in each term's list the place of the next article
    first, past = 0, 0  # of the window
    for rank in range(ranks[0], ranks[1]):
        if rank < n_known:
            first, past = _moved(times, n_known, rank, window, first, past)
        else:
            first, past = 0, n_known
        if rank + 1 < len(top):
            prefetch_lists(index, following, top[rank + 1], max_postings)
        bounds = (max_postings, first, past, n_known)
        met_in = ranges[: meet(index, following, top[rank], rank, bounds, ranges)]
        now += 2
        if now > _MOST_NUMBERS:
            last_met[:] = 0
            now = 2
        met = (last_met, np.uint8(now))
        repeated = again[: count_repeated(index[1], met_in, rank, met, shared, again)]
        n_tried = most_shared(index[1], met_in, rank, met, (repeated, shared), n_with, tried)
        for other in repeated:
            shared[other] = 0
        for k in range(n_tried):
            tried[k] = by_time[tried[k]]
            prefetch(row_ptr, tried[k])
        row = by_time[rank]
        for at in range(row_ptr[row], row_ptr[row + 1]):
            dense[terms[at]] = values[at]
        _keep_best(matrix, dense, tried, n_tried, min_cosine, neighbours[rank])
        for at in range(row_ptr[row], row_ptr[row + 1]):
            dense[terms[at]] = 0.0


@part
def _moved(
    times: NDArray[np.float64], n_known: int, rank: int, window: float, first: int, past: int
) -> tuple[int, int]:
    """Return the first rank in an article's window and the first behind it, from those of an earlier one."""
    while times[rank] - times[first] > window:
        first += 1
    while past < n_known and not times[past] - times[rank] > window:
        past += 1
    return first, past


@part
def _keep_best(
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    dense: NDArray[np.float32],
    others: NDArray[np.uint32],
    n_others: int,
    min_cosine: float,
    best: NDArray[np.int32],
) -> None:
    """Write the rows of greatest cosine with the row whose weights are ``dense``; ties by row."""
    highest = np.empty(len(best), np.float64)
    filled = 0
    for k in range(n_others):
        other = np.int32(others[k])
        soon = others[min(k + _AHEAD, n_others - 1)]
        # Equal up to the noise of a sum: the lower row goes first.
        cosine = np.round(_dot(matrix, dense, other, soon) * 1e6)
        if cosine < 1e6 * min_cosine:
            continue
        place = filled
        while place > 0 and (
            highest[place - 1] < cosine or (highest[place - 1] == cosine and best[place - 1] > other)
        ):
            if place < len(best):
                highest[place] = highest[place - 1]
                best[place] = best[place - 1]
            place -= 1
        if place < len(best):
            highest[place] = cosine
            best[place] = other
            filled = min(filled + 1, len(best))


@part
def _dot(
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    dense: NDArray[np.float32],
    row: np.int32,
    soon: np.uint32,
) -> float:
    """Return the product of a row and the one whose weights are ``dense``, and ask for another row meanwhile.

    Four sums: one would wait for itself at every term. Products have 24 bits
    and sums 53, so that no order of adding is better than another.
    """
    row_ptr, terms, values = matrix
    at, past = np.uint64(row_ptr[row]), np.uint64(row_ptr[row + 1])
    ahead = row_ptr[soon]
    one, two, three, four = 0.0, 0.0, 0.0, 0.0
    while at + np.uint64(8) <= past:
        prefetch(terms, ahead)
        prefetch(values, ahead)
        ahead += 8
        for _ in range(2):
            one += dense[np.uint32(terms[at])] * values[at]
            two += dense[np.uint32(terms[at + np.uint64(1)])] * values[at + np.uint64(1)]
            three += dense[np.uint32(terms[at + np.uint64(2)])] * values[at + np.uint64(2)]
            four += dense[np.uint32(terms[at + np.uint64(3)])] * values[at + np.uint64(3)]
            at += np.uint64(4)
    while at < past:
        one += dense[np.uint32(terms[at])] * values[at]
        at += np.uint64(1)
    return (one + two) + (three + four)
