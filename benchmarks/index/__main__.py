"""``python -m benchmarks.index WHAT``: one sweep or measure of the index, its counts printed."""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.index.batches import compare_batches
from benchmarks.index.faults import sweep
from benchmarks.index.flips import flip_bits
from benchmarks.index.postgres_server import running
from benchmarks.index.served import sweep_served
from benchmarks.index.throughput import compare_throughput, render
from benchmarks.index.work import make_job
from benchmarks.index.writers import race

FAULTS = {"kill": "signal=SIGKILL", "enospc": "error=ENOSPC", "eio": "error=EIO"}


def main() -> int:
    """Run one sweep; return 1 when anything was lost or missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.index", description=__doc__)
    parser.add_argument("what", choices=[*FAULTS, "flips", "writers", "served", "batches", "throughput"])
    parser.add_argument("--articles", type=int, default=100, help="new ones of a run")
    parser.add_argument("--batch", type=int, default=25)
    parser.add_argument("--step", type=int, default=1, help="every how-manieth call")
    parser.add_argument(
        "--n",
        type=int,
        default=0,
        help="of flips (2000), rounds (50, 10 a harm), corpora (300)",
    )
    parser.add_argument("--sizes", default="0,100000,1000000", help="throughput: articles held")
    parser.add_argument("--measured", type=int, default=3000, help="throughput: articles at each size")
    parser.add_argument("--single", type=int, default=200, help="throughput: articles one by one")
    parser.add_argument("--index", help="throughput: path or URL of the indexes, with {size} in it")
    parser.add_argument("--peers", default="100000,10000", help="throughput: largest in memory, on Redis")
    parser.add_argument("--json", action="store_true", help="throughput: as JSON")
    parser.add_argument("--folder", type=Path, help="where files go; a disk shows what a disk costs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        return _run(options, Path(folder))


def _run(options: argparse.Namespace, folder: Path) -> int:
    if options.what == "throughput":
        return _throughput(options, folder)
    (folder / "run").mkdir()
    if options.what == "batches":
        counts = compare_batches(folder / "run", range(options.n or 300))
        print(dict(counts))
        return int(counts["different"] > 0)
    if options.what == "served":
        return _served(options, folder / "run")
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


def _served(options: argparse.Namespace, folder: Path) -> int:
    n_violations = 0
    with running() as server:
        sizes = {"n_articles": options.articles, "batch": options.batch, "step": options.step}
        for what, n_points, violations in sweep_served(server, folder, n_rounds=options.n or 10, **sizes):
            print(f"{what}: {n_points}", flush=True)
            print("\n".join(violations[:20]), end="\n" if violations else "")
            n_violations += len(violations)
    print(f"{n_violations} violations")
    return int(n_violations > 0)


def _throughput(options: argparse.Namespace, folder: Path) -> int:
    rows = []
    in_memory, on_redis = map(int, options.peers.split(","))
    for row in compare_throughput(
        options.index or str(folder / "news-{size}.index"),
        [int(size) for size in options.sizes.split(",")],
        folder=folder,
        n_measured=options.measured,
        n_single=options.single,
        peers_most=(in_memory, on_redis),
    ):
        rows.append(row)
        print(render(rows).splitlines()[-1], file=sys.stderr, flush=True)
    print(json.dumps([asdict(row) for row in rows]) if options.json else render(rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
