"""The store in one SQLite file: one writer under a kernel lock, many readers."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from syndetect.errors import DamagedError, NoIndexError, StoreError
from syndetect.index.connection import connect, create
from syndetect.index.lock import WriterLock
from syndetect.index.records import Entry, Event, Stored, Verdict
from syndetect.index.rows import (
    ENTRY,
    VERDICT,
    article_row,
    event_of,
    event_rows,
    judgement,
    merged,
    possible_ids,
    rewritten,
    source_row,
    words_of,
    words_row,
)
from syndetect.index.schema import digest
from syndetect.index.sqlite_keys import SqliteKeys
from syndetect.index.store import Postings, SourceRow

__all__ = ["SqliteStore"]

_AT_ONCE = 500  # values in one statement


class SqliteStore:
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

    def meta(self) -> dict[str, str]:
        """Return the settings by name."""
        return dict(self._db.execute("SELECT name, value FROM meta"))

    def set_meta(self, values: dict[str, str]) -> None:
        """Set some of them."""
        rows = [(name, value, digest(name, value)) for name, value in values.items()]
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", rows)

    def n_articles(self) -> int:
        """Count the entries."""
        return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

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

    def next_number(self) -> int:
        """Return the least number above all in use."""
        return int(self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM articles").fetchone()[0])

    def greatest_rank(self) -> int:
        """Return the greatest rank of all entries, -1 without any."""
        return int(self._db.execute("SELECT coalesce(max(rank), -1) FROM articles").fetchone()[0])

    # Entries

    def known(self, wanted: Sequence[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
        """Return the numbers of entries by id and digest."""
        found = {}
        for one in wanted:
            row = self._db.execute(
                "SELECT number FROM articles WHERE article_id = ? AND digest = ?", one
            ).fetchone()
            if row:
                found[one] = int(row[0])
        return found

    def versions(self, article_ids: Sequence[str]) -> list[Entry]:
        """Return all entries of these ids."""
        rows = self._select(f"SELECT {ENTRY} FROM articles WHERE article_id IN", possible_ids(article_ids))
        return [Entry(*row) for row in rows]

    def entries(self, numbers: Sequence[int]) -> list[tuple[Entry, Verdict]]:
        """Return entries with their verdicts."""
        rows = self._select(f"SELECT {ENTRY}, {VERDICT} FROM articles WHERE number IN", numbers)
        return [(Entry(*row[:12]), Verdict(*row[12:])) for row in rows]

    def all_numbers(self) -> list[int]:
        """Return the numbers of all entries, ascending."""
        return [row[0] for row in self._db.execute("SELECT number FROM articles ORDER BY number")]

    def older_than(self, seconds: float) -> list[int]:
        """Return the entries published before a time."""
        rows = self._db.execute("SELECT number FROM articles WHERE seconds < ? ORDER BY number", (seconds,))
        return [row[0] for row in rows]

    def watermark(self) -> float | None:
        """Return the newest time of publication over all inputs, in seconds."""
        newest: float | None = self._db.execute("SELECT max(watermark) FROM sources").fetchone()[0]
        return newest

    def stored(self, numbers: Sequence[int]) -> dict[int, Stored]:
        """Return the words of entries."""
        rows = self._select("SELECT number, hashes, flags, signature FROM words WHERE number IN", numbers)
        return words_of(rows, numbers, self.name)

    def dependants(self, numbers: Sequence[int]) -> list[int]:
        """Return the other entries whose canonical or partner is one of these."""
        by_canonical = self._select(
            "SELECT number FROM articles WHERE canonical <> number AND canonical IN", numbers
        )
        by_partner = self._select("SELECT number FROM articles WHERE partner <> 0 AND partner IN", numbers)
        return sorted({row[0] for row in chain(by_canonical, by_partner)})

    def add(self, rows: Iterable[tuple[Entry, Verdict, Stored]]) -> None:
        """Add entries."""
        articles, words = [], []
        for entry, verdict, stored in rows:
            articles.append(article_row(entry, verdict))
            words.append(words_row(entry.number, stored))
        self._db.executemany(f"INSERT INTO articles VALUES ({_marks(18)})", articles)
        self._db.executemany(f"INSERT INTO words VALUES ({_marks(5)})", words)

    def judge(self, rows: Iterable[tuple[int, Verdict]]) -> None:
        """Change the verdicts of entries."""
        self._rewrite({number: judgement(verdict) for number, verdict in rows}, 12)

    def rerank(self, rows: Iterable[tuple[int, int]]) -> None:
        """Change the ranks of entries."""
        self._rewrite({number: (rank,) for number, rank in rows}, 4)

    def _rewrite(self, changes: dict[int, tuple[Any, ...]], place: int) -> None:
        """Replace the columns of rows from a place on, and their digests."""
        found = self._select(f"SELECT {ENTRY}, {VERDICT} FROM articles WHERE number IN", list(changes))
        rows = rewritten(list(found), changes, place)
        self._db.executemany(f"REPLACE INTO articles VALUES ({_marks(18)})", rows)

    def resign(self, rows: Iterable[tuple[int, Stored]]) -> None:
        """Change the signatures of entries."""
        made = [words_row(number, stored) for number, stored in rows]
        self._db.executemany("REPLACE INTO words VALUES (?, ?, ?, ?, ?)", made)

    def in_order(self) -> list[int]:
        """Return the numbers of all entries by rank, id and version."""
        rows = self._db.execute("SELECT number FROM articles ORDER BY rank, article_id, version")
        return [row[0] for row in rows]

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove entries with their words."""
        rows = [(number,) for number in numbers]
        self._db.executemany("DELETE FROM articles WHERE number = ?", rows)
        self._db.executemany("DELETE FROM words WHERE number = ?", rows)

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

    # Events and sources

    def queue(self, events: Sequence[dict[str, Any]]) -> list[Event]:
        """Give events their numbers and keep them until they are delivered."""
        first = int(self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM events").fetchone()[0])
        made = [Event(number=first + k, **event) for k, event in enumerate(events)]
        self._db.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", event_rows(made))
        return made

    def pending(self) -> list[Event]:
        """Return the events that nobody has confirmed, in order."""
        rows = self._db.execute("SELECT number, body FROM events WHERE delivered = 0 ORDER BY number")
        return [event_of(number, body) for number, body in rows]

    def delivered(self, up_to: int) -> None:
        """Note that events up to a number have been written out whole."""
        rows = self._db.execute(
            "SELECT number, body FROM events WHERE delivered = 0 AND number <= ?", (up_to,)
        ).fetchall()
        self._db.executemany(
            "UPDATE events SET delivered = 1, row_digest = ? WHERE number = ?",
            [(digest(number, body, 1), number) for number, body in rows],
        )

    def sources(self) -> list[SourceRow]:
        """Return the account of all inputs, by source and digest."""
        rows = self._db.execute(
            "SELECT source, digest, n_records, n_ok, n_quarantined, status, watermark FROM sources"
            " ORDER BY source, digest"
        )
        return [SourceRow(*row) for row in rows]

    def account(self, rows: Iterable[SourceRow]) -> None:
        """Enter inputs, each once by source and digest, counts and watermark never falling."""
        for row in rows:
            old, begun = self._source(row.source, row.digest), None
            if row.digest:  # it has ended: what was noted of it on the way is in this row
                begun = self._source(row.source, "")
                self._db.execute("DELETE FROM sources WHERE source = ? AND digest = ''", (row.source,))
            values = source_row(merged(row, old, begun))
            self._db.execute(f"INSERT OR REPLACE INTO sources VALUES ({_marks(8)})", values)

    def _source(self, source: str, hashed: str) -> SourceRow | None:
        rows = self._db.execute(
            "SELECT source, digest, n_records, n_ok, n_quarantined, status, watermark FROM sources"
            " WHERE source = ? AND digest = ?",
            (source, hashed),
        )
        found = rows.fetchone()
        return SourceRow(*found) if found else None

    def _select(self, statement: str, values: Sequence[Any]) -> Iterator[Any]:
        """Run ``statement (values)``, some values at a time."""
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            yield from self._db.execute(f"{statement} ({_marks(len(some))})", tuple(some)).fetchall()


def _marks(n: int) -> str:
    return ", ".join("?" * n)
