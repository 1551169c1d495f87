"""Five real articles on one exchange of prisoners: what they share is speech, and one sentence of prose."""

from itertools import combinations
from pathlib import Path

import pytest

from syndetect import scan

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "seeds"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="NOT TESTED: there is no ../shared/seeds beside this repository"
)


@pytest.fixture(scope="module")
def result():
    return scan(FOLDER)


def _pair(result, one: int, other: int):
    [pair] = [pair for pair in result.pairs if (pair.a, pair.b) == (one, other)]
    return pair


def _passages(result, pair) -> set[tuple[str, str]]:
    text = result.articles[pair.b].text
    return {(p.role, text[p.b_start : p.b_end]) for p in pair.passages}


def test_they_are_one_story(result):
    """All five articles, and none is a copy of another."""
    assert [len(story.members) for story in result.stories] == [5]
    assert len(result.pairs) == len(list(combinations(range(5), 2)))
    assert not {pair.relation for pair in result.pairs} & {"same_text", "partial"}


@pytest.mark.parametrize(("one", "other"), [(1, 3), (3, 4), (0, 4), (1, 4)])
def test_pairs_that_share_speech_alone(result, one, other):
    """These pairs share quotations and no prose."""
    pair = _pair(result, one, other)

    assert pair.relation == "quotes_only"
    assert pair.prose_words == 0 < pair.quote_words


@pytest.mark.parametrize(
    "quote",
    [
        "Congratulations to both sides on this negotiation. This could lead to something big",
        "It is very important to return everyone who remains in captivity. We are verifying every surname, "
        "every detail about each person",
    ],
)
def test_quotations_are_passages_of_speech(result, quote):
    """Word by word, across sentences."""
    assert any(("quote", quote) in _passages(result, pair) for pair in result.pairs)


def test_one_sentence_of_prose_is_shared(result):
    """The first two articles have half a sentence of prose in common."""
    pair = _pair(result, 0, 1)

    assert ("prose", "Russia and Ukraine each released 390 prisoners on Friday") in _passages(result, pair)
    assert pair.relation == "fragment"


def test_each_article_has_text_of_its_own(result):
    """Nobody only copied: every member has own spans, most of its words."""
    for member in result.stories[0].members:
        assert member.own_spans
        assert member.own_words > member.n_words / 2


def test_files_one_by_one_are_the_folder(result):
    """Naming the files gives what naming the folder gives."""
    other = scan(sorted(FOLDER.glob("*.txt")))

    assert other.pairs == result.pairs
    assert other.stories == result.stories
