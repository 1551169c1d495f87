"""JSON lines -> records: one object a line, read from bytes."""

from collections.abc import Iterator

import orjson

from syndetect.corpus.containers import Line, Stream, lines
from syndetect.corpus.formats.interface import BOM, Format, Head, Source
from syndetect.corpus.records import Found, Record, Rejected

__all__ = ["JSONL"]


def _read_jsonl(source: Source) -> Iterator[Record]:
    """Read one record a line; blank lines are no records.

    Of a name that stands twice in one object the last value counts, as in
    every JSON reader. ``NaN`` and ``Infinity`` are not JSON.
    """
    stream, max_record_bytes = source.stream, source.params.max_record_bytes
    for line in lines(stream.chunks(), max_record_bytes):
        if line.length > max_record_bytes:
            detail = f"{line.length:,} bytes, the limit is {max_record_bytes:,}"
            yield Rejected(line.offset, line.length, line.data, "too_large", detail)
            continue
        try:
            value = orjson.loads(line.data)
        except orjson.JSONDecodeError as error:
            if line.data.startswith(BOM):
                value, problem = _without_bom(line)
            else:
                value, problem = None, error
            if problem is not None:
                if line.data.removeprefix(BOM).strip():
                    yield _rejected(line, problem, stream)
                continue
        if isinstance(value, dict):
            yield Found(line.offset, line.length, line.data, value)
        else:
            detail = f"{_kind(value)}; every line must be an object with named fields"
            yield Rejected(line.offset, line.length, line.data, "not_an_object", detail)


def _without_bom(line: Line) -> tuple[object, orjson.JSONDecodeError | None]:
    """Read a line after a byte order mark: at the start of a file, or where files were joined."""
    try:
        return orjson.loads(line.data[len(BOM) :]), None
    except orjson.JSONDecodeError as error:
        return None, error


def _rejected(line: Line, error: orjson.JSONDecodeError, stream: Stream) -> Rejected:
    reason, detail = _reason(line, str(error), stream)
    return Rejected(line.offset, line.length, line.data, reason, detail)


def _reason(line: Line, message: str, stream: Stream) -> tuple[str, str]:
    data = line.data.strip()
    if not line.ended and (stream.fault or (data[:1] == b"{" and data[-1:] != b"}")):
        stream.damage("truncated_record")
        return "truncated_record", "the input ends in the middle of the line"
    try:
        line.data.decode("utf-8")
    except UnicodeDecodeError as error:
        return (
            "bad_encoding",
            f"byte {line.data[error.start]:#04x} at byte {error.start} of the line is not UTF-8",
        )
    if "depth" in message or "ecursion" in message:  # orjson has a limit of its own, about 1,000
        return "limit_nesting", message
    if "surrogate" in message or "hex escape" in message:
        return "lone_surrogate", message
    return "bad_json", message


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return "a string"
    return "null" if value is None else "a number or truth value"


def _looks_like_jsonl(head: Head) -> bool:
    """Tell whether the first line is an object, or the beginning of a long one."""
    line, ends, _ = head.start.partition(b"\n")
    if not line.startswith(b"{"):
        return False
    return not ends or line.rstrip().endswith(b"}")


JSONL = Format(
    name="jsonl",
    about="JSON lines, one object each",
    endings=(".jsonl", ".ndjson", ".jl"),
    read=_read_jsonl,
    sniff=_looks_like_jsonl,
    keeps_bytes=True,
)
