"""Records that were not read -> the file that lists them."""

import contextlib
import os
from pathlib import Path

import orjson

from syndetect.corpus.article import Corpus
from syndetect.errors import OutputError

__all__ = ["visible", "write_quarantine"]

_EXCERPT_CHARACTERS = 80


def visible(head: bytes) -> str:
    r"""Return the first 80 characters with everything unprintable as an escape.

    Bytes that are not UTF-8 appear as U+FFFD. Control characters, direction
    marks and line separators appear as ``\x1b`` or ``\u202e``, so that an
    excerpt can be shown in a terminal.
    """
    text = head[: 4 * _EXCERPT_CHARACTERS].decode("utf-8-sig", "replace")[:_EXCERPT_CHARACTERS]
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def write_quarantine(path: str | Path, corpus: Corpus) -> None:
    """Write one JSON object a line for every quarantined record, in order of file and record.

    The file is written under another name, flushed to the disk and renamed:
    what was there before stays until the new one is complete.

    Parameters
    ----------
    path : str or Path
        Where to write; an empty file when nothing was quarantined.
    corpus : Corpus
        What was read.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    lines = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in corpus.quarantine)
    path = Path(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as output:
            output.write(lines)
            output.flush()
            os.fsync(output.fileno())
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
