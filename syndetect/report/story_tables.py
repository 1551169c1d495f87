"""The tables of stories: size, span of time, origins; and what each member shares."""

from typing import TYPE_CHECKING, Literal, get_args

from syndetect.pairs import Derivation
from syndetect.pairs.passages import Relation
from syndetect.report.headlines import Headline, central_headline, headline_change
from syndetect.report.tables import YES_NO, Column, Rows
from syndetect.trace import Story, derivation_from

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["MEMBERS", "STORIES", "UNIQUE", "member_rows", "story_rows", "unique_rows"]

MemberRole = Literal["reference", "member"]

STORIES = (
    Column("story_id", "text", "story- and the id of the reference article."),
    Column("n_articles", "count", "Members of the story.", unit="articles"),
    Column("n_outlets", "count", "Different outlets among them.", unit="outlets"),
    Column(
        "first_published",
        "text",
        "Earliest time of publication.",
        empty="No time of publication is known.",
    ),
    Column("last_published", "text", "Latest time of publication.", empty="No time of publication is known."),
    Column("reference_id", "text", "Article that the members are measured against."),
    Column(
        "title_id",
        "text",
        "Article whose headline stands for the story: the reference when it is a wire text, else the one "
        "that has most words in common with the other headlines.",
        empty="No member has a headline.",
    ),
    Column(
        "reference_is_wire",
        "text",
        "yes when the reference is of an outlet named as a wire, else no.",
        values=YES_NO,
    ),
    Column(
        "n_copies", "count", "Members of relation same_text or partial to the reference.", unit="articles"
    ),
    Column(
        "n_origins",
        "count",
        "Independent origins: the sources of its derived members, and the members that derive from nothing; "
        "of versions the first.",
        unit="origins",
    ),
    Column("weakest_link", "score", "Least cosine of the pairs that joined the story."),
)

MEMBERS = (
    Column("story_id", "text", "As in stories.csv."),
    Column("article_id", "text", "As in articles.csv."),
    Column("role", "text", "reference or member.", values=get_args(MemberRole)),
    Column(
        "relation",
        "text",
        "To the reference.",
        values=get_args(Relation),
        empty="The article is the reference.",
    ),
    Column(
        "derivation",
        "text",
        "From the reference.",
        values=get_args(Derivation),
        empty="The article is the reference.",
    ),
    Column(
        "reference_share",
        "share",
        "Share of the member's words that match the reference.",
        empty="The article is the reference.",
    ),
    Column(
        "kept_share",
        "share",
        "Share of the reference's words that match the member.",
        empty="The article is the reference.",
    ),
    Column(
        "lag_minutes",
        "minutes",
        "Published so long after the reference.",
        empty="The article is the reference, or a time is unknown.",
    ),
    Column(
        "shared_prose_words",
        "count",
        "Words that passages of prose share with any other article of the corpus.",
        unit="words",
    ),
    Column(
        "shared_quote_words",
        "count",
        "The same of direct speech; with shared_prose_words and unique_words it is n_words of articles.csv.",
        unit="words",
    ),
    Column("unique_words", "count", "As in articles.csv.", unit="words"),
    Column(
        "headline",
        "text",
        "Beside that of the reference: same words, edited (half of all words or more are common), or new.",
        values=get_args(Headline),
        empty="The article is the reference, or one of the two has no headline.",
    ),
)

UNIQUE = (
    Column("article_id", "text", "As in articles.csv; the articles of stories alone."),
    Column("start", "offset", "First character of a run of words that match no other article."),
    Column("end", "offset", "One past its last character."),
)


def unique_rows(result: "Result") -> Rows:
    """Return the rows of ``unique.csv``."""
    members = [member for story in result.stories for member in story.members]
    return [
        (result.articles[member.article].article_id, start, end)
        for member in sorted(members, key=lambda member: member.article)
        for start, end in member.own_spans
    ]


def story_rows(result: "Result") -> Rows:
    """Return the rows of ``stories.csv``."""
    rows: Rows = []
    words = result.headline_words
    for story in sorted(result.stories, key=lambda story: story.story_id):
        members = [result.articles[member.article] for member in story.members]
        titled = _title_row(story, words)
        times = sorted((a.published_at, a.published) for a in members if a.published_at is not None)
        rows.append(
            (
                story.story_id,
                len(members),
                len({article.outlet for article in members}),
                times[0][1] if times else None,
                times[-1][1] if times else None,
                result.articles[story.reference].article_id,
                None if titled is None else result.articles[titled].article_id,
                "yes" if story.reference_is_wire else "no",
                sum(member.relation in ("same_text", "partial") for member in story.members),
                _n_origins(result, story),
                story.weakest_link,
            )
        )
    return rows


def _title_row(story: Story, words: dict[int, tuple[int, ...]]) -> int | None:
    """Return the article whose headline stands for a story; the reference comes first among equals."""
    rows = [member.article for member in story.members]  # the reference is the first
    if story.reference_is_wire and words[story.reference]:
        return story.reference
    place = central_headline([words[row] for row in rows])
    return None if place is None else rows[place]


def _n_origins(result: "Result", story: Story) -> int:
    """Count where the members of a story have their text from."""
    return len({_origin(result, int(result.traced.versions[member.article])) for member in story.members})


def _origin(result: "Result", row: int) -> str:
    """Return the id of what an article goes back to, over the articles that it derives from."""
    seen = {row}
    while True:
        sources = result.traced.shares[row].sources
        if derivation_from(sources, int(result.n_words[row]), result.params.relation) == "non-derived":
            return result.articles[row].article_id
        source = sources[0].source
        if source.article is None or source.article in seen:
            return source.source_id
        row = source.article
        seen.add(row)


def member_rows(result: "Result") -> Rows:
    """Return the rows of ``members.csv``."""
    rows: Rows = []
    words = result.headline_words
    for story in sorted(result.stories, key=lambda story: story.story_id):
        reference, own = result.articles[story.reference], words[story.reference]
        for member in sorted(story.members, key=lambda member: member.article):
            article = result.articles[member.article]
            lag = None
            role: MemberRole = "reference" if member.relation is None else "member"
            if article.published_at is not None and reference.published_at is not None:
                lag = round((article.published_at - reference.published_at) / 60)
            kept = None if member.relation is None else 0.0
            if member.pair is not None:
                pair = result.pairs[member.pair]
                kept = pair.containment_a_in_b if pair.a == story.reference else pair.containment_b_in_a
            rows.append(
                (
                    story.story_id,
                    article.article_id,
                    role,
                    member.relation,
                    member.derivation,
                    None if member.relation is None else member.reference_share,
                    kept,
                    None if member.relation is None else lag,
                    member.shared_prose_words,
                    member.shared_quote_words,
                    member.own_words,
                    None if member.relation is None else headline_change(words[member.article], own),
                )
            )
    return rows
