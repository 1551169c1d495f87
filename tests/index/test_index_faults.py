"""Samples of the sweeps of ``python -m benchmarks.index``; the whole ones take minutes each."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def sweep(what, *options):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.index", what, *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
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
