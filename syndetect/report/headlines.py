"""Headlines of a story -> how each differs from another, which stands for all, and what for a missing one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from math import sqrt
from typing import Literal

__all__ = ["Headline", "central_headline", "headline_change", "opening_words"]

_BEFORE_WORDS = " \t\r\n\xa0-–—:;,.|•)]}"  # what furniture leaves at the beginning of a body

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
        are common; else new. None when one of the two, or both, have no word.
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


def opening_words(text: str, furniture: Iterable[tuple[int, int, str]], n_characters: int) -> str:
    """Return the words that stand for the headline of an article without a title.

    Parameters
    ----------
    text : str
    furniture : iterable of (int, int, str)
        Start, end and kind of each piece, ascending.
    n_characters : int
        What is longer is cut between words and ends in an ellipsis.

    Returns
    -------
    str
        On one line: the headline that stands above the body, else the first
        words of the body; of the text where all of it is furniture. Empty for
        an empty text.
    """
    body, at = "", 0
    for start, end, kind in chain(furniture, [(len(text), len(text), "")]):
        body += text[at:start]
        at = max(at, end)
        if kind == "headline" and not any(map(str.isalnum, body)):
            body = text[start:end]
            break
        if len(body.strip()) > 2 * n_characters:
            break
    body = body.lstrip(_BEFORE_WORDS) or text.lstrip()
    words = " ".join(body[: 4 * n_characters].split())
    return words if len(words) <= n_characters else f"{words[: n_characters - 2].rsplit(' ', 1)[0]} …"
