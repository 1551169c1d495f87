"""A text file -> one record: its name is the id, its folder the outlet."""

from collections.abc import Iterator

from syndetect.corpus.formats.interface import Format, Source
from syndetect.corpus.records import Found, Record, Rejected

__all__ = ["TXT"]

_TEXT_FIELDS = {"id": "(file name)", "text": "(file)", "outlet": "(folder name)"}
"""Where the fields of an article in a text file come from, as it is shown in the mapping."""


def _read_text(source: Source) -> Iterator[Record]:
    """Read the whole file as one article in UTF-8; line ends stay as they are, a byte order mark goes."""
    stream, max_record_bytes = source.stream, source.params.max_record_bytes
    kept: list[bytes] = []
    for chunk in stream.chunks():
        if stream.n_bytes <= max_record_bytes or not kept:
            kept.append(chunk)
    data, length = b"".join(kept), stream.n_bytes
    if length > max_record_bytes:
        detail = f"{length:,} bytes, the limit is {max_record_bytes:,}"
        yield Rejected(0, length, data, "too_large", detail)
    elif stream.fault:
        reason = "read_error" if stream.fault == "read_error" else "truncated_record"
        yield Rejected(0, length, data, reason, "only a part of the file could be read")
    else:
        yield _decoded(data, source.name, source.folder)


def _decoded(data: bytes, name: str, folder: str) -> Found | Rejected:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = (
            f"byte {data[error.start]:#04x} at byte {error.start} is not UTF-8; convert the file to UTF-8"
        )
        return Rejected(0, len(data), data, "bad_encoding", detail)
    values = (name, text, folder)
    return Found(0, len(data), data, dict(zip(_TEXT_FIELDS.values(), values, strict=True)))


TXT = Format(
    name="txt",
    about="text files, one article each",
    endings=(".txt",),
    read=_read_text,
    sniff=lambda head: True,
    fields=_TEXT_FIELDS,
)
