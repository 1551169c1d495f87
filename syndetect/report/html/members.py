"""A story's members -> rows of its table, each with its credits, what it added and its whole text."""

from syndetect.report.html.added import added_view
from syndetect.report.html.credits import credit_views
from syndetect.report.html.room import Room
from syndetect.report.html.source import Source
from syndetect.report.html.views import AddedView, MemberView
from syndetect.report.html.whole import whole_view
from syndetect.report.html.wording import (
    bar,
    headline,
    lag,
    language,
    link,
    outlet,
    percentages,
    published,
    relation_label,
)
from syndetect.trace.story import Member, Story

__all__ = ["member_views"]


def member_views(story: Story, anchor: str, source: Source, limit: int, room: Room) -> tuple[MemberView, ...]:
    """Prepare the members of a story.

    Parameters
    ----------
    story : Story
    anchor : str
        The story's anchor, from which those of its members are made.
    source : Source
        The run.
    limit : int
        Members to show at most.
    room : Room
        Reduced by the own text and the whole texts that are shown.

    Returns
    -------
    tuple of MemberView
        The reference, then by share in common with it. Unfolded is the one
        that adds most, the reference aside.
    """
    shown = sorted(story.members, key=lambda member: _rank(member, story.reference))[:limit]
    opened = max(shown, key=lambda m: (m.article != story.reference, m.own_words, -m.article), default=None)
    views = []
    for place, member in enumerate(shown, 1):
        added = added_view(
            source.articles[member.article],
            member,
            is_wire=story.reference_is_wire and member.article == story.reference,
            opened=member is opened,
            withheld=not room.own.take(sum(end - start for start, end in member.own_spans)),
        )
        views.append(_view(story, member, f"{anchor}-article-{place}", source, added, room))
    return tuple(views)


def _rank(member: Member, reference: int) -> tuple[bool, float, int]:
    """Order members: the reference, then those that have most in common with it."""
    return member.article != reference, -member.reference_share, member.article


def _view(
    story: Story, member: Member, anchor: str, source: Source, added: AddedView, room: Room
) -> MemberView:
    """Prepare one row of the table."""
    article, is_reference = source.articles[member.article], member.article == story.reference
    credits = source.credits.get(member.article, ())
    whole, credit_anchors = whole_view(
        article,
        member,
        source.furniture.get(member.article, ()),
        credits,
        anchor,
        withheld=not room.whole.take(len(article.text)),
    )
    from_source, unclaimed, status, credit_class = _traced(source, member)
    shared = round(member.reference_share * member.n_words)
    return MemberView(
        anchor=anchor,
        outlet=outlet(article),
        title=headline(article),
        url=link(article.url),
        language=language(article.language),
        published=published(article.published),
        lag="" if is_reference else lag(article, source.articles[story.reference]),
        n_words=f"{member.n_words:,}",
        bar=bar(member.shared_prose_words, member.shared_quote_words, member.own_words),
        in_reference=percentages([shared, member.n_words - shared])[0] if member.relation else "",
        relation="reference" if is_reference else member.relation or "unknown",
        relation_label="reference" if is_reference else relation_label(member.relation),
        is_reference=is_reference,
        credits=credit_views(article.text, credits, credit_anchors),
        from_source=from_source,
        unclaimed=unclaimed,
        status=status,
        credit_class=credit_class,
        added=added,
        whole=whole,
    )


def _traced(source: Source, member: Member) -> tuple[str, str, str, str]:
    """Say what share of a member is from a source and what no source claims, its status and credit class."""
    if source.findings is None:
        return "", "", "", ""
    traced, row = source.findings.traced, member.article
    status, shares = traced.status[row], traced.shares[row]
    if status != "measured":
        return "", "", status, ""
    claimed = sum(share.n_words for share in shares.sources)
    rest = member.n_words - claimed - shares.own_words
    from_source, unclaimed, _ = percentages([claimed, shares.own_words, rest])
    return from_source, unclaimed, "", source.findings.credit_classes[row] or ""
