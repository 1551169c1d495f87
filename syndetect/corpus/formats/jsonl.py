"""JSON lines -> records: one object a line, read from bytes."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import orjson

from syndetect.corpus.containers import Line, Lines, line_runs
from syndetect.corpus.formats.interface import BOM, Format, Head, Source
from syndetect.corpus.formats.json_values import read_object, too_long
from syndetect.corpus.records import Found, Record, Rejected, Run

__all__ = ["JSONL"]

_OBJECTS = frozenset((dict,))


def _read_jsonl(source: Source) -> Iterator[Record | Run]:
    """Read one record a line; blank lines are no records."""
    for found in line_runs(source.stream.chunks(), source.params.max_record_bytes):
        if isinstance(found, Line):
            yield from _read_line(source, found)
        else:
            yield from _read_lines(source, found)


def _read_lines(source: Source, lines: Lines) -> Iterator[Record | Run]:
    """Read whole lines: nearly always all of them are objects."""
    data, values = lines.data, _values(lines.data)
    lengths = list(map(len, data))
    offsets = list(accumulate((length + 1 for length in lengths[:-1]), initial=lines.offset))
    odd = [] if _OBJECTS.issuperset(map(type, values)) else _places_of_others(values)
    begin = 0
    for k in [*odd, len(data)]:
        if begin < k:
            part = slice(begin, k)
            yield Run(offsets[part], lengths[part], data[part], values[part], [False] * (k - begin))
        if k < len(data):
            yield from _read_line(source, Line(offsets[k], lengths[k], data[k], ended=True))
        begin = k + 1


def _values(data: list[bytes]) -> list[Any]:
    """Read JSON values; None for what is none."""
    try:
        return list(map(orjson.loads, data))
    except orjson.JSONDecodeError:
        return list(map(_value, data))


def _value(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None


def _places_of_others(values: list[Any]) -> list[int]:
    return [k for k, value in enumerate(values) if not isinstance(value, dict)]


def _read_line(source: Source, line: Line) -> Iterator[Record]:
    """Read what may not be an object in one line."""
    stream, limit = source.stream, source.params.max_record_bytes
    if line.length > limit:
        yield too_long(line.offset, line.length, line.data, limit)
        return
    data = line.data.removeprefix(BOM)  # at the start of a file, or where files were joined
    record = read_object(line.offset, line.length, data)
    if isinstance(record, Found):
        yield record
        return
    data = data.strip()
    if not data:
        return
    is_begun = data.startswith(b"{") and (not data.endswith(b"}") or "end of data" in record.detail)
    if not line.ended and (stream.fault or is_begun):
        stream.damage("truncated_record")
        detail = "the input ends in the middle of the line"
        record = Rejected(line.offset, line.length, data, "truncated_record", detail)
    yield record


def _looks_like_jsonl(head: Head) -> bool:
    """Tell whether a line is an object by itself: the first of several, or the only one, an article."""
    line, ends, rest = head.start.partition(b"\n")
    line = line.rstrip()
    if not line.startswith(b"{") or not (ends or line.endswith(b"}")):
        return False
    if rest.strip():
        return rest.lstrip().startswith(b"{") or line.endswith(b"}")
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return head.is_article(value)


JSONL = Format(
    name="jsonl",
    about="JSON lines, one object each",
    endings=(".jsonl", ".ndjson", ".jl", ".json"),
    read=_read_jsonl,
    sniff=_looks_like_jsonl,
    keeps_bytes=True,
)
