"""The columns of all tables -> the codebook: what each says, in which unit, between which bounds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from syndetect.report.columns import TABLES
from syndetect.report.tables import SCALES, Column, Table, make_table

__all__ = ["CODEBOOK", "build_codebook"]

CODEBOOK = (
    Column("table", "text", "Name of the table: the file without .csv."),
    Column("column", "text", "Name of the column, as in the header."),
    Column("kind", "text", "What sort of value it holds.", values=tuple(SCALES)),
    Column("unit", "text", "What is counted or measured.", empty="A text."),
    Column("minimum", "text", "Least value that is possible.", empty="There is no bound, or a text."),
    Column("maximum", "text", "Greatest value that is possible.", empty="There is no bound, or a text."),
    Column("values", "text", "All values of a closed list, joined by |.", empty="Any value may stand."),
    Column("missing", "text", "When the cell is empty: the only code of what is missing.", empty="Never."),
    Column("meaning", "text", "What the column says, or its formula."),
)


def build_codebook(tables: Mapping[str, Sequence[Column]] = TABLES) -> Table:
    """Describe every column of every table.

    Parameters
    ----------
    tables : mapping of str to sequence of Column
        By name of the table; those of a run by default.

    Returns
    -------
    Table
        ``codebook.csv``: a column a row, in the order of the tables and their
        columns; the codebook itself comes last.
    """
    described = {**tables, "codebook": CODEBOOK}
    return make_table(
        "codebook", CODEBOOK, [row for name, columns in described.items() for row in _rows(name, columns)]
    )


def _rows(table: str, columns: Iterable[Column]) -> list[Sequence[Any]]:
    return [
        (
            table,
            column.name,
            column.kind,
            column.unit or SCALES[column.kind].unit or None,
            SCALES[column.kind].least,
            SCALES[column.kind].greatest,
            "|".join(column.values) or None,
            column.empty or None,
            column.description,
        )
        for column in columns
    ]
