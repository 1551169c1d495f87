"""Decompressed chunks -> physical lines."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["Line", "lines"]


class Line(NamedTuple):
    """One physical line: ``data`` without its line feed, cut off when it is too long to keep."""

    offset: int
    length: int  # of the whole line in bytes, without its line feed
    data: bytes
    ended: bool  # False for a last line without a line feed


def lines(chunks: Iterable[bytes], max_bytes: int) -> Iterator[Line]:
    r"""Split at ``\n`` and nothing else; of a line longer than ``max_bytes`` only the beginning is kept."""
    offset = 0
    held: list[bytes] = []  # the beginning of a line that goes on in the next chunk
    n_held = 0
    for chunk in chunks:
        parts = chunk.split(b"\n")
        if len(parts) > 1:
            held.append(parts[0])
            length = n_held + len(parts[0])
            yield Line(offset, length, b"".join(held), ended=True)
            offset += length + 1
            held, n_held = [], 0
            for data in parts[1:-1]:
                length = len(data)
                yield Line(offset, length, data, ended=True)
                offset += length + 1
        n_held += len(parts[-1])
        if n_held <= max_bytes or not held:
            held.append(parts[-1])
    if n_held:
        yield Line(offset, n_held, b"".join(held), ended=False)
