"""Articles, tokens and paragraphs -> the spans of furniture, each with its kind and reason."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus.article import Article
from syndetect.params import FurnitureParams
from syndetect.text.furniture.flags import (
    AGENCY,
    CAPTION,
    LINE,
    PHRASE,
    article_digests,
    flag_paragraphs,
    paragraph_digests,
)
from syndetect.text.furniture.lines import line_kind
from syndetect.text.furniture.page import Page
from syndetect.text.furniture.places import mark_places
from syndetect.text.furniture.repeated import Pages, Repeats, find_repeats
from syndetect.text.paragraphs import Paragraphs
from syndetect.text.tokens import Tokens

__all__ = ["FurnitureSpan", "find_furniture"]


@dataclass(frozen=True, slots=True, order=True)
class FurnitureSpan:
    """A stretch of an article that is not its reporting.

    Attributes
    ----------
    article : int
        Row.
    start, end : int
        Characters of the article's text, half-open.
    kind : str
        "headline", "byline", "dateline", "timestamp", "caption", "photo
        credit", "source line", "related", "related link", "sign-up", "share",
        "comments", "advertisement", "copyright", "editor's note", "embed",
        "live blog", "script", "menu" or "repeated".
    reason : str
        "rule: byline at paragraph 2" (counted from 1), or "repeated in 14 of
        20 articles of this outlet".
    """

    article: int
    start: int
    end: int
    kind: str
    reason: str


def find_furniture(
    articles: Sequence[Article],
    tokens: Tokens,
    paragraphs: Paragraphs,
    params: FurnitureParams,
    *,
    n_threads: int | None = None,
) -> list[FurnitureSpan]:
    """Find what is not the article's own reporting.

    Parameters
    ----------
    articles : sequence of Article
    tokens, paragraphs : Tokens, Paragraphs
        Of the texts of ``articles``: :func:`syndetect.text.tokenise_paragraphs`.
    params : FurnitureParams
    n_threads : int, optional
        Threads of the kernels; the result does not depend on it.

    Returns
    -------
    list of FurnitureSpan
        By article and place; none overlap. A span is a whole paragraph or the
        dateline at its beginning.

    Notes
    -----
    Two kinds of evidence. Rules look at a paragraph's words and place; the
    corpus shows which paragraphs one outlet repeats. A kernel chooses the
    paragraphs that rules look at: the short ones, and those with a word of a
    phrase. Agency credits are not read here.
    """
    flags = flag_paragraphs(tokens, paragraphs, params, n_threads=n_threads)
    n_words = np.diff(paragraphs.token_ptr)
    kinds = _kinds_of_lines(articles, paragraphs, flags, params)
    taken = np.fromiter(map(bool, kinds), np.bool_, len(kinds))
    pages = Pages(
        paragraph_digests(tokens, paragraphs), n_words, taken, paragraphs.article_ptr, article_digests(tokens)
    )
    repeats = (
        find_repeats([article.outlet for article in articles], pages, params) if params.min_articles else None
    )
    reasons = _reasons(repeats)
    for row in reasons:
        kinds[row] = "repeated"
    return _spans(
        articles, paragraphs, _Found(kinds, reasons, n_words.tolist(), (flags & AGENCY) != 0), params
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of all paragraphs before their places are looked at."""

    kinds: list[str]
    reasons: dict[int, str]
    n_words: list[int]
    agency: NDArray[np.bool_]


def _kinds_of_lines(
    articles: Sequence[Article], paragraphs: Paragraphs, flags: NDArray[np.uint8], params: FurnitureParams
) -> list[str]:
    """Apply the rules on one paragraph's words to the flagged ones; equal paragraphs once."""
    kinds = [""] * len(flags)
    if not params.rules:
        return kinds
    rows = np.flatnonzero(flags & (LINE | PHRASE | CAPTION))
    article = np.searchsorted(paragraphs.article_ptr, rows, side="right") - 1
    known: dict[str, str] = {}
    columns = (rows, article, *((flags[rows] & flag) != 0 for flag in (PHRASE, LINE, CAPTION)))
    places = paragraphs.spans[rows].tolist()
    for row, number, phrases, marks, captions, (start, end) in zip(
        *(column.tolist() for column in columns), places, strict=True
    ):
        text = articles[number].text[start:end]
        kind = known.get(text)
        if kind is None:
            kind = known[text] = line_kind(text, params, phrases=phrases, marks=marks, captions=captions)
        kinds[row] = kind
    return kinds


def _reasons(repeats: Repeats | None) -> dict[int, str]:
    if repeats is None:
        return {}
    columns = zip(
        repeats.rows.tolist(), repeats.n_articles.tolist(), repeats.n_of_outlet.tolist(), strict=True
    )
    return {row: f"repeated in {n} of {n_all} articles of this outlet" for row, n, n_all in columns}


def _spans(
    articles: Sequence[Article], paragraphs: Paragraphs, found: _Found, params: FurnitureParams
) -> list[FurnitureSpan]:
    """Look at every page as a whole, and write down what is furniture."""
    spans: list[FurnitureSpan] = []
    places = paragraphs.spans.tolist()
    ptr = paragraphs.article_ptr.tolist()
    agency = found.agency.tolist()
    for row, article in enumerate(articles):
        first, last = ptr[row], ptr[row + 1]
        page = Page(
            article.text,
            article.title,
            places[first:last],
            found.n_words[first:last],
            found.kinds[first:last],
        )
        if params.rules:
            mark_places(page, agency[first:last])
        for number, kind in enumerate(page.kinds):
            if kind:
                start, end = page.spans[number]
                reason = found.reasons.get(first + number) or f"rule: {kind} at paragraph {number + 1}"
                spans.append(FurnitureSpan(row, start, end, kind, reason))
            elif number in page.openings:
                reason = f"rule: dateline at paragraph {number + 1}"
                spans.append(
                    FurnitureSpan(row, page.spans[number][0], page.openings[number], "dateline", reason)
                )
    return spans
