"""datapackage.json: the types, bounds and keys of the tables, held against files of a run."""

import csv
import json
import math
import shutil

import frictionless
import pandas as pd
import pytest

from benchmarks.quality import ferry, generated
from corpora.generator import GeneratorParams, generate
from syndetect import scan
from syndetect.params import Params
from syndetect.report.codebook import CODEBOOK
from syndetect.report.columns import TABLES
from syndetect.report.exports.datapackage import FOREIGN_KEYS, PRIMARY_KEYS, build_datapackage

PANDAS = {"string": "object", "integer": "Int64", "number": "float64"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    params = Params.from_mapping({"story": {"wire_outlets": ["Corvane Press Agency"]}})
    result = scan(ferry.FOLDER / "articles.jsonl", params)
    return result.write(tmp_path_factory.mktemp("ferry") / "out")


@pytest.fixture(scope="module")
def large_folder(tmp_path_factory):
    articles = generate(GeneratorParams(n_articles=250, seed=5, missing_time_share=0.2))
    return scan(generated.as_corpus(list(articles))).write(tmp_path_factory.mktemp("generated") / "out")


def _errors(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [error for task in report.tasks for error in (*task.errors, *task.warnings)] + report.errors


@pytest.mark.parametrize("made", ["folder", "large_folder"])
def test_a_run_keeps_to_its_description(made, request):
    """Every table has the types, bounds, values and keys that are stated; frictionless finds nothing."""
    assert _errors(request.getfixturevalue(made)) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "error"),
    [
        ("pairs", "fragment", "likeness", "constraint-error"),
        ("articles", ",451,", ",many,", "type-error"),
        ("articles", ",451,", ",-451,", "constraint-error"),
        ("members", "coast-review-dredging", "nobody", "foreign-key"),
        ("stories", "story-cpa-ferry-1", "", "constraint-error"),
    ],
)
def test_damage_is_noticed(folder, tmp_path, table, old, new, error):
    """A wrong type, bound, value or key is an error: the description says something."""
    damaged = tmp_path / "out"
    shutil.copytree(folder, damaged)
    path = damaged / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert error in {found.type for found in _errors(damaged)}


def test_every_file_and_column_is_described(folder):
    """There is a resource for each CSV, with its columns in order; keys name columns that exist."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package == build_datapackage()
    assert {resource["path"] for resource in package["resources"]} == {p.name for p in folder.glob("*.csv")}
    columns = {name: [column.name for column in of] for name, of in {**TABLES, "codebook": CODEBOOK}.items()}
    for resource in package["resources"]:
        assert [f["name"] for f in resource["schema"]["fields"]] == columns[resource["name"]]
    for name, key in PRIMARY_KEYS.items():
        assert set(key) <= set(columns[name])
    for name, keys in FOREIGN_KEYS.items():
        for here, target, there in keys:
            assert set(here) <= set(columns[name])
            assert set(there) <= set(PRIMARY_KEYS[target])


def test_pandas_reads_the_types_stated(folder):
    """Read with the types of the description, every column is of its type and no cell changes."""
    for resource in build_datapackage()["resources"]:
        fields = resource["schema"]["fields"]
        frame = pd.read_csv(
            folder / resource["path"],
            dtype={field["name"]: PANDAS[field["type"]] for field in fields},
            keep_default_na=False,
            na_values=resource["schema"]["missingValues"],
        )
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(frame) == len(rows)
        for field in fields:
            cells = [row[field["name"]] for row in rows]
            values = frame[field["name"]]
            assert values.isna().tolist() == [cell == "" for cell in cells]
            if field["type"] == "number":
                read = [math.nan if cell == "" else float(cell) for cell in cells]
                assert values.equals(pd.Series(read, name=field["name"], dtype="float64"))
            else:
                assert [str(v) for v in values.dropna()] == [cell for cell in cells if cell]
