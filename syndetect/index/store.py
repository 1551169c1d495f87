"""What a store of the index must be able to do; SQLite and PostgreSQL are ones."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from syndetect.index.records import Entry, Event, Stored, Verdict

__all__ = ["LISTED", "OTHER", "Postings", "SourceRow", "Store"]

LISTED, OTHER = 0, 1  # standing of an entry under a key: among the first canonicals there, or not


Postings = NDArray[np.int64]
"""That entries have keys, and their standing there, (n, 3): key, ``LISTED`` or ``OTHER``, number."""


class SourceRow(NamedTuple):
    """What was taken from one input: ``watermark`` is the newest time of publication in it, in seconds."""

    source: str
    digest: str
    n_records: int
    n_ok: int
    n_quarantined: int
    status: str
    watermark: float | None


class Store(Protocol):
    """One index: entries with their words, verdicts, keys, events and the account of inputs.

    All numbers are given by the caller. Reading methods return what is there
    and pass over what is not; within a transaction they see its changes.
    """

    @property
    def name(self) -> str:
        """What messages call it."""
        ...

    def close(self) -> None:
        """Release it; nothing may be under way."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context in which everything is written, or nothing."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Return a context in which one state is read, whatever others write meanwhile."""
        ...

    def rows(self, query: str) -> Iterable[tuple[Any, ...]]:
        """Yield the rows of a query over the tables, within :meth:`snapshot`; for :func:`check`."""
        ...

    def meta(self) -> dict[str, str]:
        """Return the settings by name."""
        ...

    def set_meta(self, values: dict[str, str]) -> None:
        """Set some of them."""
        ...

    def n_articles(self) -> int:
        """Count the entries."""
        ...

    def n_bytes(self) -> int:
        """Return the size of what is stored."""
        ...

    def next_number(self) -> int:
        """Return the least number above all that were ever given."""
        ...

    def greatest_rank(self) -> int:
        """Return the greatest rank of all entries, -1 without any."""
        ...

    def known(self, wanted: Sequence[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
        """Return the numbers of entries by id and digest."""
        ...

    def versions(self, article_ids: Sequence[str]) -> list[Entry]:
        """Return all entries of these ids."""
        ...

    def entries(self, numbers: Sequence[int]) -> list[tuple[Entry, Verdict]]:
        """Return entries with their verdicts."""
        ...

    def all_numbers(self) -> list[int]:
        """Return the numbers of all entries, ascending."""
        ...

    def older_than(self, seconds: float) -> list[int]:
        """Return the entries published before a time."""
        ...

    def watermark(self) -> float | None:
        """Return the newest time of publication over all inputs, in seconds."""
        ...

    def stored(self, numbers: Sequence[int]) -> dict[int, Stored]:
        """Return the words of entries."""
        ...

    def dependants(self, numbers: Sequence[int]) -> list[int]:
        """Return the other entries whose canonical or partner is one of these."""
        ...

    def listed(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
        """Return which of the keys, ascending, anything has, and (key, number) of those listed.

        Of a key that nothing has any more it may be said that something has.
        """
        ...

    def others(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """Return (key, number) of the entries under keys that are not listed."""
        ...

    def add(self, rows: Iterable[tuple[Entry, Verdict, Stored]]) -> None:
        """Add entries."""
        ...

    def judge(self, rows: Iterable[tuple[int, Verdict]]) -> None:
        """Change the verdicts of entries."""
        ...

    def rerank(self, rows: Iterable[tuple[int, int]]) -> None:
        """Change the ranks of entries: (number, rank)."""
        ...

    def resign(self, rows: Iterable[tuple[int, Stored]]) -> None:
        """Change the signatures of entries."""
        ...

    def in_order(self) -> list[int]:
        """Return the numbers of all entries by rank, id and version."""
        ...

    def move(self, off: Postings, on: Postings) -> None:
        """Take keys of entries away, then add others."""
        ...

    def clear_keys(self) -> None:
        """Take all keys away."""
        ...

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove entries with their words; their keys are taken away by ``move``."""
        ...

    def queue(self, events: Sequence[dict[str, Any]]) -> list[Event]:
        """Give events their numbers and keep them until they are delivered."""
        ...

    def pending(self) -> list[Event]:
        """Return the events that nobody has confirmed, in order."""
        ...

    def delivered(self, up_to: int) -> None:
        """Note that events up to a number, as far as they came from here, have been written out whole."""
        ...

    def sources(self) -> list[SourceRow]:
        """Return the account of all inputs."""
        ...

    def account(self, rows: Iterable[SourceRow]) -> None:
        """Enter inputs, each once by source and digest, counts and watermark never falling."""
        ...

    def postings(self) -> Iterator[Postings]:
        """Yield all keys of all entries, in the order of keys, some at a time; within :meth:`snapshot`."""
        ...
