"""Texts -> whether an article can be measured: whole, and long enough."""

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus import Article
from syndetect.params import RelationParams

__all__ = ["Status", "find_status"]

Status = Literal["measured", "too short", "truncated", "original"]

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


def find_status(
    articles: Sequence[Article],
    n_words: NDArray[np.int64],
    is_wire: NDArray[np.bool_],
    params: RelationParams,
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

    Returns
    -------
    list of Status, length n_articles
        ``too short``: fewer than ``params.min_words`` body words. ``truncated``:
        its source says so, or the text ("[+1234 chars]"), or it breaks off with an ellipsis within
        150 words. ``original``: an agency's own text, no outlet's coverage.
        Only ``measured`` articles have shares: the others are never 0 %.
    """
    found: list[Status] = []
    for article, count, wire in zip(articles, n_words.tolist(), is_wire.tolist(), strict=True):
        tail = article.text[-_TAIL:]
        if count < params.min_words:
            found.append("too short")
        elif article.is_cut or _CUT.search(tail) or (count <= TEASER_WORDS and _BREAKS_OFF.search(tail)):
            found.append("truncated")
        else:
            found.append("original" if wire else "measured")
    return found
