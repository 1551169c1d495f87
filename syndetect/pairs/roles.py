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
    matched = np.flatnonzero(partner >= 0)
    rows = np.empty((len(matched), 5), np.int32)
    n_rows = 0
    first = 0
    for k in range(len(matched)):
        j = matched[k]
        if k + 1 < len(matched):
            step_a, step_b = partner[matched[k + 1]] - partner[j], matched[k + 1] - j
            if 0 < step_a <= max_gap + 1 and step_b <= max_gap + 1:
                continue
        joined = matched[first : k + 1]
        broken = _broken(joined, a_flags, b_flags, partner)
        roles = _roles(joined, broken, a_flags, b_flags, partner, settings)
        for t in range(len(joined)):
            if roles[t] == _DROPPED:
                continue
            at_a, at_b = partner[joined[t]], joined[t]
            begins = t == 0 or _cuts(t, roles, broken)
            if begins or at_a != partner[joined[t - 1]] + 1 or at_b != joined[t - 1] + 1:
                rows[n_rows, 0] = 1 if begins else 0
                rows[n_rows, 1] = roles[t]
                rows[n_rows, 2] = at_a
                rows[n_rows, 3] = at_b
                rows[n_rows, 4] = 0
                n_rows += 1
            rows[n_rows - 1, 4] += 1
        first = k + 1
    return rows[:n_rows].copy()


@part
def _broken(
    matched: NDArray[np.int64],
    a_flags: NDArray[np.uint8],
    b_flags: NDArray[np.uint8],
    partner: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Tell for each matched word whether a word that is no speech stands between it and the one before."""
    broken = np.zeros(len(matched), np.bool_)
    for t in range(1, len(matched)):
        for i in range(partner[matched[t - 1]] + 1, partner[matched[t]]):
            broken[t] |= (a_flags[i] & QUOTED) == 0
        for j in range(matched[t - 1] + 1, matched[t]):
            broken[t] |= (b_flags[j] & QUOTED) == 0
    return broken


@part
def _cuts(t: int, roles: NDArray[np.uint8], broken: NDArray[np.bool_]) -> bool:
    """Tell whether a part begins at matched word t: another role, or speech after words that are none."""
    return bool(roles[t] != roles[t - 1] or (roles[t] == QUOTE and broken[t]))


@part
def _roles(
    matched: NDArray[np.int64],
    broken: NDArray[np.bool_],
    a_flags: NDArray[np.uint8],
    b_flags: NDArray[np.uint8],
    partner: NDArray[np.int32],
    settings: Settings,
) -> NDArray[np.uint8]:
    """Return PROSE, QUOTE, BOILERPLATE or _DROPPED for each matched word of one joined run."""
    least_prose, least_quote = 2 * settings[2], 2 * settings[3]  # in half words
    n_matched = len(matched)
    roles = np.empty(n_matched, np.uint8)
    size = np.zeros(n_matched + 1, np.int64)  # half words before each matched word
    for k in range(n_matched):
        j = matched[k]
        flags = a_flags[partner[j]] | b_flags[j]
        roles[k] = BOILERPLATE if flags & FURNITURE else QUOTE if flags & QUOTED else PROSE
        size[k + 1] = size[k] + (1 if b_flags[j] & SOLO else 2)
    start = 0
    for k in range(1, n_matched + 1):  # a term in quotation marks is prose
        if k == n_matched or _cuts(k, roles, broken):
            alone = start == 0 and k == n_matched
            if roles[start] == QUOTE and size[k] - size[start] < least_quote and not alone:
                roles[start:k] = PROSE
            start = k
    copied_prose = False
    start = 0
    for k in range(1, n_matched + 1):
        if k == n_matched or _cuts(k, roles, broken):
            copied_prose |= roles[start] == PROSE and size[k] - size[start] >= least_prose
            start = k
    start = 0
    for k in range(1, n_matched + 1):
        if k == n_matched or _cuts(k, roles, broken):
            least = least_quote if roles[start] == QUOTE else least_prose
            enough = copied_prose if roles[start] == PROSE else size[k] - size[start] >= least
            if not enough:
                roles[start:k] = _DROPPED
            start = k
    return roles
