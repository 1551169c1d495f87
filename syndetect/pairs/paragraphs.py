"""Passages of two texts -> for every paragraph its sources, for every edited passage its word edits."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from syndetect.pairs.passages import Edit, ParagraphRow, Passage
from syndetect.text import WordSpans, paragraph_spans, word_spans

__all__ = ["ROLE_CODES", "WordMatch", "match_words", "matched_rows", "paragraph_rows", "passage_edits"]

Indices = NDArray[np.int64]
Codes = NDArray[np.int8]

ROLE_CODES = {"prose": 1, "quote": 2, "furniture": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMatch:
    """For every word of b the word of a that it equals, under the passages of a pair.

    Attributes
    ----------
    a, b : WordSpans
        The words of the two texts.
    source : int64 array of shape (n_words_b,)
        Index of the matched word of a; -1 where nothing matches.
    role : int8 array of shape (n_words_b,)
        ``ROLE_CODES`` of the copied passage that matches the word; 0 where
        none does: a word of a rewritten passage has a source and no role.
    a_inside, b_inside : bool arrays of shape (n_words_a,), (n_words_b,)
        Whether a copied passage covers the word at all, matched or changed.
    """

    a: WordSpans
    b: WordSpans
    source: Indices
    role: Codes
    a_inside: NDArray[np.bool_]
    b_inside: NDArray[np.bool_]


def paragraph_rows(a_text: str, b_text: str, passages: Sequence[Passage]) -> list[ParagraphRow]:
    """Say for every paragraph of b how much of it a has, and in which paragraphs.

    Parameters
    ----------
    a_text, b_text : str
        The original texts that the offsets of the passages count.
    passages : sequence of Passage
        In any order. Where two cover one word, the longer one has it.

    Returns
    -------
    list of ParagraphRow, in order of b
        One row a paragraph. In a verbatim passage every word is matched, in
        any other the words that the edit script leaves as they are. Words of
        furniture and of rewritten passages give a paragraph its sources but
        are neither prose nor quote.

    Notes
    -----
    A row's place in a, which decides ``moved``, is the paragraph that most of
    its matched words come from (the first of these, if several). Linear in
    the words but for the edit scripts, which are linear in the words of a
    passage times its words / 64.
    """
    match = match_words(a_text, b_text, passages)
    return matched_rows(match, paragraph_spans(a_text), paragraph_spans(b_text))


def matched_rows(
    match: WordMatch, a_paragraphs: list[tuple[int, int]], b_paragraphs: list[tuple[int, int]]
) -> list[ParagraphRow]:
    """Do the same when words are already matched and paragraphs known.

    Parameters
    ----------
    match : WordMatch
    a_paragraphs, b_paragraphs : lists of (int, int)
        What ``paragraph_spans`` gives for the two texts.

    Returns
    -------
    list of ParagraphRow, in order of b
    """
    paragraph_of_a = _containing(a_paragraphs, match.a.start)
    bounds = np.searchsorted(match.b.start, [start for start, _ in b_paragraphs])
    bounds = np.append(bounds, match.b.start.size)
    counts = [_source_counts(match, paragraph_of_a, low, high) for low, high in pairwise(bounds.tolist())]
    moved = out_of_order([int(c[:, 0][np.argmax(c[:, 1])]) if c.size else None for c in counts])
    rows = []
    for place, (start, end) in enumerate(b_paragraphs):
        role = match.role[bounds[place] : bounds[place + 1]]
        n_prose = int(np.count_nonzero(role == ROLE_CODES["prose"]))
        n_quote = int(np.count_nonzero(role == ROLE_CODES["quote"]))
        rows.append(
            ParagraphRow(
                b_start=start,
                b_end=end,
                sources=tuple(a_paragraphs[source] for source in counts[place][:, 0].tolist()),
                n_words=role.size,
                n_prose=n_prose,
                n_quote=n_quote,
                coverage=(n_prose + n_quote) / role.size if role.size else 0.0,
                moved=moved[place],
            )
        )
    return rows


def passage_edits(a_text: str, b_text: str, passage: Passage) -> list[Edit]:
    """List what b changed inside one passage, word by word.

    Parameters
    ----------
    a_text, b_text : str
        The original texts.
    passage : Passage
        Any passage of the two.

    Returns
    -------
    list of Edit, in order
        Empty for a verbatim passage. Applied to the words of a they give the
        words of b (case and width folded); two edits never touch. The empty
        side of an insertion or deletion stands at the end of the word before
        it, or at the start of the passage.
    """
    if passage.kind == "verbatim":
        return []
    a = word_spans(a_text[passage.a_start : passage.a_end])
    b = word_spans(b_text[passage.b_start : passage.b_end])
    edits = []
    for i, j, k, m in _changes(a.hashes, b.hashes):
        a_start, a_end = _characters(a, i, j, passage.a_start)
        b_start, b_end = _characters(b, k, m, passage.b_start)
        op: Literal["replace", "delete", "insert"] = "insert"
        if j > i:
            op = "replace" if m > k else "delete"
        edits.append(Edit(op=op, a_start=a_start, a_end=a_end, b_start=b_start, b_end=b_end))
    return edits


def match_words(a_text: str, b_text: str, passages: Sequence[Passage]) -> WordMatch:
    """Match the words of b with those of a, passage by passage, longest first.

    Parameters
    ----------
    a_text, b_text : str
        The original texts.
    passages : sequence of Passage
        In any order; passages may overlap.

    Returns
    -------
    WordMatch
        The same for every order of the passages.
    """
    a, b = word_spans(a_text), word_spans(b_text)
    source = np.full(b.start.size, -1, np.int64)
    role = np.zeros(b.start.size, np.int8)
    a_inside = np.zeros(a.start.size, np.bool_)
    b_inside = np.zeros(b.start.size, np.bool_)
    for passage in sorted(passages, key=_by_length):
        a_low, a_high = _words_between(a, passage.a_start, passage.a_end)
        b_low, b_high = _words_between(b, passage.b_start, passage.b_end)
        pairs = _equal_words(a.hashes[a_low:a_high], b.hashes[b_low:b_high], passage.kind == "verbatim")
        free = source[pairs[1] + b_low] < 0
        source[pairs[1][free] + b_low] = pairs[0][free] + a_low
        if passage.kind == "rewritten":
            continue
        role[pairs[1][free] + b_low] = ROLE_CODES[passage.role]
        a_inside[a_low:a_high] = True
        b_inside[b_low:b_high] = True
    return WordMatch(a=a, b=b, source=source, role=role, a_inside=a_inside, b_inside=b_inside)


def _by_length(passage: Passage) -> tuple[int, int, int, int, int, str, str]:
    """Order passages by falling length, then by place."""
    return (
        -passage.n_words,
        passage.b_start,
        passage.b_end,
        passage.a_start,
        passage.a_end,
        passage.role,
        passage.kind,
    )


def _words_between(words: WordSpans, start: int, end: int) -> tuple[int, int]:
    """Return the range of the words that lie inside some characters."""
    low = int(np.searchsorted(words.start, start, "left"))
    return low, max(low, int(np.searchsorted(words.end, end, "right")))


def _equal_words(a: NDArray[np.uint32], b: NDArray[np.uint32], verbatim: bool) -> Indices:  # noqa: FBT001
    """Pair the equal words of two runs: array of shape (2, n), row 0 in a, row 1 in b."""
    if verbatim and a.size == b.size:
        return np.tile(np.arange(a.size, dtype=np.int64), (2, 1))
    pairs = [np.zeros((2, 0), np.int64)]
    i = k = 0
    for a_low, a_high, b_low, b_high in [*_changes(a, b), (a.size, a.size, b.size, b.size)]:
        pairs.append(np.array([np.arange(i, a_low), np.arange(k, b_low)], np.int64))
        i, k = a_high, b_high
    return np.concatenate(pairs, axis=1)


def _changes(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> list[tuple[int, int, int, int]]:
    """List the maximal runs of words that differ: ``a[i:j]`` became ``b[k:m]``."""
    changes = []
    opcodes = Indel.opcodes(a.tolist(), b.tolist())
    for equal, run in groupby(opcodes, key=lambda opcode: opcode.tag == "equal"):
        if not equal:
            parts = list(run)
            first, last = parts[0], parts[-1]
            changes.append((first.src_start, last.src_end, first.dest_start, last.dest_end))
    return changes


def _characters(words: WordSpans, low: int, high: int, offset: int) -> tuple[int, int]:
    """Return the characters of some words, or the empty place where words are missing."""
    if high > low:
        return offset + int(words.start[low]), offset + int(words.end[high - 1])
    place = offset + (int(words.end[low - 1]) if low else 0)
    return place, place


def _containing(spans: list[tuple[int, int]], positions: NDArray[np.int64]) -> Indices:
    """Return for every position the index of the last span that begins at or before it."""
    return np.searchsorted([start for start, _ in spans], positions, "right").astype(np.int64) - 1


def _source_counts(match: WordMatch, paragraph_of_a: Indices, low: int, high: int) -> Indices:
    """Count the words of one paragraph by paragraph of a: array of shape (n_sources, 2)."""
    source = match.source[low:high]
    places, counts = np.unique(paragraph_of_a[source[source >= 0]], return_counts=True)
    return np.stack([places, counts], axis=1).astype(np.int64)


def out_of_order(places: Sequence[int | None]) -> list[bool]:
    """Say which places stand outside a longest run that keeps their order: the fewest that must have moved.

    Parameters
    ----------
    places : sequence of int or None
        For each row its place in the other text; None has none and never moved.

    Returns
    -------
    list of bool, one a row

    Notes
    -----
    A longest non-decreasing subsequence by patience sorting, O(n log n). Of
    several the one that ends first is kept.
    """
    tails: list[int] = []  # places that end the best runs of 1, 2, ... rows
    ends: list[int] = []  # the rows that stand there
    before: dict[int, int] = {}
    for row, place in enumerate(places):
        if place is None:
            continue
        length = bisect_right(tails, place)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [row]
        before[row] = ends[length - 1] if length else -1
    kept, row = set(), ends[-1] if ends else -1
    while row >= 0:
        kept.add(row)
        row = before[row]
    return [place is not None and row not in kept for row, place in enumerate(places)]
