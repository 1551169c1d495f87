"""The store in one SQLite file: one writer under a kernel lock, many readers."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from syndetect.errors import DamagedError, NoIndexError, StoreError
from syndetect.index.connection import connect, create
from syndetect.index.lock import WriterLock
from syndetect.index.schema import digest
from syndetect.index.sql_store import SqlStore
from syndetect.index.sqlite_keys import SqliteKeys
from syndetect.index.store import Postings

__all__ = ["SqliteStore"]

_AT_ONCE = 500  # values in one statement


class SqliteStore(SqlStore):
    """An index in a file.

    Parameters
    ----------
    path : Path
    writing : bool
        Takes the lock; otherwise nothing can be changed.
    create_with : dict of str to str, optional
        Settings of the index to make where there is none.

    Raises
    ------
    NoIndexError, LockedError, MismatchError, DamagedError
    """

    def __init__(self, path: Path, *, writing: bool, create_with: dict[str, str] | None = None) -> None:
        self.path = path
        self._lock = None
        if writing:
            if not path.parent.is_dir():
                raise NoIndexError(f"{path}: there is no folder {path.parent}")
            if create_with is None and not path.exists():
                raise NoIndexError(f"{path}: there is no index")
            self._lock = WriterLock(path)
        try:
            if create_with is not None and not path.exists():
                create(path, [(name, value, digest(name, value)) for name, value in create_with.items()])
            self._db = connect(path, writing=writing)
        except sqlite3.Error as error:
            self._release()
            raise StoreError(f"{path}: {error}") from error
        except BaseException:
            self._release()
            raise
        self._keys = SqliteKeys(self._db, str(path), alone=writing)

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for what looks at the file itself."""
        return self._db

    def close(self) -> None:
        """Close the file and release the lock."""
        self._db.close()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state in the block, whatever others write meanwhile."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._roll_back()

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query."""
        return self._db.execute(query)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything in the block, or nothing."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            kind = StoreError if isinstance(error, sqlite3.OperationalError) else DamagedError
            raise kind(f"{self.path}: {error}; nothing of this batch was written") from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        self._keys.forget()
        if self._db.in_transaction:
            try:
                self._db.execute("ROLLBACK")
            except sqlite3.Error:  # the journal is rolled back by whoever opens the file next
                return

    # Settings, counts

    def set_meta(self, values: dict[str, str]) -> None:
        """Set some of them."""
        rows = [(name, value, digest(name, value)) for name, value in values.items()]
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", rows)

    def n_bytes(self) -> int:
        """Return the size of the file."""
        return self.path.stat().st_size

    def compact(self) -> None:
        """Give back the space of what was removed."""
        with self.transaction():
            self._keys.compact()
        try:
            self._db.execute("VACUUM")
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}") from error

    # Keys

    def listed(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
        """Return which of the keys, ascending, anything has, and (key, number) of those listed."""
        return self._keys.listed(keys)

    def others(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """Return (key, number) of the entries under keys that are not listed."""
        return self._keys.others(keys)

    def move(self, off: Postings, on: Postings) -> None:
        """Take keys of entries away, then add others."""
        if len(off) or len(on):
            self._keys.move(off, on)

    def clear_keys(self) -> None:
        """Take all keys away."""
        self._keys.clear()

    def postings(self) -> Iterator[Postings]:
        """Yield all keys of all entries, in the order of keys, some at a time."""
        return self._keys.windows()

    # Events

    def delivered(self, up_to: int) -> None:
        """Note that events up to a number have been written out whole."""
        rows = self._db.execute(
            "SELECT number, body FROM events WHERE delivered = 0 AND number <= ?", (up_to,)
        ).fetchall()
        self._db.executemany(
            "UPDATE events SET delivered = 1, row_digest = ? WHERE number = ?",
            [(digest(number, body, 1), number) for number, body in rows],
        )

    # Rows

    def _all(self, query: str, **values: Any) -> list[Any]:
        return self._db.execute(query, values).fetchall()

    def _among(
        self, columns: str, table: str, column: str, numbers: Iterable[int], also: str = ""
    ) -> Iterator[Any]:
        condition = f"{also} AND {column}" if also else column
        return self._select(f"SELECT {columns} FROM {table} WHERE {condition} IN", list(numbers))

    def _of_ids(self, columns: str, article_ids: Sequence[str]) -> Iterator[Any]:
        return self._select(f"SELECT {columns} FROM articles WHERE article_id IN", article_ids)

    def _select(self, statement: str, values: Sequence[Any]) -> Iterator[Any]:
        """Run ``statement (values)``, some values at a time."""
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            yield from self._db.execute(f"{statement} ({_marks(len(some))})", tuple(some)).fetchall()

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._db.executemany(f"INSERT INTO {table} VALUES ({_marks(len(rows[0]))})", rows)

    def _replace(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._db.executemany(f"REPLACE INTO {table} VALUES ({_marks(len(rows[0]))})", rows)

    def _delete(self, table: str, numbers: Sequence[int]) -> None:
        rows = [(number,) for number in numbers]
        self._db.executemany(f"DELETE FROM {table} WHERE number = ?", rows)


def _marks(n: int) -> str:
    return ", ".join("?" * n)
