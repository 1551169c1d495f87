"""WARC -> articles: one a response that holds an HTML page; all other records are counted.

The records are cut out here, by their announced lengths and held against what
follows: the libraries that were weighed (warcio, FastWARC) return the half
article of a cut file as a whole one, and say nothing.
"""

import base64
import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from typing import Any, NamedTuple

from syndetect.corpus.containers import Damaged
from syndetect.corpus.formats.html_files import looks_like_html, not_found
from syndetect.corpus.formats.http_message import header_fields, parse_http
from syndetect.corpus.formats.interface import Format, Source
from syndetect.corpus.pages import Page
from syndetect.corpus.records import Filtered, Found, Record, Refused, Rejected

__all__ = ["WARC"]

_MARK = b"WARC/"
_BLANK = re.compile(rb"\r?\n\r?\n")
_NEXT = re.compile(rb"\n(?=WARC/[01]\.\d)")
_LINE_ENDS = re.compile(rb"[\r\n]*")
_MOST_HEAD = 64 * 1024  # bytes of a record's head
_END_SIZE = len(b"\r\n\r\n")  # behind a record
_UNSURE = ("bad_checksum", "damaged_stream")  # what came last before such a fault may be wrong
_TAIL = 16  # bytes kept of what was searched
_SHOWN = 400  # bytes of a record in the quarantine
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/http")

_FIELDS = {
    "text": "(main text)",
    "title": "title",
    "url": "target-uri",
    "outlet": "sitename",
    "published": "date",
    "authors": "author",
    "language": "language",
}
_KINDS = {
    "warcinfo": "warc_info",
    "request": "warc_request",
    "metadata": "warc_metadata",
    "revisit": "warc_revisit",
}


class _Raw(NamedTuple):
    """One record as it stands in the file."""

    offset: int
    length: int
    headers: dict[str, str]
    block: bytes

    @property
    def head(self) -> bytes:
        return self.block[:_SHOWN]

    def rejected(self, reason: str, detail: str) -> Rejected:
        return Rejected(self.offset, self.length, self.head, reason, detail)


def _read_warc(source: Source) -> Iterator[Record]:
    """Read all records in order, while the workers are a few pages ahead."""
    waiting: deque[Record | _Pending] = deque()
    for record in _Records(source).records():
        waiting.append(_begun(source, record) if isinstance(record, _Raw) else record)
        while waiting and (len(waiting) > source.pages.n_ahead or not isinstance(waiting[0], _Pending)):
            yield _ended(waiting.popleft())
    while waiting:
        yield _ended(waiting.popleft())


class _Pending(NamedTuple):
    """A page that was given to the workers."""

    raw: _Raw
    found: "Future[dict[str, Any]]"


def _begun(source: Source, raw: _Raw) -> "Record | _Pending":
    """Give the page of a record to the workers, or say why it has none."""
    kind = raw.headers.get("warc-type", "").lower()
    if kind not in ("response", "resource"):
        return Filtered(raw.offset, raw.length, _KINDS.get(kind, "warc_other"))
    limit = source.params.max_record_bytes
    try:
        page = _resource(raw) if kind == "resource" else _response(raw, limit)
    except Refused as refused:
        if refused.reason == "truncated_record" and raw.headers.get("warc-truncated"):
            detail = f"cut off when it was stored ({raw.headers['warc-truncated']}): {refused.detail}"
            return raw.rejected("truncated_record", detail)
        return not_found(raw.offset, raw.length, raw.head, refused)
    return _Pending(raw, source.pages.submit(page))


def _response(raw: _Raw, limit: int) -> Page:
    """Return the page in a response; Refused when there is none."""
    message = parse_http(raw.block)
    if message.status != 200:
        raise Refused("http_status", "")
    kind = message.media_type
    if kind and kind not in _HTML_TYPES:
        raise Refused("not_html", "")
    body = message.decoded(limit)
    if not kind and not looks_like_html(body):
        raise Refused("not_html", "")
    return Page(body, content_type=message.headers.get("content-type", ""), url=_url(raw))


def _resource(raw: _Raw) -> Page:
    kind = raw.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() not in _HTML_TYPES[:2]:
        raise Refused("not_html", "")
    return Page(raw.block, content_type=kind, url=_url(raw))


def _url(raw: _Raw) -> str:
    return raw.headers.get("warc-target-uri", "").strip("<> ")


def _ended(item: "Record | _Pending") -> Record:
    """Wait for the workers, where an item is with them."""
    if not isinstance(item, _Pending):
        return item
    raw = item.raw
    try:
        fields = item.found.result()
    except Refused as refused:
        return not_found(raw.offset, raw.length, raw.head, refused)
    for sign in ("is_cut", "has_no_end"):
        fields.pop(sign, None)  # the lengths of record and response tell that better
    url = _url(raw) or fields.pop("url", "")
    fields |= {
        "(main text)": fields.pop("text"),
        "crawled": raw.headers.get("warc-date", ""),
        "target-uri": url,
    }
    return Found(raw.offset, raw.length, raw.head, fields, is_cut=bool(raw.headers.get("warc-truncated")))


class _Records:
    """The records of one file, cut out by their lengths."""

    def __init__(self, source: Source) -> None:
        self._stream = source.stream
        self._limit = source.params.max_record_bytes
        self._input = _Input(source.stream.chunks())

    def records(self) -> Iterator[_Raw | Rejected | Filtered]:
        """Cut out all records; behind damage to the compressed data those of the members that follow."""
        yield from self._up_to_damage()
        while (damage := self._stream.damage_ends) and self._stream.skip_damage(_MARK):
            if damage.reason not in _UNSURE:
                yield self._left_nothing(damage)
            self._input = _Input(self._stream.chunks(), begin=self._stream.n_bytes)
            yield from self._up_to_damage()

    def _up_to_damage(self) -> Iterator[_Raw | Rejected | Filtered]:
        """Cut out records; of those that damage may have altered the last is rejected, one in any case."""
        last: _Raw | None = None
        after: list[Rejected | Filtered] = []  # what follows the last one
        for record in self._cut_out():
            if isinstance(record, _Raw):
                if last is not None:
                    yield last
                yield from after
                last, after = record, []
            else:
                after.append(record)
        damage = self._stream.damage_ends
        if damage is None or damage.reason not in _UNSURE:
            yield from (*([last] if last else ()), *after)
            return
        is_after = any(record.reason == "truncated_record" for record in after)
        is_unsure = last is not None and last.offset + last.length > self._stream.n_sound and not is_after
        if last is not None:
            detail = f"the compressed data are damaged here or behind it: {damage.detail}"
            yield last.rejected("bad_checksum", detail) if is_unsure else last
        yield from after
        if not is_unsure and not any(isinstance(record, Rejected) for record in after):
            yield self._left_nothing(damage)

    def _left_nothing(self, damage: Damaged) -> Rejected:
        detail = f"the compressed data are damaged, and nothing of the record is left: {damage.detail}"
        return Rejected(self._input.offset, 0, b"", "bad_checksum", detail)

    def _cut_out(self) -> Iterator[_Raw | Rejected | Filtered]:
        """Cut out all records, of those longer than the limit nothing but their place."""
        taken = self._input
        n_records = 0
        while taken.skip_blank():
            n_records += 1
            start = taken.offset
            head = taken.until_blank(_MOST_HEAD)
            if head is None or not head.startswith(_MARK):
                yield self._unknown(start, head)
                continue
            headers = header_fields(head)
            length = headers.get("content-length", "")
            if not length.isdecimal() or len(length) > 18:
                yield self._lost(start, head, b"", "its head names no length")
                continue
            yield self._with_block(start, head, headers, int(length))

    def _with_block(
        self, start: int, head: bytes, headers: dict[str, str], length: int
    ) -> _Raw | Rejected | Filtered:
        taken = self._input
        block, n_taken = taken.take(length, keep=self._limit)
        is_kept = n_taken <= self._limit
        if n_taken < length:
            if is_kept and _NEXT.search(block):
                return self._lost(start, head, block, "it is shorter than its head says")
            self._stream.damage("truncated_record")
            detail = f"{self._ends} in the middle of the record: {n_taken:,} of {length:,} bytes"
            return Rejected(start, taken.offset - start, block[:_SHOWN], "truncated_record", detail)
        if not taken.ends_record(after_line_end=block.endswith(b"\n")):
            return self._lost(start, head, block if is_kept else b"", "it does not end where its head says")
        end = taken.offset
        if not taken.take_end():
            self._stream.damage("truncated_file", "the last record lacks the line ends behind it")
        raw = _Raw(start, end - start, headers, block)
        if not is_kept:
            kind = headers.get("warc-type", "").lower()
            if kind in ("response", "resource"):
                return raw.rejected("too_large", f"{length:,} bytes, the limit is {self._limit:,}")
            return Filtered(start, end - start, _KINDS.get(kind, "warc_other"))
        wrong = _wrong_digest(headers.get("warc-block-digest", ""), block)
        return raw.rejected("bad_checksum", wrong) if wrong else raw

    @property
    def _ends(self) -> str:
        """Say what ends the bytes that were taken to their end."""
        return "the input ends" if self._stream.damage_ends is None else "the compressed data are damaged"

    def _unknown(self, start: int, head: bytes | None) -> Rejected:
        """Reject what does not begin as a record, up to the next one."""
        taken = self._input
        if head is None and taken.may_begin_with(_MARK) and taken.n_left < _MOST_HEAD:
            rest, _ = taken.take(_MOST_HEAD * 2, keep=_SHOWN)
            self._stream.damage("truncated_record")
            detail = f"{self._ends} in the head of the record"
            return Rejected(start, taken.offset - start, rest[:_SHOWN], "truncated_record", detail)
        return self._lost(start, head or b"", b"", "no record begins here")

    def _lost(self, start: int, head: bytes, block: bytes, detail: str) -> Rejected:
        """Reject a record whose end is not known, and go on at the next that begins."""
        taken = self._input
        taken.put_back(block)
        if taken.offset == start or not taken.may_begin_with(_MARK) or taken.is_at_end:
            taken.skip_to(_NEXT)
        if start == 0 and taken.is_at_end and self._stream.damage_ends is None:
            self._stream.refuse("bad_warc", detail)
        self._stream.damage("damaged_file", f"at byte {start:,}: {detail}")
        return Rejected(
            start, taken.offset - start, head[:_SHOWN], "bad_warc", f"{detail}; read on at the next record"
        )


class _Input:
    """Bytes that can be looked at before they are taken."""

    def __init__(self, chunks: Iterable[bytes], begin: int = 0) -> None:
        self._chunks = iter(chunks)
        self._held = b""
        self._at = 0  # in what is held, of the first byte that is not taken
        self._begin = begin  # offset of what is held

    @property
    def offset(self) -> int:
        """Offset of the first byte that is not taken."""
        return self._begin + self._at

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return self._at >= len(self._held) and not self._more()

    @property
    def n_left(self) -> int:
        """How many bytes are held that are not taken."""
        return len(self._held) - self._at

    def may_begin_with(self, mark: bytes) -> bool:
        """Tell whether a mark stands here, or the beginning of it and then the end."""
        while len(self._held) - self._at < len(mark) and self._more():
            pass
        return mark.startswith(self._held[self._at : self._at + len(mark)])

    def skip_blank(self) -> bool:
        """Take line ends; False at the end of the input."""
        while True:
            self._at = _LINE_ENDS.match(self._held, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._held):
                return True
            if not self._more():
                return False

    def until_blank(self, limit: int) -> bytes | None:
        """Take what precedes a blank line, and that line; None, and nothing, without one in reach."""
        while True:
            found = _BLANK.search(self._held, self._at, self._at + limit)
            if found:
                head = self._held[self._at : found.start()]
                self._at = found.end()
                return head
            if len(self._held) - self._at >= limit or not self._more():
                return None

    def take(self, length: int, keep: int) -> tuple[bytes, int]:
        """Take so many bytes, or all there are; return no more than about ``keep``, and how many."""
        parts: list[bytes] = []
        n_taken = 0
        while n_taken < length and not self.is_at_end:
            part = self._held[self._at : self._at + length - n_taken]
            self._at += len(part)
            n_taken += len(part)
            if n_taken <= keep or not parts:
                parts.append(part)
        return b"".join(parts), n_taken

    def put_back(self, data: bytes) -> None:
        """Give back what was taken last."""
        self._begin = self.offset - len(data)
        self._held, self._at = data + self._held[self._at :], 0

    def ends_record(self, *, after_line_end: bool) -> bool:
        """Tell whether two line ends follow, or the end; one will do where the record ends with none."""
        while self.n_left < _END_SIZE and self._more():
            pass
        if self.n_left == 0 or _BLANK.match(self._held, self._at):
            return True
        rest = self._held[self._at : self._at + _END_SIZE]
        return b"\r\n\r\n".startswith(rest) or (rest[:1] in (b"\r", b"\n") and not after_line_end)

    def take_end(self) -> bool:
        """Take the two line ends behind a record; False where the input ends instead."""
        while self.n_left < _END_SIZE and self._more():
            pass
        found = _BLANK.match(self._held, self._at)
        self._at = found.end() if found else self._at
        return found is not None or self.skip_blank()

    def skip_to(self, pattern: re.Pattern[bytes]) -> None:
        """Take everything up to where a pattern ends, or to the end of the input."""
        while True:
            found = pattern.search(self._held, self._at)
            if found:
                self._at = found.end()
                return
            self._at = max(len(self._held) - _TAIL, self._at)
            if not self._more():
                self._at = len(self._held)
                return

    def _more(self) -> bool:
        """Hold one more chunk, and no longer what was taken; False at the end."""
        chunk = next(self._chunks, b"")
        self._begin += self._at
        self._held, self._at = self._held[self._at :] + chunk, 0
        return bool(chunk)


def _wrong_digest(named: str, block: bytes) -> str:
    """Say that the digest in a head is not the block's; empty when it is, or of an unknown kind."""
    kind, _, value = named.partition(":")
    kind = kind.strip().lower().replace("-", "")
    if kind not in ("sha1", "sha256", "md5"):
        return ""
    digest = hashlib.new(kind, block, usedforsecurity=False)
    forms = (digest.hexdigest().upper(), base64.b32encode(digest.digest()).decode().rstrip("="))
    return (
        ""
        if value.strip().upper().rstrip("=") in forms
        else f"its bytes do not have the {kind} that its head names"
    )


WARC = Format(
    name="warc",
    about="web archives, one article a page",
    endings=(".warc",),
    read=_read_warc,
    sniff=lambda head: head.start.startswith(_MARK),
    modules=("trafilatura", "w3lib"),
    extra="warc",
    fields=_FIELDS,
)
