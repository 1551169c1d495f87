"""``syndetect scan --engine spark`` as a process, and what it refuses."""

import csv
import json
import os
import subprocess
import sys

import pytest

from benchmarks.spark.cluster import csv_cell
from syndetect.cli import main
from syndetect.engines.spark.session import MissingSparkError, check_installed
from tests.engines.conftest import REPOSITORY

FERRY = REPOSITORY / "corpora" / "ferry" / "articles.jsonl"


@pytest.mark.xdist_group("spark")
def test_the_command_writes_the_rows_of_the_csv_files(tmp_path):
    """Exit code 0, the answer on stdout; each Parquet folder holds the rows of the CSV file of its name."""
    try:
        check_installed()
    except MissingSparkError as error:
        pytest.skip(f"NOT TESTED: {error}")
    from pyarrow import parquet

    command = [sys.executable, "-m", "syndetect", "scan", str(FERRY), "-o", str(tmp_path / "spark")]
    options = ["--engine", "spark", "--master", "local[2]", "--spark-conf", "spark.ui.enabled=false"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [*command, *options],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "21 articles · 2 stories" in done.stdout
    assert "Traceback" not in done.stderr

    assert main(["scan", str(FERRY), "-o", str(tmp_path / "here"), "--quiet"]) == 0
    for name in ("articles", "pairs", "outlets"):
        with (tmp_path / "here" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        table = parquet.read_table(tmp_path / "spark" / f"{name}.parquet")
        assert table.column_names == header
        columns = (table.column(each).to_pylist() for each in header)
        assert sorted([csv_cell(value) for value in row] for row in zip(*columns, strict=True)) == sorted(
            rows
        )
    assert json.loads((tmp_path / "spark" / "run.json").read_bytes())["engine"] == "spark"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--engine", "spark", "--threads", "2"], "--threads"),
        (["--engine", "spark", "--graphs"], "--graphs"),
        (["--engine", "spark", "--excel-safe"], "--excel-safe"),
        (["--engine", "spark", "--credits-only"], "--credits-only"),
        (["--engine", "spark", "--max-stories", "5"], "--max-stories"),
        (["--engine", "spark", "--spark-conf", "spark.ui.enabled"], "--spark-conf"),
        (["--master", "local[2]"], "--master"),
        (["--spark-conf", "a=b"], "--spark-conf"),
    ],
)
def test_an_option_that_the_engine_does_not_honour_is_refused(options, named, tmp_path, capsys):
    """Exit code 2, the option is named, and nothing is written."""
    assert main(["scan", str(FERRY), "-o", str(tmp_path / "out"), *options]) == 2
    assert named in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_java_the_message_says_what_to_install(tmp_path, monkeypatch, capsys):
    """Exit code 2 and one sentence."""
    pytest.importorskip("pyspark")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    assert main(["scan", str(FERRY), "-o", str(tmp_path / "out"), "--engine", "spark"]) == 2
    assert "openjdk-17-jre-headless" in capsys.readouterr().err


def test_without_pyspark_the_message_names_the_command(tmp_path, monkeypatch, capsys):
    """Exit code 2 and the pip command."""
    monkeypatch.setattr("syndetect.engines.spark.session.find_spec", lambda name: None)

    assert main(["scan", str(FERRY), "-o", str(tmp_path / "out"), "--engine", "spark"]) == 2
    assert "pip install 'syndetect[spark]'" in capsys.readouterr().err


def test_standard_input_is_refused(monkeypatch):
    """No executor has it."""
    pytest.importorskip("pyarrow")
    from syndetect.corpus import ReadParams
    from syndetect.engines.spark.reading import read_files
    from syndetect.errors import InputError

    with pytest.raises(InputError, match="standard input"):
        read_files(None, ["-"], ReadParams())


def test_a_folder_of_an_earlier_run_may_be_written_again_but_not_through_a_link(tmp_path):
    """Folders of Parquet are outputs of a run; nothing is written behind a symbolic link in their place."""
    from syndetect.errors import OutputError
    from syndetect.report.files import prepare_folder

    (tmp_path / "out" / "pairs.parquet").mkdir(parents=True)
    prepare_folder(tmp_path / "out")

    (tmp_path / "out" / "stories.parquet").symlink_to(tmp_path)
    with pytest.raises(OutputError, match="symbolic link"):
        prepare_folder(tmp_path / "out")
