"""``python -m benchmarks.compilation``: what a first scan spends on compiling, by module, and a second scan.

Scans the ferry corpus twice in processes of their own, with an empty cache of
compiled kernels that both share, and writes a table in Markdown.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from numba.core import event

FERRY = Path("corpora/ferry")


class _Listener(event.Listener):
    """Takes the processor time of each compilation, without those that it waits for."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = collections.defaultdict(float)
        self.counts: dict[str, int] = collections.defaultdict(int)
        self._open: list[list[float]] = []

    def on_start(self, event: Any) -> None:
        """Begin a compilation, which may stand within another."""
        self._open.append([time.thread_time(), 0.0])

    def on_end(self, event: Any) -> None:
        """End the compilation that began last."""
        start, within = self._open.pop()
        whole = time.thread_time() - start
        if self._open:
            self._open[-1][1] += whole
        module = event.data["dispatcher"].py_func.__module__
        self.seconds[module] += whole - within
        self.counts[module] += 1


def _scan(out: str) -> dict[str, Any]:
    """Scan the ferry corpus in this process; return seconds, and compilations by module."""
    from syndetect.cli import main as syndetect  # imported here: what it loads counts

    listener = _Listener()
    event.register("numba:compile", listener)  # type: ignore[no-untyped-call]
    arguments = ["scan", str(FERRY / "articles.jsonl"), "-o", out, "--agencies", str(FERRY / "agencies.toml")]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        code = syndetect([*arguments, "--wire", "Corvane Press Agency"])
    return {
        "code": code,
        "processor": time.process_time(),
        "seconds": listener.seconds,
        "counts": listener.counts,
    }


def _measure(cache: str) -> dict[str, Any]:
    """Scan in a new process that keeps its kernels in a folder."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "benchmarks.compilation", "--worker", out]
        environment = os.environ | {"NUMBA_CACHE_DIR": cache}
        start = time.perf_counter()
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
        wall = time.perf_counter() - start
    result: dict[str, Any] = json.loads(done.stdout)
    return result | {"wall": wall}


def _table(first: dict[str, Any], second: dict[str, Any]) -> str:
    """Write both runs as Markdown: modules by cost, then the sums."""
    lines = ["| module | compilations | processor s |", "| --- | --: | --: |"]
    for module, seconds in sorted(first["seconds"].items(), key=lambda entry: -entry[1]):
        lines.append(f"| {module} | {first['counts'][module]} | {seconds:.2f} |")
    n, seconds = sum(first["counts"].values()), sum(first["seconds"].values())
    lines.append(f"| all | {n} | {seconds:.2f} |")
    for name, run in (("first scan", first), ("second scan", second)):
        lines.append(f"\n{name}: {run['wall']:.1f} s wall, {run['processor']:.1f} s processor")
    return "\n".join(lines)


def main() -> None:
    """Measure and print, or be one of the processes that are measured."""
    if sys.argv[1:2] == ["--worker"]:
        print(json.dumps(_scan(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as cache:
        first, second = _measure(cache), _measure(cache)
    print(_table(first, second))


if __name__ == "__main__":
    main()
