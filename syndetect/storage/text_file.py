"""Texts one after the other in a file, each read when it is asked for."""

import os
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO
from weakref import finalize

__all__ = ["StoredText", "TextFile"]

_BUFFER = 1 << 20


class TextFile:
    """A file of texts without a name: it is gone when nothing refers to it, however the process ends.

    UTF-8 with lone surrogates, so that every Python string comes back as it
    was. Written by one thread; read by any.

    Parameters
    ----------
    folder : str
        On the file system where it is to lie.
    """

    def __init__(self, folder: str) -> None:
        self._file: IO[bytes] = TemporaryFile(dir=folder, buffering=_BUFFER)  # noqa: SIM115 - it lives on
        finalize(self, self._file.close)
        self.n_bytes = 0
        self._n_on_disk = 0

    def put(self, text: str) -> "StoredText":
        """Write a text behind the others.

        Raises
        ------
        OSError
            The disk is full, or fails.
        """
        return self.put_bytes(text.encode("utf-8", "surrogatepass"))

    def put_bytes(self, encoded: bytes) -> "StoredText":
        """Write an encoded text behind the others."""
        place = StoredText(self, self.n_bytes, len(encoded))
        self._file.write(encoded)
        self.n_bytes += len(encoded)
        return place

    def read(self, start: int, size: int) -> bytes:
        """Read bytes that were written before."""
        if start + size > self._n_on_disk:
            self._file.flush()
            self._n_on_disk = self.n_bytes
        parts = []
        while size:
            part = os.pread(self._file.fileno(), size, start)
            if not part:
                raise OSError("a temporary file is shorter than what was written")
            parts.append(part)
            start, size = start + len(part), size - len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text in a file."""

    file: TextFile
    start: int
    size: int  # bytes

    def encoded(self) -> bytes:
        """Read its bytes."""
        return self.file.read(self.start, self.size)

    def read(self) -> str:
        """Read it."""
        return self.encoded().decode("utf-8", "surrogatepass")
