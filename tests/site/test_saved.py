"""A run read back from its files is the run that was written; what is no run is refused in one sentence."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest
from hypothesis import given, settings

from benchmarks.quality import ferry
from syndetect import scan
from syndetect.errors import OutputError
from syndetect.report.columns import TABLES
from syndetect.report.saved import TEXTS, SavedRun, load_run, write_texts
from syndetect.report.tables import write_csv
from tests.site.runs import any_runs


@pytest.fixture(scope="module")
def result():
    return scan(ferry.FOLDER / "articles.jsonl")


@pytest.fixture
def folder(result, tmp_path):
    return result.write(tmp_path / "out")


def _write(run, folder):
    for name, table in run.tables.items():
        write_csv(table, folder / f"{name}.csv")
    write_texts(run.texts, folder / TEXTS)
    (folder / "run.json").write_bytes(orjson.dumps(run.manifest))
    (folder / "methods.md").touch()
    lines = "".join(json.dumps(record) + "\n" for record in run.quarantine)
    (folder / "quarantine.jsonl").write_text(lines, encoding="utf-8")


def _visible_surrogates(value):
    """Return a value as CSV holds it: UTF-8 has no lone surrogates."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


@settings(max_examples=25)
@given(any_runs())
def test_files_hold_the_whole_run(run):
    """Whatever tables hold, quotes, line ends, NUL and missing values come back; texts even surrogates."""
    with TemporaryDirectory() as name:
        _write(run, Path(name))
        read = load_run(Path(name))

    assert (read.texts, read.manifest, read.quarantine) == (run.texts, run.manifest, run.quarantine)
    for name, table in run.tables.items():
        assert read.tables[name].columns == table.columns
        assert list(read.tables[name].rows()) == [
            tuple(_visible_surrogates(value) for value in row) for row in table.rows()
        ]


@pytest.mark.parametrize("redact", [False, True])
def test_a_scan_read_back_is_the_scan(result, tmp_path, redact):
    """Tables, texts, manifest and quarantine of a folder equal those in memory, redacted or not."""
    folder = result.write(tmp_path / "out", redact=redact)
    assert load_run(folder) == SavedRun.of(result, redact=redact)


@pytest.mark.parametrize("name", [*(f"{name}.csv" for name in TABLES), "run.json", "quarantine.jsonl"])
def test_a_missing_file_is_named(folder, name):
    """Each file of a run is needed; the message names the one that is missing."""
    (folder / name).unlink()
    with pytest.raises(OutputError, match=name.replace(".", r"\.")):
        load_run(folder)


def test_without_texts_a_run_is_redacted(folder):
    """The texts alone may be missing."""
    (folder / TEXTS).unlink()
    assert load_run(folder).texts == {}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("pairs.csv", b"a_id,", b"left,", "not the table pairs of this version"),
        ("pairs.csv", b"a_id,", b"", "not the table pairs of this version"),
        ("articles.csv", b",451,", b",many,", "articles.csv is damaged"),
        ("articles.csv", b",451,", b",", "articles.csv is damaged"),
        ("articles.csv", b"Coast", b"\xff", "articles.csv cannot be read"),
        ("texts.jsonl", b'{"article_id"', b'{"article_id', "texts.jsonl cannot be read"),
        ("texts.jsonl", b'"article_id"', b'"id"', "texts.jsonl"),
        ("texts.jsonl", b'{"article_id"', b'[{"article_id"', "texts.jsonl"),
        ("run.json", b"{", b"", "run.json cannot be read"),
    ],
)
def test_damage_is_told_in_one_sentence(folder, name, old, new, message):
    """Another header, a wrong or missing cell, broken bytes: an error that names the file."""
    data = (folder / name).read_bytes()
    assert old in data
    (folder / name).write_bytes(data.replace(old, new, 1))
    with pytest.raises(OutputError, match=message):
        load_run(folder)


@pytest.mark.parametrize("manifest", [b"[]", b"", b"null", b"\xff"])
def test_a_manifest_is_an_object(folder, manifest):
    """Whatever else stands in run.json is no manifest."""
    (folder / "run.json").write_bytes(manifest)
    with pytest.raises(OutputError, match=r"run\.json"):
        load_run(folder)


@pytest.mark.parametrize("made", [False, True])
def test_other_folders_hold_no_run(tmp_path, made):
    """An empty folder, or none at all, is no run."""
    folder = tmp_path / "other"
    if made:
        folder.mkdir()
    with pytest.raises(OutputError, match="holds no run"):
        load_run(folder)


def test_offsets_point_into_texts_that_are_there(folder):
    """A table that names an article without a text, or an offset beyond it, belongs to another run."""
    run = load_run(folder)
    for name, row in (("passages", "a"), ("passages", "b")):
        data = run.tables[name].data
        for article, end in zip(data[f"{row}_id"], data[f"{row}_end"], strict=True):
            assert end <= len(run.texts[article])
