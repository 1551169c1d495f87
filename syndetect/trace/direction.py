"""Verified pairs and what is known of their articles -> who took it from whom, with evidence and cause.

Evidence is listed, never weighed in silence:

1. *Role*: one side is an agency's own text, or the other side credits it.
2. *Common source*: both took it from one wire text of the corpus, or credit
   one agency. Then neither is the source of the other, whoever was first.
3. *Time*: one was published earlier, by more than dates can tell.

Role decides unless time contradicts it; then nothing is decided. Time decides
where there is neither role nor common source. Equal, missing or implausible
times decide nothing.
"""

from dataclasses import dataclass
from enum import IntFlag
from functools import cache
from math import isnan
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs.relation import RELATIONS
from syndetect.pairs.verify import Verified
from syndetect.params import StoryParams
from syndetect.trace.standing import Standing

__all__ = ["CAUSES", "DIRECTIONS", "Cause", "Direction", "Evidence", "Judged", "explain", "judge"]

Direction = Literal["undetermined", "a>b", "b>a"]
Cause = Literal[
    "", "versions", "same owner", "press release", "wire copy", "another outlet", "common source", "unknown"
]

DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
CAUSES: tuple[Cause, ...] = get_args(Cause)

_PARTIAL = RELATIONS.index("partial")
_COPIED = RELATIONS.index("fragment")  # this relation and all stronger ones share prose
_QUOTES_ONLY = RELATIONS.index("quotes_only")
_FIRST_PLAUSIBLE = 631152000.0  # 1990-01-01: a news page cannot be older


class Evidence(IntFlag):
    """What speaks for a direction, or against any."""

    A_EARLIER = 1
    B_EARLIER = 2
    SAME_TIME = 4
    NO_TIME = 8
    IMPLAUSIBLE = 16
    A_WIRE = 32
    B_WIRE = 64
    B_CREDITS_A = 128
    A_CREDITS_B = 256
    COMMON_CREDIT = 512
    COMMON_WIRE = 1024
    A_CONTAINED = 2048
    B_CONTAINED = 4096
    AGAINST_TIME = 8192


_NEARLY_ALL, _CLEARLY_LESS = 0.9, 0.7  # containments that are listed as evidence


@dataclass(frozen=True, slots=True)
class Judged:
    """Direction, evidence and cause of verified pairs, column by column.

    Attributes
    ----------
    direction : uint8 array of shape (n_pairs,)
        Places in ``DIRECTIONS``.
    evidence : uint16 array of shape (n_pairs,)
        Or-ed ``Evidence``; 0 for pairs that share no prose.
    cause : uint8 array of shape (n_pairs,)
        Places in ``CAUSES``; "" for pairs that share neither prose nor speech.
    agency : int32 array of shape (n_pairs,)
        The agency or outlet that the shared prose is credited to or is the own
        text of: a place in ``Standing.agencies``; -1 when unknown.
    """

    direction: NDArray[np.uint8]
    evidence: NDArray[np.uint16]
    cause: NDArray[np.uint8]
    agency: NDArray[np.int32]


def judge(
    verified: Verified,
    containments: NDArray[np.float64],
    standing: Standing,
    wire_source: NDArray[np.int64],
    params: StoryParams,
) -> Judged:
    """Judge pairs of articles.

    Parameters
    ----------
    verified : Verified
    containments : float64 array of shape (n_pairs, 2)
        Of a in b, and of b in a.
    standing : Standing
    wire_source : int64 array of shape (n_articles,)
        The wire text that each article took most from, as a row that versions
        of one text share; -1 for none.
    params : StoryParams
        Of which ``min_lag_minutes`` and ``max_lag_days`` are used.

    Returns
    -------
    Judged
    """
    a, b = verified.pairs.T
    copied = verified.relation <= _COPIED
    shared = _common_credit(standing, a, b)
    evidence = (
        _time_evidence(standing, a, b, params)
        | _role_evidence(standing, a, b)
        | _flags(Evidence.COMMON_CREDIT, shared >= 0)
        | _flags(Evidence.COMMON_WIRE, (wire_source[a] >= 0) & (wire_source[a] == wire_source[b]))
        | _flags(Evidence.A_CONTAINED, _only_one_contained(containments[:, 0], containments[:, 1]))
        | _flags(Evidence.B_CONTAINED, _only_one_contained(containments[:, 1], containments[:, 0]))
    )
    same = _same(standing.outlet, a, b) | _same(standing.own, a, b)
    from_a, from_b = _by_role(evidence)
    by_time = same | ~(from_a | from_b | _has(evidence, Evidence.COMMON_WIRE | Evidence.COMMON_CREDIT))
    against = ~same & from_a & _has(evidence, Evidence.B_EARLIER)
    against |= ~same & from_b & _has(evidence, Evidence.A_EARLIER)
    evidence |= _flags(Evidence.AGAINST_TIME, against)
    from_a = np.where(by_time, _has(evidence, Evidence.A_EARLIER), from_a & ~same)
    from_b = np.where(by_time, _has(evidence, Evidence.B_EARLIER), from_b & ~same)
    direction = np.select(
        [~copied | against, from_a, from_b], [0, DIRECTIONS.index("a>b"), DIRECTIONS.index("b>a")], 0
    )
    cause, agency = _causes(verified, standing, evidence, shared, wire_source)
    return Judged(
        direction.astype(np.uint8),
        np.where(copied, evidence, 0).astype(np.uint16),
        cause.astype(np.uint8),
        np.where(copied, agency, -1).astype(np.int32),
    )


Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


def _flags(flag: Evidence, where: Mask) -> NDArray[np.int64]:
    return np.where(where, flag.value, 0)


def _has(evidence: NDArray[np.int64], flags: Evidence) -> Mask:
    found: Mask = (evidence & flags.value) != 0
    return found


def _same(codes: NDArray[np.int32], a: Rows, b: Rows) -> Mask:
    found: Mask = (codes[a] >= 0) & (codes[a] == codes[b])
    return found


def _only_one_contained(one: NDArray[np.float64], other: NDArray[np.float64]) -> Mask:
    found: Mask = (one >= _NEARLY_ALL) & (other < _CLEARLY_LESS)
    return found


def _time_evidence(standing: Standing, a: Rows, b: Rows, params: StoryParams) -> NDArray[np.int64]:
    lag = standing.published[b] - standing.published[a]
    least, most = 60.0 * params.min_lag_minutes, 86400.0 * params.max_lag_days
    unlikely = np.fmin(standing.published[a], standing.published[b]) < _FIRST_PLAUSIBLE
    # A day alone stands at its midnight: the true moment is up to a day later.
    kinds = [
        (Evidence.NO_TIME, np.isnan(lag)),
        (Evidence.IMPLAUSIBLE, unlikely | (np.abs(lag) > most)),
        (Evidence.A_EARLIER, lag - standing.precision[a] >= least),
        (Evidence.B_EARLIER, -lag - standing.precision[b] >= least),
    ]
    return np.select(
        [where for _, where in kinds], [flag.value for flag, _ in kinds], Evidence.SAME_TIME.value
    )


def _role_evidence(standing: Standing, a: Rows, b: Rows) -> NDArray[np.int64]:
    return (
        _flags(Evidence.A_WIRE, standing.is_wire[a])
        | _flags(Evidence.B_WIRE, standing.is_wire[b])
        | _flags(Evidence.B_CREDITS_A, standing.credits_agency(b, standing.own[a]))
        | _flags(Evidence.A_CREDITS_B, standing.credits_agency(a, standing.own[b]))
    )


def _by_role(evidence: NDArray[np.int64]) -> tuple[Mask, Mask]:
    """Tell where a, and where b, is the source by its role: own text first, then who is credited."""
    a_wire, b_wire = _has(evidence, Evidence.A_WIRE), _has(evidence, Evidence.B_WIRE)
    a_named, b_named = _has(evidence, Evidence.B_CREDITS_A), _has(evidence, Evidence.A_CREDITS_B)
    equal = a_wire == b_wire
    return (a_wire & ~b_wire) | (equal & a_named & ~b_named), (b_wire & ~a_wire) | (
        equal & b_named & ~a_named
    )


def _common_credit(standing: Standing, a: Rows, b: Rows) -> NDArray[np.int32]:
    """Return the first agency that both articles of each pair credit, in the order of a; -1 for none."""
    found = np.full(len(a), -1, np.int32)
    n_of_a = np.diff(standing.credit_ptr)[a]
    pair = np.repeat(np.arange(len(a)), n_of_a)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(n_of_a) - n_of_a, n_of_a)
    agency = standing.credits[standing.credit_ptr[a][pair] + within]
    both = standing.credits_agency(b[pair], agency)
    found[pair[both][::-1]] = agency[both][::-1]  # the first one is written last
    return found


def _causes(
    verified: Verified,
    standing: Standing,
    evidence: NDArray[np.int64],
    shared: NDArray[np.int32],
    wire_source: Rows,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the cause of what each pair shares, and the agency or outlet that it is credited to."""
    a, b = verified.pairs.T
    from_a, from_b = _by_role(evidence)
    source = np.where(from_a, a, b)
    by_role = from_a | from_b
    first_a, first_b = standing.first_credited(a), standing.first_credited(b)
    # The other took it without credit, or from the same wire; for a sentence or two that says too much.
    one_credits = ((first_a >= 0) != (first_b >= 0)) & (verified.relation <= _PARTIAL)
    kinds: list[tuple[Mask, Cause, NDArray[np.int32] | int]] = [
        (verified.relation == _QUOTES_ONLY, "common source", -1),
        (verified.relation > _COPIED, "", -1),
        (_same(standing.outlet, a, b) | _same(standing.own, a, b), "versions", -1),
        (_same(standing.owner, a, b), "same owner", -1),
        (standing.is_release[a] | standing.is_release[b], "press release", -1),
        (by_role & standing.is_wire[source], "wire copy", standing.own[source]),
        (by_role, "another outlet", standing.own[source]),
        (shared >= 0, "wire copy", shared),
        (_has(evidence, Evidence.COMMON_WIRE), "wire copy", standing.own[np.maximum(wire_source[a], 0)]),
        (one_credits, "wire copy", np.maximum(first_a, first_b)),
    ]
    where = [mask for mask, _, _ in kinds]
    causes = np.select(where, [CAUSES.index(cause) for _, cause, _ in kinds], CAUSES.index("unknown"))
    return causes, np.select(where, [agency for _, _, agency in kinds], -1)


_TEXTS = {
    Evidence.A_EARLIER: "time: a is earlier by {lag}",
    Evidence.B_EARLIER: "time: b is earlier by {lag}",
    Evidence.SAME_TIME: "time: no difference that the dates can tell",
    Evidence.NO_TIME: "time: not known of both",
    Evidence.IMPLAUSIBLE: "time: implausible dates",
    Evidence.A_WIRE: "role: a is an agency's own text",
    Evidence.B_WIRE: "role: b is an agency's own text",
    Evidence.B_CREDITS_A: "credit: b names a's publisher",
    Evidence.A_CREDITS_B: "credit: a names b's publisher",
    Evidence.COMMON_CREDIT: "common source: both credit one agency",
    Evidence.COMMON_WIRE: "common source: both have it from one wire text",
    Evidence.A_CONTAINED: "containment: nearly all of a is in b, not the reverse",
    Evidence.B_CONTAINED: "containment: nearly all of b is in a, not the reverse",
    Evidence.AGAINST_TIME: "time speaks against role",
}


def explain(evidence: int, lag_seconds: float) -> str:
    """Write down the evidence of a pair.

    Parameters
    ----------
    evidence : int
        Or-ed ``Evidence``.
    lag_seconds : float
        Publication of b less that of a; NaN when unknown.

    Returns
    -------
    str
        Joined by ``; ``; empty for none.
    """
    template = _template(int(evidence))
    return template.format(lag=_lag(abs(lag_seconds))) if "{" in template else template


@cache
def _template(evidence: int) -> str:
    """Join the texts of some evidence; ``{lag}`` stands where the time between the two belongs."""
    return "; ".join(text for flag, text in _TEXTS.items() if evidence & flag.value)


def _lag(seconds: float) -> str:
    if isnan(seconds):
        return "unknown"
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{seconds / 3600:.1f} h" if minutes < 2880 else f"{seconds / 86400:.1f} days"
