"""Passages between two texts -> ribbons from where they stand in one to where they stand in the other."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Ribbon", "ribbons"]

WIDTH, TOP, BOTTOM = 1000, 14, 66  # of the drawing; the ribbons hang between the bars of the two texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """One passage: ``mark`` is its role, or rewritten; ``top`` and ``bottom`` are its places in the two bars.

    ``points`` are those of the polygon in between.
    """

    mark: str
    top: tuple[str, str]
    bottom: tuple[str, str]
    points: str


def ribbons(
    passages: Sequence[tuple[str, tuple[int, int], tuple[int, int]]], n_left: int, n_right: int
) -> tuple[Ribbon, ...]:
    """Draw passages between two texts.

    Parameters
    ----------
    passages : sequence of (str, (int, int), (int, int))
        Mark, and characters in the text of the upper and of the lower bar.
    n_left, n_right : int
        Characters of the two texts, which are drawn equally long.

    Returns
    -------
    tuple of Ribbon
        Places are in thousandths of the width.
    """
    drawn = []
    for mark, left, right in passages:
        a, b = (_place(each, n_left) for each in left)
        c, d = (_place(each, n_right) for each in right)
        points = f"{a:g},{TOP} {b:g},{TOP} {d:g},{BOTTOM} {c:g},{BOTTOM}"
        drawn.append(
            Ribbon(
                mark=mark,
                top=(f"{a:g}", f"{round(b - a, 1):g}"),
                bottom=(f"{c:g}", f"{round(d - c, 1):g}"),
                points=points,
            )
        )
    return tuple(drawn)


def _place(character: int, n_characters: int) -> float:
    return round(WIDTH * min(1.0, character / max(1, n_characters)), 1)
