"""Counts of two kinds crossed -> a table whose squares have the area of the share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from syndetect.report.site.wording import share_percent

__all__ = ["SIDE", "Matrix", "MatrixCell", "MatrixRow", "matrix"]

SIDE = 24  # of a square for all, in SVG units


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """A number, its share of the row's denominator, and the side of its square in SVG units."""

    count: str
    percent: str
    side: str
    offset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A row: its name, where the name leads to ("" for nowhere), its denominator and its cells."""

    label: str
    target: str
    total: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Column names, and rows with a cell for each."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def matrix(
    rows: Sequence[tuple[str, str, int]],
    columns: Sequence[str],
    counts: Mapping[tuple[str, str], int],
    *,
    row_label: Callable[[str], str] = str,
    column_label: Callable[[str], str] = str,
) -> Matrix:
    """Lay out a matrix of counts.

    Parameters
    ----------
    rows : sequence of (str, str, int)
        Name, target and denominator of each row.
    columns : sequence of str
    counts : mapping of (str, str) to int
        By names of row and column; 0 where there is none.
    row_label, column_label : callable, optional
        What to call them, by their names.

    Returns
    -------
    Matrix
    """
    return Matrix(
        columns=tuple(column_label(column) for column in columns),
        rows=tuple(
            MatrixRow(
                label=row_label(name),
                target=target,
                total=f"{total:,}",
                cells=tuple(_cell(counts.get((name, column), 0), total) for column in columns),
            )
            for name, target, total in rows
        ),
    )


def _cell(count: int, total: int) -> MatrixCell:
    share = count / total if total else 0.0
    side = SIDE * sqrt(share)
    return MatrixCell(
        count=f"{count:,}",
        percent=share_percent(share) if total else "–",
        side=f"{side:.2f}",
        offset=f"{(SIDE - side) / 2:.2f}",
    )
