"""Passages between two texts -> ribbons from where they stand in one to where they stand in the other."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Ribbons", "ribbons"]

WIDTH, TOP, BOTTOM, HEIGHT = 1000, 14, 66, 80  # the ribbons hang between the bars of the two texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbons:
    """The passages of one mark, a role or rewritten.

    Attributes
    ----------
    mark : str
    bars : str
        Path data: their stretches of the upper and of the lower bar.
    bands : str
        Path data: the bands between these.
    """

    mark: str
    bars: str
    bands: str


def ribbons(
    passages: Sequence[tuple[str, tuple[int, int], tuple[int, int]]], n_left: int, n_right: int
) -> tuple[Ribbons, ...]:
    """Draw passages between two texts, which are drawn equally long.

    Parameters
    ----------
    passages : sequence of (str, (int, int), (int, int))
        Mark, and characters in the text of the upper and of the lower bar.
    n_left, n_right : int
        Characters of the two texts.

    Returns
    -------
    tuple of Ribbons
        One for each mark, in the order in which they first come.
    """
    bars: dict[str, list[str]] = {}
    bands: dict[str, list[str]] = {}
    for mark, left, right in passages:
        a, b = (_place(each, n_left) for each in left)
        c, d = (_place(each, n_right) for each in right)
        bars.setdefault(mark, []).append(f"M{a:g} 0V{TOP}H{b:g}V0zM{c:g} {BOTTOM}V{HEIGHT}H{d:g}V{BOTTOM}z")
        bands.setdefault(mark, []).append(f"M{a:g} {TOP}H{b:g}L{d:g} {BOTTOM}H{c:g}z")
    return tuple(Ribbons(mark=mark, bars="".join(bars[mark]), bands="".join(bands[mark])) for mark in bars)


def _place(character: int, n_characters: int) -> float:
    return round(WIDTH * min(1.0, character / max(1, n_characters)), 1)
