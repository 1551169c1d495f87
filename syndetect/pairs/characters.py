"""Verified pairs in words -> the same in characters of the texts, for tables and people."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs.alignment import BOILERPLATE, EDITED, PROSE, QUOTE, REWRITTEN, VERBATIM
from syndetect.pairs.passages import Kind, Pair, Passage, Role
from syndetect.pairs.relation import RELATIONS
from syndetect.pairs.verify import Verified
from syndetect.sequences import Lazy
from syndetect.text import FURNITURE, Places, Tokens

__all__ = ["KINDS", "ROLES", "Pairs", "to_pairs"]

ROLES: dict[int, Role] = {PROSE: "prose", QUOTE: "quote", BOILERPLATE: "furniture"}
KINDS: dict[int, Kind] = {VERBATIM: "verbatim", EDITED: "edited", REWRITTEN: "rewritten"}


@dataclass(frozen=True, eq=False, repr=False)
class Pairs(Lazy[Pair]):
    """The pairs of a run with their passages: a ``Pair`` each, made when asked for.

    Attributes
    ----------
    verified : Verified
    places : Places
        Of at least the articles that share a passage.
    n_words : int64 array of shape (n_articles,)
        Body words.
    """

    verified: Verified
    places: Places
    n_words: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.verified.pairs)

    @property
    def n_passages(self) -> int:
        """The passages of all pairs."""
        return len(self.verified.alignments.roles)

    def sharing(self) -> NDArray[np.int64]:
        """Return the articles that have a passage in common with another: int64 (n_articles,), ascending."""
        has_passage = np.diff(self.verified.alignments.passage_ptr) > 0
        return np.unique(self.verified.pairs[has_passage])

    @cached_property
    def resemblance(self) -> NDArray[np.float64]:
        """Exact resemblance of the shingle sets: float64 (n_pairs,)."""
        return self.verified.resemblance

    @cached_property
    def matched(self) -> NDArray[np.int64]:
        """Matched words of prose, of speech and of furniture: int64 (n_pairs, 3)."""
        return np.stack(
            [self.verified.alignments.words(role) for role in (PROSE, QUOTE, BOILERPLATE)], axis=1
        )

    @cached_property
    def containments(self) -> NDArray[np.float64]:
        """Share of the body words of a that a passage matches in b, and the reverse: float64 (n_pairs, 2)."""
        body = self.matched[:, 0] + self.matched[:, 1]
        found: NDArray[np.float64] = body[:, None] / np.maximum(1, self.n_words)[self.verified.pairs]
        return found

    def spans(self, first: int, past: int) -> NDArray[np.int32]:
        """Return the characters of the passages of some pairs: int32 (n_passages, 4), of a, then of b."""
        ptr = self.verified.alignments.passage_ptr[first : past + 1]
        words = self.verified.alignments.spans[ptr[0] : ptr[-1]]
        found = np.empty(words.shape, np.int32)
        for side in (0, 1):
            offsets = np.repeat(self.places.article_ptr[self.verified.pairs[first:past, side]], np.diff(ptr))
            found[:, 2 * side] = self.places.start[offsets + words[:, 2 * side]]
            found[:, 2 * side + 1] = self.places.end[offsets + words[:, 2 * side + 1] - 1]
        return found

    def _make(self, first: int, past: int) -> list[Pair]:
        verified = self.verified
        passages = self._passages(first, past)
        ptr = (
            verified.alignments.passage_ptr[first : past + 1] - verified.alignments.passage_ptr[first]
        ).tolist()
        columns = zip(
            verified.pairs[first:past].tolist(),
            verified.relation[first:past].tolist(),
            self.resemblance[first:past].tolist(),
            verified.cosine[first:past].tolist(),
            self.containments[first:past].tolist(),
            self.matched[first:past].tolist(),
            strict=True,
        )
        return [
            Pair(
                a=a,
                b=b,
                relation=RELATIONS[relation],
                resemblance=resemblance,
                cosine=cosine,
                containment_a_in_b=contained[0],
                containment_b_in_a=contained[1],
                prose_words=matched[0],
                quote_words=matched[1],
                furniture_words=matched[2],
                passages=tuple(passages[ptr[k] : ptr[k + 1]]),
            )
            for k, ((a, b), relation, resemblance, cosine, contained, matched) in enumerate(columns)
        ]

    def _passages(self, first: int, past: int) -> list[Passage]:
        """Make the passages of some pairs, one pair after the other."""
        alignments = self.verified.alignments
        held = slice(alignments.passage_ptr[first], alignments.passage_ptr[past])
        columns = zip(
            self.spans(first, past).tolist(),
            alignments.kinds[held].tolist(),
            alignments.roles[held].tolist(),
            self.n_matched[held].tolist(),
            strict=True,
        )
        return [
            Passage(
                a_start=a_start,
                a_end=a_end,
                b_start=b_start,
                b_end=b_end,
                kind=KINDS[kind],
                role=ROLES[role],
                n_words=n_words,
            )
            for (a_start, a_end, b_start, b_end), kind, role, n_words in columns
        ]

    @cached_property
    def n_matched(self) -> NDArray[np.int64]:
        """Words of each passage that match: int64 (n_passages,)."""
        return self.verified.alignments.n_words


def to_pairs(tokens: Tokens, places: Places, verified: Verified) -> Pairs:
    """Give every verified pair its offsets in characters.

    Parameters
    ----------
    tokens : Tokens
    places : Places
        Of at least the articles that share a passage.
    verified : Verified

    Returns
    -------
    Pairs
        In the order of ``verified``; a pair is made when it is asked for.
    """
    return Pairs(verified, places, tokens.lengths - tokens.count(FURNITURE))
