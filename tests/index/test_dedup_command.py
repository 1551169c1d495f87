"""``syndetect dedup`` and ``syndetect index`` as a user meets them."""

import gzip
import os
import signal
import subprocess
import sys
import time

import orjson
import pytest

from syndetect.cli import main
from syndetect.index.lock import WriterLock

PROGRAM = [sys.executable, "-c", "import sys; from syndetect.cli import main; sys.exit(main())"]

WIRE = (
    "The ferry ran onto a sandbank off the northern harbour late on Tuesday evening, and two hundred "
    "passengers spent the night on board. Rescuers brought them ashore one boat at a time after dawn."
)
OTHER = (
    "A choir of forty singers won the regional prize with a programme of forgotten songs, which the "
    "director had found in a parish archive and arranged for eight voices over the winter."
)
RECORDS = [
    {"id": "wire", "outlet": "CPA", "published": "2025-01-02T10:00:00Z", "text": WIRE, "n": 1},
    {"id": "copy", "outlet": "Courier", "published": "2025-01-02T12:00:00Z", "text": WIRE},
    {"id": "choir", "outlet": "Herald", "published": "2025-01-01", "text": OTHER},
    {"id": "short", "text": "More soon."},
]


class Runs:
    """The command line in a folder, in this process."""

    def __init__(self, folder, capfdbinary):
        self.folder, self.captured = folder, capfdbinary

    def __call__(self, *arguments):
        self.captured.readouterr()
        code = main([str(one) for one in arguments])
        self.out, said = self.captured.readouterr()
        self.err = said.decode()
        assert "Traceback" not in self.err
        return code

    def write(self, name, *records):
        (self.folder / name).write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in records))
        return self.folder / name

    def lines(self, name=None):
        data = self.out if name is None else (self.folder / name).read_bytes()
        return [orjson.loads(line) for line in data.splitlines()]

    @property
    def index(self):
        return self.folder / "news.index"


@pytest.fixture
def run(tmp_path, capfdbinary):
    return Runs(tmp_path, capfdbinary)


def decisions(lines):
    return {one["id"]: one["syndetect"]["decision"] for one in lines if "id" in one}


def test_decisions_one_a_record(run):
    """All records come out in their order, unchanged, each with its decision."""
    source = run.write("in.jsonl", *RECORDS)
    assert run("dedup", source, "--index", run.index, "-o", run.folder / "out.jsonl") == 0
    lines = run.lines("out.jsonl")
    assert decisions(lines) == {
        "wire": "unique",
        "copy": "duplicate",
        "choir": "unique",
        "short": "too_short",
    }
    assert [{k: v for k, v in one.items() if k != "syndetect"} for one in lines] == RECORDS
    assert lines[1]["syndetect"]["canonical_id"] == "wire"
    assert "4 records" in run.err


def test_the_same_input_twice(run):
    """Index and output stay byte for byte."""
    source = run.write("in.jsonl", *RECORDS)
    exported = []
    for k in range(2):
        assert run("dedup", source, "--index", run.index, "-o", run.folder / f"out{k}", "-q") == 0
        assert run.err == ""
        run("index", "export", run.index)
        exported.append(run.out)
    assert exported[0] == exported[1]
    assert (run.folder / "out0").read_bytes() == (run.folder / "out1").read_bytes()


def test_from_and_to_a_pipe(run):
    """A dash is standard input, and standard output is where nothing is named."""
    data = b"".join(orjson.dumps(one) + b"\n" for one in RECORDS)
    done = subprocess.run(
        [*PROGRAM, "dedup", "-", "--index", str(run.index), "--emit", "unique"],
        input=gzip.compress(data),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert list(decisions(map(orjson.loads, done.stdout.splitlines()))) == ["wire", "choir", "short"]


def test_late_articles_bring_events(run):
    """An earlier article that comes in a later run changes the canonical, and the output says so."""
    run("dedup", run.write("one.jsonl", *RECORDS), "--index", run.index, "-q")
    early = {"id": "early", "published": "2025-01-02T09:00:00Z", "text": WIRE}
    run("dedup", run.write("two.jsonl", early), "--index", run.index)
    first, *events = run.lines()
    assert first["syndetect"]["decision"] == "unique"
    told = {one["syndetect"]["article_id"]: one["syndetect"] for one in events}
    assert told.keys() == {"wire", "copy"}
    assert told["copy"]["event"] == "canonical_changed"
    assert (told["copy"]["from"]["canonical_id"], told["copy"]["to"]["canonical_id"]) == ("wire", "early")
    run("dedup", run.folder / "two.jsonl", "--index", run.index)
    assert len(run.lines()) == 1  # events are delivered once


def test_events_wait_for_an_output(run):
    """What a maintenance command changed is told by the next run."""
    run("dedup", run.write("one.jsonl", *RECORDS), "--index", run.index, "-q")
    (run.folder / "ids").write_text("wire\nunknown\n")
    assert run("index", "delete", run.index, "--ids-file", run.folder / "ids") == 0
    assert run.out == b"1 versions removed, 1 events\n"
    run("dedup", run.write("two.jsonl", RECORDS[2]), "--index", run.index)
    assert [one["syndetect"].get("article_id") for one in run.lines()] == ["copy", None]


def test_quarantine_ledger_and_exit_code(run):
    """A record that cannot be read is listed and counted; all others go on."""
    source = run.write("in.jsonl", *RECORDS)
    source.write_bytes(source.read_bytes() + b'{"id": broken\n' + b'{"id": "none", "text": ""}\n')
    quarantined = run.folder / "q.jsonl"
    assert run("dedup", source, "--index", run.index, "--quarantine", quarantined) == 3
    assert [one["record"] for one in run.lines("q.jsonl")] == [5]
    assert run("dedup", source, "--index", run.index, "--max-bad", 1) == 0
    assert decisions(run.lines())["none"] == "too_short"
    assert run("dedup", source, "--index", run.index, "--strict") == 2


def test_exit_codes(run):
    """Each kind of failure has its own."""
    source = run.write("in.jsonl", *RECORDS)
    assert run("index", "info", run.index) == 10
    assert run("dedup", source, "--index", run.folder / "no" / "folder" / "x") == 10
    assert run("dedup", run.folder / "none.jsonl", "--index", run.index) == 2
    assert run("dedup", source, "--index", run.index, "--emit", "some") == 2
    assert run("dedup", source, "--index", run.index, "--max-duplicates", "0.1", "-o", run.folder / "o") == 4
    assert not (run.folder / "o").exists()
    lock = WriterLock(run.index)
    assert run("dedup", source, "--index", run.index) == 11
    lock.release()
    assert run("dedup", source, "--index", run.index, "--window", "7d") == 12
    assert "window_days: 0.0 in the index, 7.0 asked for" in run.err
    assert run("index", "check", run.index) == 0
    data = bytearray(run.index.read_bytes())
    at = data.index(b"Courier")
    data[at] ^= 1
    run.index.write_bytes(data)
    assert run("index", "check", run.index) == 13
    assert b"article copy is not as it was written" in run.out
    assert run("index", "repair", run.index) == 0
    assert b"lost: copy" in run.out
    assert run("index", "check", run.index) == 0


def test_logs_and_metrics(run):
    """JSON lines on stderr, the last a summary; metrics, of which a failure changes the exit code alone."""
    source = run.write("in.jsonl", *RECORDS)
    metrics = run.folder / "m.prom"
    options = ["--index", run.index, "--metrics", metrics, "--log-format", "json"]
    assert run("dedup", source, *options) == 0
    lines = [orjson.loads(line) for line in run.err.splitlines()]
    assert len({one["run_id"] for one in lines}) == 1
    summary = lines[-1]
    assert (summary["event"], summary["exit_code"], summary["n_in"]) == ("summary", 0, 4)
    text = metrics.read_text()
    assert text.endswith("\n")
    assert 'syndetect_articles_total{state="duplicate"} 1' in text
    assert all(len(line.split()) == 2 for line in text.splitlines() if not line.startswith("#"))
    assert run("dedup", run.folder / "none", *options) == 2
    assert orjson.loads(run.err.splitlines()[-1])["exit_code"] == 2
    assert "syndetect_run_last_exit_code 2" in metrics.read_text()
    assert [one for one in text.splitlines() if "success" in one] == [
        one for one in metrics.read_text().splitlines() if "success" in one
    ]


def test_nothing_new(run):
    """With --skip-if-empty no record means no output; what stood there stays."""
    (run.folder / "empty.jsonl").write_bytes(b"")
    out = run.folder / "out"
    out.write_text("as before")
    options = ["dedup", run.folder / "empty.jsonl", "--index", run.index, "-o", out]
    assert run(*options, "--skip-if-empty") == 0
    assert out.read_text() == "as before"
    assert run(*options) == 0
    assert out.read_bytes() == b""


@pytest.mark.parametrize("bulk", ["opensearch", "solr"])
def test_bulk(run, bulk):
    """Ready for the engine as it is."""
    run("dedup", run.write("in.jsonl", *RECORDS), "--index", run.index, "--bulk", bulk)
    if bulk == "solr":
        assert [one["id"] for one in orjson.loads(run.out)] == [one["id"] for one in RECORDS]
    else:
        assert [one["index"]["_id"] for one in run.lines()[::2]] == [one["id"] for one in RECORDS]


def test_maintenance(run):
    """expire, refit, compact, backup and info do what they say."""
    run("dedup", run.write("in.jsonl", *RECORDS), "--index", run.index, "-q")
    assert run("index", "expire", run.index, "--older-than", "2d", "--now", "2025-01-02T20:00:00Z") == 0
    assert run.out == b"0 removed, 0 kept for younger articles that rely on them, 0 events\n"
    assert run("index", "expire", run.index, "--older-than", "12h", "--now", "2025-01-02T20:00:00Z") == 0
    assert run.out == b"1 removed, 0 kept for younger articles that rely on them, 0 events\n"
    assert run("index", "refit", run.index, "--keep", "prefer:Courier") == 0
    assert run.out == b"2 decisions changed\n"
    assert run("index", "refit", run.index, "--keep", "earliest", "--window", "14d") == 0
    assert run("index", "compact", run.index) == 0
    assert run("index", "backup", run.index, run.folder / "copy.index") == 0
    assert run("index", "info", run.folder / "copy.index") == 0
    about = orjson.loads(run.out)
    assert (about["n_articles"], about["parameters"]["window_days"]) == (3, 14.0)


def test_sigterm_stops_and_the_next_run_completes(run):
    """What was committed stays, nothing half stands anywhere, and the run again has all lines."""
    many = [
        {"id": f"a{k}", "published": "2025-01-01", "text": f"{OTHER} {k} {WIRE} {k * 7}"} for k in range(3000)
    ]
    source, out = run.write("in.jsonl", *many), run.folder / "out.jsonl"
    command = [*PROGRAM, "dedup", source, "--index", run.index, "-o", out, "--batch", "50"]
    with subprocess.Popen([str(one) for one in command], stderr=subprocess.PIPE) as running:
        while not run.index.exists() and running.poll() is None:
            time.sleep(0.01)
        time.sleep(0.5)
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) in (130, 0)
    assert os.listdir(run.folder).count(".out.jsonl.part") == 0
    assert run("index", "check", run.index) == 0
    assert run("dedup", source, "--index", run.index, "-o", out) == 0
    assert len({one["id"] for one in run.lines("out.jsonl") if "id" in one}) == 3000


def test_an_index_is_made_only_where_wanted(run):
    """Without leave to make one a lost index is exit code 10; a new one is named."""
    source = run.write("in.jsonl", *RECORDS)
    out = run.folder / "out.jsonl"
    assert run("dedup", source, "--index", run.index, "--no-create", "-o", out) == 10
    assert "there is no index" in run.err
    assert not run.index.exists()
    assert not out.exists()
    assert run("dedup", source, "--index", run.index, "-o", out) == 0
    assert "a new one was made" in run.err
    assert run("dedup", source, "--index", run.index, "--no-create", "-o", out) == 0
    assert "a new one was made" not in run.err


def test_records_without_a_text_keep_their_place(run):
    """Lines stand in the order of input, whatever is decided about them."""
    records = [{"id": "none", "text": ""}, *RECORDS[:2], {"id": "null", "text": None}, *RECORDS[2:]]
    source = run.write("in.jsonl", *records, {"id": "last", "text": " "})
    for batch in (1, 2, 1000):
        run("dedup", source, "--index", run.folder / f"{batch}.index", "--batch", batch)
        ids = [one["id"] for one in run.lines()]
        assert ids == ["none", "wire", "copy", "null", "choir", "short", "last"]


def test_why_a_run_is_not_whole(run):
    """Code 3 names the first record and how to list all; code 4 the share; both also when quiet."""
    source = run.write("in.jsonl", *RECORDS)
    source.write_bytes(source.read_bytes() + b'{"id": \n')
    assert run("dedup", source, "--index", run.index, "-o", run.folder / "out.jsonl", "-q") == 3
    assert "in.jsonl, record 5: " in run.err
    assert "--quarantine" in run.err
    copies = run.write("copies.jsonl", RECORDS[0], RECORDS[1])
    gated = ["dedup", copies, "--index", run.index, "--max-duplicates", "0.1", "-q"]
    assert run(*gated, "-o", run.folder / "gated.jsonl") == 4
    assert run.err.startswith("error: 50% of the articles are duplicates")
    assert not (run.folder / "gated.jsonl").exists()
    assert run(*gated) == 2
    assert "needs -o FILE" in run.err


def test_an_empty_folder(run):
    """It is an error unless nothing may come: then no output is written."""
    (run.folder / "inbox").mkdir()
    for inputs in ("inbox", "inbox/*.jsonl"):
        arguments = ["dedup", run.folder / inputs, "--index", run.index, "-o", run.folder / "out.jsonl"]
        assert run(*arguments) == 2
        assert run(*arguments, "--skip-if-empty") == 0
        assert not (run.folder / "out.jsonl").exists()


def test_progress_on_a_terminal():
    """One line that is rewritten and left empty; a summary of what there was."""
    import io
    import logging

    from syndetect.index.run_log import RunLog, summary_lines

    stream = io.StringIO()
    stream.isatty = lambda: True
    with RunLog(stream, as_json=False, quiet=False).listening():
        logging.getLogger("syndetect.index.job").info("batch", extra={"counts": {"n_articles": 1200}})
    shown = stream.getvalue().split("\r\x1b[K")
    assert shown[1] == "reading"
    assert shown[2].startswith("1,200 articles decided, ")
    assert shown[-1] == ""
    values = {"n_in": 3, "seconds": 1.25, "decisions": {"unique": 2}, "n_filtered": 0, "n_known": 1}
    values |= {"n_events": 0, "n_quarantined": 1, "not_read": {"bad_json": 1}, "index_created": False}
    assert summary_lines(values) == [
        "3 records in 1.2 s: 2 unique; 1 known before",
        "1 records could not be read: 1 bad_json",
    ]
