"""Copies: found by their words or signatures, and paired again after a search."""

import numpy as np
import strategies
from hypothesis import given
from hypothesis import strategies as st

from syndetect.candidates import distinct, near_copies, with_copies
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

    assert with_copies(pairs, firsts, most=0).tolist() == stars
    assert with_copies(pairs, firsts, most=9).tolist() == sorted([*stars, [0, 4], [1, 2], [2, 4]])
    assert with_copies(pairs, firsts, most=1000).tolist() == sorted(sorted(pair) for pair in all_pairs)
    assert with_copies(pairs[:0], np.arange(8), most=8).tolist() == []
