"""Token arrays -> fingerprints: of every window of shingles the one of least hash."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, xxh64_words
from syndetect.params import PassageParams
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
    return Fingerprints(hashes.finish(), words.finish(), np.concatenate(([0], np.cumsum(sizes))))


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
    queue_hash = np.empty(window, np.uint32)  # of the window, ascending from ``first``: a ring
    queue_word = np.empty(window, np.int64)
    n_found = 0
    for k in range(len(rows)):
        start = article_ptr[rows[k]]
        n_shingles = article_ptr[rows[k] + 1] - start - width + 1
        before = n_found
        first, n_queued = 0, 0
        chosen = -1
        for place in range(n_shingles if n_shingles >= window else 0):
            hashed = np.uint32(xxh64_words(tokens, start + place, width, np.uint64(0)))
            while n_queued > 0 and queue_hash[(first + n_queued - 1) % window] >= hashed:
                n_queued -= 1
            if n_queued > 0 and queue_word[first] <= place - window:
                first = (first + 1) % window
                n_queued -= 1
            queue_hash[(first + n_queued) % window] = hashed
            queue_word[(first + n_queued) % window] = place
            n_queued += 1
            if place >= window - 1 and queue_word[first] != chosen:
                chosen = queue_word[first]
                hashes[n_found] = queue_hash[first]
                words[n_found] = chosen
                n_found += 1
        counts[k] = n_found - before
    return n_found
