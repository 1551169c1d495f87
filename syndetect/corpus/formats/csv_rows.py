"""CSV and TSV -> records: one row after the other, so that a broken row costs itself alone.

A quotation mark that is left open makes a CSV reader take the following rows
into one field, silently. Here every record remembers its physical lines. When
they do not make a row, the first line is rejected and reading goes on at the
second, unless the lines are rather the paragraphs of one long field.
"""

import csv
from collections import deque
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Literal

from syndetect.corpus.containers import Line, Stream, lines
from syndetect.corpus.formats.interface import BOM, Format, Head, Source
from syndetect.corpus.records import Found, Record, Rejected
from syndetect.corpus.values import plain_name

__all__ = ["CSV", "TSV"]

_DELIMITERS = ",;\t|"
_REREAD = 16 * 1024 * 1024  # bytes that may be read again, and twice what was read: the work stays linear
_SAMPLE = 100  # lines that are looked at to tell rows from paragraphs


def _read_csv(source: Source) -> Iterator[Record]:
    return _read_table(source, _delimiter(source.stream.head(), source.known))


def _read_tsv(source: Source) -> Iterator[Record]:
    return _read_table(source, "\t")


def _read_table(source: Source, delimiter: str) -> Iterator[Record]:
    """Read rows under a header; blank lines are no records.

    Of columns with one name the first keeps it, the others become
    ``name~2``, ``name~3``, ...
    """
    stream, limit = source.stream, source.params.max_record_bytes
    # The limit is one for the whole process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    feed = _Feed(lines(stream.chunks(), limit), limit)
    rows = _Rows(feed, stream, delimiter)
    header = rows.header()
    if isinstance(header, Rejected):
        stream.refuse("bad_header", header.detail)
        yield header._replace(length=stream.n_bytes - header.offset)
    elif header is not None:
        yield from rows.records(header)


def _looks_like_csv(head: Head) -> bool:
    """Tell whether the first line has several columns, one of a known name."""
    header = _first_line(head.start)
    rows = (_split_row(header, delimiter) for delimiter in _DELIMITERS)
    return any(len(row) > 1 and _n_known(row, head.known) for row in rows)


def _looks_like_tsv(head: Head) -> bool:
    row = _split_row(_first_line(head.start), "\t")
    return len(row) > 1 and _n_known(row, head.known) > 0


def _delimiter(data: bytes, known: AbstractSet[str]) -> str:
    """Return the delimiter under which the header has most known columns, then most columns."""
    header = _first_line(data.removeprefix(BOM).lstrip(b"\r\n"))
    rows = {delimiter: _split_row(header, delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: (_n_known(rows[delimiter], known), len(rows[delimiter])))


def _first_line(start: bytes) -> bytes:
    return start.split(b"\n", 1)[0]


def _n_known(row: list[str], known: AbstractSet[str]) -> int:
    return sum(plain_name(name) in known for name in row)


def _split_row(line: bytes, delimiter: str) -> list[str]:
    """Return the values of one physical line; none when it is no row of a table."""
    text = line.removesuffix(b"\r").decode("utf-8-sig", "replace")
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


class _TooLong(Exception):
    """The lines of one record exceed the limit."""


class _Feed:
    """Physical lines for the CSV reader, which can be taken back."""

    def __init__(self, source: Iterator[Line], max_bytes: int) -> None:
        self.taken: list[Line] = []  # the lines of the record at hand
        self.undecodable = False  # one of them is not UTF-8
        self._source = source
        self._again: deque[Line] = deque()
        self._max_bytes = max_bytes
        self._n_bytes = 0
        self._rereads_left = _REREAD

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
        else:
            line = next(self._source)
            self._rereads_left += 2 * line.length
        self.taken.append(line)
        self._n_bytes += line.length + 1
        if self._n_bytes > self._max_bytes:
            raise _TooLong
        try:
            text = line.data.decode("utf-8")
        except UnicodeDecodeError:
            self.undecodable = True
            text = line.data.decode("utf-8", "surrogateescape")  # keeps the quotation marks in step
        if line.offset == 0:
            text = text.removeprefix("\ufeff")
        return text + "\n" if line.ended else text

    def begin(self) -> None:
        """Forget the lines of the last record."""
        self.taken = []
        self.undecodable = False
        self._n_bytes = 0

    def take_back(self) -> bool:
        """Give back all lines of this record but the first; False when too much was read again already."""
        n_bytes = sum(line.length for line in self.taken[1:])
        if n_bytes > self._rereads_left:
            return False
        self._rereads_left -= n_bytes
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        return True

    def drain(self) -> None:
        """Read what is left and drop it."""
        self._again.clear()
        for _ in self._source:
            pass


_Trouble = Literal["row", "open", "long", "short", "wide"]


class _Rows:
    """Rows of one table, with the repair of broken ones."""

    def __init__(self, feed: _Feed, stream: Stream, delimiter: str) -> None:
        self._feed = feed
        self._stream = stream
        self._delimiter = delimiter
        self._reader = csv.reader(feed, delimiter=delimiter, strict=True)
        self._width = 0
        self._is_spaced = False  # a space follows every delimiter in this table
        self._after_trouble = False

    def header(self) -> list[str] | Rejected | None:
        """Return the column names, None for an empty file."""
        row: list[str] = []
        while not row:
            self._feed.begin()
            try:
                row = next(self._reader)
            except StopIteration:
                return None
            except (csv.Error, _TooLong) as error:
                first = self._feed.taken[0]
                self._feed.drain()
                detail = (
                    f"the header cannot be read, so the whole file is left out: {error or 'it is too long'}"
                )
                return Rejected(first.offset, first.length, first.data, "bad_csv", detail)
        self._width = len(row)
        return _distinct(row)

    def records(self, header: list[str]) -> Iterator[Found | Rejected]:
        """Read the rows after the header."""
        feed, width = self._feed, self._width
        trouble: _Trouble
        self._is_spaced = _is_spaced(header)
        while True:
            feed.begin()
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                trouble = "open" if "unexpected end of data" in str(error) else "row"
                yield self._repair(trouble, str(error))
                continue
            except _TooLong:
                yield self._repair("long", "")
                continue
            if not row or (len(row) == 1 and not row[0].strip()):
                continue
            if len(row) != width:
                trouble = "short" if len(row) < width else "wide"
                yield self._repair(trouble, f"{len(row)} columns, the header has {width}")
            elif self._is_leftover(row):
                yield self._rejected("bad_csv", "it follows a broken row and reads like a paragraph of it")
            elif self._stream.fault and not feed.taken[-1].ended:
                yield self._rejected("truncated_record", "the input ends in the middle of the row")
            elif feed.undecodable:
                yield self._rejected("bad_encoding", "a byte of the row is not UTF-8")
            else:
                first, length = feed.taken[0], self._length()
                yield Found(first.offset, length, first.data, dict(zip(header, row, strict=True)))

    def _repair(self, trouble: _Trouble, detail: str) -> Rejected:
        """Reject a record that is no row: its first line, or all of it when it is rather one record."""
        feed = self._feed
        last = feed.taken[-1]
        self._after_trouble = True
        if self._swallows_rows(trouble) and feed.take_back():
            message = "a quotation mark in this line is not closed as it should be; read on at the next line"
            return self._rejected("bad_csv", message)
        cut_off = not last.ended and (trouble in ("open", "short") or bool(self._stream.fault))
        if cut_off and trouble != "long":
            self._stream.damage("truncated_record")
            return self._rejected("truncated_record", "the input ends in the middle of the row")
        if trouble == "long":
            return self._rejected("too_large", "the row is longer than the limit for one record")
        if trouble == "open":
            detail = "a quotation mark is not closed up to the end of the input"
        return self._rejected("bad_csv", detail)

    def _swallows_rows(self, trouble: _Trouble) -> bool:
        """Tell whether the lines after the first are rather rows of their own."""
        after = [line for line in self._feed.taken[1:] if line.data.strip()]
        if not after:
            return False
        if trouble == "row":
            return True
        if trouble in ("short", "wide"):
            return self._is_row(after[-1])
        sample = after[:_SAMPLE]
        return 2 * sum(map(self._is_row, sample)) >= len(sample)

    def _is_row(self, line: Line) -> bool:
        """Tell whether a line by itself has all columns, and is not prose, where a space follows a comma."""
        row = _split_row(line.data, self._delimiter)
        return len(row) == self._width and (self._is_spaced or not _is_spaced(row))

    def _is_leftover(self, row: list[str]) -> bool:
        """Tell whether a row is a paragraph of the broken row before it, by the spaces after its commas."""
        spaced = _is_spaced(row)
        if self._after_trouble and spaced and not self._is_spaced:
            return True
        self._after_trouble = False
        self._is_spaced = self._is_spaced or spaced
        return False

    def _length(self) -> int:
        first, last = self._feed.taken[0], self._feed.taken[-1]
        return last.offset + last.length - first.offset

    def _rejected(self, reason: str, detail: str) -> Rejected:
        first = self._feed.taken[0]
        return Rejected(first.offset, self._length(), first.data, reason, detail)


def _is_spaced(row: list[str]) -> bool:
    return len(row) > 1 and all(value.startswith(" ") for value in row[1:])


def _distinct(names: list[str]) -> list[str]:
    taken: dict[str, int] = {}
    distinct = []
    for raw in names:
        name = raw.encode("utf-8", "replace").decode("utf-8")  # a byte that is no UTF-8 becomes "?"
        taken[name] = taken.get(name, 0) + 1
        distinct.append(name if taken[name] == 1 else f"{name}~{taken[name]}")
    return distinct


CSV = Format(
    name="csv",
    about="tables with a header, delimiter found by itself",
    endings=(".csv",),
    read=_read_csv,
    sniff=_looks_like_csv,
)
TSV = Format(
    name="tsv",
    about="tables with tabs",
    endings=(".tsv", ".tab"),
    read=_read_tsv,
    sniff=_looks_like_tsv,
)
