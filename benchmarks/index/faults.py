"""A run of ``syndetect dedup`` with a fault at every system call that writes -> what was lost.

``strace`` counts the calls of one run, then one run each is killed, or gets an
error, at the n-th call. After each: the index is sound, holds a whole number of
batches, no output stands that is not whole, and the same run again gives the
index and the output of a run without faults.
"""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.index.work import Job
from syndetect.errors import NoIndexError
from syndetect.index.check import check
from syndetect.index.sqlite_store import SqliteStore

__all__ = ["CALLS", "Sweep", "count_calls", "sweep"]

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "rename", "unlink", "ftruncate")
KILL = "signal=SIGKILL"
_SECONDS = 120


class Sweep:
    """What a sweep found: points tried, and each violation as a sentence."""

    def __init__(self) -> None:
        self.n_points: Counter[str] = Counter()
        self.codes: Counter[int] = Counter()
        self.violations: list[str] = []


def count_calls(job: Job, folder: Path, calls: Sequence[str] = CALLS) -> dict[str, int]:
    """Count the calls of a run without faults."""
    index, out, log = _copies(job, folder)
    command = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={','.join(calls)}"]
    subprocess.run([*command, *job.command(index, out)], check=True, timeout=_SECONDS)
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
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={inject}"]
    try:
        done = subprocess.run(
            [*command, *job.command(index, out)], capture_output=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        found.violations.append(f"{inject}: hangs")
        return
    found.codes[done.returncode] += 1
    if b"Traceback" in done.stderr:
        found.violations.append(f"{inject}: a traceback")
    if out.exists() and out.read_bytes() != wanted[1]:
        found.violations.append(f"{inject}: the output is not whole")
    if done.returncode == 0 and not out.exists():
        found.violations.append(f"{inject}: success without an output")
    problems = check(index)
    if problems:
        found.violations.append(f"{inject}: {problems[0]}")
        return
    n_held = len(_dump(index)) - len(_dump(job.base))
    if n_held % job.batch and n_held != job.n_articles:
        found.violations.append(f"{inject}: {n_held} articles are no whole number of batches")
    again = subprocess.run(job.command(index, out), capture_output=True, check=False, timeout=_SECONDS)
    if again.returncode:
        found.violations.append(
            f"{inject}: the run again ends with {again.returncode}: {again.stderr[-200:]!r}"
        )
    elif _dump(index) != wanted[0]:
        found.violations.append(f"{inject}: the run again gives another index")
    elif _decided(out) != _lines(wanted[1]):
        found.violations.append(f"{inject}: the run again gives another output")
    leftovers = [p.name for p in folder.iterdir() if p.name.endswith((".part", ".new", "-journal"))]
    if leftovers:
        found.violations.append(f"{inject}: left behind {leftovers}")


def _copies(job: Job, folder: Path) -> tuple[Path, Path, Path]:
    for path in folder.iterdir():
        path.unlink()
    index = folder / "news.index"
    shutil.copy(job.base, index)
    return index, folder / "out.jsonl", folder / "strace.log"


def _state(job: Job, folder: Path) -> tuple[list[str], bytes]:
    """Return index and output of a run without faults."""
    index, out, _ = _copies(job, folder)
    subprocess.run(job.command(index, out), check=True, timeout=_SECONDS)
    return _dump(index), out.read_bytes()


def _dump(index: Path) -> list[str]:
    """Return everything that is decided in an index; not when articles were first seen."""
    try:
        store = SqliteStore(index, writing=False)
    except NoIndexError:
        return []
    with closing(store):
        rows = store.connection.execute(
            "SELECT a.article_id, hex(a.digest), a.decision, c.article_id, p.article_id, a.matched,"
            " a.resemblance FROM articles a JOIN articles c ON c.number = a.canonical"
            " LEFT JOIN articles p ON p.number = a.partner ORDER BY 1, 2"
        )
        return [repr(row) for row in rows]


def _decided(out: Path) -> list[bytes]:
    return _lines(out.read_bytes())


def _lines(output: bytes) -> list[bytes]:
    """Return the records of an output without the time when each was first seen."""
    without = re.sub(rb'"first_seen":"[^"]*"', b"", output)
    return [line for line in without.splitlines() if b'"event_number"' not in line]
