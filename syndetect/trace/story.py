"""A story: articles on one event, the one that holds most of the shared text, and what each adds."""

from dataclasses import dataclass

from syndetect.pairs.passages import Relation

__all__ = ["Member", "Story"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a story, measured against the story's reference article.

    ``pair`` is the index of the pair (reference, article) in the run's pairs,
    or None for the reference itself and for members that were never compared
    with it. ``own_spans`` are the character spans of the member's text that no
    passage shares with any other member; ``own_words`` counts their words, so
    ``shared_prose_words + shared_quote_words + own_words == n_words`` where
    the shared words are those shared with *any* other member.
    ``reference_share`` is the containment of the member in the reference.
    """

    article: int
    relation: Relation | None
    pair: int | None
    n_words: int
    shared_prose_words: int
    shared_quote_words: int
    own_words: int
    reference_share: float
    own_spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles on one event, joined by verified pairs.

    ``reference`` is the row of the wire original when one is named or
    recognised (``reference_is_wire``), else of the article that shares most
    words with the others: a fact about text, not a claim about who was first.
    ``weakest_link`` is the smallest cosine of the links that joined the story.
    """

    story_id: str
    reference: int
    reference_is_wire: bool
    members: tuple[Member, ...]
    pairs: tuple[int, ...]
    weakest_link: float
