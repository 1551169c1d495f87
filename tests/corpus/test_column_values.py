"""Columns of values are read as each value by itself is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndetect.corpus.dates import parse_date, plain_dates
from syndetect.corpus.values import _USUAL, FITS, fit_column

USUAL = {
    "id": ["a1", " a 2", "ä"],
    "text": ["Word.", " Two\nlines ", "\0x"],
    "title": ["Quay closed", "Späte Fähre", " padded\t"],
    "url": ["https://a.example/1", " http://me@b.example:80/x?y#z ", "HTTPS://C.example"],
    "outlet": ["Harbour Post", " b.example "],
    "published": ["2025-05-23T14:05:00Z", " 1600-01-01T00:00:00Z ", "2200-12-31T23:59:59Z"],
    "authors": ["Ann Poe", " By Jo Roe"],
    "credit": ["AP", "Agencies "],
}
ODD = [
    "",
    " \t",
    None,
    7,
    7.0,
    True,
    ["Ann Poe", {"name": "Jo"}],
    {"name": "Jo"},
    "a\0b",
    "ftp://a.example",
    "https://a.example/ b",
    "https://a.example\nhttps://b.example",
    "https://@",
    "2025-02-30T10:00:00Z",
    "2025-01-01T24:00:00Z",
    "2025-01-01T23:59:60Z",
    "1599-12-31T23:59:59Z",
    "2201-01-01T00:00:00Z",
    "2025-05-23T14:05:00Z\n2025-05-23T14:05:00Z",
    "٢٠٢٥-05-23T14:05:00Z",
    "2025-05-23",
    "en-GB",
]
COLUMNS = st.sampled_from(sorted(FITS)).flatmap(
    lambda field: st.tuples(
        st.just(field),
        st.lists(st.sampled_from(USUAL.get(field, ["en"])), max_size=4),
        st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=9)), max_size=2),
    )
)


@given(COLUMNS, st.randoms())
@example(("url", ["https://a.example"], ["https://a.example\nhttps://b.example"]), None)
@example(("published", [], []), None)
def test_a_column_is_read_as_its_values(column, order):
    """The look at all values together finds what the look at each does, whatever stands among them."""
    field, usual, odd = column
    values = [*usual, *odd]
    if order:
        order.shuffle(values)

    assert fit_column(field, values) == [FITS[field](value) for value in values]


@pytest.mark.parametrize("field", USUAL)
def test_usual_columns_are_read_together(field):
    """What news data hold is read in one look: NUL alone sends a title or an id to the long way."""
    assert _USUAL[field](USUAL[field]) == [FITS[field](value) for value in USUAL[field]]


def test_dates_of_a_column_keep_their_type():
    """Dates read together are moments like those read by themselves."""
    [found] = plain_dates(["2025-05-23T14:05:00Z"])

    assert type(found) is type(parse_date("2025-05-23T14:05:00Z"))
    assert found.seconds == 1748009100.0
    assert plain_dates(["2025-02-30T10:00:00Z"]) is None
