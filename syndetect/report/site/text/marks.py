"""A mark for every word of a text -> segments of text, each of one mark."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs.paragraphs import ROLE_CODES
from syndetect.report.site.text.views import Segment
from syndetect.text import WordSpans

__all__ = ["CODES", "MARKS", "Layers", "Marks", "paint", "split_gap", "words_in", "words_within"]

Marks = NDArray[np.int8]  # (n_words,), indices into MARKS

MARKS = ("", *ROLE_CODES, "own", "elsewhere", "dropped", "ins", "del")
CODES = {mark: code for code, mark in enumerate(MARKS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """What is known of the words of a text beside their marks.

    Attributes
    ----------
    speech : bool array of shape (n_words,)
        Whether a word is direct speech.
    credit : int64 array of shape (n_words,)
        Number of the credit that a word belongs to, from 1; 0 for none.
    anchors : sequence of str
        By number of the credit, from 1; "" where none is wanted.
    """

    speech: NDArray[np.bool_]
    credit: NDArray[np.int64]
    anchors: tuple[str, ...] = ()

    @classmethod
    def of_speech(cls, speech: NDArray[np.bool_]) -> "Layers":
        """Return the layers of a text in which no credit is shown."""
        return cls(speech=speech, credit=np.zeros(speech.size, np.int64))


def paint(
    text: str, words: WordSpans, marks: Marks, span: tuple[int, int], layers: Layers
) -> tuple[Segment, ...]:
    """Cut a stretch of text where the mark of its words changes, speech or a credit begins or ends.

    Parameters
    ----------
    text : str
    words : WordSpans
        The words of the whole text.
    marks : int8 array of shape (n_words,)
    span : (int, int)
        Characters, half-open.
    layers : Layers

    Returns
    -------
    tuple of Segment
        Joined they give the stretch. Punctuation goes with the word that it
        touches; blanks between two marks stand alone. A credit has its anchor
        once, also when it goes over several stretches.
    """
    start, end = span
    low, high = words_in(words, start, end)
    if low == high:
        return (Segment(text[start:end], ""),) if end > start else ()
    look = (layers.credit[low:high] * 2 + layers.speech[low:high]) * len(MARKS) + marks[low:high]
    changes = (look[1:] != look[:-1]).nonzero()[0] + (low + 1)
    segments: list[Segment] = []
    begin, first = start, low
    for change in [*changes.tolist(), high]:
        if change == high:
            segments.append(_segment(text[begin:end], first, low, marks, layers))
            break
        gap_start, gap_end = int(words.end[change - 1]), int(words.start[change])
        stop, resume = split_gap(text[gap_start:gap_end])
        segments.append(_segment(text[begin : gap_start + stop], first, low, marks, layers))
        if resume > stop:
            segments.append(Segment(text[gap_start + stop : gap_start + resume], ""))
        begin, first = gap_start + resume, change
    return tuple(segment for segment in segments if segment.text)


def _segment(text: str, first: int, low: int, marks: Marks, layers: Layers) -> Segment:
    """Describe a segment by its first word, ``first``; ``low`` is the first word of the stretch."""
    credit = int(layers.credit[first])
    begins = first == 0 or layers.credit[first - 1] != credit
    speech = ""
    if layers.speech[first]:
        speech = "on" if first > low and layers.speech[first - 1] else "first"
    return Segment(
        text,
        MARKS[marks[first]],
        speech=speech,
        credit=credit,
        anchor=layers.anchors[credit - 1] if credit and begins else "",
    )


def words_in(words: WordSpans, start: int, end: int) -> tuple[int, int]:
    """Return the range of the words that begin inside some characters."""
    low, high = int(words.start.searchsorted(start)), int(words.start.searchsorted(end))
    return low, max(low, high)


def words_within(words: WordSpans, spans: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
    """Say for every word whether it begins inside one of some spans."""
    inside = np.zeros(words.start.size, np.bool_)
    if spans:
        edges = words.start.searchsorted(np.array(spans, np.int64))
        for low, high in edges.tolist():
            inside[low:high] = True
    return inside


def split_gap(gap: str) -> tuple[int, int]:
    """Return where closing punctuation ends and opening punctuation begins between two words."""
    stop = next((k for k, character in enumerate(gap) if character.isspace()), len(gap))
    resume = next((k for k in range(len(gap), stop, -1) if gap[k - 1].isspace()), stop)
    return stop, resume
