"""Compressed pieces -> decompressed pieces, member by member; every damage has a name."""

from collections.abc import Iterable, Iterator

from syndetect.corpus.containers.compressions import Compression, Decoder

__all__ = ["Damaged", "decompressed"]

_MADE = 1024 * 1024  # bytes that one step of decompression may make


class Damaged(Exception):
    """The compressed bytes do not go on as they should."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def decompressed(pieces: Iterable[bytes], compression: Compression) -> Iterator[bytes]:
    """Decompress members one after the other; what comes before any damage is handed on.

    Zeros between members and after the last are padding, and passed over.

    Raises
    ------
    Damaged
        ``truncated_stream``, ``bad_checksum``, ``damaged_stream``,
        ``trailing_garbage`` or ``limit_memory``.
    """
    feed = _Feed(pieces, compression)
    n_members = 0
    while feed.begin_member(is_first=n_members == 0):
        if not feed.held.startswith(compression.starts):
            raise _no_member(feed, compression, n_members)
        member = compression.decoder()
        try:
            yield from _member(member, feed)
        except compression.errors as error:
            raise Damaged(*_reason(compression, str(error))) from error
        feed.held = member.unused_data + feed.held
        n_members += 1
    if n_members == 0:
        raise Damaged("truncated_stream", f"no {compression.name} data")


class _Feed:
    """Compressed bytes in pieces of the size that suits the decoder."""

    def __init__(self, pieces: Iterable[bytes], compression: Compression) -> None:
        self.held = b""
        self._pieces = iter(pieces)
        self._compression = compression

    def begin_member(self, *, is_first: bool) -> bool:
        """Hold enough to see a member begin; False when nothing is left."""
        while True:
            if not is_first:
                self.held = self.held.lstrip(b"\0")
            if len(self.held) >= self._compression.n_start:
                return True
            piece = next(self._pieces, b"")
            if not piece:
                return bool(self.held)
            self.held += piece

    def take(self) -> bytes:
        """Return the next bytes; empty at the end of the input."""
        if not self.held:
            self.held = next(self._pieces, b"")
        size = self._compression.piece
        piece, self.held = self.held[:size], self.held[size:]
        return piece


def _member(member: Decoder, feed: _Feed) -> Iterator[bytes]:
    while not member.eof:
        piece = feed.take() if member.needs_input else b""
        is_at_end = member.needs_input and not piece
        made = member.decompress(piece, _MADE)
        if made:
            yield made
        elif is_at_end and not member.eof:
            raise Damaged("truncated_stream", "the compressed data end too early")


def _no_member(feed: _Feed, compression: Compression, n_members: int) -> Damaged:
    """Say what stands where a member should begin."""
    if any(start.startswith(feed.held) for start in compression.starts):
        return Damaged("truncated_stream", "the compressed data end too early")
    if n_members:
        return Damaged("trailing_garbage", f"something else follows the {compression.name} data")
    return Damaged("damaged_stream", f"it does not begin as {compression.name} data do")


def _reason(compression: Compression, message: str) -> tuple[str, str]:
    lowered = message.lower()
    detail = f"{compression.name}: {message}"
    if "memory" in lowered:
        return "limit_memory", detail
    if any(sign in lowered for sign in ("checksum", "incorrect data check", "length check")):
        return "bad_checksum", detail
    return "damaged_stream", detail
