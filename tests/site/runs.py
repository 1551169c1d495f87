"""Saved runs for tests: any tables that the columns allow, small tables by hand, corpora to scan."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from syndetect.report.columns import TABLES
from syndetect.report.saved import SavedRun
from syndetect.report.tables import SCALES, Column, Table, make_table

__all__ = ["ANY_TEXT", "any_runs", "any_tables", "make_run"]

# Whatever Unicode allows in a string, lone surrogates too; and what CSV, JSON and XML have rules for.
ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=12),
    st.sampled_from(
        [
            '"',
            '""',
            ",",
            "\r\n",
            "\n",
            "\r",
            " ",
            "\ufeff",
            "\x00",
            "\ud800",
            "\udfff\ud800",
            "nan",
            "-0",
            "\\u0000",
        ]
    ),
)


def any_tables(max_rows: int = 2) -> st.SearchStrategy[dict[str, Table]]:
    """Draw every table of a run, with values that its columns allow."""
    return st.fixed_dictionaries(
        {name: _any_table(name, columns, max_rows) for name, columns in TABLES.items()}
    )


def any_runs() -> st.SearchStrategy[SavedRun]:
    """Draw what the files of a run may hold."""
    return st.builds(
        SavedRun,
        tables=any_tables(),
        texts=st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3),
        manifest=st.just(
            {"schema": "syndetect-run/1", "version": "0", "corpus": {"digest": "x"}, "parameters": {}}
        ),
        quarantine=st.lists(
            st.fixed_dictionaries({"file": ANY_TEXT, "record": st.integers(1, 9)}), max_size=2
        ),
    )


def _any_table(name: str, columns: tuple[Column, ...], max_rows: int) -> st.SearchStrategy[Table]:
    rows = st.lists(st.tuples(*map(_any_value, columns)), max_size=max_rows)
    return rows.map(lambda drawn: make_table(name, columns, drawn))


def _any_value(column: Column) -> st.SearchStrategy[Any]:
    scale = SCALES[column.kind]
    if column.values:
        value: st.SearchStrategy[Any] = st.sampled_from(column.values)
    elif column.kind == "text":
        value = ANY_TEXT
    elif column.kind in ("count", "offset"):
        value = st.integers(0, 10**12)
    elif column.kind == "minutes":
        value = st.floats(-1e7, 1e7)
    else:
        value = st.floats(scale.least, scale.greatest)
    return st.none() | value if column.empty else value


def make_run(**tables: Sequence[Mapping[str, Any]]) -> SavedRun:
    """Make a run of the rows given; what a row leaves out is missing, 0 or empty."""
    made = {
        name: make_table(
            name,
            columns,
            [[row.get(column.name, _default(column)) for column in columns] for row in tables.get(name, ())],
        )
        for name, columns in TABLES.items()
    }
    return SavedRun(tables=made, texts={}, manifest={})


def _default(column: Column) -> Any:
    if column.empty:
        return None
    return column.values[0] if column.values else "" if column.kind == "text" else 0
