"""Words that no other article has -> their runs as character spans, article by article."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.text import PARAGRAPH_START, Places, Tokens
from syndetect.trace.origins import OWN

__all__ = ["OwnSpans", "find_own_spans"]


@dataclass(frozen=True, slots=True)
class OwnSpans:
    """The runs of words that some articles alone have, in characters.

    Attributes
    ----------
    article : int64 array of shape (n_spans,)
        Row, ascending.
    start, end : int32 arrays of shape (n_spans,)
        Half-open, in order, on word boundaries; a run ends with its paragraph.
    """

    article: NDArray[np.int64]
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    def of(self, row: int) -> tuple[tuple[int, int], ...]:
        """Return the spans of one article."""
        first, past = np.searchsorted(self.article, (row, row + 1))
        return tuple(zip(self.start[first:past].tolist(), self.end[first:past].tolist(), strict=True))


def find_own_spans(
    tokens: Tokens, origins: NDArray[np.uint8], places: Places, rows: NDArray[np.int64]
) -> OwnSpans:
    """Find the runs of words that no other article has.

    Parameters
    ----------
    tokens : Tokens
    origins : uint8 array of shape (n_tokens,)
        As :func:`syndetect.trace.find_origins` gives them.
    places : Places
        Of the words of at least these articles.
    rows : int64 array of shape (n_rows,)
        The articles asked for, ascending, distinct.

    Returns
    -------
    OwnSpans
    """
    wanted = np.zeros(tokens.n_articles, np.bool_)
    wanted[rows] = True
    none = np.empty(0, np.int64)
    parts = [_find_runs(tokens, origins, wanted, words, some) for words, some in tokens.blocks()]
    first, last, article = (np.concatenate(column) for column in zip((none, none, none), *parts, strict=True))
    shift = places.article_ptr[article] - tokens.article_ptr[article]
    return OwnSpans(article, places.start[first + shift], places.end[last + shift])


def _find_runs(
    tokens: Tokens, origins: NDArray[np.uint8], wanted: NDArray[np.bool_], words: slice, rows: slice
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and the last word of every run in some articles, and its article."""
    marked = origins[words] == OWN
    breaks = (tokens.flags[words] & PARAGRAPH_START) != 0
    breaks[tokens.article_ptr[rows][tokens.lengths[rows] > 0] - words.start] = True
    goes_on = np.zeros(len(marked) + 1, np.bool_)  # the word before is in the same run
    goes_on[1:-1] = marked[1:] & marked[:-1] & ~breaks[1:]
    first = np.flatnonzero(marked & ~goes_on[:-1]) + words.start
    last = np.flatnonzero(marked & ~goes_on[1:]) + words.start
    article = np.searchsorted(tokens.article_ptr, first, side="right") - 1
    kept = wanted[article]
    return first[kept], last[kept], article[kept]
