"""Figures -> a chart: one bar a contender, as SVG that needs nothing else."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

__all__ = ["Bar", "draw_bars"]

BAR, GAP, LEFT, WIDTH, RIGHT, TOP = 20, 8, 300, 380, 150, 44  # pixels
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
    width = LEFT + WIDTH + RIGHT
    drawn = "".join(_bar(bar, TOP + k * (BAR + GAP), bar.value / most) for k, bar in enumerate(bars))
    label = escape(f"{title}, {unit}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{label}" font-family="sans-serif" font-size="13">'
        f'<defs><pattern id="theirs" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{THEIRS}"/><path d="M0 6 6 0" stroke="#fff"/></pattern></defs>'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{GAP}" y="24" font-weight="bold" fill="#111">{label}</text>{drawn}</svg>\n'
    )


def _bar(bar: Bar, top: int, share: float) -> str:
    length = max(1, round(share * WIDTH))
    middle = top + BAR - 5
    fill = OURS if bar.is_ours else "url(#theirs)"
    return (
        f'<text x="{LEFT - GAP}" y="{middle}" text-anchor="end" fill="#111">{escape(bar.name)}</text>'
        f'<rect x="{LEFT}" y="{top}" width="{length}" height="{BAR}" fill="{fill}"/>'
        f'<text x="{LEFT + length + GAP}" y="{middle}" fill="#111">{escape(bar.note)}</text>'
    )
