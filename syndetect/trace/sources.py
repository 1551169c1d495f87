"""Claimed words -> the source of each: an article of the corpus, or a text that is not in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus import Article
from syndetect.pairs.verify import Verified
from syndetect.text import Tokens
from syndetect.trace.claims import UNCLAIMED, Claims
from syndetect.trace.direction import CAUSES, DIRECTIONS, Cause, Judged
from syndetect.trace.standing import Standing
from syndetect.trace.story import Story

__all__ = ["NO_SOURCE", "UNKNOWN_SOURCE", "Attribution", "Links", "Source", "attribute"]

NO_SOURCE = -1
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


@dataclass(frozen=True, slots=True)
class Attribution:
    """The source of every word.

    Attributes
    ----------
    sources : tuple of Source
        By id.
    of_token : int32 array of shape (n_tokens,)
        A place in ``sources``; ``NO_SOURCE`` for words that no source claims.
    """

    sources: tuple[Source, ...]
    of_token: NDArray[np.int32]


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


def attribute(
    articles: Sequence[Article], tokens: Tokens, links: Links, claims: Claims, stories: Sequence[Story]
) -> Attribution:
    """Name the source of every claimed word.

    Parameters
    ----------
    articles : sequence of Article, length n_articles
    tokens : Tokens
    links : Links
    claims : Claims
    stories : sequence of Story
        Their ids name the sources that are not in the corpus.

    Returns
    -------
    Attribution
    """
    claimed = np.flatnonzero(claims.pair != UNCLAIMED)
    rows = np.searchsorted(tokens.article_ptr, claimed, side="right") - 1
    pairs = claims.pair[claimed].astype(np.int64)
    width = int(pairs.max(initial=0)) + 1
    codes, code_of = np.unique(rows * width + pairs, return_inverse=True)
    names = {member.article: story.story_id for story in stories for member in story.members}
    namer = _Namer(articles, links, names)
    keys = [namer.key(code // width, code % width) for code in codes.tolist()]
    made = namer.sources(set(keys))
    order = sorted(made, key=lambda key: (made[key].source_id, made[key].cause, made[key].agency))
    place = {key: number for number, key in enumerate(order)}
    of_token = np.full(len(tokens.hashes), NO_SOURCE, np.int32)
    of_token[claimed] = np.array([place[key] for key in keys], np.int32)[code_of]
    return Attribution(tuple(made[key] for key in order), of_token)


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
        named = next((k for k in (row, other) if k in self.names), min(row, other))
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
