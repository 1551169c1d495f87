"""The titles of all stories -> a page that searches them: a block of data, read by the script of the page."""

import json

from markupsafe import Markup

from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site
from syndetect.report.site.pages.stories.lines import PER_PAGE, story_title
from syndetect.report.site.wording import clean, counted

__all__ = ["search_page"]

TITLE = 90  # characters of a title
BYTES = 1_800_000  # of the block


def search_page(site: Site) -> Page:
    """Return the page.

    Parameters
    ----------
    site : Site

    Returns
    -------
    Page
        A line of the block is a story, in the order of all; so its place
        tells its page, or its line in the list. Where the block would grow
        too large, the page says how many stories it covers.
    """
    stories = site.catalogue.stories
    lines, room = [], BYTES
    for story in stories:
        title = clean(story_title(site.catalogue, story, TITLE))
        line = _quoted(f"{title}\t{story['n_articles']}\t{(story['first_published'] or '')[:10]}")
        room -= len(line.encode()) + 1
        if room < 0:
            break
        lines.append(line)
    rest = len(stories) - len(lines)
    return Page(
        path="search.html",
        kind="search",
        title="Search",
        context={
            "block": Markup("[" + ",\n".join(lines) + "]"),  # every line escaped by _quoted
            "n_covered": counted(len(lines), "story", "stories"),
            "note": f"The {rest:,} smallest of {len(stories):,} stories are not searched: see stories.csv."
            if rest
            else "",
            "n_pages": len(site.addresses.stories),
            "per_page": PER_PAGE,
        },
    )


def _quoted(line: str) -> str:
    """Write a string of JSON that cannot end the block that it stands in, nor begin a comment there."""
    text = json.dumps(line, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
