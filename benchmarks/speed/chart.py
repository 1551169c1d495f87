"""Figures -> a chart: one bar a contender, as SVG that needs nothing else."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

__all__ = ["Bar", "draw_bars"]

BAR, GAP, WIDTH, RIGHT, TOP = 20, 8, 380, 150, 44  # pixels
LETTER = 7  # pixels at most of a letter of a name, on average
OURS, THEIRS = "#0b61a4", "#b35900"  # told apart by the hatching, too


class Bar(NamedTuple):
    """One bar: what it stands for, how long it is, and what is written behind it."""

    name: str
    value: float
    note: str
    is_ours: bool


def draw_bars(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """Draw horizontal bars from 0, in the order given.

    Parameters
    ----------
    title, unit : str
        What is measured; the unit stands in the title.
    bars : sequence of Bar

    Returns
    -------
    str
        SVG; the figures stand in it as text, too.
    """
    height = TOP + len(bars) * (BAR + GAP) + GAP
    most = max((bar.value for bar in bars), default=1.0) or 1.0
    left = 2 * GAP + LETTER * max((len(bar.name) for bar in bars), default=0)
    width = left + WIDTH + RIGHT
    drawn = "".join(
        _bar(bar, (left, TOP + k * (BAR + GAP)), round(WIDTH * bar.value / most))
        for k, bar in enumerate(bars)
    )
    label = escape(f"{title}, {unit}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{label}" font-family="sans-serif" font-size="13">'
        f'<defs><pattern id="theirs" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{THEIRS}"/><path d="M0 6 6 0" stroke="#fff"/></pattern></defs>'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{GAP}" y="24" font-weight="bold" fill="#111">{label}</text>{drawn}</svg>\n'
    )


def _bar(bar: Bar, corner: tuple[int, int], length: int) -> str:
    left, top = corner
    length = max(1, length)
    middle = top + BAR - 5
    fill = OURS if bar.is_ours else "url(#theirs)"
    return (
        f'<text x="{left - GAP}" y="{middle}" text-anchor="end" fill="#111">{escape(bar.name)}</text>'
        f'<rect x="{left}" y="{top}" width="{length}" height="{BAR}" fill="{fill}"/>'
        f'<text x="{left + length + GAP}" y="{middle}" fill="#111">{escape(bar.note)}</text>'
    )
