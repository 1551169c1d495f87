"""The command: ``python -m benchmarks.spark``, tables on standard output."""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.spark.event_log import StageCost, logged_session, read_log
from benchmarks.spark.peaks import watched
from benchmarks.speed.tables import load, machine
from corpora.generator import GeneratorParams, generate
from corpora.generator.write import write_jsonl
from syndetect.engines.spark import scan_files
from syndetect.threads import available_threads

__all__ = ["main"]

BILLION = 10**9


def main(arguments: Sequence[str] | None = None) -> None:
    """Scan generated corpora of several sizes, and one with a hot story; print what each stage shuffled."""
    options = _parse(arguments)
    print(f"{machine()}\nload at the start: {load()}\n", flush=True)
    sizes = [int(size) for size in options.articles.split(",")]
    runs = {}
    for size in sizes:
        params = GeneratorParams(
            n_articles=size,
            seed=options.seed,
            median_words=options.words,
            furniture_share=0.3,
            missing_time_share=0.05,
        )
        runs[f"{size:,}"] = (size, _measure(params, options))
    if options.hot:
        params = GeneratorParams(
            n_articles=sizes[-1],
            seed=options.seed,
            median_words=options.words,
            hot_stories=1,
            hot_copies=options.hot,
        )
        runs[f"{sizes[-1]:,}, {options.hot:,} of one story"] = (sizes[-1], _measure(params, options))
    _show(runs)
    print(f"\nload at the end: {load()}")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.spark", description="Measure shuffles and skew."
    )
    parser.add_argument("--articles", default="1000,2000,4000", help="sizes, separated by commas")
    parser.add_argument(
        "--hot", type=int, default=0, help="also the last size with a story of so many copies"
    )
    parser.add_argument("--words", type=int, default=350, help="median words of an article (default 350)")
    parser.add_argument("--seed", type=int, default=1, help="of the generated articles (default 1)")
    parser.add_argument("--master", default=f"local[{available_threads()}]", help="default: all processors")
    parser.add_argument("--parts", type=int, default=8, help="spark.sql.shuffle.partitions (default 8)")
    parser.add_argument("--driver-memory", default="2g", help="heap of the Java machine (default 2g)")
    return parser.parse_args(arguments)


def _measure(params: GeneratorParams, options: argparse.Namespace) -> dict[str, StageCost]:
    """Scan one corpus in a session of its own; return what its stages cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        articles = list(generate(params))
        for part in range(options.parts):  # a file is read by one task
            write_jsonl(articles[part :: options.parts], folder / "corpus" / f"{part}.jsonl")
        session = logged_session(options, folder)
        start = time.perf_counter()
        with watched() as peaks:
            tables = scan_files(session, [folder / "corpus"])
        elapsed = time.perf_counter() - start
        session.stop()
        counts = json.dumps({name: dict(each) for name, each in tables.counts.items()})
        print(f"{len(articles):,} articles in {elapsed:.0f} s (load {load()}): {counts}", flush=True)
        print(
            f"most memory: driver {_megabytes(peaks.driver)}, Java {_megabytes(peaks.java)}, largest Python "
            f"process {_megabytes(peaks.worker)}, all at one moment {_megabytes(peaks.together)}\n",
            flush=True,
        )
        return {stage: cost for stage, cost in read_log(folder / "log").items() if stage}


def _show(runs: dict[str, tuple[int, dict[str, StageCost]]]) -> None:
    """Print bytes an article, and the share of the longest task, by stage and run."""
    stages = list(dict.fromkeys(stage for _, costs in runs.values() for stage in costs))
    figures: dict[str, Callable[[StageCost, int], str]] = {
        "Shuffled bytes an article": lambda cost, size: f"{cost.shuffled / size:,.0f}",
        "Share of the longest tasks": lambda cost, size: f"{cost.longest_share:.2f}",
        "Most records that a task read from a shuffle": lambda cost, size: f"{cost.most_records:,}",
        "Most megabytes that a task read from a shuffle": lambda cost, size: f"{cost.most_bytes / 1e6:,.1f}",
        "Megabytes spilled to disk": lambda cost, size: f"{cost.spilled / 1e6:,.0f}",
        "Task milliseconds an article": lambda cost, size: f"{1000 * cost.seconds / size:.1f}",
    }
    for title, cell in figures.items():
        print(f"\n{title}\n\n| stage | {' | '.join(runs)} |\n| --- |{' ---: |' * len(runs)}")
        for stage in stages:
            cells = [cell(costs.get(stage, StageCost()), size) for size, costs in runs.values()]
            print(f"| {stage} | {' | '.join(cells)} |")
        if title.startswith("Shuffled"):
            totals = [sum(cost.shuffled for cost in costs.values()) / size for size, costs in runs.values()]
            print(f"| all | {' | '.join(f'{total:,.0f}' for total in totals)} |")
            estimates = ", ".join(_terabytes(each) for each in totals)
            print(f"\nA billion articles, at the bytes of each run: {estimates}")


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:,.0f} MB"


def _terabytes(bytes_an_article: float) -> str:
    return f"{bytes_an_article * BILLION / 1e12:,.1f} TB"


if __name__ == "__main__":
    main()
