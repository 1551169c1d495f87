"""Two articles -> tiles: which words of b stand in a, in runs of at least a seed's length."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, part

__all__ = ["MAX_MATCHES", "index_runs", "seed_matches", "tile", "turned"]

MAX_MATCHES = 200_000  # runs of one pair beyond which only those count that stand once in each article

_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number near 2**64 / golden ratio: Fibonacci hashing


@part
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


@part
def _slot(
    a: NDArray[np.uint32], text: NDArray[np.uint32], place: int, width: int, heads: NDArray[np.int32]
) -> int:
    """Return the slot of a run of ``text``: that of an equal run of a, or a free one."""
    mask = len(heads) - 1
    mixed = np.uint64(0)
    for k in range(width):  # words are hashes already
        mixed = (mixed ^ np.uint64(text[place + k])) * _MIX
    slot = int(np.int64((mixed >> np.uint64(32)) & np.uint64(mask)))
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


@part
def seed_matches(
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    width: int,
    heads: NDArray[np.int32],
    following: NDArray[np.int32],
    max_occurrences: int,
) -> tuple[NDArray[np.int32], bool]:
    """Return every maximal run of equal words (a_first, b_first, length) that holds a seed.

    A seed stands in neither article too often. Pairs of more than
    ``MAX_MATCHES`` such runs are told (True), and seeded by what stands once
    in each.
    """
    n_runs = max(0, len(b) - width + 1)
    slots = np.empty(n_runs, np.int64)
    occurrences = np.zeros(len(heads), np.int32)  # in b
    mask = len(heads) - 1
    for j in range(n_runs):  # _slot, written out: a call a word costs more than the search
        mixed = np.uint64(0)
        for k in range(width):
            mixed = (mixed ^ np.uint64(b[j + k])) * _MIX
        slot = int(np.int64((mixed >> np.uint64(32)) & np.uint64(mask)))
        while heads[slot] >= 0:
            same = True
            for k in range(width):
                same &= a[heads[slot] + k] == b[j + k]
            if same:
                break
            slot = (slot + 1) & mask
        slots[j] = slot
        occurrences[slot] += 1
    matches, capped = _maximal_runs(a, b, (heads, following), (slots, occurrences), (width, max_occurrences))
    if capped:
        matches, _ = _maximal_runs(a, b, (heads, following), (slots, occurrences), (width, 1))
    return matches, capped


@part
def _maximal_runs(
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    of_a: tuple[NDArray[np.int32], NDArray[np.int32]],
    of_b: tuple[NDArray[np.int64], NDArray[np.int32]],
    settings: tuple[int, int],
) -> tuple[NDArray[np.int32], bool]:
    heads, following = of_a
    slots, occurrences = of_b
    width, most = settings
    matches = np.empty((64, 3), np.int32)
    n_matches = 0
    known = np.zeros(len(a) + len(b), np.int32)  # shift between the texts -> end in b of the last run there
    for j in range(len(slots)):
        i = heads[slots[j]]
        if i < 0 or following[i] == -2 or occurrences[slots[j]] > most or (most == 1 and following[i] >= 0):
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
                if n_matches == MAX_MATCHES and most > 1:
                    return matches[:n_matches], True
                if n_matches == len(matches):
                    matches = doubled(matches)
                matches[n_matches, 0] = i - before
                matches[n_matches, 1] = j - before
                matches[n_matches, 2] = before + after
                n_matches += 1
            i = following[i]
    return matches[:n_matches], False


@part
def turned(matches: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the runs with the sides exchanged."""
    other = np.empty_like(matches)
    for k in range(len(matches)):
        other[k, 0], other[k, 1], other[k, 2] = matches[k, 1], matches[k, 0], matches[k, 2]
    return other


@part
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


@part
def _longest_first(matches: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the rows of the matches by falling length, then by place in both, then in b: a merge sort."""
    order = np.arange(len(matches))
    spare = np.empty_like(order)
    width = 1
    while width < len(order):
        for low in range(0, len(order), 2 * width):
            middle, high = min(low + width, len(order)), min(low + 2 * width, len(order))
            left, right = low, middle
            for k in range(low, high):
                if right >= high or (left < middle and not _before(matches, order[right], order[left])):
                    spare[k] = order[left]
                    left += 1
                else:
                    spare[k] = order[right]
                    right += 1
        order, spare = spare, order
        width *= 2
    return order


@part
def _before(matches: NDArray[np.int32], one: int, other: int) -> bool:
    if matches[one, 2] != matches[other, 2]:
        return bool(matches[one, 2] > matches[other, 2])
    place, other_place = matches[one, 0] + matches[one, 1], matches[other, 0] + matches[other, 1]
    if place != other_place:
        return bool(place < other_place)
    return bool(matches[one, 1] < matches[other, 1])
