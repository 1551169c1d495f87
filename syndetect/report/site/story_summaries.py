"""A story -> the few figures that stand for it on the overview and on pages of outlets."""

from collections import Counter
from dataclasses import dataclass

from syndetect.report.site.copies import COPIES, agencies_of
from syndetect.report.site.model import Site
from syndetect.report.site.outlet_names import agency_label, outlet_key, outlet_label
from syndetect.report.site.wording import days, language

__all__ = ["StorySummaries", "StorySummary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySummary:
    """A story in a few figures.

    Attributes
    ----------
    title, language : str
        The headline that stands for the story: ``title_id`` of ``stories.csv``.
    target : str
        Its page; "" for none.
    n_articles, n_outlets : int
        Outlets that are known.
    n_copies : int
        Members that are agency copy.
    agency : str
        From which most of these have most; "" when there is none.
    reference : str
        Outlet of the reference, and whether it is the wire text.
    when : str
        First day to last day; "" when none is known.
    """

    title: str
    language: str
    target: str
    n_articles: int
    n_outlets: int
    n_copies: int
    agency: str
    reference: str
    is_wire: bool
    when: str


class StorySummaries:
    """The summaries of stories, each made once.

    Parameters
    ----------
    site : Site
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._made: dict[str, StorySummary] = {}

    def of(self, story_id: str) -> StorySummary:
        """Return the summary of a story."""
        if story_id not in self._made:
            self._made[story_id] = self._make(story_id)
        return self._made[story_id]

    def _make(self, story_id: str) -> StorySummary:
        catalogue = self._site.catalogue
        story = catalogue.find("stories", story_id=story_id)[0]
        reference, titled = catalogue.article(story["reference_id"]), catalogue.titled(story)
        copies = [
            article
            for article in catalogue.find("articles", story_id=story_id)
            if article["copy_class"] in COPIES
        ]
        main = Counter(found[0][0] for found in (agencies_of(catalogue, each)[1] for each in copies) if found)
        return StorySummary(
            title=catalogue.headline(titled),
            language=language(titled["language"]),
            target=self._site.addresses.stories.get(story_id, ""),
            n_articles=story["n_articles"],
            n_outlets=story["n_outlets"],
            n_copies=len(copies),
            agency=agency_label(min(main, key=lambda name: (-main[name], name))) if main else "",
            reference=outlet_label(outlet_key(reference)),
            is_wire=story["reference_is_wire"] == "yes",
            when=days(story["first_published"] or "", story["last_published"] or ""),
        )
