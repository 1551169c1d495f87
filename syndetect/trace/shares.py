"""Attributed words -> for every article, the sources that it draws on and how many words from each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.pairs.relation import derivations
from syndetect.params import RelationParams
from syndetect.sequences import Lazy
from syndetect.text import FURNITURE, QUOTED, Tokens
from syndetect.trace.claims import UNCLAIMED, Claims
from syndetect.trace.direction import Cause
from syndetect.trace.origins import SHARED_QUOTE
from syndetect.trace.runs import find_runs
from syndetect.trace.sources import NO_SOURCE, Attribution, Source

__all__ = ["ArticleShares", "Shares", "SourceShare", "measure_shares"]


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


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Shares(Lazy[ArticleShares]):
    """Where the words of all articles come from: an ``ArticleShares`` each, made when asked for.

    Attributes
    ----------
    sources : tuple of Source
        Sorted by id.
    ptr : int64 array of shape (n_articles + 1,)
        The shares of article i are rows ``ptr[i]:ptr[i + 1]`` of the four
        arrays: most words first, then by id.
    source : int32 array of shape (n_shares,)
        Places in ``sources``.
    prose, quote, longest : int64 arrays of shape (n_shares,)
        As in ``SourceShare``.
    unclaimed : int64 array of shape (n_articles, 3)
        Common speech, own words, own speech.
    """

    sources: tuple[Source, ...]
    ptr: NDArray[np.int64]
    source: NDArray[np.int32]
    prose: NDArray[np.int64]
    quote: NDArray[np.int64]
    longest: NDArray[np.int64]
    unclaimed: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.unclaimed)

    @property
    def article(self) -> NDArray[np.int64]:
        """The article of each share: int64 (n_shares,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.ptr))

    @property
    def n_words(self) -> NDArray[np.int64]:
        """Prose and speech of each share together: int64 (n_shares,)."""
        return self.prose + self.quote

    def from_causes(self, *causes: Cause) -> NDArray[np.bool_]:
        """Tell which shares are from sources of some causes: bool (n_shares,)."""
        listed = np.array([source.cause in causes for source in self.sources], np.bool_)
        found: NDArray[np.bool_] = listed[self.source]
        return found

    def derivation(self, n_words: NDArray[np.int64], params: RelationParams) -> NDArray[np.uint8]:
        """Say how far each article derives from its sources, all together.

        Parameters
        ----------
        n_words : int64 array of shape (n_articles,)
            Body words.
        params : RelationParams

        Returns
        -------
        uint8 array of shape (n_articles,)
            Places in ``DERIVATIONS``.
        """
        prose, quote, longest = np.zeros((3, len(self)), np.int64)
        np.add.at(prose, self.article, self.prose)
        np.add.at(quote, self.article, self.quote)
        np.maximum.at(longest, self.article, self.longest)
        return derivations(prose, quote, longest, n_words, params)

    def _make(self, first: int, past: int) -> list[ArticleShares]:
        low = int(self.ptr[first])
        held = slice(low, int(self.ptr[past]))
        columns = (array[held].tolist() for array in (self.source, self.prose, self.quote, self.longest))
        shares = [
            SourceShare(source=self.sources[source], prose_words=prose, quote_words=quote, longest=longest)
            for source, prose, quote, longest in zip(*columns, strict=True)
        ]
        bounds = (self.ptr[first : past + 1] - low).tolist()
        return [
            ArticleShares(
                sources=tuple(shares[bounds[k] : bounds[k + 1]]),
                common_quote_words=n_common,
                own_words=n_own,
                own_quote_words=n_own_quote,
            )
            for k, (n_common, n_own, n_own_quote) in enumerate(self.unclaimed[first:past].tolist())
        ]


def measure_shares(
    tokens: Tokens,
    claims: Claims,
    longest_prose: NDArray[np.int64],
    attribution: Attribution,
    origins: NDArray[np.uint8],
) -> Shares:
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
    Shares
        The words of one article add up to its body words.
    """
    counts = np.zeros((tokens.n_articles, 3), np.int64)
    _count_unclaimed(tokens.article_ptr, tokens.flags, attribution.of_token, origins, counts)
    speech = _speech_bounds(tokens)
    runs = find_runs(claims.pair, UNCLAIMED, tokens.article_ptr, speech)
    width = max(1, len(attribution.sources))
    codes, code_of = np.unique(runs.article * width + attribution.of_token[runs.start], return_inverse=True)
    n_quote, n_prose, longest = np.zeros((3, len(codes)), np.int64)
    is_speech = (tokens.flags[runs.start] & QUOTED) != 0
    np.add.at(n_quote, code_of[is_speech], runs.length[is_speech])
    np.add.at(n_prose, code_of[~is_speech], runs.length[~is_speech])
    np.maximum.at(longest, code_of, longest_prose[runs.value])
    article, source = codes // width, codes % width
    order = np.lexsort((source, -n_prose - n_quote, article))  # sources are sorted by id
    return Shares(
        sources=attribution.sources,
        ptr=np.searchsorted(article, np.arange(tokens.n_articles + 1)),
        source=source[order].astype(np.int32),
        prose=n_prose[order],
        quote=n_quote[order],
        longest=longest[order],
        unclaimed=counts,
    )


def _speech_bounds(tokens: Tokens) -> NDArray[np.int64]:
    """Return the words before which speech begins or ends, in articles that go on there."""
    found = [np.empty(0, np.int64)]
    for words, _ in tokens.blocks():
        found.append(np.flatnonzero(np.diff(tokens.flags[words] & QUOTED, prepend=np.uint8(0))) + words.start)
    return np.concatenate(found)


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
