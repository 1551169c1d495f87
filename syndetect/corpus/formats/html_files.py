"""A saved web page -> one record: its main text, and what the page says of itself."""

import re
from collections.abc import Iterator

from syndetect.corpus.formats.interface import Format, Source
from syndetect.corpus.pages import Page
from syndetect.corpus.reasons import FILTERS
from syndetect.corpus.records import Filtered, Found, Record, Refused, Rejected

__all__ = ["HTML", "looks_like_html", "not_found"]

_HTML = re.compile(
    rb"(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body)[\s>]", re.DOTALL | re.IGNORECASE
)

_PAGE_FIELDS = {
    "id": "(file name)",
    "text": "(main text)",
    "title": "title",
    "url": "url",
    "outlet": "sitename",
    "published": "date",
    "authors": "author",
    "language": "language",
}


def _read_html(source: Source) -> Iterator[Record]:
    """Read the whole file as one page; of one that was cut off, what is there, and the file is partial."""
    stream, limit = source.stream, source.params.max_record_bytes
    kept: list[bytes] = []
    n_kept = 0
    for chunk in stream.chunks():
        if n_kept <= limit:
            kept.append(chunk)
            n_kept += len(chunk)
    data, length = b"".join(kept), stream.n_bytes
    if length > limit:
        yield Rejected(0, length, data[:400], "too_large", f"{length:,} bytes, the limit is {limit:,}")
    elif stream.fault:
        reason = "read_error" if stream.fault == "read_error" else "truncated_record"
        yield Rejected(0, length, data[:400], reason, "only a part of the file could be read")
    else:
        yield _page(source, data)


def _page(source: Source, data: bytes) -> Record:
    try:
        fields = source.pages.read(Page(data))
    except Refused as refused:
        return not_found(0, len(data), data[:400], refused)
    is_cut = note_end(source, fields)
    fields["(file name)"] = source.name
    fields["(main text)"] = fields.pop("text")
    if "url" not in fields and source.folder:
        fields.setdefault("sitename", source.folder)
    return Found(0, len(data), data[:400], fields, is_cut)


def note_end(source: Source, fields: dict[str, object]) -> bool:
    """Note in the ledger that a page has no end; return whether it must have been cut off."""
    is_cut, has_no_end = fields.pop("is_cut", False), fields.pop("has_no_end", False)
    if is_cut:
        source.stream.damage("truncated_file", "the page ends with elements open: it was cut off")
    elif has_no_end:
        source.stream.detail = source.stream.detail or "the page has no end tag: it may have been cut off"
    return bool(is_cut)


def looks_like_html(start: bytes) -> bool:
    """Tell whether bytes begin as an HTML page."""
    return _HTML.match(start) is not None


def not_found(offset: int, length: int, head: bytes, refused: Refused) -> Filtered | Rejected:
    """Return what becomes of a page in which no article was found."""
    if refused.reason in FILTERS:
        return Filtered(offset, length, refused.reason)
    return refused.at(offset, length, head)


HTML = Format(
    name="html",
    about="saved web pages, one article each",
    endings=(".html", ".htm", ".xhtml"),
    read=_read_html,
    sniff=lambda head: looks_like_html(head.start),
    modules=("trafilatura", "w3lib"),
    extra="html",
    fields=_PAGE_FIELDS,
)
