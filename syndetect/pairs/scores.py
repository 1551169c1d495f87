"""Candidate pairs -> scores: TF-IDF cosine and exact resemblance of the shingle sets."""

import numpy as np
from numpy.typing import NDArray

from syndetect.hashes import xxh64_runs
from syndetect.kernels import kernel, part
from syndetect.params import ShingleParams
from syndetect.sketch import Weights
from syndetect.text import Tokens
from syndetect.threads import in_chunks

__all__ = ["cosines", "shared_shingles"]


def cosines(
    weights: Weights, pairs: NDArray[np.int64], *, n_threads: int | None = None
) -> NDArray[np.float64]:
    """Compute the TF-IDF cosine of pairs of articles.

    Parameters
    ----------
    weights : Weights of shape (n_articles, n_terms)
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
    matrix = (weights.indptr, weights.indices, weights.data)

    def multiply(part: slice) -> None:
        _multiply_rows(matrix, weights.shape[1], pairs[part], found[part])

    in_chunks(multiply, len(pairs), n_threads)
    return np.clip(found, 0.0, 1.0)


@kernel
def _multiply_rows(
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    n_terms: int,
    pairs: NDArray[np.int64],
    found: NDArray[np.float64],
) -> None:
    """Write the product of each pair of rows, summed in the order of the terms as ``row_cosine`` does."""
    row_ptr, terms, values = matrix
    held = np.zeros(n_terms, np.float32)  # the row of a by term: no branch a term, as a merge of both has
    last = -1
    for pair in range(len(pairs)):
        one, other = pairs[pair, 0], pairs[pair, 1]
        if one != last:
            if last >= 0:
                for at in range(row_ptr[last], row_ptr[last + 1]):
                    held[terms[at]] = np.float32(0.0)
            for at in range(row_ptr[one], row_ptr[one + 1]):
                held[terms[at]] = values[at]
            last = one
        total = 0.0
        for at in range(row_ptr[other], row_ptr[other + 1]):
            total += np.float64(held[terms[at]]) * np.float64(values[at])
        found[pair] = total


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
    words, ptr = tokens.hashes, tokens.article_ptr
    size = (params.width, np.uint64(params.seed))
    rows = np.flatnonzero(np.bincount(pairs.ravel(), minlength=tokens.n_articles))
    n_distinct = np.zeros(tokens.n_articles, np.int64)
    n_shared = np.zeros(len(pairs), np.int64)

    def count(part: slice) -> None:
        _count_distinct(words, ptr, rows[part], size, n_distinct)

    def compare(part: slice) -> None:
        _count_shared(words, ptr, pairs[part], size, n_distinct, n_shared[part])

    in_chunks(count, len(rows), n_threads)
    in_chunks(compare, len(pairs), n_threads)
    return np.column_stack((n_distinct[pairs], n_shared))


@kernel
def _count_distinct(
    words: NDArray[np.uint32],
    article_ptr: NDArray[np.int64],
    rows: NDArray[np.int64],
    size: tuple[int, np.uint64],
    n_distinct: NDArray[np.int64],
) -> None:
    """Write for each of these articles how many different shingles it has."""
    held = np.empty(0, np.uint64)
    table = np.empty(0, np.uint64)
    for row in rows:
        n_shingles = max(0, article_ptr[row + 1] - article_ptr[row] - size[0] + 1)
        if 4 * n_shingles > len(table):
            held, table = _room(n_shingles)
        xxh64_runs(words, article_ptr[row], n_shingles, size[0], size[1], held)
        n_distinct[row] = _fill(table, held, n_shingles)


@kernel
def _count_shared(
    words: NDArray[np.uint32],
    article_ptr: NDArray[np.int64],
    pairs: NDArray[np.int64],
    size: tuple[int, np.uint64],
    n_distinct: NDArray[np.int64],
    n_shared: NDArray[np.int64],
) -> None:
    """Write for each pair how many different shingles both have."""
    in_table = -1
    held = np.empty(0, np.uint64)
    table = np.empty(0, np.uint64)
    found_in = np.empty(0, np.int32)  # slot -> the last pair that has this shingle in common
    for pair in range(len(pairs)):
        one, other = pairs[pair, 0], pairs[pair, 1]
        length_a = max(0, article_ptr[one + 1] - article_ptr[one] - size[0] + 1)
        length_b = max(0, article_ptr[other + 1] - article_ptr[other] - size[0] + 1)
        if 4 * length_a > len(table) or length_b > len(held):
            held, table = _room(max(length_a, length_b))
            found_in = np.full(len(table), -1, np.int32)
            in_table = -1
        if one != in_table:
            xxh64_runs(words, article_ptr[one], length_a, size[0], size[1], held)
            _fill(table, held, length_a)
            in_table = one
        xxh64_runs(words, article_ptr[other], length_b, size[0], size[1], held)
        n_both = 0
        is_plain = n_distinct[other] == length_b  # no shingle twice
        for k in range(length_b):
            slot = _find(table, held[k] if held[k] != 0 else np.uint64(1))
            if is_plain:
                n_both += 1 if table[slot] != 0 else 0
            elif table[slot] != 0 and found_in[slot] != pair:
                found_in[slot] = pair
                n_both += 1
        n_shared[pair] = n_both


@part
def _room(n_shingles: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return room for so many shingles, and a table of at least four times as many slots: a power of two."""
    n_slots = 16
    while n_slots < 4 * n_shingles:
        n_slots *= 2
    return np.empty(n_slots // 4, np.uint64), np.empty(n_slots, np.uint64)


@part
def _fill(table: NDArray[np.uint64], shingles: NDArray[np.uint64], n_shingles: int) -> int:
    """Make the table that of these shingles, and return how many are different; a free slot holds 0."""
    for slot in range(len(table)):
        table[slot] = 0
    n_distinct = 0
    for k in range(n_shingles):
        hashed = shingles[k] if shingles[k] != 0 else np.uint64(1)
        slot = _find(table, hashed)
        n_distinct += 1 if table[slot] == 0 else 0
        table[slot] = hashed
    return n_distinct


@part
def _find(table: NDArray[np.uint64], hashed: np.uint64) -> int:
    """Return the slot that holds a shingle, or the free one where it belongs."""
    mask = np.uint64(len(table) - 1)
    slot = hashed & mask
    while table[slot] != 0 and table[slot] != hashed:
        slot = (slot + np.uint64(1)) & mask
    return int(slot)
