"""Grouped articles -> stories: members with what each shares, and what only it has."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus import Article
from syndetect.corpus.times import publication_times
from syndetect.pairs.alignment import PROSE, QUOTE
from syndetect.pairs.passages import Relation
from syndetect.pairs.relation import DERIVATIONS, RELATIONS, Derivation, derivations
from syndetect.pairs.verify import Verified
from syndetect.params import RelationParams
from syndetect.ranges import count_equal, pointer
from syndetect.sequences import Lazy
from syndetect.text import Places, Tokens
from syndetect.trace.origins import NOT_BODY, SHARED_PROSE, SHARED_QUOTE
from syndetect.trace.reference import Grouping
from syndetect.trace.spans import OwnSpans, find_own_spans

__all__ = ["Measured", "Member", "Members", "Stories", "Story", "build_stories"]


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


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Members(Lazy[Member]):
    """The members of all stories, one story after the other: a ``Member`` each, made when asked for.

    Attributes
    ----------
    article : int64 array of shape (n_members,)
    pair : int64 array of shape (n_members,)
        -1 for none.
    is_reference : bool array of shape (n_members,)
    relation, derivation : uint8 arrays of shape (n_members,)
        Places in ``RELATIONS`` and ``DERIVATIONS``; of no meaning for a reference.
    words : int64 array of shape (n_members, 3)
        Own words, and those of prose and of speech that are shared.
    reference_share : float64 array of shape (n_members,)
    own_spans : OwnSpans
    """

    article: NDArray[np.int64]
    pair: NDArray[np.int64]
    is_reference: NDArray[np.bool_]
    relation: NDArray[np.uint8]
    derivation: NDArray[np.uint8]
    words: NDArray[np.int64]
    reference_share: NDArray[np.float64]
    own_spans: OwnSpans

    def __len__(self) -> int:
        return len(self.article)

    def _make(self, first: int, past: int) -> list[Member]:
        columns = (self.article, self.pair, self.is_reference, self.relation, self.derivation)
        held = (column[first:past].tolist() for column in (*columns, self.words, self.reference_share))
        return [
            Member(
                article=row,
                relation=None if is_reference else RELATIONS[relation],
                pair=None if pair < 0 else pair,
                n_words=own + prose + quote,
                shared_prose_words=prose,
                shared_quote_words=quote,
                own_words=own,
                own_spans=self.own_spans.of(row),
                reference_share=share,
                derivation=None if is_reference else DERIVATIONS[derived],
            )
            for row, pair, is_reference, relation, derived, (own, prose, quote), share in zip(
                *held, strict=True
            )
        ]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Stories(Lazy[Story]):
    """The stories of a run: a ``Story`` each, made when asked for.

    Attributes
    ----------
    ids : tuple of str
    reference : int64 array of shape (n_stories,)
    is_wire : bool array of shape (n_stories,)
        ``Story.reference_is_wire``.
    weakest : float64 array of shape (n_stories,)
    member_ptr : int64 array of shape (n_stories + 1,)
        The members of story s are rows ``member_ptr[s]:member_ptr[s + 1]`` of
        ``members``, the reference first.
    members : Members
    pair_ptr : int64 array of shape (n_stories + 1,)
    pairs : int64 array of shape (n_story_pairs,)
        ``Story.pairs``, one story after the other.
    """

    ids: tuple[str, ...]
    reference: NDArray[np.int64]
    is_wire: NDArray[np.bool_]
    weakest: NDArray[np.float64]
    member_ptr: NDArray[np.int64]
    members: Members
    pair_ptr: NDArray[np.int64]
    pairs: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def of_member(self) -> NDArray[np.int64]:
        """The story of each member: int64 (n_members,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.member_ptr))

    @property
    def names(self) -> dict[int, str]:
        """The id of its story, by row of each member."""
        story = self.of_member.tolist()
        return {row: self.ids[k] for row, k in zip(self.members.article.tolist(), story, strict=True)}

    def _make(self, first: int, past: int) -> list[Story]:
        low = int(self.member_ptr[first])
        members = self.members[low : int(self.member_ptr[past])]
        bounds = (self.member_ptr[first : past + 1] - low).tolist()
        return [
            Story(
                story_id=self.ids[k],
                reference=int(self.reference[k]),
                reference_is_wire=bool(self.is_wire[k]),
                members=tuple(members[bounds[k - first] : bounds[k - first + 1]]),
                pairs=tuple(self.pairs[self.pair_ptr[k] : self.pair_ptr[k + 1]].tolist()),
                weakest_link=float(self.weakest[k]),
            )
            for k in range(first, past)
        ]


def build_stories(measured: Measured, params: RelationParams) -> Stories:
    """Put together the stories of two articles or more.

    Parameters
    ----------
    measured : Measured
    params : RelationParams
        Of which the thresholds of derivation are used.

    Returns
    -------
    Stories
        Largest first, then by the id of the first article.
    """
    story, grouping = measured.grouping.story, measured.grouping
    size = np.bincount(story, minlength=len(story))
    firsts = np.flatnonzero(size > 1)
    firsts = firsts[np.argsort(-size[firsts], kind="stable")]
    number = np.full(len(story), -1, np.int64)  # of the story that an article is the first of
    number[firsts] = np.arange(len(firsts))
    rows = np.flatnonzero(number[story] >= 0)
    published = publication_times([measured.articles[row] for row in rows.tolist()])
    order = np.lexsort((published, rows != grouping.reference[rows], number[story[rows]]))  # NaN last
    pair_story = number[story[measured.verified.pairs[:, 0]]]
    inside = story[measured.verified.pairs[:, 0]] == story[measured.verified.pairs[:, 1]]
    pairs = np.flatnonzero(inside)
    pairs = pairs[np.argsort(pair_story[pairs], kind="stable")]
    reference = grouping.reference[firsts]
    return Stories(
        ids=tuple(f"story-{measured.articles[row].article_id}" for row in reference.tolist()),
        reference=reference,
        is_wire=grouping.is_wire[firsts],
        weakest=grouping.weakest[firsts],
        member_ptr=pointer(size[firsts]),
        members=_members(measured, rows[order], params),
        pair_ptr=np.searchsorted(pair_story[pairs], np.arange(len(firsts) + 1)),
        pairs=pairs,
    )


def _members(measured: Measured, rows: NDArray[np.int64], params: RelationParams) -> Members:
    """Measure articles against the reference of their story."""
    reference = measured.grouping.reference[rows]
    pair = _pairs_with(measured.verified.pairs, rows, reference, len(measured.articles))
    alignments = measured.verified.alignments
    prose, quote, longest = (
        np.append(words, 0)[pair]  # nothing where there is no pair
        for words in (alignments.words(PROSE), alignments.words(QUOTE), alignments.longest_prose())
    )
    shared_prose, shared_quote, furniture = (
        count_equal(measured.origins, kind, measured.tokens.article_ptr)[rows]
        for kind in (SHARED_PROSE, SHARED_QUOTE, NOT_BODY)
    )
    n_words = measured.tokens.lengths[rows] - furniture
    words = np.stack((n_words - shared_prose - shared_quote, shared_prose, shared_quote), axis=1)
    is_reference = rows == reference
    return Members(
        article=rows,
        pair=pair,
        is_reference=is_reference,
        relation=np.append(measured.verified.relation, np.uint8(RELATIONS.index("none")))[pair],
        derivation=derivations(prose, quote, longest, n_words, params),
        words=words,
        reference_share=np.where(is_reference, 1.0, (prose + quote) / np.maximum(1, n_words)),
        own_spans=find_own_spans(measured.tokens, measured.origins, measured.places, np.sort(rows)),
    )


def _pairs_with(
    pairs: NDArray[np.int64], rows: NDArray[np.int64], others: NDArray[np.int64], n_articles: int
) -> NDArray[np.int64]:
    """Find the pair of each article with another one; -1 where there is none."""
    codes = np.append(pairs[:, 0] * n_articles + pairs[:, 1], n_articles * n_articles)
    wanted = np.minimum(rows, others) * n_articles + np.maximum(rows, others)
    at = np.searchsorted(codes, wanted)
    return np.where(codes[at] == wanted, at, -1)
