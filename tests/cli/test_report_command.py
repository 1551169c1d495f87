"""``syndetect report``: pages and exports anew from the tables, where they are wanted, and clear refusals."""

import pytest


@pytest.fixture
def scanned(run, articles, tmp_path):
    """Return the folder of a run."""
    assert run("scan", articles, "-o", tmp_path / "out", "-q").code == 0
    return tmp_path / "out"


def _contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_report_made_anew_changes_no_byte(run, scanned):
    """Report and exports are functions of the tables: made again they are the same."""
    before = _contents(scanned)
    ran = run("report", scanned)

    assert (ran.code, ran.out) == (0, f"{scanned / 'report' / 'index.html'}\n")
    assert _contents(scanned) == before


def test_lost_pages_and_exports_come_back(run, scanned):
    """What is made from tables can be deleted and made again."""
    before = _contents(scanned)
    for name in ("report/index.html", "datapackage.json", "outlet_network.gexf"):
        (scanned / name).unlink()
    assert run("report", scanned, "-q") == (0, "", "")
    assert _contents(scanned) == before


def test_a_report_elsewhere(run, scanned, tmp_path):
    """With -o the pages go there, the same as beside the tables; the folder of the run is only read."""
    before = _contents(scanned)
    assert run("report", scanned, "-o", tmp_path / "public").code == 0
    pages = {
        name.removeprefix("report/"): data for name, data in before.items() if name.startswith("report/")
    }

    assert _contents(tmp_path / "public") == pages
    assert _contents(scanned) == before


def test_the_network_of_articles_can_be_made_later(run, scanned):
    """--graphs writes it from the tables; from then on it is kept."""
    assert not list(scanned.glob("article_network.*"))
    assert run("report", scanned, "--graphs", "-q").code == 0
    made = _contents(scanned)
    assert {"article_network.gexf", "article_network.graphml"} <= set(made)
    assert run("report", scanned, "-q").code == 0
    assert _contents(scanned) == made


def test_limits_are_options(run, scanned):
    """Fewer stories have fewer pages."""
    assert run("report", scanned, "--max-stories", "0", "-q").code == 0
    assert not list((scanned / "report").glob("stories/*"))
    assert run("report", scanned, "--max-pairs", "0", "-q").code == 0
    assert len(list((scanned / "report").glob("stories/*"))) == 1
    assert not list((scanned / "report").glob("pairs/*"))
    assert run("report", scanned, "--max-stories", "-1").code == 2


def test_what_is_no_run_is_refused(run, tmp_path):
    """No folder, an empty one, one with a damaged table: exit 2, one sentence, no report."""
    (tmp_path / "empty").mkdir()
    for name in ("missing", "empty"):
        ran = run("report", tmp_path / name)
        assert ran.code == 2
        assert "holds no run" in ran.err
    assert not (tmp_path / "empty" / "report").exists()
    assert not (tmp_path / "missing").exists()


def test_a_damaged_table_is_named(run, scanned):
    """The message names the file; the old report stays."""
    before = _contents(scanned / "report")
    (scanned / "pairs.csv").write_text("x\n", encoding="utf-8")
    ran = run("report", scanned)
    assert ran.code == 2
    assert "pairs.csv is not the table pairs of this version" in ran.err
    assert _contents(scanned / "report") == before


def test_foreign_files_are_not_replaced(run, scanned, tmp_path):
    """A folder with other files is refused, unless forced."""
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "thesis.docx").touch()
    ran = run("report", scanned, "-o", tmp_path / "public")
    assert ran.code == 2
    assert "thesis.docx" in ran.err
    assert run("report", scanned, "-o", tmp_path / "public", "--force", "-q").code == 0
    assert not (tmp_path / "public" / "thesis.docx").exists()
