"""A story -> its page: wire text, members, who took from whom, what each added."""

from collections.abc import Iterator

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site

__all__ = ["pages"]


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each story that has one."""
    for story_id, path in site.addresses.stories.items():
        context = {"story": site.catalogue.find("stories", story_id=story_id)[0]}
        yield Page(path=path, kind="story", title=story_id, context=context)
