"""Headlines of a story -> how each differs from another, and the one that stands for all."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import Literal

__all__ = ["Headline", "central_headline", "headline_change"]

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


def central_headline(headlines: Sequence[Sequence[int]]) -> int | None:
    """Choose the headline that says most of what the others say.

    A page may have been read with a wrong title ("Print", "Weather"): what
    many share is what the story is called.

    Parameters
    ----------
    headlines : sequence of sequences of int
        Hashes of the words of each; the preferred one first.

    Returns
    -------
    int or None
        The place of the headline with the greatest cosine to the sum of the
        others; the first of those that are alike. None when none has a word.
    """
    words = [set(each) for each in headlines]
    n_with = Counter(word for each in words for word in each)
    scores = [sum(n_with[word] - 1 for word in each) / sqrt(len(each)) if each else -1.0 for each in words]
    best = max(scores, default=-1.0)
    return scores.index(best) if best >= 0 else None
