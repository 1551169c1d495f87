"""Entries, words, events and sources <-> the columns of their tables, the same in every store."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import orjson

from syndetect.errors import DamagedError
from syndetect.index.records import Entry, Event, Stored, Verdict
from syndetect.index.schema import digest
from syndetect.index.store import SourceRow

__all__ = [
    "ENTRY",
    "SOURCE",
    "VERDICT",
    "article_row",
    "event_of",
    "event_rows",
    "judgement",
    "merged",
    "pack",
    "possible_ids",
    "rewritten",
    "source_row",
    "unpack",
    "words_of",
    "words_row",
]

ENTRY = (
    "number, article_id, version, digest, rank, published, seconds, outlet, url, role, n_words, first_seen"
)
VERDICT = "decision, canonical, partner, matched, resemblance"
SOURCE = ", ".join(SourceRow._fields)


def pack(stored: Stored) -> tuple[bytes, bytes, bytes]:
    """Return words and signature as they are stored: little-endian, flags deflated.

    Hashes of words hardly get smaller: deflating them cost more than all else that is done to store them.
    """
    return (
        stored.hashes.astype("<u4").tobytes(),
        zlib.compress(stored.flags.tobytes(), 1),
        stored.signature.astype("<u4").tobytes(),
    )


def unpack(hashes: bytes, flags: bytes, signature: bytes) -> Stored:
    """Return what :func:`pack` stored.

    Raises
    ------
    ValueError
        It is damaged.
    """
    try:
        words = np.frombuffer(hashes, "<u4").astype(np.uint32, copy=False)
        marks = np.frombuffer(zlib.decompress(flags), np.uint8)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(words) != len(marks):
        raise ValueError(f"{len(words)} words have {len(marks)} flags")
    values = np.frombuffer(signature, "<u4").astype(np.uint32, copy=False)
    return Stored(words, marks, values)


def article_row(entry: Entry, verdict: Verdict) -> tuple[Any, ...]:
    """Return the row of an entry in ``articles``."""
    values = (
        entry.number,
        entry.article_id,
        entry.version,
        entry.digest,
        entry.rank,
        entry.published,
        entry.seconds,
        entry.outlet,
        entry.url,
        entry.role,
        entry.n_words,
        entry.first_seen,
        *judgement(verdict),
    )
    return *values, digest(*values)


def judgement(verdict: Verdict) -> tuple[Any, ...]:
    """Return the columns of a verdict."""
    return verdict.decision, verdict.canonical, verdict.partner, verdict.matched, verdict.resemblance


def rewritten(
    found: Iterable[Sequence[Any]], changes: Mapping[int, tuple[Any, ...]], place: int
) -> list[tuple[Any, ...]]:
    """Return rows of ``articles`` with other values from a place on, and their digests.

    Parameters
    ----------
    found : iterable of sequences
        The columns ``ENTRY`` and ``VERDICT``.
    changes : mapping of int to tuple
        The new values, by number.
    place : int
        Of the first column that changes.
    """
    rows = []
    for row in found:
        new = changes[row[0]]
        values = (*row[:place], *new, *row[place + len(new) :])
        rows.append((*values, digest(*values)))
    return rows


def words_of(rows: Iterable[Sequence[Any]], numbers: Sequence[int], name: str) -> dict[int, Stored]:
    """Return the words of entries from number, words, flags and signature.

    Raises
    ------
    DamagedError
        Words are damaged, or missing of one of ``numbers``; it names the index by ``name``.
    """
    found = {}
    for number, *blobs in rows:
        try:
            found[number] = unpack(*blobs)
        except ValueError as error:
            raise DamagedError(f"{name}: words of entry {number}: {error}") from error
    if len(found) != len(set(numbers)):
        raise DamagedError(f"{name}: words of {len(set(numbers)) - len(found)} entries are missing")
    return found


def words_row(number: int, stored: Stored) -> tuple[Any, ...]:
    """Return the row of an entry in ``words``."""
    values = (number, *pack(stored))
    return *values, digest(*values)


def event_rows(events: Sequence[Event]) -> list[tuple[Any, ...]]:
    """Return the rows of events that nobody has confirmed."""
    rows = []
    for event in events:
        body = orjson.dumps(event.to_dict()).decode()
        rows.append((event.number, body, 0, digest(event.number, body, 0)))
    return rows


def event_of(number: int, body: str) -> Event:
    """Return the event of a row."""
    values = orjson.loads(body)
    return Event(
        number=number,
        kind=values["event"],
        article_id=values["article_id"],
        version=values["version"],
        superseded=values["superseded"],
        before=values["from"],
        after=values["to"],
    )


def merged(row: SourceRow, old: SourceRow | None, begun: SourceRow | None) -> SourceRow:
    """Return what is noted of an input: counts and watermark never fall.

    Parameters
    ----------
    row : SourceRow
        What is to be entered.
    old : SourceRow or None
        What stands there, of the same digest.
    begun : SourceRow or None
        What was noted of it on the way, when ``row`` tells that it has ended.
    """
    marks = [one.watermark for one in (row, old, begun) if one is not None and one.watermark is not None]
    held = old or row
    return row._replace(
        n_records=max(row.n_records, held.n_records),
        n_ok=max(row.n_ok, held.n_ok),
        n_quarantined=max(row.n_quarantined, held.n_quarantined),
        watermark=max(marks, default=None),
    )


def source_row(row: SourceRow) -> tuple[Any, ...]:
    """Return the row of an input in ``sources``."""
    return *row, digest(*row)


def possible_ids(article_ids: Iterable[str]) -> list[str]:
    """Return those ids, each once, that an entry can have: zeros and lone surrogates are in none."""
    return [one for one in dict.fromkeys(article_ids) if "\0" not in one and _is_encodable(one)]


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
