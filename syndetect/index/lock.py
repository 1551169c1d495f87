"""A path -> one writer at a time, by a lock of the kernel, which no crash leaves behind."""

import os
from pathlib import Path

from syndetect.errors import LockedError, StoreError

__all__ = ["WriterLock"]


class WriterLock:
    """The right to write to an index, held until :meth:`release` or the end of the process.

    Parameters
    ----------
    path : Path
        Of the index; the lock is the file beside it with the suffix ``.lock``,
        which stays and may be removed while nobody writes.

    Raises
    ------
    LockedError
        Another process holds it.
    """

    def __init__(self, path: Path) -> None:
        import fcntl

        self.path = path.with_name(path.name + ".lock")
        try:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror or error}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise LockedError(f"{path}: another process is writing to this index") from None

    def release(self) -> None:
        """Let the next one write."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
