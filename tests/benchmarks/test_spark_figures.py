"""The figures of ``benchmarks.spark``: from a log of Spark, from ``/proc``, and from folders of tables."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.spark.cluster import differing_tables
from benchmarks.spark.event_log import read_log
from benchmarks.spark.peaks import watched


def _task(stage: int, milliseconds: int, written: int, read: tuple[int, int]) -> dict[str, object]:
    metrics = {
        "Executor Run Time": milliseconds,
        "Disk Bytes Spilled": 5,
        "Shuffle Write Metrics": {"Shuffle Bytes Written": written, "Shuffle Records Written": 2},
        "Shuffle Read Metrics": {
            "Total Records Read": read[0],
            "Remote Bytes Read": read[1] // 2,
            "Local Bytes Read": read[1] - read[1] // 2,
        },
    }
    return {"Event": "SparkListenerTaskEnd", "Stage ID": stage, "Task Metrics": metrics}


def test_a_log_is_added_up_by_job_group(tmp_path):
    """Bytes, the busiest task, and the share of the longest of each Spark stage; jobs of no group apart."""
    events = [
        {
            "Event": "SparkListenerJobStart",
            "Stage IDs": [0, 1],
            "Properties": {"spark.jobGroup.id": "compare"},
        },
        {"Event": "SparkListenerJobStart", "Stage IDs": [1, 2]},
        _task(0, 1000, 10, (7, 101)),
        _task(0, 3000, 20, (9, 11)),
        _task(1, 1000, 0, (3, 3)),
        _task(2, 500, 1, (1, 1)),
        {"Event": "SparkListenerTaskEnd", "Stage ID": 0},  # a task that failed has no metrics
    ]
    (tmp_path / "log").write_text("\n".join(map(json.dumps, events)), encoding="utf-8")

    costs = read_log(tmp_path)

    assert list(costs) == ["compare", ""]
    cost = costs["compare"]
    assert (cost.shuffled, cost.records, cost.spilled) == (30, 6, 15)
    assert (cost.most_records, cost.most_bytes) == (9, 101)
    assert (cost.seconds, cost.longest, cost.longest_share) == (5.0, 3.0, pytest.approx(0.8))
    assert costs[""].shuffled == 1


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="NOT TESTED: needs Linux's /proc")
def test_the_memory_of_a_process_below_is_seen():
    """A child that holds 150 MB is the largest Python process; none of it is Java's."""
    held = "import time; held = b'x' * 150_000_000; print('held', flush=True); time.sleep(60)"
    with watched() as peaks, subprocess.Popen([sys.executable, "-c", held], stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        end = time.monotonic() + 20
        while peaks.worker < 150_000_000 and time.monotonic() < end:
            time.sleep(0.05)
        child.kill()

    assert 150_000_000 <= peaks.worker < 300_000_000
    assert peaks.java == 0
    assert peaks.together >= peaks.worker + peaks.driver // 2


def test_tables_that_differ_or_are_missing_are_named(tmp_path):
    """Rows count in any order, numbers as they are written to CSV, empty cells as nulls."""
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    columns = {"id": ["a", "b", "c"], "share": [0.5, None, 1.0], "words": [3, 10, None]}
    for name, third in (("pairs", "1"), ("stories", "0.999999"), ("members", "1"), ("codebook", "2")):
        if name != "members":
            (tmp_path / f"{name}.parquet").mkdir()
            parquet.write_table(pa.table(columns), tmp_path / f"{name}.parquet" / "part-0.parquet")
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = [["id", "share", "words"], ["c", third, ""], ["a", "0.5", "3"], ["b", "", "10"]]
            csv.writer(file).writerows(rows)

    assert differing_tables(tmp_path, tmp_path) == (["members", "stories"], 9)
