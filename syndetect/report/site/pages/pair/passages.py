"""The passages of a pair -> the list of them, and the drawing of where they stand in the two texts."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from syndetect.report.site.charts.ribbons import Ribbons, ribbons
from syndetect.report.site.text.matching import PlacedPassage

__all__ = ["LISTED", "PassageView", "passage_ribbons", "passage_views"]

LISTED = 300  # passages on a page; the table holds all
_EXCERPT = 60  # characters of a passage in the list


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A row of the list; ``shown`` says whether the passage begins in text on the page."""

    number: int
    kind: str
    role: str
    words: str
    left: str
    right: str
    excerpt: str
    shown: bool


def passage_views(passages: Sequence[PlacedPassage], text: str, shown: Set[int]) -> tuple[PassageView, ...]:
    """Prepare the list of passages, ``LISTED`` at most.

    Parameters
    ----------
    passages : sequence of PlacedPassage
    text : str
        The text on the right; "" when it is left out.
    shown : set of int
        Numbers of the passages whose beginning is on the page.
    """
    return tuple(
        PassageView(
            number=each.number,
            kind=each.kind,
            role=each.role,
            words=f"{each.n_words:,}",
            left=f"{each.left[0]}–{each.left[1]}",
            right=f"{each.right[0]}–{each.right[1]}",
            excerpt=_excerpt(text, each.right),
            shown=each.number in shown,
        )
        for each in passages[:LISTED]
    )


def _excerpt(text: str, span: tuple[int, int]) -> str:
    """Return the first words of a passage on one line."""
    start, end = span
    opening = " ".join(text[start : min(end, start + _EXCERPT)].split())
    return f"{opening} …" if opening and end > start + _EXCERPT else opening


def passage_ribbons(passages: Sequence[PlacedPassage], n_left: int, n_right: int) -> tuple[Ribbons, ...]:
    """Draw the passages that are listed; a text ends behind its last passage, whatever else is known."""
    n_left = max([n_left, *(each.left[1] for each in passages)])
    n_right = max([n_right, *(each.right[1] for each in passages)])
    return ribbons([(each.mark, each.left, each.right) for each in passages[:LISTED]], n_left, n_right)
