"""Flagged words -> the quotations of all articles, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.text.speech.find import KINDS, SpeechSpan
from syndetect.text.tokeniser import FURNITURE, QUOTE_START, QUOTED
from syndetect.text.tokens import Tokens, locate_words

__all__ = ["Quotations", "find_quotations"]

ARTICLES_AT_ONCE = 10_000  # whose words' places are held in memory at a time


@dataclass(frozen=True, slots=True)
class Quotations:
    """Every quotation of the articles' bodies, by article and place.

    Attributes
    ----------
    article : int64 array of shape (n_quotations,)
        Row.
    start, end : int64 arrays of shape (n_quotations,)
        Characters of the article's text, half-open: first to last word.
    kind : uint8 array of shape (n_quotations,)
        Places in ``KINDS``.
    n_words : int64 array of shape (n_quotations,)
        Words of an article's quotations are its words that are quoted and no
        furniture.
    """

    article: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    kind: NDArray[np.uint8]
    n_words: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.article)


def find_quotations(
    texts: Sequence[str], tokens: Tokens, speech: Sequence[SpeechSpan], *, n_threads: int | None = None
) -> Quotations:
    """Find where each quotation stands.

    Parameters
    ----------
    texts : sequence of str, length n_articles
    tokens : Tokens
        Of these texts, with speech and furniture marked.
    speech : sequence of SpeechSpan
        What was marked as speech.
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    Quotations
        A quotation is a run of quoted words of the body; furniture inside cuts
        it.
    """
    first, past = _runs(tokens)
    article = np.searchsorted(tokens.article_ptr, first, side="right") - 1
    start, end = np.zeros(len(first), np.int64), np.zeros(len(first), np.int64)
    wanted = np.unique(article)
    for at in range(0, len(wanted), ARTICLES_AT_ONCE):
        chunk = wanted[at : at + ARTICLES_AT_ONCE]
        places = locate_words(texts, chunk, n_threads=n_threads)
        low, high = np.searchsorted(article, [chunk[0], chunk[-1] + 1])
        part = slice(low, high)
        shift = places.article_ptr[article[part]] - tokens.article_ptr[article[part]]
        start[part] = places.start[first[part] + shift]
        end[part] = places.end[past[part] - 1 + shift]
    return Quotations(article, start, end, _kinds(first, speech), past - first)


def _runs(tokens: Tokens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return first and past word of each run of quoted words of the body."""
    quoted = (tokens.flags & (QUOTED | FURNITURE)) == QUOTED
    opens = (tokens.flags & QUOTE_START) != 0
    opens[tokens.article_ptr[:-1][np.diff(tokens.article_ptr) > 0]] = True
    before = np.concatenate(([False], quoted[:-1]))
    after = np.concatenate((quoted[1:] & ~opens[1:], [False]))
    return np.flatnonzero(quoted & (opens | ~before)), np.flatnonzero(quoted & ~after) + 1


def _kinds(first: NDArray[np.int64], speech: Sequence[SpeechSpan]) -> NDArray[np.uint8]:
    """Return the kind of the runs that begin with these words: of the span around it, else marks."""
    kinds = np.full(len(first), KINDS.index("marks"), np.uint8)
    if speech:
        bounds = np.array([(span.first, span.past) for span in speech], np.int64)
        codes = np.array([KINDS.index(span.kind) for span in speech], np.uint8)
        span = np.maximum(np.searchsorted(bounds[:, 0], first, side="right") - 1, 0)
        inside = (bounds[span, 0] <= first) & (first < bounds[span, 1])
        kinds[inside] = codes[span[inside]]
    return kinds
