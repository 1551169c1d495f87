"""A scan under a budget: the same result, what it took, and nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest

import syndetect.storage.spill as spill
from corpora.generator import GeneratorParams, generate, write_jsonl
from syndetect import scan
from syndetect.candidates import posting_lists
from syndetect.errors import BudgetError

BUDGET = "400MB"


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """Write generated articles: stories, furniture, credits."""
    path = tmp_path_factory.mktemp("dump") / "articles.jsonl"
    write_jsonl(generate(GeneratorParams(n_articles=600, seed=3)), path)
    return path


def files_of(result, folder):
    """Write a run; return what it wrote, without what differs from run to run."""
    result.write(folder)
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    manifest = orjson.loads(found.pop("run.json").read_bytes())
    del manifest["seconds"], manifest["memory"]
    return {name: path.read_bytes() for name, path in found.items()}, manifest


def test_a_scan_in_files_writes_the_same_bytes(dump, tmp_path, monkeypatch):
    """Texts, words, sketches and lists in files, and the index in many ranges, change no byte of any file."""
    expected = files_of(scan(dump, n_threads=2), tmp_path / "memory")
    monkeypatch.setattr(spill, "HELD_SHARE", 1_000_000)  # 400 bytes of the budget are for arrays
    monkeypatch.setattr(spill.Storage, "hold", lambda storage, n_bytes: None)  # at all times
    monkeypatch.setattr(posting_lists, "AT_ONCE", 5_000)

    result = scan(dump, n_threads=2, memory=BUDGET, spill_folder=tmp_path)
    memory = result.manifest["memory"]

    assert memory["budget"] == 400_000_000
    assert set(memory["spilled_by_stage"]) >= {"read", "tokens", "furniture", "sketch", "candidates"}
    assert memory["spilled"] == sum(memory["spilled_by_stage"].values()) > 5_000_000
    assert files_of(result, tmp_path / "files") == expected
    assert sorted(path.name for path in tmp_path.iterdir()) == ["files", "memory"]


def test_memory_of_every_stage_is_in_the_manifest(dump):
    """Beside the seconds of each stage stands its peak; without a budget that binds nothing is spilled."""
    manifest = scan(dump).manifest

    assert manifest["memory"]["spilled_by_stage"] == {}
    if Path("/proc/self/status").exists():
        assert manifest["memory"]["peak_by_stage"].keys() == manifest["seconds"].keys()
        assert manifest["memory"]["peak"] == max(manifest["memory"]["peak_by_stage"].values())


def test_a_budget_below_the_need_is_told_after_reading(dump, monkeypatch):
    """The error comes before the stages that take long, and names what is needed."""
    monkeypatch.setattr("syndetect.storage.budget.PER_ARTICLE", 10**6)
    stages = []

    with pytest.raises(BudgetError, match=r"600 articles need about \d+\.\d MB of memory"):
        scan(dump, memory=BUDGET, on_stage=stages.append)

    assert stages == ["read"]


RUN = """
import sys
import syndetect.storage.spill as spill
spill.HELD_SHARE = 1_000_000
spill.Storage.hold = lambda storage, n_bytes: None
from syndetect.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_leaves_no_temporary_file(dump, tmp_path, number):
    """However a run ends in the middle, its files are gone with it: they never had a name."""
    out, spilled = tmp_path / "out", tmp_path / "spilled"
    spilled.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "scan", dump, "-o", out, "--memory", BUDGET, "--log-format", "json"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(spilled)},
    )
    with process:
        assert process.stderr is not None
        said = next(line for line in map(orjson.loads, process.stderr) if line.get("stage") == "read")
        if Path("/proc").exists():
            deadline = time.monotonic() + 60
            while str(spilled) not in Path(f"/proc/{process.pid}/maps").read_text():  # words lie there
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.01)
        process.send_signal(number)
        process.stderr.read()

    assert said["spilled_bytes"] > 0
    assert process.returncode != 0
    assert list(spilled.iterdir()) == []
    assert not (out / "run.json").exists()
