"""Records that were not read -> the file that lists them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from syndetect.corpus.article import Corpus, Quarantined
from syndetect.whole_files import whole_file

__all__ = ["quarantined", "visible", "write_quarantine"]

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


def quarantined(corpus: Corpus, *, redact: bool = False) -> Iterator[Quarantined]:
    """Yield the quarantined records as they are listed, in order of file and record.

    Parameters
    ----------
    corpus : Corpus
        What was read.
    redact : bool, default=False
        Leave the excerpts empty: they are the first characters of a record.
    """
    return (replace(row, excerpt="") if redact else row for row in corpus.quarantine)


def write_quarantine(path: str | Path, corpus: Corpus, *, redact: bool = False) -> None:
    """Write one JSON object a line for every quarantined record; an empty file when there is none.

    Parameters
    ----------
    path : str or Path
        Where to write: what was there before stays until the new file is complete.
    corpus : Corpus
        What was read.
    redact : bool, default=False
        As for :func:`quarantined`.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with whole_file(Path(path)) as file:
        for row in quarantined(corpus, redact=redact):
            file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE).decode())
