"""What two articles share, in characters: passages, paragraph rows, a compared pair."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Edit", "Kind", "Pair", "ParagraphRow", "Passage", "Relation", "Role"]

Relation = Literal["same_text", "partial", "fragment", "quotes_only", "furniture_only", "same_event", "none"]
Kind = Literal["verbatim", "edited", "rewritten"]
Role = Literal["prose", "quote", "furniture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of words that stands in both articles, or sentences that say the same in both.

    Offsets are in characters of the original texts, half-open, on word
    boundaries; no two passages of a pair overlap, on either side. ``n_words``
    counts the words of b that are matched: all between the offsets when the
    passage is verbatim, fewer when it is edited, and when it is rewritten the
    words that are the same in the same order.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    kind: Kind
    role: Role
    n_words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A word-level difference inside an edited passage, in characters of the texts.

    ``op`` is "replace", "delete" (words of a that b dropped) or "insert"
    (words that b added); the empty side has ``start == end``.
    """

    op: Literal["replace", "delete", "insert"]
    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphRow:
    """One paragraph of b and the paragraphs of a that its words come from.

    ``sources`` are character spans of paragraphs of a, in order of a; empty
    when the paragraph is b's own. ``n_words`` are the words of the paragraph,
    ``n_prose`` and ``n_quote`` those that a passage matches; ``coverage`` is
    (n_prose + n_quote) / n_words, 0 for a paragraph without words. ``moved``
    says that it stands outside the longest run of paragraphs that keep the
    order of their sources.
    """

    b_start: int
    b_end: int
    sources: tuple[tuple[int, int], ...]
    n_words: int
    n_prose: int
    n_quote: int
    coverage: float
    moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles of a run, by row number with ``a < b``, and what they share.

    ``resemblance`` is of the sets of shingles, ``cosine`` of the TF-IDF
    vectors. A containment is the share of the body words of one side that a
    passage matches in the other, between 0 and 1. ``prose_words``,
    ``quote_words`` and ``furniture_words`` are the matched words of b by role.
    Rewritten passages count for none of these.
    """

    a: int
    b: int
    relation: Relation
    resemblance: float
    cosine: float
    containment_a_in_b: float
    containment_b_in_a: float
    prose_words: int
    quote_words: int
    furniture_words: int
    passages: tuple[Passage, ...]
