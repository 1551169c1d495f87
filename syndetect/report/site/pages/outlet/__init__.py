"""An outlet -> its page: how much is agency copy, by agency and time, which articles, what it adds."""

from collections.abc import Iterator
from typing import Any

from syndetect.report.site.copies import copy_timeline
from syndetect.report.site.environment import Page
from syndetect.report.site.figures import WordCount, figure_view, measured_words
from syndetect.report.site.model import Site
from syndetect.report.site.outlet_names import agency_label, outlet_articles, outlet_label
from syndetect.report.site.pages.outlet.additions import Additions, gather_additions
from syndetect.report.site.pages.outlet.copies import copy_list
from syndetect.report.site.sensitivities import sensitivity_views
from syndetect.report.site.settings import Settings, settings_of
from syndetect.report.site.story_summaries import StorySummaries
from syndetect.report.site.wording import counted

__all__ = ["STORIES_SHOWN", "pages"]

STORIES_SHOWN = 50
SLIGHT_SHOWN = 12  # agencies that are named without a row


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each outlet that has one."""
    settings = settings_of(site.catalogue.run.manifest)
    words, _ = measured_words(site.catalogue)
    additions = gather_additions(site)
    lines = StorySummaries(site)
    for name, path in site.addresses.outlets.items():
        figures = words.get(name, WordCount(0, 0))
        context = _context(site, name, settings, figures, lines) | {
            "additions": additions.get(name, Additions()),
        }
        yield Page(path=path, kind="outlet", title=outlet_label(name), context=context)


def _context(
    site: Site, name: str, settings: Settings, words: WordCount, lines: StorySummaries
) -> dict[str, Any]:
    catalogue = site.catalogue
    articles = outlet_articles(catalogue, name)
    row = catalogue.find("outlets", outlet=name)[0]
    agencies = [
        figure_view(each, settings, words, name=agency_label(each["agency"]))
        for each in catalogue.find("outlet_agency", outlet=name)
    ]
    agencies.sort(
        key=lambda view: (-view.n_derived, -float(view.words.value if view.words else 0), view.name)
    )
    slight = [
        (view.name, view.words.percent)
        for view in agencies
        if not view.n_derived and view.words and float(view.words.value)
    ]
    in_stories: dict[str, int] = {}
    for article in articles:
        if article["story_id"]:
            in_stories[article["story_id"]] = in_stories.get(article["story_id"], 0) + 1
    stories = sorted(((lines.of(story_id), n) for story_id, n in in_stories.items()), key=_story_order)
    return {
        "figures": figure_view(row, settings, words),
        "settings": settings,
        "words": words,
        "agencies": [view for view in agencies if view.n_derived],
        "without_copy": slight[:SLIGHT_SHOWN],
        "without_copy_more": f"And {len(slight) - SLIGHT_SHOWN:,} more" if len(slight) > SLIGHT_SHOWN else "",
        "timeline": copy_timeline(
            [article["published"] for article in articles], [article["copy_class"] for article in articles]
        ),
        "uncredited": copy_list(site, articles, "uncredited copy"),
        "credited": copy_list(site, articles, "credited copy"),
        "stories": stories[:STORIES_SHOWN],
        "n_stories": counted(len(stories), "story", "stories"),
        "n_alone": sum(not article["story_id"] for article in articles),
        "stories_cut": len(stories) > STORIES_SHOWN,
        "sensitivity": sensitivity_views(catalogue.find("sensitivity", outlet=name), settings),
    }


def _story_order(entry: tuple[Any, int]) -> tuple[int, int, str, str]:
    """Order stories by the outlet's articles, then by size."""
    line, n = entry
    return -n, -line.n_articles, line.title, line.target
