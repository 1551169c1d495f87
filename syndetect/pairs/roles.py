"""Matched words -> blocks of passages, cut where direct speech or furniture begins or ends."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import part
from syndetect.text import FURNITURE, QUOTED, SOLO

__all__ = ["BOILERPLATE", "PROSE", "QUOTE", "Settings", "cut_blocks"]

PROSE, QUOTE, BOILERPLATE, _DROPPED = 0, 1, 2, 3

Settings = tuple[int, int, int, int, int]  # the fields of AlignParams, in order


@part
def cut_blocks(
    a_flags: NDArray[np.uint8], b_flags: NDArray[np.uint8], partner: NDArray[np.int32], settings: Settings
) -> NDArray[np.int32]:
    """Return a row a block (begins a passage, role, a_first, b_first, length)."""
    max_gap = settings[1]
    matched = np.empty(len(partner), np.int32)
    n_matched = 0
    for j in range(len(partner)):
        matched[n_matched] = j
        n_matched += 1 if partner[j] >= 0 else 0
    rows = np.empty((n_matched, 5), np.int32)
    parts = np.empty((n_matched, 3), np.int32)
    n_rows = 0
    first = 0
    for k in range(n_matched):
        j = matched[k]
        if k + 1 < n_matched:
            step_a, step_b = partner[matched[k + 1]] - partner[j], matched[k + 1] - j
            if 0 < step_a <= max_gap + 1 and step_b <= max_gap + 1:
                continue
        n_parts = _find_parts(matched[first : k + 1], a_flags, b_flags, partner, parts)
        n_parts = _settle(parts, n_parts, settings)
        for place in range(n_parts):
            past = first + parts[place + 1, 0] if place + 1 < n_parts else k + 1
            if parts[place, 1] == _DROPPED:
                continue
            i, j = -1, -1
            for t in range(first + parts[place, 0], past):
                begins = i < 0
                if begins or matched[t] != j + 1 or partner[matched[t]] != i + 1:
                    rows[n_rows, 0] = 1 if begins else 0
                    rows[n_rows, 1] = parts[place, 1]
                    rows[n_rows, 2] = partner[matched[t]]
                    rows[n_rows, 3] = matched[t]
                    rows[n_rows, 4] = 0
                    n_rows += 1
                rows[n_rows - 1, 4] += 1
                i, j = partner[matched[t]], matched[t]
        first = k + 1
    return rows[:n_rows].copy()


# A part of a joined run: its first matched word, its role, how many half words it has.
Parts = NDArray[np.int32]


@part
def _find_parts(
    matched: NDArray[np.int32],
    a_flags: NDArray[np.uint8],
    b_flags: NDArray[np.uint8],
    partner: NDArray[np.int32],
    parts: Parts,
) -> int:
    """Cut a joined run where the role changes, or where speech goes on after words that are none."""
    n_parts, last, size = 0, -1, 0
    i, j = -1, -1
    for t in range(len(matched)):
        goes_on = matched[t] == j + 1 and partner[matched[t]] == i + 1
        before, j = j, matched[t]
        i = partner[j]
        flags = a_flags[i] | b_flags[j]
        role = BOILERPLATE if flags & FURNITURE else QUOTE if flags & QUOTED else PROSE
        begins = role != last
        if role == QUOTE and not begins and not goes_on:
            begins = _is_broken(a_flags, b_flags, partner, before, j)
        if begins:
            if n_parts:
                parts[n_parts - 1, 2] = size
            parts[n_parts, 0], parts[n_parts, 1] = t, role
            n_parts += 1
            last, size = role, 0
        size += 1 if b_flags[j] & SOLO else 2
    parts[n_parts - 1, 2] = size
    return n_parts


@part
def _is_broken(
    a_flags: NDArray[np.uint8], b_flags: NDArray[np.uint8], partner: NDArray[np.int32], before: int, j: int
) -> bool:
    """Tell whether a word that is no speech stands between a matched word and the one before."""
    broken = False
    for i in range(partner[before] + 1, partner[j]):
        broken |= (a_flags[i] & QUOTED) == 0
    for other in range(before + 1, j):
        broken |= (b_flags[other] & QUOTED) == 0
    return broken


@part
def _settle(parts: Parts, n_parts: int, settings: Settings) -> int:
    """Give the parts of one joined run, in place, the roles that they end with; return how many are left.

    A term in quotation marks is prose, as what stands around it. What is too short is dropped; prose
    only where all of it is.
    """
    least_prose, least_quote = 2 * settings[2], 2 * settings[3]  # in half words
    n_left = 0
    copied_prose = False
    for k in range(n_parts):
        role, size = parts[k, 1], parts[k, 2]
        if role == QUOTE and size < least_quote and n_parts > 1:
            role = PROSE
        if role == PROSE and n_left and parts[n_left - 1, 1] == PROSE:
            parts[n_left - 1, 2] += size
        else:
            parts[n_left, 0], parts[n_left, 1], parts[n_left, 2] = parts[k, 0], role, size
            n_left += 1
        copied_prose |= role == PROSE and parts[n_left - 1, 2] >= least_prose
    for k in range(n_left):
        role = parts[k, 1]
        enough = parts[k, 2] >= (least_quote if role == QUOTE else least_prose)
        if not (copied_prose if role == PROSE else enough):
            parts[k, 1] = _DROPPED
    return n_left
