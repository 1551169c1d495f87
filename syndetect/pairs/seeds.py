"""Two articles -> tiles: which words of b stand in a, in runs of at least a seed's length."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, part

__all__ = ["MAX_MATCHES", "index_runs", "seed_matches", "tile", "turned"]

MAX_MATCHES = 200_000  # runs of one pair beyond which only those count that stand once in each article

_BASE = np.uint32(0x85EBCA77)  # an odd number
_MIX = np.uint32(0x9E3779B1)  # an odd number near 2**32 / golden ratio: Fibonacci hashing


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
    slots = _first_slots(a, width, size)
    for back in range(n_runs):
        place = n_runs - 1 - back  # from the end, so that chains ascend
        slot = int(slots[place])
        while heads[slot] >= 0 and not _is_same(a, heads[slot], place, width):
            slot = (slot + 1) & (size - 1)
        following[place] = heads[slot]
        heads[slot] = place
        occurrences[slot] += 1
    for slot in range(size):
        if occurrences[slot] > max_occurrences:
            following[heads[slot]] = -2
    return heads, following


@part
def _first_slots(text: NDArray[np.uint32], width: int, size: int) -> NDArray[np.uint32]:
    """Return for each run of ``width`` words the slot, of ``size``, a power of two, where its search begins.

    One step of the hash is done for all runs before the next one, with places as unsigned numbers:
    loops that the processor runs on many words at once.
    """
    n_runs = max(0, len(text) - width + 1)
    mixed = np.empty(n_runs, np.uint32)
    for run in range(n_runs):
        mixed[run] = text[np.uint64(run)]
    for step in range(1, width):  # words are hashes already
        for run in range(n_runs):
            here = np.uint64(run)
            mixed[here] = np.uint32(mixed[here] * _BASE + text[here + np.uint64(step)])
    shift = np.uint32(32)
    while size > 1:
        size //= 2
        shift = np.uint32(shift - np.uint32(1))
    for run in range(n_runs):
        here = np.uint64(run)
        mixed[here] = np.uint32(mixed[here] * _MIX) >> shift
    return mixed


@part
def _is_same(a: NDArray[np.uint32], one: int, other: int, width: int) -> bool:
    same = True
    for k in range(width):
        same &= a[one + k] == a[other + k]
    return same


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
    slots = _first_slots(b, width, len(heads))
    occurrences = np.zeros(len(heads), np.int32)  # in b
    mask = len(heads) - 1
    for j in range(len(slots)):
        slot = int(slots[j])
        while heads[slot] >= 0:  # _is_same, written out: a call a word costs more than the search
            head = heads[slot]
            same = a[head] == b[j]
            if same:
                for k in range(1, width):
                    same &= a[head + k] == b[j + k]
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
    of_b: tuple[NDArray[np.uint32], NDArray[np.int32]],
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
