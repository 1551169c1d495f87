"""TF-IDF vectors and dates -> pairs of articles that seem to be on one event."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from syndetect.candidates.pairing import Pairs, distinct
from syndetect.kernels import kernel, part
from syndetect.params import EventParams
from syndetect.threads import in_chunks

__all__ = ["event_pairs"]

SECONDS_A_DAY = 86400.0
TRIED_PER_NEIGHBOUR = 4  # exact cosines computed for each neighbour wanted
_FEW_TERMS = 250  # as many can be counted in a byte, and one more


def event_pairs(
    weights: csr_array,
    published_at: NDArray[np.float64],
    rows: NDArray[np.int64],
    params: EventParams,
    *,
    n_threads: int | None = None,
) -> Pairs:
    """Find for every article its nearest neighbours by TF-IDF cosine.

    Parameters
    ----------
    weights : float32 csr_array of shape (n_articles, n_terms)
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
    by_time = rows[np.argsort(published_at[rows], kind="stable")]  # NaN last
    exhaustive = len(rows) <= params.max_postings
    n_tried = len(rows) if exhaustive else TRIED_PER_NEIGHBOUR * params.n_neighbours
    top = np.full((len(rows), params.n_terms), -1, np.int32)
    if exhaustive:
        top[:, 0] = 0  # as if all shared one word
    else:
        _top_terms(row_ptr, terms, values, by_time, weights.shape[1], top)
    index = _postings(top, weights.shape[1])
    times = published_at[by_time]
    order = (by_time, times, int(np.count_nonzero(times == times)))
    neighbours = np.full((len(rows), params.n_neighbours), -1, np.int32)
    limits = (params.max_postings, params.min_cosine, params.window_days * SECONDS_A_DAY)
    count_type = np.uint8 if params.n_terms <= _FEW_TERMS else np.int32

    def search(part: slice) -> None:
        spare = (np.zeros(len(rows), count_type), np.empty(n_tried, np.uint32))
        ranks = (part.start, part.stop)
        _nearest((row_ptr, terms, values), top, index, order, ranks, limits, spare, neighbours)

    in_chunks(search, len(rows), n_threads, per_thread=8)  # each chunk has an array of all articles
    rank, place = np.nonzero(neighbours >= 0)
    return distinct(np.stack([by_time[rank], neighbours[rank, place]], axis=1))


@kernel
def _top_terms(
    row_ptr: NDArray[np.int64],
    terms: NDArray[np.int32],
    values: NDArray[np.float32],
    rows: NDArray[np.int64],
    n_terms: int,
    top: NDArray[np.int32],
) -> None:
    """Write the weightiest terms of each row that another row has too, heaviest first; ties by term.

    Terms are numbered as they first occur, so that the rare and heavy ones
    stand at the end of a row: from there on most others are too light.
    """
    n_rows_with = np.zeros(n_terms, np.uint8)  # 2: or more
    for row in rows:
        for at in range(row_ptr[row], row_ptr[row + 1]):
            n_rows_with[terms[at]] += np.uint8(1 if n_rows_with[terms[at]] < 2 else 0)
    n_top = top.shape[1]
    weights = np.empty(n_top, np.float32)
    for k in range(len(rows)):
        filled = 0
        for at in range(row_ptr[rows[k] + 1] - 1, row_ptr[rows[k]] - 1, -1):
            if (filled == n_top and values[at] < weights[n_top - 1]) or n_rows_with[terms[at]] < 2:
                continue
            place = min(filled, n_top - 1)  # insertion: terms come descending, so the last of equals goes first
            while place > 0 and weights[place - 1] <= values[at]:
                weights[place] = weights[place - 1]
                top[k, place] = top[k, place - 1]
                place -= 1
            weights[place] = values[at]
            top[k, place] = terms[at]
            filled = min(filled + 1, n_top)


@kernel
def _postings(top: NDArray[np.int32], n_terms: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return for each term the ranks in time of the articles that have it on top, ascending."""
    posting_ptr = np.zeros(n_terms + 1, np.int64)
    for rank in range(len(top)):
        for k in range(top.shape[1]):
            if top[rank, k] >= 0:
                posting_ptr[top[rank, k] + 1] += 1
    for term in range(n_terms):
        posting_ptr[term + 1] += posting_ptr[term]
    filled = posting_ptr[:-1].copy()
    postings = np.empty(posting_ptr[-1], np.uint32)
    for rank in range(len(top)):
        for k in range(top.shape[1]):
            term = top[rank, k]
            if term >= 0:
                postings[filled[term]] = rank
                filled[term] += 1
    return posting_ptr, postings


@kernel
def _nearest(  # noqa: PLR0913 - a kernel takes its arrays one by one
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    top: NDArray[np.int32],
    index: tuple[NDArray[np.int64], NDArray[np.uint32]],
    order: tuple[NDArray[np.int64], NDArray[np.float64], int],
    ranks: tuple[int, int],
    limits: tuple[int, float, float],
    spare: tuple[NDArray[np.uint8], NDArray[np.uint32]],
    neighbours: NDArray[np.int32],
) -> None:
    """Write the neighbours of the articles of some ranks in time.

    Who is near in time is near in memory: articles are walked, and their top
    terms in common counted, by rank. Which ranks are in the window moves on
    with the article, so no time is looked at for a posting.
    """
    row_ptr, terms, values = matrix
    posting_ptr, postings = index
    by_time, times, n_known = order
    max_postings, min_cosine, window = limits
    shared, tried = spare  # shared: top terms in common with this article
    touched = np.empty(min(len(times), max_postings * top.shape[1]) + 1, np.uint32)
    again = np.empty(len(touched), np.uint32)
    n_with = np.zeros(top.shape[1] + 1, np.int64)
    dense = np.zeros(len(posting_ptr) - 1, np.float32)  # the article's weights, by term
    following = np.full(len(posting_ptr) - 1, -1, np.int64)  # in each term's list the next article's place
    early, late = 0, 0  # the first rank in the window, and the first behind it
    for rank in range(ranks[0], ranks[1]):
        if rank < n_known:
            while times[rank] - times[early] > window:
                early += 1
            while late < n_known and not times[late] - times[rank] > window:
                late += 1
        else:
            early, late = 0, n_known
        shared[rank] = 2  # an article is not its own neighbour: neither met for the first time nor again
        n_touched, n_again = 0, 0
        for t in range(top.shape[1]):
            term = top[rank, t]
            if term < 0:
                break
            first, last = posting_ptr[term], posting_ptr[term + 1]
            own = following[term]
            if own < 0:
                own = _place(postings, first, last, rank)
            following[term] = own + 1
            if last - first > max_postings:  # those nearest in time
                first = min(max(first, own - max_postings // 2), last - max_postings)
                last = first + max_postings
            first = _place(postings, first, last, early)
            unknown = _place(postings, first, last, n_known)
            past = _place(postings, first, unknown, late)
            for start, end in ((first, past), (unknown, last)):
                for at in range(start, end):
                    other = postings[at]
                    count = shared[other] + 1
                    shared[other] = count
                    touched[n_touched] = other  # overwritten by the next one, unless it is new
                    n_touched += 1 if count == 1 else 0
                    again[n_again] = other
                    n_again += 1 if count == 2 else 0
        row = by_time[rank]
        for at in range(row_ptr[row], row_ptr[row + 1]):
            dense[terms[at]] = values[at]
        n_tried = _most_shared(touched, n_touched, again, n_again, shared, n_with, tried)
        for k in range(n_tried):
            tried[k] = by_time[tried[k]]
        _keep_best(matrix, dense, tried, n_tried, min_cosine, neighbours[rank])
        for at in range(row_ptr[row], row_ptr[row + 1]):
            dense[terms[at]] = 0.0
        for at in range(n_touched):
            shared[touched[at]] = 0
        shared[rank] = 0


@part
def _place(postings: NDArray[np.uint32], first: int, last: int, rank: int) -> int:
    """Return the place of the first posting of a list that is of this rank or a later one."""
    if first == last or postings[first] >= rank:
        return first
    if postings[last - 1] < rank:
        return last
    while last - first > 1:  # before the rank at first, not before it at last
        middle = (first + last) >> 1
        if postings[middle] < rank:
            first = middle
        else:
            last = middle
    return last


@part
def _most_shared(
    touched: NDArray[np.uint32],
    n_touched: int,
    again: NDArray[np.uint32],
    n_again: int,
    shared: NDArray[np.uint8],
    n_with: NDArray[np.int64],
    chosen: NDArray[np.uint32],
) -> int:
    """Write those that share most top terms, and return how many; at the limit those that were met first.

    ``again`` are those of ``touched`` that share two or more; ``n_with`` is all zeros, and left so.
    """
    if n_touched <= len(chosen):
        for k in range(n_touched):
            chosen[k] = touched[k]
        return n_touched
    least, room = 1, len(chosen) - n_again  # places left for those that share ``least``
    if room < 0:
        for k in range(n_again):
            n_with[shared[again[k]]] += 1
        least, room = len(n_with) - 1, len(chosen)
        while room >= n_with[least]:
            room -= n_with[least]
            least -= 1
        for level in range(len(n_with)):
            n_with[level] = 0
    n_chosen = 0
    for k in range(n_again):
        if shared[again[k]] > least:
            chosen[n_chosen] = again[k]
            n_chosen += 1
    at = 0
    while n_chosen < len(chosen):
        if shared[touched[at]] == least:
            chosen[n_chosen] = touched[at]
            n_chosen += 1
        at += 1
    return n_chosen


@part
def _keep_best(  # noqa: PLR0913 - a kernel takes its arrays one by one
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
        cosine = np.round(_dot(matrix, dense, other) * 1e6)  # equal up to the noise of a sum: the lower row goes first
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
    row: int,
) -> float:
    """Return the product of two rows, in four sums: one would wait for itself at every term."""
    row_ptr, terms, values = matrix
    at, past = np.uint64(row_ptr[row]), np.uint64(row_ptr[row + 1])
    one, two, three, four = 0.0, 0.0, 0.0, 0.0
    while at + np.uint64(4) <= past:
        one += dense[np.uint32(terms[at])] * values[at]
        two += dense[np.uint32(terms[at + np.uint64(1)])] * values[at + np.uint64(1)]
        three += dense[np.uint32(terms[at + np.uint64(2)])] * values[at + np.uint64(2)]
        four += dense[np.uint32(terms[at + np.uint64(3)])] * values[at + np.uint64(3)]
        at += np.uint64(4)
    while at < past:
        one += dense[terms[at]] * values[at]
        at += np.uint64(1)
    return (one + two) + (three + four)
