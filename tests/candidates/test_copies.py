"""Copies: found by their words or signatures, and paired again after a search."""

import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from syndetect.candidates import apart, distinct, find_crowds, in_time, near_copies, with_copies
from syndetect.candidates.copies import NO_CROWD
from syndetect.sketch import content_digests, exact_copies


@given(strategies.corpora())
def test_copies_point_to_the_first_of_them(articles):
    """Each article points to the first with equal words, which may be itself."""
    firsts = exact_copies(content_digests(strategies.as_tokens(articles)))

    assert firsts.tolist() == [articles.index(words) for words in articles]
    assert firsts.dtype == np.int64


# Rows with signatures of four values, few of them, so that many agree.
SIGNATURES = st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=1, max_size=12)


@given(SIGNATURES, st.data(), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_near_copies_stand_behind_one_that_they_resemble(values, data, least):
    """A leader leads itself, is paired with what follows it and resembles it; the first such one is taken."""
    signatures = np.array(values, np.uint32)
    rows = range(len(values))
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(rows), st.sampled_from(rows)), max_size=30))
    pairs = distinct(np.array(drawn, np.int64).reshape(-1, 2))

    leaders = near_copies(pairs, signatures, np.arange(len(values)), least).tolist()

    met = {(one, other) for one, other in pairs.tolist()}
    for row in rows:
        behind = [
            one
            for one in range(row)
            if leaders[one] == one
            and (one, row) in met
            and sum(x == y for x, y in zip(values[one], values[row], strict=True)) >= 4 * least
        ]
        assert leaders[row] == (behind[0] if behind else row)


def test_exact_copies_follow_their_first_to_its_leader():
    """What equals an attached article stands behind the same leader."""
    signatures = np.array([[1, 1], [1, 1], [1, 1], [2, 2]], np.uint32)
    firsts = np.array([0, 1, 1, 3])

    assert near_copies(np.array([[0, 1], [0, 3]]), signatures, firsts, 0.5).tolist() == [0, 0, 0, 3]


def test_copies_are_paired_like_their_leader_smallest_groups_first():
    """Copies meet each other and what their leader meets, until there are enough; then only him."""
    firsts = np.array([0, 1, 0, 3, 1, 3, 3, 3])  # two copies of 0, two of 1, four of 3
    pairs = np.array([[0, 1], [0, 3]])
    stars = [[0, 1], [0, 2], [0, 3], [1, 4], [3, 5], [3, 6], [3, 7]]
    all_pairs = [
        *([0, k] for k in range(1, 8)),
        *([2, k] for k in (1, 3, 4, 5, 6, 7)),
        [1, 4],
        *([3, 5], [3, 6], [3, 7], [5, 6], [5, 7], [6, 7]),
    ]

    rest = np.full(8, NO_CROWD), np.zeros(8)

    assert with_copies(pairs, firsts, 0, *rest).tolist() == stars
    assert with_copies(pairs, firsts, 9, *rest).tolist() == sorted([*stars, [0, 4], [1, 2], [2, 4]])
    assert with_copies(pairs, firsts, 1000, *rest).tolist() == sorted(sorted(pair) for pair in all_pairs)
    assert with_copies(pairs[:0], np.arange(8), 8, *rest).tolist() == []


# Leaders of twelve articles, each itself or one of the first three, which lead themselves.
LEADERS = st.lists(st.integers(-1, 2), min_size=9, max_size=9).map(
    lambda drawn: np.array([0, 1, 2, *(k + 3 if leader < 0 else leader for k, leader in enumerate(drawn))])
)


@given(LEADERS, st.integers(1, 9))
def test_a_crowd_is_a_group_of_more_than_so_many(leaders, most):
    """An article is in the crowd of its leader when the group, with the leader, has more than ``most``."""
    expected = [leader if leaders.tolist().count(leader) > most else NO_CROWD for leader in leaders.tolist()]

    assert find_crowds(leaders, most).tolist() == expected


@given(LEADERS, st.integers(1, 9), st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11))))
def test_pairs_of_one_crowd_are_left_out_and_no_others(leaders, most, drawn):
    """A pair stays when an end is in no crowd, or both are in different ones."""
    crowds = find_crowds(leaders, most)
    pairs = distinct(np.array(sorted(drawn), np.int64).reshape(-1, 2))

    kept = apart(pairs, crowds).tolist()

    assert kept == [[a, b] for a, b in pairs.tolist() if crowds[a] == NO_CROWD or crowds[a] != crowds[b]]


@given(
    LEADERS,
    st.integers(1, 9),
    st.lists(st.sampled_from([0.0, 60.0, 3600.0, np.nan]), min_size=12, max_size=12),
    st.integers(2, 9),
)
def test_members_of_a_crowd_meet_the_earliest_and_those_just_before(leaders, most, times, n_partners):
    """By time, unknown last, then by row: half of the partners the first ones, half the ones before."""
    crowds = find_crowds(leaders, most)
    expected = set()
    for crowd in set(crowds.tolist()) - {NO_CROWD}:
        rows = np.flatnonzero(crowds == crowd).tolist()
        rows.sort(key=lambda row: (np.isnan(times[row]), 0 if np.isnan(times[row]) else times[row], row))
        half = n_partners // 2
        for place, row in enumerate(rows):
            others = rows[: min(half, place)] + rows[max(0, place - half) : place]
            expected |= {(min(row, other), max(row, other)) for other in others}

    found = in_time(crowds, np.array(times), n_partners)

    assert found.tolist() == sorted(map(list, expected))


@pytest.mark.parametrize(
    ("times", "meets"),
    [
        ([5, 6, 7, 1, 9], True),
        ([5, 6, 7, 9, 1], True),
        ([5, 6, 7, 6, 6], False),
        ([5, 6, 7, np.nan, np.nan], False),
    ],
)
def test_copies_in_a_crowd_meet_only_what_came_before_all_of_them(times, meets):
    """A crowd keeps the star around its leader; a group is crossed with it when one of that came first."""
    leaders = np.array([0, 0, 0, 3, 3])
    crowds = np.array([0, 0, 0, NO_CROWD, NO_CROWD])

    found = with_copies(np.array([[0, 3]]), leaders, 1000, crowds, np.array(times, np.float64)).tolist()

    stars = [[0, 1], [0, 2], [0, 3], [3, 4]]
    crossed = [[a, b] for a in (0, 1, 2) for b in (3, 4)] if meets else []
    assert found == [list(pair) for pair in sorted({tuple(pair) for pair in stars + crossed})]


def test_two_crowds_are_not_crossed():
    """What was found between them stays."""
    leaders = np.array([0, 0, 2, 2])

    found = with_copies(np.array([[0, 3]]), leaders, 1000, leaders, np.array([1.0, 2.0, 3.0, 4.0])).tolist()

    assert found == [[0, 1], [0, 3], [2, 3]]
