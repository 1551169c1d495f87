"""Word hashes -> where runs of words stand in the paragraphs: the search that every article goes through."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, kernel, part
from syndetect.text.tokens import tokenise_texts
from syndetect.threads import in_chunks

__all__ = ["ANYWHERE", "END", "HEAD", "START", "TAIL", "WHOLE", "Hits", "RunTable", "find_runs", "run_table"]

Hits = NDArray[np.int32]  # (n_hits, 3): paragraph, run, word of the paragraph at which it begins; sorted

ANYWHERE, START, END, WHOLE, HEAD, TAIL = 1, 2, 4, 8, 16, 32  # places in a paragraph at which a run counts

_NEAR = 14  # words from the beginning that are HEAD, and to the end that are TAIL
_ALONE = 64  # beside these places: a run of one word
_MASK = (1 << 16) - 1  # the low bits of hashes that filters look at
_MIXED = 40503  # an odd number that tells the two words of a pair apart


def _pair(word: int, following: int) -> int:
    """Return where the filter of pairs keeps two words."""
    return ((word * _MIXED) ^ following) & _MASK


_place_of_pair = part(_pair)


@dataclass(frozen=True, slots=True)
class RunTable:
    """Runs of words to look for.

    Attributes
    ----------
    maybe : uint8 array of shape (65536,)
        The places of all runs that begin with a word whose hash has these low
        bits, or-ed; and whether one of them is a word alone.
    pairs : bool array of shape (65536,)
        Whether a longer run begins with two words whose hashes together have
        these low bits: first words such as "the" stand everywhere.
    first : uint32 array of shape (n_runs,)
        Hash of each run's first word, ascending.
    rest : uint32 array, rest_ptr : int64 array of shape (n_runs + 1,)
        The words after the first, CSR.
    place : uint8 array of shape (n_runs,)
        Where it counts: ``ANYWHERE`` and the like, or-ed.
    run : int32 array of shape (n_runs,)
        The number it was given with.
    """

    maybe: NDArray[np.uint8]
    pairs: NDArray[np.bool_]
    first: NDArray[np.uint32]
    rest: NDArray[np.uint32]
    rest_ptr: NDArray[np.int64]
    place: NDArray[np.uint8]
    run: NDArray[np.int32]


def run_table(texts: Sequence[str], places: Sequence[int] | None = None) -> RunTable:
    """Make the table that :func:`find_runs` searches with.

    Parameters
    ----------
    texts : sequence of str, length n_runs
        The words of each run; its number is its place here. One without words
        is found nowhere.
    places : sequence of int, length n_runs, optional
        Where in a paragraph each counts; by default anywhere.

    Returns
    -------
    RunTable
    """
    tokens = tokenise_texts(texts, n_threads=1)
    ptr = tokens.article_ptr.tolist()
    words = [tuple(tokens.hashes[ptr[row] : ptr[row + 1]].tolist()) for row in range(len(texts))]
    order = sorted((run, row) for row, run in enumerate(words) if run)
    wanted = np.array(places if places is not None else [ANYWHERE] * len(texts), np.uint8)
    numbers = np.array([row for _, row in order], np.int32)
    first = np.array([run[0] for run, _ in order], np.uint32)
    alone = np.array([len(run) == 1 for run, _ in order], np.bool_)
    maybe = np.zeros(_MASK + 1, np.uint8)
    np.bitwise_or.at(maybe, first & np.uint32(_MASK), wanted[numbers] | np.where(alone, np.uint8(_ALONE), 0))
    pairs = np.zeros(_MASK + 1, np.bool_)
    pairs[[_pair(*run[:2]) for run, _ in order if len(run) > 1]] = True
    return RunTable(
        maybe,
        pairs,
        first,
        np.array([word for run, _ in order for word in run[1:]], np.uint32),
        np.cumsum([0, *(len(run) - 1 for run, _ in order)], dtype=np.int64),
        wanted[numbers],
        numbers,
    )


def find_runs(
    hashes: NDArray[np.uint32], token_ptr: NDArray[np.int64], table: RunTable, *, n_threads: int | None
) -> Hits:
    """Find where in the paragraphs the runs of a table stand.

    Parameters
    ----------
    hashes : uint32 array of shape (n_tokens,)
    token_ptr : int64 array of shape (n_paragraphs + 1,)
        ``Paragraphs.token_ptr``.
    table : RunTable
    n_threads : int
        The result does not depend on it.

    Returns
    -------
    int32 array of shape (n_hits, 3)
        Paragraph, run and word of the paragraph; by paragraph and word.
    """
    columns = (table.maybe, table.pairs, table.first, table.rest, table.rest_ptr, table.place, table.run)

    def search(part: slice) -> Hits:
        return _search(hashes, token_ptr, part.start, part.stop, columns)

    found = in_chunks(search, len(token_ptr) - 1, n_threads)
    return np.concatenate([np.empty((0, 3), np.int32), *found])


@kernel
def _search(
    hashes: NDArray[np.uint32],
    token_ptr: NDArray[np.int64],
    begin: int,
    end: int,
    table: tuple[
        NDArray[np.uint8],
        NDArray[np.bool_],
        NDArray[np.uint32],
        NDArray[np.uint32],
        NDArray[np.int64],
        NDArray[np.uint8],
        NDArray[np.int32],
    ],
) -> NDArray[np.int32]:
    """Return paragraph, run and word of every run in the paragraphs begin to end."""
    maybe, pairs, first, rest, rest_ptr, place, run = table
    hits = np.empty((256, 3), np.int32)
    n_hits = 0
    for paragraph in range(begin, end):
        start = token_ptr[paragraph]
        last = token_ptr[paragraph + 1]
        for at in range(start, last):
            word = hashes[at]
            wanted = maybe[int(word) & _MASK]
            if wanted == 0 or (at > start and wanted & ~(START | WHOLE | _ALONE) == 0):
                continue
            if wanted & _ALONE == 0 and (
                at + 1 == last or not pairs[_place_of_pair(int(word), int(hashes[at + 1]))]
            ):
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
                equal = at + n_rest < last and _counts(
                    int(place[low]), at - start, last - at - n_rest - 1, n_rest + 1
                )
                k = 0
                while equal and k < n_rest:
                    equal = hashes[at + 1 + k] == rest[rest_ptr[low] + k]
                    k += 1
                if equal:
                    if n_hits == hits.shape[0]:
                        hits = doubled(hits)
                    hits[n_hits, 0] = paragraph
                    hits[n_hits, 1] = run[low]
                    hits[n_hits, 2] = at - start
                    n_hits += 1
                low += 1
    return hits[:n_hits]


@part
def _counts(place: int, n_before: int, n_after: int, n_words: int) -> bool:
    """Tell whether a run with so many words before and behind it stands where it counts."""
    return (
        place & ANYWHERE != 0
        or (place & START != 0 and n_before == 0)
        or (place & END != 0 and n_after == 0)
        or (place & WHOLE != 0 and n_before == 0 and n_after == 0)
        or (place & HEAD != 0 and n_before < _NEAR)
        or (place & TAIL != 0 and n_after + n_words <= _NEAR)
    )
