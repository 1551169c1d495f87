"""A damaged or older index file -> a sound one of all that can be read, and the list of what cannot."""

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from syndetect.agencies import load_registry
from syndetect.errors import DamagedError, NoIndexError
from syndetect.index.connection import create, publish
from syndetect.index.deduplicator import Deduplicator
from syndetect.index.lock import WriterLock
from syndetect.index.maintenance import readmit_all
from syndetect.index.records import Entry, Event, Verdict
from syndetect.index.rows import unpack
from syndetect.index.schema import DEFLATED_FORMAT, digest
from syndetect.index.settings import read_params, to_settings
from syndetect.index.sqlite_store import SqliteStore

__all__ = ["Repaired", "repair"]

_MOST_NUMBER = 1 << 40
_MOST_FAILURES = 20_000  # ranges that cannot be read: then the rest is given up
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """What a repair saved.

    Attributes
    ----------
    n_articles : int
        Entries of the new index.
    lost : list of str
        Ids of articles whose row or words are damaged, as far as they can be
        read; they are taken in again when they come again.
    n_lost : int
        Entries that were lost, with those that have no name any more.
    set_aside : Path
        Where the damaged file is now.
    events : list of Event
        Decisions that changed because articles were lost.
    """

    n_articles: int
    lost: list[str]
    n_lost: int
    set_aside: Path
    events: list[Event]


def repair(path: Path) -> Repaired:
    """Make a sound index of what is left of a damaged one.

    Parameters
    ----------
    path : Path
        Taken by the new index; the damaged file stays beside it.

    Returns
    -------
    Repaired

    Raises
    ------
    NoIndexError, LockedError
    DamagedError
        Its settings are lost, or it is no database any more: nothing was
        changed.

    Notes
    -----
    A file of the format before this one is brought to this one in the same
    way. Rows count as sound by their digests. Keys are made anew from the words,
    and decisions from both. The new file takes its name when it is whole.
    """
    if not path.is_file():
        raise NoIndexError(f"{path}: there is no index")
    lock = WriterLock(path)
    try:
        return _repair(path)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter: names of tables are damaged
        raise DamagedError(f"{path}: it cannot be repaired: {error}") from error
    finally:
        made = path.with_name(path.name + ".repaired")
        _remove(made, made.with_name(made.name + "-journal"), made.with_name(made.name + ".lock"))
        lock.release()


def _repair(path: Path) -> Repaired:
    made = path.with_name(path.name + ".repaired")
    _remove(made)
    with closing(_open_as_it_is(path)) as old:
        settings = _settings(old, path)
        create(made, [(name, value, digest(name, value)) for name, value in settings.items()])
        store = SqliteStore(made, writing=True)
        try:
            with store.transaction():
                numbers, lost, n_lost = _copy_articles(old, store)
                _copy_rows(old, store, "events", 4)
                _copy_rows(old, store, "sources", 8)
            index = Deduplicator(store)
            with store.transaction():
                events = readmit_all(index, resigned=False)
        finally:
            store.close()
    aside = _free_name(path)
    os.link(path, aside)
    _remove(path.with_name(path.name + "-journal"))  # of the old file: it must not meet the new one
    publish(made, path)
    return Repaired(n_articles=len(numbers), lost=lost, n_lost=n_lost, set_aside=aside, events=events)


def _open_as_it_is(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=rw", uri=True, isolation_level=None
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    return connection


def _settings(old: sqlite3.Connection, path: Path) -> dict[str, str]:
    """Return the settings; where the rules in force are others now, those of today hold."""
    try:
        rows = old.execute("SELECT name, value, row_digest FROM meta").fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise DamagedError(f"{path}: its settings are lost: {error}") from error
    meta = {name: value for name, value, hashed in rows if digest(name, value) == hashed}
    if not {"parameters", "rules"} <= meta.keys():
        raise DamagedError(f"{path}: its settings are lost; make a new index of the articles")
    params = read_params(str(path), meta)
    return to_settings(params, load_registry())


def _copy_articles(old: sqlite3.Connection, store: SqliteStore) -> tuple[list[int], list[str], int]:
    """Copy the entries that are whole; return their numbers, names of the others, and how many these are."""
    articles = {row[0]: row for row in _readable(old, "articles")}
    words = {}
    numbers: list[int] = []
    lost: list[str] = []
    batch = []
    is_deflated = old.execute("PRAGMA user_version").fetchone()[0] == DEFLATED_FORMAT
    for row in _readable(old, "words"):
        words[row[0]] = True
        entry = articles.get(row[0])
        if entry is None or not _is_sound(entry) or not _is_sound(row):
            continue
        try:
            stored = unpack(zlib.decompress(row[1]) if is_deflated else row[1], *row[2:4])
        except Exception:
            continue
        numbers.append(row[0])
        batch.append((Entry(*entry[:12]), Verdict("unique", row[0], 0, 0, 0.0), stored))
        if len(batch) == _AT_ONCE:
            store.add(batch)
            batch = []
    store.add(batch)
    sound = set(numbers)
    # The verdicts as they stood, so that an event tells of each that changes.
    for number in numbers:
        entry = articles[number]
        canonical = entry[13] if entry[13] in sound else number
        partner = entry[14] if entry[14] in sound else 0
        if (canonical, partner) == (entry[13], entry[14]):
            store.judge([(number, Verdict(entry[12], canonical, partner, entry[15], entry[16]))])
    lost = sorted(str(row[1]) for number, row in articles.items() if number not in sound)
    n_lost = len((articles.keys() | words.keys()) - sound)
    return numbers, lost, n_lost


def _copy_rows(old: sqlite3.Connection, store: SqliteStore, table: str, n_columns: int) -> None:
    marks = ", ".join("?" * n_columns)
    rows = _readable(old, table) if table == "events" else _until_error(old, f"SELECT * FROM {table}")
    for row in rows:
        if _is_sound(row) and (table != "events" or _is_json(row[1])):
            store.connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)


def _is_json(text: Any) -> bool:
    try:
        orjson.loads(text)
    except ValueError:
        return False
    return True


def _is_sound(row: Any) -> bool:
    try:
        return bool(digest(*row[:-1]) == row[-1])
    except Exception:
        return False


def _readable(old: sqlite3.Connection, table: str) -> Iterator[Any]:
    """Yield the rows of a table by number, passing over the ranges that cannot be read."""
    query = f"SELECT * FROM {table} WHERE number >= ? AND number < ? ORDER BY number"
    ranges = [(0, _MOST_NUMBER)]
    n_failed = 0
    while ranges and n_failed < _MOST_FAILURES:
        low, high = ranges.pop()
        try:
            rows = old.execute(query, (low, high)).fetchall()
        except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError):
            n_failed += 1
            if high - low > 1:
                middle = (low + high) // 2
                ranges += [(middle, high), (low, middle)]
        else:
            yield from rows


def _until_error(old: sqlite3.Connection, query: str) -> Iterator[Any]:
    try:
        yield from old.execute(query)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return


def _free_name(path: Path) -> Path:
    k = 1
    while path.with_name(f"{path.name}.damaged-{k}").exists():
        k += 1
    return path.with_name(f"{path.name}.damaged-{k}")


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
