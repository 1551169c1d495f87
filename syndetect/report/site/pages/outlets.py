"""All outlets -> lists of them with their figures, a page for five hundred."""

from collections.abc import Iterator, Sequence

from syndetect.report.site.catalogue import Row
from syndetect.report.site.environment import Page
from syndetect.report.site.figures import FigureView, WordCount, figure_view, measured_words
from syndetect.report.site.model import Site
from syndetect.report.site.outlet_names import n_known_outlets, total_row
from syndetect.report.site.settings import settings_of
from syndetect.report.site.wording import counted

__all__ = ["PER_PAGE", "list_path", "pages"]

PER_PAGE = 500
_NOTHING = WordCount(0, 0)


def pages(site: Site) -> Iterator[Page]:
    """Yield the lists of outlets, one at least.

    Those with most measured articles come first, then those with most
    articles, then by name; before them, on the first page, all outlets together.
    """
    catalogue = site.catalogue
    settings = settings_of(catalogue.run.manifest)
    words, all_words = measured_words(catalogue)
    rows = sorted(
        catalogue.rows("outlets")[:-1],
        key=lambda row: (-row["n_measured"], -row["n_articles"], row["outlet"]),
    )
    n_pages = max(1, -(-len(rows) // PER_PAGE))
    total = figure_view(total_row(catalogue), settings, all_words, name="All outlets")
    for number in range(1, n_pages + 1):
        part = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
        views: list[FigureView] = [
            figure_view(
                row,
                settings,
                words.get(row["outlet"], _NOTHING),
                target=site.addresses.outlets.get(row["outlet"], ""),
            )
            for row in part
        ]
        context = {
            "outlets": views,
            "total": total,
            "settings": settings,
            "heading": _heading(rows),
            "n_rows": f"{len(rows):,}",
            "first": (number - 1) * PER_PAGE + 1,
            "last": (number - 1) * PER_PAGE + len(part),
            "links": [(k, list_path(k)) for k in range(1, n_pages + 1)] if n_pages > 1 else [],
            "number": number,
            "n_without_page": sum(not view.target for view in views),
        }
        title = "Outlets" if number == 1 else f"Outlets, page {number}"
        yield Page(path=list_path(number), kind="outlets", title=title, context=context)


def _heading(rows: Sequence[Row]) -> str:
    """Say how many outlets are known; the row of the articles without one is none."""
    n_known = n_known_outlets(rows)
    if n_known == len(rows):
        return counted(n_known, "outlet")
    return (
        f"{counted(n_known, 'outlet')}, and articles without one" if n_known else "Articles without an outlet"
    )


def list_path(number: int) -> str:
    """Return the file of a list, from 1."""
    return "outlets.html" if number == 1 else f"outlets-{number}.html"
