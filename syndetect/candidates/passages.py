"""Fingerprints -> candidate pairs: articles that share a run of words, wherever it stands.

1. Those of one article alone fall away; the others are sorted by hash, one
   range of hashes after the other.
2. A *posting list* holds the places of one fingerprint: of the articles that
   are copies of one another only those of the first that has it.
3. Every article looks its fingerprints up. A hit counts when the words around
   it are equal for ``run_words`` words; the partners are ranked by the rarity
   of what they share, words of direct speech counting a quarter.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.pairing import Pairs, distinct
from syndetect.kernels import kernel, part
from syndetect.params import PassageParams
from syndetect.sketch import Fingerprints
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import QUOTED, Tokens
from syndetect.threads import in_chunks

__all__ = ["Partners", "passage_pairs"]

MAX_PLACES = 4  # of one fingerprint in one article: a refrain, not a passage
PROSE_WEIGHT, QUOTE_WEIGHT = 4, 1
AT_ONCE = 1 << 23  # fingerprints looked at in one go


@dataclass(frozen=True, slots=True)
class Partners:
    """What the search for passages gave: candidate pairs, and where it was bounded."""

    pairs: Pairs
    n_fingerprints: int
    n_common: int  # fingerprints in more than ``max_postings`` articles
    n_bounded: int  # articles with more partners than ``n_partners``


@dataclass(frozen=True, slots=True)
class _Index:
    """The fingerprints that several articles have, as lists of places and article by article.

    ``ptr`` int64 (n_lists + 1,) bounds the lists in ``rows`` int32 and
    ``words`` int32; ``weights`` int32 (n_lists,) says how rare each is.
    ``of_row`` int64 (n_articles + 1,) bounds the fingerprints of each article
    in ``lists`` int32, ``places`` int32 (its own place in the list, or where
    it would stand) and ``starts`` int32 (its first word).
    """

    ptr: NDArray[np.int64]
    rows: NDArray[np.int32]
    words: NDArray[np.int32]
    weights: NDArray[np.int32]
    of_row: NDArray[np.int64]
    lists: NDArray[np.int32]
    places: NDArray[np.int32]
    starts: NDArray[np.int32]


def passage_pairs(  # noqa: PLR0913 - each is what an earlier stage found
    tokens: Tokens,
    fingerprints: Fingerprints,
    leaders: NDArray[np.int64],
    published_at: NDArray[np.float64],
    params: PassageParams,
    *,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Partners:
    """Find for every article those that share a run of words with it.

    Parameters
    ----------
    tokens : Tokens
        Of the bodies.
    fingerprints : Fingerprints
        As :func:`syndetect.sketch.winnow` gives them for these tokens and
        parameters.
    leaders : int64 array of shape (n_articles,)
        The article that each is a copy of, or itself: what stands behind one
        leader counts as one article and is not paired here.
    published_at : float64 array of shape (n_articles,)
        Seconds; NaN when unknown.
    params : PassageParams
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the lists are to lie.

    Returns
    -------
    Partners
        Every pair with a common run of ``params.run_words`` words, as long as
        no bound applies: not more than ``max_postings`` articles have its
        fingerprints, none of the two has more than ``n_partners`` better
        partners, and no shingle stands more than 4 times in an article.

    Notes
    -----
    The work for an article is at most its fingerprints times ``max_postings``,
    whatever the size of the corpus: a story of n copies, or a phrase that n
    articles carry, costs O(n).
    """
    if params.n_partners == 0 or len(fingerprints.hashes) == 0:
        return Partners(np.empty((0, 2), np.int64), len(fingerprints.hashes), 0, 0)
    index = _build_index(fingerprints, leaders, published_at, storage)
    n_articles = tokens.n_articles
    searching = np.flatnonzero(np.diff(index.of_row))
    partners = np.full((len(searching), params.n_partners), -1, np.int64)
    lists = (index.ptr, index.rows, index.words, index.weights)
    own = (index.of_row, index.lists, index.places, index.starts)

    def search(part: slice) -> int:
        limits = (params.width, params.run_words, params.max_postings, params.n_common)
        texts = (tokens.hashes, tokens.flags, tokens.article_ptr)
        return _search(texts, lists, own, leaders, searching[part], limits, partners[part])

    n_bounded = sum(in_chunks(search, len(searching), n_threads, per_thread=8))  # arrays of all articles each
    found = np.stack([np.repeat(searching, params.n_partners), partners.ravel()], axis=1)
    n_common = int((np.diff(index.ptr) > params.max_postings).sum())
    pairs = distinct(found[found[:, 1] >= 0]) if n_articles else found
    return Partners(pairs, len(fingerprints.hashes), n_common, n_bounded)


def _build_index(
    fingerprints: Fingerprints,
    leaders: NDArray[np.int64],
    published_at: NDArray[np.float64],
    storage: Storage,
) -> _Index:
    order = np.argsort(published_at, kind="stable")  # NaN last
    entries, ptr = storage.growing(np.int32, 4), storage.growing(np.int64)
    rows, words, rarity = storage.growing(np.int32), storage.growing(np.int32), storage.growing(np.int32)
    n_of_row = np.zeros(len(leaders), np.int64)
    ptr.append(np.zeros(1, np.int64))
    for least, most in _ranges(fingerprints.hashes):
        part = _lists_of(*_repeated(fingerprints, order, least, most), leaders)
        part.entries[:, 2] += len(rarity)
        n_of_row += np.bincount(part.entries[:, 0], minlength=len(leaders))
        entries.append(part.entries)
        ptr.append(part.ptr[1:] + len(rows))
        rows.append(part.postings[:, 0])
        words.append(part.postings[:, 1])
        rarity.append(part.rarity)
    of_row = np.concatenate(([0], np.cumsum(n_of_row)))
    own = storage.empty((3, len(entries)), np.int32)  # list, place in the list, first word
    _by_row(entries.finish(), of_row[:-1].copy(), own)
    weights = np.round(16 * np.log2(1 + len(np.unique(leaders)) / np.maximum(1, rarity.finish())))
    return _Index(ptr.finish(), rows.finish(), words.finish(), weights.astype(np.int32), of_row, *own)


def _ranges(hashes: NDArray[np.uint32]) -> list[tuple[int, int]]:
    """Cut the hashes into ranges, first and last, of about ``AT_ONCE`` fingerprints each."""
    n_ranges = -(-len(hashes) // AT_ONCE)
    sample = np.sort(hashes[:: max(1, len(hashes) // (1000 * n_ranges))])  # the low ones are frequent
    cuts = np.unique(sample[len(sample) * np.arange(1, n_ranges) // n_ranges]).tolist()
    return list(zip([0, *cuts], [*(cut - 1 for cut in cuts), 0xFFFFFFFF], strict=True))


_Kept = tuple[NDArray[np.uint64], tuple[NDArray[np.int32], NDArray[np.int32]]]


def _repeated(fingerprints: Fingerprints, order: NDArray[np.int64], least: int, most: int) -> _Kept:
    """Return the fingerprints of a range of hashes that occur twice or more, and a few others.

    Most fingerprints are of one article alone. A table of two bits for each
    beginning of a hash, small enough for the cache, sets nearly all of these
    aside before anything is sorted.

    Returns
    -------
    uint64 array of shape (n_kept,)
        Hash, then the number of the fingerprint when articles stand in order
        of time; sorted.
    (int32 array, int32 array), both of shape (n_kept,)
        Row and first word of each number.
    """
    hashes, article_ptr = fingerprints.hashes, fingerprints.article_ptr
    n_bits = min(32, min(len(hashes), 2 * AT_ONCE).bit_length() + 2)
    shift = max(0, (most - least).bit_length() - n_bits)
    window = (least, most, shift)
    seen = np.zeros((((most - least) >> shift) + 4) // 4, np.uint8)
    n_kept = _count_repeated(hashes, window, seen)
    codes, rows, words = np.empty(n_kept, np.uint64), np.empty(n_kept, np.int32), np.empty(n_kept, np.int32)
    texts = (hashes, fingerprints.words, article_ptr)
    _collect_repeated(texts, order, window, seen, (codes, rows, words))
    return _sorted_by_hash(codes, np.empty(n_kept, np.uint64)), (rows, words)


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
def _count_repeated(hashes: NDArray[np.uint32], window: tuple[int, int, int], seen: NDArray[np.uint8]) -> int:
    """Note which beginnings of hashes occur twice or more, and count the hashes that have one of them."""
    least, most, _ = window
    for hashed in hashes:
        if least <= hashed <= most:
            place, bits = _slot(hashed, window)
            held = np.uint64(seen[place])
            seen[place] = held + (np.uint64(1) << bits if held >> bits & np.uint64(2) == 0 else np.uint64(0))
    n_kept = 0
    for hashed in hashes:
        n_kept += 1 if least <= hashed <= most and _is_repeated(hashed, window, seen) else 0
    return n_kept


@part
def _slot(hashed: np.uint32, window: tuple[int, int, int]) -> tuple[np.uint64, np.uint64]:
    """Return the byte and the bits in it that count the beginning of a hash."""
    least, _, shift = window
    slot = (np.uint64(hashed) - np.uint64(least)) >> np.uint64(shift)
    return slot >> np.uint64(2), (slot & np.uint64(3)) * np.uint64(2)


@part
def _is_repeated(hashed: np.uint32, window: tuple[int, int, int], seen: NDArray[np.uint8]) -> bool:
    place, bits = _slot(hashed, window)
    return bool(np.uint64(seen[place]) >> bits & np.uint64(2))


@kernel
def _collect_repeated(
    texts: tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int64]],
    order: NDArray[np.int64],
    window: tuple[int, int, int],
    seen: NDArray[np.uint8],
    kept: tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32]],
) -> None:
    """Write code, row and first word of each of them, articles in order of time."""
    hashes, starts, article_ptr = texts
    codes, rows, words = kept
    least, most, _ = window
    n_kept = 0
    for row in order:
        for at in range(article_ptr[row], article_ptr[row + 1]):
            if least <= hashes[at] <= most and _is_repeated(hashes[at], window, seen):
                codes[n_kept] = np.uint64(hashes[at]) << np.uint64(32) | np.uint64(n_kept)
                rows[n_kept] = row
                words[n_kept] = starts[at]
                n_kept += 1


@kernel
def _sorted_by_hash(codes: NDArray[np.uint64], spare: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Sort codes by their upper 32 bits, stable, 11 bits a round; both arrays are overwritten."""
    count = np.empty(2049, np.int64)
    for turn in range(3):
        shift = np.uint64(32 + 11 * turn)
        for k in range(2049):
            count[k] = 0
        for at in range(len(codes)):
            count[(codes[at] >> shift & np.uint64(2047)) + np.uint64(1)] += 1
        for k in range(2048):
            count[k + 1] += count[k]
        for at in range(len(codes)):
            digit = codes[at] >> shift & np.uint64(2047)
            spare[count[digit]] = codes[at]
            count[digit] += 1
        codes, spare = spare, codes
    return codes


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


@kernel
def _search(  # noqa: PLR0913 - a kernel takes its arrays one by one
    texts: tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int64]],
    lists: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    own: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    leaders: NDArray[np.int64],
    searching: NDArray[np.int64],
    limits: tuple[int, int, int, int],
    partners: NDArray[np.int64],
) -> int:
    """Write the best partners of some articles; return how many had more."""
    _, flags, article_ptr = texts
    ptr, rows, words, weights = lists
    of_row, own_lists, own_places, own_starts = own
    width, run_words, max_postings, n_common = limits
    n_bounded = 0
    score = np.zeros(len(leaders), np.int64)
    shares_run = np.zeros(len(leaders), np.bool_)
    touched = np.empty(len(leaders), np.int64)
    for k in range(len(searching)):
        row = searching[k]
        n_touched = 0
        for entry in range(of_row[row], of_row[row + 1]):
            number, word = own_lists[entry], own_starts[entry]
            speech = flags[article_ptr[row] + word + width // 2] & QUOTED
            weight = weights[number] * (QUOTE_WEIGHT if speech else PROSE_WEIGHT)
            first, last = ptr[number], ptr[number + 1]
            n_earliest, near = last - first, last
            if last - first > max_postings:  # half the earliest, half those nearest in time
                n_earliest = n_common // 2
                near = first + own_places[entry] - n_earliest // 2
                near = min(max(near, first + n_earliest), last - n_earliest)
                last = near + n_earliest
            for step in range(n_earliest + last - near):
                at = first + step if step < n_earliest else near + step - n_earliest
                other = rows[at]
                if leaders[other] == leaders[row]:
                    continue
                if score[other] == 0:
                    touched[n_touched] = other
                    n_touched += 1
                score[other] += weight
                if not shares_run[other]:
                    shares_run[other] = _run_length(texts, row, other, word, words[at]) >= run_words
        n_found = 0
        for t in range(n_touched):
            other = touched[t]
            if shares_run[other]:
                _insert(score, partners[k], other, n_found)
                n_found += 1
        n_bounded += 1 if n_found > partners.shape[1] else 0
        for t in range(n_touched):
            score[touched[t]] = 0
            shares_run[touched[t]] = False
    return n_bounded


@part
def _run_length(
    texts: tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int64]],
    one: int,
    other: int,
    i: int,
    j: int,
) -> int:
    """Return the length of the run of equal words around a word of each; 0 when these differ."""
    hashes, _, article_ptr = texts
    first_a, past_a = article_ptr[one], article_ptr[one + 1]
    first_b, past_b = article_ptr[other], article_ptr[other + 1]
    at_a, at_b = first_a + i, first_b + j
    after = 0
    while at_a + after < past_a and at_b + after < past_b and hashes[at_a + after] == hashes[at_b + after]:
        after += 1
    before = 0
    while (
        after > 0
        and at_a - before > first_a
        and at_b - before > first_b
        and hashes[at_a - before - 1] == hashes[at_b - before - 1]
    ):
        before += 1
    return before + after


@kernel
def _insert(score: NDArray[np.int64], best: NDArray[np.int64], other: int, n_before: int) -> None:
    """Put an article among the best by score; ties by row."""
    place = min(n_before, len(best))
    while place > 0 and (
        score[best[place - 1]] < score[other]
        or (score[best[place - 1]] == score[other] and best[place - 1] > other)
    ):
        if place < len(best):
            best[place] = best[place - 1]
        place -= 1
    if place < len(best):
        best[place] = other
