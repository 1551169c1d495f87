"""A story's members -> rows of its table: when, how much from whom, how much own, with which credit."""

from collections.abc import Mapping

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.charts.bars import bar
from syndetect.report.site.model import Site
from syndetect.report.site.pages.story.head import TITLE
from syndetect.report.site.pages.story.material import Material, Source, pair_key
from syndetect.report.site.pages.story.sources import source_anchor
from syndetect.report.site.pages.story.views import MemberView, TakenView
from syndetect.report.site.text.credited import CreditView
from syndetect.report.site.wording import (
    clipped,
    counted,
    lag,
    language,
    link,
    percentages,
    published,
    relation_label,
    share_percent,
)

__all__ = ["member_view", "pair_path"]

SOURCES_SHOWN = 3  # of one member


def member_view(
    member: Row, material: Material, site: Site, credits: tuple[CreditView, ...], anchors: Mapping[str, str]
) -> MemberView:
    """Prepare one row of the table.

    Parameters
    ----------
    member : Row
        Of ``members.csv``.
    material : Material
    site : Site
    credits : tuple of CreditView
    anchors : mapping of str to str
        By id: the id of each member's row on the page.

    Returns
    -------
    MemberView
    """
    article = material.articles[member["article_id"]]
    is_reference = member["role"] == "reference"
    taken = _taken(article, material, site)
    claimed = sum(_n_words(source, article) for source in material.sources)
    own = article["own_words"]
    from_sources, own_share, _ = percentages([claimed, own, max(0, article["n_words"] - claimed - own)])
    is_measured = article["status"] == "measured"
    return MemberView(
        anchor=anchors[article["article_id"]],
        label=material.labels[article["article_id"]],
        outlet_path=site.addresses.outlets.get(article["outlet"] or "", ""),
        title=clipped(site.catalogue.headline(article), TITLE),
        url=link(article["url"]),
        language=language(article["language"]),
        headline=member["headline"] or "",
        published=published(article["published"]) if article["published"] else "",
        lag="" if is_reference else lag(article, material.reference, member["lag_minutes"]),
        n_words=f"{article['n_words']:,}",
        bar=bar(member["shared_prose_words"], member["shared_quote_words"], member["unique_words"]),
        is_reference=is_reference,
        relation="reference" if is_reference else member["relation"],
        relation_label=_relation(member, material),
        in_reference="" if is_reference else share_percent(member["reference_share"]),
        kept="" if is_reference else share_percent(member["kept_share"]),
        pair_path=""
        if is_reference
        else pair_path(site, article["article_id"], material.reference["article_id"]),
        status="" if is_measured else article["status"],
        from_sources=from_sources if is_measured else "",
        taken=taken[:SOURCES_SHOWN],
        more_taken=counted(len(taken) - SOURCES_SHOWN, "more source") if len(taken) > SOURCES_SHOWN else "",
        own_share=own_share if is_measured else "",
        own_words=counted(own, "word"),
        unique="" if member["unique_words"] == own else f"{member['unique_words']:,}",
        derivation=article["derivation"] or "",
        credit_class=article["credit_class"] or "",
        version_of=_version_of(article, material, site.catalogue),
        credits=credits,
    )


def pair_path(site: Site, first: str, second: str) -> str:
    """Return the page of a pair; "" when it has none."""
    return site.addresses.pairs.get(pair_key(first, second), "")


def _relation(member: Row, material: Material) -> str:
    if member["role"] == "reference":
        return "wire text" if material.story["reference_is_wire"] == "yes" else "fullest text"
    return relation_label(member["relation"])


def _n_words(source: Source, article: Row) -> int:
    share = source.takers.get(article["article_id"])
    return share["prose_words"] + share["quote_words"] if share else 0


def _taken(article: Row, material: Material, site: Site) -> tuple[TakenView, ...]:
    """Say what a member took from each source, most words first."""
    key = article["article_id"]
    sources = [source for source in material.sources if key in source.takers]
    sources.sort(key=lambda source: (-_n_words(source, article), source.number))
    return tuple(
        TakenView(
            anchor=source_anchor(source),
            name=source.name or "unknown",
            percent=percentages([n := _n_words(source, article), max(0, article["n_words"] - n)])[0],
            kept=_kept(source, key),
            path=pair_path(site, key, source.source_id) if source.article else "",
        )
        for source in sources
    )


def _kept(source: Source, article_id: str) -> str:
    """Say how many sentences of a source a member kept."""
    if not source.wire:
        return ""
    n_kept = sum(article_id in kept for kept in source.kept)
    return f"{n_kept:,} of {counted(len(source.wire), 'sentence')}"


def _version_of(article: Row, material: Material, catalogue: Catalogue) -> str:
    """Name the first version of a member's text."""
    first: str | None = article["version_of"]
    if not first:
        return ""
    title = clipped(catalogue.headline(catalogue.article(first)), TITLE)
    return material.labels.get(first) or title
