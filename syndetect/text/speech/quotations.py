"""Flagged words -> the quotations of all articles, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.text.paragraphs import Paragraphs
from syndetect.text.speech.find import KINDS, SpeechSpan
from syndetect.text.tokens import Tokens, locate_words, quoted_runs

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
    texts: Sequence[str],
    tokens: Tokens,
    paragraphs: Paragraphs,
    speech: Sequence[SpeechSpan],
    *,
    n_threads: int | None = None,
) -> Quotations:
    """Find where each quotation stands.

    Parameters
    ----------
    texts : sequence of str, length n_articles
    tokens, paragraphs : Tokens, Paragraphs
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

    Notes
    -----
    Texts are read again only for the articles with a quotation that furniture
    cuts or that no marks show: where the others stand is known.
    """
    first, past = quoted_runs(tokens)
    article = np.searchsorted(tokens.article_ptr, first, side="right") - 1
    spans = np.zeros((len(first), 2), np.int64)
    known = _known(paragraphs, first, past)
    spans[known >= 0] = paragraphs.quoted_spans[known[known >= 0]]
    others = np.flatnonzero(known < 0)
    wanted = np.unique(article[others])
    for at in range(0, len(wanted), ARTICLES_AT_ONCE):
        chunk = wanted[at : at + ARTICLES_AT_ONCE]
        places = locate_words(texts, chunk, n_threads=n_threads)
        low, high = np.searchsorted(article[others], [chunk[0], chunk[-1] + 1])
        part = others[low:high]
        shift = places.article_ptr[article[part]] - tokens.article_ptr[article[part]]
        spans[part, 0] = places.start[first[part] + shift]
        spans[part, 1] = places.end[past[part] - 1 + shift]
    return Quotations(article, spans[:, 0], spans[:, 1], _kinds(first, speech), past - first)


def _known(paragraphs: Paragraphs, first: NDArray[np.int64], past: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each run of words the quotation in marks that it is wholly, -1 for none."""
    bounds = paragraphs.quoted
    if not len(bounds):
        return np.full(len(first), -1, np.int64)
    at = np.minimum(np.searchsorted(bounds[:, 0], first), len(bounds) - 1)
    same = (bounds[at, 0] == first) & (bounds[at, 1] == past)
    return np.where(same, at, -1)


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
