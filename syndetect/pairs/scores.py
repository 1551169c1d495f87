"""Candidate pairs -> scores: TF-IDF cosine and exact resemblance of the shingle sets."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from syndetect.kernels import kernel, part, xxh64_words
from syndetect.params import ShingleParams
from syndetect.sketch import row_cosine
from syndetect.text import Tokens
from syndetect.threads import in_chunks

__all__ = ["cosines", "shared_shingles"]


def cosines(
    weights: csr_array, pairs: NDArray[np.int64], *, n_threads: int | None = None
) -> NDArray[np.float64]:
    """Compute the TF-IDF cosine of pairs of articles.

    Parameters
    ----------
    weights : float32 csr_array of shape (n_articles, n_terms)
        Rows of length 1 or 0, columns sorted.
    pairs : int64 array of shape (n_pairs, 2)
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    float64 array of shape (n_pairs,)
        Between 0 and 1; 0 where an article has no word.
    """
    found = np.empty(len(pairs), np.float64)
    matrix = (weights.indptr.astype(np.int64), weights.indices.astype(np.int32), weights.data)

    def multiply(part: slice) -> None:
        _multiply_rows(matrix, pairs[part], found[part])

    in_chunks(multiply, len(pairs), n_threads)
    return np.clip(found, 0.0, 1.0)


@kernel
def _multiply_rows(
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    pairs: NDArray[np.int64],
    found: NDArray[np.float64],
) -> None:
    row_ptr, terms, values = matrix
    for pair in range(len(pairs)):
        found[pair] = row_cosine(row_ptr, terms, values, pairs[pair, 0], pairs[pair, 1])


def shared_shingles(
    tokens: Tokens, pairs: NDArray[np.int64], params: ShingleParams, *, n_threads: int | None = None
) -> NDArray[np.int64]:
    """Count the distinct shingles of pairs of articles.

    Parameters
    ----------
    tokens : Tokens
    pairs : int64 array of shape (n_pairs, 2)
        Pairs of the same a should stand together: its set is then made once.
    params : ShingleParams
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    int64 array of shape (n_pairs, 3)
        Distinct shingles of a, of b, and those in both: the exact resemblance
        is both / (a + b - both), the containment of a in b both / a (Broder
        1997). All 0 for articles shorter than a shingle.
    """
    counts = np.zeros((len(pairs), 3), np.int64)

    def count(part: slice) -> None:
        words, seed = tokens.hashes, np.uint64(params.seed)
        _count_shared(words, tokens.article_ptr, pairs[part], params.width, seed, counts[part])

    in_chunks(count, len(pairs), n_threads)
    return counts


@kernel
def _count_shared(
    words: NDArray[np.uint32],
    article_ptr: NDArray[np.int64],
    pairs: NDArray[np.int64],
    width: int,
    seed: np.uint64,
    counts: NDArray[np.int64],
) -> None:
    held = -1
    n_a = 0
    table = np.empty(0, np.uint64)  # open addressing; slot -> shingle
    seen = np.empty(0, np.int8)  # slot -> 0 free, 1 of a, 2 of a and this b, 3 of this b alone
    for pair in range(len(pairs)):
        one, other = pairs[pair, 0], pairs[pair, 1]
        length_a = max(0, article_ptr[one + 1] - article_ptr[one] - width + 1)
        length_b = max(0, article_ptr[other + 1] - article_ptr[other] - width + 1)
        if one != held or 2 * (length_a + length_b) > len(table):
            size = 16
            while size < 2 * (length_a + length_b):
                size *= 2
            table = np.empty(size, np.uint64)
            seen = np.zeros(size, np.int8)
            n_a = 0
            for k in range(length_a):
                n_a += _insert(table, seen, xxh64_words(words, article_ptr[one] + k, width, seed), 1)
            held = one
        n_both = 0
        n_b_alone = 0
        slots = np.empty(length_b, np.int64)
        for k in range(length_b):
            hashed = xxh64_words(words, article_ptr[other] + k, width, seed)
            slot = _find(table, seen, hashed)
            slots[k] = slot
            if seen[slot] == 0:
                table[slot] = hashed
                seen[slot] = 3
                n_b_alone += 1
            elif seen[slot] == 1:
                seen[slot] = 2
                n_both += 1
        for k in range(length_b - 1, -1, -1):  # leave the table as a made it
            seen[slots[k]] = 1 if seen[slots[k]] in (1, 2) else 0
        counts[pair, 0] = n_a
        counts[pair, 1] = n_both + n_b_alone
        counts[pair, 2] = n_both


@part
def _find(table: NDArray[np.uint64], seen: NDArray[np.int8], hashed: np.uint64) -> int:
    mask = len(table) - 1
    slot = int(np.int64(hashed & np.uint64(mask)))
    while seen[slot] != 0 and table[slot] != hashed:
        slot = (slot + 1) & mask
    return slot


@part
def _insert(table: NDArray[np.uint64], seen: NDArray[np.int8], hashed: np.uint64, mark: int) -> int:
    """Insert a shingle; return 1 if it is new."""
    slot = _find(table, seen, hashed)
    if seen[slot] != 0:
        return 0
    table[slot] = hashed
    seen[slot] = mark
    return 1
