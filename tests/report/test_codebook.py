"""The codebook: every column of every table, and a run that keeps to it."""

import csv

import pytest

from benchmarks.quality import ferry
from syndetect import scan
from syndetect.report.codebook import CODEBOOK, build_codebook
from syndetect.report.columns import TABLES
from syndetect.report.tables import SCALES, Column

COLUMNS = [
    (name, column) for name, columns in [*TABLES.items(), ("codebook", CODEBOOK)] for column in columns
]
NAMES = [f"{name}.{column.name}" for name, column in COLUMNS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return scan(ferry.FOLDER / "articles.jsonl").write(tmp_path_factory.mktemp("ferry") / "out")


def _read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def written(folder):
    """Return every table as a reader of the folder sees it: rows of text by name."""
    return {path.stem: _read(path) for path in folder.glob("*.csv")}


def test_every_column_of_every_file_is_described(folder, written):
    """The headers of the folder and the rows of codebook.csv are the same, and each has a meaning."""
    headers = set()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            headers |= {(path.stem, name) for name in next(csv.reader(file))}
    rows = written["codebook"]

    assert {(row["table"], row["column"]) for row in rows} == headers
    assert len(rows) == len(headers) == len(COLUMNS)
    assert all(row["meaning"].endswith(".") and len(row["meaning"].split()) > 1 for row in rows)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMES)
def test_cells_are_as_the_codebook_says(written, table, column):
    """Listed values, bounds and empty cells of a scan are those that the codebook names."""
    [line] = [r for r in written["codebook"] if (r["table"], r["column"]) == (table, column.name)]
    cells = [row[column.name] for row in written[table]]
    filled = [cell for cell in cells if cell]

    assert line["missing"] or len(filled) == len(cells)
    if line["values"]:
        assert set(filled) <= set(line["values"].split("|"))
    if line["minimum"]:
        assert all(float(cell) >= float(line["minimum"]) for cell in filled)
    if line["maximum"]:
        assert all(float(cell) <= float(line["maximum"]) for cell in filled)
    if column.kind in ("count", "offset"):
        assert all(cell.isascii() and cell.isdigit() for cell in filled)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMES)
def test_units_and_lists_are_complete(table, column):
    """Numbers have a unit; only texts have closed lists, whose values are distinct and hold no separator."""
    assert column.kind in SCALES
    assert bool(column.unit or SCALES[column.kind].unit) == (column.kind != "text")
    assert not column.values or column.kind == "text"
    assert len(set(column.values)) == len(column.values)
    assert all(value and "|" not in value for value in column.values)


def test_rows_follow_from_the_columns():
    """A share has its bounds, a list its values, a column that is never empty no code for it."""
    book = build_codebook(
        {
            "t": (
                Column("part", "share", "A part.", empty="Nothing is known."),
                Column("side", "text", "A side.", values=("left", "right")),
            )
        }
    )

    assert list(book.rows())[:2] == [
        ("t", "part", "share", "proportion", 0, 1, None, "Nothing is known.", "A part."),
        ("t", "side", "text", None, None, None, "left|right", None, "A side."),
    ]
