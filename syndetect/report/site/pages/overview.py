"""A run -> the first page: what was read, how much is agency copy, the largest stories."""

from collections.abc import Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site

__all__ = ["pages"]


def pages(site: Site) -> Iterator[Page]:
    """Yield the first page."""
    yield Page(
        path="index.html", kind="overview", title="Overview", context={"stories": site.catalogue.stories[:20]}
    )
