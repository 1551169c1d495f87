"""Runs of words that only one article has -> the sentences around them, small changes told apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.report.site.catalogue import Row
from syndetect.report.site.text.marks import CODES, Layers, paint, split_gap, words_within
from syndetect.report.site.text.views import Segment
from syndetect.report.site.text.words import spans_of, words_of
from syndetect.text import WordSpans

__all__ = ["Excerpt", "excerpts"]

SMALL = 5  # own words of an excerpt below which it counts as a change of wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Neighbouring sentences of one paragraph that hold own words.

    Attributes
    ----------
    segments : tuple of Segment
        Own words have the mark ``own``, those around them none.
    cut_before, cut_after : bool
        Whether the paragraph goes on there.
    is_small : bool
        Whether it is no more than a change of wording.
    additions : tuple of str
        What its sentences add, as in ``sentences.csv``: each once, in order.
    places : tuple of str
        The thirds of the body in which they stand, each once, in order.
    n_own : int
        Own words.
    """

    segments: tuple[Segment, ...]
    cut_before: bool
    cut_after: bool
    is_small: bool
    additions: tuple[str, ...]
    places: tuple[str, ...]
    n_own: int


def excerpts(
    text: str, unique: Sequence[Row], sentences: Sequence[Row], quotes: Sequence[Row]
) -> list[Excerpt]:
    """Cut out every run of sentences with words that no other article has.

    Parameters
    ----------
    text : str
    unique, sentences, quotes : sequence of Row
        Rows of ``unique.csv``, ``sentences.csv`` and ``quotes.csv`` of this
        article.

    Returns
    -------
    list of Excerpt
        In the order of the text. Every unique run stands in them once, cut
        where a paragraph ends.
    """
    if not (text and unique):
        return []
    words = words_of(text)
    own = words_within(words, spans_of(unique))
    layers = Layers.of_speech(words_within(words, spans_of(quotes)))
    marks = np.where(own, CODES["own"], 0).astype(np.int8)
    begins = np.array([row["start"] for row in sentences], np.int64)
    sentence = np.maximum(np.searchsorted(begins, words.start, "right") - 1, 0)
    found = []
    for low, high in _runs(own, sentence, words.paragraph):
        start, end, cut_before, cut_after = _edges(text, words, low, high)
        n_own = int(np.count_nonzero(own[low:high]))
        around = sentences[int(sentence[low]) : int(sentence[high - 1]) + 1]
        found.append(
            Excerpt(
                segments=paint(text, words, marks, (start, end), layers),
                cut_before=cut_before,
                cut_after=cut_after,
                is_small=n_own < SMALL and 2 * n_own < high - low,
                additions=tuple(dict.fromkeys(row["added"] for row in around if row["added"])),
                places=tuple(dict.fromkeys(row["place"] for row in around)),
                n_own=n_own,
            )
        )
    return found


def _runs(
    own: NDArray[np.bool_], sentence: NDArray[np.int64], paragraph: NDArray[np.int64]
) -> list[tuple[int, int]]:
    """Find the words of neighbouring sentences that hold own words, paragraph by paragraph."""
    cuts = np.flatnonzero((np.diff(sentence) != 0) | (np.diff(paragraph) != 0)) + 1
    begins = np.concatenate(([0], cuts))
    held = np.add.reduceat(own.astype(np.int64), begins) > 0
    ends = np.concatenate((cuts, [own.size]))
    runs: list[tuple[int, int]] = []
    for low, high in zip(begins[held].tolist(), ends[held].tolist(), strict=True):
        if runs and runs[-1][1] == low and paragraph[low - 1] == paragraph[low]:
            runs[-1] = (runs[-1][0], high)
        else:
            runs.append((low, high))
    return runs


def _edges(text: str, words: WordSpans, low: int, high: int) -> tuple[int, int, bool, bool]:
    """Return the characters of some words with the punctuation that they touch, and what is cut."""
    start, end = int(words.start[low]), int(words.end[high - 1])
    before = text[int(words.end[low - 1]) if low else 0 : start]
    after = text[end : int(words.start[high]) if high < words.start.size else len(text)]
    start -= len(before) - split_gap(before)[1]
    end += split_gap(after)[0]
    cut_before = low > 0 and words.paragraph[low - 1] == words.paragraph[low]
    cut_after = high < words.start.size and words.paragraph[high] == words.paragraph[high - 1]
    return start, end, bool(cut_before), bool(cut_after)
