"""Traced articles -> the coverage that outlets are measured by: articles in rows, agencies in columns."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus import Article
from syndetect.pairs import Derivation
from syndetect.params import RelationParams
from syndetect.trace.outlets import Coverage
from syndetect.trace.shares import SourceShare, derivation_from
from syndetect.trace.tracing import Traced

__all__ = ["cover"]

_CODES: dict[Derivation, int] = {"non-derived": 0, "partially": 1, "wholly": 2}


def cover(
    articles: Sequence[Article],
    n_words: NDArray[np.int64],
    n_quote_words: NDArray[np.int64],
    traced: Traced,
    params: RelationParams,
) -> Coverage:
    """Lay out what every article took from which agency.

    Parameters
    ----------
    articles : sequence of Article, length n_articles
    n_words, n_quote_words : int64 arrays of shape (n_articles,)
        Body words, and those of direct speech.
    traced : Traced
    params : RelationParams
        Of which the thresholds of derivation are used.

    Returns
    -------
    Coverage
        A column for every agency that text is attributed or credited to. Of
        the versions of one text in one outlet only the first is measured.
    """
    standing = traced.standing
    taken = [_by_agency(shares.of("wire copy")) for shares in traced.shares]
    used = {agency for found in taken for agency in found} | {standing.agencies[k] for k in standing.credits}
    used |= {standing.agencies[k] for k in standing.own[standing.is_wire].tolist() if k >= 0}
    agencies = tuple(sorted(used))
    column = {agency: k for k, agency in enumerate(agencies)}
    shape = (len(articles), len(agencies))
    words, prose = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    derivation, credited = np.zeros(shape, np.uint8), np.zeros(shape, np.bool_)
    lag, source_share = np.full(shape, np.nan), np.full(shape, np.nan)
    for row, found in enumerate(taken):
        for agency, shares in found.items():
            at = row, column[agency]
            words[at] = sum(share.n_words for share in shares)
            prose[at] = sum(share.prose_words for share in shares)
            derivation[at] = _CODES[derivation_from(shares, int(n_words[row]), params)]
            lag[at] = _lag(standing.published, row, shares)
            source_share[at] = _source_share(n_words, shares)
    rows = np.repeat(np.arange(len(articles)), np.diff(standing.credit_ptr))
    credited[rows, [column[standing.agencies[k]] for k in standing.credits]] = True
    is_first = traced.versions == np.arange(len(articles))
    status = np.array(traced.status, object)
    return Coverage(
        outlets=[article.outlet for article in articles],
        story=traced.story,
        measured=(status == "measured") & is_first,
        original=status == "original",
        n_words=n_words,
        n_prose=n_words - n_quote_words,
        agencies=agencies,
        words=words,
        prose=prose,
        derivation=derivation,
        credited=credited,
        lag=lag,
        verbatim=words,  # what passages attribute are equal words alone
        source_share=source_share,
        cosine=_cosines(traced, column, shape) if standing.is_wire.any() else None,
    )


def _cosines(traced: Traced, column: dict[str, int], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return the greatest cosine of each article with an agency's own text that did not come after it."""
    standing, pairs = traced.standing, traced.verified.pairs
    cosines = np.full(shape, np.nan)
    for side in (0, 1):
        wire, article = pairs[:, side], pairs[:, 1 - side]
        later = standing.published[wire] > standing.published[article]  # false when a time is unknown
        asked = standing.is_wire[wire] & ~standing.is_wire[article] & ~later
        for k in np.flatnonzero(asked).tolist():
            place = standing.own[wire[k]]
            at = int(article[k]), column.get(standing.agencies[place], -1) if place >= 0 else -1
            if at[1] >= 0:
                cosines[at] = np.fmax(cosines[at], traced.verified.cosine[k])
    return cosines


def _by_agency(shares: Sequence[SourceShare]) -> dict[str, list[SourceShare]]:
    found: dict[str, list[SourceShare]] = {}
    for share in shares:
        found.setdefault(share.source.agency, []).append(share)
    return found


def _lag(published: NDArray[np.float64], row: int, shares: Sequence[SourceShare]) -> float:
    """Return the minutes after the source with most words whose time is known, or NaN."""
    for share in shares:
        if share.source.article is not None:
            minutes = float(published[row] - published[share.source.article]) / 60
            if not np.isnan(minutes):
                return minutes
    return float("nan")


def _source_share(n_words: NDArray[np.int64], shares: Sequence[SourceShare]) -> float:
    """Return the greatest share of one text of the corpus that was taken, or NaN."""
    texts = [(share.n_words, share.source.article) for share in shares]
    found = [taken / max(1, int(n_words[article])) for taken, article in texts if article is not None]
    return max(found, default=float("nan"))
