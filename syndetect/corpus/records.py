"""What a reader makes of each record: found, rejected or filtered, with the bytes it takes."""

from typing import NamedTuple

__all__ = ["Filtered", "Found", "Record", "Refused", "Rejected"]


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


class Refused(Exception):
    """A record that was read cannot become an article: quarantined, or filtered if it is sound."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def at(self, offset: int, length: int, head: bytes) -> Rejected:
        """Return the record that was refused, with its place."""
        return Rejected(offset, length, head, self.reason, self.detail)
