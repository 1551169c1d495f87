"""All stories -> lists of them, a page for some hundreds, and a page that searches all titles."""

from collections.abc import Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site
from syndetect.report.site.pages.stories.lists import list_pages
from syndetect.report.site.pages.stories.search import search_page

__all__ = ["pages"]


def pages(site: Site) -> Iterator[Page]:
    """Yield the lists of stories, largest first, then the search."""
    yield from list_pages(site)
    yield search_page(site)
