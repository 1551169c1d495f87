"""A table: named, described columns of plain values, to CSV and to data frames."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from syndetect.report.cells import DIGITS, csv_rows, quoted
from syndetect.threads import in_order
from syndetect.whole_files import whole_file

if TYPE_CHECKING:  # extras
    import pandas
    import polars

__all__ = [
    "SCALES",
    "YES_NO",
    "Column",
    "Columns",
    "Kind",
    "Rows",
    "Scale",
    "Table",
    "as_read",
    "column_table",
    "csv_lines",
    "make_table",
    "named",
    "write_csv",
    "write_tables",
]

Rows = list[Sequence[Any]]  # of a table, in the order of its columns
Columns = list[Sequence[Any]]  # the values of a table, column by column

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
        The values of each column: str, int, float or None; in a list, or in
        arrays that make them when they are asked for.
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


def column_table(name: str, columns: tuple[Column, ...], values: Columns) -> Table:
    """Build a table from the values of its columns: those of its file, as in :func:`make_table`."""
    return Table(name, columns, {c.name: held for c, held in zip(columns, values, strict=True)})


def _stored(column: Column, values: Sequence[Any]) -> list[Any]:
    if column.kind in ("share", "score", "minutes"):
        return [None if value is None else round(float(value), DIGITS) for value in values]
    if column.kind == "text" and column.empty:
        return [None if value == "" else value for value in values]
    return list(values)


def write_tables(
    tables: Iterable[Table], folder: Path, *, excel_safe: bool = False, n_threads: int | None = None
) -> None:
    """Write tables as ``NAME.csv``, some of them while the next ones are made or wait for the disk.

    Parameters
    ----------
    tables : iterable of Table
    folder : Path
    excel_safe : bool, default=False
        As for :func:`write_csv`.
    n_threads : int, optional
        Threads; by default as many as processors.

    Raises
    ------
    OutputError
        A file cannot be written.
    """

    def write(table: Table) -> None:
        write_csv(table, folder / f"{table.name}.csv", excel_safe=excel_safe)

    deque(in_order(write, tables, n_threads), maxlen=0)


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
            file.flush()
        for lines in csv_lines(table, excel_safe=excel_safe):
            file.buffer.write(lines)


def csv_lines(table: Table, *, excel_safe: bool = False) -> Iterator[memoryview | bytes]:
    """Yield what :func:`write_csv` writes, many lines at a time, but for the byte order mark."""
    yield (",".join(quoted(column.name) for column in table.columns) + "\n").encode()
    columns = [table.data[column.name] for column in table.columns]
    for rows in csv_rows(columns, _inert if excel_safe else None):
        yield rows.data


# What makes a formula of a cell: OWASP ASVS 5, 1.2.10, and the full-width forms, which some locales accept.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def _inert(text: str) -> str:
    """Return a text that no spreadsheet evaluates."""
    return f"'{text}" if _is_formula(text) else text


def as_read(cell: str) -> str:
    """Return what a cell of a file for spreadsheets held before it was made inert."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(text: str) -> bool:
    """Tell what gets an apostrophe: a formula, also one behind apostrophes, so that one can be taken off."""
    return text.lstrip("' ").startswith(FORMULA_SIGNS) and not _is_number(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").replace(".", "", 1).isdigit()
