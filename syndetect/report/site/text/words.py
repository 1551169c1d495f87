"""A text -> where its words and paragraphs stand, found once for all parts of a page."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from syndetect.report.site.catalogue import Row
from syndetect.report.site.text.marks import split_gap
from syndetect.text import WordSpans, word_spans

__all__ = ["paragraphs_of", "spans_of", "words_of"]


@lru_cache(maxsize=256)
def words_of(text: str) -> WordSpans:
    """Find the words of a text; those of the last texts asked for are kept."""
    return word_spans(text)


def spans_of(rows: Sequence[Row]) -> tuple[tuple[int, int], ...]:
    """Return where rows of a table stand in the text: ``start`` and ``end``, in characters."""
    return tuple((row["start"], row["end"]) for row in rows)


def paragraphs_of(text: str, words: WordSpans) -> list[tuple[int, int]]:
    """Cut a text into its paragraphs, each with all that stands on the lines of its words.

    Parameters
    ----------
    text : str
    words : WordSpans
        Of this text.

    Returns
    -------
    list of (int, int)
        Characters, half-open, ascending; lines without a word are in none.
    """
    if not words.start.size:
        return []
    first = np.flatnonzero(np.diff(words.paragraph, prepend=-1))
    starts, ends = words.start[first].tolist(), [*words.end[first[1:] - 1].tolist(), int(words.end[-1])]
    gaps = [text[end:start] for end, start in zip(ends[:-1], starts[1:], strict=True)]
    gaps = [f"\n{text[: starts[0]]}", *gaps, f"{text[ends[-1] :]}\n"]  # a text begins and ends with a line
    return [
        (start - _part_of_next(before), end + _part_of_last(after))
        for start, end, before, after in zip(starts, ends, gaps[:-1], gaps[1:], strict=True)
    ]


def _part_of_last(gap: str) -> int:
    """Count the characters between two paragraphs that still belong to the first."""
    lines = gap.splitlines()
    return len(lines[0].rstrip()) if len(lines) > 1 or gap.endswith("\n") else split_gap(gap)[0]


def _part_of_next(gap: str) -> int:
    """Count the characters between two paragraphs that already belong to the second."""
    lines = f"{gap}.".splitlines()
    if len(lines) > 1:
        return len(lines[-1].lstrip()) - 1
    return len(gap) - split_gap(gap)[1]
