"""Runs into a served index, whose process, server process or server ends in the middle -> what was lost.

After each: the index is sound and holds whole batches, no output stands that
is not whole, and the same run again gives the index and the output of a run
without faults.
"""

import os
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.index.faults import KILL, dump, lines_of, run_forked, start_forked, wait_for
from benchmarks.index.postgres_server import Server
from benchmarks.index.work import write_articles
from syndetect.errors import NoIndexError
from syndetect.index.check import check

__all__ = ["CALLS", "sweep_served"]

CALLS = ("sendto", "write", "fsync", "rename")
HARMS = ("backend terminated", "backend killed", "server restarted")


def sweep_served(
    server: Server, folder: Path, *, n_articles: int, batch: int, step: int, n_rounds: int
) -> Iterator[tuple[str, int, list[str]]]:
    """Kill runs at system calls, and the server at random times.

    Parameters
    ----------
    server : Server
    folder : Path
    n_articles, batch : int
        Of each run, into an index that it makes.
    step : int
        The run is killed at every ``step``-th message to the server, writing
        call, sync and renaming.
    n_rounds : int
        Of each harm to the server.

    Yields
    ------
    what : str
    n_points : int
    violations : list of str
    """
    job = _Run(server, folder, n_articles, batch)
    for call, n_calls in job.count_calls().items():
        points = range(1, n_calls + 1, step)
        found = [line for n in points for line in job.killed_at(call, n)]
        yield f"killed at {call}", len(points), found
    for harm in HARMS:
        found = [line for k in range(n_rounds) for line in job.harmed(harm, k / n_rounds)]
        yield harm, n_rounds, found


class _Run:
    """A run of ``syndetect dedup`` into a new index on a server."""

    def __init__(self, server: Server, folder: Path, n_articles: int, batch: int) -> None:
        self._server, self._folder = server, folder
        self._n_articles, self._batch = n_articles, batch
        self._input, self._out = folder / "new.jsonl", folder / "out.jsonl"
        write_articles(self._input, n_articles, 17)
        url = server.url()
        began = time.monotonic()
        code, said = run_forked(self._arguments(url))
        self._seconds = time.monotonic() - began
        if code:
            raise RuntimeError(f"the run without faults ends with {code}: {said.decode(errors='replace')}")
        self._wanted = dump(url), lines_of(self._out.read_bytes())

    def _arguments(self, url: str) -> list[str]:
        options = ["-o", str(self._out), "--batch", str(self._batch), "--quiet"]
        return ["dedup", str(self._input), "--index", url, *options]

    def count_calls(self) -> dict[str, int]:
        """Count the calls of a run without faults."""
        log = self._folder / "strace.log"
        run_forked(self._arguments(self._server.url()), ["-o", str(log), "-e", f"trace={','.join(CALLS)}"])
        found = Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(errors="replace"), re.MULTILINE))
        return {call: found[call] for call in CALLS if found[call]}

    def killed_at(self, call: str, n: int) -> Iterator[str]:
        """Kill the run at its n-th call; yield what is wrong then."""
        url = self._anew()
        inject = f"{call}:{KILL}:when={n}"
        code, said = run_forked(
            self._arguments(url), ["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={inject}"]
        )
        for problem in self._problems(url, code, said):
            yield f"{inject}: {problem}"

    def harmed(self, harm: str, share: float) -> Iterator[str]:
        """Harm the server when some share of a run's time is over; yield what is wrong then."""
        url = self._anew()
        started = start_forked(self._arguments(url))
        time.sleep(share * self._seconds)
        self._harm(harm)
        code, said = wait_for(started)
        for problem in self._problems(url, code, said):
            yield f"{harm} after {share:.2f} of the run: {problem}"

    def _anew(self) -> str:
        self._out.unlink(missing_ok=True)
        return self._server.url()

    def _harm(self, harm: str) -> None:
        ours = "FROM pg_stat_activity WHERE application_name = 'syndetect'"
        if harm == "backend terminated":
            self._server.sql(f"SELECT pg_terminate_backend(pid) {ours}")
        elif harm == "backend killed":
            for process in self._server.sql(f"SELECT pid {ours}").split():
                os.kill(int(process), signal.SIGKILL)
                self._wait_for_server()
        else:
            self._server.stop()
            self._server.start()

    def _wait_for_server(self) -> None:
        """Wait until the server has recovered: it ends all connections when one process dies."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            time.sleep(0.2)
            try:
                self._server.sql("SELECT 1")
            except subprocess.CalledProcessError:
                continue
            return

    def _problems(self, url: str, code: int, said: bytes) -> Iterator[str]:
        if b"Traceback" in said or code == 1:
            yield f"is a bug: {said[-300:]!r}"
        if code == 0 and not self._out.exists():
            yield "success without an output"
        if self._out.exists() and lines_of(self._out.read_bytes()) != self._wanted[1]:
            yield "the output is not whole"
        with suppress(NoIndexError):  # it was not made yet
            yield from check(url)
        n_held = len(dump(url))
        if n_held % self._batch and n_held != self._n_articles:
            yield f"{n_held} articles are no whole number of batches"
        code, said = run_forked(self._arguments(url))
        if code:
            yield f"the run again ends with {code}: {said[-200:]!r}"
        elif (dump(url), lines_of(self._out.read_bytes())) != self._wanted:
            yield "the run again gives another index or output"
