"""The command ``python -m benchmarks.spark.skew``: the searches over a story of very many copies, by stage.

Articles are made as arrays of words, so that neither reading nor tracing is
waited for: each copy is the story with some of its words changed, and no two
are alike. What counts is the most that one task is given, and the memory that it takes.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.spark.event_log import logged_session, read_log
from benchmarks.spark.peaks import watched
from benchmarks.speed.tables import load, machine, markdown
from syndetect.engines.spark.arrays import cells, kept, table_of
from syndetect.engines.spark.buckets import bucket_pairs, near_copies_of, signatures_of
from syndetect.engines.spark.copies import apart, find_crowds, in_time, with_copies
from syndetect.engines.spark.events import neighbours
from syndetect.engines.spark.gathering import Gathered, gather
from syndetect.engines.spark.passages import passage_pairs
from syndetect.engines.spark.vocabulary import build_vocabulary
from syndetect.params import Params
from syndetect.threads import available_threads

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["main"]

DAYS = 3  # over which the copies appear
_SIZES = "n_pairs long, n_articles long"


def main(arguments: Sequence[str] | None = None) -> None:
    """Search one corpus with a hot story; print what the busiest task of each stage was given."""
    options = _parse(arguments)
    print(f"{machine()}\nload at the start: {load()}\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = logged_session(options, folder)
        peaks = _search(session, options)
        session.stop()
        costs = read_log(folder / "log")
    header = ["stage", "records read", "MB read", "MB shuffled", "longest task, s", "largest Python, MB"]
    rows = [
        [
            stage,
            f"{costs[stage].most_records:,}",
            f"{costs[stage].most_bytes / 1e6:,.1f}",
            f"{costs[stage].shuffled / 1e6:,.1f}",
            f"{costs[stage].longest:,.1f}",
            f"{peak / 1e6:,.0f}",
        ]
        for stage, peak in peaks.items()
    ]
    print(f"\nThe most that one task of a stage was given, in {options.parts} parts\n")
    print(markdown(header, rows))
    print(f"\nload at the end: {load()}")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.spark.skew", description="Search a story of very many copies."
    )
    parser.add_argument("--copies", type=int, default=50_000)
    parser.add_argument("--others", type=int, default=5_000, help="articles besides (default 5000)")
    parser.add_argument("--words", type=int, default=100, help="of an article (default 100)")
    parser.add_argument(
        "--changed", type=float, default=0.1, help="share of the words that a copy changes (default 0.1)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", type=int, default=16, help="spark.sql.shuffle.partitions (default 16)")
    parser.add_argument("--master", default=f"local[{available_threads()}]")
    parser.add_argument("--driver-memory", default="2g", help="heap of the Java machine (default 2g)")
    return parser.parse_args(arguments)


def _search(session: "SparkSession", options: argparse.Namespace) -> dict[str, int]:
    """Run the searches; return the memory of the largest Python process by stage."""
    params = Params()
    n_articles = options.copies + options.others
    frame = kept(session.createDataFrame(_articles(options)))
    frame = frame.repartition(options.parts)
    found: dict[str, int] = {}
    started = time.perf_counter()

    def run(stage: str, work: "DataFrame") -> "DataFrame":
        session.sparkContext.setJobGroup(stage, stage)
        with watched() as peaks:
            done = kept(work)
            n_rows = done.count()
        found[stage] = max(found.get(stage, 0), peaks.worker)
        print(f"{time.perf_counter() - started:.0f} s: {stage}, {n_rows:,} rows", flush=True)
        return done

    searched = run("sign", frame)
    signatures = run("sign", signatures_of(searched, params))
    buckets = run("buckets", bucket_pairs(signatures, params))
    rows, leaders = near_copies_of(buckets, signatures, n_articles, params)
    behind = pa.table({"row": rows, "leader": leaders})
    followers = run("buckets", session.createDataFrame(behind, "row long, leader long"))
    partners = run("passages", passage_pairs(searched, followers, n_articles - len(rows), params.passages))
    session.sparkContext.setJobGroup("events", "events")
    vocabulary = build_vocabulary(searched.selectExpr("*", "true as is_searched"), n_articles)
    known = session.sparkContext.broadcast(vocabulary)
    events = run("events", neighbours(searched, n_articles, n_articles, known, params.event))
    most = max(params.candidates.min_copy_pairs, params.candidates.copy_pairs * n_articles)
    crowds = kept(find_crowds(followers, params.candidates.max_copies))
    sharing = kept(apart(buckets, crowds).union(partners).distinct())
    published = frame.select("row", "published")
    spread = (
        with_copies(sharing, followers, most, crowds, published)
        .union(apart(events, crowds))
        .union(in_time(crowds, published, params.candidates.n_in_time))
    )
    pairs = run("copies", spread.distinct())
    parts = run("pairs and their words", gather(pairs, searched, n_articles, _sizes, _SIZES))
    sizes = [(row.n_pairs, row.n_articles) for row in parts.collect()]
    print(f"parts to compare: {len(sizes)}, of at most {max(sizes)[0]:,} pairs and "
          f"{max(n for _, n in sizes):,} articles", flush=True)  # fmt: skip
    return found


def _sizes(pairs: NDArray[np.int64], found: Gathered) -> pa.Table:
    """Say what a part holds, in place of comparing it."""
    return table_of(_SIZES, ([len(pairs)], [len(found.rows)]))


def _articles(options: argparse.Namespace) -> pa.Table:
    """Make the words of all articles: each copy the story with words changed, the others words at random."""
    rng = np.random.default_rng(options.seed)
    n_articles = options.copies + options.others
    ordinary = rng.integers(0, 2**32, 30_000, dtype=np.uint32)

    def words(shape: tuple[int, ...]) -> NDArray[np.uint32]:
        found: NDArray[np.uint32] = ordinary[np.minimum(rng.zipf(1.3, shape), len(ordinary)) - 1]
        return found

    text = words((n_articles, options.words))
    is_copy = np.zeros(n_articles, np.bool_)
    is_copy[rng.permutation(n_articles)[: options.copies]] = True
    same = rng.random((options.copies, options.words)) >= options.changed
    text[is_copy] = np.where(same, words((options.words,)), text[is_copy])
    published = rng.uniform(0, 14 * 86400, n_articles)
    published[is_copy] = rng.uniform(0, DAYS * 86400, options.copies)
    ptr = np.arange(n_articles + 1) * options.words
    return table_of(
        "row long, hashes binary, flags binary, published double",
        (
            np.arange(n_articles),
            cells(text.ravel(), ptr),
            cells(np.zeros(text.size, np.uint8), ptr),
            published,
        ),
    )


if __name__ == "__main__":
    main()
