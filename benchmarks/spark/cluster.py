"""The command ``python -m benchmarks.spark.cluster``: one scan on a cluster of processes, and one without.

Spark's own manager runs with two workers, each a process with an executor of
its own. The environment goes to them as an archive, as on YARN: they import
nothing from this folder.
"""

import argparse
import csv
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpora.generator import GeneratorParams, generate
from corpora.generator.write import write_jsonl
from syndetect.report.columns import TABLES

__all__ = ["csv_cell", "differing_tables", "main", "standalone"]

MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
SECONDS = 60  # to wait until a process listens


def main(arguments: Sequence[str] | None = None) -> int:
    """Scan a generated corpus on the cluster and in one process; say which tables differ."""
    options = _parse(arguments)
    params = GeneratorParams(
        n_articles=options.articles,
        seed=options.seed,
        hot_stories=1,
        hot_copies=options.hot,
        median_words=options.words,
        missing_time_share=0.05,
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        articles = list(generate(params))
        for place in range(4):
            write_jsonl(articles[place::4], folder / "corpus" / f"{place}.jsonl")
        with standalone(folder, options.memory) as master:
            started = time.perf_counter()
            _scan_on(master, folder, options)
            elapsed = time.perf_counter() - started
        command = [sys.executable, "-m", "syndetect", "scan", str(folder / "corpus"), "--quiet"]
        subprocess.run([*command, "-o", str(folder / "here")], check=True)
        differing, n_rows = differing_tables(folder / "here", folder / "there")
    print(f"{options.articles:,} articles, {options.hot:,} of one story, in {elapsed:.0f} s on the cluster")
    print(f"{n_rows:,} rows of tables compared; tables that differ: {', '.join(differing) or 'none'}")
    return 1 if differing else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark.cluster", description=__doc__)
    parser.add_argument("--archive", type=Path, required=True, help="the environment of the executors")
    parser.add_argument("--python", default="./env/bin/python", help="in the archive, unpacked as env")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--hot", type=int, default=400, help="copies of one story (default 400)")
    parser.add_argument("--words", type=int, default=120, help="median words of an article (default 120)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", type=int, default=4, help="spark.sql.shuffle.partitions (default 4)")
    parser.add_argument("--memory", default="1g", help="heap of each worker's executor (default 1g)")
    return parser.parse_args(arguments)


def _scan_on(master: str, folder: Path, options: argparse.Namespace) -> None:
    settings = {
        "spark.archives": f"{options.archive.absolute()}#env",
        "spark.executor.memory": options.memory,
        "spark.sql.shuffle.partitions": str(options.parts),
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.local.dir": str(folder),
    }
    command = [sys.executable, "-m", "syndetect", "scan", str(folder / "corpus"), "-o", str(folder / "there")]
    command += ["--quiet", "--engine", "spark", "--master", master]
    for name, value in settings.items():
        command += ["--spark-conf", f"{name}={value}"]
    environment = {**os.environ, "PYSPARK_PYTHON": options.python, "SPARK_LOCAL_IP": "127.0.0.1"}
    subprocess.run(command, env=environment, check=True)


@contextmanager
def standalone(folder: Path, memory: str = "1g", n_workers: int = 2) -> Iterator[str]:
    """Run Spark's own cluster manager and workers as processes on this machine.

    Parameters
    ----------
    folder : Path
        For logs and what executors unpack.
    memory : str
        Of each worker, for its executor.
    n_workers : int

    Yields
    ------
    str
        The address of the master.
    """
    import pyspark

    home = Path(pyspark.__file__).parent
    port = _free_port()
    master = f"spark://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
    of_worker = ["--host", "127.0.0.1", "--cores", "1", "--memory", memory, "--webui-port", "0", master]
    commands = [[MASTER, "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]]
    commands += [[WORKER, "--work-dir", str(folder / f"work-{k}"), *of_worker] for k in range(n_workers)]
    running: list[subprocess.Popen[bytes]] = []
    try:
        for number, command in enumerate(commands):
            with (folder / f"daemon-{number}.log").open("wb") as log:
                process = subprocess.Popen(
                    [str(home / "bin" / "spark-class"), *command],
                    env=environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            running.append(process)
            if number == 0:
                _wait_for(port)
        yield master
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait(timeout=SECONDS)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    """Wait until something listens on a port of this machine."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port} after {SECONDS} s")


def differing_tables(here: Path, there: Path) -> tuple[list[str], int]:
    """Compare the CSV files of a scan in one process with the Parquet folders of one on a cluster.

    Returns
    -------
    names : list of str
        Of the tables that are missing there or whose columns or rows differ, whatever the order of rows.
    n_rows : int
        Rows compared, of all tables.
    """
    from pyarrow import parquet

    differing, n_rows = [], 0
    for path in sorted(path for path in here.glob("*.csv") if path.stem in TABLES):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        n_rows += len(rows)
        folder = there / f"{path.stem}.parquet"
        table = parquet.read_table(folder) if folder.is_dir() else None
        columns = () if table is None else (map(csv_cell, table.column(name).to_pylist()) for name in header)
        if (
            table is None
            or table.column_names != header
            or sorted(zip(*columns, strict=True)) != sorted(map(tuple, rows))
        ):
            differing.append(path.stem)
    return differing, n_rows


def csv_cell(value: object) -> str:
    """Write a value as the CSV files do."""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
