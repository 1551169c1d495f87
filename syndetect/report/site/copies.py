"""Articles -> whether outlets count them as agency copy, and what they took from which agency."""

from collections.abc import Mapping, Sequence
from typing import Any

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.charts.timeline import Timeline, timeline
from syndetect.trace.outlets import CREDIT_CLASSES

__all__ = ["COPIES", "agencies_of", "copy_kind", "copy_timeline"]

COPIES = CREDIT_CLASSES[:2]  # credited, uncredited
_KINDS: Mapping[str | None, str] = {
    **dict.fromkeys(CREDIT_CLASSES, "other"),
    **dict.fromkeys(COPIES, "copy"),
    None: "unmeasured",
}


def copy_kind(copy_class: str | None) -> str:
    """Return the kind of an article on a timeline, by its ``copy_class``."""
    return _KINDS[copy_class]


def copy_timeline(published: Sequence[str | None], copy_classes: Sequence[str | None]) -> Timeline | None:
    """Lay out articles over time by whether they are agency copy."""
    return timeline(zip(published, map(copy_kind, copy_classes), strict=True))


def agencies_of(catalogue: Catalogue, article: Mapping[str, Any]) -> tuple[int, list[tuple[str, Row]]]:
    """Find what an article took from agencies.

    Parameters
    ----------
    catalogue : Catalogue
    article : mapping
        A row of ``articles.csv``.

    Returns
    -------
    n_words : int
        Words from agencies.
    agencies : list of (str, Row)
        Each agency with the row of ``shares.csv`` of its text with most words,
        most words first; empty when no words are attributed to one.
    """
    rows = catalogue.find("shares", article_id=article["article_id"], cause="wire copy")
    rows.sort(key=lambda row: (-row["prose_words"] - row["quote_words"], row["source_id"]))
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["source_agency"] or "", row)
    return sum(row["prose_words"] + row["quote_words"] for row in rows), list(first.items())
