"""Tables as files: each is made while others are written, and none depends on that."""

import pytest

from syndetect import Article, scan
from syndetect.errors import OutputError
from syndetect.report.columns import TABLES, build_tables
from syndetect.report.tables import write_csv

LEDE = "The harbour council voted late on Tuesday to close the old north quay for repairs until spring. "
REST = "Fishing crews were told to use the southern basin, where berths had been widened in the past year. "


def _result():
    texts = [LEDE * 3 + REST * 3, LEDE * 3 + REST * 3 + "(AP)", REST * 4 + "A word of our own. " * 9]
    return scan(
        [Article(article_id=f"a{k}", outlet=f"Outlet {k}", text=text) for k, text in enumerate(texts)]
    )


@pytest.mark.parametrize("n_threads", [1, 2, 5])
def test_threads_do_not_change_files(tmp_path, n_threads):
    """Every table has its file, equal to the one that is written by itself."""
    result, alone = _result(), tmp_path / "alone"
    alone.mkdir()
    result.write_tables(tmp_path, n_threads=n_threads)
    for name, table in build_tables(result).items():
        write_csv(table, alone / f"{name}.csv")

    assert {path.stem for path in tmp_path.glob("*.csv")} == set(TABLES)
    for path in tmp_path.glob("*.csv"):
        assert path.read_bytes() == (alone / path.name).read_bytes()


def test_tables_are_made_once(tmp_path):
    """What was made to be written is what the result shows, in the same order; and the other way round."""
    result = _result()
    result.write_tables(tmp_path)
    shown = result.tables
    result.write_tables(tmp_path)

    assert list(shown) == list(TABLES)
    assert result.tables is shown


def test_a_table_that_cannot_be_written(tmp_path):
    """An error of a thread is told."""
    with pytest.raises(OutputError, match=r"articles\.csv"):
        _result().write_tables(tmp_path / "nowhere")
