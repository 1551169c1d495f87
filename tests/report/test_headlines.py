"""The headline that stands for a story, and how two headlines differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.report.headlines import central_headline, headline_change, opening_words

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


TEXT = "Boats at the quay. Photo: CPA\n\nLINDEN (Reuters) — Ferries ran again on Friday, the port said."
CAPTION, DATELINE = (0, 29, "caption"), (31, 47, "dateline")


@pytest.mark.parametrize(
    ("text", "furniture", "shown"),
    [
        (TEXT, [CAPTION, DATELINE], "Ferries ran again on Friday, the port said."),
        (TEXT, [CAPTION], "LINDEN (Reuters) — Ferries ran again on Friday, …"),
        ("Ferries run\n\nBy Ada\n\nBoats left.", [(0, 11, "headline"), (13, 19, "byline")], "Ferries run"),
        ("Boats left.\n\nFerries run", [(13, 24, "headline")], "Boats left."),
        ("Photo: CPA", [(0, 10, "photo credit")], "Photo: CPA"),
        ("“We left,” he said.", [], "“We left,” he said."),
        (f"{'Menu ' * 100}\n\nBoats left.", [(0, 500, "menu")], "Boats left."),
        ("", [], ""),
    ],
)
def test_what_stands_for_a_missing_headline(text, furniture, shown):
    """The body's first words, without captions, datelines and credits; a headline above it comes first."""
    assert opening_words(text, furniture, 50) == shown


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=4), st.integers(3, 20))
def test_stand_ins_are_short_and_of_the_text(text, ends, n_characters):
    """One line, never longer than asked for, in words of the text alone."""
    ends = sorted(min(end, len(text)) for end in ends)
    shown = opening_words(
        text, [(a, b, "caption") for a, b in zip(ends[::2], ends[1::2], strict=False)], n_characters
    )

    assert len(shown) <= n_characters
    assert shown == " ".join(shown.split())
    assert bool(shown) == bool(text.split())
