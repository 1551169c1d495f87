"""Token arrays -> TF-IDF vectors: one sparse row an article."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from syndetect.kernels import kernel, part
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens
from syndetect.threads import chunks

__all__ = ["Counts", "count_terms", "inverse_frequency", "row_cosine", "term_slot", "tfidf", "weighed"]


_ENTRIES_AT_ONCE = 1 << 22  # weighed in one go: each step of that makes arrays of as many numbers


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each word stands in each article, as a sparse matrix by rows.

    Attributes
    ----------
    row_ptr : int64 array of shape (n_articles + 1,)
    terms : int32 array of shape (n_entries,)
        Column of each entry; columns are numbered in the order in which the
        words first occur, within a row they stand in that order too.
    counts : float32 array of shape (n_entries,)
    term_hashes : uint32 array of shape (n_terms,)
        Token hash of each column.
    """

    row_ptr: NDArray[np.int64]
    terms: NDArray[np.int32]
    counts: NDArray[np.float32]
    term_hashes: NDArray[np.uint32]


def count_terms(tokens: Tokens, *, storage: Storage = IN_MEMORY) -> Counts:
    """Count the words of every article, in one pass over the tokens.

    Parameters
    ----------
    tokens : Tokens
    storage : Storage, optional
        Where the counts are to lie.

    Returns
    -------
    Counts
        An article without words has an empty row.
    """
    row_ptr = np.zeros(tokens.n_articles + 1, np.int64)
    terms = storage.empty(len(tokens.hashes), np.int32)
    counts = storage.empty(len(tokens.hashes), np.float32)
    term_hashes = _count(tokens.hashes, tokens.article_ptr, row_ptr, terms, counts)
    n_entries = row_ptr[-1]
    return Counts(row_ptr, terms[:n_entries], counts[:n_entries], term_hashes)


@part
def term_slot(table: NDArray[np.int32], term_hashes: NDArray[np.uint32], token: np.uint32) -> int:
    """Return the slot of an open-addressed table that holds a word, or the free one where it belongs."""
    mask = len(table) - 1
    slot = int(np.int64(token)) * 0x9E3779B1 & mask
    while table[slot] >= 0 and term_hashes[table[slot]] != token:
        slot = (slot + 1) & mask
    return slot


@kernel
def _count(
    words: NDArray[np.uint32],
    article_ptr: NDArray[np.int64],
    row_ptr: NDArray[np.int64],
    terms: NDArray[np.int32],
    counts: NDArray[np.float32],
) -> NDArray[np.uint32]:
    table = np.full(1 << 16, -1, np.int32)  # open addressing: slot -> column
    term_hashes = np.empty(1 << 15, np.uint32)
    entry_of = np.empty(1 << 15, np.int64)  # the column's last entry: is it in this row?
    n_terms = 0
    n_entries = 0
    for article in range(len(article_ptr) - 1):
        first_entry = n_entries
        for at in range(article_ptr[article], article_ptr[article + 1]):
            token = words[at]
            slot = term_slot(table, term_hashes, token)
            term = table[slot]
            if term < 0:
                if n_terms == len(term_hashes):  # half full: double everything
                    term_hashes = np.concatenate((term_hashes, np.empty(n_terms, np.uint32)))
                    entry_of = np.concatenate((entry_of, np.empty(n_terms, np.int64)))
                    table = np.full(2 * len(table), -1, np.int32)
                    for k in range(n_terms):
                        table[term_slot(table, term_hashes, term_hashes[k])] = k
                    slot = term_slot(table, term_hashes, token)
                term = n_terms
                table[slot] = term
                term_hashes[term] = token
                entry_of[term] = -1
                n_terms += 1
            if entry_of[term] >= first_entry:
                counts[entry_of[term]] += np.float32(1)
            else:
                entry_of[term] = n_entries
                terms[n_entries] = term
                counts[n_entries] = np.float32(1)
                n_entries += 1
        row_ptr[article + 1] = n_entries
    return term_hashes[:n_terms].copy()


def tfidf(counts: Counts, *, storage: Storage = IN_MEMORY) -> csr_array:
    """Weigh the words of every article.

    Parameters
    ----------
    counts : Counts
    storage : Storage, optional
        Where the weights are to lie.

    Returns
    -------
    float32 csr_array of shape (n_articles, n_terms)
        Rows of length 1, or 0 where an article has no word: (1 + ln count)
        * (ln((1 + n) / (1 + df)) + 1), then divided by the row's norm. Equal to
        the bit to scikit-learn's ``TfidfTransformer(sublinear_tf=True)``.

    Notes
    -----
    No list of function words is used: the weights do that work in any
    language (measured: docs/architecture.md, "Same event").
    """
    shape = (len(counts.row_ptr) - 1, len(counts.term_hashes))
    matrix = csr_array((counts.counts, counts.terms, counts.row_ptr), shape=shape)
    if 0 in shape:
        return matrix
    frequency = inverse_frequency(np.bincount(counts.terms, minlength=shape[1]), shape[0])
    terms = storage.empty(len(counts.terms), np.int32)
    values = storage.empty(len(counts.terms), np.float32)
    n_blocks = -(-len(counts.terms) // _ENTRIES_AT_ONCE)
    for rows in chunks(shape[0], min(n_blocks, shape[0])):
        block = weighed(matrix[rows], frequency)
        block.sort_indices()
        entries = slice(counts.row_ptr[rows.start], counts.row_ptr[rows.stop])
        terms[entries], values[entries] = block.indices, block.data
    return csr_array((values, terms, counts.row_ptr), shape=shape)


def inverse_frequency(n_with: NDArray[np.int64], n_articles: int) -> NDArray[np.float32]:
    """Return how rare each word is, as ``TfidfTransformer().fit`` of scikit-learn computes it, to the bit.

    Parameters
    ----------
    n_with : int64 array of shape (n_terms,)
        Articles that have the word.
    n_articles : int

    Returns
    -------
    float32 array of shape (n_terms,)
        ln((1 + n_articles) / (1 + n_with)) + 1.
    """
    frequency = n_with.astype(np.float32) + np.float32(1)
    weights = np.full_like(frequency, n_articles + 1)
    weights /= frequency
    np.log(weights, out=weights)
    weights += np.float32(1)
    return weights


def weighed(counts: csr_array, frequency: NDArray[np.float32]) -> csr_array:
    """Weigh the words of articles, as ``TfidfTransformer.transform`` of scikit-learn does, to the bit.

    Parameters
    ----------
    counts : float32 csr_array of shape (n_articles, n_terms)
        All positive.
    frequency : float32 array of shape (n_terms,)
        What :func:`inverse_frequency` returns.

    Returns
    -------
    float32 csr_array of shape (n_articles, n_terms)
        Entries in the order of ``counts``; squares of a row are summed in this order, with double precision.
    """
    values = np.log(counts.data)
    values += np.float32(1)
    values *= frequency[counts.indices]
    row_of = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    norms = np.sqrt(np.bincount(row_of, weights=values * values, minlength=counts.shape[0]))
    values = (values / norms[row_of]).astype(np.float32)
    return csr_array((values, counts.indices.copy(), counts.indptr), shape=counts.shape)


@part
def row_cosine(
    row_ptr: NDArray[np.int64], terms: NDArray[np.int32], values: NDArray[np.float32], one: int, other: int
) -> float:
    """Return the dot product of two rows of a sparse matrix, summed in the order of the terms.

    Parameters
    ----------
    row_ptr, terms, values
        A matrix by rows with sorted columns; rows of length 1, so that the
        product is their cosine.
    one, other : int
        Rows.

    Returns
    -------
    float
    """
    i, j = row_ptr[one], row_ptr[other]
    i_end, j_end = row_ptr[one + 1], row_ptr[other + 1]
    total = 0.0
    while i < i_end and j < j_end:
        if terms[i] == terms[j]:
            total += np.float64(values[i]) * np.float64(values[j])
            i += 1
            j += 1
        elif terms[i] < terms[j]:
            i += 1
        else:
            j += 1
    return total
