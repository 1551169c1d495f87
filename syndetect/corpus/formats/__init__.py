"""The registry of formats: which there are, and which one an input has."""

from collections.abc import Sequence

from syndetect.corpus.containers import COMPRESSIONS
from syndetect.corpus.formats.csv_rows import CSV, TSV
from syndetect.corpus.formats.interface import Format, Head, Source
from syndetect.corpus.formats.jsonl import JSONL
from syndetect.corpus.formats.text_files import TXT

__all__ = [
    "FORMATS",
    "FORMAT_NAMES",
    "Format",
    "Head",
    "Source",
    "ending_of",
    "formats_of",
    "known_endings",
    "sniffed",
]

FORMATS: tuple[Format, ...] = (JSONL, CSV, TSV, TXT)
"""Every format, the most particular first: so they are asked whether the first bytes are theirs."""

FORMAT_NAMES = tuple(sorted(one.name for one in FORMATS))

_BY_ENDING: dict[str, tuple[Format, ...]] = {
    ending: tuple(one for one in FORMATS if ending in one.endings)
    for found in FORMATS
    for ending in found.endings
}
_BY_NAME = {one.name: one for one in FORMATS}


def ending_of(path: str) -> str:
    """Return the known ending of a path without compression, as it is written there; empty if unknown."""
    lowered = path.lower()
    fitting = [ending for ending in _BY_ENDING if lowered.endswith(ending)]
    return path[-len(max(fitting, key=len)) :] if fitting else ""


def formats_of(ending: str, wanted: str) -> tuple[Format, ...]:
    """Return the formats that an input of this ending can have; several are to be sniffed among."""
    return (_BY_NAME[wanted],) if wanted != "auto" else _BY_ENDING.get(ending.lower(), ())


def sniffed(head: Head, among: Sequence[Format] = ()) -> Format:
    """Return the format that the first bytes look like; a text file when they look like nothing else.

    Parameters
    ----------
    head : Head
        How the input begins.
    among : sequence of Format
        Those of its ending; all, when that is empty. Where none of them agrees,
        the first.
    """
    if len(among) == 1:
        return among[0]
    found = next((one for one in among or FORMATS if one.sniff(head)), None)
    return found or (among[0] if among else TXT)


def known_endings() -> str:
    """Return the endings as they are listed in messages and help."""
    formats = ", ".join(sorted({ending for one in FORMATS for ending in one.endings}))
    stored = ", ".join(one.endings[0] for one in COMPRESSIONS)
    return f"{formats}, each also with {stored}"
