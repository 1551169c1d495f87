"""All outlets -> the list of them."""

from collections.abc import Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site

__all__ = ["pages"]


def pages(site: Site) -> Iterator[Page]:
    """Yield the list of outlets."""
    yield Page(
        path="outlets.html",
        kind="outlets",
        title="Outlets",
        context={"outlets": site.catalogue.rows("outlets")},
    )
