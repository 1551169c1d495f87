"""Compiling in a second process: what it compiles, when it is started, and that it ends with the scan."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numba
import orjson
import pytest
from inputs import plain_environment

from syndetect import precompiling
from syndetect.kernels import is_cached, is_kernel, kernel, part
from syndetect.precompiling import PROBE, SPECIALISATIONS, SWITCH, compile_all, compiling_ahead

REPOSITORY = Path(__file__).parent.parent.parent
SCAN = """
import contextlib, io, sys
from syndetect.cli import main
with contextlib.redirect_stdout(io.StringIO()):
    code = main(["scan", "corpora/ferry/articles.jsonl", "-o", sys.argv[1], "-q", "--wire",
                 "Corvane Press Agency", "--agencies", "corpora/ferry/agencies.toml"])
assert code == 0, code
from syndetect.precompiling import compiled_here
import orjson
print(orjson.dumps(compiled_here()).decode())
"""

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")


def _as_tuples(entries):
    return {(module, name, tuple(signature)) for module, name, signature in entries}


def test_the_list_is_what_a_scan_compiles(tmp_path):
    """Kernels and types of the list are those of a scan; when not: ``benchmarks.compilation --record``."""
    command = [sys.executable, "-c", SCAN, str(tmp_path / "out")]
    environment = plain_environment() | {SWITCH: "0", "PYTHONPATH": str(REPOSITORY)}
    if "NUMBA_CACHE_DIR" in os.environ:
        environment["NUMBA_CACHE_DIR"] = os.environ["NUMBA_CACHE_DIR"]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, check=True, timeout=300
    )

    listed = _as_tuples(orjson.loads(SPECIALISATIONS.read_bytes()))
    found = _as_tuples(orjson.loads(done.stdout))
    assert listed <= found
    # Compiled with the kernels that call them where these are not cached, and not asked for by Python.
    assert {entry[:2] for entry in found - listed} <= {
        ("syndetect.hashes", "xxh64_runs"),
        ("syndetect.candidates.passages", "_insert"),
        ("syndetect.candidates.sorting", "sorted_by_bits"),
    }


@kernel
def _added(values, by):
    return values.sum() + by[0] + by[1]


@part
def _is_no_kernel(value):
    return value


def test_a_kernel_is_compiled_from_its_printed_types():
    """Arrays that may be written or not, tuples and numbers are read back from what numba prints."""
    array = "Array(uint8, 1, 'C', {}, aligned=True)"
    for is_readonly in (False, True):
        entry = (__name__, "_added", [array.format(is_readonly), "Tuple((int64, float64))"])
        compile_all([entry])
        assert (__name__, "_added") not in [
            found[:2] for found in precompiling.compiled_here()
        ]  # not syndetect's
    assert [tuple(map(repr, signature)) for signature in _added.signatures] == [
        (array.format(False), "Tuple((int64, float64))"),
        (array.format(True), "Tuple((int64, float64))"),
    ]


@pytest.mark.parametrize("text", ["__import__('os')", "Array.__init__", "1 + 1", "[uint8]", "NoSuchType"])
def test_only_types_are_read(text):
    """An expression that is no type of numba's is an error, and nothing is evaluated."""
    with pytest.raises((ValueError, AttributeError)):
        compile_all([(__name__, "_added", [text])])


def test_kernels_are_told_from_parts():
    """A part, a plain function and nothing are no kernels, and there is nothing of them to cache."""
    assert is_kernel(_added)
    for other in (_is_no_kernel, len, None):
        assert not is_kernel(other)
        assert is_cached(other)


@pytest.fixture
def cold(monkeypatch):
    """Make it look as if nothing were cached, on two processors; return what is started."""
    started = []
    popen = subprocess.Popen

    def started_one(*args, **options):
        started.append(popen(*args, **options))
        return started[-1]

    monkeypatch.delenv(SWITCH, raising=False)
    monkeypatch.setattr(precompiling, "is_cached", lambda compiled: False)
    monkeypatch.setattr(precompiling, "available_threads", lambda: 2)
    monkeypatch.setattr(subprocess, "Popen", started_one)
    return started


@pytest.mark.parametrize("fails", [False, True])
def test_the_process_ends_with_the_scan(cold, fails):
    """However the work ends, nothing is left of the process."""
    try:
        with compiling_ahead(None):
            (process,) = cold
            assert process.poll() is None
            if fails:
                raise RuntimeError("some fault")
    except RuntimeError:
        assert fails
    assert process.poll() is not None


def test_the_process_ends_when_its_parent_is_gone(cold, monkeypatch):
    """When the other end of its pipe is closed, by whatever end of the scan, it goes by itself."""
    process = precompiling._start()
    process.stdin.close()
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.poll() == 0


def test_nothing_is_started_without_need(cold, monkeypatch):
    """With one thread or processor, with the switch, or with kernels on disk, there is no process."""
    with compiling_ahead(1):
        pass
    with monkeypatch.context() as switched:
        switched.setenv(SWITCH, "0")
        with compiling_ahead(None):
            pass
    monkeypatch.setattr(precompiling, "available_threads", lambda: 1)
    with compiling_ahead(None):
        pass
    monkeypatch.setattr(precompiling, "available_threads", lambda: 2)
    monkeypatch.setattr(precompiling, "is_cached", lambda compiled: True)
    with compiling_ahead(None):
        pass
    assert not cold


def test_a_system_without_room_for_a_process_compiles_alone(cold, monkeypatch):
    """Where no process can be started the scan goes on."""

    def refused(*args, **options):
        raise OSError("no")

    monkeypatch.setattr(subprocess, "Popen", refused)
    with compiling_ahead(None) as nothing:
        assert nothing is None


def test_the_dearest_kernel_is_compiled_first():
    """The list begins with the kernel that tells whether anything is to do."""
    first = orjson.loads(SPECIALISATIONS.read_bytes())[0]
    assert tuple(first[:2]) == PROBE
