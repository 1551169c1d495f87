"""Marked words of one side of a pair -> pieces of its text, cut where passages begin and end -> HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from syndetect.report.site.text.articles import KnownText
from syndetect.report.site.text.matching import Matched
from syndetect.report.site.wording import clean

__all__ = ["Piece", "SideWords", "cut_pieces", "marked_pieces", "side_words", "whole_mark"]

_CHANGED = frozenset({"ins", "del", "same"})  # marks of words inside a passage that stand out from it


class Piece(NamedTuple):
    """A stretch of text of one look.

    Attributes
    ----------
    text : str
    mark : str
        One of ``Matched``, or "" for text between two marks.
    passage : int
        Number of the passage that covers it; 0 for none.
    kind : str
        That passage's; "" outside.
    begins : bool
        Whether the passage begins here, on this side.
    speech : str
        "first" where direct speech begins, "on" where it goes on, else "".
    """

    text: str
    mark: str
    passage: int = 0
    kind: str = ""
    begins: bool = False
    speech: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideWords:
    """One side of a pair: its text, and mark, passage and speech of each word.

    ``bounds`` are, by number of the passage, its kind, the mark of what it
    did not change, its first word and one past its last.
    """

    known: KnownText
    marks: list[str]
    passages: list[int]
    said: list[bool]
    bounds: dict[int, tuple[str, str, int, int]]


def side_words(known: KnownText, matched: Matched, *, right: bool) -> SideWords:
    """Look at one side of a pair of matched texts.

    Speech is what a passage of role quote matches; of other words that are not
    matched what is speech in this text.
    """
    marks, passages = (
        (matched.right, matched.right_passage) if right else (matched.left, matched.left_passage)
    )
    said = [
        mark == "quote" or (spoken and mark not in ("prose", "furniture"))
        for mark, spoken in zip(marks, known.said, strict=True)
    ]
    past: dict[int, int] = {}
    first: dict[int, int] = {}
    for word, number in enumerate(passages):
        if number:
            first.setdefault(number, word)
            past[number] = word + 1
    bounds = {
        each.number: (each.kind, each.mark, first[each.number], past[each.number])
        for each in matched.passages
        if each.number in first
    }
    return SideWords(known=known, marks=marks, passages=passages, said=said, bounds=bounds)


def cut_pieces(side: SideWords, span: tuple[int, int], low: int, high: int) -> tuple[Piece, ...]:
    """Cut a stretch of text where the look of its words changes.

    Parameters
    ----------
    side : SideWords
    span : (int, int)
        Characters, half-open.
    low, high : int
        The words that begin there.

    Returns
    -------
    tuple of Piece
        Joined they give the stretch. What a passage covers, to the character,
        is in pieces with its number; outside of passages punctuation goes with
        the word that it touches.
    """
    pieces: list[Piece] = []
    at, word = span[0], low
    while word < high:
        past = _run_end(side, word, high)
        if side.passages[word]:
            at = _passage_pieces(side, pieces, (word, past, high), (at, span[1]))
        else:
            at = _free_pieces(side, pieces, (word, past, high), (at, span[1]))
        word = past
    if at < span[1]:
        pieces.append(Piece(side.known.text[at : span[1]], ""))
    return tuple(pieces)


def _run_end(side: SideWords, word: int, high: int) -> int:
    """Return one past the last word that looks like the given one."""
    mark, passage, said = side.marks[word], side.passages[word], side.said[word]
    past = word + 1
    while (
        past < high
        and side.marks[past] == mark
        and side.passages[past] == passage
        and side.said[past] == said
    ):
        past += 1
    return past


def _speech(side: SideWords, word: int) -> str:
    if not side.said[word]:
        return ""
    return "on" if word and side.said[word - 1] else "first"


def _free_pieces(
    side: SideWords, pieces: list[Piece], run: tuple[int, int, int], room: tuple[int, int]
) -> int:
    """Add a run of words outside of passages, with the punctuation that touches it; return where it ends."""
    word, past, high = run
    text, at = side.known.text, room[0]
    begin, stop = side.known.start[word], side.known.end[past - 1]
    limit = side.known.start[past] if past < high else room[1]
    while begin > at and not text[begin - 1].isspace():
        begin -= 1
    while stop < limit and not text[stop].isspace():
        stop += 1
    if begin > at:
        pieces.append(Piece(text[at:begin], ""))
    pieces.append(Piece(text[begin:stop], side.marks[word], speech=_speech(side, word)))
    return stop


def _passage_pieces(
    side: SideWords, pieces: list[Piece], run: tuple[int, int, int], room: tuple[int, int]
) -> int:
    """Add a run of words inside a passage, with all that the passage covers there; return where it ends."""
    word, past, high = run
    number, mark, text, at = side.passages[word], side.marks[word], side.known.text, room[0]
    kind, base, first, last = side.bounds[number]
    begin = side.known.start[word] if word == first else at
    if begin > at:
        pieces.append(Piece(text[at:begin], ""))
    changed = mark in _CHANGED
    if changed and begin < side.known.start[word]:
        pieces.append(Piece(text[begin : side.known.start[word]], base, number, kind))
        begin = side.known.start[word]
    stop = side.known.end[past - 1]
    if not changed and past < min(high, last):
        stop = side.known.start[past]
    elif not changed and past < last:
        stop = room[1]
    pieces.append(Piece(text[begin:stop], mark, number, kind, word == first, _speech(side, word)))
    if changed and past == high and past < last and stop < room[1]:
        pieces.append(Piece(text[stop : room[1]], base, number, kind))
        stop = room[1]
    return stop


def marked_pieces(pieces: Iterable[Piece], *, right: bool, listed: int) -> Markup:
    """Write pieces as marks; where a passage begins stands its number, a link.

    Parameters
    ----------
    pieces : iterable of Piece
    right : bool
        Whether the text stands on the right: its passages have the id ``p3``,
        those on the left ``p3-left``.
    listed : int
        Passages up to this number are in the list; numbers of others are no links.
    """
    return Markup("".join(_written(piece, right=right, listed=listed) for piece in pieces))


def _written(piece: Piece, *, right: bool, listed: int) -> str:
    """Write one piece, its text cleaned and escaped."""
    text = escape(clean(piece.text))
    tag, classes = _element(piece.mark, piece.kind, piece.speech)
    if not tag:
        return text
    if not piece.passage:
        return f"<{tag}{classes}>{text}</{tag}>"
    marked = f'<{tag}{classes} data-p="{piece.passage}"'
    if not piece.begins:
        return f"{marked}>{text}</{tag}>"
    number = _number(piece.passage, right=right, listed=listed)
    return f'{number}{marked} id="p{piece.passage}{"" if right else "-left"}">{text}</{tag}>'


def _number(passage: int, *, right: bool, listed: int) -> str:
    """Write the number of a passage, a link to the list; on the right it says so."""
    if passage > listed:
        return f'<span class="n">{passage}</span>'
    label = f' aria-label="Passage {passage} in the list"' if right else ""
    return f'<a class="n" href="#l{passage}"{label}>{passage}</a>'


@cache
def _element(mark: str, kind: str, speech: str) -> tuple[str, str]:
    """Return the element of a mark and its class; "" for text without any."""
    if not mark:
        return "", ""
    tag = mark if mark in ("ins", "del") else "mark"
    classes = [mark] if tag == "mark" else []
    classes += ["edited"] if kind == "edited" and tag == "mark" else []
    classes += {"": [], "on": ["said"], "first": ["said", "begins"]}[speech]
    return tag, f' class="{" ".join(classes)}"' if classes else ""


def whole_mark(marks: Sequence[str]) -> str:
    """Return the mark that all words carry, changed words aside, or "mixed"."""
    found = {"rewritten" if mark == "same" else mark for mark in marks} - {"ins", "del"}
    return found.pop() if len(found) == 1 else "mixed"
