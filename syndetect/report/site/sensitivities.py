"""Rows of ``sensitivity.csv`` -> the share of copy by every definition."""

from collections.abc import Iterable
from dataclasses import dataclass

from syndetect.report.site.catalogue import Row
from syndetect.report.site.charts.intervals import IntervalBar, interval_bar
from syndetect.report.site.settings import Settings

__all__ = ["SensitivityView", "sensitivity_views"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityView:
    """A definition and the share of copy by it.

    Attributes
    ----------
    name, rule, citation : str
        ``citation`` is "" for a threshold.
    in_use : bool
        Whether it is the definition of the run.
    derived : IntervalBar or None
        None where it has no figure.
    why_none : str
        Why it has none.
    """

    name: str
    rule: str
    citation: str
    in_use: bool
    derived: IntervalBar | None
    why_none: str


def sensitivity_views(rows: Iterable[Row], settings: Settings) -> tuple[SensitivityView, ...]:
    """Prepare the rows of one outlet: published definitions first, then thresholds."""
    views = [_view(row, settings) for row in rows]
    return tuple(sorted(views, key=lambda view: not view.citation))


def _view(row: Row, settings: Settings) -> SensitivityView:
    available = row["available"] == "yes"
    derived = None
    if available:
        detail = f"{row['n_derived']:,} of {row['n_measured']:,}"
        derived = interval_bar(row, "derived", row["definition"], detail=detail, level=settings.level)
    return SensitivityView(
        name=row["definition"],
        rule=row["rule"],
        citation=row["citation"] or "",
        in_use=row["definition"] == settings.definition,
        derived=derived,
        why_none="no measured article" if available else "this run lacks the evidence that it asks for",
    )
