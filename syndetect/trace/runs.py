"""Values of words -> the runs of words of an article that have one value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.ranges import blocks
from syndetect.storage import IN_MEMORY, Storage

__all__ = ["Runs", "find_runs"]

_RUNS_AT_ONCE = 1 << 14  # whose words, and those between them, are written in one go


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of words, in order: what is true of a word is worked out once a run.

    Attributes
    ----------
    start, length : int64 arrays of shape (n_runs,)
        First word, counted over the corpus, and number of words.
    article : int64 array of shape (n_runs,)
    value : int64 array of shape (n_runs,)
        What all words of the run have.
    n_tokens : int
        Words of the corpus.
    """

    start: NDArray[np.int64]
    length: NDArray[np.int64]
    article: NDArray[np.int64]
    value: NDArray[np.int64]
    n_tokens: int

    def spread(
        self, values: NDArray[np.int32], elsewhere: int, storage: Storage = IN_MEMORY
    ) -> NDArray[np.int32]:
        """Give the words of each run a value, and all other words another: int32 (n_tokens,)."""
        found = storage.full(self.n_tokens, elsewhere, np.int32)
        for first in range(0, len(values), _RUNS_AT_ONCE):
            runs = slice(first, first + _RUNS_AT_ONCE)
            start, length = self.start[runs], self.length[runs]
            listed = np.full(2 * len(start) - 1, elsewhere, np.int32)
            listed[::2] = values[runs]
            lengths = np.empty(len(listed), np.int64)
            lengths[::2], lengths[1::2] = length, start[1:] - start[:-1] - length[:-1]
            found[start[0] : start[-1] + length[-1]] = np.repeat(listed, lengths)
        return found


def find_runs(
    values: NDArray[np.int32], none: int, article_ptr: NDArray[np.int64], *cuts: NDArray[np.int64]
) -> Runs:
    """Find the runs of words of one value.

    Parameters
    ----------
    values : int32 array of shape (n_tokens,)
    none : int
        The value of words that are in no run.
    article_ptr : int64 array of shape (n_articles + 1,)
        No run goes on in another article.
    *cuts : int64 arrays
        Words before which a run ends besides.

    Returns
    -------
    Runs
    """
    starts, lengths = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for words, _ in blocks(article_ptr):
        held = values[words]
        begins = np.ones(len(held) + 1, np.bool_)
        np.not_equal(held[1:], held[:-1], out=begins[1:-1])
        for places in (article_ptr, *cuts):
            first, past = np.searchsorted(places, (words.start, words.stop))
            begins[places[first:past] - words.start] = True
        bounds = np.flatnonzero(begins)
        taken = np.flatnonzero(held[bounds[:-1]] != none)
        starts.append(bounds[taken] + words.start)
        lengths.append(bounds[taken + 1] - bounds[taken])
    start = np.concatenate(starts)
    article = np.searchsorted(article_ptr, start, side="right") - 1
    return Runs(start, np.concatenate(lengths), article, values[start].astype(np.int64), len(values))
