"""Values of words -> the runs of words of an article that have one value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Runs", "find_runs"]


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

    def spread(self, values: NDArray[np.int32], elsewhere: int) -> NDArray[np.int32]:
        """Give the words of each run a value, and all other words another: int32 (n_tokens,)."""
        before = np.diff(np.concatenate(([0], self.start + self.length)), append=self.n_tokens)
        before[:-1] -= self.length
        listed = np.full(2 * len(values) + 1, elsewhere, np.int32)
        listed[1::2] = values
        lengths = np.empty(len(listed), np.int64)
        lengths[::2], lengths[1::2] = before, self.length
        return np.repeat(listed, lengths)


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
    begins = np.ones(len(values) + 1, np.bool_)
    np.not_equal(values[1:], values[:-1], out=begins[1:-1])
    for words in (article_ptr, *cuts):
        begins[words] = True
    bounds = np.flatnonzero(begins)
    taken = np.flatnonzero(values[bounds[:-1]] != none)
    start = bounds[taken]
    article = np.searchsorted(article_ptr, start, side="right") - 1
    return Runs(start, bounds[taken + 1] - start, article, values[start].astype(np.int64), len(values))
