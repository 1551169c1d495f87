"""Claimed words -> for every article, the sources that it draws on and how many words from each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus import Article
from syndetect.kernels import kernel
from syndetect.pairs.relation import Derivation, derivation
from syndetect.pairs.verify import Verified
from syndetect.params import RelationParams
from syndetect.text import FURNITURE, QUOTED, Tokens
from syndetect.trace.claims import UNCLAIMED, Claims
from syndetect.trace.direction import CAUSES, DIRECTIONS, Cause, Judged
from syndetect.trace.origins import SHARED_QUOTE
from syndetect.trace.standing import Standing
from syndetect.trace.story import Measured, Story

__all__ = ["ArticleShares", "Links", "Source", "SourceShare", "measure_shares"]

UNKNOWN_SOURCE = "unknown source"
_UNDETERMINED = DIRECTIONS.index("undetermined")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where shared prose comes from.

    Attributes
    ----------
    source_id : str
        The id of an article of the corpus; or ``wire:`` and the story where the
        original is not in this corpus (``release:`` for a press release). A
        story in which several agencies are credited has one for each, with the
        agency behind a colon.
    article : int or None
        Row of the article; of versions the first. None when the original is not
        in the corpus.
    story : int
        Row of the first article of the story.
    agency : str
        Whose text it is; "unknown source" when nothing tells; empty for the
        article of an outlet that is no agency.
    cause : Cause
    """

    source_id: str
    article: int | None
    story: int
    agency: str
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShare:
    """The words of one article that are attributed to one source: prose and direct speech."""

    source: Source
    prose_words: int
    quote_words: int

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

    def words(self, *causes: Cause) -> tuple[int, int]:
        """Return the words of prose and of speech from sources of some causes."""
        found = [share for share in self.sources if share.source.cause in causes]
        return sum(share.prose_words for share in found), sum(share.quote_words for share in found)

    def derivation(self, n_words: int, params: RelationParams) -> Derivation:
        """Say how far the article derives from its sources, all of them together."""
        prose, quote = (sum(words) for words in zip((0, 0), *self._counts(), strict=True))
        return derivation(prose, quote, n_words, params)

    def _counts(self) -> list[tuple[int, int]]:
        return [(share.prose_words, share.quote_words) for share in self.sources]


@dataclass(frozen=True, slots=True)
class Links:
    """Verified pairs, and what is known about them and their articles.

    ``versions`` and ``story`` are int64 (n_articles,): the first version of
    each article, and the first article of its story.
    """

    verified: Verified
    judged: Judged
    standing: Standing
    versions: NDArray[np.int64]
    story: NDArray[np.int64]


def measure_shares(
    measured: Measured, links: Links, claims: Claims, stories: Sequence[Story]
) -> list[ArticleShares]:
    """Count the words of every article by source.

    Parameters
    ----------
    measured : Measured
        Of which articles, tokens and origins are used.
    links : Links
    claims : Claims
    stories : sequence of Story
        Their ids name the sources that are not in the corpus.

    Returns
    -------
    list of ArticleShares, length n_articles
        The words of one article add up to its body words.
    """
    tokens = measured.tokens
    counts = np.zeros((tokens.n_articles, 3), np.int64)
    _count_unclaimed(tokens.article_ptr, tokens.flags, claims.pair, measured.origins, counts)
    sources_of: dict[int, list[SourceShare]] = {}
    keys, prose, quote = _count_claims(tokens, claims.pair)
    names = {member.article: story.story_id for story in stories for member in story.members}
    namer = _Namer(measured.articles, links, names)
    together: dict[tuple[int, _Key], list[int]] = {}
    for (row, pair), n_prose, n_quote in zip(keys, prose, quote, strict=True):
        counted = together.setdefault((row, namer.key(row, pair)), [0, 0])
        counted[0] += n_prose
        counted[1] += n_quote
    made = namer.sources({key for _, key in together})
    for (row, key), (n_prose, n_quote) in together.items():
        share = SourceShare(source=made[key], prose_words=n_prose, quote_words=n_quote)
        sources_of.setdefault(row, []).append(share)
    return [
        ArticleShares(
            sources=tuple(sorted(sources_of.get(row, ()), key=lambda s: (-s.n_words, s.source.source_id))),
            common_quote_words=n_common,
            own_words=n_own,
            own_quote_words=n_own_quote,
        )
        for row, (n_common, n_own, n_own_quote) in enumerate(counts.tolist())
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
            if claims[at] != UNCLAIMED or flags[at] & FURNITURE:
                continue
            if origins[at] == SHARED_QUOTE:
                counts[row, 0] += 1
            else:
                counts[row, 1] += 1
                counts[row, 2] += 1 if flags[at] & QUOTED else 0


def _count_claims(
    tokens: Tokens, claims: NDArray[np.int32]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Count the words that each article owes to each pair: (row, pair), prose, speech."""
    claimed = np.flatnonzero(claims != UNCLAIMED)
    rows = np.searchsorted(tokens.article_ptr, claimed, side="right") - 1
    pairs, speech = claims[claimed].astype(np.int64), (tokens.flags[claimed] & QUOTED) != 0
    width = int(pairs.max(initial=0)) + 1
    codes, inverse = np.unique(rows * width + pairs, return_inverse=True)
    n_quote = np.bincount(inverse, weights=speech, minlength=len(codes)).astype(np.int64)
    n_prose = np.bincount(inverse, minlength=len(codes)) - n_quote
    keys = zip((codes // width).tolist(), (codes % width).tolist(), strict=True)
    return list(keys), n_prose.tolist(), n_quote.tolist()


_Key = tuple[Cause, int, int, str]  # cause, row of the article or -1, row of the story, agency


@dataclass(frozen=True, slots=True)
class _Namer:
    """Names the source behind a pair, seen from the side that took from it."""

    articles: Sequence[Article]
    links: Links
    names: Mapping[int, str]  # row -> id of its story

    def key(self, row: int, pair: int) -> _Key:
        """Return what tells a source from the others."""
        links = self.links
        one, two = links.verified.pairs[pair].tolist()
        other = two if one == row else one
        cause = CAUSES[links.judged.cause[pair]]
        place = links.judged.agency[pair]
        agency = links.standing.agencies[place] if place >= 0 else ""
        known = links.judged.direction[pair] != _UNDETERMINED
        if links.standing.is_wire[other] if cause == "wire copy" else known:
            first = int(links.versions[other])
            return cause, first, int(links.story[first]), agency
        named = row if row in self.names or other not in self.names else other
        return cause, -1, int(links.story[named]), agency or UNKNOWN_SOURCE

    def sources(self, keys: set[_Key]) -> dict[_Key, Source]:
        """Make the sources, each with an id that no other has."""
        agencies: dict[tuple[Cause, int], set[str]] = {}
        for cause, article, story, agency in keys:
            if article < 0:
                agencies.setdefault((cause, story), set()).add(agency)
        made = {}
        for key in keys:
            cause, article, story, agency = key
            if article >= 0:
                source_id = self.articles[article].article_id
            else:
                kind = "release" if cause == "press release" else "wire"
                source_id = f"{kind}:{self.names.get(story) or self.articles[story].article_id}"
                if len(agencies[cause, story]) > 1:
                    source_id += f":{agency}"
            made[key] = Source(
                source_id=source_id,
                article=article if article >= 0 else None,
                story=story,
                agency=agency,
                cause=cause,
            )
        return made
