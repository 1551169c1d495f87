"""Tables -> a folder: one folder of Parquet files a table, the codebook, the quarantine and run.json."""

from pathlib import Path
from typing import Any

import orjson

from syndetect.corpus import write_quarantine
from syndetect.engines.spark.engine import Tables
from syndetect.engines.spark.session import wrapped
from syndetect.report.codebook import build_codebook
from syndetect.report.files import prepare_folder
from syndetect.report.tables import write_csv
from syndetect.version import __version__
from syndetect.whole_files import whole_file

__all__ = ["write_tables"]

SCHEMA = "syndetect-spark-run/1"


def write_tables(tables: Tables, folder: str | Path, *, force: bool = False, redact: bool = False) -> Path:
    """Write the tables of a scan, each as a folder ``NAME.parquet``.

    Parameters
    ----------
    tables : Tables
    folder : str or Path
        On a file system that driver and executors share.
    force : bool, default=False
        Write even into a folder that holds other files.
    redact : bool, default=False
        Leave out what quarantined records held.

    Returns
    -------
    Path
        The folder. ``run.json`` is written last: without it a run did not end.

    Raises
    ------
    OutputError
        The folder or a file in it cannot be written.
    SparkError
        A job failed.
    """
    folder = Path(folder).absolute()
    prepare_folder(folder, force=force)
    (folder / "run.json").unlink(missing_ok=True)
    with wrapped():
        for name, frame in tables.frames.items():
            frame.write.mode("overwrite").parquet((folder / f"{name}.parquet").as_uri())
    write_csv(build_codebook(), folder / "codebook.csv")
    write_quarantine(folder / "quarantine.jsonl", tables.corpus, redact=redact)
    with whole_file(folder / "run.json") as file:
        options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        file.write(orjson.dumps(manifest(tables), option=options).decode())
    return folder


def manifest(tables: Tables) -> dict[str, Any]:
    """Return what ``run.json`` holds: parameters, what was read, and the counts of every stage."""
    import dataclasses

    corpus = tables.corpus
    return {
        "schema": SCHEMA,
        "engine": "spark",
        "version": __version__,
        "parameters": tables.params.to_mapping(),
        "parameters_fingerprint": tables.params.fingerprint(),
        "corpus": dict(tables.counts["read"]),
        "reading": corpus.reading,
        "inputs": [dataclasses.asdict(entry) for entry in corpus.ledger],
        "mapping": corpus.mapping,
        "stages": [{"stage": name, **counts} for name, counts in tables.counts.items()],
        "seconds": dict(tables.seconds),
    }
