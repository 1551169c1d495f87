"""Decompressed chunks -> physical lines."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["Line", "Lines", "line_runs", "lines"]


class Line(NamedTuple):
    """One physical line: ``data`` without its line feed, cut off when it is too long to keep."""

    offset: int
    length: int  # of the whole line in bytes, without its line feed
    data: bytes
    ended: bool  # False for a last line without a line feed


class Lines(NamedTuple):
    """Some whole lines, one after the other, without their line feeds: there is at least one."""

    offset: int  # of the first
    data: list[bytes]


def lines(chunks: Iterable[bytes], max_bytes: int) -> Iterator[Line]:
    r"""Split at ``\n`` and nothing else; of a line longer than ``max_bytes`` only the beginning is kept."""
    for found in line_runs(chunks, max_bytes):
        if isinstance(found, Line):
            yield found
            continue
        yield from _one_by_one(found)


def line_runs(chunks: Iterable[bytes], max_bytes: int) -> Iterator[Line | Lines]:
    """Split like :func:`lines`: what is too long, or did not end, comes by itself, all else by the chunk."""
    offset = 0
    held: list[bytes] = []  # the beginning of a line that goes on in the next chunk
    n_held = 0
    for chunk in chunks:
        ended, rest = _split(chunk)
        if ended:
            n_bytes = n_held + len(ended[0])
            held.append(ended[0])
            ended[0] = b"".join(held)
            if n_bytes > max_bytes:
                yield Line(offset, n_bytes, ended.pop(0), ended=True)
                offset += n_bytes + 1
            if ended:
                whole = Lines(offset, ended)
                yield from [whole] if max(map(len, ended)) <= max_bytes else _one_by_one(whole)
            offset += sum(map(len, ended)) + len(ended)
            held, n_held = [], 0
        n_held += len(rest)
        if n_held <= max_bytes or not held:
            held.append(rest)
    if n_held:
        yield Line(offset, n_held, b"".join(held), ended=False)


def _split(chunk: bytes) -> tuple[list[bytes], bytes]:
    """Return the lines that end in a chunk, and what follows; ``split`` would take four times as long."""
    ended, begin = [], 0
    while (end := chunk.find(b"\n", begin)) >= 0:
        ended.append(chunk[begin:end])
        begin = end + 1
    return ended, chunk[begin:]


def _one_by_one(whole: Lines) -> Iterator[Line]:
    offset = whole.offset
    for data in whole.data:
        yield Line(offset, len(data), data, ended=True)
        offset += len(data) + 1
