"""The tables of a run: what each column says, and how its rows come from the result."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from syndetect.agencies import Credit
from syndetect.report.tables import Column, Table, make_table

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["TABLES", "build_tables"]

ARTICLES = (
    Column("article_id", "text", "Id as read, or made from URL or text when the record has none."),
    Column("outlet", "text", "Outlet as read."),
    Column("title", "text", "Headline as read."),
    Column("published", "text", "Time of publication: ISO 8601 in UTC, or the day alone."),
    Column("language", "text", "Language as read."),
    Column("url", "text", "Address as read."),
    Column("n_words", "count", "Words of the body; in scripts without spaces, characters."),
    Column("n_furniture_words", "count", "Words that are no body: captions, menus, credit lines, ..."),
    Column("n_quote_words", "count", "Of these, words inside quotation marks."),
    Column("status", "text", "measured, or too short: fewer words than relation.min_words."),
    Column("story_id", "text", "Story that the article belongs to; empty when it stands alone."),
    Column("shared_prose_words", "count", "Words of prose that match another article of the corpus."),
    Column("shared_quote_words", "count", "Words of direct speech that match another article."),
    Column("own_words", "count", "Words that match no other article: n_words less the two before."),
    Column("own_share", "share", "own_words / n_words; empty when too short."),
    Column("reference_id", "text", "Article that the story is measured against; empty for itself."),
    Column("reference_share", "share", "Share of the words that match the reference."),
    Column("derivation", "text", "From the reference: wholly, partially or non-derived."),
    Column("text_credits", "text", "Agencies credited for the text, joined by |."),
    Column("photo_credits", "text", "Agencies credited for pictures or video, joined by |."),
    Column("mentions", "text", "Agencies named in the prose, joined by |."),
)

PAIRS = (
    Column("a_id", "text", "One article; ids ascend within a pair."),
    Column("b_id", "text", "The other article."),
    Column(
        "relation",
        "text",
        "Strongest of same_text, partial, fragment, quotes_only, furniture_only, same_event.",
    ),
    Column("resemblance", "score", "Shingles in both / shingles in either (Broder 1997), exact."),
    Column("cosine", "score", "Cosine of the TF-IDF vectors."),
    Column("containment_a_in_b", "share", "Words of a that a passage matches in b / words of a."),
    Column("containment_b_in_a", "share", "Words of b that a passage matches in a / words of b."),
    Column("prose_words", "count", "Matched words of reporters' prose."),
    Column("quote_words", "count", "Matched words of direct speech."),
    Column("furniture_words", "count", "Matched words of furniture: in no other count."),
)

PASSAGES = (
    Column("a_id", "text", "As in pairs.csv."),
    Column("a_start", "offset", "First character of the passage in a."),
    Column("a_end", "offset", "One past its last character in a."),
    Column("b_id", "text", "As in pairs.csv."),
    Column("b_start", "offset", "First character of the passage in b."),
    Column("b_end", "offset", "One past its last character in b."),
    Column(
        "kind",
        "text",
        "verbatim: every word matches; edited: words in between differ; rewritten: other words.",
    ),
    Column("role", "text", "prose, quote or furniture."),
    Column("n_words", "count", "Words that match, on either side."),
)

STORIES = (
    Column("story_id", "text", "story- and the id of the reference article."),
    Column("n_articles", "count", "Members."),
    Column("n_outlets", "count", "Different outlets among them."),
    Column("first_published", "text", "Earliest time of publication; empty when none is known."),
    Column("last_published", "text", "Latest time of publication."),
    Column("reference_id", "text", "Article that the members are measured against."),
    Column("reference_is_wire", "text", "yes when the reference is of an outlet named as a wire, else no."),
    Column("n_copies", "count", "Members of relation same_text or partial to the reference."),
    Column("weakest_link", "score", "Least cosine of the pairs that joined the story."),
)

MEMBERS = (
    Column("story_id", "text", "As in stories.csv."),
    Column("article_id", "text", "As in articles.csv."),
    Column("role", "text", "reference or member."),
    Column("relation", "text", "To the reference; empty for the reference."),
    Column("derivation", "text", "From the reference; empty for the reference."),
    Column("reference_share", "share", "Share of the member's words that match the reference."),
    Column("kept_share", "share", "Share of the reference's words that match the member."),
    Column("lag_minutes", "count", "Published so long after the reference; empty when a time is unknown."),
    Column("own_words", "count", "As in articles.csv."),
)

CREDITS = (
    Column("article_id", "text", "As in articles.csv."),
    Column("agency", "text", "Canonical name of the registry; generic for unnamed agencies."),
    Column("channel", "text", "text, photo, mention, press release or original (on the agency's own site)."),
    Column("kind", "text", "dateline, byline, sign-off, contributed, source line, copyright, field, ..."),
    Column("start", "offset", "First character of the credit; 0 for a field of the record."),
    Column("end", "offset", "One past its last character; 0 for a field of the record."),
    Column("evidence", "text", "The words of the credit, or the name and value of the field."),
)

FURNITURE = (
    Column("article_id", "text", "As in articles.csv."),
    Column("start", "offset", "First character of the furniture."),
    Column("end", "offset", "One past its last character."),
    Column("kind", "text", "headline, byline, caption, menu, sign-up, repeated, credit, ..."),
    Column("reason", "text", "The rule and place, or in how many articles of the outlet it is repeated."),
    Column("n_words", "count", "Words in it."),
)

TABLES = {
    "articles": ARTICLES,
    "credits": CREDITS,
    "furniture": FURNITURE,
    "pairs": PAIRS,
    "passages": PASSAGES,
    "stories": STORIES,
    "members": MEMBERS,
}


Rows = list[Sequence[Any]]


def build_tables(result: "Result") -> dict[str, Table]:
    """Build every table of a run; each is sorted by its ids, then by place in the text."""
    ids = [article.article_id for article in result.articles]
    rows = {
        "articles": _article_rows(result),
        "furniture": _furniture_rows(result),
        "pairs": _pair_rows(result),
        "passages": _passage_rows(result),
        "stories": _story_rows(result),
        "members": _member_rows(result),
    }
    tables = {name: make_table(name, TABLES[name], rows[name]) for name in rows}
    return tables | {"credits": credits_table(ids, result.credits)}


def credits_table(ids: Sequence[str], credits: Sequence[Credit]) -> Table:
    """Build the table of credits; ``ids`` are those of the articles by row."""
    rows: Rows = [(ids[credit.article], *credit[1:]) for credit in credits]
    return make_table("credits", CREDITS, rows)


def _article_rows(result: "Result") -> Rows:
    placed = {m.article: (story, m) for story in result.stories for m in story.members}
    credits: dict[int, list[Credit]] = {}
    for credit in result.credits:
        credits.setdefault(credit.article, []).append(credit)
    rows: Rows = []
    for k, article in enumerate(result.articles):
        n_words = int(result.n_words[k])
        story, member = placed.get(k, (None, None))
        prose = member.shared_prose_words if member else 0
        quote = member.shared_quote_words if member else 0
        too_short = n_words < result.params.relation.min_words
        is_measured = member is not None and member.relation is not None
        rows.append(
            (
                article.article_id,
                article.outlet,
                article.title,
                article.published,
                article.language,
                article.url,
                n_words,
                int(result.n_furniture_words[k]),
                int(result.n_quote_words[k]),
                "too short" if too_short else "measured",
                story.story_id if story else None,
                prose,
                quote,
                n_words - prose - quote,
                None if too_short else (n_words - prose - quote) / n_words,
                result.articles[story.reference].article_id if story and is_measured else None,
                member.reference_share if member and is_measured and not too_short else None,
                member.derivation if member and is_measured and not too_short else None,
                *(_named(credits.get(k, ()), channel) for channel in ("text", "photo", "mention")),
            )
        )
    return rows


def _named(credits: Sequence[Credit], channel: str) -> str | None:
    """Return the agencies of one channel, each once, in the order of their names."""
    return "|".join(sorted({credit.agency for credit in credits if credit.channel == channel})) or None


def _furniture_rows(result: "Result") -> Rows:
    return [
        (result.articles[span.article].article_id, span.start, span.end, span.kind, span.reason, n_words)
        for span, n_words in result.furniture
    ]


def _pair_rows(result: "Result") -> Rows:
    ids = [article.article_id for article in result.articles]
    return [
        (
            ids[pair.a],
            ids[pair.b],
            pair.relation,
            pair.resemblance,
            pair.cosine,
            pair.containment_a_in_b,
            pair.containment_b_in_a,
            pair.prose_words,
            pair.quote_words,
            pair.furniture_words,
        )
        for pair in result.pairs
    ]


def _passage_rows(result: "Result") -> Rows:
    ids = [article.article_id for article in result.articles]
    return [
        (ids[pair.a], p.a_start, p.a_end, ids[pair.b], p.b_start, p.b_end, p.kind, p.role, p.n_words)
        for pair in result.pairs
        for p in pair.passages
    ]


def _story_rows(result: "Result") -> Rows:
    rows: Rows = []
    for story in sorted(result.stories, key=lambda story: story.story_id):
        members = [result.articles[member.article] for member in story.members]
        times = sorted((a.published_at, a.published) for a in members if a.published_at is not None)
        rows.append(
            (
                story.story_id,
                len(members),
                len({article.outlet for article in members}),
                times[0][1] if times else None,
                times[-1][1] if times else None,
                result.articles[story.reference].article_id,
                "yes" if story.reference_is_wire else "no",
                sum(member.relation in ("same_text", "partial") for member in story.members),
                story.weakest_link,
            )
        )
    return rows


def _member_rows(result: "Result") -> Rows:
    rows: Rows = []
    for story in sorted(result.stories, key=lambda story: story.story_id):
        reference = result.articles[story.reference]
        for member in sorted(story.members, key=lambda member: member.article):
            article = result.articles[member.article]
            lag = None
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
                    "reference" if member.relation is None else "member",
                    member.relation,
                    member.derivation,
                    None if member.relation is None else member.reference_share,
                    kept,
                    None if member.relation is None else lag,
                    member.own_words,
                )
            )
    return rows
