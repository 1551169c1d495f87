"""The marks without which a form of credit is not tried: none keeps a form from a line that it matches."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.agencies.captions import PHOTO_CREDITS
from syndetect.agencies.lines import Line, make_line
from syndetect.agencies.patterns import DOMAIN, FULL, GENERIC, PHOTO, SHORT
from syndetect.agencies.text_forms import TEXT_RULES
from tests.agencies import test_languages, test_photo_forms, test_text_forms, test_traps
from tests.agencies.reading import registry

RULES = [*TEXT_RULES["before photos"], *PHOTO_CREDITS, *TEXT_RULES["after photos"]]
LINES = sorted(
    {
        *(f"{row[0]}{row[1] or ''}" for row in test_text_forms.DATELINES),
        *(row[0] for rows in (test_text_forms.RELEASES, test_text_forms.HEADS) for row in rows),
        *(row[0] for rows in (test_text_forms.TAILS, test_photo_forms.CREDITS) for row in rows),
        *(f"The cranes are gone.{row[0]}" for row in test_text_forms.ENDS),
        *(row[0] for row in test_traps.MENTIONS),
        *(row[1] for row in test_languages.TRAPS),
    }
)
PIECES = [
    "by ",
    "By ",
    "PHOTO",
    "Foto: ",
    "VIA ",
    "with files from ",
    "Con información de ",
    " (",
    ") - ",
    "/",
    " | ",
]
PIECES += [
    " — ",
    "©",
    "(C) ",
    "电",
    "摄",
    " 12 May ",
    "Jane Doe",
    ", ",
    ".",
    " all rights reserved",
    "Fot. ",
    "MIT ",
]
PIECES += [mask * 3 for mask in (FULL, SHORT, GENERIC, PHOTO, DOMAIN)]


@cache
def _line(text: str) -> Line:
    return make_line(text, list(registry().forms), (0, 1, 9, len(text.split())))


def _missed(masked: str) -> list[str]:
    """Return the forms that match a line but would not be tried on it."""
    folded = masked.casefold()
    return [
        rule.pattern.pattern
        for rule in RULES
        if rule.needs and not any(mark in folded for mark in rule.needs) and rule.pattern.search(masked)
    ]


@pytest.mark.parametrize("text", LINES)
def test_every_form_is_tried_on_its_lines(text):
    """A line of the other tests holds the marks of every form that matches it, in any case."""
    line = _line(text)

    assert line.folded == line.masked.casefold()
    assert _missed(line.masked) == _missed(line.masked.upper()) == []


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_every_form_is_tried_on_lines_of_pieces(masked):
    """So does any line made of the pieces of credits."""
    assert _missed(masked) == []
