"""Texts -> whether an article can be measured: whole, and long enough."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus import Article
from syndetect.params import RelationParams

__all__ = ["Status", "find_status", "find_teasers"]

Status = Literal["measured", "too short", "teaser", "truncated", "original"]

TEASER_WORDS = 150  # a text that breaks off is a teaser up to this length
_CUT = re.compile(r"\[\+?\s?\d+\s?(?:chars?|characters|more words)\]\s*$", re.IGNORECASE)
_GO_ON = (
    "(?:continue|keep) reading",
    "read (?:more|on|the full .{1,20})",
    "weiterlesen",
    "lire la suite",
    "leer más",
    "seguir leyendo",
    "leggi tutto",
    "lees verder",
    "läs mer",
    "les mer",
    "læs mere",
    "lue lisää",
    "czytaj dalej",
    "читать далее",
)
_BREAKS_OFF = re.compile(
    rf"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(more\))\s*(?:{'|'.join(_GO_ON)})?\W*$", re.IGNORECASE
)
_TAIL = 80  # characters looked at
_NOTICE = 400  # characters in which such a notice may stand


_RARE = re.compile("[İıſ\u1c80-\u1c88]")  # match other letters without regard to case, but are no capitals


@cache
def _notice(*, folded: bool) -> re.Pattern[str]:
    """Return the phrases of ``paywall.toml`` as one pattern; ``folded``: for texts in small letters."""
    phrases = tomllib.loads((files("syndetect.trace") / "paywall.toml").read_text(encoding="utf-8"))
    pattern = "|".join(phrase for each in phrases.values() for phrase in each)
    return re.compile(pattern, 0 if folded else re.IGNORECASE)


def find_teasers(articles: Sequence[Article], n_words: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Find the beginnings of articles over the notice of a paywall.

    Parameters
    ----------
    articles : sequence of Article, length n_articles
    n_words : int64 array of shape (n_articles,)
        Body words.

    Returns
    -------
    bool array of shape (n_articles,)
        True for a text of up to 150 body words that ends with such a notice.
        Outlets that print one agency's text show the same first sentences over the same
        words: that says nothing of the articles behind them.
    """
    found = np.zeros(len(articles), np.bool_)
    for row in np.flatnonzero(n_words <= TEASER_WORDS).tolist():
        found[row] = _has_notice(articles[row].text[-_NOTICE:])
    return found


def _has_notice(text: str) -> bool:
    """Look for a notice without regard to case: five times as fast in a text in small letters."""
    if _RARE.search(text):
        return _notice(folded=False).search(text) is not None
    return _notice(folded=True).search(text.lower()) is not None


def find_status(
    articles: Sequence[Article],
    n_words: NDArray[np.int64],
    is_wire: NDArray[np.bool_],
    params: RelationParams,
    teasers: NDArray[np.bool_] | None = None,
) -> list[Status]:
    """Say of every article whether its shares mean anything.

    Parameters
    ----------
    articles : sequence of Article, length n_articles
    n_words : int64 array of shape (n_articles,)
        Body words.
    is_wire : bool array of shape (n_articles,)
        Whether it is an agency's own text.
    params : RelationParams
        Of which ``min_words`` is used.
    teasers : bool array of shape (n_articles,), optional
        As :func:`find_teasers` gives them, where they are known.

    Returns
    -------
    list of Status, length n_articles
        ``too short``: fewer than ``params.min_words`` body words. ``teaser``: a
        beginning over the notice of a paywall (:func:`find_teasers`). ``truncated``:
        its source says so, or the text ("[+1234 chars]"), or it breaks off with an ellipsis within
        150 words. ``original``: an agency's own text, no outlet's coverage.
        Only ``measured`` articles have shares: the others are never 0 %.
    """
    found: list[Status] = []
    teasers = find_teasers(articles, n_words) if teasers is None else teasers
    for article, count, wire, teaser in zip(
        articles, n_words.tolist(), is_wire.tolist(), teasers.tolist(), strict=True
    ):
        tail = article.text[-_TAIL:]
        if count < params.min_words:
            found.append("too short")
        elif teaser:
            found.append("teaser")
        elif article.is_cut or _is_cut(tail, count):
            found.append("truncated")
        else:
            found.append("original" if wire else "measured")
    return found


def _is_cut(tail: str, n_words: int) -> bool:
    """Tell whether the end of a text says that there was more."""
    if "]" in tail and _CUT.search(tail):
        return True
    return n_words <= TEASER_WORDS and _BREAKS_OFF.search(tail) is not None
