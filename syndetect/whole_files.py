"""Files that appear whole or not at all, for every room that writes one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from syndetect.errors import OutputError

__all__ = ["create_new", "put_in_place", "whole_file"]


def create_new(path: Path, mode: int = 0o666) -> int:
    """Create a file that was not there, not even as a link.

    Parameters
    ----------
    path : Path
    mode : int, default=0o666
        Who may read and write it, less the umask.

    Returns
    -------
    int
        Its descriptor, for writing.

    Raises
    ------
    OSError
        Something is there, or it cannot be created.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(path, flags, mode)


def put_in_place(beside: Path, path: Path) -> None:
    """Rename a file that is on disk, and put the name on disk.

    Parameters
    ----------
    beside, path : Path
        What it is called, in the same folder, and what it is to be called: what
        has that name is replaced.

    Raises
    ------
    OSError
        One of the two failed: which name the file has after a loss of power is not known.
    """
    beside.replace(path)
    _sync_folder(path.parent)


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a text file that replaces ``path`` only when all was written.

    Written beside it under a temporary name, synced, then renamed, and the folder
    synced where the system can: a reader sees the old file or the new one, never a
    part, also after a loss of power. A symbolic link in its place is replaced, not
    followed. UTF-8, a line feed ends a line; a lone surrogate becomes ``?``.

    Raises
    ------
    OutputError
        The file cannot be written; the old one is then as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.unlink(missing_ok=True)  # of a run that was killed and had the same number
        with open(create_new(temporary), "w", encoding="utf-8", newline="\n", errors="replace") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        with suppress(OSError):
            _sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
