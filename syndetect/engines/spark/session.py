"""Settings -> a Spark session; its errors -> one sentence."""

import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from syndetect.errors import SyndetectError
from syndetect.threads import available_threads

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["MissingSparkError", "SparkError", "check_installed", "check_packages", "open_session", "wrapped"]

_SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",  # articles of 5 kB: 10 MB a batch
    "spark.sql.execution.pyspark.udf.simplifiedTraceback.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


_ERROR = re.compile(r"(?:: )?[\w.]+(?:Error|Exception): ")


class SparkError(SyndetectError, RuntimeError):
    """A Spark job failed; the message is its cause in a line."""


class MissingSparkError(SyndetectError, ImportError):
    """PySpark or Java is not installed; the message says what to run."""


def check_packages() -> None:
    """Raise MissingSparkError, with the pip command, unless PySpark and what it needs are installed."""
    missing = [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]
    if missing:
        raise MissingSparkError(
            f"the engine spark needs {' and '.join(missing)}: pip install 'syndetect[spark]'"
        )


def check_installed() -> None:
    """Raise MissingSparkError, with the command to run, unless PySpark and Java are there."""
    check_packages()
    java_home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=os.path.join(java_home, "bin")) if java_home else shutil.which("java")
    if found is None:
        raise MissingSparkError(
            "the engine spark needs Java 17: install it (Debian: apt-get install openjdk-17-jre-headless), "
            "or name its folder in JAVA_HOME"
        )


def open_session(master: str = "", settings: dict[str, str] | None = None) -> "SparkSession":
    """Open a Spark session, or return the one that is open.

    Parameters
    ----------
    master : str
        ``local[4]``, ``spark://host:7077``, ``yarn``, ``k8s://...``; by default
        what ``spark-submit`` or Spark's own files say, else ``local[*]``.
    settings : dict of str to str, optional
        More settings of Spark.

    Returns
    -------
    pyspark.sql.SparkSession

    Raises
    ------
    MissingSparkError
        PySpark or Java is not installed.
    SparkError
        The session cannot be opened.
    """
    check_installed()
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers on this machine run what this runs
    builder = SparkSession.builder.appName("syndetect")
    if master:
        builder = builder.master(master)
    chosen = {**_SETTINGS, **(settings or {})}
    if master.startswith("local"):  # Spark's default of 200 is for clusters
        chosen.setdefault("spark.sql.shuffle.partitions", str(2 * available_threads()))
    for name, value in chosen.items():
        builder = builder.config(name, value)
    with wrapped():
        return builder.getOrCreate()


@contextmanager
def wrapped() -> Iterator[None]:
    """Turn what Py4J and PySpark raise into SparkError, without their stack traces."""
    from py4j.protocol import Py4JError, Py4JNetworkError
    from pyspark.errors import PySparkException

    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
            yield
    except (PySparkException, Py4JError, Py4JNetworkError, ConnectionError) as error:
        raise SparkError(f"Spark: {_cause(str(error))}") from error


def _cause(message: str) -> str:
    """Return the line of a Spark error that says most: the last one of Python's, else the first."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    python = [line for line in lines if _ERROR.match(line)]
    return (python[-1:] or lines or ["it failed without a message"])[0].removeprefix(": ")[:500]
