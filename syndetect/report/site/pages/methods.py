"""Parameters, definitions, codebook, ledger -> the page on methods."""

from collections.abc import Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site

__all__ = ["pages"]


def pages(site: Site) -> Iterator[Page]:
    """Yield the page on methods."""
    yield Page(
        path="methods.html",
        kind="methods",
        title="Methods",
        context={"manifest": site.catalogue.run.manifest},
    )
