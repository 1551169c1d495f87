"""A story -> its page: wire text, members, who took from whom, what each added."""

from collections.abc import Iterator
from typing import Any

from syndetect.report.site.catalogue import Row
from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site
from syndetect.report.site.pages.stories.lines import list_path, story_anchor
from syndetect.report.site.pages.story.added import added_views
from syndetect.report.site.pages.story.flow import flow_view
from syndetect.report.site.pages.story.head import head_view
from syndetect.report.site.pages.story.material import Material, gather
from syndetect.report.site.pages.story.members import member_view
from syndetect.report.site.pages.story.sources import source_views
from syndetect.report.site.pages.story.views import PairLink
from syndetect.report.site.pages.story.whole import whole_view
from syndetect.report.site.text.room import Allowance
from syndetect.report.site.wording import counted, relation_label

__all__ = ["MEMBERS_SHOWN", "pages"]

MEMBERS_SHOWN = 200

_WIRE, _ADDED, _WHOLE = 300_000, 450_000, 350_000  # bytes of markup of a page; the rest is tables and styles


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each story of the site's share that has one."""
    paths = site.addresses.stories
    shown = [story for story in site.catalogue.stories if story["story_id"] in paths]
    for place, story in enumerate(shown):
        if not site.share.holds(place):
            continue
        context = _context(site, story)
        around = [paths[shown[k]["story_id"]] if 0 <= k < len(shown) else "" for k in (place - 1, place + 1)]
        context |= {"number": f"{place + 1:,}", "before": around[0], "after": around[1]}
        context["listed"] = f"{list_path(place + 1)}#{story_anchor(place + 1)}"
        yield Page(path=paths[story["story_id"]], kind="story", title=context["head"].title, context=context)


def _context(site: Site, story: Row) -> dict[str, Any]:
    """Prepare the parts of one page."""
    catalogue = site.catalogue
    material, titled = gather(catalogue, story), catalogue.titled(story)
    members = material.members[:MEMBERS_SHOWN]
    anchors = {row["article_id"]: f"article-{k}" for k, row in enumerate(members, 1)}
    room = Allowance(_WHOLE)
    whole, rows = [], []
    for member in members:
        key = member["article_id"]
        text, credits = whole_view(
            material.articles[key], material.labels[key], f"text-{anchors[key][8:]}", catalogue, room
        )
        whole += [text] if text else []
        rows.append(member_view(member, material, site, credits, anchors))
    sources, sources_note = source_views(material, anchors, catalogue, Allowance(_WIRE))
    added, nothing = added_views(material, anchors, catalogue, Allowance(_ADDED))
    pairs = _pairs(site, material)
    return {
        "head": head_view(material, titled, catalogue.headline(titled)),
        "is_redacted": catalogue.is_redacted,
        "reference_is_wire": story["reference_is_wire"] == "yes",
        "sources": sources,
        "sources_note": sources_note,
        "members": rows,
        "members_note": _cut("article", len(members), len(material.members), "members.csv"),
        "flow": flow_view(material, site, anchors),
        "added": added,
        "nothing": nothing,
        "whole": whole,
        "whole_note": _whole_note(len(whole), len(material.members), is_redacted=catalogue.is_redacted),
        "pairs": pairs,
        "pairs_note": _cut(
            "pair that shares text",
            len(pairs),
            site.addresses.n_pairs[story["story_id"]],
            "pairs.csv and passages.csv",
            "pairs that share text",
        ),
    }


def _cut(noun: str, n_shown: int, n: int, table: str, plural: str = "") -> str:
    """Say how many of something are not shown, and where they are."""
    return "" if n_shown == n else f"{n_shown:,} of {counted(n, noun, plural)} are shown; all are in {table}."


def _whole_note(n_shown: int, n: int, *, is_redacted: bool) -> str:
    if is_redacted:
        return "The texts are left out of this report."
    if n_shown == n:
        return ""
    return f"{n_shown:,} of {counted(n, 'text')} are shown: the others are too long for this page."


def _pairs(site: Site, material: Material) -> list[PairLink]:
    """List the pairs of a story that have a page, in the order of their pages."""
    found = []
    for pair in site.catalogue.pairs_of_story(material.story["story_id"]):
        path = site.addresses.pairs.get((pair["a_id"], pair["b_id"]))
        if path:
            found.append((path, pair))
    return [
        PairLink(
            path=path,
            first=material.labels[pair["a_id"]],
            second=material.labels[pair["b_id"]],
            relation=pair["relation"],
            relation_label=relation_label(pair["relation"]),
            words=f"{counted(pair['prose_words'], 'word')} of prose, {pair['quote_words']:,} of quotes",
        )
        for path, pair in sorted(found, key=lambda item: item[0])
    ]
