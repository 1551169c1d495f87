"""What a reader makes of each record: found, rejected or filtered, with the bytes it takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["Filtered", "Found", "Record", "Refused", "Rejected", "Run", "one_by_one"]


class Found(NamedTuple):
    """A record that its format could read; ``head`` holds its first bytes or all of them."""

    offset: int  # in the decompressed file; 0, like the length, where a record has no one place
    length: int
    head: bytes
    fields: dict[str, object]  # what orjson can write
    is_cut: bool = False  # its source says, or shows, that it was cut off before it was stored


class Rejected(NamedTuple):
    """A record that its format could not read, and why: it is quarantined."""

    offset: int
    length: int
    head: bytes
    reason: str  # a code of REASONS
    detail: str


class Filtered(NamedTuple):
    """A record that is sound, but meant to be no article: it is counted."""

    offset: int
    length: int
    reason: str  # a code of FILTERS


Record = Found | Rejected | Filtered


@dataclass(frozen=True, slots=True)
class Run:
    """Found records, one after the other, in columns: what is done with each is done for all at a time.

    Attributes
    ----------
    offsets, lengths, heads, fields, is_cut : list of length n_records
        As in :class:`Found`.
    """

    offsets: list[int]
    lengths: list[int]
    heads: list[bytes]
    fields: list[dict[str, object]]
    is_cut: list[bool]

    @classmethod
    def of(cls, records: Sequence[Found]) -> "Run":
        """Put records together."""
        return cls(*map(list, zip(*records, strict=True))) if records else cls([], [], [], [], [])

    def __len__(self) -> int:
        return len(self.fields)

    def __getitem__(self, place: int) -> Found:
        return Found(
            self.offsets[place],
            self.lengths[place],
            self.heads[place],
            self.fields[place],
            self.is_cut[place],
        )

    def part(self, first: int, past: int) -> "Run":
        """Return some that follow one another."""
        if first == 0 and past >= len(self):
            return self
        return Run(*(column[first:past] for column in self._columns()))

    def at(self, places: Sequence[int]) -> "Run":
        """Return those at some places, in their order."""
        return Run(*([column[place] for place in places] for column in self._columns()))

    def _columns(self) -> tuple[list[Any], ...]:
        return self.offsets, self.lengths, self.heads, self.fields, self.is_cut


def one_by_one(records: Iterable[Record | Run]) -> Iterator[Record]:
    """Take runs apart."""
    for record in records:
        if isinstance(record, Run):
            yield from map(record.__getitem__, range(len(record)))
        else:
            yield record


class Refused(Exception):
    """A record that was read cannot become an article: quarantined, or filtered if it is sound."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def at(self, offset: int, length: int, head: bytes) -> Rejected:
        """Return the record that was refused, with its place."""
        return Rejected(offset, length, head, self.reason, self.detail)
