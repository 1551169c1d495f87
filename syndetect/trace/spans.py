"""Marked words of one text -> character spans."""

import numpy as np
from numpy.typing import NDArray

from syndetect.text import word_spans

__all__ = ["own_spans"]


def own_spans(text: str, own: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Find the runs of own words in characters.

    Parameters
    ----------
    text : str
    own : bool array of shape (n_words,)

    Returns
    -------
    tuple of (int, int)
        Half-open, in order, on word boundaries; a run ends with its paragraph.
    """
    words = word_spans(text)
    new_paragraph = np.diff(words.paragraph, prepend=-1) > 0
    before = np.concatenate(([False], own[:-1])) & ~new_paragraph
    after = np.concatenate((own[1:] & ~new_paragraph[1:], [False]))
    starts, ends = words.start[own & ~before], words.end[own & ~after]
    return tuple(zip(starts.tolist(), ends.tolist(), strict=True))
