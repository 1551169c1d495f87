"""XML bytes -> the elements that are records, one after the other, each with its bytes.

The document is never held as a whole: an element that is a record is built when
its end has been read, and everything around it is dropped but for a few short
values (the context). Nothing is ever fetched, and a document with declarations
of its own is refused, so that nothing can expand. Where the XML is broken, the
record at hand is rejected and reading goes on at the next one.
"""

import codecs
import re
from collections import deque
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from html import escape
from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.parsers import expat

from syndetect.corpus.formats.interface import BOM, Head, Source
from syndetect.corpus.formats.xml_document import Document, NotTaken, Rules, Spot
from syndetect.corpus.records import Rejected

__all__ = ["XmlRecord", "root_of", "xml_records"]

_BACKLOG = 64 * 1024  # bytes of one unfinished token from which on larger pieces are fed
_TAIL = 128  # bytes kept of what was searched, in which a tag may begin

_DECLARED = re.compile(rb"""<\?xml[^>]{1,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOT = re.compile(r"<([^\s/>!?<]{1,100})([^<>]*)")
_NAMESPACE = re.compile(r"""xmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']""")

_MULTIBYTE = frozenset(
    [
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "gb2312",
        "gbk",
        "gb18030",
        "big5",
        "shift_jis",
        "euc-jp",
        "euc-kr",
        "iso-2022-jp",
    ]
)
"""Encodings that expat does not read, or in whose bytes a tag cannot be searched for."""

_CODES = expat.errors.codes
_CUT_OFF = frozenset(
    (
        _CODES[expat.errors.XML_ERROR_NO_ELEMENTS],
        _CODES[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        _CODES[expat.errors.XML_ERROR_PARTIAL_CHAR],
        _CODES[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    )
)
_AFTER_ROOT = _CODES[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
_MISMATCH = _CODES[expat.errors.XML_ERROR_TAG_MISMATCH]


class XmlRecord(NamedTuple):
    """An element that is a record."""

    offset: int  # in the decompressed file; 0, like the length, where its encoding had to be changed
    length: int
    head: bytes
    element: Element
    context: dict[str, str]  # "rss/channel/title" to text: of what was read outside records so far


def xml_records(
    source: Source, names: AbstractSet[str], roots: AbstractSet[str] = frozenset()
) -> Iterator[XmlRecord | Rejected]:
    """Read the outermost elements that have one of some names.

    Parameters
    ----------
    source : Source
        Its ``params`` bound the size and the depth of a record. Damage is
        noted in its stream.
    names : set of str
        Local names of the elements that are records.
    roots : set of str
        Local names of other elements with which a document may begin; one that
        begins otherwise is refused.

    Yields
    ------
    XmlRecord or Rejected
        In the order of the document; several documents may follow each other.
    """
    encoding = _encoding_of(source.stream.head())
    chunks: Iterable[bytes] = source.stream.chunks()
    if encoding not in _MULTIBYTE:
        yield from _Reader(source, names, roots, encoding="", has_spans=True).records(chunks)
        return
    chunks = _in_utf8(source, encoding)
    yield from _Reader(source, names, roots, encoding="utf-8", has_spans=False).records(chunks)


def root_of(head: Head) -> tuple[str, str]:
    """Return namespace and local name of the first element; two empty strings when it is no XML."""
    text = head.data.decode(_encoding_of(head.data), "replace").removeprefix("\ufeff")
    at = 0
    while before := _BEFORE_ROOT.match(text, at):
        at = before.end()
    found = _ROOT.match(text, at)
    if not found:
        return "", ""
    prefix, _, local = found[1].rpartition(":")
    return dict(_NAMESPACE.findall(found[2])).get(prefix, ""), local


def _encoding_of(head: bytes) -> str:
    """Return the encoding by byte order mark or declaration, where it matters; else UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for name in ("utf-16-le", "utf-16-be"):
        if head.startswith("<?".encode(name)):
            return name
    found = _DECLARED.match(head.removeprefix(BOM).lstrip())
    name = found[1].decode("ascii").lower() if found else "utf-8"
    return name if name in _MULTIBYTE and not name.startswith("utf-16") else "utf-8"


def _in_utf8(source: Source, encoding: str) -> Iterator[bytes]:
    """Decode the chunks and encode them anew; a byte that does not decode ends the input."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for chunk in source.stream.chunks():
            yield decoder.decode(chunk).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")
    except UnicodeDecodeError as error:
        source.stream.damage("damaged_file", f"a byte is not {encoding}: {error.reason}")


class _Broken(NamedTuple):
    """What was being read where the XML is broken."""

    start: int  # offset of the record, or of the break outside records
    in_record: bool
    head: bytes
    detail: str


class _Reader:
    """Feeds the parser, and begins anew where the XML is broken."""

    def __init__(
        self,
        source: Source,
        names: AbstractSet[str],
        roots: AbstractSet[str],
        *,
        encoding: str,
        has_spans: bool,
    ) -> None:
        self._source = source
        self._has_spans = has_spans
        self._limit = source.params.max_record_bytes
        self._out: deque[XmlRecord | Rejected] = deque()
        self._n_out = 0
        self._buffer = b""  # from the token at hand on
        self._base = 0  # its offset
        self._broken: _Broken | None = None  # what is left out until the next record begins
        self._is_closed = False  # an end tag was met after reading had begun anew
        self._context: dict[str, str] = {}
        self._begins = re.compile(
            rb"<\?xml\s|<(?:[\w.-]{1,60}:)?(?:"
            + b"|".join(map(re.escape, sorted(_bytes(names))))
            + rb")[\s/>]"
        )
        self._rules = Rules(
            names=names,
            roots=roots,
            encoding=encoding,
            max_depth=source.params.max_nesting,
            max_bytes=self._limit,
            context=self._context,
            head_at=self._head_at,
            on_record=self._on_record,
        )
        self._document = self._new_document(0, b"")

    def records(self, chunks: Iterable[bytes]) -> Iterator[XmlRecord | Rejected]:
        """Read the whole input."""
        try:
            for piece in self._pieces(chunks):
                self._take(piece)
                yield from self._taken()
            self._finish()
        except NotTaken as refused:
            yield from self._taken()
            self._give_up(refused)
        yield from self._taken()

    def _pieces(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Join chunks while a token is unfinished: it is read anew with each, which must stay linear."""
        held: list[bytes] = []
        n_held = 0
        for chunk in chunks:
            held.append(chunk)
            n_held += len(chunk)
            if len(self._buffer) <= _BACKLOG or n_held >= len(self._buffer):
                yield b"".join(held)
                held, n_held = [], 0
        if held:
            yield b"".join(held)

    def _taken(self) -> Iterator[XmlRecord | Rejected]:
        while self._out:
            yield self._out.popleft()

    def _take(self, piece: bytes) -> None:
        """Parse a piece, as far as it goes."""
        self._buffer += piece
        rest: memoryview | None = memoryview(piece)
        if self._broken is not None:
            rest = self._resumed()
        while rest is not None:
            try:
                self._document.parse(rest)
                break
            except expat.ExpatError as error:
                self._break(error.code, expat.errors.messages[error.code])
                rest = self._resumed()
        if self._broken is None:
            self._trim(self._document.place)
            if len(self._buffer) > self._limit:
                raise NotTaken("too_large", f"a tag or comment has more than {self._limit:,} bytes")

    def _trim(self, keep_from: int) -> None:
        if keep_from > self._base:
            self._buffer = self._buffer[keep_from - self._base :]
            self._base = keep_from

    def _on_record(self, spot: Spot, element: Element | None, trouble: tuple[str, str] | None) -> None:
        """Take a record from the document: an element, or the reason why it is none."""
        end = self._end_of_tag(spot.end)
        length = end - spot.start
        if length > self._limit and trouble is None:
            trouble = ("too_large", f"{length:,} bytes, the limit is {self._limit:,}")
        if trouble is not None or element is None:
            reason, detail = trouble or ("bad_xml", "no element")
            self._reject(spot.start, length, spot.head, reason, detail)
            return
        self._n_out += 1
        offset, length = (spot.start, length) if self._has_spans else (0, 0)
        self._out.append(XmlRecord(offset, length, spot.head, element, dict(self._context)))

    def _reject(self, start: int, length: int, head: bytes, reason: str, detail: str) -> None:
        self._n_out += 1
        offset, length = (start, length) if self._has_spans else (0, 0)
        self._out.append(Rejected(offset, length, head[: length or None], reason, detail))

    def _end_of_tag(self, at: int) -> int:
        """Return the offset behind the end tag at ``at``; ``at`` itself where an empty tag has just ended."""
        within = at - self._base
        return (
            self._base + self._buffer.index(b">", within) + 1
            if self._buffer[within : within + 2] == b"</"
            else at
        )

    def _head_at(self, start: int) -> bytes:
        return self._buffer[max(start - self._base, 0) :][:400]

    def _new_document(self, shift: int, opening: bytes) -> Document:
        document = Document(self._rules)
        document.begin(shift, opening)
        return document

    def _break(self, code: int, message: str) -> None:
        """Note what the broken place costs; reading goes on behind it."""
        document = self._document
        at, spot = document.place, document.spot
        tag = self._buffer.rfind(b"<", 0, at - self._base + 1)
        begins_here = tag >= 0 and self._begins.match(self._buffer, tag) is not None
        if spot is None and begins_here and code != _AFTER_ROOT:
            spot = Spot(self._base + tag, self._head_at(self._base + tag))  # its start tag is broken
        self._trim(at)
        if spot is not None:
            self._broken = _Broken(spot.start, in_record=True, head=spot.head, detail=message)
            self._trim(max(at, spot.start + 1))
            return
        self._broken = _Broken(at, in_record=False, head=self._head_at(at), detail=message)
        self._is_closed = code == _MISMATCH and document.is_resumed
        is_next = code == _AFTER_ROOT and begins_here
        if not is_next and not self._is_closed:
            self._source.stream.damage("damaged_file", f"{message}, at byte {at:,}")

    def _resumed(self) -> memoryview | None:
        """Begin anew at the next record, and return what is to be parsed; None where none begins yet."""
        found = self._begins.search(self._buffer)
        if not found:
            self._trim(self._base + len(self._buffer) - _TAIL)
            return None
        self._trim(self._base + found.start())
        self._leave_out(self._base, "bad_xml", "; read on at the next record")
        opening = b"" if self._buffer.startswith(b"<?xml") else _opening(self._document.spaces)
        self._document = self._new_document(self._base - len(opening), opening)
        return memoryview(self._buffer)

    def _leave_out(self, end: int, reason: str, more: str = "") -> None:
        """Reject the broken record up to an offset."""
        broken, self._broken = self._broken, None
        if broken is not None and broken.in_record:
            self._reject(broken.start, end - broken.start, broken.head, reason, broken.detail + more)

    def _finish(self) -> None:
        """Account for the end of the input: it may lie inside a record, or before the end of the document."""
        stream, end = self._source.stream, self._base + len(self._buffer)
        broken = self._broken
        if broken is None:
            try:
                self._document.parse(b"", is_last=True)
            except expat.ExpatError as error:
                self._cut_off(error.code, end)
        elif broken.in_record:
            self._leave_out(end, "truncated_record" if stream.fault else "bad_xml")
        if stream.fault and not self._n_out and not stream.refused:
            self._refuse_all(stream.fault, "bad_xml", stream.detail or "there is no record in it")

    def _cut_off(self, code: int, end: int) -> None:
        stream, spot = self._source.stream, self._document.spot
        if spot is not None:
            stream.damage("truncated_record")
            detail = "the input ends in the middle of the element"
            self._reject(spot.start, end - spot.start, spot.head, "truncated_record", detail)
        elif self._document.is_empty and end == 0:
            return
        elif not (self._document.is_resumed and self._is_closed):
            what = "the document ends before its last element is closed"
            stream.damage("truncated_file", what if code in _CUT_OFF else expat.errors.messages[code])

    def _give_up(self, refused: NotTaken) -> None:
        """Reject what is left of the input."""
        stream = self._source.stream
        stream.drain()
        if not self._n_out:
            self._refuse_all(refused.reason, refused.reason, refused.detail)
            return
        stream.damage("damaged_file", refused.detail)
        spot = self._document.spot
        start = spot.start if spot is not None else self._document.place
        head = spot.head if spot is not None else self._head_at(start)
        self._reject(start, stream.n_bytes - start, head, refused.reason, refused.detail)

    def _refuse_all(self, fault: str, reason: str, detail: str) -> None:
        stream = self._source.stream
        stream.refuse(fault, detail)
        self._reject(0, stream.n_bytes, stream.head()[:400], reason, detail)


def _bytes(names: AbstractSet[str]) -> Iterator[bytes]:
    for name in names:
        yield name.encode()


def _opening(spaces: dict[str, str]) -> bytes:
    """Return a start tag under which the prefixes of a broken document are known."""
    declared = "".join(
        f' xmlns{":" if prefix else ""}{prefix}="{escape(uri)}"' for prefix, uri in spaces.items() if uri
    )
    return f"<resumed{declared}>".encode("ascii", "xmlcharrefreplace")
