"""``python -m benchmarks.index kill|enospc|eio|flips|writers|throughput``: one sweep, its counts printed."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.index.faults import sweep
from benchmarks.index.flips import flip_bits
from benchmarks.index.throughput import grow, made, peer_rate
from benchmarks.index.work import make_job
from benchmarks.index.writers import race

FAULTS = {"kill": "signal=SIGKILL", "enospc": "error=ENOSPC", "eio": "error=EIO"}


def main() -> int:
    """Run one sweep; return 1 when anything was lost or missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.index", description=__doc__)
    parser.add_argument("what", choices=[*FAULTS, "flips", "writers", "throughput"])
    parser.add_argument("--articles", type=int, default=100, help="new ones of a run")
    parser.add_argument("--batch", type=int, default=25)
    parser.add_argument("--step", type=int, default=1, help="every how-manieth call")
    parser.add_argument("--n", type=int, default=0, help="flips (2,000) or rounds (50)")
    parser.add_argument("--folder", type=Path, help="where files go; a disk shows what a disk costs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        return _run(options, Path(folder))


def _run(options: argparse.Namespace, folder: Path) -> int:
    if options.what == "throughput":
        return _throughput(options, folder)
    (folder / "run").mkdir()
    if options.what == "writers":
        counts = race(folder / "run", n_rounds=options.n or 50, n_writers=4, n_articles=options.articles)
        print(dict(counts))
        return int(counts["violations"] > 0)
    (folder / "job").mkdir()
    job = make_job(folder / "job", n_articles=options.articles, batch=options.batch)
    if options.what == "flips":
        counts = flip_bits(job.base, folder / "run", n_flips=options.n or 2000, seed=1, n_repairs=500)
        print(f"{job.base.stat().st_size:,} bytes:", dict(counts))
        return int(counts["missed"] + counts["repair failed"] > 0)
    n_violations = 0
    for call, found in sweep(job, folder / "run", FAULTS[options.what], step=options.step):
        print(f"{call}: {dict(found.n_points)}, exit codes {dict(found.codes)}", flush=True)
        n_violations = len(found.violations)
        print("\n".join(found.violations[:20]))
    print(f"{n_violations} violations")
    return int(n_violations > 0)


def _throughput(options: argparse.Namespace, folder: Path) -> int:
    articles = made(options.articles)
    stretch = max(2000, options.articles // 10)
    peer = peer_rate(articles[: min(2000, len(articles))])
    print(f"datasketch MinHashLSH in memory: {peer:,.0f} articles a second of processor time")
    print("index of    cpu rate    × peer    rate    p99 of one, ms    bytes an article")
    for row in grow(folder / "news.index", articles, stretch=stretch, batch=1000, n_single=100):
        print(
            f"{row.n_before:>8,} {row.cpu_rate:>11,.0f} {row.cpu_rate / peer:>9.2f} {row.rate:>7,.0f}"
            f" {row.p99_ms:>17,.1f} {row.bytes_per_article:>19,.0f}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
