"""A share and its interval -> a bar from 0 to 100 % with whiskers, and the numbers beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from syndetect.report.site.wording import share_percent

__all__ = ["IntervalBar", "interval_bar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalBar:
    """A share in words and as SVG lengths.

    Attributes
    ----------
    percent, interval : str
        ``38%`` and ``19–60%``.
    detail : str
        What was divided: ``202 of 528``.
    width, low, high, span : str
        Of the bar, of the ends of the whisker, and between these: SVG lengths
        in per cent of the scale.
    title : str
        All of it in words.
    value : str
        The share itself, with the digits of the tables, to sort by.
    weak : bool
        Whether it rests on few articles or stories: drawn hollow.
    """

    percent: str
    interval: str
    detail: str
    width: str
    low: str
    high: str
    span: str
    title: str
    value: str
    weak: bool


def interval_bar(
    row: Mapping[str, Any], name: str, label: str, *, detail: str = "", level: str, weak: bool = False
) -> IntervalBar | None:
    """Lay out a share of a row of figures.

    Parameters
    ----------
    row : mapping
        Holds ``NAME_share``, ``NAME_low`` and ``NAME_high``, from 0 to 1.
    name : str
        ``derived``, ``word``, ``prose`` or ``uncredited``.
    label : str
        What the share is of, for those who do not see the bar.
    detail : str
        Numerator and denominator.
    level : str
        Of the interval: ``95%``.
    weak : bool

    Returns
    -------
    IntervalBar or None
        None where there is nothing to divide by.
    """
    share, low, high = (row[f"{name}_{end}"] for end in ("share", "low", "high"))
    if share is None:
        return None
    percent, interval = share_percent(share), f"{100 * low:.0f}–{100 * high:.0f}%"
    return IntervalBar(
        percent=percent,
        interval=interval,
        detail=detail,
        width=_length(share),
        low=_length(low),
        high=_length(high),
        span=_length(high - low),
        title=f"{label}: {percent}{f', {detail}' if detail else ''}; {level} interval {interval}",
        value=f"{share:.6f}",
        weak=weak,
    )


def _length(share: float) -> str:
    return f"{100 * share:.2f}%"
