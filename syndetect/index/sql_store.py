"""What is the same in every store that keeps its tables in a database: SQL that both understand."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from syndetect.index.records import Entry, Event, Stored, Verdict
from syndetect.index.rows import (
    ENTRY,
    SOURCE,
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
from syndetect.index.store import SourceRow

__all__ = ["SqlStore"]

_FIRST_OF_VERDICT, _RANK = 12, 4  # places of columns among ``ENTRY`` and ``VERDICT``


class SqlStore(ABC):
    """Entries, words, events and inputs as rows of tables; keys and transactions are a store's own."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What messages call it."""

    @abstractmethod
    def _all(self, query: str, **values: Any) -> list[Any]:
        """Return the rows of a query in which values are named ``:so``."""

    @abstractmethod
    def _among(
        self, columns: str, table: str, column: str, numbers: Iterable[int], also: str = ""
    ) -> Iterator[Any]:
        """Yield columns of the rows whose ``column`` is one of some numbers."""

    @abstractmethod
    def _of_ids(self, columns: str, article_ids: Sequence[str]) -> Iterator[Any]:
        """Yield columns of the entries of ids that are text, each once."""

    @abstractmethod
    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows."""

    @abstractmethod
    def _delete(self, table: str, numbers: Sequence[int]) -> None:
        """Delete rows by number."""

    def _replace(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Put rows in the place of those of their numbers."""
        self._delete(table, [row[0] for row in rows])
        self._insert(table, rows)

    def _one(self, query: str, **values: Any) -> int:
        return int(self._all(query, **values)[0][0])

    # Settings, counts

    def meta(self) -> dict[str, str]:
        """Return the settings by name."""
        return dict(self._all("SELECT name, value FROM meta"))

    def n_articles(self) -> int:
        """Count the entries."""
        return self._one("SELECT count(*) FROM articles")

    def next_number(self) -> int:
        """Return the least number above all in use."""
        return self._one("SELECT coalesce(max(number), 0) + 1 FROM articles")

    def greatest_rank(self) -> int:
        """Return the greatest rank of all entries, -1 without any."""
        return self._one("SELECT coalesce(max(rank), -1) FROM articles")

    # Entries

    def known(self, wanted: Sequence[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
        """Return the numbers of entries by id and digest."""
        asked = set(wanted)
        rows = self._of_ids("article_id, digest, number", possible_ids(one for one, _ in wanted))
        found = {(article_id, bytes(hashed)): int(number) for article_id, hashed, number in rows}
        return {one: number for one, number in found.items() if one in asked}

    def versions(self, article_ids: Sequence[str]) -> list[Entry]:
        """Return all entries of these ids."""
        return [_entry(row) for row in self._of_ids(ENTRY, possible_ids(article_ids))]

    def entries(self, numbers: Sequence[int]) -> list[tuple[Entry, Verdict]]:
        """Return entries with their verdicts."""
        return [
            (_entry(row[:_FIRST_OF_VERDICT]), Verdict(*row[_FIRST_OF_VERDICT:]))
            for row in self._articles(numbers)
        ]

    def _articles(self, numbers: Iterable[int]) -> Iterator[Any]:
        return self._among(f"{ENTRY}, {VERDICT}", "articles", "number", numbers)

    def all_numbers(self) -> list[int]:
        """Return the numbers of all entries, ascending."""
        return [row[0] for row in self._all("SELECT number FROM articles ORDER BY number")]

    def in_order(self) -> list[int]:
        """Return the numbers of all entries by rank, id and version."""
        return [row[0] for row in self._all("SELECT number FROM articles ORDER BY rank, article_id, version")]

    def older_than(self, seconds: float) -> list[int]:
        """Return the entries published before a time."""
        query = (
            "SELECT number FROM articles WHERE seconds < CAST(:seconds AS double precision) ORDER BY number"
        )
        return [row[0] for row in self._all(query, seconds=repr(float(seconds)))]

    def stored(self, numbers: Sequence[int]) -> dict[int, Stored]:
        """Return the words of entries."""
        rows = self._among("number, hashes, flags, signature", "words", "number", numbers)
        return words_of(rows, numbers, self.name)

    def dependants(self, numbers: Sequence[int]) -> list[int]:
        """Return the other entries whose canonical or partner is one of these."""
        by_canonical = self._among("number", "articles", "canonical", numbers, "canonical <> number")
        by_partner = self._among("number", "articles", "partner", numbers, "partner <> 0")
        return sorted({row[0] for row in chain(by_canonical, by_partner)})

    def add(self, rows: Iterable[tuple[Entry, Verdict, Stored]]) -> None:
        """Add entries."""
        articles, words = [], []
        for entry, verdict, stored in rows:
            articles.append(article_row(entry, verdict))
            words.append(words_row(entry.number, stored))
        self._insert("articles", articles)
        self._insert("words", words)

    def judge(self, rows: Iterable[tuple[int, Verdict]]) -> None:
        """Change the verdicts of entries."""
        self._rewrite({number: judgement(verdict) for number, verdict in rows}, _FIRST_OF_VERDICT)

    def rerank(self, rows: Iterable[tuple[int, int]]) -> None:
        """Change the ranks of entries."""
        self._rewrite({number: (rank,) for number, rank in rows}, _RANK)

    def _rewrite(self, changes: dict[int, tuple[Any, ...]], place: int) -> None:
        """Replace the columns of rows from a place on, and their digests."""
        self._replace("articles", rewritten(list(self._articles(changes)), changes, place))

    def resign(self, rows: Iterable[tuple[int, Stored]]) -> None:
        """Change the signatures of entries."""
        self._replace("words", [words_row(number, stored) for number, stored in rows])

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove entries with their words."""
        self._delete("articles", numbers)
        self._delete("words", numbers)

    # Events and inputs

    def queue(self, events: Sequence[dict[str, Any]]) -> list[Event]:
        """Give events their numbers and keep them until they are delivered."""
        first = self._one("SELECT coalesce(max(number), 0) + 1 FROM events")
        made = [Event(number=first + k, **event) for k, event in enumerate(events)]
        self._insert("events", event_rows(made))
        return made

    def pending(self) -> list[Event]:
        """Return the events that nobody has confirmed, in order."""
        rows = self._all("SELECT number, body FROM events WHERE delivered = 0 ORDER BY number")
        return [event_of(number, body) for number, body in rows]

    def sources(self) -> list[SourceRow]:
        """Return the account of all inputs, by source and digest."""
        rows = self._all(f"SELECT {SOURCE} FROM sources ORDER BY source, digest")
        return [SourceRow(*row) for row in rows]

    def watermark(self) -> float | None:
        """Return the newest time of publication over all inputs, in seconds."""
        newest: float | None = self._all("SELECT max(watermark) FROM sources")[0][0]
        return newest

    def account(self, rows: Iterable[SourceRow]) -> None:
        """Enter inputs, each once by source and digest, counts and watermark never falling."""
        for row in rows:
            old, begun = self._take_source(row.source, row.digest), None
            if row.digest:  # it has ended: what was noted of it on the way is in this row
                begun = self._take_source(row.source, "")
            self._insert("sources", [source_row(merged(row, old, begun))])

    def _take_source(self, source: str, hashed: str) -> SourceRow | None:
        """Return what is noted of an input, and delete it."""
        rows = self._all(
            f"DELETE FROM sources WHERE source = :source AND digest = :hashed RETURNING {SOURCE}",
            source=source,
            hashed=hashed,
        )
        return SourceRow(*rows[0]) if rows else None


def _entry(row: Sequence[Any]) -> Entry:
    number, article_id, version, hashed, *others = row
    return Entry(number, article_id, version, bytes(hashed), *others)
