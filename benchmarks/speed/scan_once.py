"""One whole scan in one process: a file in, seconds and memory of every stage out."""

import argparse
import json
import tempfile
import time
from pathlib import Path

from benchmarks.speed.contenders import peak_mb

__all__ = ["main"]

TABLES, REPORT = "tables as CSV", "tables, files and report"  # what follows on the stages of the manifest


def main() -> None:
    """Scan a corpus, write what was found, print the figures as JSON."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("path")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--warm-up", help="a small corpus, scanned and written first and not counted")
    parser.add_argument("--no-report", action="store_true", help="write the tables as CSV, and nothing else")
    options = parser.parse_args()
    if options.warm_up:
        _scan(options.warm_up, options.threads, report=not options.no_report)
    print(json.dumps(_scan(options.path, options.threads, report=not options.no_report)))


def _scan(path: str, threads: int, *, report: bool) -> dict[str, object]:
    start = time.perf_counter()
    import syndetect

    peaks: dict[str, float] = {}  # of each stage: the memory with which the next one begins
    begun: list[str] = []

    def on_stage(name: str) -> None:
        if begun:
            peaks[begun[-1]] = peak_mb()
        begun.append(name)

    result = syndetect.scan(path, n_threads=threads, on_stage=on_stage)
    peaks[begun[-1]] = peak_mb()
    scanned = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        if report:
            result.write(Path(folder) / "out")
        else:
            result.write_tables(folder, n_threads=threads)
        done = time.perf_counter()
    written = REPORT if report else TABLES
    peaks[written] = peak_mb()
    stages: dict[str, float] = dict(result.manifest["seconds"])
    other = scanned - start - sum(stages.values())
    counts = {name: value for stage in result.manifest["stages"] for name, value in stage.items()}
    counts.pop("stage")
    return {
        "n_articles": len(result.articles),
        "steps": {**stages, "imports and manifest": other, written: done - scanned},
        "seconds": done - start,
        "peaks_mb": peaks,
        "peak_mb": peak_mb(),
        "counts": counts,
    }


if __name__ == "__main__":
    main()
