"""Inputs as named -> the files to read, in order; nothing that is not a regular file is ever opened."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from syndetect.corpus.params import InputFormat
from syndetect.errors import InputError

__all__ = ["STDIN", "InputFile", "find_files", "open_stored", "total_bytes"]

STDIN = "stdin"
"""The name of standard input in ledger and quarantine."""

_FORMATS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jl": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".txt": "txt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file to read, or one that is left out and why."""

    label: str  # as named by the user, with "/"; valid UTF-8 whatever the file system holds
    path: str  # to open; empty for standard input
    format: str  # "jsonl", "csv", "tsv", "txt" or "" when the first bytes have to tell
    gzipped: bool = False
    n_bytes: int = 0  # stored
    name: str = ""  # below the folder named by the user, without ending: the id of a .txt article
    folder: str = ""  # the folder it lies in, when that is below the one named by the user
    left_out: str = ""  # "unknown format", "not_regular_file" or "unreadable"
    detail: str = ""


def find_files(inputs: Sequence[str | Path], input_format: InputFormat) -> list[InputFile]:
    """List the files of all inputs, each once, sorted by label.

    Parameters
    ----------
    inputs : sequence of str or Path
        Files, folders, or ``-`` for standard input. Folders are read with all
        their sub-folders; names that begin with a dot are passed over. Links
        in folders are never followed; an input that is itself a link is.
    input_format : str
        ``"auto"``, or the format of every file.

    Raises
    ------
    InputError
        An input does not exist, or is neither a file nor a folder.
    """
    found: dict[str, InputFile] = {}
    for named in inputs:
        for file in _files_of(named, input_format):
            known = found.setdefault(file.path, file)
            if file.label < known.label:
                found[file.path] = file
    return sorted(found.values(), key=lambda file: (file.label, os.fsencode(file.path)))


def open_stored(file: InputFile) -> BinaryIO:
    """Open a file for reading; OSError when it is, by now, no regular file."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    descriptor = os.open(file.path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("it is no regular file any more")
    return os.fdopen(descriptor, "rb", buffering=0)


def _files_of(named: str | Path, input_format: InputFormat) -> Iterator[InputFile]:
    if str(named) == "-":
        yield InputFile(label=STDIN, path="", format="" if input_format == "auto" else input_format)
        return
    path = os.fspath(named)
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{_label(path)}: cannot be read: {reason}") from error
    if stat.S_ISDIR(mode):
        yield from _walk(path, input_format)
    elif stat.S_ISREG(mode):
        base = os.path.basename(path)
        name, ending, gzipped = _split(base)
        yield InputFile(
            label=_label(path),
            path=os.path.realpath(path),
            format=_FORMATS.get(ending, "") if input_format == "auto" else input_format,
            gzipped=gzipped,
            n_bytes=os.stat(path).st_size,
            name=_label(name),
        )
    else:
        raise InputError(f"{_label(path)}: neither a file nor a folder; use - to read from a pipe")


def _walk(root: str, input_format: InputFormat) -> Iterator[InputFile]:
    """Yield the files below a folder, in no particular order."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as scan:
                entries = [entry for entry in scan if not entry.name.startswith(".")]
        except OSError as error:
            yield _unreadable(folder, error)
            continue
        real = os.path.realpath(folder)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                yield _member(
                    entry, os.path.join(real, entry.name), os.path.relpath(entry.path, root), input_format
                )


def _member(entry: "os.DirEntry[str]", path: str, below: str, input_format: InputFormat) -> InputFile:
    """Describe a file found in a folder: ``path`` opens it, ``below`` leads to it from the folder named."""
    label = _label(entry.path)
    try:
        state = entry.stat(follow_symlinks=False)
    except OSError as error:
        return _unreadable(entry.path, error)
    if not stat.S_ISREG(state.st_mode):
        kind = "a link, which is not followed" if stat.S_ISLNK(state.st_mode) else "a pipe, socket or device"
        return InputFile(label=label, path=path, format="", left_out="not_regular_file", detail=kind)
    name, ending, gzipped = _split(below)
    known = _FORMATS.get(ending, "") if input_format == "auto" else input_format
    return InputFile(
        label=label,
        path=path,
        format=known,
        gzipped=gzipped,
        n_bytes=state.st_size,
        name=_label(name),
        folder=_label(os.path.basename(os.path.dirname(below))),
        left_out="" if known else "unknown format",
    )


def _unreadable(path: str, error: OSError) -> InputFile:
    detail = error.strerror or str(error)
    return InputFile(label=_label(path), path=path, format="", left_out="unreadable", detail=detail)


def _split(path: str) -> tuple[str, str, bool]:
    """Return the path without a known ending, the ending in small letters, and whether ``.gz`` follows it."""
    gzipped = path.lower().endswith(".gz")
    whole = path[: -len(".gz")] if gzipped else path
    name, ending = os.path.splitext(whole)
    return (name if ending.lower() in _FORMATS else whole), ending.lower(), gzipped


def _label(path: str) -> str:
    r"""Return a path with ``/``; bytes of a name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path.replace(os.sep, "/")).decode("utf-8", "replace")


def total_bytes(files: Iterable[InputFile]) -> int:
    """Return the stored bytes of all files that will be read; 0, unknown, with standard input among them."""
    read = [file for file in files if not file.left_out]
    return sum(file.n_bytes for file in read) if all(file.path for file in read) else 0
