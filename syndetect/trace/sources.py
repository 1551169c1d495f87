"""Claimed words -> the source of each: an article of the corpus, or a text that is not in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus import Article
from syndetect.pairs.verify import Verified
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens
from syndetect.trace.claims import UNCLAIMED, Claims
from syndetect.trace.direction import CAUSES, DIRECTIONS, Cause, Judged
from syndetect.trace.runs import find_runs
from syndetect.trace.standing import Standing

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
    articles: Sequence[Article],
    tokens: Tokens,
    links: Links,
    claims: Claims,
    names: Mapping[int, str],
    storage: Storage = IN_MEMORY,
) -> Attribution:
    """Name the source of every claimed word.

    Parameters
    ----------
    articles : sequence of Article, length n_articles
    tokens : Tokens
    links : Links
    claims : Claims
    names : mapping of int to str
        Row of each article of a story -> the story's id, which names the sources
        that are not in the corpus.
    storage : Storage, optional
        Where the source of every word is to lie.

    Returns
    -------
    Attribution
    """
    runs = find_runs(claims.pair, UNCLAIMED, tokens.article_ptr)
    width = max(1, len(links.verified.pairs))
    codes, code_of = np.unique(runs.article * width + runs.value, return_inverse=True)
    keys, key_of = np.unique(_keys(links, names, codes // width, codes % width), axis=0, return_inverse=True)
    made = _sources(articles, names, [_named(links, key) for key in keys.tolist()])
    order = sorted(range(len(made)), key=lambda k: (made[k].source_id, made[k].cause, made[k].agency))
    place = np.empty(len(made), np.int32)
    place[order] = np.arange(len(made), dtype=np.int32)
    of_token = runs.spread(place[key_of.ravel()[code_of]], NO_SOURCE, storage)
    return Attribution(tuple(made[k] for k in order), of_token)


_Key = tuple[Cause, int, int, str]  # cause, row of the article or -1, row of the story, agency


def _keys(
    links: Links, names: Mapping[int, str], rows: NDArray[np.int64], pairs: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return what tells the source behind each pair from others, seen from the side that took from it.

    A row a pair: cause, row of the article or -1, row of the story, place of the agency or -1.
    """
    one, two = links.verified.pairs[pairs].T
    other = np.where(one == rows, two, one)
    cause = links.judged.cause[pairs].astype(np.int64)
    known = links.judged.direction[pairs] != _UNDETERMINED
    in_corpus = np.where(cause == CAUSES.index("wire copy"), links.standing.is_wire[other], known)
    in_story = np.zeros(len(links.story), np.bool_)
    in_story[list(names)] = True
    named = np.select([in_story[rows], in_story[other]], [rows, other], np.minimum(rows, other))
    article = np.where(in_corpus, links.versions[other], -1)
    story = links.story[np.where(in_corpus, article, named)]
    return np.stack((cause, article, story, links.judged.agency[pairs].astype(np.int64)), axis=1)


def _named(links: Links, key: Sequence[int]) -> _Key:
    """Write out what tells a source from others."""
    cause, article, story, place = key
    agency = links.standing.agencies[place] if place >= 0 else ""
    return CAUSES[cause], article, story, agency or ("" if article >= 0 else UNKNOWN_SOURCE)


def _sources(articles: Sequence[Article], names: Mapping[int, str], keys: Sequence[_Key]) -> list[Source]:
    """Make the sources, each with an id that no other has."""
    agencies: dict[tuple[Cause, int], set[str]] = {}
    for cause, article, story, agency in keys:
        if article < 0:
            agencies.setdefault((cause, story), set()).add(agency)
    made = []
    for cause, article, story, agency in keys:
        if article >= 0:
            source_id = articles[article].article_id
        else:
            kind = "release" if cause == "press release" else "wire"
            source_id = f"{kind}:{names.get(story) or articles[story].article_id}"
            if len(agencies[cause, story]) > 1:
                source_id += f":{agency}"
        in_corpus = article if article >= 0 else None
        made.append(Source(source_id=source_id, article=in_corpus, story=story, agency=agency, cause=cause))
    return made
