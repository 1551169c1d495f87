"""Articles, tokens and paragraphs -> the spans of furniture, each with its kind and reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
from syndetect.text.furniture.pages import pages_to_mark
from syndetect.text.furniture.places import mark_places
from syndetect.text.furniture.repeated import Pages, Repeats, find_repeats
from syndetect.text.paragraphs import Paragraphs
from syndetect.text.signs import OPENING, SENTENCE
from syndetect.text.tokens import Tokens

__all__ = ["FindRepeats", "FurnitureSpan", "find_furniture"]

FindRepeats = Callable[[Sequence[str], Pages, FurnitureParams], Repeats]
"""Outlets and paragraphs of articles -> the paragraphs that their outlets repeat."""


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
    repeats: FindRepeats = find_repeats,
    n_threads: int | None = None,
) -> list[FurnitureSpan]:
    """Find what is not the article's own reporting.

    Parameters
    ----------
    articles : sequence of Article
    tokens, paragraphs : Tokens, Paragraphs
        Of the texts of ``articles``: :func:`syndetect.text.tokenise_paragraphs`.
    params : FurnitureParams
    repeats : callable, optional
        Tells which paragraphs an outlet repeats; by default what these articles
        show, without others.
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
    kinds = _kinds_of_lines(articles, paragraphs, flags, params)
    marked = np.zeros(len(flags), np.bool_)
    marked[list(kinds)] = True
    reasons = _reasons(_repeats(articles, tokens, paragraphs, marked, params, repeats))
    marked[list(reasons)] = True
    kinds |= dict.fromkeys(reasons, "repeated")
    agency = (flags & AGENCY) != 0
    if params.rules:
        titles = [article.title for article in articles]
        rows = pages_to_mark(titles, tokens, paragraphs, marked, agency, n_threads=n_threads)
    else:
        rows = np.unique(np.searchsorted(paragraphs.article_ptr, np.flatnonzero(marked), side="right") - 1)
    columns = _columns(paragraphs, agency)
    spans: list[FurnitureSpan] = []
    for row, first, past in zip(
        rows.tolist(),
        paragraphs.article_ptr[rows].tolist(),
        paragraphs.article_ptr[rows + 1].tolist(),
        strict=True,
    ):
        page = _page(articles[row], columns, range(first, past), kinds)
        if params.rules:
            mark_places(page)
        spans += _spans(row, page, first, reasons)
    return spans


def _kinds_of_lines(
    articles: Sequence[Article], paragraphs: Paragraphs, flags: NDArray[np.uint8], params: FurnitureParams
) -> dict[int, str]:
    """Return the furniture that rules find among the flagged paragraphs; equal ones are read once."""
    kinds: dict[int, str] = {}
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
        if kind:
            kinds[row] = kind
    return kinds


def _repeats(
    articles: Sequence[Article],
    tokens: Tokens,
    paragraphs: Paragraphs,
    marked: NDArray[np.bool_],
    params: FurnitureParams,
    repeats: FindRepeats,
) -> Repeats | None:
    """Ask the corpus which of the other paragraphs an outlet repeats."""
    if not params.min_articles:
        return None
    digests, n_words = paragraph_digests(tokens, paragraphs), np.diff(paragraphs.token_ptr)
    pages = Pages(digests, n_words, marked, paragraphs.article_ptr, article_digests(tokens))
    return repeats([article.outlet for article in articles], pages, params)


def _reasons(repeats: Repeats | None) -> dict[int, str]:
    if repeats is None:
        return {}
    columns = zip(
        repeats.rows.tolist(), repeats.n_articles.tolist(), repeats.n_of_outlet.tolist(), strict=True
    )
    return {row: f"repeated in {n} of {n_all} articles of this outlet" for row, n, n_all in columns}


class _Columns(NamedTuple):
    """What is known of all paragraphs, column by column: what a ``Page`` holds of its own."""

    spans: NDArray[np.int32]
    n_words: NDArray[np.int64]
    sentence: NDArray[np.bool_]
    opening: NDArray[np.bool_]
    agency: NDArray[np.bool_]


def _columns(paragraphs: Paragraphs, agency: NDArray[np.bool_]) -> _Columns:
    sentence, opening = ((paragraphs.signs & sign) != 0 for sign in (SENTENCE, OPENING))
    return _Columns(paragraphs.spans, np.diff(paragraphs.token_ptr), sentence, opening, agency)


def _page(article: Article, columns: _Columns, numbers: range, kinds: dict[int, str]) -> Page:
    """Return one article as a page."""
    part = slice(numbers.start, numbers.stop)
    return Page(
        text=article.text,
        title=article.title,
        spans=columns.spans[part].tolist(),
        n_words=columns.n_words[part].tolist(),
        sentence=columns.sentence[part].tolist(),
        opening=columns.opening[part].tolist(),
        agency=columns.agency[part].tolist(),
        kinds=[kinds.get(number, "") for number in numbers],
    )


def _spans(row: int, page: Page, first: int, reasons: dict[int, str]) -> list[FurnitureSpan]:
    """Write down what is furniture on a page whose first paragraph has this number."""
    spans = []
    for number, kind in enumerate(page.kinds):
        start, end = page.spans[number]
        if kind:
            reason = reasons.get(first + number) or f"rule: {kind} at paragraph {number + 1}"
            spans.append(FurnitureSpan(row, start, end, kind, reason))
        elif number in page.openings:
            reason = f"rule: dateline at paragraph {number + 1}"
            spans.append(FurnitureSpan(row, start, page.openings[number], "dateline", reason))
    return spans
