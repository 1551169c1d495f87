"""Laws of dates: what is one is read in UTC, what is none is empty, nothing raises."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.corpus import parse_date

READABLE = {
    "2025-05-23": "2025-05-23",
    "2025/5/3": "2025-05-03",
    "2025.05.23": "2025-05-23",
    "20250523": "2025-05-23",
    20250523: "2025-05-23",
    "1655-11-07": "1655-11-07",
    "2025-05-23T14:05:00Z": "2025-05-23T14:05:00Z",
    "2025-05-23t14:05:00z": "2025-05-23T14:05:00Z",
    "2025-05-23T14:05:00 Z": "2025-05-23T14:05:00Z",
    "2025-05-23T14:05": "2025-05-23T14:05:00Z",
    "2025-05-23 14:05:00": "2025-05-23T14:05:00Z",
    " 2025-05-23 14:05:00 UTC ": "2025-05-23T14:05:00Z",
    "2025-05-23 14:05:00 +0200": "2025-05-23T12:05:00Z",
    "2025-05-23T14:05:00+02:00": "2025-05-23T12:05:00Z",
    "2025-05-23T14:05:00.123456789Z": "2025-05-23T14:05:00Z",
    "2026-05-23T00:00:00+14:00": "2026-05-22T10:00:00Z",
    "2025-05-23T24:00:00": "2025-05-24T00:00:00Z",
    "20250523T140500Z": "2025-05-23T14:05:00Z",
    "20250523140500": "2025-05-23T14:05:00Z",
    "Fri, 23 May 2025 14:05:00 GMT": "2025-05-23T14:05:00Z",
    "Fri, 23 May 2025 14:05:00 -0700": "2025-05-23T21:05:00Z",
    "Fri May 23 14:05:00 2025": "2025-05-23T14:05:00Z",
    "2038-01-19T03:14:08Z": "2038-01-19T03:14:08Z",
    1748009100: "2025-05-23T14:05:00Z",
    1748009100.9: "2025-05-23T14:05:00Z",
    1748009100000: "2025-05-23T14:05:00Z",
    1748009100000000: "2025-05-23T14:05:00Z",
    "1748009100": "2025-05-23T14:05:00Z",
    "1748009100.5": "2025-05-23T14:05:00Z",
    -315360000: "1960-01-04T00:00:00Z",
}

UNREADABLE = [
    *("", " ", "yesterday", "2019", "2025-05", "2025-02-30", "2025-13-01", "05/23/2025", "23.05.2025 14:00"),
    *("0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31", "2025-05-23T24:05:00", "2025-05-23T23:59:60Z"),
    *(
        "9" * 20,
        "9" * 100_000,
        "2025-05-23" + " " * 100_000 + "x",
        "١٢٣٤٥٦٧٨",
        "Fri, 31 Feb 2025 14:05:00 GMT",
    ),
    *(0, -1, 2019, 10**400, float("nan"), float("inf"), True, None, [], {}, ["2025-05-23"]),
]


@pytest.mark.parametrize(("value", "text"), READABLE.items(), ids=repr)
def test_a_date_is_read_in_utc(value, text):
    """Every way in which news data write a date gives the same text and the matching seconds."""
    moment = parse_date(value)

    assert moment is not None
    assert moment.text == text
    assert moment.seconds == datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize("value", UNREADABLE, ids=lambda value: repr(value)[:30])
def test_what_is_no_date_is_unknown(value):
    """No guess between day and month, no year outside 1600 to 2200, no stamp that stands for "unknown"."""
    assert parse_date(value) is None


@given(
    st.one_of(
        st.text(max_size=70),
        st.text("0123456789-/.:TZ+ GMTUC", max_size=30),
        st.integers(),
        st.floats(),
        st.binary(max_size=8),
        st.lists(st.integers(), max_size=2),
    )
)
def test_nothing_raises_and_what_comes_out_is_canonical(value):
    """Reading a date never raises, and reading its result again changes nothing."""
    moment = parse_date(value)

    if moment is not None:
        assert parse_date(moment.text) == moment


@given(st.datetimes(datetime(1601, 1, 1), datetime(2199, 12, 31), timezones=st.timezones()))
def test_every_time_survives_in_iso_form(moment):
    """A time with an offset is the same instant in UTC, but for fractions of a second."""
    found = parse_date(moment.isoformat()) if moment.utcoffset().total_seconds() % 60 == 0 else None

    if found is not None:
        assert found.seconds == moment.replace(microsecond=0).timestamp()
