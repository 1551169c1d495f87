"""Two articles -> tiles: which words of b stand in a, in runs of at least a seed's length."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, part

__all__ = ["MAX_MATCHES", "index_runs", "seed_matches", "tile", "turned"]

MAX_MATCHES = 200_000  # runs of one pair beyond which only those count that stand once in each article

_BASE = np.uint32(0x85EBCA77)  # an odd number
_MIX = np.uint32(0x9E3779B1)  # an odd number near 2**32 / golden ratio: Fibonacci hashing
_BITS = 3  # of a hash, that tell which of the eight marks of a slot is its own
_WHICH = (1 << _BITS) - 1

# What :func:`index_runs` returns.
Index = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]]
# Runs of b that a has, one after the other in both: the first place in a, in b, and how many runs.
Stretches = NDArray[np.int32]


@part
def index_runs(a: NDArray[np.uint32], width: int, max_occurrences: int) -> Index:
    """Index every run of ``width`` words of a by its hash.

    Returns the first place of each slot's run (-1: none); for each place the
    next one with the same run (-1: last, -2: a run that occurs too often);
    eight marks for each slot, set by three more bits of the hashes that begin
    their search there: few runs of other articles meet one; for each place the
    first one with the same run; and for each place the next one, itself
    included, whose run stands more than once.
    """
    n_runs = max(0, len(a) - width + 1)
    size = 8
    while size < 2 * n_runs:
        size *= 2
    heads = np.full(size, -1, np.int32)
    following = np.full(max(1, n_runs), -1, np.int32)
    marks = np.zeros(size, np.uint8)
    codes = _codes(a, width, size)
    for back in range(n_runs):
        place = n_runs - 1 - back  # from the end, so that chains ascend
        code = np.int64(codes[place])
        slot = code >> _BITS
        marks[slot] |= np.uint8(1 << (code & _WHICH))
        while heads[slot] >= 0 and not _is_same(a, heads[slot], a, place, width):
            slot = (slot + 1) & (size - 1)
        following[place] = heads[slot]
        heads[slot] = place
    firsts, repeated = _find_repeated(following, n_runs, max_occurrences)
    return heads, following, marks, firsts, repeated


@part
def _find_repeated(
    following: NDArray[np.int32], n_runs: int, max_occurrences: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the last two of :func:`index_runs`, and take out the runs that occur too often."""
    firsts = np.full(n_runs, -1, np.int32)
    occurrences = np.zeros(n_runs, np.int32)
    for place in range(n_runs):
        if firsts[place] < 0:
            firsts[place] = place
        if following[place] >= 0:
            firsts[following[place]] = firsts[place]
        occurrences[firsts[place]] += 1
    repeated = np.empty(n_runs, np.int32)
    upcoming = n_runs
    for back in range(n_runs):
        place = n_runs - 1 - back
        if occurrences[firsts[place]] > 1:
            upcoming = place
        repeated[place] = upcoming
        if occurrences[place] > max_occurrences:
            following[place] = -2
    return firsts, repeated


@part
def _codes(text: NDArray[np.uint32], width: int, size: int) -> NDArray[np.uint32]:
    """Return for each run of ``width`` words the slot, of ``size``, a power of two, where its search begins.

    Behind it stand the number of its mark there: ``_BITS`` bits.

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
    shift = np.uint32(32 - _BITS)
    while size > 1:
        size //= 2
        shift = np.uint32(shift - np.uint32(1))
    for run in range(n_runs):
        here = np.uint64(run)
        mixed[here] = np.uint32(mixed[here] * _MIX) >> shift
    return mixed


@part
def _is_same(a: NDArray[np.uint32], one: int, b: NDArray[np.uint32], other: int, width: int) -> bool:
    same = True
    for k in range(width):
        same &= a[one + k] == b[other + k]
    return same


@part
def seed_matches(
    a: NDArray[np.uint32], b: NDArray[np.uint32], width: int, index: Index, max_occurrences: int
) -> tuple[NDArray[np.int32], bool]:
    """Return every maximal run of equal words (a_first, b_first, length) that holds a seed.

    A seed stands in neither article too often. Pairs of more than
    ``MAX_MATCHES`` such runs are told (True), and seeded by what stands once
    in each.
    """
    stretches, occurrences = _stretches(a, b, width, index)
    matches, capped = _maximal_runs((a, b), index, stretches, occurrences, (width, max_occurrences))
    if capped:
        matches, _ = _maximal_runs((a, b), index, stretches, occurrences, (width, 1))
    return matches, capped


@part
def _stretches(
    a: NDArray[np.uint32], b: NDArray[np.uint32], width: int, index: Index
) -> tuple[Stretches, NDArray[np.int32]]:
    """Return the runs of b that a has, and at the first place of each in a how often b has it."""
    heads, _, marks, firsts, _ = index
    codes = _codes(b, width, len(heads))
    places = np.empty(len(codes), np.int32)
    n_places = 0
    for j in range(len(codes)):  # without a branch: which runs of b are marked cannot be guessed
        code = np.int64(codes[j])
        places[n_places] = j
        n_places += 1 if marks[code >> _BITS] & (1 << (code & _WHICH)) else 0
    stretches = np.empty((n_places, 3), np.int32)
    occurrences = np.zeros(len(firsts), np.int32)
    n_stretches, k = 0, 0
    while k < n_places:
        j = places[k]
        k += 1
        slot = np.int64(codes[j]) >> _BITS
        while heads[slot] >= 0 and not _is_same(a, heads[slot], b, j, width):
            slot = (slot + 1) & (len(heads) - 1)
        i = heads[slot]
        if i < 0:
            continue
        most = min(len(firsts) - i, len(codes) - j)
        length = 1
        while length < most and a[i + length + width - 1] == b[j + length + width - 1]:
            length += 1
        for at in range(length):
            occurrences[firsts[i + at]] += 1
        stretches[n_stretches, 0], stretches[n_stretches, 1], stretches[n_stretches, 2] = i, j, length
        n_stretches += 1
        k += length - 1  # all of them are marked
    return stretches[:n_stretches], occurrences


@part
def _maximal_runs(
    texts: tuple[NDArray[np.uint32], NDArray[np.uint32]],
    index: Index,
    stretches: Stretches,
    occurrences: NDArray[np.int32],
    settings: tuple[int, int],
) -> tuple[NDArray[np.int32], bool]:
    a, b = texts
    _, following, _, firsts, repeated = index
    width, most = settings
    matches = np.empty((64, 3), np.int32)
    n_matches = 0
    known = np.zeros(len(a) + len(b), np.int32)  # shift between the texts -> end in b of the last run there
    for row in range(len(stretches)):
        place, first, length = stretches[row, 0], stretches[row, 1], stretches[row, 2]
        at = 0
        while at < length:
            past = min(length, repeated[place + at] - place)
            if at < past:  # these stand once in a: one match holds them all, if any of them is a seed
                at = max(at, known[len(a) + first - place] - first)
                while at < past and occurrences[place + at] > most:
                    at += 1
                if at >= past:
                    at = past
                    continue
            i, j = firsts[place + at], first + at
            at = max(past, at + 1)
            if following[i] == -2 or occurrences[i] > most or (most == 1 and following[i] >= 0):
                continue
            while i >= 0:
                shift = len(a) + j - i
                if j >= known[shift]:
                    before, after = _reach(a, b, i, j, width)
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
def _reach(a: NDArray[np.uint32], b: NDArray[np.uint32], i: int, j: int, width: int) -> tuple[int, int]:
    """Return how many words before a seed are equal, and how many from its first word on."""
    before, after = 0, width  # before: a run may begin with words too common for a seed
    while before < min(i, j) and a[i - before - 1] == b[j - before - 1]:
        before += 1
    while i + after < len(a) and j + after < len(b) and a[i + after] == b[j + after]:
        after += 1
    return before, after


@part
def turned(matches: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the runs with the sides exchanged."""
    other = np.empty_like(matches)
    for k in range(len(matches)):
        other[k, 0], other[k, 1], other[k, 2] = matches[k, 1], matches[k, 0], matches[k, 2]
    return other


@part
def tile(
    matches: NDArray[np.int32], n_a: int, n_b: int, width: int
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return for each word of b the word of a that it is matched with, or -1; and the words of a that are."""
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
    return partner, taken


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
