"""Files that appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from syndetect.errors import OutputError

__all__ = ["OUTPUTS", "prepare_folder", "whole_file"]

# What a run writes into its folder, also an interrupted one: a folder of nothing else may be written again.
OUTPUTS = frozenset(
    {
        "articles.csv",
        "codebook.csv",
        "credit_evidence.csv",
        "credits.csv",
        "furniture.csv",
        "members.csv",
        "outlet_agency.csv",
        "outlets.csv",
        "pairs.csv",
        "passages.csv",
        "quotes.csv",
        "sensitivity.csv",
        "sentences.csv",
        "shares.csv",
        "stories.csv",
        "unique.csv",
        "wires.csv",
    }
    | {"article_network.gexf", "article_network.graphml", "outlet_network.gexf", "outlet_network.graphml"}
    | {"datapackage.json", "methods.md", "quarantine.jsonl", "report", "run.json", "texts.jsonl"}
)


def prepare_folder(folder: Path, *, force: bool = False) -> None:
    """Create the output folder, or accept the one of an earlier run.

    Raises
    ------
    OutputError
        The path is a file, cannot be created, is a folder with files that
        no run of syndetect wrote (unless ``force``), or holds a symbolic link where
        a run has a folder: nothing is written behind it.
    """
    try:
        if folder.is_dir() and not force:
            _refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "report").is_symlink():
            raise OutputError(f"{folder / 'report'} is a symbolic link; remove it, or choose another folder")
    except FileExistsError as error:
        raise OutputError(f"{folder} is a file, not a folder") from error
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error


def _refuse_foreign(folder: Path) -> None:
    """Raise OutputError when a folder holds what no run writes."""
    foreign = sorted(entry.name for entry in folder.iterdir() if entry.name not in OUTPUTS)
    foreign = [name for name in foreign if not (name.startswith(".") and name.endswith(".tmp"))]
    if foreign:
        message = f"{folder} holds files that syndetect did not write, {foreign[0]} for one"
        raise OutputError(f"{message}; choose another or use --force")


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a text file that replaces ``path`` only when all was written.

    Written beside it under a temporary name, synced, then renamed, and the folder
    synced: a reader sees the old file or the new one, never a part, also after a
    loss of power. A symbolic link in its place is replaced, not followed. UTF-8, a
    line feed ends a line; a lone surrogate becomes ``?``.

    Raises
    ------
    OutputError
        The file cannot be written; the old one is then as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)  # of a run that was killed and had the same number
        with _created(temporary) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _created(path: Path) -> TextIO:
    """Create a file that was not there, not even as a link, and open it for text."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666)
    return open(descriptor, "w", encoding="utf-8", newline="\n", errors="replace")


def _sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
