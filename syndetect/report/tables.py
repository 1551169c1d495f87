"""A table: named, described columns of plain values, to CSV and to data frames."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TextIO

from syndetect.whole_files import whole_file

if TYPE_CHECKING:  # extras
    import pandas
    import polars

__all__ = [
    "SCALES",
    "YES_NO",
    "Column",
    "Kind",
    "Rows",
    "Scale",
    "Table",
    "as_read",
    "make_table",
    "named",
    "write_csv",
]

Rows = list[Sequence[Any]]  # of a table, in the order of its columns

DIGITS = 6  # of a share or score: more would be noise of the summation
YES_NO = ("yes", "no")

Kind = Literal["text", "count", "offset", "minutes", "share", "score"]


class Scale(NamedTuple):
    """What the values of a kind are measured in, and between which bounds; None where there is none."""

    unit: str
    least: int | None = None
    greatest: int | None = None


SCALES: Mapping[Kind, Scale] = {
    "text": Scale(""),
    "count": Scale("", 0),  # the unit is the column's own
    "offset": Scale("characters of the text as read", 0),
    "minutes": Scale("minutes"),
    "share": Scale("proportion", 0, 1),
    "score": Scale("similarity", 0, 1),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind and what it says.

    Attributes
    ----------
    name : str
    kind : str
        A key of ``SCALES``. A missing value is empty, whatever the kind.
    description : str
    unit : str
        Of a count: what is counted. The other kinds have theirs in ``SCALES``.
    values : tuple of str
        All values of a closed list; empty where any value may stand.
    empty : str
        When the cell is empty; "" when it never is.
    """

    name: str
    kind: Kind
    description: str
    unit: str = ""
    values: tuple[str, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length.

    Attributes
    ----------
    name : str
    columns : tuple of Column
    data : mapping of str to sequence
        The values of each column: str, int, float or None.
    """

    name: str
    columns: tuple[Column, ...]
    data: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.data[self.columns[0].name])

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as tuples, in the order of the columns."""
        return zip(*(self.data[column.name] for column in self.columns), strict=True)

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the table as a pandas DataFrame (``pip install 'syndetect[pandas]'``)."""
        import pandas as pd

        return pd.DataFrame({column.name: list(self.data[column.name]) for column in self.columns})

    def to_polars(self) -> "polars.DataFrame":
        """Return the table as a polars DataFrame (``pip install 'syndetect[polars]'``)."""
        import polars as pl

        return pl.DataFrame({column.name: list(self.data[column.name]) for column in self.columns})


def named(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the values of a list of codes that are written: all but the empty one."""
    return tuple(code for code in codes if code)


def make_table(name: str, columns: tuple[Column, ...], rows: Sequence[Sequence[Any]]) -> Table:
    """Build a table from rows in the order of the columns.

    Its values are those of its file: figures have ``DIGITS`` digits, and an
    empty text is None in a column that may be empty.
    """
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return Table(
        name, columns, {column.name: _stored(column, by_column[k]) for k, column in enumerate(columns)}
    )


def _stored(column: Column, values: Sequence[Any]) -> list[Any]:
    if column.kind in ("share", "score", "minutes"):
        return [None if value is None else round(float(value), DIGITS) for value in values]
    if column.kind == "text" and column.empty:
        return [None if value == "" else value for value in values]
    return list(values)


def write_csv(table: Table, path: Path, *, excel_safe: bool = False) -> None:
    """Write a table as UTF-8 CSV with a header; quotes as RFC 4180, a line feed ends a line.

    Parameters
    ----------
    table : Table
    path : Path
    excel_safe : bool, default=False
        For people who open the file in a spreadsheet: a byte order mark, so that
        Excel reads UTF-8, and an apostrophe before text that a spreadsheet would take
        for a formula. Programs want neither: by default cells hold what was read,
        to the byte.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with whole_file(path) as file:
        if excel_safe:
            file.write("\ufeff")
        writer = csv.writer(_LineFeeds(file), lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        columns = (_cells(table.data[column.name]) for column in table.columns)
        if excel_safe:
            columns = ([_inert(value) for value in column] for column in columns)
        writer.writerows(zip(*columns, strict=True))


# What makes a formula of a cell: OWASP ASVS 5, 1.2.10, and the full-width forms, which some locales accept.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def _inert(value: Any) -> Any:
    """Return a cell that no spreadsheet evaluates; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and _is_formula(value) else value


def as_read(cell: str) -> str:
    """Return what a cell of a file for spreadsheets held before it was made inert."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(text: str) -> bool:
    """Tell what gets an apostrophe: a formula, also one behind apostrophes, so that one can be taken off."""
    return text.lstrip("' ").startswith(FORMULA_SIGNS) and not _is_number(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").replace(".", "", 1).isdigit()


class _LineFeeds:
    """A file in which a line feed ends a row.

    The writer of Python quotes a carriage return only where its rows end with
    one, but its reader takes every bare one for the end of a row.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, row: str) -> None:
        """Write a row; the writer hands over each as a whole."""
        self._file.write(row.removesuffix("\r\n") + "\n")


def _cells(values: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column as CSV writes them; a missing one is None, an empty cell."""
    if not any(isinstance(value, float) for value in values):
        return values
    return [
        f"{value:.{DIGITS}f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
        for value in values
    ]
