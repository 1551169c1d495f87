"""A table: named, described columns of plain values, to CSV and to data frames."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from syndetect.report.files import whole_file

if TYPE_CHECKING:  # extras
    import pandas
    import polars

__all__ = ["Column", "Table", "write_csv"]

DIGITS = 6  # of a share or score: more would be noise of the summation


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind and what it says.

    ``kind`` is "text", "count" (an int), "offset" (characters of the text as
    read), "share" (0 to 1) or "score" (0 to 1). A missing value is empty.
    """

    name: str
    kind: str
    description: str


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


def make_table(name: str, columns: tuple[Column, ...], rows: Sequence[Sequence[Any]]) -> Table:
    """Build a table from rows in the order of the columns."""
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return Table(name, columns, {column.name: list(by_column[k]) for k, column in enumerate(columns)})


def write_csv(table: Table, path: Path) -> None:
    """Write a table as UTF-8 CSV with a header; quotes as RFC 4180, a line feed ends a line.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with whole_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        writer.writerows(zip(*(_cells(table.data[column.name]) for column in table.columns), strict=True))


def _cells(values: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column as CSV writes them; a missing one is None, an empty cell."""
    if not any(isinstance(value, float) for value in values):
        return values
    return [
        f"{value:.{DIGITS}f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
        for value in values
    ]
