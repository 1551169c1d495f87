"""Passages planted and passages found -> macro precision and recall, granularity, plagdet.

The measures of Potthast, Stein, Barrón-Cedeño & Rosso, "An evaluation
framework for plagiarism detection" (COLING 2010), over characters.
"""

from collections.abc import Iterable, Sequence
from math import log2
from typing import NamedTuple

__all__ = ["Case", "Scores", "evaluate"]


class Case(NamedTuple):
    """A passage of one text and the passage of another one that it belongs to: characters, half-open."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


class Scores(NamedTuple):
    """How well the cases of a set of pairs were found.

    Attributes
    ----------
    precision, recall : float
        Means over detections and over cases.
    granularity : float
        Detections a case that was found at all: 1 or more.
    n_cases, n_found : int
        Cases planted, and detections.
    """

    precision: float
    recall: float
    granularity: float
    n_cases: int
    n_found: int

    @property
    def plagdet(self) -> float:
        """F1 of precision and recall, divided by log2(1 + granularity)."""
        total = self.precision + self.recall
        f1 = 2 * self.precision * self.recall / total if total else 0.0
        return f1 / log2(1 + self.granularity)


def evaluate(pairs: Iterable[tuple[Sequence[Case], Sequence[Case]]]) -> Scores:
    """Score what was found in pairs of texts.

    Parameters
    ----------
    pairs : iterable of (cases, detections)
        Of one pair of texts each.

    Returns
    -------
    Scores
        Without cases and detections precision and recall are 1; when only one
        of the two is missing both are 0.

    Notes
    -----
    A detection detects a case when they overlap on both sides. The recall of a
    case is the share of its characters, those of both sides together, that the
    detections which detect it cover; a detection's precision is the same with
    cases and detections exchanged.
    """
    recalls: list[float] = []
    precisions: list[float] = []
    hits: list[int] = []  # detections of each case that was found
    for cases, found in pairs:
        recalls += [_covered(case, found) for case in cases]
        precisions += [_covered(one, cases) for one in found]
        hits += [n for n in (sum(_overlap(case, one) for one in found) for case in cases) if n]
    granularity = sum(hits) / len(hits) if hits else 1.0
    if not recalls and not precisions:
        return Scores(1.0, 1.0, granularity, 0, 0)
    return Scores(_mean(precisions), _mean(recalls), granularity, len(recalls), len(precisions))


def _overlap(one: Case, other: Case) -> bool:
    in_a = one.a_start < other.a_end and other.a_start < one.a_end
    return in_a and one.b_start < other.b_end and other.b_start < one.b_end


def _covered(one: Case, others: Iterable[Case]) -> float:
    """Return the share of the characters of a case that those of the others cover which overlap with it."""
    near = [other for other in others if _overlap(one, other)]
    in_a = _length(one.a_start, one.a_end, [(other.a_start, other.a_end) for other in near])
    in_b = _length(one.b_start, one.b_end, [(other.b_start, other.b_end) for other in near])
    return (in_a + in_b) / (one.a_end - one.a_start + one.b_end - one.b_start)


def _length(start: int, end: int, spans: Iterable[tuple[int, int]]) -> int:
    """Count the characters from start to end that spans cover, each once."""
    covered = 0
    for first, past in sorted(spans):
        low, high = max(start, first), min(end, past)
        covered += max(0, high - low)
        start = max(start, high)
    return covered


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
