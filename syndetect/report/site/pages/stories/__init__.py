"""All stories -> lists of them, a page for some hundreds."""

from collections.abc import Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site

__all__ = ["pages"]


def pages(site: Site) -> Iterator[Page]:
    """Yield the lists of stories, largest first."""
    yield Page(
        path="stories.html", kind="stories", title="Stories", context={"stories": site.catalogue.stories}
    )
