"""Records that were not read: the closed list of reasons, and the file that lists them."""

import contextlib
import os
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import orjson

from syndetect.corpus.article import Corpus
from syndetect.errors import OutputError

__all__ = ["REASONS", "Found", "Refused", "Rejected", "visible", "write_quarantine"]

REASONS: dict[str, str] = {
    "bad_csv": "The row does not fit the table: an open quotation mark, or other columns than the header.",
    "bad_encoding": "The bytes are not valid UTF-8.",
    "bad_field": "A field that was mapped by name holds a value of the wrong type.",
    "bad_json": "The line is not valid JSON.",
    "lone_surrogate": "A string holds half of a surrogate pair, which is no character.",
    "no_text": "The text is missing, not a string, or empty.",
    "not_an_object": "The line is JSON, but not an object with named fields.",
    "not_regular_file": "A link, pipe, socket or device, which is never opened.",
    "too_large": "The record is longer than the limit for one record.",
    "truncated_record": "The input ends in the middle of this record.",
    "unreadable": "The operating system did not let the file be read.",
}
"""Why a record was quarantined: code to sentence. The set is closed; scripts may rely on it."""

_EXCERPT_CHARACTERS = 80


class Found(NamedTuple):
    """A record that its format could read; ``head`` holds its first bytes or all of them."""

    offset: int
    length: int
    head: bytes
    fields: dict[str, object]


class Rejected(NamedTuple):
    """A record that its format could not read, and why."""

    offset: int
    length: int
    head: bytes
    reason: str
    detail: str


class Refused(Exception):
    """A record that was read cannot become an article."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


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


def write_quarantine(path: str | Path, corpus: Corpus, *, redact: bool = False) -> None:
    """Write one JSON object a line for every quarantined record, in order of file and record.

    The file is written under another name, flushed to the disk and renamed:
    what was there before stays until the new one is complete.

    Parameters
    ----------
    path : str or Path
        Where to write; an empty file when nothing was quarantined.
    corpus : Corpus
        What was read.
    redact : bool, default=False
        Leave the excerpts empty: they are the first characters of a record.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    rows = (replace(row, excerpt="") if redact else row for row in corpus.quarantine)
    lines = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
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
