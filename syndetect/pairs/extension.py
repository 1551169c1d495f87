"""Tiles -> matched words: over single edits at their ends, and in the gaps between them."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import part

__all__ = ["extend", "match_gap"]

MAX_LCS_GAP = 64  # a gap wider than this is joined without matching words inside it


@part
def extend(
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    partner: NDArray[np.int32],
    taken: NDArray[np.bool_],
    max_gap: int,
) -> None:
    """Match further words at the ends of tiles and between neighbouring tiles, in place.

    ``partner`` and ``taken`` are what :func:`syndetect.pairs.seeds.tile` returns.
    """
    for j in range(len(b)):  # rightwards from the end of each tile
        if partner[j] >= 0 and (j + 1 == len(b) or partner[j + 1] < 0):
            _grow(a, b, partner, taken, j, 1, max_gap)
    for back in range(len(b)):  # leftwards from the beginning
        j = len(b) - 1 - back
        if partner[j] >= 0 and (j == 0 or partner[j - 1] < 0):
            _grow(a, b, partner, taken, j, -1, max_gap)
    last = -1
    for j in range(len(b)):
        if partner[j] < 0:
            continue
        if last >= 0:
            gap_a, gap_b = partner[j] - partner[last] - 1, j - last - 1
            if 0 < gap_a <= min(max_gap, MAX_LCS_GAP) and 0 < gap_b <= min(max_gap, MAX_LCS_GAP):
                gap = (partner[last] + 1, partner[j], last + 1, j)
                match_gap(a, b, partner, taken, gap)
        last = j


@part
def _grow(  # noqa: PLR0913 - a kernel takes its arrays one by one
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    partner: NDArray[np.int32],
    taken: NDArray[np.bool_],
    j: int,
    step: int,
    max_gap: int,
) -> None:
    """From a matched word go on in one direction over edits of one or two words.

    After a gap of g_a and g_b words at least 1 + (g_a + g_b + 1) // 2 words
    must match in a row: the more is skipped, the more must follow.
    """
    reach = min(2, max_gap)
    i = partner[j]
    going = True
    while going:
        going = False
        for skipped in range(2 * reach + 1):
            for gap_a in range(max(0, skipped - reach), min(reach, skipped) + 1):
                gap_b = skipped - gap_a
                needed = 1 + (skipped + 1) // 2
                run = 0
                while run < needed:
                    at_a, at_b = i + step * (gap_a + 1 + run), j + step * (gap_b + 1 + run)
                    if at_a < 0 or at_a >= len(a) or at_b < 0 or at_b >= len(b):
                        break
                    if taken[at_a] or partner[at_b] >= 0 or a[at_a] != b[at_b]:
                        break
                    run += 1
                if run == needed and _is_free(partner, taken, i, j, step, gap_a, gap_b):
                    for k in range(run):
                        at_a, at_b = i + step * (gap_a + 1 + k), j + step * (gap_b + 1 + k)
                        taken[at_a] = True
                        partner[at_b] = at_a
                    i += step * (gap_a + run)
                    j += step * (gap_b + run)
                    going = True
                    break
            if going:
                break


@part
def _is_free(  # noqa: PLR0913 - a kernel takes its arrays one by one
    partner: NDArray[np.int32], taken: NDArray[np.bool_], i: int, j: int, step: int, gap_a: int, gap_b: int
) -> bool:
    for k in range(gap_a):
        if taken[i + step * (k + 1)]:
            return False
    free = True
    for k in range(gap_b):
        free &= partner[j + step * (k + 1)] < 0
    return free


@part
def match_gap(
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    partner: NDArray[np.int32],
    taken: NDArray[np.bool_],
    gap: tuple[int, int, int, int],
) -> None:
    """Match a longest common subsequence of a stretch of a and one of b (first, past, first, past)."""
    i0, j0 = gap[0], gap[2]
    n_a, n_b = gap[1] - i0, gap[3] - j0
    longest = np.zeros((n_a + 1, n_b + 1), np.int32)
    for back_a in range(n_a):
        x = n_a - 1 - back_a
        for back_b in range(n_b):
            y = n_b - 1 - back_b
            if a[i0 + x] == b[j0 + y] and not taken[i0 + x]:
                longest[x, y] = longest[x + 1, y + 1] + 1
            else:
                longest[x, y] = max(longest[x + 1, y], longest[x, y + 1])
    x, y = 0, 0
    while x < n_a and y < n_b:
        if a[i0 + x] == b[j0 + y] and not taken[i0 + x]:
            partner[j0 + y] = i0 + x
            taken[i0 + x] = True
            x += 1
            y += 1
        elif longest[x + 1, y] >= longest[x, y + 1]:
            x += 1
        else:
            y += 1
