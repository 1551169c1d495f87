"""Token arrays -> TF-IDF vectors: one sparse row an article."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens
from syndetect.threads import in_chunks, in_order

__all__ = [
    "Counts",
    "Weights",
    "count_terms",
    "inverse_frequency",
    "row_cosine",
    "term_slot",
    "tfidf",
    "weigh",
]


_WORDS_AT_ONCE = 1 << 17  # counted in one go: their distinct words, and where these are, fit into the cache
_DIGIT = 8  # bits of a term that a row is sorted by in one pass


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
    n_with : int64 array of shape (n_terms,)
        Articles that have the word.
    """

    row_ptr: NDArray[np.int64]
    terms: NDArray[np.int32]
    counts: NDArray[np.float32]
    term_hashes: NDArray[np.uint32]
    n_with: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """TF-IDF vectors of articles, as a sparse matrix by rows; attributes are named as those of SciPy's.

    No ``csr_array``: that would copy columns to the type of the pointer, twice the bytes.

    Attributes
    ----------
    data : float32 array of shape (n_entries,)
    indices : int32 array of shape (n_entries,)
        Column of each entry, ascending in a row.
    indptr : int64 array of shape (n_articles + 1,)
    shape : tuple of int
        Articles, terms.
    """

    data: NDArray[np.float32]
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]
    shape: tuple[int, int]

    @property
    def nnz(self) -> int:
        """Number of entries."""
        return len(self.data)


@dataclass(frozen=True, slots=True)
class _Part:
    """The counts of some articles, with columns of their own: those of ``hashes`` in order."""

    sizes: NDArray[np.int64]  # entries of each article
    terms: NDArray[np.int32]
    counts: NDArray[np.float32]
    hashes: NDArray[np.uint32]
    n_with: NDArray[np.int32]


def count_terms(tokens: Tokens, *, n_threads: int | None = None, storage: Storage = IN_MEMORY) -> Counts:
    """Count the words of every article, in one pass over the tokens.

    Parameters
    ----------
    tokens : Tokens
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the counts are to lie.

    Returns
    -------
    Counts
        An article without words has an empty row.
    """

    def count(rows: slice) -> _Part:
        return _counted(tokens.hashes, tokens.article_ptr[rows.start : rows.stop + 1])

    vocabulary = _Vocabulary()
    terms, counts = storage.growing(np.int32), storage.growing(np.float32)
    sizes = [np.zeros(1, np.int64)]
    for found in in_order(count, _parts(tokens.article_ptr), n_threads):
        column = vocabulary.add(found.hashes, found.n_with)
        terms.append(column[found.terms])
        counts.append(found.counts)
        sizes.append(found.sizes)
    row_ptr = np.cumsum(np.concatenate(sizes))
    return Counts(row_ptr, terms.finish(), counts.finish(), vocabulary.hashes, vocabulary.n_with)


def _parts(article_ptr: NDArray[np.int64]) -> list[slice]:
    """Cut articles into parts of so many words, or of one article that has more."""
    n_articles = len(article_ptr) - 1
    limits = np.arange(_WORDS_AT_ONCE, article_ptr[-1], _WORDS_AT_ONCE)
    bounds = np.unique(np.concatenate(([0, n_articles], np.searchsorted(article_ptr, limits)))).tolist()
    return [slice(first, past) for first, past in pairwise(bounds)]


def _counted(words: NDArray[np.uint32], article_ptr: NDArray[np.int64]) -> _Part:
    n_words = int(article_ptr[-1] - article_ptr[0])
    sizes = np.zeros(len(article_ptr) - 1, np.int64)
    terms, counts = np.empty(n_words, np.int32), np.empty(n_words, np.float32)
    hashes, n_with = np.empty(n_words, np.uint32), np.empty(n_words, np.int32)
    n_terms = _count(words, article_ptr, sizes, terms, counts, hashes, n_with)
    n_entries = int(sizes.sum())
    # Copies, so that the over-long buffers are given back.
    return _Part(
        sizes, terms[:n_entries], counts[:n_entries].copy(), hashes[:n_terms].copy(), n_with[:n_terms].copy()
    )


class _Vocabulary:
    """The distinct words of a corpus, numbered in the order in which they come."""

    def __init__(self) -> None:
        self._make(1 << 15)
        self._n_terms = 0

    @property
    def hashes(self) -> NDArray[np.uint32]:
        """Token hash of each word."""
        return self._hashes[: self._n_terms].copy()

    @property
    def n_with(self) -> NDArray[np.int64]:
        """Articles that have each word."""
        return self._n_with[: self._n_terms].copy()

    def add(self, hashes: NDArray[np.uint32], n_with: NDArray[np.int32]) -> NDArray[np.int32]:
        """Take distinct words, each in so many articles; return their numbers."""
        n_most = self._n_terms + len(hashes)
        if n_most > len(self._hashes):
            known, counted, self._n_terms = self.hashes, self.n_with, 0
            self._make(2 * n_most)
            self.add(known, counted.astype(np.int32))
        numbers = np.empty(len(hashes), np.int32)
        self._n_terms = _number(
            self._table, self._hashes, self._n_with, self._n_terms, hashes, n_with, numbers
        )
        return numbers

    def _make(self, n_most: int) -> None:
        self._hashes = np.empty(n_most, np.uint32)
        self._n_with = np.zeros(n_most, np.int64)
        self._table = np.full(1 << (2 * n_most - 1).bit_length(), -1, np.int32)  # half full at most


@part
def term_slot(table: NDArray[np.int32], term_hashes: NDArray[np.uint32], token: np.uint32) -> int:
    """Return the slot of an open-addressed table that holds a word, or the free one where it belongs."""
    mask = len(table) - 1
    slot = int(np.int64(token)) * 0x9E3779B1 & mask
    while table[slot] >= 0 and term_hashes[table[slot]] != token:
        slot = (slot + 1) & mask
    return slot


@kernel
def _count(  # noqa: PLR0913 - a kernel takes its arrays one by one
    words: NDArray[np.uint32],
    article_ptr: NDArray[np.int64],
    sizes: NDArray[np.int64],
    terms: NDArray[np.int32],
    counts: NDArray[np.float32],
    hashes: NDArray[np.uint32],
    n_with: NDArray[np.int32],
) -> int:
    """Write the entries of some articles and the distinct words of all of them; return how many these are."""
    n_slots = 16
    while n_slots < 2 * len(terms):
        n_slots *= 2
    table = np.full(n_slots, -1, np.int32)  # open addressing: slot -> term
    entry_of = np.empty(len(terms), np.int64)  # the term's last entry: is it in this row?
    n_terms = 0
    n_entries = 0
    for article in range(len(sizes)):
        first_entry = n_entries
        for at in range(article_ptr[article], article_ptr[article + 1]):
            token = words[at]
            slot = term_slot(table, hashes, token)
            term = table[slot]
            if term < 0:
                term = n_terms
                table[slot] = term
                hashes[term] = token
                n_with[term] = 0
                entry_of[term] = -1
                n_terms += 1
            if entry_of[term] >= first_entry:
                counts[entry_of[term]] += np.float32(1)
            else:
                entry_of[term] = n_entries
                terms[n_entries] = term
                counts[n_entries] = np.float32(1)
                n_with[term] += 1
                n_entries += 1
        sizes[article] = n_entries - first_entry
    return n_terms


@kernel
def _number(  # noqa: PLR0913 - a kernel takes its arrays one by one
    table: NDArray[np.int32],
    known: NDArray[np.uint32],
    known_with: NDArray[np.int64],
    n_known: int,
    hashes: NDArray[np.uint32],
    n_with: NDArray[np.int32],
    numbers: NDArray[np.int32],
) -> int:
    """Write the number of each word, the new ones behind the known; return how many are known now."""
    for k in range(len(hashes)):
        slot = term_slot(table, known, hashes[k])
        if table[slot] < 0:
            table[slot] = n_known
            known[n_known] = hashes[k]
            n_known += 1
        numbers[k] = table[slot]
        known_with[numbers[k]] += n_with[k]
    return n_known


def tfidf(counts: Counts, *, n_threads: int | None = None) -> Weights:
    """Weigh the words of every article.

    Parameters
    ----------
    counts : Counts
        Used up: its arrays become those of the weights.
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    Weights of shape (n_articles, n_terms)
        Rows of length 1, or 0 where an article has no word: (1 + ln count)
        * (ln((1 + n) / (1 + df)) + 1), then divided by the row's norm. Equal to
        the bit to scikit-learn's ``TfidfTransformer(sublinear_tf=True)``.

    Notes
    -----
    No list of function words is used: the weights do that work in any
    language (measured: docs/architecture.md, "Same event").
    """
    frequency = inverse_frequency(counts.n_with, len(counts.row_ptr) - 1)
    return weigh(counts, frequency, n_threads=n_threads)


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


def weigh(counts: Counts, frequency: NDArray[np.float32], *, n_threads: int | None = None) -> Weights:
    """Weigh the words of articles, as ``TfidfTransformer.transform`` of scikit-learn does, to the bit.

    Parameters
    ----------
    counts : Counts
        Used up: its arrays become those of the weights.
    frequency : float32 array of shape (n_terms,)
        What :func:`inverse_frequency` returns.
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    Weights of shape (n_articles, n_terms)
        Squares of a row are summed in the order of the counts, with double precision.
    """
    n_digits = max(1, -(-(len(frequency) - 1).bit_length() // _DIGIT))

    def weigh_rows(rows: slice) -> None:
        row_ptr = counts.row_ptr[rows.start : rows.stop + 1]
        most = int(counts.counts[row_ptr[0] : row_ptr[-1]].max(initial=1))
        levels = np.log(np.arange(1, most + 1, dtype=np.float32)) + np.float32(1)
        _weigh(row_ptr, counts.terms, counts.counts, levels, frequency, n_digits)

    in_chunks(weigh_rows, len(counts.row_ptr) - 1, n_threads)
    return Weights(
        counts.counts, counts.terms, counts.row_ptr, (len(counts.row_ptr) - 1, len(counts.term_hashes))
    )


@kernel
def _weigh(
    row_ptr: NDArray[np.int64],
    terms: NDArray[np.int32],
    values: NDArray[np.float32],
    levels: NDArray[np.float32],
    frequency: NDArray[np.float32],
    n_digits: int,
) -> None:
    """Turn the counts of some rows into weights, and sort each row by term."""
    longest = 0
    for row in range(len(row_ptr) - 1):
        longest = max(longest, row_ptr[row + 1] - row_ptr[row])
    spare_terms, spare_values = np.empty(longest, np.int32), np.empty(longest, np.float32)
    places = np.empty((1 << _DIGIT) + 1, np.int64)
    for row in range(len(row_ptr) - 1):
        first, past = row_ptr[row], row_ptr[row + 1]
        total = 0.0
        for at in range(first, past):
            value = levels[int(values[at]) - 1] * frequency[terms[at]]
            values[at] = value
            total += np.float64(value * value)
        norm = np.sqrt(total)
        for at in range(first, past):
            values[at] = np.float32(np.float64(values[at]) / norm)
        for digit in range(n_digits):
            _sort_by_digit(
                terms[first:past], values[first:past], spare_terms, spare_values, places, digit * _DIGIT
            )


@part
def _sort_by_digit(
    terms: NDArray[np.int32],
    values: NDArray[np.float32],
    spare_terms: NDArray[np.int32],
    spare_values: NDArray[np.float32],
    places: NDArray[np.int64],
    shift: int,
) -> None:
    """Sort entries by some bits of their terms, stable: one pass of a radix sort."""
    places[:] = 0
    n_entries = len(terms)
    for k in range(n_entries):
        places[((terms[k] >> shift) & 0xFF) + 1] += 1
    for digit in range(len(places) - 1):
        places[digit + 1] += places[digit]
    for k in range(n_entries):
        digit = (terms[k] >> shift) & 0xFF
        spare_terms[places[digit]] = terms[k]
        spare_values[places[digit]] = values[k]
        places[digit] += 1
    for k in range(n_entries):
        terms[k] = spare_terms[k]
        values[k] = spare_values[k]


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
