"""Attributed words -> for every article, the sources that it draws on and how many words from each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.pairs.relation import Derivation, derivation
from syndetect.params import RelationParams
from syndetect.text import FURNITURE, QUOTED, Tokens
from syndetect.trace.claims import Claims
from syndetect.trace.direction import Cause
from syndetect.trace.origins import SHARED_QUOTE
from syndetect.trace.sources import NO_SOURCE, Attribution, Source

__all__ = ["ArticleShares", "SourceShare", "derivation_from", "measure_shares"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShare:
    """The words of one article that are attributed to one source: prose and direct speech.

    ``longest`` counts the words of the longest passage of prose that claims
    any of them.
    """

    source: Source
    prose_words: int
    quote_words: int
    longest: int

    @property
    def n_words(self) -> int:
        """Prose and speech together."""
        return self.prose_words + self.quote_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleShares:
    """Where the words of one article come from, each counted once.

    Attributes
    ----------
    sources : tuple of SourceShare
        Most words first; then by id.
    common_quote_words : int
        Speech that other articles have too, and that no source claims: both
        have it from the speaker.
    own_words, own_quote_words : int
        The rest of the body, and the speech in it: what no source claims.
        Words that others took from this article are its own.
    """

    sources: tuple[SourceShare, ...] = ()
    common_quote_words: int = 0
    own_words: int = 0
    own_quote_words: int = 0

    def of(self, *causes: Cause) -> list[SourceShare]:
        """Return the shares of the sources of some causes."""
        return [share for share in self.sources if share.source.cause in causes]

    def words(self, *causes: Cause) -> tuple[int, int]:
        """Return the words of prose and of speech from sources of some causes."""
        found = self.of(*causes)
        return sum(share.prose_words for share in found), sum(share.quote_words for share in found)


def derivation_from(shares: Sequence[SourceShare], n_words: int, params: RelationParams) -> Derivation:
    """Say how far an article derives from some of its sources, taken together.

    Parameters
    ----------
    shares : sequence of SourceShare
    n_words : int
        Body words of the article.
    params : RelationParams

    Returns
    -------
    Derivation
        By the rule of :func:`syndetect.pairs.derivation`; "non-derived" without
        a source.
    """
    prose, quote = sum(share.prose_words for share in shares), sum(share.quote_words for share in shares)
    longest = max((share.longest for share in shares), default=0)
    return derivation(prose, quote, longest, n_words, params)


def measure_shares(
    tokens: Tokens,
    claims: Claims,
    longest_prose: NDArray[np.int64],
    attribution: Attribution,
    origins: NDArray[np.uint8],
) -> list[ArticleShares]:
    """Count the words of every article by source.

    Parameters
    ----------
    tokens : Tokens
    claims : Claims
    longest_prose : int64 array of shape (n_pairs,)
        Words of the longest passage of prose of each pair.
    attribution : Attribution
    origins : uint8 array of shape (n_tokens,)
        As :func:`syndetect.trace.find_origins` gives them.

    Returns
    -------
    list of ArticleShares, length n_articles
        The words of one article add up to its body words.
    """
    counts = np.zeros((tokens.n_articles, 3), np.int64)
    _count_unclaimed(tokens.article_ptr, tokens.flags, attribution.of_token, origins, counts)
    claimed = np.flatnonzero(attribution.of_token != NO_SOURCE)
    rows = np.searchsorted(tokens.article_ptr, claimed, side="right") - 1
    width = max(1, len(attribution.sources))
    codes, code_of = np.unique(rows * width + attribution.of_token[claimed], return_inverse=True)
    speech = (tokens.flags[claimed] & QUOTED) != 0
    n_quote = np.bincount(code_of, weights=speech, minlength=len(codes)).astype(np.int64)
    n_prose = np.bincount(code_of, minlength=len(codes)) - n_quote
    longest = np.zeros(len(codes), np.int64)
    np.maximum.at(longest, code_of, longest_prose[claims.pair[claimed]])
    columns = (codes.tolist(), n_prose.tolist(), n_quote.tolist(), longest.tolist())
    shares: list[list[SourceShare]] = [[] for _ in counts]
    for code, prose, quote, most in zip(*columns, strict=True):
        source = attribution.sources[code % width]
        share = SourceShare(source=source, prose_words=prose, quote_words=quote, longest=most)
        shares[code // width].append(share)
    return [
        ArticleShares(
            sources=tuple(sorted(found, key=lambda share: (-share.n_words, share.source.source_id))),
            common_quote_words=n_common,
            own_words=n_own,
            own_quote_words=n_own_quote,
        )
        for found, (n_common, n_own, n_own_quote) in zip(shares, counts.tolist(), strict=True)
    ]


@kernel
def _count_unclaimed(
    article_ptr: NDArray[np.int64],
    flags: NDArray[np.uint8],
    claims: NDArray[np.int32],
    origins: NDArray[np.uint8],
    counts: NDArray[np.int64],
) -> None:
    """Count the unclaimed words of each body: common speech, own words, own speech."""
    for row in range(len(counts)):
        for at in range(article_ptr[row], article_ptr[row + 1]):
            if claims[at] != NO_SOURCE or flags[at] & FURNITURE:
                continue
            if origins[at] == SHARED_QUOTE:
                counts[row, 0] += 1
            else:
                counts[row, 1] += 1
                counts[row, 2] += 1 if flags[at] & QUOTED else 0
