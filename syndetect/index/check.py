"""An index -> what in it is not as it was written: structure, rows, keys, references."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from syndetect.errors import DamagedError
from syndetect.index.connection import connect
from syndetect.index.maintenance import keys_of
from syndetect.index.postgres_address import is_served
from syndetect.index.records import DECISIONS, Stored
from syndetect.index.rows import unpack
from syndetect.index.schema import digest
from syndetect.index.settings import fingerprint, read_params
from syndetect.index.store import LISTED
from syndetect.params import IndexParams

__all__ = ["check"]

_AT_ONCE = 1000
_MOST = 1000  # problems listed

Order = tuple[int, str, int]
Select = Callable[[str], Iterable[tuple[Any, ...]]]


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
            for look in (_rows, _settings, _references, _keys):
                with store.snapshot():  # one each: after an error the server answers nothing more in it
                    problems += _problems(store.rows, (look,))
        return problems
    with closing(connect(Path(target), writing=False)) as connection:
        connection.execute("BEGIN")  # one state throughout
        structure = _problems(connection.execute, (_structure,))
        return structure or _problems(connection.execute, (_rows, _settings, _references, _file_keys))


def _problems(select: Select, looks: Sequence[Callable[[Select], Iterator[str]]]) -> list[str]:
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


def _rows(select: Select) -> Iterator[str]:
    names: dict[str, Callable[[Any], str]] = {
        "meta": lambda row: f"setting {row[0]}",
        "articles": lambda row: f"article {row[1]}",
        "words": lambda row: f"words of entry {row[0]}",
        "events": lambda row: f"event {row[0]}",
        "sources": lambda row: f"source {row[0]}",
    }
    for table, name in names.items():
        for row in select(f"SELECT * FROM {table}"):
            if digest(*row[:-1]) != row[-1]:
                yield f"row: {name(row)} is not as it was written"


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


def _keys(select: Select, posted: str = "SELECT key, standing, number FROM keys") -> Iterator[str]:
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
    key, members = None, list[tuple[int, int]]()
    for one, place, number in select(f"{posted} ORDER BY 1, 2, 3"):
        found.add(one, number)
        if one != key:
            if key is not None and not _is_listed_right(members, orders, standing, params):
                yield f"keys: under {key} the wrong articles are listed"
            key, members = one, []
        members.append((place, number))
    if key is not None and not _is_listed_right(members, orders, standing, params):
        yield f"keys: under {key} the wrong articles are listed"
    if found.value() != wanted.value():
        yield "keys: they are not those of the words"


def _file_keys(select: Select) -> Iterator[str]:
    """Do the same where keys stand in two tables."""
    both = " UNION ALL ".join(
        f"SELECT key, standing, number FROM {table}" for table in ("keys", "recent_keys")
    )
    return _keys(select, both)


def _is_listed_right(
    members: list[tuple[int, int]], orders: dict[int, Order], standing: set[int], params: IndexParams
) -> bool:
    if any(number not in orders for _, number in members):
        return False
    if len(members) == 1:  # nearly all
        place, number = members[0]
        return (place == LISTED) == (number in standing)
    able = sorted((number for _, number in members if number in standing), key=orders.__getitem__)
    listed = {number for place, number in members if place == LISTED}
    return listed == set(able[: params.n_listed]) and len(members) == len({n for _, n in members})


def _sum_of_wanted(select: Select, params: IndexParams) -> "_PairSum":
    total = _PairSum()
    some: dict[int, Stored] = {}
    for number, *blobs in select("SELECT number, hashes, flags, signature FROM words"):
        some[number] = unpack(*blobs)
        if len(some) == _AT_ONCE:
            _add_keys(total, some, params)
            some = {}
    _add_keys(total, some, params)
    return total


def _add_keys(total: "_PairSum", some: dict[int, Stored], params: IndexParams) -> None:
    if some:
        for number, keys in zip(some, keys_of(list(some.values()), params), strict=True):
            total.add_all(keys, number)


class _PairSum:
    """A sum over mixed pairs of key and number: equal for equal sets, in whatever order they come."""

    def __init__(self) -> None:
        self._total = 0
        self._n = 0
        self._waiting: defaultdict[int, list[int]] = defaultdict(list)
        self._n_waiting = 0

    def add(self, key: int, number: int) -> None:
        self._waiting[number].append(key)
        self._n_waiting += 1
        if self._n_waiting >= 1_000_000:
            self._flush()

    def add_all(self, keys: Any, number: int) -> None:
        with np.errstate(over="ignore"):
            mixed = (keys.astype(np.uint64) * np.uint64(0x9E3779B185EBCA87)) ^ np.uint64(
                number * 0xC2B2AE3D27D4EB4F & (1 << 64) - 1
            )
            mixed ^= mixed >> np.uint64(29)
            mixed *= np.uint64(0x165667B19E3779F9)
            mixed ^= mixed >> np.uint64(32)
            self._total = (self._total + int(mixed.sum(dtype=np.uint64))) % (1 << 64)
        self._n += len(keys)

    def value(self) -> tuple[int, int]:
        """Return count and sum."""
        self._flush()
        return self._n, self._total

    def _flush(self) -> None:
        for number, keys in self._waiting.items():
            self.add_all(np.array(keys, np.int64), number)
        self._waiting.clear()
        self._n_waiting = 0
