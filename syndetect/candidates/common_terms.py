"""Weightiest terms of articles -> which others share them, and how many: walked and counted in order of time.

An article is its rank in time here. Who is near in time is near in memory: the
same postings, counts and weights are looked at again soon.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part, prefetch_all

__all__ = ["count_rows", "list_ranks", "meet", "most_shared", "prefetch_lists", "write_top_terms"]


@kernel
def count_rows(
    row_ptr: NDArray[np.int64],
    terms: NDArray[np.int32],
    rows: NDArray[np.int64],
    n_rows_with: NDArray[np.uint8],
) -> None:
    """Count the rows that have each term: 2 are two or more."""
    for row in rows:
        for at in range(row_ptr[row], row_ptr[row + 1]):
            n_rows_with[terms[at]] += np.uint8(1 if n_rows_with[terms[at]] < 2 else 0)


@kernel
def write_top_terms(
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    rows: NDArray[np.int64],
    n_rows_with: NDArray[np.uint8],
    top: NDArray[np.int32],
) -> None:
    """Write the weightiest terms of each row that another row has too, heaviest first; ties by term.

    Terms are numbered as they first occur, so that the rare and heavy ones
    stand at the end of a row: from there on most others are too light.
    """
    row_ptr, terms, values = matrix
    n_top = top.shape[1]
    weights = np.empty(n_top, np.float32)
    for k in range(len(rows)):
        filled = 0
        for at in range(row_ptr[rows[k] + 1] - 1, row_ptr[rows[k]] - 1, -1):
            if (filled == n_top and values[at] < weights[n_top - 1]) or n_rows_with[terms[at]] < 2:
                continue
            place = min(filled, n_top - 1)  # insertion: terms descend, so of equals the last goes first
            while place > 0 and weights[place - 1] <= values[at]:
                weights[place] = weights[place - 1]
                top[k, place] = top[k, place - 1]
                place -= 1
            weights[place] = values[at]
            top[k, place] = terms[at]
            filled = min(filled + 1, n_top)


@kernel
def list_ranks(top: NDArray[np.int32], n_terms: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
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


@part
def prefetch_lists(
    index: tuple[NDArray[np.int64], NDArray[np.uint32]],
    following: NDArray[np.int64],
    top: NDArray[np.int32],
    max_postings: int,
) -> None:
    """Ask for the postings that an article will be looked up in."""
    posting_ptr, postings = index
    for term in top:
        if term < 0:
            break
        first, last = posting_ptr[term], posting_ptr[term + 1]
        if last - first > max_postings:
            first = max(first, following[term] - max_postings // 2)
            last = first + max_postings
        prefetch_all(postings, first, last)


@part
def meet(
    index: tuple[NDArray[np.int64], NDArray[np.uint32]],
    following: NDArray[np.int64],
    top: NDArray[np.int32],
    rank: int,
    bounds: tuple[int, int, int, int],
    spare: tuple[NDArray[np.uint8], NDArray[np.uint32], NDArray[np.uint32]],
) -> tuple[Any, Any]:
    """Count the top terms that others share with an article.

    Writes those that share any, and those that share two or more, each in the
    order in which they were met so; returns how many these are.
    """
    posting_ptr, postings = index
    max_postings, first_rank, past_rank, n_known = bounds
    shared, met, again = spare
    n_met, n_again = np.uint64(0), np.uint64(0)
    shared[rank] = 2  # the article itself: met neither for the first time nor again
    for term in top:
        if term < 0:
            break
        first, last = posting_ptr[term], posting_ptr[term + 1]
        own = following[term] if following[term] >= 0 else _place(postings, first, last, rank)
        following[term] = own + 1
        if last - first > max_postings:  # those nearest in time
            first = min(max(first, own - max_postings // 2), last - max_postings)
            last = first + max_postings
        first = _place(postings, first, last, first_rank)
        unknown = _place(postings, first, last, n_known)
        past = _place(postings, first, unknown, past_rank)
        for start, end in ((first, past), (unknown, last)):
            for at in range(np.uint64(start), np.uint64(end)):
                other = postings[at]
                count = shared[other] + 1
                shared[other] = count
                met[n_met] = other  # overwritten by the next one, unless it is new: no branch
                n_met += np.uint64(count == 1)
                again[n_again] = other
                n_again += np.uint64(count == 2)
    shared[rank] = 0
    return np.int64(n_met), np.int64(n_again)


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
def most_shared(
    n_found: tuple[int, int],
    found: tuple[NDArray[np.uint8], NDArray[np.uint32], NDArray[np.uint32]],
    n_with: NDArray[np.int64],
    chosen: NDArray[np.uint32],
) -> int:
    """Write those that share most top terms, and return how many; at the limit those that were met first.

    ``n_with`` is all zeros, and left so.
    """
    n_met, n_again = n_found
    shared, met, again = found
    if n_met <= len(chosen):
        for k in range(n_met):
            chosen[k] = met[k]
        return n_met
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
        if shared[met[at]] == least:
            chosen[n_chosen] = met[at]
            n_chosen += 1
        at += 1
    return n_chosen
