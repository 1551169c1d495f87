"""Token arrays -> fingerprints: of every window of shingles the one of least hash."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.hashes import xxh64_runs
from syndetect.kernels import kernel, part
from syndetect.params import PassageParams
from syndetect.ranges import pointer
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens
from syndetect.threads import chunks, in_order

__all__ = ["Fingerprints", "winnow"]

ARTICLES_AT_ONCE = 2000  # whose fingerprints are made in one go


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The fingerprints of many articles, one after the other.

    Attributes
    ----------
    hashes : uint32 array of shape (n_fingerprints,)
        The low 32 bits of the xxh64 of a shingle's token hashes.
    words : int32 array of shape (n_fingerprints,)
        The first word of that shingle in its article; ascending in each.
    article_ptr : int64 array of shape (n_articles + 1,)
        The fingerprints of article i are ``article_ptr[i]:article_ptr[i + 1]``.
    """

    hashes: NDArray[np.uint32]
    words: NDArray[np.int32]
    article_ptr: NDArray[np.int64]


def winnow(
    tokens: Tokens,
    rows: NDArray[np.int64],
    params: PassageParams,
    *,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Fingerprints:
    """Choose the fingerprints of articles.

    Parameters
    ----------
    tokens : Tokens
        Of the bodies.
    rows : int64 array of shape (n_rows,)
        The articles to look at, ascending; the others get none.
    params : PassageParams
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where what is found is to lie.

    Returns
    -------
    Fingerprints
        None for an article of fewer than ``params.run_words`` words.

    Notes
    -----
    Schleimer, Wilkerson & Aiken, "Winnowing: local algorithms for document
    fingerprinting" (SIGMOD 2003), sec. 3: of every window of ``run_words -
    width + 1`` consecutive shingles the one of least hash is chosen, of equal
    ones the rightmost. What is chosen depends on the window's words alone, so
    that two articles which share a run of ``run_words`` words have in it a
    fingerprint in common, at the same place of the run. The expected density
    is 2 / (window + 1) of the words.
    """

    def choose(part: slice) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int64]]:
        most = int((tokens.article_ptr[rows[part] + 1] - tokens.article_ptr[rows[part]]).sum())
        hashes, words = np.empty(most, np.uint32), np.empty(most, np.int32)
        counts = np.empty(part.stop - part.start, np.int64)
        window = params.run_words - params.width + 1
        texts = (tokens.hashes, tokens.article_ptr)
        n_found = _winnow_articles(texts, rows[part], (params.width, window), hashes, words, counts)
        return hashes[:n_found].copy(), words[:n_found].copy(), counts

    hashes, words, counts = storage.growing(np.uint32), storage.growing(np.int32), [np.empty(0, np.int64)]
    for found in in_order(choose, chunks(len(rows), -(-len(rows) // ARTICLES_AT_ONCE)), n_threads):
        hashes.append(found[0])
        words.append(found[1])
        counts.append(found[2])
    sizes = np.zeros(tokens.n_articles, np.int64)
    sizes[rows] = np.concatenate(counts)
    return Fingerprints(hashes.finish(), words.finish(), pointer(sizes))


@kernel
def _winnow_articles(
    texts: tuple[NDArray[np.uint32], NDArray[np.int64]],
    rows: NDArray[np.int64],
    sizes: tuple[int, int],
    hashes: NDArray[np.uint32],
    words: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> int:
    """Write the fingerprints of some articles, and how many each has; return how many in all."""
    tokens, article_ptr = texts
    width, window = sizes
    low = np.uint64(0xFFFFFFFF)
    longest = 0
    for k in range(len(rows)):
        longest = max(longest, article_ptr[rows[k] + 1] - article_ptr[rows[k]])
    least = np.empty(longest, np.uint64)
    n_found = 0
    for k in range(len(rows)):
        start = article_ptr[rows[k]]
        n_shingles = article_ptr[rows[k] + 1] - start - width + 1
        before = n_found
        if n_shingles >= window:
            xxh64_runs(tokens, start, n_shingles, width, np.uint64(0), least)
            for place in range(n_shingles):  # by hash, of equal ones the rightmost first
                least[place] = least[place] << np.uint64(32) | (low - np.uint64(place))
            _slide(least, n_shingles, window)
            chosen = np.uint64(0)
            for place in range(n_shingles - window + 1):
                hashes[n_found] = np.uint32(least[place] >> np.uint64(32))
                words[n_found] = np.int32(low - (least[place] & low))
                n_found += 1 if place == 0 or least[place] != chosen else 0
                chosen = least[place]
        counts[k] = n_found - before
    return n_found


@part
def _slide(values: NDArray[np.uint64], count: int, window: int) -> None:
    """Put in the place of every value the least of the window that begins there, as long as it is full.

    Windows of one grow to two, four and so on, each of two that overlap or
    meet: a few loops without branches, whatever the values.
    """
    span = 1
    while span < window:
        step = min(span, window - span)
        for place in range(count - span - step + 1):
            values[place] = min(values[place], values[np.uint64(place + step)])
        span += step
