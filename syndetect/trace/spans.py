"""Marked words of one text -> character spans."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["runs"]


def runs(
    marked: NDArray[np.bool_],
    new_paragraph: NDArray[np.bool_],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
) -> tuple[tuple[int, int], ...]:
    """Find the runs of marked words in characters.

    Parameters
    ----------
    marked, new_paragraph : bool arrays of shape (n_words,)
        Whether a word is marked, and whether it begins a paragraph.
    start, end : int32 arrays of shape (n_words,)
        Characters of each word.

    Returns
    -------
    tuple of (int, int)
        Half-open, in order, on word boundaries; a run ends with its paragraph.
    """
    before = np.concatenate(([False], marked[:-1])) & ~new_paragraph
    after = np.concatenate((marked[1:] & ~new_paragraph[1:], [False]))
    return tuple(zip(start[marked & ~before].tolist(), end[marked & ~after].tolist(), strict=True))
