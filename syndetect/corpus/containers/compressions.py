"""The compressions that are read: endings, magic bytes and decoder of each, declared in one place."""

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["COMPRESSIONS", "Compression", "Decoder", "compression_of", "split_ending"]

_LARGEST_WINDOW = 128 * 1024 * 1024  # bytes that a stream may ask for; xz -9 needs 65 MiB, zstd -19 8 MiB


_SKIPPED_FRAMES = tuple(bytes([kind]) + b"\x2a\x4d\x18" for kind in range(0x50, 0x60))
_BZIP2_BLOCKS = (b"\x31\x41\x59\x26\x53\x59", b"\x17\x72\x45\x38\x50\x90")  # pi: a block; sqrt(pi): the end


class Decoder(Protocol):
    """Decompresses one gzip member, zstd frame, or bzip2 or xz stream."""

    @property
    def eof(self) -> bool:
        """Whether its end has been read, checksum included."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more can be made of what it was given."""

    @property
    def unused_data(self) -> bytes:
        """What was given to it behind its end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Take compressed bytes and return at most ``max_length`` decompressed ones."""


@dataclass(frozen=True, kw_only=True)
class Compression:
    """One way in which files are compressed.

    Parameters
    ----------
    name : str
        As it is shown.
    endings : tuple of str
        In small letters, with their dot.
    starts : tuple of bytes
        What a member can begin with; nothing that a text begins with.
    decoder : callable
        Makes a decoder for one member.
    errors : tuple of exception types
        What the decoder raises for damaged bytes.
    piece : int
        Stored bytes given to the decoder at once. What the step that meets the
        damage had made is lost with it, unless the decoder keeps it itself.
    """

    name: str
    endings: tuple[str, ...]
    starts: tuple[bytes, ...]
    decoder: Callable[[], Decoder]
    errors: tuple[type[Exception], ...]
    piece: int = 16 * 1024

    @property
    def n_start(self) -> int:
        """Bytes that are needed to see whether a member begins."""
        return max(map(len, self.starts))


class _GzipDecoder:
    """A gzip member, with what was decompressed before any damage."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._error: zlib.error | None = None  # met in the last step, and not yet raised

    @property
    def eof(self) -> bool:
        return self._member.eof

    @property
    def needs_input(self) -> bool:
        return not self._member.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._member.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Decompress; in the step that fails byte by byte, as zlib drops what it made there."""
        if self._error is not None:
            raise self._error
        data = self._member.unconsumed_tail + data
        before = self._member.copy()
        try:
            return self._member.decompress(data, max_length)
        except zlib.error as error:
            self._error = error
        made = bytearray()
        with suppress(zlib.error):
            for at in range(len(data)):
                made += before.decompress(data[at : at + 1])
        if not made:
            raise self._error
        return bytes(made)


def _xz_decoder() -> Decoder:
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_LARGEST_WINDOW)


def _zstd_decoder() -> Decoder:
    largest = _LARGEST_WINDOW.bit_length() - 1
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: largest})


COMPRESSIONS = (
    Compression(
        name="gzip",
        endings=(".gz",),
        starts=(b"\x1f\x8b",),
        decoder=_GzipDecoder,
        errors=(zlib.error,),
        piece=64 * 1024,
    ),
    Compression(
        name="zstd",
        endings=(".zst", ".zstd"),
        starts=(b"\x28\xb5\x2f\xfd", *_SKIPPED_FRAMES),
        decoder=_zstd_decoder,
        errors=(zstd.ZstdError,),
    ),
    Compression(
        name="bzip2",
        endings=(".bz2",),
        starts=tuple(b"BZh%d%s" % (level, block) for level in range(1, 10) for block in _BZIP2_BLOCKS),
        decoder=bz2.BZ2Decompressor,
        errors=(OSError, ValueError),
    ),
    Compression(
        name="xz",
        endings=(".xz",),
        starts=(b"\xfd7zXZ\x00",),
        decoder=_xz_decoder,
        errors=(lzma.LZMAError,),
    ),
)
"""In the order in which they are named in messages."""


def compression_of(head: bytes) -> Compression | None:
    """Return the compression that the first bytes show, None when they show none."""
    return next((one for one in COMPRESSIONS if head.startswith(one.starts)), None)


def split_ending(path: str) -> tuple[str, Compression | None]:
    """Return a path without the ending of a compression, and that compression."""
    for one in COMPRESSIONS:
        for ending in one.endings:
            if path.lower().endswith(ending):
                return path[: -len(ending)], one
    return path, None
