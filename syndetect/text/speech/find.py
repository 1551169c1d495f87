"""Texts, tokens and paragraphs -> the paragraphs that are speech without quotation marks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.text.paragraphs import Paragraphs
from syndetect.text.speech.page import Page
from syndetect.text.speech.statements import find_block_quotes, find_statements
from syndetect.text.speech.transcripts import find_transcripts
from syndetect.text.speech.tweets import find_tweets
from syndetect.text.speech_signs import CITED, COLON, HANDLE, LABEL, LINK
from syndetect.text.tokens import Tokens

__all__ = ["KINDS", "SpeechSpan", "find_speech"]

KINDS = ("marks", "tweet", "statement", "transcript", "block quote")


@dataclass(frozen=True, slots=True, order=True)
class SpeechSpan:
    """Paragraphs of an article that are someone's words, without quotation marks.

    Attributes
    ----------
    article : int
        Row.
    start, end : int
        Characters of the article's text, half-open: whole paragraphs.
    kind : str
        "tweet", "statement", "transcript" or "block quote".
    reason : str
        What shows it.
    first, past : int
        Its words, counted over the corpus, half-open.
    """

    article: int
    start: int
    end: int
    kind: str
    reason: str
    first: int
    past: int


def find_speech(texts: Sequence[str], tokens: Tokens, paragraphs: Paragraphs) -> list[SpeechSpan]:
    """Find the paragraphs that are speech or a document without quotation marks.

    Parameters
    ----------
    texts : sequence of str, length n_articles
    tokens, paragraphs : Tokens, Paragraphs
        Of these texts: :func:`syndetect.text.tokenise_paragraphs`.

    Returns
    -------
    list of SpeechSpan
        By article and place; none overlap.

    Notes
    -----
    Strings are looked at only in articles that a sign of a paragraph
    (:mod:`syndetect.text.speech_signs`) chooses: an @, a link, a colon at the end of
    a paragraph, two labels, a >.
    """
    spans = []
    for row in _chosen(paragraphs).tolist():
        page = _page(texts[row], row, tokens, paragraphs)
        for rule in (find_tweets, find_transcripts, find_block_quotes, find_statements):
            rule(page)
        for block in sorted(page.blocks):
            start, end = page.spans[block.first][0], page.spans[block.past - 1][1]
            words = page.token_ptr[block.first], page.token_ptr[block.past]
            spans.append(SpeechSpan(row, start, end, block.kind, block.reason, *words))
    return spans


def _chosen(paragraphs: Paragraphs) -> NDArray[np.int64]:
    """Return the rows of the articles that rules look at."""
    n_articles = len(paragraphs.article_ptr) - 1
    article = np.repeat(np.arange(n_articles), np.diff(paragraphs.article_ptr))
    alone = (paragraphs.speech_signs & (COLON | HANDLE | LINK | CITED)) != 0
    labels = np.bincount(article[(paragraphs.speech_signs & LABEL) != 0], minlength=n_articles)
    any_sign = np.bincount(article[alone], minlength=n_articles)
    return np.flatnonzero((any_sign > 0) | (labels > 1))


def _page(text: str, row: int, tokens: Tokens, paragraphs: Paragraphs) -> Page:
    first, past = paragraphs.article_ptr[row : row + 2].tolist()
    return Page(
        text,
        paragraphs.spans[first:past].tolist(),
        paragraphs.speech_signs[first:past].tolist(),
        paragraphs.token_ptr[first : past + 1].tolist(),
        tokens.flags,
    )
