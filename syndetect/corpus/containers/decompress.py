"""Compressed pieces -> decompressed pieces, member by member; every damage has a name."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property

from syndetect.corpus.containers.compressions import Compression, Decoder

__all__ = ["Damaged", "Members"]

_MADE = 1024 * 1024  # bytes that one step of decompression may make
_KEPT = 256 * 1024  # bytes of a member that are kept to be searched, should it be damaged
_AHEAD = 8 * 1024  # bytes by which a member is told from others that look like one
_MOST_TRIES = 10_000  # places of one input that are tried: what is built to be tried in vain costs no more


class Damaged(Exception):
    """The compressed bytes do not go on as they should."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Members:
    """The members of compressed data, one after the other.

    Parameters
    ----------
    pieces : iterable of bytes
    compression : Compression

    Attributes
    ----------
    n_sound : int
        Decompressed bytes up to the end of the last member that was read to
        its end, checksum included.
    """

    def __init__(self, pieces: Iterable[bytes], compression: Compression) -> None:
        self.n_sound = 0
        self._compression = compression
        self._feed = _Feed(pieces, compression)
        self._n_members = 0
        self._n_made = 0
        self._n_tried = 0

    def decompressed(self) -> Iterator[bytes]:
        """Decompress member by member; what comes before any damage is handed on.

        Zeros between members and after the last are padding, and passed over.

        Raises
        ------
        Damaged
            ``truncated_stream``, ``bad_checksum``, ``damaged_stream``,
            ``trailing_garbage`` or ``limit_memory``.
        """
        feed, compression = self._feed, self._compression
        while feed.begin_member(is_first=self._n_members == 0):
            if not feed.held.startswith(compression.starts):
                raise _no_member(feed, compression, self._n_members)
            member = compression.decoder()
            try:
                for made in _member(member, feed):
                    self._n_made += len(made)
                    yield made
            except compression.errors as error:
                raise Damaged(*_reason(compression, str(error))) from error
            feed.give_back(member.unused_data)
            self._n_members += 1
            self.n_sound = self._n_made
        if self._n_members == 0:
            raise Damaged("truncated_stream", f"no {compression.name} data")

    def skip_damage(self, mark: bytes) -> tuple[int, int] | None:
        """Go behind damage, to the next member that begins with a mark when it is decompressed.

        Of a damaged member at most the last 256 KiB are searched that were
        taken before its damage showed, and all that follows.

        Returns
        -------
        tuple of (int, int) or None
            Stored bytes from the beginning of the damaged member to the next
            one, and the place of the first of them. None when there is no other,
            or 10,000 places of the input only looked like one.
        """
        feed = self._feed
        start = feed.member_at
        feed.go_back()
        while self._n_tried < _MOST_TRIES and feed.skip_to(self._starts):
            self._n_tried += 1
            if self._begins_with(mark):
                self._n_members = max(self._n_members, 1)
                return feed.offset - start, start
            feed.drop(1)
        return None

    @cached_property
    def _starts(self) -> re.Pattern[bytes]:
        return re.compile(b"|".join(map(re.escape, self._compression.starts)))

    def _begins_with(self, mark: bytes) -> bool:
        """Tell whether a member stands here whose content begins so."""
        member, stored, made = self._compression.decoder(), self._feed.ahead(_AHEAD), b""
        try:
            while len(made) < len(mark) and not member.eof:
                step = member.decompress(stored, len(mark) - len(made))
                if not step and not stored:
                    break
                made, stored = made + step, b""
        except self._compression.errors:
            return False
        return made == mark


class _Feed:
    """Compressed bytes in pieces of the size that suits the decoder."""

    def __init__(self, pieces: Iterable[bytes], compression: Compression) -> None:
        self.held = b""
        self.offset = 0  # of the first byte that is held
        self.member_at = 0
        self._pieces = iter(pieces)
        self._compression = compression
        self._taken: deque[bytes] = deque()  # of this member, the last ones
        self._n_taken = 0

    def begin_member(self, *, is_first: bool) -> bool:
        """Hold enough to see a member begin; False when nothing is left."""
        self._taken.clear()
        self._n_taken = 0
        while True:
            if not is_first:
                self.drop(len(self.held) - len(self.held.lstrip(b"\0")))
            self.member_at = self.offset
            if len(self.held) >= self._compression.n_start:
                return True
            if not self._more():
                return bool(self.held)

    def take(self) -> bytes:
        """Return the next bytes; empty at the end of the input."""
        if not self.held:
            self._more()
        piece = self.held[: self._compression.piece]
        self.drop(len(piece))
        self._taken.append(piece)
        self._n_taken += len(piece)
        while self._n_taken - len(self._taken[0]) >= _KEPT:
            self._n_taken -= len(self._taken.popleft())
        return piece

    def give_back(self, data: bytes) -> None:
        """Hold again what was taken last."""
        self.held = data + self.held
        self.offset -= len(data)

    def go_back(self) -> None:
        """Hold again what was taken of this member, but for its first byte."""
        self.give_back(b"".join(self._taken))
        self._taken.clear()
        self._n_taken = 0
        if self.offset == self.member_at:
            self.drop(1)

    def skip_to(self, pattern: re.Pattern[bytes]) -> bool:
        """Drop what comes before a pattern; False when it does not come."""
        while not (found := pattern.search(self.held)):
            self.drop(max(0, len(self.held) - self._compression.n_start + 1))
            if not self._more():
                return False
        self.drop(found.start())
        return True

    def ahead(self, size: int) -> bytes:
        """Return the next bytes without taking them; fewer at the end of the input."""
        while len(self.held) < size and self._more():
            pass
        return self.held[:size]

    def drop(self, size: int) -> None:
        """Hold so many bytes no longer."""
        self.held = self.held[size:]
        self.offset += size

    def _more(self) -> bool:
        piece = next(self._pieces, b"")
        self.held += piece
        return bool(piece)


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
