"""CSV that spreadsheets do not evaluate, and CSV that is the data to the byte."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st
from outputs import FORMULAS, hostile_articles

from syndetect import scan
from syndetect.report.tables import FORMULA_SIGNS, Column, as_read, make_table, write_csv

COLUMNS = (
    Column("text", "text", "Any."),
    Column("minutes", "minutes", "Any."),
    Column("share", "share", "Any."),
)


def written(path, rows, *, excel_safe):
    """Write a table and return what a CSV reader makes of it, with the raw bytes."""
    write_csv(make_table("any", COLUMNS, rows), path, excel_safe=excel_safe)
    data = path.read_bytes()
    text = data.decode("utf-8-sig" if excel_safe else "utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))[1:], data


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
hostile_cells = st.builds(
    "{}{}".format, st.sampled_from([*FORMULA_SIGNS, " =", "'", '"', "\r\n", ";", ","]), cells
)


@settings(max_examples=1500)
@given(
    rows=st.lists(
        st.tuples(st.one_of(cells, hostile_cells), st.integers(-9, 9), st.sampled_from([0.5, -1.0]))
    )
)
def test_cells_are_data_by_default_and_inert_on_demand(tmp_path_factory, rows):
    """By default every cell reads back as it was; made safe none begins a formula."""
    folder = tmp_path_factory.getbasetemp()
    plain, _ = written(folder / "plain.csv", rows, excel_safe=False)
    safe, data = written(folder / "safe.csv", rows, excel_safe=True)

    assert [row[0] for row in plain] == [text for text, _, _ in rows]
    assert data.startswith(b"\xef\xbb\xbf")
    assert len(safe) == len(rows)
    for (text, minutes, share), row in zip(rows, safe, strict=True):
        is_number = text.isascii() and text.removeprefix("-").replace(".", "", 1).isdigit()
        assert row[0] in (text, f"'{text}")
        assert as_read(row[0]) == text
        assert is_number or not row[0].lstrip(" ").startswith(FORMULA_SIGNS)
        assert (int(row[1]), float(row[2])) == (minutes, share)


def test_a_whole_run_is_inert(tmp_path):
    """No text cell of any table of a run over hostile articles begins a formula."""
    out = scan(hostile_articles(FORMULAS)).write(tmp_path / "out", excel_safe=True)
    tables = sorted(out.glob("*.csv"))

    n_cells = 0
    for path in tables:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    n_cells += 1
                    is_number = cell.removeprefix("-").replace(".", "", 1).isdigit()
                    assert is_number or not cell.lstrip(" ").startswith(FORMULA_SIGNS), (path.name, cell)
    assert len(tables) >= 16
    assert n_cells > 1000


def test_by_default_a_formula_is_what_was_read(tmp_path):
    """Programs get ids and titles as they are, and no byte order mark."""
    out = scan(hostile_articles(FORMULAS)).write(tmp_path / "out")
    data = (out / "articles.csv").read_bytes()
    with (out / "articles.csv").open(encoding="utf-8", newline="") as file:
        titles = {row["title"] for row in csv.DictReader(file)}

    assert not data.startswith(b"\xef\xbb\xbf")
    assert titles == set(FORMULAS)
