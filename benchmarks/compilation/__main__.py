"""``python -m benchmarks.compilation [--record]``: what a first scan spends on compiling, and a second scan.

Scans the ferry corpus in processes of their own: with an empty cache of
compiled kernels, with what that left there, and with an empty cache and a second
process that compiles ahead. Writes a table in Markdown. ``--record`` writes down
which kernels the first scan compiled, for which types: ``syndetect/precompiling.py``.
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

import orjson
from numba.core import event

from syndetect.precompiling import PROBE, SPECIALISATIONS, SWITCH

FERRY = Path("corpora/ferry")


class _Listener(event.Listener):
    """Takes the processor time of each compilation, without those that it waits for."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = collections.defaultdict(float)
        self.counts: dict[str, int] = collections.defaultdict(int)
        self.order: list[tuple[str, str]] = []
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
        function = event.data["dispatcher"].py_func
        module = function.__module__
        self.order.append((module, function.__name__))
        self.seconds[module] += whole - within
        self.counts[module] += 1


def _scan(out: str) -> dict[str, Any]:
    """Scan the ferry corpus in this process; return seconds, and compilations by module."""
    from syndetect import pipeline  # imported here: what it loads counts
    from syndetect.cli import main as syndetect

    started = []

    def begun(*inputs: Any, **options: Any) -> Any:
        started.append(time.process_time())
        return scan(*inputs, **options)

    scan, pipeline.scan = pipeline.scan, begun
    listener = _Listener()
    event.register("numba:compile", listener)  # type: ignore[no-untyped-call]
    arguments = ["scan", str(FERRY / "articles.jsonl"), "-o", out, "--agencies", str(FERRY / "agencies.toml")]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        code = syndetect([*arguments, "--wire", "Corvane Press Agency"])
    from syndetect.precompiling import compiled_here

    return {
        "code": code,
        "kernels": compiled_here(),
        "order": listener.order,
        "started": started[0],
        "processor": time.process_time(),
        "seconds": listener.seconds,
        "counts": listener.counts,
    }


def _measure(cache: str, *, ahead: bool = False) -> dict[str, Any]:
    """Scan in a new process that keeps its kernels in a folder, alone or with one that compiles ahead."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "benchmarks.compilation", "--worker", out]
        environment = os.environ | {"NUMBA_CACHE_DIR": cache, SWITCH: str(int(ahead))}
        start = time.perf_counter()
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
        wall = time.perf_counter() - start
    result: dict[str, Any] = json.loads(done.stdout)
    return result | {"wall": wall}


def _table(first: dict[str, Any], runs: dict[str, dict[str, Any]]) -> str:
    """Write the first run as Markdown, modules by cost, then the sums of all."""
    lines = ["| module | compilations | processor s |", "| --- | --: | --: |"]
    for module, seconds in sorted(first["seconds"].items(), key=lambda entry: -entry[1]):
        lines.append(f"| {module} | {first['counts'][module]} | {seconds:.2f} |")
    n, seconds = sum(first["counts"].values()), sum(first["seconds"].values())
    lines.append(f"| all | {n} | {seconds:.2f} |")
    for name, run in runs.items():
        lines.append(
            f"\n{name}: {run['wall']:.1f} s wall, {run['processor']:.1f} s processor, "
            f"{run['started']:.1f} s of it before the first article is read"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print, or be one of the processes that are measured."""
    if sys.argv[1:2] == ["--worker"]:
        print(json.dumps(_scan(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as other:
        first, second = _measure(cache), _measure(cache)
        if sys.argv[1:2] == ["--record"]:
            _record(second["kernels"], first["order"])
        helped = _measure(other, ahead=True)
    runs = {"first scan": first, "second scan": second, "first scan, with a process ahead": helped}
    print(_table(first, runs))


def _record(kernels: list[list[Any]], order: list[list[str]]) -> None:
    """Write down what Python asks for: the alignment first, a third of it all, then the last stages."""

    def place(entry: list[Any]) -> tuple[bool, int]:
        return tuple(entry[:2]) != PROBE, -order.index(entry[:2])

    lines = b",\n".join(map(orjson.dumps, sorted(kernels, key=place)))
    SPECIALISATIONS.write_bytes(b"[\n" + lines + b"\n]\n")


if __name__ == "__main__":
    main()
