"""Marked words -> their runs as character spans, article by article."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.text import PARAGRAPH_START, Places, Tokens

__all__ = ["OwnSpans", "find_own_spans"]


@dataclass(frozen=True, slots=True)
class OwnSpans:
    """The runs of marked words of some articles, in characters.

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
    tokens: Tokens, marked: NDArray[np.bool_], places: Places, rows: NDArray[np.int64]
) -> OwnSpans:
    """Find the runs of marked words.

    Parameters
    ----------
    tokens : Tokens
    marked : bool array of shape (n_tokens,)
    places : Places
        Of the words of at least these articles.
    rows : int64 array of shape (n_rows,)
        The articles asked for, ascending, distinct.

    Returns
    -------
    OwnSpans
    """
    breaks = (tokens.flags & PARAGRAPH_START) != 0
    breaks[tokens.article_ptr[:-1][tokens.lengths > 0]] = True
    goes_on = np.zeros(len(marked) + 1, np.bool_)  # the word before is in the same run
    goes_on[1:-1] = marked[1:] & marked[:-1] & ~breaks[1:]
    first, last = np.flatnonzero(marked & ~goes_on[:-1]), np.flatnonzero(marked & ~goes_on[1:])
    article = np.searchsorted(tokens.article_ptr, first, side="right") - 1
    wanted = np.zeros(tokens.n_articles, np.bool_)
    wanted[rows] = True
    kept = wanted[article]
    first, last, article = first[kept], last[kept], article[kept]
    shift = places.article_ptr[article] - tokens.article_ptr[article]
    return OwnSpans(article, places.start[first + shift], places.end[last + shift])
