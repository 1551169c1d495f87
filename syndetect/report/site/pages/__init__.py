"""One module a kind of page: ``pages(site)`` yields its pages, ready for the templates."""

from collections.abc import Callable, Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site
from syndetect.report.site.pages import methods, outlet, outlets, overview, pair, stories, story

__all__ = ["PAGES"]

PAGES: tuple[Callable[[Site], Iterator[Page]], ...] = (
    overview.pages,
    stories.pages,
    story.pages,
    pair.pages,
    outlets.pages,
    outlet.pages,
    methods.pages,
)
