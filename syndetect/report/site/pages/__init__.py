"""One module a kind of page: ``pages(site)`` yields its pages, ready for the templates."""

from collections.abc import Callable, Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site
from syndetect.report.site.pages import methods, outlet, outlets, overview, pair, stories, story

__all__ = ["ONCE", "STORY_BY_STORY"]

STORY_BY_STORY: tuple[Callable[[Site], Iterator[Page]], ...] = (
    story.pages,
    pair.pages,
)  # of the site's share
ONCE: tuple[Callable[[Site], Iterator[Page]], ...] = (
    overview.pages,
    stories.pages,
    outlets.pages,
    outlet.pages,
    methods.pages,
)
