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
from syndetect.index.store import LISTED, OTHER, Posting, SourceRow

__all__ = ["SqliteStore"]

_AT_ONCE = 500  # values in one statement
_RECENT = 400_000  # keys in the small table before it is merged into the large one
_RATIO = 12  # or this part of the large one, if that is more


class SqliteStore:
    """An index in a file.

    Keys stand in two tables: new ones in ``recent_keys``, which is merged into
    ``keys`` when it has grown to a twelfth of it. Inserting at random places
    of one large table would rewrite a page a key.

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
        self._probed: tuple[int, ...] | None = None
        self._n_recent: int | None = None

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
            self._merge_when_due()
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            kind = StoreError if isinstance(error, sqlite3.OperationalError) else DamagedError
            raise kind(f"{self.path}: {error}; nothing of this batch was written") from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        self._n_recent = None
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
            self.merge_keys()
        try:
            self._db.execute("VACUUM")
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}") from error

    def next_number(self) -> int:
        """Return the least number above all in use."""
        return int(self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM articles").fetchone()[0])

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

    def listed(self, keys: NDArray[np.int64]) -> tuple[set[int], list[tuple[int, int]]]:
        """Return which of the keys anything has, and (key, number) of those listed."""
        hit: set[int] = set()
        rows: list[tuple[int, int]] = []
        with self._probe(keys.tolist()):
            for table in ("keys", "recent_keys"):
                hit |= {
                    row[0]
                    for row in self._db.execute(
                        f"SELECT key FROM probe p WHERE EXISTS (SELECT 1 FROM {table} k WHERE k.key = p.key)"
                    )
                }
        with self._probe(sorted(hit)):
            for table in ("keys", "recent_keys"):
                rows += self._db.execute(
                    f"SELECT k.key, k.number FROM probe p CROSS JOIN {table} k"
                    f" ON k.key = p.key AND k.standing = {LISTED}"
                )
        return hit, rows

    def others(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """Return (key, number) of the entries under keys that are not listed."""
        rows: list[tuple[int, int]] = []
        for table in ("keys", "recent_keys"):
            rows += self._select(f"SELECT key, number FROM {table} WHERE standing = {OTHER} AND key IN", keys)
        return rows

    def post(self, postings: Iterable[Posting]) -> None:
        """Add keys of entries."""
        rows = sorted(postings)
        self._db.executemany("INSERT INTO recent_keys VALUES (?, ?, ?)", rows)
        self._n_recent = self._count_recent() + len(rows)

    def unpost(self, postings: Iterable[Posting]) -> None:
        """Take keys of entries away."""
        rows = sorted(postings)
        for table in ("keys", "recent_keys"):
            self._db.executemany(f"DELETE FROM {table} WHERE key = ? AND standing = ? AND number = ?", rows)
        self._n_recent = None

    def unpost_all(self) -> None:
        """Take all keys away."""
        self._db.execute("DELETE FROM keys")
        self._db.execute("DELETE FROM recent_keys")
        self._n_recent = None

    def postings(self) -> Iterator[Posting]:
        """Return all keys of all entries, in the order of keys."""
        return self._db.execute(
            "SELECT key, standing, number FROM keys UNION ALL SELECT key, standing, number FROM recent_keys"
            " ORDER BY key, standing, number"
        )

    def merge_keys(self) -> None:
        """Move the recent keys to the others."""
        self._db.execute("INSERT INTO keys SELECT * FROM recent_keys ORDER BY key, standing, number")
        self._db.execute("DELETE FROM recent_keys")
        n_keys = int(self._db.execute("SELECT count(*) FROM keys").fetchone()[0])
        self.set_meta({"n_keys": str(n_keys)})
        self._n_recent = 0

    def _merge_when_due(self) -> None:
        if self._n_recent is None or self._n_recent < _RECENT:
            return
        if self._n_recent * _RATIO >= int(self.meta().get("n_keys", "0")):
            self.merge_keys()

    def _count_recent(self) -> int:
        if self._n_recent is None:
            self._n_recent = int(self._db.execute("SELECT count(*) FROM recent_keys").fetchone()[0])
        return self._n_recent

    @contextmanager
    def _probe(self, keys: Sequence[int]) -> Iterator[None]:
        """Hold keys, ascending, in the temporary table ``probe``."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS probe (key INTEGER PRIMARY KEY)")
        self._db.execute("DELETE FROM temp.probe")
        self._db.executemany("INSERT INTO temp.probe VALUES (?)", ((key,) for key in sorted(keys)))
        yield

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
