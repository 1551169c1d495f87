"""A mark for every word of a text -> segments of text, each of one mark."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs.paragraphs import ROLE_CODES
from syndetect.report.html.views import Segment
from syndetect.text import WordSpans

__all__ = ["CODES", "MARKS", "Marks", "paint", "words_in", "words_within"]

Marks = NDArray[np.int8]  # (n_words,), indices into MARKS

MARKS = ("", *ROLE_CODES, "own", "elsewhere", "dropped", "ins", "del")
CODES = {mark: code for code, mark in enumerate(MARKS)}


def paint(text: str, words: WordSpans, marks: Marks, span: tuple[int, int]) -> tuple[Segment, ...]:
    """Cut a stretch of text where the mark of its words changes.

    Parameters
    ----------
    text : str
    words : WordSpans
        The words of the whole text.
    marks : int8 array of shape (n_words,)
    span : (int, int)
        Characters, half-open.

    Returns
    -------
    tuple of Segment
        Joined they give the stretch. Punctuation goes with the word that it
        touches; blanks between two marks stand alone.
    """
    start, end = span
    low, high = words_in(words, start, end)
    if low == high:
        return (Segment(text[start:end], ""),) if end > start else ()
    changes = np.flatnonzero(np.diff(marks[low:high])) + low + 1
    segments: list[Segment] = []
    begin, first = start, low
    for change in [*changes.tolist(), high]:
        mark = MARKS[marks[first]]
        if change == high:
            segments.append(Segment(text[begin:end], mark))
            break
        gap_start, gap_end = int(words.end[change - 1]), int(words.start[change])
        stop, resume = _split_gap(text[gap_start:gap_end])
        segments.append(Segment(text[begin : gap_start + stop], mark))
        if resume > stop:
            segments.append(Segment(text[gap_start + stop : gap_start + resume], ""))
        begin, first = gap_start + resume, change
    return tuple(segment for segment in segments if segment.text)


def words_in(words: WordSpans, start: int, end: int) -> tuple[int, int]:
    """Return the range of the words that begin inside some characters."""
    low, high = np.searchsorted(words.start, [start, end], "left").tolist()
    return low, max(low, high)


def words_within(words: WordSpans, spans: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
    """Say for every word whether it begins inside one of some spans."""
    inside: NDArray[Any] = np.zeros(words.start.size + 1, np.int64)
    for start, end in spans:
        low, high = words_in(words, start, end)
        inside[low] += 1
        inside[high] -= 1
    return np.cumsum(inside[:-1]) > 0


def _split_gap(gap: str) -> tuple[int, int]:
    """Return where closing punctuation ends and opening punctuation begins."""
    stop = next((k for k, character in enumerate(gap) if character.isspace()), len(gap))
    resume = next((k for k in range(len(gap), stop, -1) if gap[k - 1].isspace()), stop)
    return stop, resume
