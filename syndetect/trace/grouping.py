"""Verified pairs -> stories: groups of articles on one event, without chaining."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part
from syndetect.pairs.relation import RELATIONS
from syndetect.params import StoryParams
from syndetect.sketch import Weights, row_cosine

__all__ = ["COPIED", "Related", "group", "may_join"]

SAME_TEXT = RELATIONS.index("same_text")
COPIED = RELATIONS.index("fragment")  # this relation and all stronger ones
NO_PROSE = tuple(RELATIONS.index(name) for name in ("quotes_only", "furniture_only"))
SAME_EVENT = RELATIONS.index("same_event")
SECONDS_A_DAY = 86400.0


class Related(Protocol):
    """Verified pairs, as far as stories follow from them: as in ``Verified``."""

    @property
    def pairs(self) -> NDArray[np.int64]:
        """Rows a < b: int64 (n_pairs, 2)."""

    @property
    def cosine(self) -> NDArray[np.float64]:
        """Of the TF-IDF rows: float64 (n_pairs,)."""

    @property
    def relation(self) -> NDArray[np.uint8]:
        """Places in ``RELATIONS``: uint8 (n_pairs,)."""


def may_join(
    relation: NDArray[np.integer], cosine: NDArray[np.float64], same_event: float
) -> NDArray[np.bool_]:
    """Tell of pairs whether they can join articles to a story: the others have no say in :func:`group`.

    Parameters
    ----------
    relation : integer array of shape (n_pairs,)
        Places in ``RELATIONS``.
    cosine : float64 array of shape (n_pairs,)
    same_event : float
        As for :func:`group`.

    Returns
    -------
    bool array of shape (n_pairs,)
    """
    linked = relation <= COPIED
    linked |= np.isin(relation, NO_PROSE) & (cosine >= same_event)
    linked |= relation == SAME_EVENT
    return linked


def group(
    weights: Weights,
    verified: Related,
    published: NDArray[np.float64],
    params: StoryParams,
    *,
    same_event: float,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Join articles to stories.

    Parameters
    ----------
    weights : Weights of shape (n_articles, n_terms)
        TF-IDF rows.
    verified : Related
        ``Verified``, or as much of it as is needed here; pairs in any order.
    published : float64 array of shape (n_articles,)
        Seconds; NaN when unknown, which is no hindrance.
    params : StoryParams
    same_event : float
        Cosine from which articles that share only quotations, or furniture, or
        nothing, are on one event.

    Returns
    -------
    story : int64 array of shape (n_articles,)
        Row of the first article of the story, for an article alone itself.
    weakest : float64 array of shape (n_articles,)
        At the first article of a story, the least cosine of the pairs that
        joined it; 1 elsewhere.

    Notes
    -----
    The pairs are taken in order of strength: copied prose by relation, then
    the rest by cosine. Two groups, of one article or more, are joined over a
    pair of ``same_text``; over any other only when the mean cosine of up to
    ``n_witnesses`` of each reaches ``min_cosine`` and all of them together
    were published within ``max_days``. Average linkage with a bounded number
    of witnesses: O(1) a pair, and no chain joins unrelated ends.
    """
    linked = may_join(verified.relation, verified.cosine, same_event)
    pairs, cosine = verified.pairs[linked], np.round(verified.cosine[linked], 6)
    strength = np.minimum(verified.relation[linked], COPIED + 1)
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -cosine, strength))
    story = np.arange(weights.shape[0])
    weakest = np.ones(weights.shape[0])
    matrix = (weights.indptr, weights.indices, weights.data)
    witnesses = np.full((weights.shape[0], params.n_witnesses), -1, np.int64)
    witnesses[:, 0] = story
    times = np.stack([published, published], axis=1)
    is_copy = (strength == SAME_TEXT)[order]
    limits = (params.min_cosine, SECONDS_A_DAY * params.max_days)
    _join(matrix, (pairs[order], cosine[order], is_copy), limits, times, witnesses, story, weakest)
    return story, weakest


@part
def _root(story: NDArray[np.int64], row: int) -> int:
    while story[row] != row:
        story[row] = story[story[row]]
        row = story[row]
    return row


@kernel
def _join(  # noqa: PLR0913 - a kernel takes its arrays one by one
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    links: tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]],
    limits: tuple[float, float],
    times: NDArray[np.float64],
    witnesses: NDArray[np.int64],
    story: NDArray[np.int64],
    weakest: NDArray[np.float64],
) -> None:
    pairs, cosine, is_copy = links
    size = np.ones(len(story), np.int64)
    for k in range(len(pairs)):
        one, other = _root(story, pairs[k, 0]), _root(story, pairs[k, 1])
        if one == other:
            continue
        one, other = min(one, other), max(one, other)
        earliest = np.fmin(times[one, 0], times[other, 0])
        latest = np.fmax(times[one, 1], times[other, 1])
        if not is_copy[k]:
            if latest - earliest > limits[1]:  # false when a time is unknown
                continue
            if not _are_alike(matrix, witnesses[one], witnesses[other], limits[0]):
                continue
        times[one, 0] = earliest
        times[one, 1] = latest
        story[other] = one
        size[one] += size[other]
        weakest[one] = min(cosine[k], weakest[one], weakest[other])
        weakest[other] = 1.0
        _merge_witnesses(witnesses, one, other)
    for row in range(len(story)):
        story[row] = _root(story, row)


@part
def _are_alike(
    matrix: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    ones: NDArray[np.int64],
    others: NDArray[np.int64],
    min_cosine: float,
) -> bool:
    """Tell whether the mean cosine of two groups of witnesses (-1: none) is high enough."""
    row_ptr, terms, values = matrix
    total = 0.0
    n_compared = 0
    for x in ones:
        for y in others:
            if x >= 0 and y >= 0:
                total += row_cosine(row_ptr, terms, values, x, y)
                n_compared += 1
    return bool(np.round(total - min_cosine * n_compared, 6) >= 0)


@part
def _merge_witnesses(witnesses: NDArray[np.int64], one: int, other: int) -> None:
    """Keep the first rows of both groups as witnesses of the joined one."""
    merged = np.empty(witnesses.shape[1], np.int64)
    i, j = 0, 0
    for k in range(len(merged)):
        x = witnesses[one, i] if i < len(merged) else -1
        y = witnesses[other, j] if j < len(merged) else -1
        if x >= 0 and (y < 0 or x < y):
            merged[k] = x
            i += 1
        else:
            merged[k] = y  # -1 when both have run out
            j += 1
    for k in range(len(merged)):
        witnesses[one, k] = merged[k]
