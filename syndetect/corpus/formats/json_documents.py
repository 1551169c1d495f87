"""A JSON document -> records: an array, an object with a list of objects in it, or objects one after another.

The elements are cut out as bytes and read one by one. So every record has its
place in the file, the limits hold for each, a broken one costs itself as long
as brackets and quotation marks are in step, and memory does not grow with the
document. A parser of events (ijson) was weighed: it has neither the place of an
element nor a way to go on behind a broken one.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from syndetect.corpus.containers import Stream
from syndetect.corpus.formats.interface import BOM, Format, Head, Source
from syndetect.corpus.formats.json_values import read_object, too_long
from syndetect.corpus.records import Found, Record, Rejected

__all__ = ["JSON"]

_OUTSIDE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]]', re.DOTALL)  # whole strings are passed over
_QUOTE, _OPENING = ord('"'), (ord("{"), ord("["))
_SCALAR_END = re.compile(rb"[\s,\]}{\[\":]")
_INSIDE = re.compile(rb'["\\]')
_SPACE = b" \t\r\n"
_KEPT_HEAD = 4096  # bytes of a value that is shown at most
_DEEPEST_LIST = 16  # levels of objects in which lists are looked for
_LOOKED_AT = 20  # elements of a list that show whether it holds articles
_ARRAY = re.compile(rb"\[\s*[{\]]")


class _Value(NamedTuple):
    """One value as it stands in the document."""

    offset: int
    length: int
    data: bytes  # all of it, or its beginning when it is too long
    ended: bool  # False where the input ends in the middle of it


class _Broken(Exception):
    """What comes next is not what JSON allows there."""


def _read_json(source: Source) -> Iterator[Record]:
    document = _Document(source)
    try:
        yield from document.records()
    except _Broken as broken:
        yield from document.rest(str(broken))
    yield from document.nothing_read()


class _Scanner:
    """Takes values from chunks, one after the other."""

    def __init__(self, chunks: Iterable[bytes], offset: int = 0) -> None:
        self.offset = offset  # in the document, of the next byte
        self._chunks = iter(chunks)
        self._held = b""
        self._at = 0

    def peek(self) -> bytes:
        """Return the next byte that is no white space, without taking it; empty at the end."""
        while True:
            rest = self._held[self._at : self._at + 1]
            if not rest:
                if not self._refill():
                    return b""
            elif rest in _SPACE:
                self._skip_space()
            else:
                return rest

    def skip(self) -> None:
        """Take the byte that was peeked at."""
        self._move(self._at + 1)

    def skip_mark(self) -> None:
        """Take a byte order mark, if one stands here."""
        if not self._held:
            self._refill()
        if self._held.startswith(BOM):
            self._move(len(BOM))

    def value(self, limit: int) -> _Value:
        """Take one value of any kind, at least a byte; of more than ``limit`` bytes the beginning is kept."""
        first = self.peek()
        taken = _Taken(self.offset, limit)
        ended = self._nested(taken) if first in (b'"', b"{", b"[") else self._scalar(taken)
        return _Value(taken.offset, taken.length, taken.data(), ended)

    def whole_value(self, limit: int) -> _Value | None:
        """Take one value if it ends, within ``limit`` bytes; else take nothing and return None."""
        self.peek()
        begin, taken = self.offset, _Taken(self.offset, limit)
        if self._nested(taken, most=limit):
            return _Value(begin, taken.length, taken.data(), ended=True)
        self._held, self._at = taken.data() + self._held[self._at :], 0
        self.offset = begin
        return None

    def _nested(self, taken: "_Taken", most: int | None = None) -> bool:
        """Take a string, object or list to its closing mark; False at the end, or beyond ``most`` bytes."""
        depth, in_string = 0, False
        while most is None or taken.length <= most:
            if in_string:
                in_string = not self._rest_of_string(taken)
            else:
                depth, in_string = self._marks(depth, taken)
            if depth <= 0 and not in_string:
                return True
            if self._at == len(self._held) and not self._refill():
                return False
        return False

    def _marks(self, depth: int, taken: "_Taken") -> tuple[int, bool]:
        """Take brackets and strings until none is open, a string goes on in the next chunk, or to the end."""
        for found in _OUTSIDE.finditer(self._held, self._at):
            begin, end = found.span()
            mark = self._held[begin]
            if mark == _QUOTE and end == begin + 1:
                self._take_to(end, taken)
                return depth, True
            if mark in _OPENING:
                depth += 1
            elif mark != _QUOTE:
                depth -= 1
            if depth <= 0:
                self._take_to(end, taken)
                return depth, False
        self._take_to(len(self._held), taken)
        return max(depth, 1), False

    def _rest_of_string(self, taken: "_Taken") -> bool:
        """Take what belongs to a string that was begun before; return whether it ended."""
        while found := _INSIDE.search(self._held, self._at):
            self._take_to(found.end(), taken)
            if found[0] == b'"':
                return True
            if self._at == len(self._held) and not self._refill():
                return False
            self._take_to(self._at + 1, taken)  # what follows a backslash
        self._take_to(len(self._held), taken)
        return False

    def _scalar(self, taken: "_Taken") -> bool:
        """Take what is no string, object or list: to the next mark or white space."""
        self._take_to(self._at + 1, taken)
        while True:
            found = _SCALAR_END.search(self._held, self._at)
            if found is not None:
                self._take_to(found.start(), taken)
                return True
            self._take_to(len(self._held), taken)
            if not self._refill():
                return True

    def _take_to(self, end: int, taken: "_Taken") -> None:
        taken.add(self._held[self._at : end])
        self._move(end)

    def _move(self, end: int) -> None:
        self.offset += end - self._at
        self._at = end

    def _skip_space(self) -> None:
        rest = self._held[self._at :].lstrip(_SPACE)
        self._move(len(self._held) - len(rest))

    def _refill(self) -> bool:
        """Replace what was taken by the next chunk; False at the end."""
        chunk = next(self._chunks, b"")
        self._held, self._at = chunk, 0
        return bool(chunk)


class _Taken:
    """The bytes of one value, while they are being taken."""

    def __init__(self, offset: int, limit: int) -> None:
        self.offset = offset
        self.length = 0
        self._limit = limit
        self._pieces: list[bytes] = []
        self._is_full = False

    def add(self, piece: bytes) -> None:
        """Keep a piece; the one that goes beyond the limit is the last."""
        self.length += len(piece)
        if not self._is_full:
            self._pieces.append(piece)
            self._is_full = self.length > self._limit

    def data(self) -> bytes:
        """Return what was kept: all, when it is within the limit."""
        return b"".join(self._pieces)


class _Document:
    """The records of one document, and what of it was passed over."""

    def __init__(self, source: Source) -> None:
        self._is_article = source.is_article
        self._stream: Stream = source.stream
        self._limit = source.params.max_record_bytes
        self._wanted = source.params.table
        self._scanner = _Scanner(source.stream.chunks())
        self._read: dict[str, None] = {}  # paths of lists, in order
        self._passed_over: dict[str, None] = {}

    def records(self) -> Iterator[Record]:
        """Read all values at the top: an array's elements, or an object as what it turns out to be."""
        scanner = self._scanner
        scanner.skip_mark()
        while first := scanner.peek():
            if first == b"[":
                yield from self._elements("", is_wanted=not self._wanted)
            elif first == b"{":
                yield from self._object()
            else:
                raise _Broken("neither an object nor a list")

    def rest(self, why: str) -> Iterator[Record]:
        """Reject what is left of the document as one record."""
        scanner = self._scanner
        begin, head = scanner.offset, b""
        while scanner.peek():
            value = scanner.value(_KEPT_HEAD)
            head = head or value.data
        if scanner.offset > begin:
            self._stream.damage("damaged_file", f"at byte {begin:,}: {why}")
            yield Rejected(begin, scanner.offset - begin, head, "bad_json", why)
        else:
            self._stream.damage("truncated_file", why)

    def nothing_read(self) -> Iterator[Record]:
        """Say which lists were passed over; when that is all there is, as an error."""
        others = ", ".join(name or "(top)" for name in self._passed_over)
        if self._read and others:
            self._stream.detail = (
                self._stream.detail or f"read: {', '.join(self._read)}; passed over: {others}"
            )
        elif not self._read and (others or self._wanted):
            problem = f"there is no list {self._wanted!r}" if self._wanted else "no list holds articles"
            detail = f"{problem}; there are: {others or 'none'} (--table PATH, --map text=NAME)"
            self._stream.refuse("bad_file", detail)
            yield Rejected(0, self._stream.n_bytes, b"", "bad_file", detail)

    def _object(self) -> Iterator[Record]:
        """Read an object at the top: one article, or what its lists hold."""
        scanner = self._scanner
        begin = scanner.offset
        value = None if self._wanted else scanner.whole_value(self._limit)
        n_lists = len(self._read) + len(self._passed_over)
        if value is not None:
            record = read_object(value.offset, value.length, value.data)
            if isinstance(record, Rejected) or self._is_article(record.fields):
                self._read[""] = None
                yield record
                return
            scanner = self._scanner
            self._scanner = _Scanner([value.data], value.offset)
            self._scanner.peek()
            yield from self._members(())
            self._scanner = scanner
            if len(self._read) + len(self._passed_over) == n_lists:
                yield record  # no list in it: it can only be a record
            return
        try:
            yield from self._members(())
        except _Broken:
            if scanner.peek() or len(self._read) + len(self._passed_over) > n_lists:
                raise
            self._stream.damage("truncated_record")
            detail = "the input ends in the middle of the object"
            yield Rejected(begin, scanner.offset - begin, b"", "truncated_record", detail)

    def _members(self, path: tuple[str, ...]) -> Iterator[Record]:
        """Read the lists of objects in an object; all else in it is passed over."""
        scanner = self._scanner
        scanner.skip()
        while (mark := scanner.peek()) != b"}":
            if mark == b",":
                scanner.skip()
                continue
            if mark != b'"':
                raise _Broken("a name is expected" if mark else "an object is not closed")
            name = scanner.value(_KEPT_HEAD).data[1:-1].decode("utf-8", "replace")
            if scanner.peek() != b":":
                raise _Broken("a colon is expected")
            scanner.skip()
            mark = scanner.peek()
            below = (*path, name)
            if mark == b"{" and len(below) < _DEEPEST_LIST:
                yield from self._members(below)
            elif mark == b"[":
                where = ".".join(below)
                yield from self._elements(where, is_wanted=where == self._wanted if self._wanted else None)
            elif mark in (b"", b"}", b"]", b",", b":") or not scanner.value(_KEPT_HEAD).ended:
                raise _Broken("a value is expected")
        scanner.skip()

    def _elements(self, path: str, *, is_wanted: bool | None) -> Iterator[Record]:
        """Read a list; when ``is_wanted`` is None its first elements show whether it holds articles."""
        scanner = self._scanner
        scanner.skip()
        waiting: list[Found | Rejected] = []
        while (mark := scanner.peek()) != b"]":
            if mark == b",":
                scanner.skip()
                continue
            if not mark:
                break
            record = self._element(mark)
            if is_wanted is None:
                waiting.append(record)
                is_wanted = self._holds_articles(waiting)
                if is_wanted:
                    yield from waiting
            elif is_wanted:
                yield record
        if is_wanted is None and waiting:
            is_wanted = any(isinstance(record, Rejected) and record.length > 1 for record in waiting)
            yield from waiting if is_wanted else ()
        if is_wanted is not None:
            (self._read if is_wanted else self._passed_over)[path] = None
        if not mark:
            raise _Broken("a list is not closed")
        scanner.skip()

    def _holds_articles(self, first: list[Found | Rejected]) -> bool | None:
        """Tell by its first elements whether a list holds articles; None when more have to be seen."""
        last = first[-1]
        if isinstance(last, Found) and self._is_article(last.fields):
            return True
        if isinstance(last, Rejected) and last.reason == "not_an_object":
            return False
        enough = len(first) >= _LOOKED_AT or sum(record.length for record in first) > self._limit
        return False if enough else None

    def _element(self, mark: bytes) -> Found | Rejected:
        """Take one element, or a mark that has no place here."""
        scanner = self._scanner
        if mark in b"}:":
            offset = scanner.offset
            scanner.skip()
            return Rejected(offset, 1, mark, "bad_json", "it stands where an element is expected")
        value = scanner.value(self._limit)
        if value.length > self._limit:
            return too_long(value.offset, value.length, value.data, self._limit)
        if not value.ended:
            self._stream.damage("truncated_record")
            detail = "the input ends in the middle of the element"
            return Rejected(value.offset, value.length, value.data, "truncated_record", detail)
        return read_object(value.offset, value.length, value.data)


def _looks_like_json(head: Head) -> bool:
    """Tell whether it begins as an object, or as a list of objects."""
    return head.start.startswith(b"{") or _ARRAY.match(head.start) is not None


JSON = Format(
    name="json",
    about="a JSON array, or an object with a list of objects",
    endings=(".json",),
    read=_read_json,
    sniff=_looks_like_json,
    keeps_bytes=True,
)
