"""Samples of the sweeps of ``python -m benchmarks.index``; the whole ones take minutes each."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from benchmarks.index import postgres_server

ROOT = Path(__file__).parents[2]


def sweep(what, *options):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.index", what, *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def traces():
    """Tell whether strace is here and may trace."""
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode
        == 0
    )


@pytest.mark.skipif(not traces(), reason="strace is not installed, or may not trace: no fault was tried")
@pytest.mark.parametrize("what", ["kill", "enospc", "eio"])
def test_faults_at_system_calls_lose_nothing(what):
    """Killed, or out of disk, at a sample of all writing calls: sound, and the next run completes it."""
    printed = sweep(what, "--articles", "12", "--batch", "6", "--step", "60")
    assert "pwrite64" in printed
    assert printed.endswith("0 violations\n")


def test_writers_at_once_make_what_one_would(tmp_path):
    """Whoever is turned away says so with exit code 11, and comes in later; nothing is lost."""
    assert "'violations': 0" in sweep("writers", "--articles", "24", "--n", "1")


def test_batches_and_order_do_not_matter():
    """``SYNDETECT_CORPORA`` corpora at once, and shuffled in batches with repeats; by default a few."""
    n_corpora = os.environ.get("SYNDETECT_CORPORA", "6")
    assert f"'corpora': {n_corpora}" in sweep("batches", "--n", n_corpora)


@pytest.mark.skipif(not traces(), reason="strace is not installed, or may not trace: no fault was tried")
@pytest.mark.skipif(postgres_server.programs() is None, reason=postgres_server.ABSENT)
def test_a_served_index_survives_its_clients_and_its_server():
    """Killed at a sample of messages; server processes and the server ended in the middle."""
    printed = sweep("served", "--articles", "12", "--batch", "4", "--step", "60", "--n", "1")
    assert "killed at sendto" in printed
    assert "server restarted: 1" in printed
    assert printed.endswith("\n0 violations\n")


def test_throughput_is_measured_beside_a_peer():
    """At each size a row of ours, with bytes and waits, and one of datasketch in memory."""
    rows = orjson.loads(sweep("throughput", "--sizes", "0,60", "--measured", "40", "--single", "5", "--json"))
    ours = [row for row in rows if row["name"] == "syndetect"]
    peers = [row for row in rows if row["name"] == "datasketch"]
    assert [row["n_held"] for row in ours] == [row["n_held"] for row in peers] == [0, 60]
    assert all(0 < row["p50_ms"] <= row["p99_ms"] and row["bytes_per_article"] > 500 for row in ours)
    assert all(row["cpu_ms"] > 0 for row in rows)
