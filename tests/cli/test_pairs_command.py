"""``syndetect pairs``: near-duplicates as CSV, and what was not read."""

import csv
import io

import orjson
import pytest
from inputs import OTHER, REPRINT, WIRE, write_jsonl

from syndetect import find_pairs


@pytest.fixture
def dump(tmp_path):
    """Make a dump of a wire text, a reprint and something else; one line is broken."""
    records = [{"id": key, "text": text} for key, text in (("w", WIRE), ("r", REPRINT), ("o", OTHER))]
    path = write_jsonl(tmp_path / "dump.jsonl", *records)
    path.write_bytes(path.read_bytes() + b"{broken\n")
    return path


def test_pairs_go_to_standard_output_and_notes_do_not(run, dump):
    """CSV that a program can read; the broken record makes the exit code 3."""
    done = run("pairs", dump)

    [row] = csv.DictReader(io.StringIO(done.out))
    [expected] = find_pairs(dump).resemblance
    assert (row["a_id"], row["a_record"], row["b_id"], row["b_record"]) == ("w", "1", "r", "2")
    assert float(row["resemblance"]) == pytest.approx(expected, abs=1e-6)
    assert done.code == 3
    assert "1 pair of 1 candidate, which hold 2 of 3 articles" in " ".join(done.err.split())
    assert "first: " in done.err
    assert "--quarantine FILE lists them" in done.err


def test_into_a_file(run, dump, tmp_path):
    """The same bytes; the list of what could not be read beside it; nothing is said under --quiet."""
    out, unread = tmp_path / "pairs.csv", tmp_path / "unread.jsonl"

    done = run("pairs", dump, "-o", out, "--quarantine", unread, "--max-bad", 1, "--quiet")

    assert (done.code, done.out, done.err) == (0, "", "")
    assert out.read_text() == run("pairs", dump, "--quiet").out
    assert orjson.loads(unread.read_bytes())["record"] == 4


def test_a_higher_resemblance_leaves_fewer(run, dump):
    """Only the head is left when no pair is so alike."""
    assert len(run("pairs", dump, "--resemblance", 1, "--no-passages", "-q").out.splitlines()) == 1
    assert len(run("pairs", dump, "--resemblance", 0.1, "--no-passages", "-q").out.splitlines()) == 2


@pytest.mark.parametrize("value", ["0", "-1", "1.5"])
def test_a_wrong_resemblance_is_a_usage_error(run, dump, value):
    """It names the option."""
    done = run("pairs", dump, "--resemblance", value)

    assert done.code == 2
    assert "--resemblance" in done.err


def test_as_a_process_from_a_pipe(process, dump):
    """Standard input, and the lines of a file."""
    done = process("pairs", "-", "--format", "jsonl", "-q", input=dump.read_text())

    assert done.code == 3
    assert [line.split(",")[:3] for line in done.out.splitlines()[1:]] == [["w", "stdin", "1"]]
