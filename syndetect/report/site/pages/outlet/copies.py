"""Articles of an outlet -> its copies, credited or not, each with the page that shows the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from syndetect.report.site.catalogue import Row
from syndetect.report.site.copies import agencies_of
from syndetect.report.site.model import Site
from syndetect.report.site.outlet_names import agency_label, outlet_key, outlet_label
from syndetect.report.site.wording import language, published, share_percent

__all__ = ["COPIES_SHOWN", "Copies", "CopyView", "copy_list"]

COPIES_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """A copy: what it is, what it took, and where that can be seen.

    Attributes
    ----------
    title, language, when : str
        ``when`` is "" without a date.
    agencies : tuple of str
        Most words first.
    n_words, n_copied : str
        Body words, and those of them that are from agencies.
    percent : str
    credits : tuple of str
        Agencies that it credits for its text.
    target, evidence : str
        The page that shows the evidence, and what that shows; "" for none.
    """

    title: str
    language: str
    when: str
    agencies: tuple[str, ...]
    n_words: str
    n_copied: str
    percent: str
    credits: tuple[str, ...]
    target: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """The copies of one class, those with most words from agencies first, and how many there are."""

    shown: tuple[CopyView, ...]
    total: int


def copy_list(site: Site, articles: Sequence[Row], copy_class: str) -> Copies:
    """List the articles of a class.

    Parameters
    ----------
    site : Site
    articles : sequence of Row
        Of one outlet.
    copy_class : str
        As in ``articles.csv``.

    Returns
    -------
    Copies
    """
    found = [article for article in articles if article["copy_class"] == copy_class]
    taken = [agencies_of(site.catalogue, article) for article in found]
    order = sorted(range(len(found)), key=lambda k: (-taken[k][0], found[k]["article_id"]))
    return Copies(
        shown=tuple(_view(site, found[k], *taken[k]) for k in order[:COPIES_SHOWN]), total=len(found)
    )


def _view(site: Site, article: Row, n_copied: int, sources: list[tuple[str, Row]]) -> CopyView:
    target, evidence = _evidence(site, article, sources)
    return CopyView(
        title=site.catalogue.headline(article),
        language=language(article["language"]),
        when=published(article["published"]) if article["published"] else "",
        agencies=tuple(agency_label(agency) for agency, _ in sources),
        n_words=f"{article['n_words']:,}",
        n_copied=f"{n_copied:,}",
        percent=share_percent(n_copied / article["n_words"]) if article["n_words"] else "–",
        credits=tuple(agency_label(name) for name in (article["text_credits"] or "").split("|") if name),
        target=target,
        evidence=evidence,
    )


def _evidence(site: Site, article: Row, sources: list[tuple[str, Row]]) -> tuple[str, str]:
    """Return the page of the pair with its source, else with the reference of its story, else a story."""
    own = article["article_id"]
    for _, share in sources:
        page = _pair_page(site, own, share["source_id"]) if share["in_corpus"] == "yes" else ""
        if page:
            source = site.catalogue.article(share["source_id"])
            return page, f"beside the text of {outlet_label(outlet_key(source))}"
    page = _pair_page(site, own, article["reference_id"])
    if page:
        reference = site.catalogue.article(article["reference_id"])
        return page, f"beside {outlet_label(outlet_key(reference))}"
    page = site.addresses.stories.get(article["story_id"] or "", "")
    return (page, "in its story") if page else _story_of_source(site, sources)


def _story_of_source(site: Site, sources: list[tuple[str, Row]]) -> tuple[str, str]:
    """Return the story of a source, for an article that stands alone or in a story without a page."""
    for _, share in sources:
        if share["in_corpus"] == "yes":
            story_id = site.catalogue.article(share["source_id"])["story_id"]
            if story_id in site.addresses.stories:
                return site.addresses.stories[story_id], "story of its source"
    return "", ""


def _pair_page(site: Site, one: str, other: str | None) -> str:
    if other is None:
        return ""
    return site.addresses.pairs.get((min(one, other), max(one, other)), "")
