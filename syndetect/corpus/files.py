"""Inputs as named -> the files to read, in order; nothing that is not a regular file is ever opened."""

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from syndetect.corpus.containers import Compression, split_ending
from syndetect.corpus.formats import Format, ending_of, formats_of
from syndetect.errors import InputError, NoFileError

__all__ = ["STDIN", "InputFile", "find_files", "open_stored", "total_bytes"]

STDIN = "stdin"
"""The name of standard input in ledger and quarantine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file to read, or one that is left out and why."""

    label: str  # as named by the user, with "/"; valid UTF-8 whatever the file system holds
    path: str  # to open; empty for standard input
    formats: tuple[Format, ...] = ()  # that it can have: its first bytes tell which, among all when empty
    compression: Compression | None = None  # by its name
    n_bytes: int = 0  # stored
    name: str = ""  # below the folder or pattern named by the user, without ending: the id of a .txt article
    folder: str = ""  # the folder it lies in, when that is below the one named by the user
    left_out: str = ""  # "unknown format", or a code of REASONS
    detail: str = ""


def find_files(inputs: Sequence[str | Path], input_format: str) -> list[InputFile]:
    """List the files of all inputs, each once, sorted by label.

    Parameters
    ----------
    inputs : sequence of str or Path
        Files, folders, patterns, or ``-`` for standard input. Folders are read
        with all their sub-folders; names that begin with a dot are passed
        over. A path that does not exist and holds ``*``, ``?`` or ``[`` is a
        pattern, in which ``**`` stands for any folders. Links in folders and
        under patterns are never followed; an input that is itself a link is.
    input_format : str
        ``"auto"``, or the format of every file.

    Raises
    ------
    InputError
        An input does not exist, is neither a file nor a folder, or is a
        pattern that nothing fits.
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


def _files_of(named: str | Path, input_format: str) -> Iterator[InputFile]:
    if str(named) == "-":
        yield InputFile(label=STDIN, path="", formats=formats_of("", input_format))
        return
    path = os.fspath(named)
    try:
        state = os.stat(path)
    except (OSError, ValueError) as error:
        if glob.has_magic(path) and "\0" not in path:
            yield from _matching(path, input_format)
            return
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{_label(path)}: cannot be read: {reason}") from error
    if stat.S_ISDIR(state.st_mode):
        yield from _walk(path, path, input_format)
    elif stat.S_ISREG(state.st_mode):
        name, ending, compression = _split(os.path.basename(path))
        yield InputFile(
            label=_label(path),
            path=os.path.realpath(path),
            formats=formats_of(ending, input_format),
            compression=compression,
            n_bytes=state.st_size,
            name=_label(name),
        )
    else:
        raise InputError(f"{_label(path)}: neither a file nor a folder; use - to read from a pipe")


def _matching(pattern: str, input_format: str) -> Iterator[InputFile]:
    """Yield the files that fit a pattern, and those below folders that fit it."""
    root = pattern
    while glob.has_magic(root):
        root = os.path.dirname(root)
    found = sorted(glob.iglob(pattern, recursive=True), key=os.fsencode)
    if not found:
        raise NoFileError(f"{_label(pattern)}: no file fits this pattern")
    for path in found:
        if os.path.isdir(path) and not os.path.islink(path):
            if not pattern.endswith("**"):  # it lists the files itself
                yield from _walk(path, root or os.curdir, input_format)
        else:
            yield _member(path, root or os.curdir, input_format)


def _walk(top: str, root: str, input_format: str) -> Iterator[InputFile]:
    """Yield the files below a folder, in no particular order; they are named as seen from ``root``."""
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as scan:
                entries = [entry for entry in scan if not entry.name.startswith(".")]
        except OSError as error:
            yield _unreadable(folder, error)
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                yield _member(entry.path, root, input_format)


def _member(path: str, root: str, input_format: str) -> InputFile:
    """Describe a file found below ``root``."""
    label = _label(path)
    real = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    try:
        state = os.stat(path, follow_symlinks=False)
    except OSError as error:
        return _unreadable(path, error)
    if not stat.S_ISREG(state.st_mode):
        kind = "a link, which is not followed" if stat.S_ISLNK(state.st_mode) else "a pipe, socket or device"
        return InputFile(label=label, path=real, left_out="not_regular_file", detail=kind)
    below = os.path.relpath(path, root)
    name, ending, compression = _split(below)
    formats = formats_of(ending, input_format)
    return InputFile(
        label=label,
        path=real,
        formats=formats,
        compression=compression,
        n_bytes=state.st_size,
        name=_label(name),
        folder=_label(os.path.basename(os.path.dirname(below))),
        left_out="" if formats else "unknown format",
    )


def _unreadable(path: str, error: OSError) -> InputFile:
    detail = error.strerror or str(error)
    return InputFile(label=_label(path), path=path, left_out="read_error", detail=detail)


def _split(path: str) -> tuple[str, str, Compression | None]:
    """Return the path without its known endings, the ending of its format, and its compression."""
    whole, compression = split_ending(path)
    ending = ending_of(whole)
    return whole.removesuffix(ending), ending, compression


def _label(path: str) -> str:
    r"""Return a path with ``/``; bytes of a name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path.replace(os.sep, "/")).decode("utf-8", "replace")


def total_bytes(files: Iterable[InputFile]) -> int:
    """Return the stored bytes of all files that will be read; 0, unknown, with standard input among them."""
    read = [file for file in files if not file.left_out]
    return sum(file.n_bytes for file in read) if all(file.path for file in read) else 0
