"""Two texts and the passages between them -> a mark for every word of both, and the words that are equal."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from syndetect.report.site.catalogue import Row
from syndetect.report.site.text.articles import KnownText

__all__ = ["Matched", "PlacedPassage", "match_sides", "placed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPassage:
    """A passage with its number on the page, from 1, in the order of the right text.

    ``left`` and ``right`` are characters, half-open; ``kind`` and ``role`` as
    in ``passages.csv``.
    """

    number: int
    left: tuple[int, int]
    right: tuple[int, int]
    kind: str
    role: str
    n_words: int

    @property
    def mark(self) -> str:
        """The mark of its words, but for those that were changed."""
        return "rewritten" if self.kind == "rewritten" else self.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What became of the words of two texts.

    Attributes
    ----------
    passages : sequence of PlacedPassage
        By number, from 1.
    left, right : lists of str
        The mark of each word: the role of the copied passage that matches it;
        ``del`` and ``ins`` where such a passage covers it and the other side
        has another word; ``same`` and ``rewritten`` in a rewritten passage;
        else the ground of the text: ``own``, ``elsewhere``, ``furniture``.
    left_passage, right_passage : lists of int
        The number of the passage that covers each word; 0 for none.
    source : list of int
        For each word on the right the equal word on the left; -1 for none.
    """

    passages: Sequence[PlacedPassage]
    left: list[str]
    right: list[str]
    left_passage: list[int]
    right_passage: list[int]
    source: list[int]


def placed(passages: Sequence[Row], *, flipped: bool) -> tuple[PlacedPassage, ...]:
    """Give the passages of a pair numbers, in the order of the text on the right.

    Parameters
    ----------
    passages : sequence of Row
        Of ``passages.csv``.
    flipped : bool
        Whether b stands on the left.
    """
    left, right = ("b", "a") if flipped else ("a", "b")
    ordered = sorted(passages, key=lambda row: (row[f"{right}_start"], row[f"{left}_start"]))
    return tuple(
        PlacedPassage(
            number=number,
            left=(row[f"{left}_start"], row[f"{left}_end"]),
            right=(row[f"{right}_start"], row[f"{right}_end"]),
            kind=row["kind"],
            role=row["role"],
            n_words=row["n_words"],
        )
        for number, row in enumerate(ordered, 1)
    )


def match_sides(left: KnownText, right: KnownText, passages: Sequence[PlacedPassage]) -> Matched:
    """Mark the words of two texts by the passages between them.

    Parameters
    ----------
    left, right : KnownText
    passages : sequence of PlacedPassage
        None overlap, on either side.

    Returns
    -------
    Matched

    Notes
    -----
    In a verbatim passage every word is matched, in any other the words that
    the edit script of rapidfuzz leaves as they are.
    """
    found = Matched(
        passages=passages,
        left=left.ground.copy(),
        right=right.ground.copy(),
        left_passage=[0] * len(left.start),
        right_passage=[0] * len(right.start),
        source=[-1] * len(right.start),
    )
    for passage in passages:
        _mark_passage(found, passage, _words(left, passage.left), _words(right, passage.right), left, right)
    return found


def _words(side: KnownText, span: tuple[int, int]) -> tuple[int, int]:
    """Return the range of the words that lie inside some characters."""
    low = bisect_left(side.start, span[0])
    return low, max(low, bisect_right(side.end, span[1]))


def _mark_passage(
    found: Matched,
    passage: PlacedPassage,
    on_left: tuple[int, int],
    on_right: tuple[int, int],
    left: KnownText,
    right: KnownText,
) -> None:
    """Mark the words of one passage."""
    i, i_past = on_left
    k, k_past = on_right
    is_copy = passage.kind != "rewritten"
    found.left_passage[i:i_past] = [passage.number] * (i_past - i)
    found.right_passage[k:k_past] = [passage.number] * (k_past - k)
    found.left[i:i_past] = ["del" if is_copy else "rewritten"] * (i_past - i)
    found.right[k:k_past] = ["ins" if is_copy else "rewritten"] * (k_past - k)
    mark = passage.role if is_copy else "same"
    for a, b, size in _equal_runs(left.hashes[i:i_past], right.hashes[k:k_past], passage.kind):
        found.left[i + a : i + a + size] = [mark] * size
        found.right[k + b : k + b + size] = [mark] * size
        found.source[k + b : k + b + size] = range(i + a, i + a + size)


def _equal_runs(a: list[int], b: list[int], kind: str) -> list[tuple[int, int, int]]:
    """Return the runs of equal words: first of a, first of b, number."""
    if kind == "verbatim" and len(a) == len(b):
        return [(0, 0, len(a))]
    return [
        (part.src_start, part.dest_start, part.src_end - part.src_start)
        for part in Indel.opcodes(a, b)
        if part.tag == "equal"
    ]
