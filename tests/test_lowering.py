"""Statements that are lowered in a shorter way do what Python does, and count references as numba does."""

import sys

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.kernels import kernel, part

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is lowered")


@kernel
def _pick(values, at):
    return values[at]


@kernel
def _pick_of_two(values, row, column):
    return values[row, column]


@kernel
def _put(values, at, value):
    values[at] = value


@kernel
def _size(table):
    rows, columns = table.shape
    return len(table), rows, columns


@kernel
def _count(start, stop):
    seen, last = 0, start
    for k in range(start, stop):
        seen += 1
        last = k
    return seen, last


@kernel
def _pairs_in_step(n, step):
    found = 0
    for a in range(n):
        for b in range(n, a, -step):
            found += a * b
    return found


@part
def _longer(one, other):
    return one if len(one) > len(other) else other


@kernel
def _turns(one, other, n):
    for k in range(n):
        if k % 2 == 0:
            one, other = other, one
        one = _longer(one, other)
    copy = np.empty(len(one), one.dtype)
    for k in range(len(one)):
        copy[k] = one[k]
    return copy


@pytest.mark.parametrize("kind", [np.int32, np.uint8, np.uint64, np.float64, np.bool_])
@pytest.mark.parametrize("step", [1, 3, -1])
@pytest.mark.parametrize("place", [0, 4, -1, -5, np.uint64(3), np.int32(-2), np.uint8(1)])
def test_an_element_is_read_and_written(kind, step, place):
    """From the end too, by numbers of any type, and in views with steps."""
    values = (np.arange(15) % 2 if kind is np.bool_ else np.arange(15)).astype(kind)[::step][:5]
    assert _pick(values, place) == values[place]
    expected = values.copy()
    expected[place] = values[2]
    _put(values, place, values[2])
    assert values.tolist() == expected.tolist()


@pytest.mark.parametrize("table", [np.arange(12).reshape(3, 4), np.arange(24).reshape(4, 6)[::2, 1::2]])
def test_an_element_of_a_table_is_read(table):
    """By row and column, each from the end too, in a view with steps too; and the table's size."""
    rows, columns = table.shape
    assert _size(table) == (rows, rows, columns)
    for row in range(-rows, rows):
        for column in range(-columns, columns):
            assert _pick_of_two(table, row, column) == table[row, column]


def test_a_row_is_a_view():
    """What is no element is lowered in numba's way."""
    table = np.arange(6).reshape(2, 3)
    row = _pick(table, -1)
    row[0] = 9
    assert table.tolist() == [[0, 1, 2], [9, 4, 5]]


@given(st.integers(-5, 5), st.integers(-5, 5), st.integers(0, 6), st.integers(1, 3))
def test_ranges_are_those_of_python(start, stop, n, step):
    """Empty where they end before they begin, nested, and with steps downwards."""
    places = range(start, stop)
    assert _count(start, stop) == (len(places), places[-1] if places else start)
    assert _pairs_in_step(n, step) == sum(a * b for a in range(n) for b in range(n, a, -step))


def test_references_are_given_back():
    """Arguments exchanged, handed on and returned have as many references after the call as before."""
    one, other = np.arange(5), np.arange(7)
    before = sys.getrefcount(one), sys.getrefcount(other)
    for n in range(4):
        assert len(_turns(one, other, n)) in {5, 7}
    assert (sys.getrefcount(one), sys.getrefcount(other)) == before
    assert sys.getrefcount(_turns(one, other, 3)) == sys.getrefcount(np.arange(7))
