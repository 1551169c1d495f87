"""Fingerprints -> an index of those that several articles have: where each stands, and what each article has.

They are sorted by hash, one range of hashes after the other, and those of one
article alone fall away. A *posting list* holds the places of one
fingerprint: of the articles that are copies of one another only those of the
first that has it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.sorting import sorted_by_bits
from syndetect.kernels import kernel, prefetch_all
from syndetect.ranges import pointer
from syndetect.sketch import Fingerprints
from syndetect.storage import IN_MEMORY, Storage
from syndetect.threads import available_threads, in_order

__all__ = ["MAX_PLACES", "PostingLists", "build_posting_lists"]

MAX_PLACES = 4  # of one fingerprint in one article: a refrain, not a passage
AT_ONCE = 1 << 22  # fingerprints that a thread looks at in one go
_AHEAD = 4  # articles that are asked for before their turn
LEAST = 1 << 16  # not worth a thread of its own


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
    published_at: NDArray[np.float64],
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
    published_at : float64 array of shape (n_articles,)
        Seconds; NaN, when unknown, comes last.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the lists are to lie.

    Returns
    -------
    PostingLists
        No more than ``MAX_PLACES`` places of a fingerprint in an article.
    """
    order = np.argsort(published_at, kind="stable")  # NaN last
    entries, ptr = storage.growing(np.int32, 4), storage.growing(np.int64)
    rows, words, rarity = storage.growing(np.int32), storage.growing(np.int32), storage.growing(np.int32)
    n_of_row = np.zeros(len(leaders), np.int64)
    ptr.append(np.zeros(1, np.int64))

    def lists_of(window: tuple[int, int]) -> _Lists:
        return _lists_of(*_in_range(fingerprints, order, *window), leaders)

    n_threads = n_threads or available_threads()
    for found in in_order(lists_of, _ranges(fingerprints.hashes, n_threads), n_threads):
        found.entries[:, 2] += len(rarity)
        n_of_row += np.bincount(found.entries[:, 0], minlength=len(leaders))
        entries.append(found.entries)
        ptr.append(found.ptr[1:] + len(rows))
        rows.append(found.postings[:, 0])
        words.append(found.postings[:, 1])
        rarity.append(found.rarity)
    of_row = pointer(n_of_row)
    own = storage.empty((3, len(entries)), np.int32)  # list, place in the list, first word
    _by_row(entries.finish(), of_row[:-1].copy(), own)
    weights = np.round(16 * np.log2(1 + len(np.unique(leaders)) / np.maximum(1, rarity.finish())))
    return PostingLists(ptr.finish(), rows.finish(), words.finish(), weights.astype(np.int32), of_row, *own)


def _ranges(hashes: NDArray[np.uint32], n_threads: int) -> list[tuple[int, int]]:
    """Cut the hashes into ranges, first and last, of at most about ``AT_ONCE`` fingerprints each."""
    n_ranges = max(-(-len(hashes) // AT_ONCE), min(n_threads, -(-len(hashes) // LEAST)))
    sample = np.sort(hashes[:: max(1, len(hashes) // (1000 * n_ranges))])  # the low ones are frequent
    cuts = np.unique(sample[len(sample) * np.arange(1, n_ranges) // n_ranges]).tolist()
    return list(zip([0, *cuts], [*(cut - 1 for cut in cuts), 0xFFFFFFFF], strict=True))


_Sorted = tuple[NDArray[np.uint64], tuple[NDArray[np.int32], NDArray[np.int32]]]


def _in_range(fingerprints: Fingerprints, order: NDArray[np.int64], least: int, most: int) -> _Sorted:
    """Return the fingerprints of a range of hashes, sorted.

    Returns
    -------
    uint64 array of shape (n_found,)
        Hash, then the number of the fingerprint when articles stand in order
        of time; sorted.
    (int32 array, int32 array), both of shape (n_found,)
        Row and first word of each number.
    """
    hashes = fingerprints.hashes
    n_found = _count_in_range(hashes, np.uint32(least), np.uint32(most))
    codes = np.empty(n_found, np.uint64)
    rows, words = np.empty(n_found, np.int32), np.empty(n_found, np.int32)
    texts = (hashes, fingerprints.words, fingerprints.article_ptr)
    _collect(texts, order, (np.uint32(least), np.uint32(most)), codes, rows, words)
    return sorted_by_bits(codes, np.empty(n_found, np.uint64), 32, 64), (rows, words)


class _Lists(NamedTuple):
    """The posting lists of a range of hashes, as ``_write_lists`` writes them."""

    entries: NDArray[np.int32]  # (n_entries, 4): row, first word, list, place in the list
    ptr: NDArray[np.int64]
    postings: NDArray[np.int32]  # (n_postings, 2): row, first word
    rarity: NDArray[np.int32]


def _lists_of(
    codes: NDArray[np.uint64], places: tuple[NDArray[np.int32], NDArray[np.int32]], leaders: NDArray[np.int64]
) -> _Lists:
    n_kept, n_lists = _count_shared(codes)
    entries = np.empty((n_kept, 4), np.int32)
    ptr = np.empty(n_lists + 1, np.int64)
    postings = np.empty((n_kept, 2), np.int32)
    rarity = np.empty(n_lists, np.int32)
    n_kept, n_lists = _write_lists(codes, places, leaders, entries, ptr, postings, rarity)
    return _Lists(entries[:n_kept], ptr[: n_lists + 1], postings[: ptr[n_lists]], rarity[:n_lists])


@kernel
def _count_in_range(hashes: NDArray[np.uint32], least: np.uint32, most: np.uint32) -> int:
    n_found = 0
    for hashed in hashes:
        n_found += 1 if least <= hashed <= most else 0
    return n_found


@kernel
def _collect(
    texts: tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int64]],
    order: NDArray[np.int64],
    window: tuple[np.uint32, np.uint32],
    codes: NDArray[np.uint64],
    rows: NDArray[np.int32],
    words: NDArray[np.int32],
) -> None:
    """Write code, row and first word of each fingerprint of a range, articles in order of time."""
    hashes, starts, article_ptr = texts
    least, most = window
    n_found = 0
    for k in range(len(order)):
        row = order[k]
        soon = order[min(k + _AHEAD, len(order) - 1)]  # articles lie in memory in another order
        prefetch_all(hashes, article_ptr[soon], article_ptr[soon + 1])
        for at in range(np.uint64(article_ptr[row]), np.uint64(article_ptr[row + 1])):
            if least <= hashes[at] <= most:
                codes[n_found] = np.uint64(hashes[at]) << np.uint64(32) | np.uint64(n_found)
                rows[n_found] = row
                words[n_found] = starts[at]
                n_found += 1


@kernel
def _count_shared(codes: NDArray[np.uint64]) -> tuple[int, int]:
    """Count the fingerprints that occur twice or more, and the different ones among them."""
    n_kept, n_lists = 0, 0
    start = 0
    for at in range(1, len(codes) + 1):
        if at == len(codes) or codes[at] >> np.uint64(32) != codes[start] >> np.uint64(32):
            if at - start > 1:
                n_kept += at - start
                n_lists += 1
            start = at
    return n_kept, n_lists


@kernel
def _write_lists(  # noqa: PLR0913 - a kernel takes its arrays one by one
    codes: NDArray[np.uint64],
    places: tuple[NDArray[np.int32], NDArray[np.int32]],
    leaders: NDArray[np.int64],
    entries: NDArray[np.int32],
    ptr: NDArray[np.int64],
    postings: NDArray[np.int32],
    rarity: NDArray[np.int32],
) -> tuple[int, int]:
    """Write the lists of the fingerprints that articles of different leaders have.

    Returns how many entries, and how many lists.
    """
    rows, words = places
    low = np.uint64(0xFFFFFFFF)
    holder = np.full(len(leaders), -1, np.int64)  # leader -> row whose places the list at hand holds
    n_entries, n_lists, n_postings = 0, 0, 0
    ptr[0] = 0
    start = 0
    for past in range(1, len(codes) + 1):
        if past < len(codes) and codes[past] >> np.uint64(32) == codes[start] >> np.uint64(32):
            continue
        first_entry = n_entries
        n_leaders = 0
        at = start
        while past - start > 1 and at < past:
            row = rows[codes[at] & low]
            leader = leaders[row]
            if holder[leader] < 0:
                holder[leader] = row
                n_leaders += 1
            n_places = 0
            while at < past and rows[codes[at] & low] == row:
                if n_places < MAX_PLACES:
                    word = words[codes[at] & low]
                    entries[n_entries, 0] = row
                    entries[n_entries, 1] = word
                    entries[n_entries, 2] = n_lists
                    entries[n_entries, 3] = n_postings - ptr[n_lists]
                    n_entries += 1
                    if holder[leader] == row:
                        postings[n_postings, 0] = row
                        postings[n_postings, 1] = word
                        n_postings += 1
                n_places += 1
                at += 1
        for e in range(first_entry, n_entries):
            holder[leaders[entries[e, 0]]] = -1
        if n_leaders > 1:
            rarity[n_lists] = n_leaders
            n_lists += 1
            ptr[n_lists] = n_postings
        else:
            n_entries, n_postings = first_entry, ptr[n_lists]
        start = past
    return n_entries, n_lists


@kernel
def _by_row(entries: NDArray[np.int32], following: NDArray[np.int64], own: NDArray[np.int32]) -> None:
    """Write the entries article by article, those of each in order; ``following`` is used up."""
    for e in range(len(entries)):
        row = entries[e, 0]
        at = following[row]
        following[row] = at + 1
        own[0, at] = entries[e, 2]
        own[1, at] = entries[e, 3]
        own[2, at] = entries[e, 1]
