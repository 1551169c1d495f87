"""Generated articles -> what their report costs: ``python -m benchmarks.site --articles 20000``.

First every page is made once by one process, and what each kind costs is added
up; then the whole site is written by several processes, and the clock is read.
"""

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.quality import generated
from corpora.generator import GeneratorParams, generate
from syndetect import scan
from syndetect.report.saved import SavedRun, load_run
from syndetect.report.site import SiteLimits, write_site
from syndetect.report.site.site import build_site, render_site
from syndetect.threads import available_threads

DEFAULTS = GeneratorParams(n_articles=20_000, unrelated_share=0.24, mean_versions=3.2)  # some 3,000 stories


@dataclass(slots=True)
class Cost:
    """Pages of one kind: how many, seconds of processor time, bytes in all and of the largest."""

    n_pages: int = 0
    seconds: float = 0.0
    n_bytes: int = 0
    largest: int = 0


def measure(run: SavedRun, limits: SiteLimits) -> dict[str, Cost]:
    """Make all pages of a run, and add up what each kind costs; nothing is written."""
    costs: dict[str, Cost] = {}
    site = build_site(run, limits)
    before = time.process_time()
    for path, html in render_site(site):
        now, n_bytes = time.process_time(), len(html.encode("utf-8", "replace"))
        kind = path.split("/")[0].split("-")[0].removesuffix(".html") + ("/" if "/" in path else "")
        cost = costs.setdefault(kind, Cost())
        cost.n_pages += 1
        cost.seconds += now - before
        cost.n_bytes += n_bytes
        cost.largest = max(cost.largest, n_bytes)
        before = time.process_time()
    return costs


def write(run: SavedRun, folder: Path, limits: SiteLimits, n_processes: int) -> None:
    """Write the site, and print how long it took by the clock and in processor time."""
    ours, others = time.process_time(), _seconds_of_others()
    start = time.perf_counter()
    write_site(run, folder, limits, n_processes=n_processes)
    seconds = time.perf_counter() - start
    ours, others = time.process_time() - ours, _seconds_of_others() - others
    load = f"; load of the machine {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{n_processes} processes: {seconds:.1f} s, CPU {ours:.1f} s here, {others:.1f} s elsewhere{load}")


def _seconds_of_others() -> float:
    """Return the processor time of the processes that were started and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def report(costs: dict[str, Cost]) -> None:
    """Print one line a kind, and the sum."""
    total = Cost(
        n_pages=sum(cost.n_pages for cost in costs.values()),
        seconds=sum(cost.seconds for cost in costs.values()),
        n_bytes=sum(cost.n_bytes for cost in costs.values()),
        largest=max(cost.largest for cost in costs.values()),
    )
    print(f"{'pages of':10} {'number':>7} {'CPU s':>8} {'ms each':>8} {'MB':>8} {'largest kB':>10}")
    for kind, cost in [*costs.items(), ("all", total)]:
        each = 1000 * cost.seconds / cost.n_pages
        sizes = f"{cost.n_bytes / 1e6:8.1f} {cost.largest / 1e3:10.0f}"
        print(f"{kind:10} {cost.n_pages:7} {cost.seconds:8.1f} {each:8.1f} {sizes}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Scan a generated corpus (or take a run that is there), and measure its report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("--articles", type=int, default=DEFAULTS.n_articles, help="articles to generate")
    parser.add_argument("--stories", type=int, default=100_000, help="stories with pages of their own")
    parser.add_argument("--run", type=Path, help="folder of a run, instead of a generated one")
    parser.add_argument(
        "--processes", type=int, nargs="*", default=[available_threads()], help="write the site by so many"
    )
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        if chosen.run is None:
            made = GeneratorParams(
                n_articles=chosen.articles,
                unrelated_share=DEFAULTS.unrelated_share,
                mean_versions=DEFAULTS.mean_versions,
            )
            result = scan(generated.as_corpus(list(generate(made))))
            chosen.run = result.write(Path(folder) / "out", limits=SiteLimits(stories=0))
        start = time.process_time()
        run = load_run(chosen.run)
        print(f"{len(run.tables['articles']):,} articles, {len(run.tables['stories']):,} stories")
        print(f"read back in {time.process_time() - start:.1f} s of processor time")
        limits = SiteLimits(stories=chosen.stories)
        report(measure(run, limits))
        for n_processes in chosen.processes:
            write(run, Path(folder) / f"report-{n_processes}", limits, n_processes)


if __name__ == "__main__":
    main()
