"""Paragraphs of pieces in, one text with the place of every piece out; the truth is read off the places."""

from itertools import chain
from typing import NamedTuple

from corpora.generator.truth import Kind, QuoteUse, Role, Span

__all__ = [
    "FURNITURE",
    "OWN",
    "Layout",
    "Paragraphs",
    "Piece",
    "as_copies",
    "furniture",
    "lay_out",
    "spans_of",
]

OWN, FURNITURE = -1, -2
_NOTHING = -2  # no piece of the source follows it


class Piece(NamedTuple):
    """A sentence, a quote, the attribution of a quote, or a piece of furniture.

    ``source`` is the number of the source's piece that it renders, else
    ``OWN`` or ``FURNITURE``; ``n_kept`` of its words are the source's.
    ``quote`` is its number in the event's pool of quotes, -1 outside. A piece
    that is not a ``head`` (an attribution) stays with the one before it.
    """

    text: str
    n_words: int
    role: Role = "prose"
    source: int = OWN
    n_kept: int = 0
    quote: int = -1
    head: bool = True


Paragraphs = list[list[Piece]]


class Layout(NamedTuple):
    """A finished text and its pieces; ``places[i]`` are the characters of ``pieces[i]``."""

    text: str
    pieces: list[Piece]
    places: list[tuple[int, int]]

    def quotes(self) -> tuple[QuoteUse, ...]:
        """Return where quotes of the event's pool stand."""
        placed = zip(self.pieces, self.places, strict=True)
        return tuple(QuoteUse(piece.quote, *place) for piece, place in placed if piece.quote >= 0)

    def furniture(self) -> tuple[tuple[int, int], ...]:
        """Return the characters of furniture."""
        placed = zip(self.pieces, self.places, strict=True)
        return tuple(place for piece, place in placed if piece.source == FURNITURE)

    def words(self) -> tuple[int, int, int, int, int]:
        """Count words: all, wire prose, wire quotes, own, furniture."""
        total = prose = quoted = other = 0
        for piece in self.pieces:
            total += piece.n_words
            if piece.source == FURNITURE:
                other += piece.n_words
            elif piece.role == "quote":
                quoted += piece.n_kept
            else:
                prose += piece.n_kept
        return total, prose, quoted, total - prose - quoted - other, other


def furniture(text: str) -> Piece:
    """Make a piece of furniture; a word is a run without whitespace that holds a letter or digit."""
    n_words = sum(any(map(str.isalnum, word)) for word in text.split())
    return Piece(text, n_words, source=FURNITURE)


def lay_out(paragraphs: Paragraphs) -> Layout:
    """Join pieces by blanks and paragraphs by blank lines; no paragraph may be empty."""
    pieces = list(chain.from_iterable(paragraphs))
    places = []
    at = 0
    for paragraph in paragraphs:
        for piece in paragraph:
            end = at + len(piece.text)
            places.append((at, end))
            at = end + 1
        at += 1
    text = "\n\n".join([" ".join([piece.text for piece in paragraph]) for paragraph in paragraphs])
    return Layout(text, pieces, places)


def as_copies(paragraphs: Paragraphs) -> Paragraphs:
    """Return the body of a source, each piece as a copy of itself, numbered from 0 in order."""
    copies: Paragraphs = []
    number = 0
    for paragraph in paragraphs:
        copied = []
        for piece in paragraph:
            if piece.source != FURNITURE:
                copied.append(piece._replace(source=number, n_kept=piece.n_words))
                number += 1
        if copied:
            copies.append(copied)
    return copies


def spans_of(layout: Layout, source: Layout) -> tuple[Span, ...]:
    """Read off what a text shares with its source.

    Parameters
    ----------
    layout : Layout
        The derived text; the sources of its pieces count the pieces of
        ``source`` that are not furniture.
    source : Layout
        The wire story.

    Returns
    -------
    tuple of Span
        In order of the derived text. Pieces that follow each other in both
        texts, with one role and one kind, make one span, also across
        paragraphs; empty when nothing is shared.
    """
    placed = zip(source.pieces, source.places, strict=True)
    body = [(piece.text, place) for piece, place in placed if piece.source != FURNITURE]
    spans: list[Span] = []
    last = _NOTHING
    for piece, (start, end) in zip(layout.pieces, layout.places, strict=True):
        if piece.source >= 0:
            text, (source_start, source_end) = body[piece.source]
            kind: Kind = "verbatim" if piece.text == text else "edited"
            if piece.source == last + 1 and spans[-1].role == piece.role and spans[-1].kind == kind:
                source_start, _, start, *_ = spans.pop()
            spans.append(Span(source_start, source_end, start, end, piece.role, kind))
        last = piece.source if piece.source >= 0 else _NOTHING
    return tuple(spans)
