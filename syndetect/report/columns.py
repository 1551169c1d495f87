"""The tables of a run: what each column says, and how its rows come from the result."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from syndetect.agencies import CHANNELS, Credit
from syndetect.agencies.credit import KINDS as CREDIT_KINDS
from syndetect.pairs import Derivation
from syndetect.pairs.passages import Kind as PassageKind
from syndetect.pairs.passages import Relation, Role
from syndetect.report.outlet_tables import (
    CREDIT_EVIDENCE,
    OUTLET_AGENCY,
    OUTLETS,
    SENSITIVITY,
    credit_evidence_rows,
    outlet_agency_rows,
    outlet_rows,
    sensitivity_rows,
)
from syndetect.report.sentence_tables import SENTENCES, WIRES, sentence_rows, wire_rows
from syndetect.report.tables import YES_NO, Column, Table, make_table, named
from syndetect.text.speech import KINDS, Quotations
from syndetect.trace import CAUSES, DIRECTIONS, Cause, Status, derivation_from, explain
from syndetect.trace.outlets import CREDIT_CLASSES, CreditClass

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["TABLES", "build_tables"]

MemberRole = Literal["reference", "member"]
RELATIONS_LISTED = tuple(relation for relation in get_args(Relation) if relation != "none")

ARTICLES = (
    Column("article_id", "text", "Id as read, or made from URL or text when the record has none."),
    Column("outlet", "text", "Outlet as read.", empty="The record has none."),
    Column("title", "text", "Headline as read.", empty="The record has none."),
    Column(
        "published",
        "text",
        "Time of publication: ISO 8601 in UTC, or the day alone.",
        empty="The record has none, or it is no date.",
    ),
    Column("language", "text", "Language as read.", empty="The record has none."),
    Column("url", "text", "Address as read.", empty="The record has none."),
    Column("n_words", "count", "Words of the body; in scripts without spaces, characters.", unit="words"),
    Column(
        "n_furniture_words",
        "count",
        "Words that are no body: captions, menus, credit lines, ...",
        unit="words",
    ),
    Column("n_quote_words", "count", "Of these, words of direct speech: see quotes.csv.", unit="words"),
    Column(
        "status",
        "text",
        "measured; original: an agency's own text; too short: under relation.min_words; truncated. "
        "Only measured articles have shares.",
        values=get_args(Status),
    ),
    Column(
        "story_id",
        "text",
        "Story that the article belongs to.",
        empty="The article stands alone.",
    ),
    Column(
        "version_of",
        "text",
        "First version of this text in the same outlet.",
        empty="The article is the first or only version.",
    ),
    Column(
        "derivation",
        "text",
        "From its sources, all together: wholly, partially or non-derived.",
        values=get_args(Derivation),
        empty="The article is not measured.",
    ),
    Column(
        "source_id",
        "text",
        "Source of most words: an article, or wire:STORY (release:STORY) when the original is not in this "
        "corpus.",
        empty="No words are attributed to a source.",
    ),
    Column(
        "source_agency",
        "text",
        "Whose text that is; unknown source when nothing tells.",
        empty="No words are attributed to a source, or the source's outlet has no name.",
    ),
    Column("wire_share", "share", "Words from agency copy / n_words.", empty="The article is not measured."),
    Column(
        "wire_share_prose",
        "share",
        "The same without words in quotation marks, on either side of the /.",
        empty="The article is not measured, or all of its words are quoted.",
    ),
    Column(
        "release_share", "share", "Words from press releases / n_words.", empty="The article is not measured."
    ),
    Column(
        "owner_share",
        "share",
        "Words from outlets of the same owner / n_words.",
        empty="The article is not measured.",
    ),
    Column(
        "other_share",
        "share",
        "Words from other outlets, or of unknown source / n_words.",
        empty="The article is not measured.",
    ),
    Column(
        "common_quote_share",
        "share",
        "Speech that others have too and no source claims / n_words.",
        empty="The article is not measured.",
    ),
    Column(
        "own_share",
        "share",
        "The rest / n_words: the six shares add up to 1.",
        empty="The article is not measured.",
    ),
    Column("own_words", "count", "Words that no source claims.", unit="words"),
    Column("unique_words", "count", "Words that match no other article of the corpus.", unit="words"),
    Column(
        "reference_id",
        "text",
        "Article that the story is measured against.",
        empty="The article is a reference, stands alone or is too short.",
    ),
    Column(
        "reference_share",
        "share",
        "Share of the words that match the reference.",
        empty="The article is a reference or stands alone.",
    ),
    Column(
        "credit_class",
        "text",
        "Derivation and text credit together: credited copy, uncredited copy, credited, little reuse or "
        "independent.",
        values=CREDIT_CLASSES,
        empty="The article is not measured.",
    ),
    Column("text_credits", "text", "Agencies credited for the text, joined by |.", empty="None is credited."),
    Column(
        "photo_credits",
        "text",
        "Agencies credited for pictures or video, joined by |.",
        empty="None is credited.",
    ),
    Column("mentions", "text", "Agencies named in the prose, joined by |.", empty="None is named."),
)

PAIRS = (
    Column("a_id", "text", "One article; ids ascend within a pair."),
    Column("b_id", "text", "The other article."),
    Column(
        "relation",
        "text",
        "Strongest of same_text, partial, fragment, quotes_only, furniture_only, same_event.",
        values=RELATIONS_LISTED,
    ),
    Column("resemblance", "score", "Shingles in both / shingles in either (Broder 1997), exact."),
    Column("cosine", "score", "Cosine of the TF-IDF vectors."),
    Column("containment_a_in_b", "share", "Words of a that a passage matches in b / words of a."),
    Column("containment_b_in_a", "share", "Words of b that a passage matches in a / words of b."),
    Column("prose_words", "count", "Matched words of reporters' prose.", unit="words"),
    Column("quote_words", "count", "Matched words of direct speech.", unit="words"),
    Column("furniture_words", "count", "Matched words of furniture: in no other count.", unit="words"),
    Column(
        "direction",
        "text",
        "Who took the prose from whom: a>b, b>a or undetermined.",
        values=DIRECTIONS,
        empty="No prose is shared.",
    ),
    Column(
        "direction_evidence",
        "text",
        "What speaks for it, or against any; joined by semicolons.",
        empty="No prose is shared.",
    ),
    Column(
        "cause",
        "text",
        "wire copy, press release, another outlet, common source (speech), same owner, versions (one outlet) "
        "or unknown.",
        values=named(CAUSES),
        empty="No prose or speech is shared.",
    ),
)

SHARES = (
    Column("article_id", "text", "As in articles.csv."),
    Column("source_id", "text", "As in articles.csv."),
    Column("source_agency", "text", "As in articles.csv.", empty="The source's outlet has no name."),
    Column("cause", "text", "As in pairs.csv.", values=named(CAUSES)),
    Column("in_corpus", "text", "yes when the source is an article of this corpus, else no.", values=YES_NO),
    Column(
        "prose_words",
        "count",
        "Words of prose attributed to the source; each word to one source at most.",
        unit="words",
    ),
    Column("quote_words", "count", "Words of direct speech attributed to it.", unit="words"),
    Column(
        "share",
        "share",
        "Both together / n_words of the article.",
        empty="The article is not measured.",
    ),
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
        values=get_args(PassageKind),
    ),
    Column("role", "text", "prose, quote or furniture.", values=get_args(Role)),
    Column("n_words", "count", "Words that match, on either side.", unit="words"),
)

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
        "reference_is_wire",
        "text",
        "yes when the reference is of an outlet named as a wire, else no.",
        values=YES_NO,
    ),
    Column(
        "n_copies", "count", "Members of relation same_text or partial to the reference.", unit="articles"
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
    Column("unique_words", "count", "As in articles.csv.", unit="words"),
)

CREDITS = (
    Column("article_id", "text", "As in articles.csv."),
    Column("agency", "text", "Canonical name of the registry; generic for unnamed agencies."),
    Column(
        "channel",
        "text",
        "text, photo, mention, press release or original (on the agency's own site).",
        values=CHANNELS,
    ),
    Column(
        "kind",
        "text",
        "dateline, byline, sign-off, contributed, source line, copyright, field, ...",
        values=CREDIT_KINDS,
    ),
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
    Column("n_words", "count", "Words in it.", unit="words"),
)

QUOTES = (
    Column("article_id", "text", "As in articles.csv."),
    Column("start", "offset", "First character of the quotation's first word."),
    Column("end", "offset", "One past the last character of its last word."),
    Column(
        "kind",
        "text",
        "marks (inside quotation marks), tweet, statement, transcript or block quote.",
        values=KINDS,
    ),
    Column("n_words", "count", "Words in it: over an article, n_quote_words of articles.csv.", unit="words"),
)

TABLES = {
    "articles": ARTICLES,
    "credits": CREDITS,
    "furniture": FURNITURE,
    "pairs": PAIRS,
    "passages": PASSAGES,
    "quotes": QUOTES,
    "shares": SHARES,
    "stories": STORIES,
    "members": MEMBERS,
    "sentences": SENTENCES,
    "wires": WIRES,
    "outlets": OUTLETS,
    "outlet_agency": OUTLET_AGENCY,
    "sensitivity": SENSITIVITY,
    "credit_evidence": CREDIT_EVIDENCE,
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
        "shares": _share_rows(result),
        "stories": _story_rows(result),
        "members": _member_rows(result),
        "sentences": sentence_rows(result),
        "wires": wire_rows(result),
        "outlets": outlet_rows(result),
        "outlet_agency": outlet_agency_rows(result),
        "sensitivity": sensitivity_rows(result),
        "credit_evidence": credit_evidence_rows(result),
    }
    tables = {name: make_table(name, TABLES[name], rows[name]) for name in rows}
    return tables | {
        "quotes": _quotes_table(ids, result.quotations),
        "credits": credits_table(ids, result.credits),
    }


def credits_table(ids: Sequence[str], credits: Sequence[Credit]) -> Table:
    """Build the table of credits; ``ids`` are those of the articles by row."""
    rows: Rows = [(ids[credit.article], *credit[1:]) for credit in credits]
    return make_table("credits", CREDITS, rows)


def _quotes_table(ids: Sequence[str], quotations: Quotations) -> Table:
    """Build the table of quotations column by column: they may be many."""
    columns = {
        "article_id": [ids[row] for row in quotations.article.tolist()],
        "start": quotations.start.tolist(),
        "end": quotations.end.tolist(),
        "kind": [KINDS[code] for code in quotations.kind.tolist()],
        "n_words": quotations.n_words.tolist(),
    }
    return Table("quotes", QUOTES, columns)


def _article_rows(result: "Result") -> Rows:
    placed = {m.article: (story, m) for story in result.stories for m in story.members}
    credits: dict[int, list[Credit]] = {}
    for credit in result.credits:
        credits.setdefault(credit.article, []).append(credit)
    rows: Rows = []
    traced = result.traced
    for k, article in enumerate(result.articles):
        n_words = int(result.n_words[k])
        story, member = placed.get(k, (None, None))
        first = int(traced.versions[k])
        is_compared = member is not None and member.relation is not None and traced.status[k] != "too short"
        named = [_named(credits.get(k, ()), channel) for channel in ("text", "photo", "mention")]
        source = next((share.source for share in traced.shares[k].sources), None)
        is_measured = traced.status[k] == "measured"
        derived = None
        if is_measured:
            derived = derivation_from(traced.shares[k].sources, n_words, result.params.relation)
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
                traced.status[k],
                story.story_id if story else None,
                None if first == k else result.articles[first].article_id,
                derived,
                source.source_id if source else None,
                source.agency if source else None,
                *(_shares(result, k) if is_measured else [None] * 7),
                traced.shares[k].own_words,
                member.own_words if member else n_words,
                result.articles[story.reference].article_id if story and is_compared else None,
                member.reference_share if member and is_compared else None,
                _credit_class(derived, named[0]),
                *named,
            )
        )
    return rows


def _shares(result: "Result", k: int) -> list[float | None]:
    """Return the shares of a measured article, in the order of the columns."""
    shares, n_words = result.traced.shares[k], int(result.n_words[k])
    n_prose = n_words - int(result.n_quote_words[k])
    groups: list[tuple[Cause, ...]] = [
        ("wire copy",),
        ("press release",),
        ("same owner",),
        ("another outlet", "unknown"),
    ]
    wire, *others = [shares.words(*causes) for causes in groups]
    return [
        sum(wire) / n_words,
        wire[0] / n_prose if n_prose else None,
        *(sum(words) / n_words for words in others),
        shares.common_quote_words / n_words,
        shares.own_words / n_words,
    ]


def _credit_class(derived: Derivation | None, text_credits: str | None) -> CreditClass | None:
    if derived is None:
        return None
    if derived == "non-derived":
        return "credited, little reuse" if text_credits else "independent"
    return "credited copy" if text_credits else "uncredited copy"


def _share_rows(result: "Result") -> Rows:
    return [
        (
            result.articles[k].article_id,
            share.source.source_id,
            share.source.agency,
            share.source.cause,
            "no" if share.source.article is None else "yes",
            share.prose_words,
            share.quote_words,
            share.n_words / int(result.n_words[k]) if result.traced.status[k] == "measured" else None,
        )
        for k, shares in enumerate(result.traced.shares)
        for share in sorted(shares.sources, key=lambda share: share.source.source_id)
    ]


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
    judged, published = result.traced.judged, result.traced.standing.published
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
            DIRECTIONS[direction] if evidence else None,
            explain(evidence, float(published[pair.b] - published[pair.a])) or None,
            CAUSES[cause] or None,
        )
        for pair, direction, evidence, cause in zip(
            result.pairs,
            judged.direction.tolist(),
            judged.evidence.tolist(),
            judged.cause.tolist(),
            strict=True,
        )
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
                    member.own_words,
                )
            )
    return rows
