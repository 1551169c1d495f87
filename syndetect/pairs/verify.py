"""Candidate pairs -> verified pairs: scored, aligned and related."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs.alignment import BOILERPLATE, PROSE, QUOTE, Alignments, align
from syndetect.pairs.relation import RELATIONS, relate
from syndetect.pairs.scores import cosines, shared_shingles
from syndetect.params import Params
from syndetect.sketch import Weights
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens

__all__ = ["Verified", "verify"]


@dataclass(frozen=True, slots=True)
class Verified:
    """Pairs of articles with all that was found out about them, column by column.

    Attributes
    ----------
    pairs : int64 array of shape (n_pairs, 2)
        Rows a < b, sorted.
    shingles : int64 array of shape (n_pairs, 3)
        Distinct shingles of a, of b, in both.
    cosine : float64 array of shape (n_pairs,)
    alignments : Alignments
    relation : uint8 array of shape (n_pairs,)
        Places in ``RELATIONS``.
    """

    pairs: NDArray[np.int64]
    shingles: NDArray[np.int64]
    cosine: NDArray[np.float64]
    alignments: Alignments
    relation: NDArray[np.uint8]

    @property
    def resemblance(self) -> NDArray[np.float64]:
        """Exact resemblance of the shingle sets, 0 for articles without: float64 (n_pairs,)."""
        of_a, of_b, both = self.shingles.T
        found: NDArray[np.float64] = both / np.maximum(1, of_a + of_b - both)
        return found

    def select(self, keep: NDArray[np.bool_], storage: Storage = IN_MEMORY) -> "Verified":
        """Return the pairs that are kept."""
        return Verified(
            self.pairs[keep],
            self.shingles[keep],
            self.cosine[keep],
            self.alignments.take(np.flatnonzero(keep), storage),
            self.relation[keep],
        )

    def merged(self, other: "Verified", storage: Storage = IN_MEMORY) -> "Verified":
        """Return the pairs of both, in order; no pair may be in both."""
        pairs = np.concatenate((self.pairs, other.pairs))
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        return Verified(
            pairs[order],
            np.concatenate((self.shingles, other.shingles))[order],
            np.concatenate((self.cosine, other.cosine))[order],
            self.alignments.followed_by(other.alignments, storage).take(order, storage),
            np.concatenate((self.relation, other.relation))[order],
        )


def verify(  # noqa: PLR0913 - with what runs it, and where the result lies
    tokens: Tokens,
    weights: Weights,
    pairs: NDArray[np.int64],
    params: Params,
    *,
    body: Tokens | None = None,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Verified:
    """Score, align and relate candidate pairs.

    Parameters
    ----------
    tokens : Tokens
    weights : Weights of shape (n_articles, n_terms)
        TF-IDF rows.
    pairs : int64 array of shape (n_pairs, 2)
        a < b, sorted.
    params : Params
        Of which shingle, align, rewrite and relation are used.
    body : Tokens, optional
        ``tokens.body()`` where it is at hand.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the alignments are to lie.

    Returns
    -------
    Verified
        One row a pair, also for those whose relation is ``none``.
    """
    cosine = cosines(weights, pairs, n_threads=n_threads)
    alignments = align(
        tokens, pairs, params.align, params.rewrite, cosine=cosine, n_threads=n_threads, storage=storage
    )
    body = tokens.body() if body is None else body
    matched = np.stack([alignments.words(role) for role in (PROSE, QUOTE, BOILERPLATE)], axis=1)
    relation = relate(matched, alignments.longest_prose(), body.lengths[pairs], cosine, params.relation)
    shingles = shared_shingles(body, pairs, params.shingle, n_threads=n_threads)
    return Verified(pairs, shingles, cosine, alignments, relation)


def n_by_relation(verified: Verified) -> dict[str, int]:
    """Count the pairs of each relation, strongest first."""
    counts = np.bincount(verified.relation, minlength=len(RELATIONS))
    return {name: int(counts[code]) for code, name in enumerate(RELATIONS)}
