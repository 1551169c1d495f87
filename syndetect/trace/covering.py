"""Traced articles -> the coverage that outlets are measured by: articles in rows, agencies in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus import Article
from syndetect.pairs.relation import DERIVATIONS, derivations
from syndetect.params import RelationParams
from syndetect.trace.outlets import Coverage
from syndetect.trace.shares import Shares
from syndetect.trace.tracing import Traced

__all__ = ["cover"]

_SCALE = ("non-derived", "partially", "wholly")
_CODES = np.array([_SCALE.index(name) for name in DERIVATIONS], np.uint8)  # as in ``Coverage.derivation``


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
    taken = _take(traced.shares, n_words, standing.published)
    named = np.union1d(standing.credits, standing.own[standing.is_wire & (standing.own >= 0)])
    agencies = tuple(sorted({*taken.agencies, *(standing.agencies[k] for k in named.tolist())}))
    column = {agency: k for k, agency in enumerate(agencies)}
    column_of = np.array([column.get(agency, -1) for agency in standing.agencies], np.int64)
    shape = (len(articles), len(agencies))
    at = taken.article, np.array([column[agency] for agency in taken.agencies], np.int64)[taken.agency]
    words, prose = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    derivation, credited = np.zeros(shape, np.uint8), np.zeros(shape, np.bool_)
    lag, source_share = np.full(shape, np.nan), np.full(shape, np.nan)
    words[at], prose[at], source_share[at] = taken.prose + taken.quote, taken.prose, taken.source_share
    derived = derivations(taken.prose, taken.quote, taken.longest, n_words[taken.article], params)
    derivation[at] = _CODES[derived]
    lag[at] = taken.lag
    rows = np.repeat(np.arange(len(articles)), np.diff(standing.credit_ptr))
    credited[rows, column_of[standing.credits]] = True
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
        cosine=_cosines(traced, column_of, shape) if standing.is_wire.any() else None,
    )


def _cosines(traced: Traced, column_of: NDArray[np.int64], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Return the greatest cosine of each article with an agency's own text that did not come after it."""
    standing, pairs = traced.standing, traced.verified.pairs
    cosines = np.full(shape, np.nan)
    for side in (0, 1):
        wire, article = pairs[:, side], pairs[:, 1 - side]
        later = standing.published[wire] > standing.published[article]  # false when a time is unknown
        asked = standing.is_wire[wire] & ~standing.is_wire[article] & ~later & (standing.own[wire] >= 0)
        asked[asked] = column_of[standing.own[wire[asked]]] >= 0
        at = article[asked], column_of[standing.own[wire[asked]]]
        np.fmax.at(cosines, at, traced.verified.cosine[asked])
    return cosines


@dataclass(frozen=True, slots=True)
class _Taken:
    """What articles took of agencies' copy: a row for each article and agency.

    ``agencies`` are names and ``agency`` places among them; ``prose``,
    ``quote`` and ``longest`` are words, as in ``SourceShare``; ``lag`` is the
    minutes after the source with most words whose time is known, and
    ``source_share`` the greatest share of one text of the corpus that was
    taken: both NaN where there is none.
    """

    agencies: list[str]
    article: NDArray[np.int64]
    agency: NDArray[np.int64]
    prose: NDArray[np.int64]
    quote: NDArray[np.int64]
    longest: NDArray[np.int64]
    lag: NDArray[np.float64]
    source_share: NDArray[np.float64]


def _take(shares: Shares, n_words: NDArray[np.int64], published: NDArray[np.float64]) -> _Taken:
    """Put together what every article has from the sources of one agency."""
    rows = np.flatnonzero(shares.from_causes("wire copy"))
    article, source = shares.article[rows], shares.source[rows]
    agencies = sorted({shares.sources[k].agency for k in np.unique(source).tolist()})
    number = {agency: k for k, agency in enumerate(agencies)}
    agency = np.array([number.get(source.agency, -1) for source in shares.sources], np.int64)[source]
    text = np.array([-1 if s.article is None else s.article for s in shares.sources], np.int64)[source]
    width = max(1, len(agencies))
    cells, cell = np.unique(article * width + agency, return_inverse=True)
    prose, quote, longest = np.zeros((3, len(cells)), np.int64)
    np.add.at(prose, cell, shares.prose[rows])
    np.add.at(quote, cell, shares.quote[rows])
    np.maximum.at(longest, cell, shares.longest[rows])
    lag, source_share = np.full((2, len(cells)), np.nan)
    minutes = np.where(text < 0, np.nan, published[article] - published[text]) / 60
    known = np.flatnonzero(~np.isnan(minutes))[::-1]  # the source with most words is written last
    lag[cell[known]] = minutes[known]
    held = text >= 0
    taken = shares.n_words[rows[held]] / np.maximum(1, n_words[text[held]])
    np.fmax.at(source_share, cell[held], taken)
    return _Taken(agencies, cells // width, cells % width, prose, quote, longest, lag, source_share)
