"""The measures of planted passages: by hand, and against sets of characters."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality.plagdet import Case, Scores, evaluate

ONE = Case(0, 100, 0, 100)


@pytest.mark.parametrize(
    ("cases", "found", "precision", "recall", "granularity"),
    [
        ([], [], 1, 1, 1),
        ([ONE], [], 0, 0, 1),
        ([], [ONE], 0, 0, 1),
        ([ONE], [ONE], 1, 1, 1),
        # half of either side: 100 of 200 characters
        ([ONE], [Case(0, 50, 50, 100)], 1, 0.5, 1),
        # all of one side, a quarter of the other
        ([ONE], [Case(0, 100, 0, 25)], 1, 0.625, 1),
        # too long by as much again
        ([ONE], [Case(0, 200, 0, 200)], 0.5, 1, 1),
        # the right place in one text, a wrong one in the other: no detection
        ([ONE], [Case(0, 100, 100, 200)], 0, 0, 1),
        # touching is not overlapping
        ([ONE], [Case(100, 200, 100, 200)], 0, 0, 1),
        # in two pieces
        ([ONE], [Case(0, 50, 0, 50), Case(50, 100, 50, 100)], 1, 1, 2),
        # pieces that overlap cover their characters once
        ([ONE], [Case(0, 50, 0, 50), Case(25, 75, 25, 75)], 1, 0.75, 2),
        # one detection over two cases, and the 100 characters between them
        ([ONE, Case(200, 300, 200, 300)], [Case(0, 300, 0, 300)], 2 / 3, 1, 1),
        # cases that are not found do not count for granularity
        ([ONE, Case(500, 600, 500, 600)], [Case(0, 50, 0, 50), Case(50, 100, 50, 100)], 1, 0.5, 2),
    ],
)
def test_one_pair_by_hand(cases, found, precision, recall, granularity):
    """Characters of both sides together; means over cases and over detections."""
    scores = evaluate([(cases, found)])

    assert scores == pytest.approx((precision, recall, granularity, len(cases), len(found)))


def test_means_are_over_cases_not_over_pairs():
    """Two cases in one pair and one in another: each counts a third."""
    two = [ONE, Case(200, 300, 200, 300)]

    assert evaluate([(two, two), ([ONE], [])]).recall == pytest.approx(2 / 3)
    assert evaluate([([], [ONE]), ([ONE], [ONE])]).precision == 0.5


def test_plagdet():
    """F1 over log2(1 + granularity): 1 piece costs nothing, 3 pieces half; 0 when nothing is right."""
    assert Scores(0.8, 0.6, 1, 1, 1).plagdet == pytest.approx(0.96 / 1.4)
    assert Scores(1, 1, 3, 1, 3).plagdet == pytest.approx(0.5)
    assert Scores(0.9, 0.9, 1.5, 2, 3).plagdet == pytest.approx(0.9 / log2(2.5))
    assert Scores(0, 0, 1, 1, 1).plagdet == 0


def spans() -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, 30), st.integers(1, 15)).map(lambda span: (span[0], span[0] + span[1]))


def lists_of_cases() -> st.SearchStrategy[list[Case]]:
    return st.lists(st.builds(lambda a, b: Case(*a, *b), spans(), spans()), max_size=4)


@given(lists_of_cases(), lists_of_cases())
def test_coverage_is_that_of_sets_of_characters(cases, found):
    """Recall and precision as sets of characters say it."""

    def characters(case: Case) -> set[tuple[str, int]]:
        in_a = {("a", at) for at in range(case.a_start, case.a_end)}
        return in_a | {("b", at) for at in range(case.b_start, case.b_end)}

    def mean_share(ones: list[Case], others: list[Case]) -> float:
        shares = []
        for one in ones:
            mine = characters(one)
            near = [mine & characters(other) for other in others]
            both = [c for c in near if {side for side, _ in c} == {"a", "b"}]
            shares.append(len(set().union(*both)) / len(mine))
        return sum(shares) / len(shares) if shares else 0.0

    scores = evaluate([(cases, found)])
    if cases or found:
        assert scores.recall == pytest.approx(mean_share(cases, found))
        assert scores.precision == pytest.approx(mean_share(found, cases))
