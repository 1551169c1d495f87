"""Verified pairs of a corpus -> who took what from where: the stage, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from syndetect.agencies import Credit, Registry
from syndetect.corpus import Article, Texts
from syndetect.pairs import Verified, verify
from syndetect.pairs.alignment import PROSE, QUOTE
from syndetect.pairs.relation import RELATIONS
from syndetect.params import Params
from syndetect.sketch import Weights
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Places, Tokens, locate_words
from syndetect.threads import meanwhile
from syndetect.trace.additions import Origins, find_additions
from syndetect.trace.claims import claim_words
from syndetect.trace.direction import Judged, judge
from syndetect.trace.grouping import group
from syndetect.trace.measurable import Status, find_status, find_teasers
from syndetect.trace.origins import find_origins
from syndetect.trace.reference import Grouping, choose_references, missing_pairs, missing_versions
from syndetect.trace.sentences import Sentences, find_sentences
from syndetect.trace.shares import Shares, measure_shares
from syndetect.trace.sources import Attribution, Links, attribute
from syndetect.trace.standing import Standing, find_standing
from syndetect.trace.story import Measured, Stories, build_stories
from syndetect.trace.versions import find_versions, find_wire_sources
from syndetect.trace.wires import WireTexts, build_wires, main_sources

__all__ = ["Known", "Traced", "trace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the articles besides their words.

    ``owners`` names the owner of an outlet, where that is known; ``teasers`` is
    bool (n_articles,), what :func:`syndetect.trace.find_teasers` gives, where it is
    at hand.
    """

    articles: Sequence[Article]
    credits: Sequence[Credit]
    registry: Registry
    owners: Mapping[str, str] = field(default_factory=dict)
    teasers: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What the stage found.

    Attributes
    ----------
    verified : Verified
        The pairs given, less those that share nothing, and those of members of
        stories with their reference.
    judged : Judged
        Direction, evidence and cause of these pairs.
    standing : Standing
    story : int64 array of shape (n_articles,)
        The first article of each article's story; itself for one alone.
    versions : int64 array of shape (n_articles,)
        The first version of each article; itself if there is no other.
    places : Places
        Of the words of all articles in a pair or a story.
    stories : Stories
        A sequence of ``Story``.
    shares : Shares
        A sequence of ``ArticleShares``, one an article.
    attribution : Attribution
        The source of every word.
    sentences : Sentences
    main_sources : int32 array of shape (n_sentences,)
        The source of half of each sentence or more; ``NO_SOURCE`` for none.
    sentence_origins : Origins
        What each sentence is made of.
    wires : WireTexts
        A sequence of ``WireText``: what each source said, and who kept it; in the order of the sources.
    status : list of Status, length n_articles
    """

    verified: Verified
    judged: Judged
    standing: Standing
    story: NDArray[np.int64]
    versions: NDArray[np.int64]
    places: Places
    stories: Stories
    shares: Shares
    attribution: Attribution
    sentences: Sentences
    main_sources: NDArray[np.int32]
    sentence_origins: Origins
    wires: WireTexts
    status: list[Status]


def trace(  # noqa: PLR0913 - each is what an earlier stage found
    known: Known,
    tokens: Tokens,
    body: Tokens,
    weights: Weights,
    verified: Verified,
    params: Params,
    *,
    grouped: tuple[NDArray[np.int64], NDArray[np.float64]] | None = None,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Traced:
    """Group articles to stories, and find out for each word whose it is.

    Parameters
    ----------
    known : Known
    tokens, body : Tokens
        All words, furniture flagged; and those that are none.
    weights : Weights of shape (n_articles, n_terms)
        TF-IDF rows.
    verified : Verified
        All candidate pairs.
    params : Params
    grouped : pair of arrays, optional
        What :func:`syndetect.trace.grouping.group` gives, where it is known.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where what is found for every word is to lie.

    Returns
    -------
    Traced
    """
    verified = _related(verified, storage)
    standing = find_standing(known.articles, known.credits, known.registry, params.story, known.owners)
    if grouped is None:
        same_event = params.relation.same_event
        grouped = group(weights, verified, standing.published, params.story, same_event=same_event)
    story, weakest = grouped
    texts, shown = Texts(known.articles), _shown(story, verified)
    with meanwhile(
        lambda: locate_words(texts, shown, n_threads=n_threads, storage=storage), n_threads
    ) as places_of_words:
        reference, is_wire = choose_references(story, verified, standing.is_wire, standing.published)
        teasers = find_teasers(known.articles, body.lengths) if known.teasers is None else known.teasers

        def compare(pairs: NDArray[np.int64]) -> Verified:
            pairs = pairs[~teasers[pairs].all(axis=1)]
            also = verify(tokens, weights, pairs, params, body=body, n_threads=n_threads, storage=storage)
            return _related(also, storage)

        also = compare(missing_pairs(reference, verified))
        compared = np.concatenate((verified.pairs, also.pairs))
        relation = np.concatenate((verified.relation, also.relation))
        versions = compare(missing_versions(reference, compared, relation, standing))
        verified = verified.merged(also.merged(versions, storage), storage)
        links = _link(verified, standing, story, body.lengths, params)
        claims = claim_words(tokens, verified, links.judged, standing, storage)
        origins = find_origins(tokens, verified, storage)
        places = places_of_words()
    grouping = Grouping(story, weakest, reference, is_wire)
    stories = build_stories(
        Measured(known.articles, tokens, verified, grouping, origins, places), params.relation
    )
    attribution = attribute(known.articles, tokens, links, claims, stories.names, storage)
    longest = verified.alignments.longest_prose()
    shares = measure_shares(tokens, claims, longest, attribution, origins)
    sentences = find_sentences(tokens, storage)
    main = main_sources(sentences, attribution)
    return Traced(
        verified=verified,
        judged=links.judged,
        standing=standing,
        story=story,
        versions=links.versions,
        places=places,
        stories=stories,
        shares=shares,
        attribution=attribution,
        sentences=sentences,
        main_sources=main,
        sentence_origins=find_additions(tokens, sentences, attribution, origins, storage),
        wires=build_wires(tokens, sentences, links, main, shares, n_threads=n_threads),
        status=find_status(known.articles, body.lengths, standing.is_wire, params.relation, teasers),
    )


def _related(verified: Verified, storage: Storage) -> Verified:
    """Drop the pairs that turned out to share nothing."""
    return verified.select(verified.relation != RELATIONS.index("none"), storage)


def _link(
    verified: Verified,
    standing: Standing,
    story: NDArray[np.int64],
    n_words: NDArray[np.int64],
    params: Params,
) -> Links:
    """Judge the pairs by what else their articles took, and from where."""
    versions = find_versions(verified, standing)
    matched = verified.alignments.words(PROSE) + verified.alignments.words(QUOTE)
    wire_source = find_wire_sources(verified, matched, standing, versions)
    containments = matched[:, None] / np.maximum(1, n_words[verified.pairs])
    judged = judge(verified, containments, standing, wire_source, params.story)
    return Links(verified, judged, standing, versions, story)


def _shown(story: NDArray[np.int64], verified: Verified) -> NDArray[np.int64]:
    """Return the rows whose words are written down with offsets: in a pair, or in a story."""
    together = np.bincount(story, minlength=len(story))[story] > 1
    paired = np.bincount(verified.pairs.ravel(), minlength=len(story)) > 0
    return np.flatnonzero(together | paired)
