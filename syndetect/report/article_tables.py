"""The tables of articles: what each is made of, and the words from each source."""

from itertools import compress
from typing import TYPE_CHECKING, get_args

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs import DERIVATIONS, Derivation
from syndetect.report.cells import Coded, Names, Numbers
from syndetect.report.tables import YES_NO, Column, Columns, named
from syndetect.text.oddities import ODDITIES
from syndetect.trace import CAUSES, Cause, Status
from syndetect.trace.outlets import (
    CREDIT_CLASSES,
    NOT_MEASURED,
    CreditClass,
    classify_credit,
    find_definition,
)

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["ARTICLES", "SHARES", "article_columns", "share_columns"]

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


def article_columns(result: "Result") -> Columns:
    """Return the columns of ``articles.csv``."""
    traced, articles = result.traced, result.articles
    is_measured = _is_measured(result)
    member, compared = _members(result)
    derived = np.where(is_measured, result.derivation.astype(np.int32), -1)
    sources = traced.shares.sources
    has_source = np.diff(traced.shares.ptr) > 0
    first_source = np.where(has_source, np.append(traced.shares.source, -1)[traced.shares.ptr[:-1]], -1)
    credited = _credited(result)
    copy_classes = classify_credit(result.coverage, find_definition(result.params.outlets.definition))
    own_versions = traced.versions == np.arange(len(articles))
    members = result.stories.members
    return [
        result.every_article,
        Coded.distinct(article.outlet or None for article in articles),
        Coded.of(article.title or None for article in articles),
        Coded.of(article.published or None for article in articles),
        Coded.distinct(article.language or None for article in articles),
        Coded.of(article.url or None for article in articles),
        Numbers(result.n_words),
        Numbers(result.n_furniture_words),
        Numbers(result.n_quote_words),
        Coded.distinct(traced.status),
        _oddities(result.odd),
        Coded(np.append(result.stories.of_member, -1)[member], Names(result.stories.ids)),
        Coded(np.where(own_versions, -1, traced.versions), result.ids),
        Coded(derived, Names(DERIVATIONS)),
        Coded(first_source, Names(source.source_id for source in sources)),
        Coded(first_source, Names(source.agency or None for source in sources)),
        *_shares(result, is_measured),
        Numbers(traced.shares.unclaimed[:, 1]),
        Numbers(np.where(member < 0, result.n_words, np.append(members.words[:, 0], 0)[member])),
        Coded(np.where(compared, np.append(_references(result), -1)[member], -1), result.ids),
        Numbers.shares(np.where(compared, np.append(members.reference_share, 0.0)[member], np.nan)),
        _credit_classes(derived, credited[0].codes >= 0),
        Coded(np.where(copy_classes == NOT_MEASURED, -1, copy_classes), Names(CREDIT_CLASSES)),
        *credited,
    ]


def _is_measured(result: "Result") -> NDArray[np.bool_]:
    return np.array([status == "measured" for status in result.traced.status], np.bool_)


def _members(result: "Result") -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return each article's place among the members of stories or -1, and if it was compared with another."""
    members = result.stories.members
    member = np.full(len(result.articles), -1, np.int64)
    member[members.article] = np.arange(len(members))
    too_short = np.array([status == "too short" for status in result.traced.status], np.bool_)
    is_other = np.append(~members.is_reference, False)[member]
    return member, is_other & ~too_short


def _references(result: "Result") -> NDArray[np.int64]:
    """Return the reference of each member's story."""
    return result.stories.reference[result.stories.of_member]


def _oddities(odd: NDArray[np.bool_]) -> Coded:
    """Join the names of what each text shows."""
    shown = np.flatnonzero(odd.any(axis=1))
    names = Coded.distinct("|".join(compress(ODDITIES, row)) for row in odd[shown].tolist())
    codes = np.full(len(odd), -1, np.int32)
    codes[shown] = names.codes
    return Coded(codes, names.names)


def _shares(result: "Result", is_measured: NDArray[np.bool_]) -> list[Numbers]:
    """Return the seven columns of shares, in their order."""
    shares, n_words = result.traced.shares, result.n_words
    n_prose = n_words - result.n_quote_words
    groups: list[tuple[Cause, ...]] = [
        ("wire copy",),
        ("press release",),
        ("same owner",),
        ("another outlet", "unknown"),
    ]
    taken = []
    for causes in groups:
        counted = shares.from_causes(*causes)
        words, prose = np.zeros((2, len(n_words)), np.int64)
        np.add.at(words, shares.article[counted], shares.n_words[counted])
        np.add.at(prose, shares.article[counted], shares.prose[counted])
        taken.append((words, prose))
    (wire, wire_prose), *others = taken
    parts = [(wire, n_words), (wire_prose, n_prose), *((words, n_words) for words, _ in others)]
    parts += [(shares.unclaimed[:, column], n_words) for column in (0, 1)]
    return [
        Numbers.shares(np.where(is_measured & (whole > 0), part / np.maximum(1, whole), np.nan))
        for part, whole in parts
    ]


def _credit_classes(derived: NDArray[np.int32], has_credit: NDArray[np.bool_]) -> Coded:
    """Return derivation and text credit together."""
    names: list[CreditClass] = [
        "credited copy",
        "uncredited copy",
        "credited, little reuse",
        "independent",
    ]
    codes = np.where(derived == DERIVATIONS.index("non-derived"), 2, 0) + ~has_credit
    return Coded(np.where(derived < 0, -1, codes), Names(names))


def share_columns(result: "Result") -> Columns:
    """Return the columns of ``shares.csv``."""
    shares = result.traced.shares
    ids = Coded.distinct(source.source_id for source in shares.sources)  # equal for equal ids, ascending
    order = np.lexsort((ids.codes[shares.source], shares.article))
    article, source = shares.article[order], shares.source[order]
    n_words = np.where(_is_measured(result), result.n_words, 0)[article]
    share = np.where(n_words > 0, shares.n_words[order] / np.maximum(1, n_words), np.nan)
    in_corpus = np.array([source.article is None for source in shares.sources], np.int32)
    return [
        Coded(article, result.ids),
        Coded(ids.codes[source], ids.names),
        Coded(source, Names(source.agency or None for source in shares.sources)),
        Coded(source, Names(source.cause for source in shares.sources)),
        Coded(in_corpus[source], Names(YES_NO)),
        Numbers(shares.prose[order]),
        Numbers(shares.quote[order]),
        Numbers.shares(share),
    ]


def _credited(result: "Result") -> list[Coded]:
    """Return the agencies that each article names by channel, each once, in the order of their names."""
    named: dict[tuple[str, int], set[str]] = {}
    for credit in result.credits:
        named.setdefault((credit.channel, credit.article), set()).add(credit.agency)
    columns = []
    for channel in ("text", "photo", "mention"):
        texts: list[str | None] = [None] * len(result.articles)
        for (found, row), agencies in named.items():
            if found == channel:
                texts[row] = "|".join(sorted(agencies))
        column = Coded.distinct(texts)
        empty = np.array([text is None for text in texts], np.bool_)
        columns.append(Coded(np.where(empty, -1, column.codes), column.names))
    return columns
