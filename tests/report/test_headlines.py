"""The headline that stands for a story, and how two headlines differ."""

from hypothesis import given
from hypothesis import strategies as st

from syndetect.report.headlines import central_headline, headline_change

HEADLINES = st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=8)


def test_a_page_furniture_title_does_not_stand_for_a_story():
    """The headline that most others agree with is chosen, wherever it stands; a stray one is not."""
    ferry, stray, other = (1, 2, 3, 4), (7, 8), (1, 2, 3, 5)

    assert central_headline([stray, ferry, other, ferry]) == 1
    assert central_headline([stray, other, ferry]) == 1


def test_where_no_two_agree_the_preferred_one_stands():
    """Nothing in common: the first that has a word; no word at all: none."""
    assert central_headline([(), (1, 2), (3,)]) == 1
    assert central_headline([(5,), (1, 2), (3,)]) == 0
    assert central_headline([(), ()]) is None
    assert central_headline([]) is None


@given(HEADLINES)
def test_the_choice_does_not_depend_on_the_order_of_words(headlines):
    """Turning every headline round changes nothing, and a chosen one has words."""
    chosen = central_headline(headlines)

    assert chosen == central_headline([each[::-1] for each in headlines])
    assert (chosen is None) == (not any(headlines))
    if chosen is not None:
        assert headlines[chosen]


def test_changes_of_a_headline():
    """Same words in order are the same; half of all words in common or more is edited; else new."""
    assert headline_change((1, 2), (1, 2)) == "same"
    assert headline_change((1, 2), (2, 1)) == "edited"
    assert headline_change((1, 2, 3), (1, 2, 4)) == "edited"
    assert headline_change((1, 2, 3), (1, 4, 5)) == "new"
    assert headline_change((), (1,)) is None
