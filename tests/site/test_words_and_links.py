"""Words, numbers, dates and links that every page shows: nothing trusts a field."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.report.site.charts.bars import bar
from syndetect.report.site.wording import clean, clipped, lag, language, link, percentages, published


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
        ),
        *(
            "//a.example",
            "/path",
            "",
            "https:",
            "https://",
            "http://[",
            "ftp://a.example",
            "https://a.example/a b",
        ),
        *(
            "https://a.example/\u202e",
            "https://a.example/\\x",
            "https://a.example/'x",
            "blob:https://a.example",
        ),
        "https://a.example/" + "x" * 3000,
    ],
)
def test_unsafe_addresses_are_no_links(url):
    """What is not a plain web address becomes no link, nor does one that no browser takes."""
    assert link(url) == ""


def test_web_addresses_are_links():
    """Plain web addresses are links, with query, fragment and letters of any script."""
    for url in ("https://a.example/b?c=d&e=f#g", "HTTP://a.example", "https://例え.example/ä/%20"):
        assert link(url) == url
    assert link(None) == ""


def test_language_tags_are_well_formed():
    """Only a well-formed language tag is passed on."""
    assert [language(code) for code in ("en", "zh-Hant", 'en" x="', "", None, "english")] == [
        *("en", "zh-Hant"),
        *("", "", "", ""),
    ]


@given(st.text(st.characters()))
def test_cleaning_keeps_what_is_harmless(text):
    """Cleaning is idempotent, leaves no control character, and changes nothing in text without one."""
    shown = clean(text)

    assert clean(shown) == shown
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]", shown)
    assert re.sub("<U\\+([0-9A-F]{4,})>", lambda found: chr(int(found[1], 16)), shown) == re.sub(
        "<U\\+([0-9A-F]{4,})>", lambda found: chr(int(found[1], 16)), text
    )
    if text.isprintable():
        assert shown == text


@given(st.text(), st.integers(2, 20))
def test_clipped_texts_are_short(text, n):
    """A clipped text has the wanted length at most, begins as the whole, and says that it is cut."""
    shown = clipped(text, n)

    assert len(shown) <= n
    assert shown == text or (shown.endswith(" …") and text.startswith(shown[:-2]))


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=4))
def test_percentages_sum_to_a_hundred(words):
    """Rounded shares sum to 100, and what is not nothing is never 0 %."""
    shares = percentages(words)

    if sum(words):
        assert sum(0 if share == "<1%" else int(share[:-1]) for share in shares) == 100
    assert all((share == "0%") == (n == 0) for share, n in zip(shares, words, strict=True))


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999))
def test_bars_are_full(prose, quote, own):
    """The stretches of a bar follow one another and fill it."""
    edge = 0.0
    for part in bar(prose, quote, own).parts:
        assert abs(float(part.x[:-1]) - edge) < 0.02
        edge = float(part.x[:-1]) + float(part.width[:-1])
    assert abs(edge - (100 if prose + quote + own else 0)) < 0.02


def test_lags_in_words():
    """A lag is written in the largest units that fit; before the reference it has a minus sign."""

    def written(later: str, minutes: float | None, earlier: str = "2025-03-01T00:00:00Z") -> str:
        return lag({"published": later}, {"published": earlier}, minutes)

    for minutes, words in [
        (0, "same minute"),
        (59, "+59 min"),
        (-60, "−1 h"),
        (60 * 47 + 1, "+47 h 1 min"),
        (60 * 49, "+2 d 1 h"),
        (1440 * 3, "+3 d"),
    ]:
        assert written("2025-03-01T00:00:00Z", minutes) == words
    assert written("2025-03-01", 0) == "same day"
    assert written("2025-02-27", -1440) == "−2 days"
    assert written("2025-03-02", 1440) == "+1 day"
    assert written("", None) == ""
    assert written("odd", 1) == ""


def test_dates_in_words():
    """Days and minutes are written out in UTC; what is not a date stays as it is."""
    assert published("2025-03-04T23:52:00Z") == "4 March 2025, 23:52 UTC"
    assert published("2025-03-04") == "4 March 2025"
    assert published("2025-99-04") == "2025-99-04"
    assert published("") == ""
