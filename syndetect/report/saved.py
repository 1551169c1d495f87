"""A run as its files hold it: tables, texts, manifest, quarantine; read back from the folder of a run."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from syndetect.corpus import Article
from syndetect.corpus.quarantine import quarantined
from syndetect.errors import OutputError
from syndetect.report.columns import TABLES
from syndetect.report.methods_text import render_methods
from syndetect.report.tables import Column, Kind, Table, as_read
from syndetect.whole_files import whole_file

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["METHODS", "TEXTS", "SavedRun", "load_run", "write_texts"]

TEXTS = "texts.jsonl"
METHODS = "methods.md"

_BLOCK = 4096  # rows

_VALUES: Mapping[Kind, Callable[[str], Any]] = {
    "text": str,
    "count": int,
    "offset": int,
    "minutes": float,
    "share": float,
    "score": float,
}


class _TextsById(Mapping[str, str]):
    """The texts of articles by id, each read when it is asked for."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._rows = {article.article_id: article for article in articles}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __getitem__(self, article_id: str) -> str:
        return self._rows[article_id].text

    def __reduce__(self) -> tuple[type[dict[str, str]], tuple[dict[str, str]]]:
        return dict, (dict(self),)  # for another process


@dataclass(frozen=True, kw_only=True)
class SavedRun:
    """What the files of a run hold: all that the report is made from.

    Attributes
    ----------
    tables : mapping of str to Table
        By name: those of ``report.columns.TABLES``.
    texts : mapping of str to str
        The text as read, which all offsets count in, by ``article_id``; empty
        in a redacted run.
    manifest : mapping
        What ``run.json`` holds.
    quarantine : sequence of mapping
        The records of ``quarantine.jsonl``.
    methods : str
        The draft of a methods section: ``methods.md``.
    """

    tables: Mapping[str, Table]
    texts: Mapping[str, str]
    manifest: Mapping[str, Any]
    quarantine: Sequence[Mapping[str, Any]] = field(default=())
    methods: str = ""

    @classmethod
    def of(cls, result: "Result", *, redact: bool = False) -> "SavedRun":
        """Return what the files of a run will hold."""
        return cls(
            tables=result.tables,
            texts={} if redact else _TextsById(result.articles),
            manifest=orjson.loads(orjson.dumps(result.manifest)),  # a tuple is a list in the file
            quarantine=[asdict(record) for record in quarantined(result.corpus, redact=redact)],
            methods=render_methods(result).encode("utf-8", "replace").decode(),  # as its file holds it
        )


def load_run(folder: Path) -> SavedRun:
    """Read the files of a run.

    Parameters
    ----------
    folder : Path
        What ``syndetect scan -o`` wrote. Without ``texts.jsonl`` the run is
        redacted.

    Returns
    -------
    SavedRun
        Equal to the one that was written: figures have the digits of the files.

    Raises
    ------
    OutputError
        A file is missing, or is not what a run of this version writes.
    """
    manifest = _load_manifest(folder / "run.json")
    return SavedRun(
        tables={name: _load_table(name, columns, folder) for name, columns in TABLES.items()},
        texts=_load_texts(folder / TEXTS),
        manifest=manifest,
        quarantine=_load_lines(folder / "quarantine.jsonl"),
        methods=_load_text(folder / METHODS),
    )


def write_texts(texts: Mapping[str, str], path: Path, *, redact: bool = False) -> None:
    """Write the texts that all offsets count in: an object with ``article_id`` and ``text`` a line.

    Parameters
    ----------
    texts : mapping of str to str
        By ``article_id``.
    path : Path
    redact : bool, default=False
        Write no file, and remove the one of an earlier run.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    if redact:
        path.unlink(missing_ok=True)
        return
    with whole_file(path) as file:
        for article_id, text in texts.items():
            file.write(_json_line({"article_id": article_id, "text": text}))


def _json_line(record: Mapping[str, str]) -> str:
    """Write one line of JSON; what UTF-8 cannot hold is escaped."""
    try:
        return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE).decode()
    except TypeError:  # a lone surrogate
        return json.dumps(record) + "\n"


def _load_table(name: str, columns: tuple[Column, ...], folder: Path) -> Table:
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file, _cells_of_any_size():
            is_inert = file.read(1) == "\ufeff"  # written for spreadsheets
            if not is_inert:
                file.seek(0)
            reader: Iterator[list[str]] = csv.reader(file)
            if is_inert:
                reader = ([as_read(cell) for cell in row] for row in reader)
            if next(reader, []) != [column.name for column in columns]:
                raise OutputError(f"{path} is not the table {name} of this version: scan again")
            data = _load_columns(reader, columns)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OutputError(f"{path} cannot be read: {_reason(error)}") from error
    except ValueError as error:
        raise OutputError(f"{path} is damaged: {error}") from error
    return Table(name, columns, data)


def _load_columns(rows: Iterator[list[str]], columns: tuple[Column, ...]) -> dict[str, list[Any]]:
    """Read the values of a table by column, some thousand rows at a time: the collector sees few lists."""
    data: dict[str, list[Any]] = {column.name: [] for column in columns}
    while block := list(islice(rows, _BLOCK)):
        if any(len(row) != len(columns) for row in block):
            raise ValueError("a row has more or fewer cells than the header")
        for column, cells in zip(columns, zip(*block, strict=True), strict=True):
            data[column.name] += _values(cells, column)
    return data


@contextmanager
def _cells_of_any_size() -> Iterator[None]:
    """Lift the limit of the csv module for a while: a list of thousands of ids is one cell."""
    limit = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _values(cells: Sequence[str], column: Column) -> list[Any]:
    """Read the cells of a column; an empty one is missing, but for columns that never are."""
    value = _VALUES[column.kind]
    if column.empty:
        return [value(cell) if cell else None for cell in cells]
    return list(cells) if value is str else list(map(value, cells))


def _load_texts(path: Path) -> dict[str, str]:
    rows = _load_lines(path) if path.exists() else []
    try:
        return {row["article_id"]: row["text"] for row in rows}
    except (KeyError, TypeError) as error:
        raise OutputError(f"{path} is damaged: a line holds no article_id and text") from error


def _load_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} cannot be read: {_reason(error)}") from error


def _load_lines(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} cannot be read: {_reason(error)}") from error


def _load_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = orjson.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise OutputError(f"{path.parent} holds no run: there is no run.json in it") from error
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} cannot be read: {_reason(error)}") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("parameters"), dict):
        raise OutputError(f"{path} is no manifest of a run")
    return manifest


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
