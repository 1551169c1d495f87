"""Stored bytes -> decompressed chunks and lines, with the account of what was damaged on the way."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import BinaryIO, NamedTuple

from xxhash import xxh3_128

__all__ = ["Line", "Stream", "lines"]

_PIECE = 256 * 1024  # bytes read at once
_INFLATED = 1024 * 1024  # bytes that one step of decompression may make
_GZIP = b"\x1f\x8b"


class Line(NamedTuple):
    """One physical line: ``data`` without its line feed, cut off when it is too long to keep."""

    offset: int
    length: int  # of the whole line in bytes, without its line feed
    data: bytes
    ended: bool  # False for a last line without a line feed


class Stream:
    """The bytes of one input, decompressed as they are asked for.

    Parameters
    ----------
    stored : binary file
        Opened for reading.
    gzipped : bool
        By its name; what begins with the magic bytes of gzip is decompressed
        in any case.
    on_bytes : callable
        Called with the number of stored bytes after every read.

    Attributes
    ----------
    n_bytes : int
        Decompressed bytes handed on so far.
    fault : str
        Empty, or why the input is not complete: ``truncated_stream``,
        ``bad_checksum``, ``damaged_stream``, ``trailing_garbage``,
        ``unreadable``, or what a reader of records adds. Final when all
        chunks have been taken.
    """

    def __init__(self, stored: BinaryIO, *, gzipped: bool, on_bytes: Callable[[int], None]) -> None:
        self.n_bytes = 0
        self.fault = ""
        self._stored = stored
        self._gzipped = gzipped
        self._on_bytes = on_bytes
        self._digest = xxh3_128()
        self._pieces = self._decompressed()
        self._head: bytes | None = None

    @property
    def digest(self) -> str:
        """Digest of the bytes as stored; of the whole input when all chunks have been taken."""
        return f"xxh3_128:{self._digest.hexdigest()}"

    def head(self) -> bytes:
        """Return the first chunk without taking it."""
        if self._head is None:
            self._head = next(self._pieces, b"")
        return self._head

    def chunks(self) -> Iterator[bytes]:
        """Hand on all chunks, once."""
        yield self.head()
        yield from self._pieces

    def _decompressed(self) -> Iterator[bytes]:
        stored = self._read()
        try:
            first = next(stored, b"")
            pieces: Iterable[bytes] = chain([first], stored)
            if self._gzipped or first.startswith(_GZIP):
                pieces = _inflate(pieces)
            for piece in pieces:
                self.n_bytes += len(piece)
                yield piece
        except _Damaged as damage:
            self.fault = self.fault or damage.reason
        for _ in stored:
            pass  # the digest is of the whole input, however little of it could be decompressed

    def _read(self) -> Iterator[bytes]:
        while True:
            try:
                piece = self._stored.read(_PIECE)
            except OSError:
                self.fault = self.fault or "unreadable"
                return
            if not piece:
                return
            self._digest.update(piece)
            self._on_bytes(len(piece))
            yield piece


class _Damaged(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Decompress gzip members one after the other; what comes before any damage is handed on."""
    member, n_members, begun = zlib.decompressobj(wbits=31), 0, False
    for stored in pieces:
        piece = stored
        while piece:
            if n_members and not begun:
                piece = piece.lstrip(b"\0")  # padding between members or after the last
                if not piece:
                    break
            before = member.copy()
            try:
                inflated = member.decompress(piece, _INFLATED)
            except zlib.error as error:
                yield _salvaged(before, piece)
                raise _Damaged(_gzip_fault(str(error), after_member=n_members > 0 and not begun)) from error
            begun = True
            if inflated:
                yield inflated
            if member.eof:
                piece = member.unused_data
                member, n_members, begun = zlib.decompressobj(wbits=31), n_members + 1, False
            else:
                piece = member.unconsumed_tail
    if begun or not n_members:
        yield member.flush()
        raise _Damaged("truncated_stream")


def _salvaged(member: "zlib._Decompress", piece: bytes) -> bytes:
    """Decompress byte by byte up to the damage: zlib drops what it made in the step that failed."""
    made = bytearray()
    with suppress(zlib.error):
        for at in range(len(piece)):
            made += member.decompress(piece[at : at + 1])
    return bytes(made)


def _gzip_fault(message: str, *, after_member: bool) -> str:
    if after_member:
        return "trailing_garbage"
    return (
        "bad_checksum" if "incorrect data check" in message or "length check" in message else "damaged_stream"
    )


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
