"""Signs of paragraphs, against their definition in plain Python."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.text import tokenise_paragraphs
from syndetect.text.signs import ODD, OPENING, SENTENCE, ends_sentence

CHARACTERS = st.sampled_from("aZé文क्9²․.!?…。։,;'’\"“”»›)]（—–-_/(电*© \t\u00a0\u2028\n\u200b\u0301")


def _signs(text: str) -> list[tuple[str, int]]:
    _, paragraphs = tokenise_paragraphs([text])
    return [
        (text[start:end], sign)
        for (start, end), sign in zip(paragraphs.spans.tolist(), paragraphs.signs.tolist(), strict=True)
    ]


@given(st.text(CHARACTERS, max_size=40) | st.text(max_size=40))
def test_signs_agree_with_their_definition(text):
    """Each paragraph ends as its last characters do, and may open with a dateline where a mark stands."""
    for paragraph, sign in _signs(text):
        assert bool(sign & SENTENCE) == ends_sentence(paragraph[-12:])
        if re.search(r"[—–―_/(电]|-[- ]|\s-", paragraph[:90]):
            assert sign & OPENING
        elif not re.search(r"[—–―_/(电-]", paragraph):
            assert not sign & OPENING


@given(st.text(max_size=40))
def test_what_is_not_odd_holds_no_digit_and_no_bracket(text):
    """A paragraph that is not odd has none of the characters that rules on lines ask for."""
    for paragraph, sign in _signs(text):
        assert sign & ODD or not re.search(r"[\d()\[\]{}:/|@©»›→>=#%&+*]", paragraph)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("It fell", 0),
        ("It fell.", SENTENCE),
        ("“It fell,” she said — and left.", SENTENCE | OPENING),
        ("L’île d’été, où “l’eau” monte…", SENTENCE),
        ("新しい岸壁は春に開く。", SENTENCE),
        ("By J. P.", SENTENCE | ODD),
        ("In the U.S.", SENTENCE | ODD),
        ("At NATO.", SENTENCE),
        ("A.", SENTENCE | ODD),
        ("It fell at 9.", SENTENCE | ODD),
        ("It fell (again)", ODD | OPENING),
        ("x" * 100 + " (", ODD),
        ("a--b", OPENING),
        ("a-b", 0),
    ],
)
def test_signs(text, sign):
    """Ends, odd characters and marks of datelines, each by an example."""
    assert _signs(text) == [(text, sign)]


def test_a_batch_of_texts_and_none():
    """Signs are in the order of the paragraphs over all texts; no text has none."""
    _, paragraphs = tokenise_paragraphs(["One.\n\nTwo", "", "Three (3)"])

    assert paragraphs.signs.tolist() == [SENTENCE, 0, ODD | OPENING]
    assert tokenise_paragraphs([])[1].signs.tolist() == []
