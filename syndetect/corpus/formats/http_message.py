"""What a web server sent, as a crawl stored it -> status, media type and the decoded body."""

import re
import sys
import zlib
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from syndetect.corpus.records import Refused

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["HttpMessage", "header_fields", "parse_http"]

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})")
_BLANK = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
_ANNOUNCED = re.compile(r"[0-9]{1,15}")
_SEVERAL = re.compile(r"\s*,\s*")


class HttpMessage(NamedTuple):
    """A response; ``body`` as it came over the wire."""

    status: int
    headers: Mapping[str, str]  # names in small letters; of several of one name the last
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type in small letters, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def decoded(self, limit: int) -> bytes:
        """Undo transfer and content encodings.

        An encoding that the headers name and the body does not show has been
        undone by the crawler already.

        Raises
        ------
        Refused
            ``truncated_record``, ``bad_http``, ``too_large`` or
            ``missing_extra``.
        """
        body = self.body
        encodings = [one.lower() for one in _SEVERAL.split(self.headers.get("content-encoding", "")) if one]
        is_chunked = "chunked" in self.headers.get("transfer-encoding", "").lower()
        announced = self.headers.get("content-length", "")
        is_as_sent = not is_chunked and (not encodings or _is_compressed(body, encodings[-1]))
        if is_as_sent and _ANNOUNCED.fullmatch(announced) and len(body) < int(announced):
            detail = f"the server announced {int(announced):,} bytes, {len(body):,} are stored"
            raise Refused("truncated_record", detail)
        if is_chunked:
            body = _unchunked(body)
        for encoding in reversed(encodings):
            body = _decompressed(body, encoding, limit)
        return body


def parse_http(block: bytes) -> HttpMessage:
    """Split a stored response; Refused, ``bad_http``, when it is none."""
    status = _STATUS.match(block)
    end = _BLANK.search(block)
    if not status or not end:
        raise Refused("bad_http", "the record holds no response of a web server")
    return HttpMessage(int(status[1]), header_fields(block[: end.start()]), block[end.end() :])


def header_fields(head: bytes) -> dict[str, str]:
    """Return the fields of a message's head, after its first line; continued lines are joined."""
    fields: dict[str, str] = {}
    name = ""
    for line in head.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")[1:]:
        if line[:1] in (" ", "\t") and name:
            fields[name] += f" {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if colon and name:
            fields[name] = value.strip()
        else:
            name = ""
    return fields


def _unchunked(body: bytes) -> bytes:
    """Join the chunks of a body; a body without chunks is returned as it is."""
    parts: list[bytes] = []
    at = 0
    while True:
        size = _CHUNK.match(body, at)
        if not size:
            if not parts and at == 0:
                return body
            reason = "truncated_record" if at >= len(body) or len(body) - at < 20 else "bad_http"
            raise Refused(reason, "the chunks of the response do not end as they should")
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        begin, at = size.end(), size.end() + length
        if at > len(body):
            if not parts and not body[begin : begin + 1].isascii():
                return body
            raise Refused("truncated_record", "the last chunk of the response is cut off")
        parts.append(body[begin:at])
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0


def _is_compressed(body: bytes, encoding: str) -> bool:
    return (
        not (encoding in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b")) and encoding != "identity"
    )


class _Decoder(Protocol):
    """What zlib and zstd decompress with."""

    @property
    def eof(self) -> bool:
        """Whether the end was reached."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Decompress, to so many bytes at most."""


def _decompressed(body: bytes, encoding: str, limit: int) -> bytes:
    if encoding in ("", "identity", "none", "utf-8") or not body:
        return body
    if encoding in ("gzip", "x-gzip"):
        return _inflated(body, 31, limit) if body.startswith(b"\x1f\x8b") else body
    if encoding == "deflate":
        return _deflated(body, limit)
    if encoding == "zstd":
        return _unzstd(body, limit)
    if encoding == "br":
        return _unbrotli(body, limit)
    raise Refused("bad_http", f"the content encoding {encoding[:40]!r} is not known")


def _inflated(body: bytes, wbits: int, limit: int) -> bytes:
    return _decoded_whole(zlib.decompressobj(wbits=wbits), body, limit)


def _deflated(body: bytes, limit: int) -> bytes:
    """Decompress what servers call deflate: with the frame of zlib, or without; or what is not compressed."""
    if body.lstrip()[:1] == b"<":
        return body
    try:
        return _inflated(body, 15, limit)
    except Refused as refused:
        if refused.reason != "bad_http":
            raise
    return _inflated(body, -15, limit)


def _unzstd(body: bytes, limit: int) -> bytes:
    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    return _decoded_whole(zstd.ZstdDecompressor(), body, limit)


def _decoded_whole(decoder: _Decoder, body: bytes, limit: int) -> bytes:
    try:
        data = decoder.decompress(body, limit + 1)
    except (zlib.error, zstd.ZstdError) as error:
        raise Refused("bad_http", f"the body does not decompress: {error}") from error
    return _checked(data, ended=decoder.eof, limit=limit)


def _unbrotli(body: bytes, limit: int) -> bytes:
    if body.lstrip()[:1] == b"<":
        return body
    try:
        import brotli
    except ImportError as error:
        detail = "a body in br needs brotli: pip install 'syndetect[warc]'"
        raise Refused("missing_extra", detail) from error
    decoder = brotli.Decompressor()
    parts: list[bytes] = []
    n_made = 0
    try:
        for at in range(0, len(body), 4096):
            parts.append(decoder.process(body[at : at + 4096]))
            n_made += len(parts[-1])
            if n_made > limit:
                break
    except brotli.error as error:
        raise Refused("bad_http", f"the body does not decompress: {error}") from error
    return _checked(b"".join(parts), ended=decoder.is_finished(), limit=limit)


def _checked(data: bytes, *, ended: bool, limit: int) -> bytes:
    if len(data) > limit:
        raise Refused("too_large", f"the body decompresses to more than {limit:,} bytes")
    if not ended:
        raise Refused("truncated_record", "the compressed body is cut off")
    return data
