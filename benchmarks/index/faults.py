"""A run of ``syndetect dedup`` with a fault at every system call that writes -> what was lost.

``strace`` counts the calls of one run, then one run each is killed, or gets an
error, at the n-th call. After each: the index is sound, holds a whole number of
batches, no output stands that is not whole, and the same run again gives the
index and the output of a run without faults.

A run is a fork of this process, in which everything is loaded already: it stops
itself, strace attaches to it, and lets it go on.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.index.work import Job
from syndetect.errors import NoIndexError
from syndetect.index.check import check
from syndetect.index.opening import open_store

__all__ = [
    "CALLS",
    "KILL",
    "Sweep",
    "count_calls",
    "dump",
    "lines_of",
    "run_forked",
    "start_forked",
    "sweep",
    "wait_for",
]

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "rename", "unlink", "ftruncate")
KILL = "signal=SIGKILL"
_SECONDS = 120
_HANGS = 124


class Sweep:
    """What a sweep found: points tried, and each violation as a sentence."""

    def __init__(self) -> None:
        self.n_points: Counter[str] = Counter()
        self.codes: Counter[int] = Counter()
        self.violations: list[str] = []


def run_forked(arguments: Sequence[str], tracing: Sequence[str] = ()) -> tuple[int, bytes]:
    """Run the command line in a fork, traced by strace with some options.

    Parameters
    ----------
    arguments : sequence of str
        Without the program's name.
    tracing : sequence of str
        None for no strace.

    Returns
    -------
    (int, bytes)
        Exit code, -9 when killed; 124 when it hangs. What it said on stderr.
    """
    child, said = start_forked(arguments, stops=bool(tracing))
    tracer = None
    if tracing:
        os.waitpid(child, os.WUNTRACED)
        tracer = subprocess.Popen(["strace", "-f", *tracing, "-p", str(child)], stderr=subprocess.PIPE)
        assert tracer.stderr is not None
        tracer.stderr.readline()  # it is attached
        os.kill(child, signal.SIGCONT)
    code, text = wait_for((child, said))
    if tracer is not None:
        tracer.communicate(timeout=_SECONDS)
    return code, text


def start_forked(arguments: Sequence[str], *, stops: bool = False) -> tuple[int, int]:
    """Start the command line in a fork; return its process and the end of a pipe from its stderr."""
    said, says = os.pipe()
    child = os.fork()
    if not child:
        _be_the_run(arguments, says, stops=stops)
    os.close(says)
    return child, said


def wait_for(started: tuple[int, int]) -> tuple[int, bytes]:
    """Wait for a fork; return its exit code, 124 when it hangs, and what it said on stderr."""
    code = _wait(started[0])
    with os.fdopen(started[1], "rb") as pipe:
        return code, pipe.read()


def _be_the_run(arguments: Sequence[str], says: int, *, stops: bool) -> None:
    from syndetect.cli import main

    os.dup2(says, 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # Those of the parent may be on a file, in which they would look for their place.
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
    if stops:
        os.kill(os.getpid(), signal.SIGSTOP)
    code = 1
    try:
        code = main(arguments)
    finally:
        os._exit(code)


def _wait(child: int) -> int:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return _HANGS


def count_calls(job: Job, folder: Path, calls: Sequence[str] = CALLS) -> dict[str, int]:
    """Count the calls of a run without faults."""
    index, out, log = _copies(job, folder)
    code, said = run_forked(job.arguments(index, out), ["-o", str(log), "-e", f"trace={','.join(calls)}"])
    if code:
        raise RuntimeError(f"the run without faults ends with {code}: {said.decode(errors='replace')}")
    found = Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(errors="replace"), re.MULTILINE))
    return {call: found[call] for call in calls}


def sweep(
    job: Job, folder: Path, fault: str, *, step: int = 1, calls: Sequence[str] = CALLS
) -> Iterator[tuple[str, Sweep]]:
    """Run the job once for every ``step``-th call of each kind, with a fault there.

    Parameters
    ----------
    job : Job
    folder : Path
        For the copies of the index.
    fault : str
        ``signal=SIGKILL`` or ``error=ENOSPC``, as strace names it.
    step : int
    calls : sequence of str
        Names of system calls.

    Yields
    ------
    (str, Sweep)
        Each kind of call that is done, and all that was found so far.
    """
    wanted = _state(job, folder)
    found = Sweep()
    for call, n_calls in count_calls(job, folder, calls).items():
        for n in range(1, n_calls + 1, step):
            _one(job, folder, f"{call}:{fault}:when={n}", call, wanted, found)
            found.n_points[call] += 1
        yield call, found


def _one(
    job: Job, folder: Path, inject: str, call: str, wanted: tuple[list[str], bytes], found: Sweep
) -> None:
    index, out, _ = _copies(job, folder)
    tracing = ["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={inject}"]
    code, said = run_forked(job.arguments(index, out), tracing)
    found.codes[code] += 1
    problems = list(_problems_of_the_run(job, index, out, code, said, wanted))
    if not problems:
        problems = list(_problems_of_the_next(job, index, out, wanted))
    found.violations += [f"{inject}: {problem}" for problem in problems]


def _problems_of_the_run(
    job: Job, index: Path, out: Path, code: int, said: bytes, wanted: tuple[list[str], bytes]
) -> Iterator[str]:
    if code == _HANGS:
        yield "hangs"
    if b"Traceback" in said or code == 1:
        yield f"is a bug: {said[-300:]!r}"
    if out.exists() and lines_of(out.read_bytes()) != lines_of(wanted[1]):
        yield "the output is not whole"
    if code == 0 and not out.exists():
        yield "success without an output"
    yield from check(index)
    n_held = len(dump(index)) - len(dump(job.base))
    if n_held % job.batch and n_held != job.n_articles:
        yield f"{n_held} articles are no whole number of batches"
    if out.exists() and n_held != job.n_articles:
        yield "the output tells of what the index does not hold"


def _problems_of_the_next(job: Job, index: Path, out: Path, wanted: tuple[list[str], bytes]) -> Iterator[str]:
    code, said = run_forked(job.arguments(index, out))
    if code:
        yield f"the run again ends with {code}: {said[-200:]!r}"
        return
    if dump(index) != wanted[0]:
        yield "the run again gives another index"
    if lines_of(out.read_bytes()) != lines_of(wanted[1]):
        yield "the run again gives another output"
    leftovers = [p.name for p in index.parent.iterdir() if p.name.endswith((".part", ".new", "-journal"))]
    if leftovers:
        yield f"left behind {leftovers}"


def _copies(job: Job, folder: Path) -> tuple[Path, Path, Path]:
    for path in folder.iterdir():
        path.unlink()
    index = folder / "news.index"
    shutil.copy(job.base, index)
    return index, folder / "out.jsonl", folder / "strace.log"


def _state(job: Job, folder: Path) -> tuple[list[str], bytes]:
    """Return index and output of a run without faults."""
    index, out, _ = _copies(job, folder)
    code, said = run_forked(job.arguments(index, out))
    if code:
        raise RuntimeError(f"the run without faults ends with {code}: {said.decode(errors='replace')}")
    return dump(index), out.read_bytes()


def dump(index: Path | str) -> list[str]:
    """Return everything that is decided in an index; not when articles were first seen."""
    try:
        store = open_store(index, writing=False)
    except NoIndexError:
        return []
    query = (
        "SELECT a.article_id, a.digest, a.decision, c.article_id, p.article_id, a.matched, a.resemblance"
        " FROM articles a JOIN articles c ON c.number = a.canonical"
        " LEFT JOIN articles p ON p.number = a.partner"
    )
    with closing(store), store.snapshot():
        return sorted(repr((name, bytes(hashed), *rest)) for name, hashed, *rest in store.rows(query))


def lines_of(output: bytes) -> list[bytes]:
    """Return the records of an output without the time when each was first seen."""
    without = re.sub(rb'"first_seen":"[^"]*"', b"", output)
    return [line for line in without.splitlines() if b'"event_number"' not in line]
