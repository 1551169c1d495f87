"""Spark's event log -> bytes and seconds of every stage of a scan."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from syndetect.engines.spark import open_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["StageCost", "logged_session", "read_log"]


@dataclass
class StageCost:
    """What the jobs of one stage of a scan cost.

    Attributes
    ----------
    shuffled : int
        Bytes written for other tasks to fetch, compressed as Spark does.
    records : int
    seconds : float
        Time of all tasks together.
    longest : float
        Seconds of the longest task.
    longest_share : float
        The greatest share that one task has of its own Spark stage's seconds,
        weighed by these: 1 / tasks when all are equal.
    most_records, most_bytes : int
        What the task with most of them read from the shuffles before it.
    spilled : int
        Bytes that did not fit memory and went to disk.
    """

    shuffled: int = 0
    records: int = 0
    seconds: float = 0.0
    longest: float = 0.0
    most_records: int = 0
    most_bytes: int = 0
    spilled: int = 0
    _tasks: dict[int, list[float]] = field(default_factory=dict)

    @property
    def longest_share(self) -> float:
        """Seconds of the longest task of every Spark stage, added up, by all seconds."""
        longest = sum(max(seconds) for seconds in self._tasks.values())
        return longest / self.seconds if self.seconds else 0.0

    def add(self, spark_stage: int, metrics: dict[str, Any]) -> None:
        """Count one task."""
        written = metrics.get("Shuffle Write Metrics", {})
        self.shuffled += written.get("Shuffle Bytes Written", 0)
        self.records += written.get("Shuffle Records Written", 0)
        read = metrics.get("Shuffle Read Metrics", {})
        n_bytes = read.get("Remote Bytes Read", 0) + read.get("Local Bytes Read", 0)
        self.most_records = max(self.most_records, read.get("Total Records Read", 0))
        self.most_bytes = max(self.most_bytes, n_bytes)
        self.spilled += metrics.get("Disk Bytes Spilled", 0)
        seconds = metrics.get("Executor Run Time", 0) / 1000
        self.seconds += seconds
        self.longest = max(self.longest, seconds)
        self._tasks.setdefault(spark_stage, []).append(seconds)


def logged_session(options: argparse.Namespace, folder: Path) -> "SparkSession":
    """Open a session that writes its log to ``folder / "log"``, and everything else into the folder.

    ``options`` are those of the command: ``master``, ``parts``, ``driver_memory``.
    """
    (folder / "log").mkdir()
    return open_session(
        options.master,
        {
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": (folder / "log").as_uri(),
            "spark.eventLog.rolling.enabled": "false",
            "spark.eventLog.compress": "false",
            "spark.sql.shuffle.partitions": str(options.parts),
            "spark.ui.enabled": "false",
            "spark.driver.memory": options.driver_memory,
            "spark.local.dir": str(folder),
        },
    )


def read_log(folder: Path) -> dict[str, StageCost]:
    """Read the log of one application.

    Parameters
    ----------
    folder : Path
        What ``spark.eventLog.dir`` named; with the log of one application.

    Returns
    -------
    dict of str to StageCost
        By the name of the stage of the scan (its Spark job group), in order;
        ``""`` for jobs outside any.
    """
    costs: dict[str, StageCost] = {}
    group_of: dict[int, str] = {}
    for event in _events(folder):
        kind = event.get("Event")
        if kind == "SparkListenerJobStart":
            group = (event.get("Properties") or {}).get("spark.jobGroup.id", "")
            for stage in event["Stage IDs"]:
                group_of.setdefault(stage, group)
        elif kind == "SparkListenerTaskEnd" and event.get("Task Metrics"):
            stage = event["Stage ID"]
            costs.setdefault(group_of.get(stage, ""), StageCost()).add(stage, event["Task Metrics"])
    return costs


def _events(folder: Path) -> Iterable[dict[str, Any]]:
    for path in sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")
    ):
        if "appstatus" in path.name:
            continue
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
