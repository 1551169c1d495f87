"""One stored input -> decompressed chunks, with the account of what was damaged on the way."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple

from xxhash import xxh3_128

from syndetect.corpus.containers.compressions import Compression, compression_of
from syndetect.corpus.containers.decompress import Damaged, Members

__all__ = ["Stream", "StreamLimits"]

_PIECE = 256 * 1024  # bytes read at once
_HEAD = 64 * 1024  # decompressed bytes by which formats are told apart
_START = 16  # bytes that show a compression
_BROKEN = ("bad_checksum", "damaged_stream", "trailing_garbage")  # there may be more behind it
_RATIO_FROM = 16 * 1024 * 1024  # decompressed bytes from which on the ratio counts


class StreamLimits(NamedTuple):
    """What one file may decompress to."""

    ratio: int  # decompressed bytes for one stored byte
    n_bytes: int  # decompressed


class Stream:
    """The bytes of one input, decompressed as they are asked for.

    Parameters
    ----------
    stored : binary file
        Opened for reading.
    compression : Compression or None
        By its name; what begins with the magic bytes of one is decompressed
        in any case.
    limits : StreamLimits
        The input is left, with a fault, where it exceeds one.
    on_bytes : callable
        Called with the number of stored bytes after every read.

    Attributes
    ----------
    n_bytes : int
        Decompressed bytes handed on so far.
    fault, detail : str
        Empty, or why the input is not complete: a code of
        ``syndetect.corpus.FAULTS``, and a sentence. Final when all chunks have
        been taken.
    refused : bool
        Nothing of the input could be read for that fault.
    damage_ends : Damaged or None
        Why the chunks end before the input does; None while they do not.
    """

    def __init__(
        self,
        stored: BinaryIO,
        *,
        compression: Compression | None,
        limits: StreamLimits,
        on_bytes: Callable[[int], None],
    ) -> None:
        self.n_bytes = 0
        self.fault = ""
        self.detail = ""
        self.refused = False
        self.compression = compression
        self.damage_ends: Damaged | None = None
        self._members: Members | None = None
        self._n_skipped = 0
        self._n_gaps = 0
        self._noted = ""
        self._stored = stored
        self._limits = limits
        self._on_bytes = on_bytes
        self._digest = xxh3_128()
        self._n_stored = 0
        self._stored_pieces = self._read()
        self._pieces = self._decompressed()
        self._head: bytes | None = None

    @property
    def digest(self) -> str:
        """Digest of the bytes as stored; of the whole input after :meth:`drain`."""
        return f"xxh3_128:{self._digest.hexdigest()}"

    def damage(self, fault: str, detail: str = "") -> None:
        """Note why the input is not complete; what was noted first stays."""
        if not self.fault:
            self.fault, self.detail = fault, detail

    def refuse(self, fault: str, detail: str = "") -> None:
        """Note why nothing of the input can be read."""
        self.damage(fault, detail)
        self.refused = True

    def head(self) -> bytes:
        """Return the first 64 KiB, or all there is, without taking them."""
        if self._head is None:
            held, n_held = [], 0
            for piece in self._pieces:
                held.append(piece)
                n_held += len(piece)
                if n_held >= _HEAD:
                    break
            self._head = b"".join(held)
        return self._head

    def chunks(self) -> Iterator[bytes]:
        """Hand on all chunks, once."""
        head = self.head()
        if head:
            yield head
        yield from self._pieces

    @property
    def n_sound(self) -> int:
        """Decompressed bytes that no damage met so far can have altered."""
        return self.n_bytes if self._members is None else self._members.n_sound

    def skip_damage(self, mark: bytes) -> bool:
        """Go on behind damage to the compressed data, where a member begins with a mark.

        For formats whose records are compressed one by one, when all chunks
        have been taken: ``chunks`` then hands on those behind the damage. They
        are no continuation of the ones before. What was skipped is noted.

        Parameters
        ----------
        mark : bytes
            What the decompressed bytes of a member begin with.

        Returns
        -------
        bool
            Whether there is such a member.
        """
        damage, members = self.damage_ends, self._members
        if damage is None or damage.reason not in _BROKEN or members is None:
            return False
        skipped = members.skip_damage(mark)
        if skipped is None:
            return False
        self._note_gap(*skipped)
        self.damage_ends = None
        self._head = b""
        self._pieces = self._checked(members.decompressed())
        return True

    def drain(self) -> None:
        """Read what is left and drop it, for the digest and for damage further on."""
        for _ in self._pieces:
            pass
        for _ in self._stored_pieces:
            pass  # the digest is of the whole input, however little of it could be decompressed

    def _decompressed(self) -> Iterator[bytes]:
        stored, first = self._stored_pieces, b""
        while len(first) < _START and (piece := next(stored, b"")):
            first += piece  # a pipe may give a byte at a time
        pieces: Iterable[bytes] = chain([first], stored)
        self.compression = self.compression or compression_of(first)
        if self.compression is not None:
            if not self.compression.has_checksum(first):
                self.detail = "the compressed data have no checksum: flipped bits stay unseen"
            self._members = Members(pieces, self.compression)
            pieces = self._members.decompressed()
        yield from self._checked(pieces)

    def _checked(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Count pieces and hold them against the limits; where damage ends them, note it."""
        try:
            for piece in pieces:
                if self.compression is not None:
                    self._check(piece)
                self.n_bytes += len(piece)
                yield piece
        except Damaged as damage:
            self.damage_ends = damage
            self.damage(damage.reason, damage.detail)
            self.refused = self.refused or damage.reason == "nested_compression"

    def _note_gap(self, n_skipped: int, start: int) -> None:
        """Say in the account how much was skipped, and from where on first."""
        if self._n_gaps == 0:
            self._noted = f"{self.detail}; from stored byte {start:,} on"
        self._n_gaps += 1
        self._n_skipped += n_skipped
        places = f" in {self._n_gaps:,} places" if self._n_gaps > 1 else ""
        self.detail = f"{self._noted} {self._n_skipped:,} bytes{places} were skipped"

    def _check(self, piece: bytes) -> None:
        """Raise Damaged where the decompressed bytes are too many, or compressed themselves."""
        if self.n_bytes == 0 and compression_of(piece) is not None:
            raise Damaged("nested_compression", "it was compressed twice; decompress it once")
        made = self.n_bytes + len(piece)
        if made > self._limits.n_bytes:
            raise Damaged("limit_file_bytes", f"it decompresses to more than {self._limits.n_bytes:,} bytes")
        if made > _RATIO_FROM and made > self._limits.ratio * self._n_stored:
            raise Damaged(
                "limit_ratio", f"it decompresses to more than {self._limits.ratio:,} times its size"
            )

    def _read(self) -> Iterator[bytes]:
        while True:
            try:
                piece = self._stored.read(_PIECE)
            except OSError as error:
                self.damage("read_error", error.strerror or str(error))
                self.refused = self._n_stored == 0
                return
            if not piece:
                return
            self._digest.update(piece)
            self._n_stored += len(piece)
            self._on_bytes(len(piece))
            yield piece
