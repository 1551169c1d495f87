"""The first bytes of an input -> its format and delimiter, where its name does not tell."""

import re
from collections.abc import Set as AbstractSet

from syndetect.corpus.csv_rows import DELIMITERS, split_row
from syndetect.corpus.fields import plain_name

__all__ = ["sniff_delimiter", "sniff_format"]

_BOM = b"\xef\xbb\xbf"
_ARRAY = re.compile(rb"\[\s*[{\]]")  # a JSON array: read line by line, so that it is named in the quarantine


def sniff_format(head: bytes, known: AbstractSet[str]) -> str:
    """Return "jsonl", "csv" or "txt".

    Parameters
    ----------
    head : bytes
        The first bytes of the input, decompressed.
    known : set of str
        Names of columns (``plain_name``) of which a table has at least one.
    """
    start = head.removeprefix(_BOM).lstrip()
    if start.startswith(b"{") or _ARRAY.match(start):
        return "jsonl"
    header = _first_line(start)
    rows = (split_row(header, delimiter) for delimiter in DELIMITERS)
    return "csv" if any(len(row) > 1 and _n_known(row, known) for row in rows) else "txt"


def sniff_delimiter(head: bytes, known: AbstractSet[str]) -> str:
    """Return the delimiter under which the header has most known columns, then most columns."""
    header = _first_line(head.removeprefix(_BOM).lstrip(b"\r\n"))
    rows = {delimiter: split_row(header, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: (_n_known(rows[delimiter], known), len(rows[delimiter])))


def _first_line(start: bytes) -> bytes:
    return start.split(b"\n", 1)[0]


def _n_known(row: list[str], known: AbstractSet[str]) -> int:
    return sum(plain_name(name) in known for name in row)
