"""Word hashes -> which paragraphs may name which agency: the search that every article goes through."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from syndetect.agencies.registry import Registry
from syndetect.kernels import doubled, kernel
from syndetect.text import tokenise_texts
from syndetect.threads import in_chunks

__all__ = ["Hits", "WordTable", "find_words", "table_of", "word_table"]

Hits = NDArray[np.int32]  # (n_hits, 2): paragraph, form; sorted, distinct
_FILTER_BITS = 16


@dataclass(frozen=True, slots=True)
class WordTable:
    """Runs of words to look for.

    Attributes
    ----------
    maybe : uint8 array of shape (65536,)
        1 where a run begins with a word whose hash has these low bits.
    first : uint32 array of shape (n_runs,)
        Hash of each run's first word, ascending.
    rest : uint32 array, rest_ptr : int64 array of shape (n_runs + 1,)
        The words after the first, CSR.
    form : int32 array of shape (n_runs,)
        What each run stands for.
    """

    maybe: NDArray[np.uint8]
    first: NDArray[np.uint32]
    rest: NDArray[np.uint32]
    rest_ptr: NDArray[np.int64]
    form: NDArray[np.int32]


@lru_cache(maxsize=4)
def table_of(registry: Registry) -> WordTable:
    """Return the table of a registry's forms, made once for each registry.

    Parameters
    ----------
    registry : Registry

    Returns
    -------
    WordTable
        Numbered like ``registry.forms``.
    """
    return word_table([form.words for form in registry.forms])


def word_table(words: Sequence[str]) -> WordTable:
    """Make the table that :func:`find_words` searches with.

    Parameters
    ----------
    words : sequence of str
        One entry a form, its number being its place. Each is looked for as it
        stands, in any case, and as a genitive ('s, ’s).

    Returns
    -------
    WordTable
    """
    variants = [(word + ending, form) for form, word in enumerate(words) for ending in ("", "'s", "’s")]
    tokens = tokenise_texts([text for text, _ in variants], n_threads=1)
    runs = set()
    for row, (_, form) in enumerate(variants):
        run = tokens.hashes[tokens.article_ptr[row] : tokens.article_ptr[row + 1]].tolist()
        if run:
            runs.add((run[0], tuple(run[1:]), form))
    ordered = sorted(runs)
    first = np.array([run[0] for run in ordered], np.uint32)
    maybe = np.zeros(1 << _FILTER_BITS, np.uint8)
    maybe[first & np.uint32((1 << _FILTER_BITS) - 1)] = 1
    return WordTable(
        maybe,
        first,
        np.array([word for run in ordered for word in run[1]], np.uint32),
        np.cumsum([0, *(len(run[1]) for run in ordered)], dtype=np.int64),
        np.array([run[2] for run in ordered], np.int32),
    )


def find_words(
    hashes: NDArray[np.uint32], token_ptr: NDArray[np.int64], table: WordTable, *, n_threads: int | None
) -> Hits:
    """Find in which paragraphs the runs of a table stand.

    Parameters
    ----------
    hashes : uint32 array of shape (n_tokens,)
    token_ptr : int64 array of shape (n_paragraphs + 1,)
        ``Paragraphs.token_ptr``.
    table : WordTable
    n_threads : int
        The result does not depend on it.

    Returns
    -------
    int32 array of shape (n_hits, 2)
        Paragraph and form, sorted, each pair once.
    """
    n_paragraphs = len(token_ptr) - 1
    columns = (table.maybe, table.first, table.rest, table.rest_ptr, table.form)

    def search(part: slice) -> Hits:
        return _search(hashes, token_ptr, part.start, part.stop, columns)

    found = in_chunks(search, n_paragraphs, n_threads)
    hits = np.concatenate([np.empty((0, 2), np.int32), *found])
    return np.unique(hits, axis=0) if len(hits) else hits


@kernel
def _search(
    hashes: NDArray[np.uint32],
    token_ptr: NDArray[np.int64],
    begin: int,
    end: int,
    table: tuple[
        NDArray[np.uint8], NDArray[np.uint32], NDArray[np.uint32], NDArray[np.int64], NDArray[np.int32]
    ],
) -> NDArray[np.int32]:
    """Return paragraph and form of every run in the paragraphs begin to end."""
    maybe, first, rest, rest_ptr, form = table
    mask = len(maybe) - 1
    hits = np.empty((256, 2), np.int32)
    n_hits = 0
    for paragraph in range(begin, end):
        last = token_ptr[paragraph + 1]
        for at in range(token_ptr[paragraph], last):
            word = hashes[at]
            if maybe[int(word) & mask] == 0:
                continue
            low = 0
            high = len(first)
            while low < high:
                middle = (low + high) // 2
                if first[middle] < word:
                    low = middle + 1
                else:
                    high = middle
            while low < len(first) and first[low] == word:
                n_rest = rest_ptr[low + 1] - rest_ptr[low]
                equal = at + n_rest < last
                k = 0
                while equal and k < n_rest:
                    equal = hashes[at + 1 + k] == rest[rest_ptr[low] + k]
                    k += 1
                if equal:
                    if n_hits == hits.shape[0]:
                        hits = doubled(hits)
                    hits[n_hits, 0] = paragraph
                    hits[n_hits, 1] = form[low]
                    n_hits += 1
                low += 1
    return hits[:n_hits]
