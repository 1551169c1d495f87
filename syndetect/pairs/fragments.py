"""Pairs of similar sentences -> fragments: stretches of both articles that say the same in other words."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import part
from syndetect.pairs.sentences import (
    Vectors,
    counts,
    fragment_cosine,
    may_share,
    partners,
    segments,
    weigh,
)

__all__ = ["Rewriting", "find_fragments"]

# The fields of RewriteParams, in order: cosine, Dice, words of a sentence; gap, cosine, words of a fragment;
# words between passages that are joined.
Rewriting = tuple[float, float, int, int, float, int, int]


@part
def find_fragments(
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    a_flags: NDArray[np.uint8],
    b_flags: NDArray[np.uint8],
    free: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    settings: Rewriting,
) -> NDArray[np.int32]:
    """Return int32 (n_fragments, 4), first word and one past the last in a, then in b; no two overlap.

    Seeds are sentences that are each other's best partner. Seeds whose
    sentences lie near on both sides are joined, at first over the widest gap;
    what is alike as a whole and long enough is a fragment, the rest is tried
    again over a gap of one sentence less (Sanchez-Perez, Gelbukh & Sidorov,
    "A winning approach to text alignment for text reuse detection", 2014).
    A fragment lies within one free stretch on either side.
    """
    a_rows, b_rows = segments(a_flags, free[0]), segments(b_flags, free[1])
    a_size, b_size = _half_words(a_rows, 0, len(a_rows) - 1), _half_words(b_rows, 0, len(b_rows) - 1)
    if min(a_size, b_size) < 2 * settings[5]:
        return np.empty((0, 4), np.int32)
    if not may_share((a, b), (a_rows, b_rows), settings[:3]):
        return np.empty((0, 4), np.int32)
    of_a, of_b, n_terms = counts(a, b, a_rows, b_rows)
    weigh(of_a, of_b, n_terms)
    partner = partners(of_a, of_b, n_terms, (a_rows, b_rows), settings[:3])
    seeds = np.flatnonzero(partner >= 0)
    group = np.empty(len(seeds), np.int64)
    done = np.zeros(len(seeds), np.bool_)
    sums = (np.zeros(n_terms, np.float64), np.zeros(n_terms, np.float64))
    found = np.empty((len(seeds), 4), np.int32)  # in sentences: first and last
    n_found = 0
    for back in range(settings[3] + 1):
        _group(seeds, partner, done, (a_rows, b_rows), settings[3] - back, group)
        for k in range(len(seeds)):
            if done[k] or group[k] != k:
                continue
            box = _box(seeds, partner, done, group, k)
            if _accepts(box, (a_rows, b_rows), (of_a, of_b), sums, found[:n_found], settings):
                for side in range(4):
                    found[n_found, side] = box[side]
                n_found += 1
                for other in range(k, len(seeds)):
                    done[other] |= group[other] == k
    words = np.empty((n_found, 4), np.int32)
    for k in range(n_found):
        words[k, 0], words[k, 1] = a_rows[found[k, 0], 0], a_rows[found[k, 1], 1]
        words[k, 2], words[k, 3] = b_rows[found[k, 2], 0], b_rows[found[k, 3], 1]
    return words


@part
def _group(
    seeds: NDArray[np.int64],
    partner: NDArray[np.int32],
    done: NDArray[np.bool_],
    rows: tuple[NDArray[np.int32], NDArray[np.int32]],
    gap: int,
    group: NDArray[np.int64],
) -> None:
    """Give every seed the number of the first one that it is linked with over gaps of so many sentences."""
    a_rows, b_rows = rows
    for k in range(len(seeds)):
        group[k] = k
    for k in range(len(seeds)):
        if done[k]:
            continue
        for other in range(k + 1, len(seeds)):
            x, y = seeds[k], seeds[other]
            if y - x > gap + 1:
                break
            near = abs(partner[x] - partner[y]) <= gap + 1 and not done[other]
            if near and a_rows[x, 2] == a_rows[y, 2] and b_rows[partner[x], 2] == b_rows[partner[y], 2]:
                one, two = _root(group, k), _root(group, other)
                group[max(one, two)] = min(one, two)
    for k in range(len(seeds)):
        group[k] = _root(group, k)


@part
def _root(group: NDArray[np.int64], k: int) -> int:
    while group[k] != k:
        k = group[k]
    return k


@part
def _box(
    seeds: NDArray[np.int64],
    partner: NDArray[np.int32],
    done: NDArray[np.bool_],
    group: NDArray[np.int64],
    k: int,
) -> NDArray[np.int32]:
    """Return the first and the last sentence of a group in a, and in b."""
    box = np.empty(4, np.int32)
    box[0], box[1] = seeds[k], seeds[k]
    box[2], box[3] = partner[seeds[k]], partner[seeds[k]]
    for other in range(k + 1, len(seeds)):
        if group[other] == k and not done[other]:
            box[1] = seeds[other]
            box[2] = min(box[2], partner[seeds[other]])
            box[3] = max(box[3], partner[seeds[other]])
    return box


@part
def _accepts(
    box: NDArray[np.int32],
    rows: tuple[NDArray[np.int32], NDArray[np.int32]],
    weights: tuple[Vectors, Vectors],
    sums: tuple[NDArray[np.float64], NDArray[np.float64]],
    found: NDArray[np.int32],
    settings: Rewriting,
) -> bool:
    """Tell whether a group is long enough, apart from what was found before, and alike as a whole."""
    a_first, a_last, b_first, b_last = box[0], box[1], box[2], box[3]
    if min(_half_words(rows[0], a_first, a_last), _half_words(rows[1], b_first, b_last)) < 2 * settings[5]:
        return False
    for k in range(len(found)):
        if a_first <= found[k, 1] and found[k, 0] <= a_last:
            return False
        if b_first <= found[k, 3] and found[k, 2] <= b_last:
            return False
    span = (a_first, a_last + 1, b_first, b_last + 1)
    return fragment_cosine(weights[0], weights[1], span, sums) >= settings[4]


@part
def _half_words(rows: NDArray[np.int32], first: int, last: int) -> int:
    size = 0
    for row in range(first, last + 1):
        size += (rows[row, 1] - rows[row, 0]) * rows[row, 3]
    return size
