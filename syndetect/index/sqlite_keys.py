"""The keys of an index file: sorted segments that are never changed, only merged.

Every settlement writes its postings as one segment: chunks of 128 postings,
and blocks with the first posting and the filter of every chunk, which are
held in memory. What is looked up passes the filters of all segments; only
the chunks that can hold a key are read. Eight segments of like size are
merged into one, so that a posting is written a few times however large the
index (O'Neil et al., "The log-structured merge-tree", 1996).
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from syndetect.errors import DamagedError
from syndetect.index.key_runs import (
    BLOCK,
    CHUNK,
    OTHER_BIT,
    Run,
    blocks_of,
    coded,
    decoded,
    filters_of,
    merged_runs,
    spans_of,
)
from syndetect.index.schema import digest

__all__ = ["Segment", "SqliteKeys"]

_FAN = 8  # segments of like size that are merged
_SMALLEST = 1024  # postings: smaller segments are of like size
_WINDOW = 6000  # chunks merged at once
_AT_ONCE = 500  # values in one statement
_PLACES = 1 << 32  # of chunks in a segment
_KEY_BYTES, _CODE_BYTES = 8, 4


class Segment(NamedTuple):
    """What is held in memory of a segment.

    Attributes
    ----------
    number : int
        Greater for newer ones.
    n_postings : int
    heads : Run
        The first posting of every chunk.
    filters : uint8 array of shape (n_chunks, 256)
    """

    number: int
    n_postings: int
    heads: Run
    filters: NDArray[np.uint8]


class SqliteKeys:
    """The postings of an index file.

    Parameters
    ----------
    connection : sqlite3.Connection
    name : str
        Of the index, for messages.
    alone : bool
        Nobody else changes them: what was read once is kept.
    """

    def __init__(self, connection: sqlite3.Connection, name: str, *, alone: bool) -> None:
        self._db = connection
        self._name = name
        self._alone = alone
        self._held: list[Segment] | None = None

    def forget(self) -> None:
        """Read the segments again: what was written has been rolled back."""
        self._held = None

    def listed(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
        """Return which of the keys, ascending, have had postings, and (key, number) of those listed."""
        was_hit = np.zeros(len(keys), bool)
        runs = []
        for segment in self._segments():
            heads = segment.heads
            rows, first, last = spans_of(heads.keys, segment.filters, keys)
            if not len(rows):
                continue
            was_hit[rows[heads.keys[last] == keys[rows]]] = True
            chunks = _spans(first, last)
            begins_other = (heads.codes[chunks] & OTHER_BIT) != 0
            chunks = chunks[np.isin(chunks, first) | ~begins_other]
            run, lengths = self._read(segment, chunks, keys[rows])
            was_hit[rows[lengths > 0]] = True
            is_listed = (run.codes & OTHER_BIT) == 0
            runs.append(Run(run.keys[is_listed], run.codes[is_listed]))
        found = decoded(merged_runs(runs, is_all=True))
        return keys[was_hit], list(zip(found[:, 0].tolist(), found[:, 2].tolist(), strict=True))

    def others(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """Return (key, number) of the entries under keys that are not listed."""
        wanted = np.unique(np.asarray(keys, np.int64))
        runs = []
        for segment in self._segments():
            rows, first, last = spans_of(segment.heads.keys, segment.filters, wanted)
            if not len(rows):
                continue
            run, _ = self._read(segment, _spans(first, last), wanted[rows])
            is_other = (run.codes & OTHER_BIT) != 0
            runs.append(Run(run.keys[is_other], run.codes[is_other]))
        found = decoded(merged_runs(runs, is_all=True))
        return list(zip(found[:, 0].tolist(), found[:, 2].tolist(), strict=True))

    def move(self, off: NDArray[np.int64], on: NDArray[np.int64]) -> None:
        """Take postings (key, standing, number) of shape (n, 3) away, then add others."""
        run = merged_runs([coded(off, gone=True), coded(on)], is_all=not self._segments())
        self._append([run])
        while due := self._due():
            self._merge(due)

    def clear(self) -> None:
        """Take all postings away."""
        self._db.execute("DELETE FROM key_blocks")
        self._db.execute("DELETE FROM key_chunks")
        self._held = None

    def compact(self) -> None:
        """Merge all segments into one."""
        if len(self._segments()) > 1:
            self._merge(len(self._segments()))

    def windows(self) -> Iterator[NDArray[np.int64]]:
        """Yield all postings (key, standing, number), ascending, some at a time; a key stands in one."""
        for run in self._windows(self._segments(), is_all=True):
            yield decoded(run)

    def problems(self) -> Iterator[str]:
        """Yield what heads and filters say otherwise than the chunks that they tell of."""
        n_chunks = 0
        for segment in self._segments():
            n_chunks += len(segment.heads.keys)
            for start in range(0, len(segment.heads.keys), BLOCK):
                past = min(start + BLOCK, len(segment.heads.keys))
                run = self._chunks(segment, start, past)
                heads = Run(segment.heads.keys[start:past], segment.heads.codes[start:past])
                is_right = (
                    np.array_equal(run.keys[::CHUNK], heads.keys)
                    and np.array_equal(run.codes[::CHUNK], heads.codes)
                    and np.array_equal(filters_of(run.keys), segment.filters[start:past])
                )
                if not is_right:
                    yield f"keys: block {start} of segment {segment.number} is not that of its chunks"
        (n_held,) = self._db.execute("SELECT count(*) FROM key_chunks").fetchone()
        if n_held != n_chunks:
            yield f"keys: {n_held} chunks are there, {n_chunks} are told of"

    # Segments

    def _segments(self) -> list[Segment]:
        if self._held is None or not self._alone:
            self._held = self._load()
        return self._held

    def _load(self) -> list[Segment]:
        rows: dict[int, list[tuple[int, Run, NDArray[np.uint8]]]] = {}
        query = "SELECT block, n_postings, head_keys, head_codes, filters FROM key_blocks ORDER BY block"
        for block, n_postings, head_keys, head_codes, filters in self._db.execute(query):
            rows.setdefault(block // _PLACES, []).append(
                (n_postings, _run(head_keys, head_codes), np.frombuffer(filters, np.uint8))
            )
        segments = []
        for number, blocks in rows.items():
            heads = _joined([run for _, run, _ in blocks])
            filters = np.concatenate([part for _, _, part in blocks]).reshape(len(heads.keys), -1)
            segments.append(Segment(number, sum(n for n, _, _ in blocks), heads, filters))
        return segments

    def _append(self, runs: Iterable[Run], number: int = 0) -> None:
        """Write runs that follow each other as a segment, by default as the newest."""
        segments = self._segments()
        number = number or (segments[-1].number + 1 if segments else 1)
        place, n_postings = number * _PLACES, 0
        heads, filters = [], []
        for block in blocks_of(runs):
            size = len(block.postings.keys)
            rows = [
                (place + k, *blobs, digest(place + k, *blobs))
                for k, blobs in enumerate(_chunk_bytes(block.postings))
            ]
            self._db.executemany("INSERT INTO key_chunks VALUES (?, ?, ?, ?)", rows)
            values = (place, size, *_bytes(block.heads), block.filters.tobytes())
            self._db.execute("INSERT INTO key_blocks VALUES (?, ?, ?, ?, ?, ?)", (*values, digest(*values)))
            place += len(rows)
            n_postings += size
            heads.append(block.heads)
            filters.append(block.filters)
        if heads:
            made = Segment(number, n_postings, _joined(heads), np.concatenate(filters))
            self._held = sorted([*segments, made], key=lambda one: one.number)

    def _due(self) -> int:
        """Return how many of the newest segments are to be merged, 0 for none."""
        tiers = [_tier(segment.n_postings) for segment in self._segments()]
        for tier in sorted(set(tiers)):
            n_newest = next((k for k, one in enumerate(reversed(tiers)) if one > tier), len(tiers))
            if tiers[len(tiers) - n_newest :].count(tier) >= _FAN:
                return n_newest
        return 0

    def _merge(self, n_newest: int) -> None:
        """Put one segment in the place of the newest ones."""
        segments = self._segments()
        old, kept = segments[-n_newest:], segments[:-n_newest]
        number = old[-1].number + 1
        self._append(self._windows(old, is_all=not kept), number)
        for segment in old:
            span = (segment.number * _PLACES, (segment.number + 1) * _PLACES)
            for table, column in (("key_blocks", "block"), ("key_chunks", "chunk")):
                self._db.execute(f"DELETE FROM {table} WHERE {column} >= ? AND {column} < ?", span)
        gone = {segment.number for segment in old}
        self._held = [segment for segment in self._segments() if segment.number not in gone]

    def _windows(self, segments: Sequence[Segment], *, is_all: bool) -> Iterator[Run]:
        """Yield the postings of segments merged, range after range of keys."""
        heads = np.sort(np.concatenate([np.empty(0, np.int64), *(one.heads.keys for one in segments)]))
        bounds = np.unique(heads[::_WINDOW]).tolist()
        for low, high in pairwise([*bounds, None]):
            yield merged_runs([self._range(one, low, high) for one in segments], is_all=is_all)

    def _range(self, segment: Segment, low: int, high: int | None) -> Run:
        """Return the postings of a segment with keys from ``low`` on, and below ``high``."""
        heads = segment.heads.keys
        first = max(0, int(np.searchsorted(heads, low)) - 1)
        past = len(heads) if high is None else int(np.searchsorted(heads, high))
        run = self._chunks(segment, first, past)
        part = slice(
            int(np.searchsorted(run.keys, low)),
            len(run.keys) if high is None else int(np.searchsorted(run.keys, high)),
        )
        return Run(run.keys[part], run.codes[part])

    def _chunks(self, segment: Segment, first: int, past: int) -> Run:
        """Return the postings of chunks that stand together."""
        rows = self._db.execute(
            "SELECT keys, codes FROM key_chunks WHERE chunk >= ? AND chunk < ? ORDER BY chunk",
            (segment.number * _PLACES + first, segment.number * _PLACES + past),
        ).fetchall()
        self._count(len(rows), past - first)
        return _run(b"".join(keys for keys, _ in rows), b"".join(codes for _, codes in rows))

    def _read(
        self, segment: Segment, chunks: NDArray[np.int64], keys: NDArray[np.int64]
    ) -> tuple[Run, NDArray[np.int64]]:
        """Return the postings of keys, ascending, in some chunks, and how many each key has there."""
        wanted = (np.unique(chunks) + segment.number * _PLACES).tolist()
        rows: list[tuple[bytes, bytes]] = []
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f"SELECT keys, codes FROM key_chunks WHERE chunk IN ({marks}) ORDER BY chunk"
            rows += self._db.execute(query, some)
        self._count(len(rows), len(wanted))
        run = _run(b"".join(blob for blob, _ in rows), b"".join(blob for _, blob in rows))
        first, past = np.searchsorted(run.keys, keys), np.searchsorted(run.keys, keys, "right")
        places = _spans(first, past - 1)
        return Run(run.keys[places], run.codes[places]), past - first

    def _count(self, n_found: int, n_wanted: int) -> None:
        if n_found != n_wanted:
            raise DamagedError(f"{self._name}: {n_wanted - n_found} chunks of keys are missing")


def _spans(first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return all whole numbers from each first to its last, one after the other."""
    sizes = last - first + 1
    starts = np.cumsum(sizes) - sizes
    numbers: NDArray[np.int64] = np.arange(sizes.sum()) + np.repeat(first - starts, sizes)
    return numbers


def _tier(n_postings: int) -> int:
    tier, size = 0, _SMALLEST
    while n_postings > size:
        tier, size = tier + 1, size * _FAN
    return tier


def _chunk_bytes(run: Run) -> Iterator[tuple[bytes, bytes]]:
    """Yield keys and codes of each chunk of a block."""
    keys, codes = _bytes(run)
    for start in range(0, len(run.keys), CHUNK):
        past = start + CHUNK
        yield keys[start * _KEY_BYTES : past * _KEY_BYTES], codes[start * _CODE_BYTES : past * _CODE_BYTES]


def _bytes(run: Run) -> tuple[bytes, bytes]:
    return run.keys.astype("<i8").tobytes(), run.codes.astype("<u4").tobytes()


def _run(keys: bytes, codes: bytes) -> Run:
    return Run(
        np.frombuffer(keys, "<i8").astype(np.int64),
        np.frombuffer(codes, "<u4").astype(np.uint32),
    )


def _joined(runs: Sequence[Run]) -> Run:
    return Run(np.concatenate([run.keys for run in runs]), np.concatenate([run.codes for run in runs]))
