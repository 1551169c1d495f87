"""Grouped articles -> stories: members with what each shares, and what only it has."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus import Article
from syndetect.pairs.alignment import PROSE, QUOTE
from syndetect.pairs.passages import Relation
from syndetect.pairs.relation import RELATIONS, Derivation, derivation
from syndetect.pairs.verify import Verified
from syndetect.params import RelationParams
from syndetect.text import PARAGRAPH_START, Places, Tokens
from syndetect.trace.origins import NOT_BODY, OWN, SHARED_PROSE, SHARED_QUOTE
from syndetect.trace.reference import Grouping
from syndetect.trace.spans import runs

__all__ = ["Member", "Story", "build_stories"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a story, measured against the story's reference article.

    Attributes
    ----------
    article : int
        Row.
    relation : Relation or None
        To the reference; None for the reference itself.
    pair : int or None
        Index of the pair with the reference in the run's pairs; None for the
        reference itself, and where the relation is ``none``.
    n_words : int
        Body words: ``shared_prose_words + shared_quote_words + own_words``.
    shared_prose_words, shared_quote_words : int
        Words that a passage shares with any other article of the corpus; a
        word that is prose in one passage and speech in another is speech.
    own_words : int
        Words that no passage shares with any other article.
    own_spans : tuple of (int, int)
        Their runs, in characters, half-open, on word boundaries.
    reference_share : float
        Share of the words that match the reference; 1 for the reference.
    derivation : Derivation or None
        From the reference; None for the reference itself.
    """

    article: int
    relation: Relation | None
    pair: int | None
    n_words: int
    shared_prose_words: int
    shared_quote_words: int
    own_words: int
    own_spans: tuple[tuple[int, int], ...]
    reference_share: float
    derivation: Derivation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles on one event, joined by verified pairs.

    Attributes
    ----------
    story_id : str
        ``story-`` and the id of its reference article.
    reference : int
        Row of the wire text when one is named (``reference_is_wire``), else of
        the article that shares most prose with the others: a fact about text,
        not a claim about who was first.
    members : tuple of Member
        The reference first, then by time of publication (unknown last), then
        by id.
    pairs : tuple of int
        Indices of the run's pairs between members.
    weakest_link : float
        The least cosine of the pairs that joined the story.
    """

    story_id: str
    reference: int
    reference_is_wire: bool
    members: tuple[Member, ...]
    pairs: tuple[int, ...]
    weakest_link: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What stories are built from: the corpus, its pairs, and the origin of every word.

    ``origins`` is uint8 (n_tokens,), as :func:`find_origins` gives it;
    ``verified`` holds the pair of every member with its reference, ``places``
    the words of every member.
    """

    articles: Sequence[Article]
    tokens: Tokens
    verified: Verified
    grouping: Grouping
    origins: NDArray[np.uint8]
    places: Places


def build_stories(measured: Measured, params: RelationParams) -> tuple[Story, ...]:
    """Put together the stories of two articles or more.

    Parameters
    ----------
    measured : Measured
    params : RelationParams
        Of which the thresholds of derivation are used.

    Returns
    -------
    tuple of Story
        Largest first, then by the id of the first article.
    """
    story = measured.grouping.story
    groups = sorted(_groups(story).items(), key=lambda item: (-len(item[1]), item[0]))
    pairs = measured.verified.pairs
    same = np.flatnonzero(story[pairs[:, 0]] == story[pairs[:, 1]])
    pairs_of = _groups(story[pairs[same, 0]])
    prose = measured.verified.alignments.words(PROSE)
    quote = measured.verified.alignments.words(QUOTE)
    longest = measured.verified.alignments.longest_prose()
    stories = []
    for first, rows in groups:
        if len(rows) == 1:
            continue
        reference = int(measured.grouping.reference[first])
        indices = same[pairs_of[first]]
        to_reference = {_other(pairs[k], reference): int(k) for k in indices if reference in pairs[k]}
        members = []
        for row in sorted(rows.tolist(), key=lambda row: _place(measured.articles[row], row, reference)):
            pair = to_reference.get(row)
            matched = (0, 0, 0) if pair is None else (int(prose[pair]), int(quote[pair]), int(longest[pair]))
            members.append(_member(measured, row, pair, matched, params, is_reference=row == reference))
        stories.append(
            Story(
                story_id=f"story-{measured.articles[reference].article_id}",
                reference=reference,
                reference_is_wire=bool(measured.grouping.is_wire[first]),
                members=tuple(members),
                pairs=tuple(indices.tolist()),
                weakest_link=float(measured.grouping.weakest[first]),
            )
        )
    return tuple(stories)


def _groups(keys: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """Return for each key the places that have it, ascending."""
    order = np.argsort(keys, kind="stable")
    found, starts = np.unique(keys[order], return_index=True)
    return dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True)) if len(found) else {}


def _other(pair: NDArray[np.int64], row: int) -> int:
    return int(pair[1] if pair[0] == row else pair[0])


def _place(article: Article, row: int, reference: int) -> tuple[bool, float, int]:
    """Order members: the reference, then by time of publication, then by id."""
    return row != reference, np.inf if article.published_at is None else article.published_at, row


def _member(
    measured: Measured,
    row: int,
    pair: int | None,
    matched: tuple[int, int, int],
    params: RelationParams,
    *,
    is_reference: bool,
) -> Member:
    start, past = measured.tokens.article_ptr[row : row + 2]
    origins = measured.origins[start:past]
    counts = np.bincount(origins, minlength=4)
    n_words = int(past - start - counts[NOT_BODY])
    new_paragraph = (measured.tokens.flags[start:past] & PARAGRAPH_START) != 0
    related: Relation = "none" if pair is None else RELATIONS[measured.verified.relation[pair]]
    return Member(
        article=row,
        relation=None if is_reference else related,
        pair=pair,
        n_words=n_words,
        shared_prose_words=int(counts[SHARED_PROSE]),
        shared_quote_words=int(counts[SHARED_QUOTE]),
        own_words=int(counts[OWN]),
        own_spans=runs(origins == OWN, new_paragraph, *measured.places.of(row)),
        reference_share=1.0 if is_reference else sum(matched[:2]) / max(1, n_words),
        derivation=None if is_reference else derivation(*matched, n_words, params),
    )
