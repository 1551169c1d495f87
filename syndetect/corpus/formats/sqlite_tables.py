"""An SQLite database -> records: a table or a SELECT statement; nothing in it can be changed or run."""

import os
import sqlite3
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing
from pathlib import Path

from syndetect.corpus.containers import Stream
from syndetect.corpus.formats.interface import Format, Source
from syndetect.corpus.formats.plain_values import plain_value
from syndetect.corpus.records import Found, Record, Rejected
from syndetect.corpus.values import plain_name

__all__ = ["SQLITE"]

_MAGIC = b"SQLite format 3\0"
_LONGEST = (
    256 * 1024 * 1024
)  # bytes of a value; SQLite ends the query at a longer one, so not the limit of a record
_STEPS = 100_000  # instructions of SQLite between two looks at the clock
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
_NO_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}


class _NoUtf8(bytes):
    """A text that is not UTF-8."""


class _Unusable(Exception):
    """The database, or the choice of a table, is not usable as a whole."""

    def __init__(self, fault: str, detail: str) -> None:
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail


def _read_sqlite(source: Source) -> Iterator[Record]:
    stream = source.stream
    head = stream.head()
    with source.local_file() as path:
        try:
            _check_whole(path, head, stream)
            with closing(_opened(path, source)) as database:
                clock = _Clock(source.params.max_seconds)
                database.set_progress_handler(clock.is_over, _STEPS)
                yield from _rows(database, _statement(database, source), clock)
        except _Unusable as error:
            stream.refuse(error.fault, error.detail)
            yield Rejected(0, stream.n_bytes, head, "bad_file", error.detail)
        except sqlite3.Error as error:
            fault = "limit_seconds" if "interrupted" in str(error) else "damaged_file"
            stream.damage(fault, str(error))
            yield Rejected(0, 0, b"", "damaged_row", f"what follows cannot be read: {error}")


def _check_whole(path: str, head: bytes, stream: Stream) -> None:
    """Raise _Unusable for a file that is cut off: SQLite would take what is missing of a page for zeros."""
    page = int.from_bytes(head[16:18], "big")
    page = 65_536 if page == 1 else page
    n_pages = int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 0  # 0: not up to date
    size = os.path.getsize(path)
    if stream.fault or page == 0 or size % page or size < n_pages * page:
        detail = "it is cut off or damaged; sqlite3 .recover may save a part of it"
        raise _Unusable(stream.fault or "truncated_file", detail)


class _Clock:
    """How long the database has been at one row."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._begin = time.monotonic()

    def restart(self) -> None:
        self._begin = time.monotonic()

    def is_over(self) -> bool:
        return time.monotonic() - self._begin > self._seconds


def _opened(path: str, source: Source) -> sqlite3.Connection:
    """Open a database that nobody changes: read only, without journal, extensions or its own functions."""
    for beside in ("-wal", "-journal"):
        if source.path and os.path.exists(source.path + beside) and os.path.getsize(source.path + beside):
            detail = f"its {beside} file holds changes not yet in it: close the program that writes it"
            raise _Unusable("open_transaction", detail)
    url = f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1"
    database = sqlite3.connect(url, uri=True, check_same_thread=False)
    database.text_factory = _text
    database.setlimit(
        sqlite3.SQLITE_LIMIT_LENGTH, max(_LONGEST, min(source.params.max_record_bytes, 2**31 - 1))
    )
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for setting in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON"):
        database.execute(f"PRAGMA {setting}")
    database.set_authorizer(_authorise)
    return database


def _text(value: bytes) -> str | _NoUtf8:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return _NoUtf8(value)


def _authorise(action: int, one: str | None, two: str | None, *_: str | None) -> int:
    """Allow reading, and nothing that writes, attaches, sets or loads."""
    if action in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and two not in _NO_FUNCTIONS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _statement(database: sqlite3.Connection, source: Source) -> str:
    """Return the SELECT statement: the user's, or all of the table that holds articles."""
    if source.params.query:
        return source.params.query
    tables = _tables(database)
    wanted = source.params.table
    if wanted:
        if wanted not in tables:
            raise _Unusable(
                "bad_file", f"there is no table {wanted!r}; there are: {', '.join(tables) or 'none'}"
            )
        return _select(wanted)
    fitting = {name: columns for name, columns in tables.items() if columns & source.text_names}
    if not fitting:
        shown = "; ".join(f"{name} ({', '.join(sorted(columns))[:120]})" for name, columns in tables.items())
        detail = f"no table has a column for the text; there are: {shown or 'none'} (--table, --query, --map)"
        raise _Unusable("bad_file", detail)
    best = max(fitting, key=lambda name: (len(fitting[name] & source.known), name))
    others = [name for name in tables if name != best]
    passed_over = f"; passed over: {', '.join(others)}" if others else ""
    source.stream.detail = f"read: {best}{passed_over}"
    return _select(best)


def _select(table: str) -> str:
    quoted = table.replace('"', '""')
    return f'SELECT * FROM "{quoted}"'  # a name of the database's own schema, quoted


def _tables(database: sqlite3.Connection) -> dict[str, AbstractSet[str]]:
    """Return all tables and views with their columns as plain names."""
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    found = [name for (name,) in database.execute(query).fetchall() if isinstance(name, str)]
    names = [name for name in found if not name.startswith("sqlite_")]
    tables: dict[str, AbstractSet[str]] = {}
    for name in sorted(names):
        try:
            columns = database.execute(f"{_select(name)} LIMIT 0").description
        except sqlite3.Error:
            continue  # a view or virtual table that cannot be read here
        tables[name] = {plain_name(column[0]) for column in columns}
    return tables


def _rows(database: sqlite3.Connection, statement: str, clock: _Clock) -> Iterator[Record]:
    try:
        cursor = database.execute(statement)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _Unusable("bad_file", f"it cannot be read so: {error}") from error
    if cursor.description is None:
        raise _Unusable("bad_file", "the query returns no rows: it must be one SELECT statement")
    names = [column[0] for column in cursor.description]
    while True:
        clock.restart()
        row = cursor.fetchone()
        if row is None:
            return
        yield _record(names, row)


def _record(names: list[str], row: tuple[object, ...]) -> Record:
    for name, value in zip(names, row, strict=True):
        if isinstance(value, _NoUtf8):
            return Rejected(0, 0, bytes(value), "bad_encoding", f"column {name} is not UTF-8")
    fields: dict[str, object] = {}
    for name, value in zip(names, row, strict=True):
        fields.setdefault(name, plain_value(value))
    return Found(0, 0, b"", fields)


SQLITE = Format(
    name="sqlite",
    about="a table of an SQLite database, as of NELA-GT",
    endings=(".sqlite", ".sqlite3", ".db"),
    read=_read_sqlite,
    sniff=lambda head: head.data.startswith(_MAGIC),
)
