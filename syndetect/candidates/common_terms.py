"""Weightiest terms of articles -> which others share them, and how many: walked and counted in order of time.

An article is its rank in time here. Who is near in time is near in memory: the
same postings, counts and weights are looked at again soon.
"""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part, prefetch_all

__all__ = [
    "count_repeated",
    "count_rows",
    "list_ranks",
    "meet",
    "most_shared",
    "prefetch_lists",
    "write_top_terms",
]


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
    ranges: NDArray[np.int64],
) -> int:
    """Write the ranges of postings in which an article meets others, heaviest term first; return how many."""
    posting_ptr, postings = index
    max_postings, first_rank, past_rank, n_known = bounds
    n_ranges = 0
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
        ranges[n_ranges, 0], ranges[n_ranges, 1] = first, past
        ranges[n_ranges + 1, 0], ranges[n_ranges + 1, 1] = unknown, last
        n_ranges += 2
    return n_ranges


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
def count_repeated(
    postings: NDArray[np.uint32],
    ranges: NDArray[np.int64],
    rank: int,
    met: tuple[NDArray[np.uint8], np.uint8],
    shared: NDArray[np.int32],
    again: NDArray[np.uint32],
) -> int:
    """Write those that are met more than once; return how many they are.

    ``met`` holds for each article the number at which it was last met, and the
    number to be written now. Most are met once, so that four are looked at
    together: nobody stands twice in a range. ``shared``, all zeros before, tells
    how many times more each was met.
    """
    last_met, now = met
    one, two, three = np.uint64(1), np.uint64(2), np.uint64(3)
    n_again = np.uint64(0)
    for k in range(len(ranges)):
        at, past = np.uint64(ranges[k, 0]), np.uint64(ranges[k, 1])
        while at < past:
            if at + three < past:
                a, b, c, d = postings[at], postings[at + one], postings[at + two], postings[at + three]
                any_again = (last_met[a] == now) | (last_met[b] == now)
                any_again |= (last_met[c] == now) | (last_met[d] == now)
                if not any_again:
                    last_met[a] = last_met[b] = last_met[c] = last_met[d] = now
                    at += np.uint64(4)
                    continue
            other = postings[at]
            again[n_again] = other  # overwritten by the next one, unless it was met before
            n_again += np.uint64(last_met[other] == now)
            last_met[other] = now
            at += one
    n_repeated = 0
    for k in range(n_again):
        other = again[k]
        if other != rank:
            shared[other] += 1
            if shared[other] == 1:
                again[n_repeated] = other
                n_repeated += 1
    return n_repeated


@part
def most_shared(  # noqa: PLR0913 - a kernel takes its arrays one by one
    postings: NDArray[np.uint32],
    ranges: NDArray[np.int64],
    rank: int,
    met: tuple[NDArray[np.uint8], np.uint8],
    found: tuple[NDArray[np.uint32], NDArray[np.int32]],
    n_with: NDArray[np.int64],
    chosen: NDArray[np.uint32],
) -> int:
    """Write those that share most top terms, and return how many; at the limit those that were met first.

    ``met`` and ``found`` are as ``count_repeated`` leaves them; the number
    behind ``now`` is free. ``n_with`` is all zeros, and left so.
    """
    last_met, now = met
    repeated, shared = found
    least, room = 0, len(chosen) - len(repeated)  # places left for those that were met ``least`` times more
    if room < 0:
        for other in repeated:
            n_with[shared[other]] += 1
        least, room = len(n_with) - 1, len(chosen)
        while room >= n_with[least]:
            room -= n_with[least]
            least -= 1
        for level in range(len(n_with)):
            n_with[level] = 0
    marked = np.uint8(now + 1)
    n_chosen = 0
    for other in repeated:
        if shared[other] > least:
            chosen[n_chosen] = other
            n_chosen += 1
        if shared[other] == least or least == 0:
            last_met[other] = marked
    last_met[rank] = 0
    wanted = marked if least > 0 else now
    for k in range(len(ranges)):
        at = ranges[k, 0]
        while at < ranges[k, 1] and n_chosen < len(chosen):
            other = postings[at]
            if last_met[other] == wanted:
                last_met[other] = 0
                chosen[n_chosen] = other
                n_chosen += 1
            at += 1
    return n_chosen
