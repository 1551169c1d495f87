"""Two articles -> tiles: which words of b stand in a, in runs of at least a seed's length."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, kernel, xxh64_words

__all__ = ["index_runs", "seed_matches", "tile"]

MAX_MATCHES = 200_000  # seeds of one pair beyond which the rest is left out, and counted


@kernel
def index_runs(
    a: NDArray[np.uint32], width: int, max_occurrences: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Index every run of ``width`` words of a by its hash.

    Returns the first place of each slot's run (-1: none), and for each place
    the next one with the same run (-1: last). A run that occurs too often is
    taken out: its slot stays filled (-2), so that probing goes on past it.
    """
    n_runs = max(0, len(a) - width + 1)
    size = 8
    while size < 2 * n_runs:
        size *= 2
    heads = np.full(size, -1, np.int32)
    following = np.full(max(1, n_runs), -1, np.int32)
    occurrences = np.zeros(size, np.int32)
    for back in range(n_runs):
        place = n_runs - 1 - back  # from the end, so that chains ascend
        slot = _slot(a, a, place, width, heads)
        following[place] = heads[slot]
        heads[slot] = place
        occurrences[slot] += 1
    for slot in range(size):
        if occurrences[slot] > max_occurrences:
            following[heads[slot]] = -2
    return heads, following


@kernel
def _slot(
    a: NDArray[np.uint32], text: NDArray[np.uint32], place: int, width: int, heads: NDArray[np.int32]
) -> int:
    """Return the slot of a run of ``text``: that of an equal run of a, or a free one."""
    mask = len(heads) - 1
    slot = int(np.int64(xxh64_words(text, place, width, np.uint64(0)) & np.uint64(mask)))
    while heads[slot] >= 0:
        head = heads[slot]
        same = True
        for k in range(width):
            if a[head + k] != text[place + k]:
                same = False
                break
        if same:
            break
        slot = (slot + 1) & mask
    return slot


@kernel
def seed_matches(
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    width: int,
    heads: NDArray[np.int32],
    following: NDArray[np.int32],
) -> tuple[NDArray[np.int32], bool]:
    """Return every maximal run of equal words (a_first, b_first, length) that holds a seed."""
    matches = np.empty((64, 3), np.int32)
    n_matches = 0
    known = np.zeros(len(a) + len(b), np.int32)  # shift between the texts -> end in b of the last run there
    for j in range(len(b) - width + 1):
        i = heads[_slot(a, b, j, width, heads)]
        if i >= 0 and following[i] == -2:
            continue
        while i >= 0:
            shift = len(a) + j - i
            if j >= known[shift]:
                before, after = 0, width  # before: a run may begin with words too common for a seed
                while before < min(i, j) and a[i - before - 1] == b[j - before - 1]:
                    before += 1
                while i + after < len(a) and j + after < len(b) and a[i + after] == b[j + after]:
                    after += 1
                known[shift] = j + after
                if n_matches == MAX_MATCHES:
                    return matches[:n_matches], True
                if n_matches == len(matches):
                    matches = doubled(matches)
                matches[n_matches, 0] = i - before
                matches[n_matches, 1] = j - before
                matches[n_matches, 2] = before + after
                n_matches += 1
            i = following[i]
    return matches[:n_matches], False


@kernel
def tile(matches: NDArray[np.int32], n_a: int, n_b: int, width: int) -> NDArray[np.int32]:
    """Return for each word of b the word of a that it is matched with, or -1."""
    partner = np.full(n_b, -1, np.int32)
    taken = np.zeros(n_a, np.bool_)
    for k in _longest_first(matches):
        i, j, length = matches[k, 0], matches[k, 1], matches[k, 2]
        run = 0
        for t in range(length + 1):
            if t < length and not taken[i + t] and partner[j + t] < 0:
                run += 1
                continue
            if run >= width:
                for u in range(t - run, t):
                    taken[i + u] = True
                    partner[j + u] = i + u
            run = 0
    return partner


@kernel
def _longest_first(matches: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the rows of the matches by falling length, equals as they stand: a counting sort."""
    longest = 0
    for k in range(len(matches)):
        longest = max(longest, matches[k, 2])
    past = np.zeros(longest + 2, np.int64)  # of each length, one past the place of its last row
    for k in range(len(matches)):
        past[longest - matches[k, 2] + 1] += 1
    for length in range(1, len(past)):
        past[length] += past[length - 1]
    order = np.empty(len(matches), np.int64)
    for k in range(len(matches)):
        place = longest - matches[k, 2]
        order[past[place]] = k
        past[place] += 1
    return order
