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
    blocks, n_matched = _blocks(partner)
    rows = np.empty((n_matched, 5), np.int32)
    parts = np.empty((n_matched, 4), np.int32)
    n_rows = 0
    first = 0
    for k in range(len(blocks)):
        if k + 1 < len(blocks):
            step_a = blocks[k + 1, 0] - blocks[k, 0] - blocks[k, 2]
            step_b = blocks[k + 1, 1] - blocks[k, 1] - blocks[k, 2]
            if 0 <= step_a <= max_gap and step_b <= max_gap:
                continue
        joined = blocks[first : k + 1]
        n_parts = _find_parts(joined, a_flags, b_flags, parts)
        n_parts = _settle(parts, n_parts, settings)
        for place in range(n_parts):
            if parts[place, 1] == _DROPPED:
                continue
            block, skipped = parts[place, 0], parts[place, 3]
            begins = 1
            while block < len(joined):
                past = joined[block, 2]
                is_last = place + 1 < n_parts and parts[place + 1, 0] == block
                if is_last:
                    past = parts[place + 1, 3]
                if past > skipped:
                    rows[n_rows, 0] = begins
                    rows[n_rows, 1] = parts[place, 1]
                    rows[n_rows, 2] = joined[block, 0] + skipped
                    rows[n_rows, 3] = joined[block, 1] + skipped
                    rows[n_rows, 4] = past - skipped
                    n_rows += 1
                if is_last:
                    break
                begins, skipped = 0, 0
                block += 1
        first = k + 1
    return rows[:n_rows].copy()


@part
def _blocks(partner: NDArray[np.int32]) -> tuple[NDArray[np.int32], int]:
    """Return runs of words that follow one another on both sides (in a, in b, length), and all words."""
    blocks = np.empty((len(partner), 3), np.int32)
    n_blocks, n_matched = 0, 0
    expected = -1  # the word of a with which the last block goes on
    for j in range(len(partner)):
        i = partner[j]
        if i < 0:
            expected = -1
            continue
        if i != expected:
            blocks[n_blocks, 0], blocks[n_blocks, 1], blocks[n_blocks, 2] = i, j, 0
            n_blocks += 1
        blocks[n_blocks - 1, 2] += 1
        n_matched += 1
        expected = i + 1
    return blocks[:n_blocks], n_matched


# A part of joined blocks: the block in which it begins, its role, how many half words it has, and how
# many words of that block are before it.
Parts = NDArray[np.int32]


@part
def _find_parts(
    blocks: NDArray[np.int32], a_flags: NDArray[np.uint8], b_flags: NDArray[np.uint8], parts: Parts
) -> int:
    """Cut joined blocks where the role changes, or where speech goes on after words that are none."""
    n_parts, last, size = 0, -1, 0
    for block in range(len(blocks)):
        a_first, b_first = blocks[block, 0], blocks[block, 1]
        if last == QUOTE and _is_broken(a_flags, b_flags, blocks[block - 1], blocks[block]):
            last = -1
        for k in range(blocks[block, 2]):
            flags = a_flags[a_first + k] | b_flags[b_first + k]
            role = BOILERPLATE if flags & FURNITURE else QUOTE if flags & QUOTED else PROSE
            if role != last:
                if n_parts:
                    parts[n_parts - 1, 2] = size
                parts[n_parts, 0], parts[n_parts, 1], parts[n_parts, 3] = block, role, k
                n_parts += 1
                last, size = role, 0
            size += 1 if b_flags[b_first + k] & SOLO else 2
    parts[n_parts - 1, 2] = size
    return n_parts


@part
def _is_broken(
    a_flags: NDArray[np.uint8],
    b_flags: NDArray[np.uint8],
    before: NDArray[np.int32],
    after: NDArray[np.int32],
) -> bool:
    """Tell whether a word that is no speech stands between two blocks."""
    broken = False
    for i in range(before[0] + before[2], after[0]):
        broken |= (a_flags[i] & QUOTED) == 0
    for j in range(before[1] + before[2], after[1]):
        broken |= (b_flags[j] & QUOTED) == 0
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
            parts[n_left, 3] = parts[k, 3]
            n_left += 1
        copied_prose |= role == PROSE and parts[n_left - 1, 2] >= least_prose
    for k in range(n_left):
        role = parts[k, 1]
        enough = parts[k, 2] >= (least_quote if role == QUOTE else least_prose)
        if not (copied_prose if role == PROSE else enough):
            parts[k, 1] = _DROPPED
    return n_left
