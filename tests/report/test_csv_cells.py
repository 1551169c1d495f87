"""Columns held as arrays, and the CSV made of them: the values of lists, the bytes of Python's writer."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.report.cells import DIGITS, Coded, Names, Numbers, csv_rows, in_units
from syndetect.report.tables import Column, column_table, write_csv

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from(',"\r\n'), max_size=12)
CELLS = st.tuples(
    TEXTS | st.none(),
    st.integers(-(10**12), 10**12) | st.none(),
    st.floats(-1e6, 1e6).map(lambda value: value + 0.0) | st.none(),
    TEXTS | st.integers(-9, 9) | st.none(),
)


def columns_of(rows):
    """Return the columns of rows of CELLS: coded texts, whole numbers, fractions, and a plain list."""
    texts, whole, fractions, anything = (list(column) for column in zip(*rows, strict=True))
    empty = np.array([value is None for value in whole], np.bool_)
    return [
        Coded.distinct(texts),
        Numbers(np.array([value or 0 for value in whole], np.int64), empty),
        Numbers.shares(np.array([np.nan if value is None else value for value in fractions], np.float64)),
        anything,
    ]


def as_python_writes(rows):
    """Write rows with Python's own writer; it quotes a bare carriage return where its rows end with one."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    parts = []
    for text, whole, fraction, anything in rows:
        number = "" if fraction is None else f"{round(fraction, DIGITS) + 0.0:.{DIGITS}f}"
        number = number.rstrip("0").rstrip(".")
        file.seek(0)
        file.truncate()
        writer.writerow([text, whole, number, anything])
        parts.append(file.getvalue().removesuffix("\r\n") + "\n")
    return "".join(parts)


@given(st.lists(CELLS, min_size=1, max_size=30))
def test_rows_are_written_as_python_writes_them(rows):
    """Any texts, numbers and missing cells: the bytes are those of the csv module."""
    written = b"".join(part.tobytes() for part in csv_rows(columns_of(rows)))

    assert written.decode("utf-8") == as_python_writes(rows)


@given(st.lists(CELLS, min_size=1, max_size=30), st.data())
def test_a_column_of_arrays_is_the_list_that_it_stands_for(rows, data):
    """Equal, in length, by place and by slice; a fraction is the float with six digits."""
    texts, whole, fractions, _ = columns_of(rows)
    wanted = [None if row[2] is None else round(row[2], DIGITS) + 0.0 for row in rows]

    assert texts == [row[0] for row in rows]
    assert [row[1] for row in rows] == whole
    assert fractions == wanted
    place = data.draw(st.integers(-len(rows), len(rows) - 1))
    assert (texts[place], whole[place], fractions[place]) == (rows[place][0], rows[place][1], wanted[place])
    part = data.draw(st.slices(len(rows)))
    assert fractions[part] == wanted[part]
    assert texts != [row[0] for row in rows][1:]


@given(st.lists(st.floats(0, 1) | st.integers(0, 10**7).map(lambda k: k / 2e6), max_size=50))
def test_fractions_are_rounded_as_python_rounds(values):
    """Also in the middle of two: a product of floats would go the wrong way there."""
    found = in_units(np.array(values, np.float64))

    assert (found / 10**DIGITS).tolist() == [round(value, DIGITS) for value in values]


def test_a_missing_text_is_an_empty_cell():
    """A code of -1 and a name that is None are both missing."""
    column = Coded(np.array([0, -1, 1, 2], np.int32), Names(["a", None, "c"]))

    assert list(column) == ["a", None, None, "c"]
    assert b"".join(part.tobytes() for part in csv_rows([column, [1, 2, 3, 4]])) == b"a,1\n,2\n,3\nc,4\n"


def test_columns_of_different_lengths_are_no_table():
    """Nothing is written."""
    with pytest.raises(ValueError, match="of one length"):
        next(csv_rows([[1, 2], [1]]))


def test_many_rows_are_written_in_blocks(tmp_path):
    """A table longer than a block is whole, and a lone surrogate becomes a question mark."""
    n_rows = 70_000
    columns = (Column("number", "count", "Number."), Column("text", "text", "Text."))
    coded = Coded(np.arange(n_rows) % 2, Names(["\ud800", "x,y"]))
    write_csv(column_table("t", columns, [Numbers(np.arange(n_rows)), coded]), tmp_path / "t.csv")

    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["number", "text"],
            *([str(k), ("?", "x,y")[k % 2]] for k in range(n_rows)),
        ]
