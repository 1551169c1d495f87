"""Two headlines -> whether one is the same, an edited or a new one beside the other."""

from collections.abc import Sequence
from typing import Literal

__all__ = ["Headline", "headline_change"]

Headline = Literal["same", "edited", "new"]


def headline_change(words: Sequence[int], other: Sequence[int]) -> Headline | None:
    """Compare the words of two headlines.

    Parameters
    ----------
    words, other : sequences of int
        Hashes of the words.

    Returns
    -------
    str or None
        Same words in the same order; edited when half of all words or more
        are common; else new. None when one of the two has no word.
    """
    if not words or not other:
        return None
    if tuple(words) == tuple(other):
        return "same"
    common, either = len({*words} & {*other}), len({*words} | {*other})
    return "edited" if 2 * common >= either else "new"
