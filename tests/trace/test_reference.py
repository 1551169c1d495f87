"""The reference article of a story, and the pairs that are made up for."""

import naive_trace
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.agencies import load_registry
from syndetect.corpus import Article
from syndetect.pairs.relation import RELATIONS
from syndetect.params import StoryParams
from syndetect.trace import choose_references, find_standing, missing_pairs
from syndetect.trace.reference import missing_versions

WIRE = "Reuters"


def _choose(story, pairs, outlets, times=None):
    times = np.array([np.nan if at is None else at for at in times or [None] * len(outlets)], np.float64)
    is_wire = np.array([outlet == WIRE for outlet in outlets], np.bool_)
    return choose_references(np.array(story, np.int64), naive_trace.verified_pairs(pairs), is_wire, times)


def _prose(a: int, b: int, n: int) -> tuple:
    return (a, b, "partial", 0.5, [("prose", [(0, 0, n)])])


# outlet and time of each article, pairs -> reference, is it wire
CASES = {
    "most shared prose": ([("A", 3), ("B", 2), ("C", 1)], [_prose(0, 1, 50), _prose(1, 2, 9)], 1, False),
    "ties: the earliest": ([("A", 3), ("B", 2)], [_prose(0, 1, 50)], 1, False),
    "ties: an unknown time is last": ([("A", None), ("B", 2)], [_prose(0, 1, 50)], 1, False),
    "ties in time: the first by id": ([("A", 2), ("B", 2)], [_prose(0, 1, 50)], 0, False),
    "no time at all: the first by id": ([("A", None), ("B", None)], [_prose(0, 1, 50)], 0, False),
    "a wire outlet": ([("A", 1), ("B", 2), ("Reuters", 9)], [_prose(0, 1, 50), _prose(1, 2, 9)], 2, True),
    "of two wires most prose": (
        [("Reuters", 1), ("B", 2), ("Reuters", 9)],
        [_prose(0, 1, 9), _prose(1, 2, 50)],
        2,
        True,
    ),
    "quotes do not count": (
        [("A", 1), ("B", 2), ("C", 3)],
        [_prose(1, 2, 9), (0, 1, "quotes_only", 0.5, [("quote", [(0, 0, 99)])])],
        1,
        False,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_reference_of_a_story(case):
    """A wire article, else any; then most prose shared in the story, then the earliest, then the first."""
    described, pairs, reference, wire = case
    outlets, times = zip(*described, strict=True)
    found, is_wire = _choose([0] * len(outlets), pairs, outlets, times)

    assert found.tolist() == [reference] * len(outlets)
    assert is_wire.tolist() == [wire] * len(outlets)


def test_prose_shared_with_another_story_does_not_count():
    """Only what is shared with members of the same story makes a reference."""
    pairs = [_prose(0, 1, 20), _prose(1, 3, 500), _prose(2, 3, 20)]
    found, _ = _choose([0, 0, 2, 2], pairs, ["A"] * 4)

    assert found.tolist() == [0, 0, 2, 2]


def test_an_article_alone_is_its_own_reference():
    """Also when it is an agency's own; then it is marked so."""
    found, is_wire = _choose([0, 1], [], ["A", WIRE])

    assert found.tolist() == [0, 1]
    assert is_wire.tolist() == [False, True]


def test_no_articles_have_no_references():
    """The empty corpus goes through."""
    found, is_wire = _choose([], [], [])

    assert found.tolist() == is_wire.tolist() == []
    assert missing_pairs(found, naive_trace.verified_pairs([])).tolist() == []


@given(
    st.lists(st.integers(0, 7), min_size=8, max_size=8),
    st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7))),
)
def test_missing_pairs_are_members_never_compared_with_their_reference(reference, known):
    """Each such member gives one pair a < b, sorted; pairs that are known are left out."""
    known = {(a, b) for a, b in known if a < b}
    verified = naive_trace.verified_pairs([(a, b, "partial", 0.5) for a, b in known])
    wanted = {tuple(sorted((row, r))) for row, r in enumerate(reference) if row != r} - known

    assert missing_pairs(np.array(reference), verified).tolist() == [list(pair) for pair in sorted(wanted)]


def _missing_versions(pairs, outlets, hours):
    """Ask for articles of one story whose reference is row 0."""
    articles = [
        Article(article_id=str(row), text="", outlet=outlet, published="T", published_at=3600.0 * hour)
        for row, (outlet, hour) in enumerate(zip(outlets, hours, strict=True))
    ]
    standing = find_standing(articles, [], load_registry(), StoryParams())
    rows = np.array([pair[:2] for pair in pairs], np.int64).reshape(-1, 2)
    relation = np.array([RELATIONS.index(pair[2]) for pair in pairs], np.uint8)
    return missing_versions(np.zeros(len(outlets), np.int64), rows, relation, standing).tolist()


def test_copies_of_one_outlet_are_compared_with_the_earliest_and_the_one_before():
    """Each that is the text of the reference, in the order of time; what was compared is not asked again."""
    stars = [(0, row, "same_text") for row in range(1, 5)]
    outlets, hours = ["W", "A", "A", "A", "A"], [0, 4, 3, 2, 1]

    assert _missing_versions(stars, outlets, hours) == [[1, 2], [1, 4], [2, 3], [2, 4], [3, 4]]
    assert _missing_versions([*stars, (2, 3, "partial")], outlets, hours) == [[1, 2], [1, 4], [2, 4], [3, 4]]


def test_only_copies_of_known_outlets_can_be_versions():
    """Nothing is asked of other outlets, of unknown ones, or of what is no copy of the reference."""
    stars = [(0, row, "same_text") for row in range(1, 5)]

    assert _missing_versions(stars, ["W", "A", "B", "C", "D"], range(5)) == []
    assert _missing_versions(stars, ["W", "", "", "", ""], range(5)) == []
    assert _missing_versions([(0, row, "partial") for row in range(1, 5)], ["W", *"AAAA"], range(5)) == []
    assert _missing_versions([], [], []) == []
