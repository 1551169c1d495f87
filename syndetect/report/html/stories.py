"""A story -> its line in the overview and its section: members, what they added, pairs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from syndetect.corpus.article import Article
from syndetect.report.html.members import member_views
from syndetect.report.html.pairs import pair_views
from syndetect.report.html.room import Room
from syndetect.report.html.source import Source
from syndetect.report.html.views import StoryView
from syndetect.report.html.wires import wire_views
from syndetect.report.html.wording import (
    RELATIONS,
    bar,
    counted,
    day,
    headline,
    language,
    link,
    outlet,
    relation_label,
)
from syndetect.report.site.charts.bars import Bar
from syndetect.trace.story import Member, Story

__all__ = ["Limits", "members_bar", "story_view"]

OUTLETS_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a story is shown."""

    members: int
    pairs: int


def story_view(
    story: Story,
    number: int,
    source: Source,
    limits: Limits,
    room: Room,
) -> StoryView:
    """Prepare one story.

    Parameters
    ----------
    story : Story
    number : int
        Its place in the report, from 1; anchors are made of it.
    source : Source
        The run.
    limits : Limits
    room : Room
        Reduced by the article text that is shown.

    Returns
    -------
    StoryView
        Members in order: the reference, then by share in common with it; what
        they added by number of words, the reference last.
    """
    anchor, articles = f"story-{number}", source.articles
    reference = articles[story.reference]
    wires, wires_note = wire_views(story, source, room.whole, opened=number == 1)
    members = member_views(story, anchor, source, limits.members, room)
    views, pairs_note = pair_views(story, anchor, source, limits.pairs, room.pairs)
    if views and number == 1:  # one pair is unfolded, to show what there is
        views = (replace(views[0], open=True), *views[1:])
    outlets = _outlets(articles[member.article] for member in story.members)
    return StoryView(
        anchor=anchor,
        number=f"{number}",
        title=headline(reference),
        url=link(reference.url),
        language=language(reference.language),
        n_articles=counted(len(story.members), "article"),
        n_outlets=counted(len(outlets), "outlet") if outlets else "",
        outlets=tuple(outlets[:OUTLETS_SHOWN]),
        more_outlets=f"{len(outlets) - OUTLETS_SHOWN} more" if len(outlets) > OUTLETS_SHOWN else "",
        span=_span([articles[member.article].published for member in story.members]),
        reference_is_wire=story.reference_is_wire,
        reference_label="Wire text" if story.reference_is_wire else "Fullest shared text",
        reference_outlet=outlet(reference),
        bar=members_bar(story.members),
        relations=_relations(story.members),
        story_id=story.story_id,
        weakest_link=f"{story.weakest_link:.2f}",
        traced=source.findings is not None,
        wires=wires,
        wires_note=wires_note,
        members=members,
        members_note=_members_note(len(members), len(story.members)),
        added=tuple(sorted(members, key=lambda member: (member.is_reference, -member.added.rank))),
        pairs=views,
        pairs_note=pairs_note,
    )


def members_bar(members: Sequence[Member]) -> Bar:
    """Add up the words of some articles."""
    return bar(
        sum(member.shared_prose_words for member in members),
        sum(member.shared_quote_words for member in members),
        sum(member.own_words for member in members),
    )


def _outlets(articles: Iterable[Article]) -> list[str]:
    """List the outlets by number of articles, then by name; unknown ones are left out."""
    counts = Counter(article.outlet.strip() for article in articles if article.outlet.strip())
    return sorted(counts, key=lambda name: (-counts[name], name))


def _span(dates: Sequence[str]) -> str:
    """Write the days between the first and the last publication."""
    days = sorted({iso[:10] for iso in dates if iso})
    if not days:
        return ""
    return day(days[0]) if len(days) == 1 else f"{day(days[0])} – {day(days[-1])}"


def _relations(members: Sequence[Member]) -> tuple[tuple[str, str], ...]:
    """Count the relations to the reference, strongest first."""
    counts: Counter[str] = Counter(member.relation or "" for member in members)
    return tuple((name, f"{counts[name]:,} {relation_label(name)}") for name in RELATIONS if counts[name])


def _members_note(n_shown: int, n_members: int) -> str:
    """Say how many members are not shown."""
    if n_shown == n_members:
        return ""
    return f"{n_shown:,} of {counted(n_members, 'article')} are shown; all are in members.csv."
