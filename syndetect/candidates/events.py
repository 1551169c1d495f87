"""TF-IDF vectors and dates -> pairs of articles that seem to be on one event."""

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.pairing import Pairs, distinct
from syndetect.kernels import kernel, part
from syndetect.params import EventParams
from syndetect.sketch import Weights
from syndetect.threads import in_chunks

__all__ = ["event_pairs"]

SECONDS_A_DAY = 86400.0
TRIED_PER_NEIGHBOUR = 4  # exact cosines computed for each neighbour wanted


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
    row_ptr = weights.indptr.astype(np.int64)
    terms, values = weights.indices.astype(np.int32, copy=False), weights.data.astype(np.float32, copy=False)
    exhaustive = len(rows) <= params.max_postings
    n_tried = len(rows) if exhaustive else TRIED_PER_NEIGHBOUR * params.n_neighbours
    top = np.full((len(row_ptr) - 1, params.n_terms), -1, np.int32)
    if exhaustive:
        top[rows, 0] = 0  # as if all shared one word
    else:
        _top_terms(row_ptr, terms, values, rows, weights.shape[1], top)
    time_order = rows[np.argsort(published_at[rows], kind="stable")]  # NaN last
    posting_ptr, postings, place = _postings(top, time_order, weights.shape[1])
    neighbours = np.full((len(rows), params.n_neighbours), -1, np.int64)

    def search(part: slice) -> None:
        limits = (params.max_postings, n_tried, params.min_cosine, params.window_days * SECONDS_A_DAY)
        index = (posting_ptr, postings, place)
        _nearest((row_ptr, terms, values), top, index, published_at, rows[part], limits, neighbours[part])

    in_chunks(search, len(rows), n_threads, per_thread=8)  # each chunk has arrays of all articles
    ones = np.repeat(rows, params.n_neighbours)
    found = np.stack([ones, neighbours.ravel()], axis=1)
    return distinct(found[found[:, 1] >= 0])


@kernel
def _top_terms(
    row_ptr: NDArray[np.int64],
    terms: NDArray[np.int32],
    values: NDArray[np.float32],
    rows: NDArray[np.int64],
    n_terms: int,
    top: NDArray[np.int32],
) -> None:
    """Write the weightiest terms of each row that another row has too, heaviest first; ties by term."""
    n_rows_with = np.zeros(n_terms, np.int32)
    for row in rows:
        for at in range(row_ptr[row], row_ptr[row + 1]):
            n_rows_with[terms[at]] += 1
    n_top = top.shape[1]
    weights = np.empty(n_top, np.float32)
    for row in rows:
        filled = 0
        for at in range(row_ptr[row], row_ptr[row + 1]):
            if n_rows_with[terms[at]] < 2 or (filled == n_top and values[at] <= weights[n_top - 1]):
                continue
            place = min(filled, n_top - 1)  # insertion: terms come ascending, so equals keep their order
            while place > 0 and weights[place - 1] < values[at]:
                weights[place] = weights[place - 1]
                top[row, place] = top[row, place - 1]
                place -= 1
            weights[place] = values[at]
            top[row, place] = terms[at]
            filled = min(filled + 1, n_top)


@kernel
def _postings(
    top: NDArray[np.int32], time_order: NDArray[np.int64], n_terms: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return for each term the rows that have it on top, in order of time.

    The third array says where in a term's list a row stands: (n_articles,
    n_top), counted over all lists.
    """
    posting_ptr = np.zeros(n_terms + 1, np.int64)
    for row in time_order:
        for term in top[row]:
            if term >= 0:
                posting_ptr[term + 1] += 1
    posting_ptr = np.cumsum(posting_ptr)
    filled = posting_ptr[:-1].copy()
    postings = np.empty(posting_ptr[-1], np.int64)
    place = np.zeros(top.shape, np.int64)
    for row in time_order:
        for k in range(top.shape[1]):
            term = top[row, k]
            if term >= 0:
                place[row, k] = filled[term]
                postings[filled[term]] = row
                filled[term] += 1
    return posting_ptr, postings, place


@kernel
def _nearest(  # noqa: PLR0913 - a kernel takes its arrays one by one
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    top: NDArray[np.int32],
    index: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    published_at: NDArray[np.float64],
    rows: NDArray[np.int64],
    limits: tuple[int, int, float, float],
    neighbours: NDArray[np.int64],
) -> None:
    row_ptr, terms, values = matrix
    posting_ptr, postings, place = index
    max_postings, n_tried, min_cosine, window = limits
    shared = np.zeros(len(row_ptr) - 1, np.int32)  # top terms in common with this row
    touched = np.empty(len(row_ptr) - 1, np.int64)
    dense = np.zeros(len(posting_ptr) - 1, np.float32)  # the row's weights, by term
    for k in range(len(rows)):
        row = rows[k]
        n_touched = 0
        for t in range(top.shape[1]):
            term = top[row, t]
            if term < 0:
                break
            first, last = posting_ptr[term], posting_ptr[term + 1]
            if last - first > max_postings:  # those nearest in time
                first = min(max(first, place[row, t] - max_postings // 2), last - max_postings)
                last = first + max_postings
            for at in range(first, last):
                other = postings[at]
                if other == row or abs(published_at[other] - published_at[row]) > window:
                    continue
                if shared[other] == 0:
                    touched[n_touched] = other
                    n_touched += 1
                shared[other] += 1
        for at in range(row_ptr[row], row_ptr[row + 1]):
            dense[terms[at]] = values[at]
        others = _most_shared(touched[:n_touched], shared, n_tried)
        _keep_best(matrix, dense, others, min_cosine, neighbours[k])
        for at in range(row_ptr[row], row_ptr[row + 1]):
            dense[terms[at]] = 0.0
        for at in range(n_touched):
            shared[touched[at]] = 0


@part
def _keep_best(
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    dense: NDArray[np.float32],
    others: NDArray[np.int64],
    min_cosine: float,
    best: NDArray[np.int64],
) -> None:
    """Write the rows of greatest cosine with the row whose weights are ``dense``; ties by row."""
    row_ptr, terms, values = matrix
    highest = np.empty(len(best), np.float64)
    filled = 0
    for other in others:
        total = 0.0
        for at in range(row_ptr[other], row_ptr[other + 1]):
            total += dense[terms[at]] * values[at]
        cosine = np.round(total * 1e6)  # equal up to the noise of a sum: the lower row goes first
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
def _most_shared(touched: NDArray[np.int64], shared: NDArray[np.int32], n_wanted: int) -> NDArray[np.int64]:
    """Return the ``n_wanted`` rows that share most top terms; at the limit the first ones by time."""
    if len(touched) <= n_wanted:
        return touched.copy()
    highest = 0
    for other in touched:
        highest = max(highest, shared[other])
    n_with = np.zeros(highest + 1, np.int64)
    for other in touched:
        n_with[shared[other]] += 1
    least = highest
    room = n_wanted - n_with[highest]
    while room > 0:
        least -= 1
        room -= n_with[least]
    room += n_with[least]  # places left for those at the limit
    chosen = np.empty(n_wanted, np.int64)
    filled = 0
    for other in touched:
        if shared[other] == least:
            if room == 0:
                continue
            room -= 1
        if shared[other] >= least:
            chosen[filled] = other
            filled += 1
    return chosen
