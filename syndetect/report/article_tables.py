"""The tables of articles: what each is made of, and the words from each source."""

from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, get_args

from syndetect.agencies import Credit
from syndetect.pairs import Derivation
from syndetect.report.tables import YES_NO, Column, Rows, named
from syndetect.text.oddities import ODDITIES
from syndetect.trace import CAUSES, Cause, Status, derivation_from
from syndetect.trace.outlets import (
    CREDIT_CLASSES,
    NOT_MEASURED,
    CreditClass,
    classify_credit,
    find_definition,
)

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["ARTICLES", "SHARES", "article_rows", "share_rows"]

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
        "measured; original: an agency's own text; too short: under relation.min_words; teaser: a beginning "
        "over the notice of a paywall; truncated. Only measured articles have shares.",
        values=get_args(Status),
    ),
    Column(
        "text_flags",
        "text",
        "What the text holds beside plain writing, joined by |: "
        + "; ".join(f"{name}: {what}" for name, what in ODDITIES.items())
        + ". Matching reads through all of it.",
        empty="The text holds nothing of the kind.",
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
    Column(
        "copy_class",
        "text",
        "The same of agency copy alone, by the definition of the run: what outlets.csv and "
        "credit_evidence.csv count.",
        values=CREDIT_CLASSES,
        empty="The article is in no count: not measured, or a later version.",
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


def article_rows(result: "Result") -> Rows:
    """Return the rows of ``articles.csv``."""
    placed = {m.article: (story, m) for story in result.stories for m in story.members}
    credits: dict[int, list[Credit]] = {}
    for credit in result.credits:
        credits.setdefault(credit.article, []).append(credit)
    rows: Rows = []
    traced = result.traced
    definition = find_definition(result.params.outlets.definition)
    copy_classes = classify_credit(result.coverage, definition).tolist()
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
                "|".join(compress(ODDITIES, result.odd[k].tolist())) or None,
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
                None if copy_classes[k] == NOT_MEASURED else CREDIT_CLASSES[copy_classes[k]],
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


def share_rows(result: "Result") -> Rows:
    """Return the rows of ``shares.csv``."""
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
