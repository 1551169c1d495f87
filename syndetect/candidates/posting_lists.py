"""Fingerprints -> an index of those that several articles have: where each stands, and what each article has.

They are sorted by hash, a partition after the other, and those of one article
alone fall away. A *posting list* holds the places of one fingerprint: of the
articles that are copies of one another only those of the first that has it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.partitions import LEAST, Partitions, partition
from syndetect.candidates.sorting import sorted_by_bits
from syndetect.kernels import kernel, part
from syndetect.ranges import blocks, pointer
from syndetect.sketch import Fingerprints
from syndetect.storage import IN_MEMORY, Storage
from syndetect.threads import available_threads, in_order

__all__ = ["MAX_PLACES", "PostingLists", "build_posting_lists"]

MAX_PLACES = 4  # of one fingerprint in one article: a refrain, not a passage
AT_ONCE = 1 << 22  # fingerprints that a thread looks at in one go
_SHARES = 4  # goes of a thread at least, if there are so many fingerprints


@dataclass(frozen=True, slots=True)
class PostingLists:
    """The fingerprints that several articles have, as lists of places and article by article.

    Attributes
    ----------
    ptr : int64 array of shape (n_lists + 1,)
        List k is ``ptr[k]:ptr[k + 1]`` of ``rows`` and ``words``, articles in
        order of time.
    rows, words : int32 arrays of shape (n_postings,)
        Article, and first word of the fingerprint in it.
    weights : int32 array of shape (n_lists,)
        How rare each is.
    of_row : int64 array of shape (n_articles + 1,)
        The fingerprints of article i are ``of_row[i]:of_row[i + 1]`` of the
        following.
    lists, places, starts : int32 arrays of shape (n_entries,)
        List, the article's own place in it (or where it would stand), and
        first word.
    """

    ptr: NDArray[np.int64]
    rows: NDArray[np.int32]
    words: NDArray[np.int32]
    weights: NDArray[np.int32]
    of_row: NDArray[np.int64]
    lists: NDArray[np.int32]
    places: NDArray[np.int32]
    starts: NDArray[np.int32]


def build_posting_lists(
    fingerprints: Fingerprints,
    leaders: NDArray[np.int64],
    order: NDArray[np.int64],
    *,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> PostingLists:
    """List where the fingerprints stand that articles of different leaders have.

    Parameters
    ----------
    fingerprints : Fingerprints
        One at least.
    leaders : int64 array of shape (n_articles,)
        The article that each is a copy of, or itself.
    order : int64 array of shape (n_articles,)
        The articles in order of time.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the lists are to lie.

    Returns
    -------
    PostingLists
        No more than ``MAX_PLACES`` places of a fingerprint in an article.
    """
    parts = partition(fingerprints, order, n_threads=n_threads, storage=storage)
    kept, n_lists, n_postings = _keep_shared(parts, leaders.astype(np.int32), n_threads)
    layout = (np.uint64(64 - parts.n_hash_bits), np.uint64(parts.n_word_bits))
    n_of_row = np.zeros(len(leaders), np.int64)
    found = (parts.codes, parts.ptr, kept)
    _count_by_row(found, layout, n_of_row)
    of_row = pointer(n_of_row)
    ptr, n_leaders = storage.empty(n_lists + 1, np.int64), storage.empty(n_lists, np.int32)
    rows, words = storage.empty((2, n_postings), np.int32)
    lists, places, starts = storage.empty((3, int(of_row[-1])), np.int32)
    own = (lists, places, starts)
    _write_lists(found, layout, of_row[:-1].copy(), (ptr, rows, words, n_leaders), own)
    n_apart = np.count_nonzero(np.bincount(leaders))  # articles, copies of one another as one
    levels = np.round(16 * np.log2(1 + n_apart / np.maximum(1, np.arange(n_leaders.max(initial=0) + 1))))
    return PostingLists(ptr, rows, words, levels.astype(np.int32)[n_leaders], of_row, lists, places, starts)


def _keep_shared(
    parts: Partitions, leaders: NDArray[np.int32], n_threads: int | None
) -> tuple[NDArray[np.int64], int, int]:
    """Sort each partition, and move to its front what articles of different leaders have.

    Returns how many stay in each, and how many lists and postings they make.
    """
    n_found, n_threads = len(parts.codes), n_threads or available_threads()
    at_once = min(AT_ONCE, max(LEAST, n_found // (_SHARES * n_threads)))
    kept = np.zeros(len(parts.ptr) - 1, np.int64)
    layout = (np.uint64(64 - parts.n_hash_bits), np.uint64(parts.n_word_bits))

    def keep(block: tuple[slice, slice]) -> tuple[int, int]:
        _, several = block
        ptr = parts.ptr[several.start : several.stop + 1]
        spare = np.empty(np.diff(ptr).max(), np.uint64)
        holder = np.full(len(leaders), -1, np.int32)
        return _keep(parts.codes, ptr, layout, leaders, (spare, holder), kept[several])

    found = list(in_order(keep, blocks(parts.ptr, at_once), n_threads))
    return kept, sum(n_lists for n_lists, _ in found), sum(n_postings for _, n_postings in found)


@kernel
def _keep(
    codes: NDArray[np.uint64],
    ptr: NDArray[np.int64],
    layout: tuple[np.uint64, np.uint64],
    leaders: NDArray[np.int32],
    spare: tuple[NDArray[np.uint64], NDArray[np.int32]],
    kept: NDArray[np.int64],
) -> tuple[int, int]:
    """Do so for some partitions, and mark what stands in a list; return how many lists and postings.

    ``spare`` is room for a partition, and for each leader -1: the row whose
    places the list at hand holds.
    """
    room, holder = spare
    low = layout[0]
    n_lists, n_postings = 0, 0
    for k in range(len(kept)):
        size = ptr[k + 1] - ptr[k]
        target = codes[ptr[k] : ptr[k + 1]]
        found = sorted_by_bits(target, room[:size], int(low), 64)
        n_kept, start = 0, 0
        for past in range(1, size + 1):
            if past < size and found[past] >> low == found[start] >> low:
                continue
            before, n_leaders, n_listed = n_kept, 0, 0
            at = start
            while past - start > 1 and at < past:
                row, _ = _place(found[at], layout)
                leader = leaders[row]
                if holder[leader] < 0:
                    holder[leader] = row
                    n_leaders += 1
                listed = holder[leader] == row
                n_places = 0
                while at < past and _place(found[at], layout)[0] == row:
                    if n_places < MAX_PLACES:
                        target[n_kept] = found[at] | np.uint64(listed)
                        n_kept += 1
                        n_listed += listed
                    n_places += 1
                    at += 1
            for e in range(before, n_kept):
                holder[leaders[_place(target[e], layout)[0]]] = -1
            if n_leaders > 1:
                n_lists += 1
                n_postings += n_listed
            else:
                n_kept = before
            start = past
        kept[k] = n_kept
    return n_lists, n_postings


@part
def _place(code: np.uint64, layout: tuple[np.uint64, np.uint64]) -> tuple[np.int64, np.int64]:
    """Return row and first word of a fingerprint."""
    low, n_word_bits = layout
    place = code << (np.uint64(64) - low) >> (np.uint64(64) - low) >> np.uint64(1)
    row = place >> n_word_bits
    return np.int64(row), np.int64(place ^ row << n_word_bits)


@kernel
def _count_by_row(
    fingerprints: tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]],
    layout: tuple[np.uint64, np.uint64],
    n_of_row: NDArray[np.int64],
) -> None:
    """Count the fingerprints of each row that were kept."""
    codes, ptr, kept = fingerprints
    for k in range(len(kept)):
        for at in range(ptr[k], ptr[k] + kept[k]):
            n_of_row[_place(codes[at], layout)[0]] += 1


@kernel
def _write_lists(
    fingerprints: tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]],
    layout: tuple[np.uint64, np.uint64],
    following: NDArray[np.int64],
    lists: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    own: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
) -> None:
    """Write the lists, how many leaders each has, and what each article has; ``following`` is used up."""
    codes, ptr, kept = fingerprints
    list_ptr, rows, words, n_leaders = lists
    own_lists, own_places, own_starts = own
    number, n_postings = -1, 0
    for k in range(len(kept)):
        for at in range(ptr[k], ptr[k] + kept[k]):
            if at == ptr[k] or codes[at] >> layout[0] != codes[at - 1] >> layout[0]:
                number += 1
                list_ptr[number] = n_postings
                n_leaders[number] = 0
            row, word = _place(codes[at], layout)
            entry = following[row]
            following[row] = entry + 1
            own_lists[entry] = number
            own_places[entry] = n_postings - list_ptr[number]
            own_starts[entry] = word
            if codes[at] & np.uint64(1):
                n_leaders[number] += n_postings == list_ptr[number] or rows[n_postings - 1] != row
                rows[n_postings] = row
                words[n_postings] = word
                n_postings += 1
    list_ptr[number + 1] = n_postings
