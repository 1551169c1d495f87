"""Two texts and their passages -> the rows of the side-by-side table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs.paragraphs import WordMatch, match_words, matched_rows, out_of_order
from syndetect.pairs.passages import ParagraphRow, Passage
from syndetect.report.html.folding import fold_rows, named, spans_of
from syndetect.report.html.source import Furniture, Spans
from syndetect.report.html.views import RowView
from syndetect.report.html.wording import counted
from syndetect.report.site.text.marks import CODES, MARKS, Layers, Marks, paint, words_in, words_within
from syndetect.report.site.text.views import Clip
from syndetect.text import paragraph_spans
from syndetect.text.speech import quoted_words

__all__ = ["side_rows"]

STRAY = 3  # matched words below which a row does not pull a paragraph apart


@dataclass(frozen=True, slots=True, kw_only=True)
class _LeftText:
    """The left text cut up: for every row its clips with their paragraph, and what no row uses."""

    clips: dict[int, list[tuple[int, Clip]]]
    unused: list[tuple[int, RowView]]


@dataclass(frozen=True, slots=True)
class _LeftWords:
    """The word for what nothing matches in the left text, and what of it is no body."""

    unused: str
    furniture: Furniture


@dataclass(frozen=True, slots=True, kw_only=True)
class _RightText:
    """The right text with what is known of its words, and how many rows use a paragraph of the left."""

    text: str
    match: WordMatch
    marks: Marks
    layers: Layers
    furniture: Furniture
    uses: Counter[tuple[int, int]]


def side_rows(
    left: str,
    right: str,
    passages: Sequence[Passage],
    right_own: Spans | None,
    *,
    unused: str,
    furniture: tuple[Furniture, Furniture] = ((), ()),
) -> tuple[tuple[RowView, ...], list[ParagraphRow]]:
    """Align the paragraphs of two texts for reading.

    Parameters
    ----------
    left, right : str
        The texts; passages have their ``a`` side in the left one.
    passages : sequence of Passage
    right_own : spans or None
        Characters of the right text that no other article of the story has;
        None when unknown: then all that the left text lacks counts as own.
    unused : str
        The word for paragraphs of the left text that nothing matches.
    furniture : pair of sequences of FurnitureSpan
        What of the left and of the right text is no body.

    Returns
    -------
    rows, paragraph rows
        Rows in order of the right text, every paragraph of which has one;
        every word of the left text stands in exactly one row. Unused
        paragraphs stand behind the row that holds the text before them. A
        row is marked as moved when it is outside the longest run of rows
        that keeps the order of the left text: one paragraph put last makes
        one moved row, not one of every row before it.
    """
    match = match_words(left, right, passages)
    left_paragraphs = paragraph_spans(left)
    paragraphs = matched_rows(match, left_paragraphs, paragraph_spans(right))
    marks = _right_marks(match, right_own, spans_of(furniture[1]))
    right_text = _RightText(
        text=right,
        match=match,
        marks=marks,
        layers=_speech(match.role, quoted_words(right), marks),
        furniture=furniture[1],
        uses=Counter(source for row in paragraphs for source in row.sources),
    )
    cut = _cut_left(left, left_paragraphs, match, paragraphs, _LeftWords(unused, furniture[0]))
    paragraphs = _with_moves(paragraphs, cut)
    rows: list[RowView] = []
    waiting = list(cut.unused)
    for place, paragraph in enumerate(paragraphs):
        clips = cut.clips.get(place, [])
        if clips and not paragraph.moved:
            while waiting and waiting[0][0] < clips[0][0]:
                rows.append(waiting.pop(0)[1])
        rows.append(_row(paragraph, right_text, [clip for _, clip in clips]))
    rows += [row for _, row in waiting]
    return fold_rows(rows, unused), paragraphs


def _with_moves(paragraphs: list[ParagraphRow], cut: _LeftText) -> list[ParagraphRow]:
    """Mark the rows outside the longest run that keeps the order of the left text."""
    places = [
        max(cut.clips[row], key=_clip_length)[0] if cut.clips.get(row) else None
        for row in range(len(paragraphs))
    ]
    return [replace(each, moved=moved) for each, moved in zip(paragraphs, out_of_order(places), strict=True)]


def _clip_length(clip: tuple[int, Clip]) -> int:
    """Count the characters of a clip."""
    return sum(len(segment.text) for segment in clip[1].segments)


def _right_marks(match: WordMatch, own: Spans | None, furniture: Spans) -> Marks:
    """Mark the words of the right text: role, changed inside a passage, own, or found elsewhere."""
    is_own = np.ones(match.role.size, np.bool_) if own is None else words_within(match.b, own)
    marks = np.where(is_own, CODES["own"], CODES["elsewhere"])
    marks = np.where(match.b_inside, CODES["ins"], marks)
    marks = np.where(words_within(match.b, furniture), CODES["furniture"], marks)
    return np.where(match.role > 0, match.role, marks).astype(np.int8)


def _left_marks(match: WordMatch, furniture: Spans) -> Marks:
    """Mark the words of the left text: role, changed inside a passage, or dropped."""
    marks = np.where(match.a_inside, CODES["del"], CODES["dropped"]).astype(np.int8)
    marks = np.where(words_within(match.a, furniture), CODES["furniture"], marks).astype(np.int8)
    found = match.source >= 0
    marks[match.source[found]] = match.role[found]
    return marks


def _speech(role: NDArray[np.int8], quoted: NDArray[np.bool_], marks: Marks) -> Layers:
    """Tell direct speech: of matched words by their role, of others by their own quotation marks."""
    speech = np.where(role > 0, role == CODES["quote"], quoted)
    return Layers.of_speech(speech & (marks != CODES["furniture"]))


def _cut_left(
    left: str,
    paragraphs: list[tuple[int, int]],
    match: WordMatch,
    rows: list[ParagraphRow],
    known: "_LeftWords",
) -> _LeftText:
    """Give every word of the left text to the row that uses it."""
    marks = _left_marks(match, spans_of(known.furniture))
    role = np.zeros(match.a.start.size, np.int8)
    role[match.source[match.source >= 0]] = match.role[match.source >= 0]
    layers = _speech(role, quoted_words(left), marks)
    row_of_b = np.searchsorted([row.b_start for row in rows], match.b.start, "right") - 1
    row_of_a = np.full(match.a.start.size, -1, np.int64)
    found = np.flatnonzero(match.source >= 0)[::-1]  # reversed: the first row that uses a word has it
    row_of_a[match.source[found]] = row_of_b[found]
    clips: dict[int, list[tuple[int, Clip]]] = {}
    dropped = []
    for place, (start, end) in enumerate(paragraphs):
        low, high = words_in(match.a, start, end)
        users = row_of_a[low:high]
        if (users < 0).all():
            segments = paint(left, match.a, marks, (start, end), layers)
            clip = Clip(segments=segments, furniture=named(known.furniture, start, end))
            is_body = (marks[low:high] != CODES["furniture"]).any()
            dropped.append((place, _unused_row(clip, high - low, known.unused if is_body else "furniture")))
            continue
        for row, first, last in _runs(users):
            clip_start = start if first == 0 else int(match.a.start[low + first])
            clip_end = end if low + last == high else int(match.a.start[low + last])
            clip_end = clip_start + len(left[clip_start:clip_end].rstrip())
            clip = Clip(
                segments=paint(left, match.a, marks, (clip_start, clip_end), layers),
                cut_before=first > 0,
                cut_after=low + last < high,
                furniture=named(known.furniture, clip_start, clip_end),
            )
            clips.setdefault(row, []).append((place, clip))
    return _LeftText(clips=clips, unused=dropped)


def _runs(users: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Cut a paragraph into runs (row, first word, end); unmatched words stay with the run before."""
    rows, counts = np.unique(users[users >= 0], return_counts=True)
    strays = rows[counts < min(STRAY, int(counts.max()))]
    users = np.where(np.isin(users, strays), -1, users)
    known = np.flatnonzero(users >= 0)
    filled = users[known[np.maximum(np.searchsorted(known, np.arange(users.size), "right") - 1, 0)]]
    edges = [0, *(np.flatnonzero(np.diff(filled)) + 1).tolist(), users.size]
    return [(int(filled[k]), k, m) for k, m in pairwise(edges)]


def _row(row: ParagraphRow, right: _RightText, clips: list[Clip]) -> RowView:
    """Build the row of one paragraph of the right text."""
    low, high = words_in(right.match.b, row.b_start, row.b_end)
    tally = np.bincount(right.marks[low:high], minlength=len(MARKS)).tolist()
    counts = dict(zip(MARKS, tally, strict=True))
    shown = {mark: counts[mark] for mark in ("prose", "quote", "own", "elsewhere", "furniture")}
    dropped_words = any(segment.mark == "del" for clip in clips for segment in clip.segments)
    edited = dropped_words or counts["ins"] > 0
    split = any(right.uses[source] > 1 for source in row.sources)
    span = (row.b_start, row.b_end)
    rewritten = bool(np.any((right.match.source[low:high] >= 0) & (right.match.role[low:high] == 0)))
    return RowView(
        kind=max(shown, key=lambda mark: shown[mark]),
        tags=(*_tags(row, counts, edited=edited, split=split), *(["partly rewritten"] * rewritten)),
        left=tuple(clips),
        right=Clip(
            segments=paint(right.text, right.match.b, right.marks, span, right.layers),
            furniture=named(right.furniture, *span),
        ),
        folded="",
        left_note="These words are shown beside another paragraph." if row.sources and not clips else "",
        n_furniture=counts["furniture"],
    )


def _tags(row: ParagraphRow, counts: dict[str, int], *, edited: bool, split: bool) -> list[str]:
    """Say in a few words what became of a paragraph."""
    tags = [counted(row.n_words, "word")]
    matched = row.n_prose + row.n_quote
    if matched:
        role = "prose and quotes" if row.n_prose and row.n_quote else "prose" if row.n_prose else "quote"
        how = f"{'edited' if edited else 'verbatim'}, {role}"
        tags.append(how if matched == row.n_words else f"{matched:,} shared ({how})")
    if counts["ins"]:
        tags.append(f"{counts['ins']:,} changed")
    if counts["furniture"]:
        tags.append("furniture" if not matched else f"{counts['furniture']:,} furniture")
    if counts["own"]:
        tags.append("own" if counts["own"] == row.n_words else f"{counts['own']:,} own")
    if counts["elsewhere"]:
        whole = counts["elsewhere"] == row.n_words
        tags.append("in another article" if whole else f"{counts['elsewhere']:,} in another article")
    tags += ["moved"] * row.moved
    if len(row.sources) > 1:
        tags.append(f"{len(row.sources)} paragraphs joined")
    return tags + ["part of a paragraph"] * split


def _unused_row(clip: Clip, n_words: int, unused: str) -> RowView:
    """Build the row of a paragraph of the left text that nothing matches."""
    return RowView(
        kind="dropped",
        tags=(counted(n_words, "word"), unused),
        left=(clip,),
        right=None,
        folded="",
        left_note="",
    )
