"""``syndetect inspect``: what would be read, shown and as JSON."""

import gzip

import orjson
import pytest
from inputs import HOSTILE, OTHER, WIRE, write_jsonl


@pytest.fixture
def dump(tmp_path):
    """Make a dump with two spellings of a date, an unused name, an empty text and a broken line."""
    records = [
        {"uid": at, "maintext": WIRE, "domain": "post.example", "date": "2025-05-23" if at else "soon"}
        for at in range(4)
    ]
    path = write_jsonl(tmp_path / "dump.jsonl", *records, {"maintext": " "})
    path.write_bytes(path.read_bytes() + b"{broken\n")
    return path


def test_it_shows_files_fields_and_what_is_wrong(run, dump, monkeypatch):
    """Which name fills each field and how often, what stays empty, what is not read and why."""
    monkeypatch.chdir(dump.parent)
    done = run("inspect", dump.name)

    assert done.code == 3
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert "1 file · 6 records" in lines
    assert "dump.jsonl jsonl 4 1 1 complete" in lines
    assert "text 100% maintext" in lines
    assert "published 75% date" in lines
    assert "title 0% nothing" in lines
    assert "id 0% nothing: made from URL or text" in lines
    assert "not used: uid" in lines
    assert "published: 1 values are no dates: 'soon'" in lines
    assert "published: 2025-05-23 to 2025-05-23; 0 with a time, 3 with a day alone" in lines
    assert "outlets: 1: post.example 4" in lines
    assert "ids: 3 articles have an id that another one has" in lines
    assert any(line.startswith("1 × bad_json: ") and "record 6, byte" in line for line in lines)
    assert any(line.startswith("1 × empty_text (filtered): ") for line in lines)
    assert done.err == ""


def test_the_same_as_json(run, dump):
    """Nothing but JSON on standard output."""
    found = orjson.loads(run("inspect", dump, "--json").out)

    assert found["counts"]["n_in"] == 6
    assert found["counts"]["by_reason"] == {"bad_json": 1}
    assert found["mapping"]["text"] == {"maintext": 4}
    assert found["empty"] == ["id", "title", "url", "authors", "credit", "language"]
    assert found["quarantine"]["bad_json"]["record"] == 6
    assert found["dates"]["unread"] == ["soon"]
    assert found["records"][0]["text"].startswith("The ferry ran onto")
    assert found["is_sample"] is False


def test_a_sample_is_looked_at(run, tmp_path):
    """Of every file so many records, and no file after ten times as many."""
    for number in range(14):
        write_jsonl(tmp_path / f"{number:02}.jsonl", *[{"text": OTHER}] * 5)

    found = orjson.loads(run("inspect", tmp_path, "-n", 2, "--json").out)

    statuses = [entry["status"] for entry in found["files"]]
    assert statuses == ["sampled"] * 10 + ["sampled: not opened"] * 4
    assert found["counts"]["n_in"] == 20
    assert "14 files · 20 records looked at" in run("inspect", tmp_path, "-n", 2).out


def test_nothing_in_the_input_forges_the_output(run, tmp_path):
    """Control and direction characters of names and values are shown, not sent."""
    records = [
        {"text": f"{WIRE} {payload}", "title": payload, "outlet": payload, payload: payload, "date": payload}
        for payload in HOSTILE.values()
    ]
    path = write_jsonl(tmp_path / "\x1b[31mdump.jsonl", *records)

    done = run("inspect", path)

    assert not [character for character in done.out if not character.isprintable() and character != "\n"]
    assert "\\x1b[31m" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--limit", "nonsense=3"), "'nonsense' is no limit; these are record_bytes"),
        (("--limit", "nesting=many"), "expected a number, as 100 or 64MB, got 'many'"),
        (("--limit", "nesting"), "expected NAME=VALUE, got 'nesting'"),
        (("--map", "text"), "expected FIELD=NAME, got 'text'"),
        (("--format", "docx"), "--format: must be one of auto"),
        (("--map", "text=nowhere"), "nowhere"),
    ],
)
def test_wrong_options_are_told(run, dump, arguments, message):
    """Exit code 2, and what would be right."""
    done = run("inspect", dump, *arguments)

    assert done.code == 2
    assert message.split()[0] in " ".join((done.out + done.err).split())


def test_limits_are_options(run, dump, tmp_path):
    """And stand in the manifest of a scan, with what came of them."""
    assert run("inspect", dump, "--limit", "fields=3").code == 2
    stored = tmp_path / "a.jsonl.gz"
    stored.write_bytes(gzip.compress(dump.read_bytes()))

    done = run("scan", stored, "-o", tmp_path / "out", "--limit", "record_bytes=1MB", "--json", "-q")

    assert done.code == 3
    manifest = orjson.loads(done.out)
    assert manifest["reading"]["max_record_bytes"] == 1_000_000
    assert manifest["reading"]["max_nesting"] == 100
    [entry] = manifest["inputs"]
    assert (entry["n_records"], entry["n_ok"], entry["n_quarantined"]) == (6, 4, 1)
    assert entry["filtered"] == {"empty_text": 1}
    assert (entry["format"], entry["compression"], entry["status"]) == ("jsonl", "gzip", "complete")
    assert entry["bytes_ok"] + entry["bytes_quarantined"] + entry["bytes_filtered"] + 6 == entry["n_bytes"]
    assert manifest["corpus"]["n_in"] == 6


def test_strict_reading_stops_a_scan(run, dump, tmp_path):
    """Exit code 2, with the place of the record; only what is filtered passes."""
    done = run("scan", dump, "-o", tmp_path / "out", "--strict")

    assert done.code == 2
    assert "record 6, at byte" in done.err
    assert "bad_json" in done.err
