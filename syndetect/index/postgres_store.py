"""The store on a PostgreSQL server: workers take turns, a batch each, and see each other's articles."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import numpy as np
import orjson
import xxhash
from numpy.typing import NDArray

from syndetect.errors import MismatchError, NoIndexError
from syndetect.index.postgres_address import parse_address
from syndetect.index.postgres_schema import COLUMNS, CREATE, FORMAT, RELATIONS
from syndetect.index.postgres_session import Session
from syndetect.index.records import Event
from syndetect.index.schema import digest
from syndetect.index.sql_store import SqlStore
from syndetect.index.store import LISTED, OTHER, Postings

__all__ = ["PostgresStore"]

_AT_ONCE = 20_000  # values in one statement
_POSTING = np.dtype(
    [
        ("n", ">i2"),
        ("a", ">i4"),
        ("key", ">i8"),
        ("b", ">i4"),
        ("standing", ">i8"),
        ("c", ">i4"),
        ("number", ">i8"),
    ]
)  # a row of ``keys`` in the binary form of COPY
_WANTED = "WITH wanted AS (SELECT unnest(CAST(:numbers AS bigint[])) AS wanted_number) "


class PostgresStore(SqlStore):
    """An index in a schema of a database.

    Several may be open for writing. A transaction first takes an advisory
    lock, so that one is under way at a time and sees all that were before it.

    Parameters
    ----------
    url : str
        As in :func:`syndetect.index.postgres_address.parse_address`.
    writing : bool
    create_with : dict of str to str, optional
        Settings of the index to make where there is none.

    Raises
    ------
    ParameterError, NoIndexError, LockedError, MismatchError, StoreError
    """

    def __init__(self, url: str, *, writing: bool, create_with: dict[str, str] | None = None) -> None:
        address = parse_address(url)
        self._schema = address.schema
        self._handed_out: set[int] = set()  # numbers of events that whoever uses this store has seen
        self._session = Session(address, writing=writing)
        try:
            if create_with is not None and writing and not self._relations():
                self._create(create_with)
            self._look_at_schema()
            self._fingerprint = self.meta().get("fingerprint")
        except BaseException:
            self._session.close()
            raise

    @property
    def name(self) -> str:
        """The URL without the password."""
        return self._session.name

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def _create(self, settings: dict[str, str]) -> None:
        """Make the tables, unless another worker has just made them."""
        run = self._session.run
        with self._turn():
            if self._relations():
                return
            if not run("SELECT 1 FROM pg_namespace WHERE nspname = :schema", schema=self._schema):
                run(f'CREATE SCHEMA "{self._schema}"')
            for statement in CREATE:
                run(statement)
            self.set_meta(settings | {"format": str(FORMAT)})

    def _relations(self) -> set[tuple[str, str]]:
        rows = self._session.run(
            "SELECT c.relname, CAST(c.relkind AS text) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = :schema",
            schema=self._schema,
        )
        return {(name, kind) for name, kind in rows}

    def _look_at_schema(self) -> None:
        """Refuse what is no index of this format: other tables, triggers, rules, another format."""
        found = self._relations()
        if not found:
            raise NoIndexError(f"{self.name}: there is no index")
        rows = self._session.run(
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),"
            " c.relhastriggers OR c.relhasrules OR c.relrowsecurity"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE n.nspname = :schema AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
            " ORDER BY c.relname, a.attnum",
            schema=self._schema,
        )
        columns: dict[str, tuple[tuple[str, str], ...]] = {}
        for table, column, kind, _ in rows:
            columns[table] = (*columns.get(table, ()), (column, kind))
        is_plain = not any(row[3] for row in rows)
        made = self.meta().get("format") if is_plain and columns.get("meta") == COLUMNS["meta"] else None
        if made not in (None, str(FORMAT)):
            help_ = "make a new one, in another schema, from the articles"
            raise MismatchError(f"{self.name}: format {made}; this version reads format {FORMAT}: {help_}")
        if made is None or found != RELATIONS or columns != COLUMNS:
            raise MismatchError(f"{self.name}: its tables are not those of an index")

    # Transactions

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Wait for one's turn, then write everything in the block, or nothing."""
        before, seen = self._fingerprint, set(self._handed_out)
        try:
            with self._turn():
                if self.meta().get("fingerprint") != before:
                    raise MismatchError(
                        f"{self.name}: its settings were changed meanwhile; begin the run again"
                    )
                yield
        except BaseException:
            self._fingerprint, self._handed_out = before, seen
            raise

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold the lock of the writers in a transaction, whose statements see what was written before it."""
        run = self._session.run
        run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        try:
            run("SELECT pg_advisory_xact_lock(:key)", key=_lock_key(self._schema))
            yield
            run("COMMIT")
        except BaseException:
            self._session.roll_back()
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state in the block, whatever others write meanwhile."""
        self._session.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            self._session.roll_back()

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, within :meth:`snapshot`."""
        return self._session.stream(query)

    # Settings, counts

    def set_meta(self, values: dict[str, str]) -> None:
        """Set some of them."""
        for name, value in values.items():
            self._session.run(
                "INSERT INTO meta VALUES (:name, :value, :hashed)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value, row_digest = excluded.row_digest",
                name=name,
                value=value,
                hashed=digest(name, value),
            )
        self._fingerprint = values.get("fingerprint", getattr(self, "_fingerprint", None))

    def n_bytes(self) -> int:
        """Return the size of the tables with their indexes."""
        return self._one(
            "SELECT CAST(coalesce(sum(pg_total_relation_size(c.oid)), 0) AS bigint) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = :schema",
            schema=self._schema,
        )

    # Keys

    def listed(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
        """Return which of the keys, ascending, anything has, and (key, number) of those listed."""
        rows = self._by_number(
            "SELECT wanted_number FROM wanted WHERE EXISTS (SELECT 1 FROM keys WHERE key = wanted_number)",
            keys.tolist(),
        )
        hit = sorted(row[0] for row in rows)
        return np.array(hit, np.int64), self._standing(LISTED, hit)

    def others(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """Return (key, number) of the entries under keys that are not listed."""
        return self._standing(OTHER, keys)

    def _standing(self, standing: int, keys: Sequence[int]) -> list[tuple[int, int]]:
        rows = self._among("key, number", "keys", "key", keys, f"standing = {int(standing)}")
        return [(key, number) for key, number in rows]

    def move(self, off: Postings, on: Postings) -> None:
        """Take keys of entries away, then add others."""
        for some in _chunks(off):
            keys, standings, numbers = some.T.tolist()
            self._session.run(
                "DELETE FROM keys k USING unnest(CAST(:keys AS bigint[]), CAST(:standings AS bigint[]),"
                " CAST(:numbers AS bigint[])) AS gone(key, standing, number)"
                " WHERE k.key = gone.key AND k.standing = gone.standing AND k.number = gone.number",
                keys=_array(keys),
                standings=_array(standings),
                numbers=_array(numbers),
            )
        if len(on):
            encoded = np.empty(len(on), _POSTING)
            encoded["n"], encoded["a"], encoded["b"], encoded["c"] = 3, 8, 8, 8
            rows = on[np.lexsort((on[:, 2], on[:, 1], on[:, 0]))]
            encoded["key"], encoded["standing"], encoded["number"] = rows.T
            self._session.copy_encoded("keys", (some.tobytes() for some in _chunks(encoded)))

    def clear_keys(self) -> None:
        """Take all keys away."""
        self._session.run("DELETE FROM keys")

    def postings(self) -> Iterator[Postings]:
        """Yield all keys of all entries, in the order of keys, some at a time, within :meth:`snapshot`."""
        rows = self.rows("SELECT key, standing, number FROM keys ORDER BY key, standing, number")
        while some := list(islice(rows, _AT_ONCE)):
            yield np.array(some, np.int64)

    # Events

    def queue(self, events: Sequence[dict[str, Any]]) -> list[Event]:
        """Give events their numbers and keep them until they are delivered."""
        return self._hand_out(super().queue(events))

    def pending(self) -> list[Event]:
        """Return the events that nobody has confirmed, in order."""
        return self._hand_out(super().pending())

    def _hand_out(self, events: list[Event]) -> list[Event]:
        self._handed_out.update(event.number for event in events)
        return events

    def delivered(self, up_to: int) -> None:
        """Note that events have been written out whole; not those of other workers, which may yet fail."""
        numbers = [number for number in self._handed_out if number <= up_to]
        held = self._among("number, body", "events", "number", numbers, "delivered = 0")
        self._replace("events", [(number, body, 1, digest(number, body, 1)) for number, body in held])
        self._handed_out.difference_update(numbers)

    # Rows

    def _all(self, query: str, **values: Any) -> list[Any]:
        return self._session.run(query, **values)

    def _among(
        self, columns: str, table: str, column: str, numbers: Iterable[int], also: str = ""
    ) -> Iterator[Any]:
        condition = f"{column} = wanted_number AND {also}" if also else f"{column} = wanted_number"
        return self._by_number(f"SELECT {columns} FROM wanted JOIN {table} ON {condition}", numbers)

    def _by_number(self, query: str, numbers: Iterable[int]) -> Iterator[list[Any]]:
        """Run a query over ``wanted``, some numbers at a time."""
        for some in _chunks(list(dict.fromkeys(numbers))):
            yield from self._session.run(_WANTED + query, numbers=_array(some))

    def _of_ids(self, columns: str, article_ids: Sequence[str]) -> Iterator[Any]:
        for some in _chunks(article_ids):
            yield from self._session.run(
                "WITH wanted AS (SELECT json_array_elements_text(CAST(:ids AS json)) AS wanted_id)"
                f" SELECT {columns} FROM wanted JOIN articles ON article_id = wanted_id",
                ids=orjson.dumps(some).decode(),
            )

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._session.copy(table, rows)

    def _delete(self, table: str, numbers: Sequence[int]) -> None:
        for some in _chunks(numbers):
            self._session.run(
                f"DELETE FROM {table} WHERE number = ANY(CAST(:numbers AS bigint[]))", numbers=_array(some)
            )


def _array(values: Iterable[int]) -> str:
    """Write whole numbers as an array of the server."""
    return "{" + ",".join(map(str, values)) + "}"


def _chunks(values: Any) -> Iterator[Any]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _lock_key(schema: str) -> int:
    """Return the number of the writers' lock: locks belong to the database, a schema has its own."""
    return xxhash.xxh3_64_intdigest(f"syndetect index {schema}".encode()) - (1 << 63)
