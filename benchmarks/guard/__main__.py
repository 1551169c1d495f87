"""``python -m benchmarks.guard [--check]``: what each stage costs, as a ratio to a fixed piece of work.

A corpus is generated and scanned several times in one thread; before each scan
the reference is done: sorting and summing arrays in numpy, which no change
of this project touches. Counted is processor time, of each stage and of the
reference the least of all repeats, so that neither the speed of the machine nor
what else runs on it counts for much. ``--check`` compares the ratios
with those pinned in ``pinned.json``: beyond LOUD they are reported, beyond
FAIL the exit code is 1. ``--pin`` writes them anew.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import orjson

from corpora.generator import GeneratorParams, generate
from syndetect import scan

PINNED = Path(__file__).with_name("pinned.json")
CORPUS = GeneratorParams(n_articles=1500, seed=7)
LOUD, FAIL = 1.5, 2.5  # times what is pinned
LEAST = 0.2  # a stage below this ratio takes a few milliseconds: what it costs is noise

Seconds = dict[str, float]


def reference() -> float:
    """Do the fixed work once; return its processor seconds."""
    random = np.random.default_rng(0)
    values = random.integers(0, 2**63, 600_000)
    start = time.process_time()
    np.sort(values)
    np.cumsum(values ^ (values >> 7))
    np.bincount(values & 0xFFFF)
    return time.process_time() - start


def stages(path: Path) -> Seconds:
    """Scan a file once in one thread; return the processor seconds of every stage."""
    marks: list[tuple[str, float]] = []

    def begin(name: str) -> None:
        marks.append((name, time.process_time()))

    scan(path, n_threads=1, on_stage=begin)
    begin("end")
    return {name: after - start for (name, start), (_, after) in pairwise(marks)}


def measure(repeats: int) -> Seconds:
    """Return the ratio of every stage to the reference, both the least of all repeats."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_bytes(b"".join(orjson.dumps(a.record()) + b"\n" for a in generate(CORPUS)))
        stages(path)  # compiles, or loads what is compiled
        runs = [(min(reference() for _ in range(3)), stages(path)) for _ in range(repeats)]
    fixed = min(seconds for seconds, _ in runs)
    least = {name: min(run[name] for _, run in runs) for name in runs[0][1]}
    return {name: seconds / fixed for name, seconds in least.items()} | {"all": sum(least.values()) / fixed}


def compare(ratios: Seconds, pinned: Seconds, write: Callable[[str], object]) -> bool:
    """Write each stage beside what is pinned; return whether all are below FAIL times that."""
    write(f"{'stage':<12}{'ratio':>8}{'pinned':>8}{'times':>8}")
    good = True
    for name, ratio in ratios.items():
        if name not in pinned:
            write(f"{name:<12}{ratio:>8.2f}       -       -  not pinned: --pin")
            continue
        times = ratio / max(pinned[name], LEAST)
        word = "TOO DEAR" if times > FAIL else "DEARER" if times > LOUD else ""
        write(f"{name:<12}{ratio:>8.2f}{pinned[name]:>8.2f}{times:>8.2f}  {word}".rstrip())
        good &= times <= FAIL
    return good


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; print, check or pin."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help=f"exit code 1 where a stage costs {FAIL} times")
    parser.add_argument("--pin", action="store_true", help="write what is measured to pinned.json")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(arguments)
    ratios = measure(options.repeats)
    if options.pin:
        PINNED.write_text(
            json.dumps({name: round(ratio, 2) for name, ratio in ratios.items()}, indent=1) + "\n"
        )
    pinned = json.loads(PINNED.read_text()) if PINNED.exists() else {}
    good = compare(ratios, pinned, print)
    return int(options.check and not good)


if __name__ == "__main__":
    sys.exit(main())
