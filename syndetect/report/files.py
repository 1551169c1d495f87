"""Files that appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from syndetect.errors import OutputError

__all__ = ["prepare_folder", "whole_file"]

MARK = "run.json"  # a folder that holds it was written by a run and may be written again


def prepare_folder(folder: Path, *, force: bool = False) -> None:
    """Create the output folder, or accept the one of an earlier run.

    Raises
    ------
    OutputError
        The path is a file, cannot be created, or is a folder with files that
        no run of syndetect wrote (unless ``force``).
    """
    try:
        if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists() and not force:
            raise OutputError(
                f"{folder} holds files that syndetect did not write; choose another or use --force"
            )
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise OutputError(f"{folder} is a file, not a folder") from error
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a text file that replaces ``path`` only when all was written.

    Written beside it under a temporary name, synced, then renamed: a reader
    sees the old file or the new one, never a part. UTF-8, a line feed ends a line.

    Raises
    ------
    OutputError
        The file cannot be written; the old one is then as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8", newline="\n", errors="replace") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)
