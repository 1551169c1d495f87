"""Outlets and agencies as the tables name them -> what a page calls them, and back to their articles."""

from collections.abc import Iterable, Sequence

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.trace.outlets import UNKNOWN_OUTLET

__all__ = [
    "NO_OUTLET",
    "agency_label",
    "n_known_outlets",
    "outlet_articles",
    "outlet_key",
    "outlet_label",
    "rest_last",
    "total_row",
]

NO_OUTLET = "(no outlet)"
_AGENCIES = {"generic": "an unnamed agency", "": "an unnamed agency"}


def agency_label(name: str) -> str:
    """Return what a page calls an agency of the tables."""
    return _AGENCIES.get(name, name)


def outlet_key(article: Row) -> str:
    """Return the name under which ``outlets.csv`` counts an article."""
    return article["outlet"] or UNKNOWN_OUTLET


def outlet_label(name: str) -> str:
    """Return what a page calls an outlet of ``outlets.csv``."""
    return NO_OUTLET if name == UNKNOWN_OUTLET or not name.strip() else name


def rest_last(rows: Sequence[Row]) -> list[Row]:
    """Put the row of the articles without an outlet behind those of outlets: it is none."""
    return sorted(rows, key=lambda row: row["outlet"] == UNKNOWN_OUTLET)


def n_known_outlets(rows: Iterable[Row]) -> int:
    """Count the outlets among rows of the tables on outlets; the articles without one are none."""
    return len({row["outlet"] for row in rows} - {UNKNOWN_OUTLET})


def outlet_articles(catalogue: Catalogue, name: str) -> list[Row]:
    """Return the articles of an outlet, by its name in ``outlets.csv``, in the order of their ids."""
    found = catalogue.find("articles", outlet=name)
    if name != UNKNOWN_OUTLET:
        return found
    return sorted([*found, *catalogue.find("articles", outlet=None)], key=lambda row: str(row["article_id"]))


def total_row(catalogue: Catalogue) -> Row:
    """Return the figures of all outlets together: the last row, whatever an outlet may be called."""
    return catalogue.row("outlets", catalogue.n_rows("outlets") - 1)
