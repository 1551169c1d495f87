"""An index -> what in it is not as it was written: structure, rows, keys, references."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from syndetect.errors import DamagedError
from syndetect.index.connection import connect
from syndetect.index.maintenance import keys_of
from syndetect.index.postgres_address import is_served
from syndetect.index.records import DECISIONS
from syndetect.index.rows import unpack
from syndetect.index.schema import digest
from syndetect.index.settings import check_key_version, fingerprint, read_params
from syndetect.index.sqlite_keys import SqliteKeys
from syndetect.index.store import LISTED, Postings
from syndetect.params import IndexParams

__all__ = ["check"]

_AT_ONCE = 1000
_MOST = 1000  # problems listed

Order = tuple[int, str, int]
Select = Callable[[str], Iterable[tuple[Any, ...]]]
Look = Callable[[Select], Iterator[str]]

_TABLES: dict[str, Callable[[Any], str]] = {
    "meta": lambda row: f"setting {row[0]}",
    "articles": lambda row: f"article {row[1]}",
    "words": lambda row: f"words of entry {row[0]}",
    "events": lambda row: f"event {row[0]}",
    "sources": lambda row: f"source {row[0]}",
}
_KEY_TABLES: dict[str, Callable[[Any], str]] = {
    "key_chunks": lambda row: f"chunk {row[0]} of keys",
    "key_blocks": lambda row: f"block {row[0]} of keys",
}


def check(target: str | Path) -> list[str]:
    """Look at every row of an index.

    Parameters
    ----------
    target : str or Path
        Of a file or a served index; only read, others may use it at the same time.

    Returns
    -------
    list of str
        One line a problem, the first 1,000; empty when all is well. Found are
        damage to the structure of a file; every row that is not as it was
        written, by its digest; words without an article and the reverse;
        references that lead nowhere; keys that do not follow from the words.
        Of a served index the structure is the server's to check (``pg_amcheck``).

    Raises
    ------
    NoIndexError, MismatchError, DamagedError
        It cannot be opened at all.
    """
    if isinstance(target, str) and is_served(target):
        from syndetect.index.postgres_store import PostgresStore

        problems: list[str] = []
        with closing(PostgresStore(target, writing=False)) as store:
            check_key_version(store.name, store.meta())  # of a file the format tells
            looks = (_look_at_rows(_TABLES), _settings, _references, _look_at_keys(store.postings))
            for look in looks:
                with store.snapshot():  # one each: after an error the server answers nothing more in it
                    problems += _problems(store.rows, (look,))
        return problems
    with closing(connect(Path(target), writing=False)) as connection:
        connection.execute("BEGIN")  # one state throughout
        structure = _problems(connection.execute, (_structure,))
        keys = SqliteKeys(connection, str(target), alone=True)
        every_row = _look_at_rows(_TABLES | _KEY_TABLES)
        keys_too = (_look_at_filters(keys), _look_at_keys(keys.windows))
        return structure or _problems(connection.execute, (every_row, _settings, _references, *keys_too))


def _problems(select: Select, looks: Sequence[Look]) -> list[str]:
    problems: list[str] = []
    for look in looks:
        try:
            for problem in look(select):
                problems.append(problem)
                if len(problems) >= _MOST:
                    return [*problems, "and more"]
        except (sqlite3.Error, DamagedError, ValueError, OverflowError, TypeError) as error:
            problems.append(f"{look.__name__.strip('_')}: cannot be read: {error}")
    return problems


def _structure(select: Select) -> Iterator[str]:
    for (line,) in select("PRAGMA integrity_check"):
        if line != "ok":
            yield f"structure: {line}"


def _look_at_rows(tables: Mapping[str, Callable[[Any], str]]) -> Look:
    def rows(select: Select) -> Iterator[str]:
        for table, name in tables.items():
            for row in select(f"SELECT * FROM {table}"):
                if digest(*row[:-1]) != row[-1]:
                    yield f"row: {name(row)} is not as it was written"

    return rows


def _look_at_keys(windows: Callable[[], Iterable[Postings]]) -> Look:
    def keys(select: Select) -> Iterator[str]:
        return _keys(select, windows())

    return keys


def _look_at_filters(held: SqliteKeys) -> Look:
    def filters(_: Select) -> Iterator[str]:
        return held.problems()

    return filters


def _settings(select: Select) -> Iterator[str]:
    meta: dict[str, str] = dict(map(_pair, select("SELECT name, value FROM meta")))
    for name in ("parameters", "rules", "fingerprint"):
        if name not in meta:
            yield f"settings: {name} is missing"
            return
    orjson.loads(meta["rules"])
    read_params("index", meta)
    if fingerprint(meta) != meta["fingerprint"]:
        yield "settings: the fingerprint is that of others"


def _pair(row: tuple[Any, ...]) -> tuple[str, str]:
    return row[0], row[1]


def _references(select: Select) -> Iterator[str]:
    shown = ", ".join(f"'{name}'" for name in DECISIONS)
    queries = {
        "has no words": "SELECT a.article_id FROM articles a LEFT JOIN words w ON w.number = a.number"
        " WHERE w.number IS NULL",
        "are words without an article": "SELECT w.number FROM words w"
        " LEFT JOIN articles a ON a.number = w.number WHERE a.number IS NULL",
        "has a canonical that is none": "SELECT a.article_id FROM articles a"
        " LEFT JOIN articles c ON c.number = a.canonical"
        " WHERE c.number IS NULL OR c.canonical <> c.number OR c.decision = 'too_short'"
        " AND c.number <> a.number",
        "has a source that is none": "SELECT a.article_id FROM articles a"
        " LEFT JOIN articles p ON p.number = a.partner"
        " WHERE a.partner <> 0 AND (p.number IS NULL OR p.canonical <> p.number)",
        "has an unknown decision": f"SELECT article_id FROM articles WHERE decision NOT IN ({shown})",
    }
    for what, query in queries.items():
        for (name,) in select(query):
            yield f"reference: {name} {what}"


def _keys(select: Select, windows: Iterable[Postings]) -> Iterator[str]:
    """Compare the keys with those that follow from the words, and who is listed with who ought to be."""
    params = read_params("index", dict(map(_pair, select("SELECT name, value FROM meta"))))
    orders: dict[int, Order] = {}
    standing: set[int] = set()
    rows = select(
        "SELECT number, rank, article_id, version, canonical, decision FROM articles ORDER BY number"
    )
    for number, rank, article_id, version, canonical, decision in rows:
        orders[number] = (rank, article_id, version)
        if canonical == number and decision != "too_short":
            standing.add(number)
    wanted = _sum_of_wanted(select, params)
    found = _PairSum()
    for postings in _with_whole_keys(windows):
        found.add(postings[:, 0], postings[:, 2])
        for key, members in _suspects(postings, standing):
            if not _is_listed_right(members, orders, standing, params):
                yield f"keys: under {key} the wrong articles are listed"
    if found != wanted:
        yield "keys: they are not those of the words"


def _with_whole_keys(windows: Iterable[Postings]) -> Iterator[Postings]:
    """Cut postings, ascending, so that all of a key stand together."""
    waiting = np.empty((0, 3), np.int64)
    for window in windows:
        waiting = np.concatenate((waiting, window))
        if len(waiting):
            whole = int(np.searchsorted(waiting[:, 0], waiting[-1, 0]))
            yield waiting[:whole]
            waiting = waiting[whole:]
    yield waiting


def _suspects(postings: Postings, standing: set[int]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield keys with (standing, number) of their members, without those whose only member is right."""
    keys, places, numbers = postings.T
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
    sizes = np.diff(np.append(begins, len(keys)))
    stands = np.isin(numbers[begins], np.fromiter(standing, np.int64, len(standing)))
    is_right = (sizes == 1) & ((places[begins] == LISTED) == stands)
    for start, size in zip(begins[~is_right].tolist(), sizes[~is_right].tolist(), strict=True):
        yield int(keys[start]), [(p, n) for _, p, n in postings[start : start + size].tolist()]


def _is_listed_right(
    members: list[tuple[int, int]], orders: dict[int, Order], standing: set[int], params: IndexParams
) -> bool:
    if any(number not in orders for _, number in members):
        return False
    able = sorted((number for _, number in members if number in standing), key=orders.__getitem__)
    listed = {number for place, number in members if place == LISTED}
    return listed == set(able[: params.n_listed]) and len(members) == len({n for _, n in members})


def _sum_of_wanted(select: Select, params: IndexParams) -> "_PairSum":
    total = _PairSum()
    rows = iter(select("SELECT number, hashes, flags, signature FROM words"))
    while some := list(islice(rows, _AT_ONCE)):
        keys = keys_of([unpack(*blobs) for _, *blobs in some], params)
        numbers = np.repeat([row[0] for row in some], [len(own) for own in keys])
        total.add(np.concatenate(keys), numbers)
    return total


@dataclass
class _PairSum:
    """A sum over mixed pairs of key and number: equal for equal sets, in whatever order they come."""

    total: int = 0
    n: int = 0

    def add(self, keys: NDArray[np.int64], numbers: NDArray[np.int64]) -> None:
        """Add pairs."""
        mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B185EBCA87)
        mixed ^= numbers.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0x165667B19E3779F9)
        mixed ^= mixed >> np.uint64(32)
        self.total = (self.total + int(mixed.sum(dtype=np.uint64))) % (1 << 64)
        self.n += len(keys)
