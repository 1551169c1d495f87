"""Ninjs 1, 2 and 3 -> articles: items of JSON, with their bodies as plain text."""

import re
from collections.abc import Iterator, Mapping

from syndetect.corpus.formats.interface import Format, Head, Source
from syndetect.corpus.formats.json_documents import JSON
from syndetect.corpus.formats.jsonl import JSONL
from syndetect.corpus.formats.xml_fields import ARTICLE_FIELDS
from syndetect.corpus.records import Filtered, Found, Record, Refused, one_by_one

__all__ = ["NINJS"]

_BODY = re.compile(rb'"(?:body_\w{1,40}|bodies)"\s*:')
_SIGNS = re.compile(
    rb'"(versioncreated|firstcreated|representationtype|pubstatus|standard|uri)"\s*:', re.IGNORECASE
)
_LEAST_SIGNS = 2
_KEPT = (
    "type", "version", "pubstatus", "urgency", "embargoed", "slugline", "located", "ednote", "usageterms",
    "representationtype", "copyrightnotice", "genres", "subjects",
)  # fmt: skip


def _read_ninjs(source: Source) -> Iterator[Record]:
    """Read items by the reader of JSON lines or documents, and each as ninjs."""
    inner = JSONL if JSONL.sniff(Head(source.stream.head(), source.known, source.is_article)) else JSON
    for record in one_by_one(inner.read(source)):
        yield _item(source, record) if isinstance(record, Found) else record


def _item(source: Source, record: Found) -> Record:
    item = {key.lower().replace("_", ""): value for key, value in record.fields.items()}
    try:
        text = _text(source, record.fields, item)
    except Refused as refused:
        return refused.at(record.offset, record.length, record.head)
    if text is None:
        return Filtered(record.offset, record.length, "not_text")
    fields = _article_fields(item) | {key: item[key] for key in _KEPT if key in item} | {"text": text}
    return record._replace(fields=fields)


def _article_fields(item: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of the article but its text: of those with several names the first that is there."""
    credits = [
        *_names(item.get("creditline")),
        *_names(item.get("infosources")),
        *_names(item.get("infosource")),
        *_names(item.get("copyrightholder")),
    ] or _names(item.get("copyrightnotice"))
    fields = {
        "id": item.get("uri") or item.get("guid"),
        "title": _main(item.get("headlines"))
        or item.get("headline")
        or item.get("title")
        or item.get("name"),
        "url": item.get("webcanonical") or item.get("url") or item.get("uri"),
        "outlet": _first(item.get("provider")) or _first(item.get("source")),
        "published": item.get("versioncreated") or item.get("contentcreated") or item.get("firstcreated"),
        "authors": _names(item.get("by")) or _names(item.get("byline")) or _names(item.get("authors")),
        "credit": list(dict.fromkeys(credits)),
        "language": item.get("language"),
    }
    return {name: value for name, value in fields.items() if value}


def _text(source: Source, raw: Mapping[str, object], item: Mapping[str, object]) -> str | None:
    """Return the longest body in plain text, else of the others; None when there is no body at all."""
    plain: list[str] = []
    marked: list[str] = []
    for kind, value in [*_flat_bodies(raw), *_listed_bodies(item.get("bodies"))]:
        if "html" in kind or "xml" in kind:
            marked.append(value)
        elif kind in ("", "text") or "plain" in kind:
            plain.append(value)
    if any(text.strip() for text in plain):
        return max(plain, key=len)
    if marked:
        return max((source.html_text(value) for value in marked), key=len)
    is_text = item.get("type", "text") in ("text", "composite", None)
    return "" if plain and is_text else None


def _flat_bodies(raw: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield kind and value of ``body_text``, ``body_html``, ``body_xhtml`` and the like, of ninjs 1."""
    for key, value in raw.items():
        if key.lower().startswith("body_") and isinstance(value, str):
            yield key.lower().removeprefix("body_"), value


def _listed_bodies(bodies: object) -> Iterator[tuple[str, str]]:
    """Yield kind and value of the bodies of ninjs 2 and 3; of the main role where any has it."""
    listed = [_lowered(one) for one in bodies if isinstance(one, dict)] if isinstance(bodies, list) else []
    main = [one for one in listed if one.get("role") in ("main", "body")]
    for body in main or listed:
        if isinstance(body.get("value"), str):
            yield str(body.get("contenttype") or "").lower(), str(body["value"])


def _main(values: object) -> str:
    """Return the headline of the main role, else the first."""
    listed = [_lowered(one) for one in values if isinstance(one, dict)] if isinstance(values, list) else []
    listed.sort(key=lambda one: one.get("role") not in ("main", "headline"))
    return next((str(one["value"]) for one in listed if isinstance(one.get("value"), str)), "")


def _names(value: object) -> list[str]:
    """Return names: of a string, an object with a name, or a list of these."""
    if isinstance(value, list):
        return [name for one in value for name in _names(one)]
    if isinstance(value, dict):
        lowered = _lowered(value)
        value = lowered.get("name") or lowered.get("literal")
    return [value.strip()] if isinstance(value, str) and value.strip() else []


def _first(value: object) -> str:
    return next(iter(_names(value)), "")


def _lowered(value: Mapping[str, object]) -> dict[str, object]:
    return {key.lower(): one for key, one in value.items()}


def _looks_like_ninjs(head: Head) -> bool:
    """Tell whether it is JSON with a body and two more of the properties of ninjs."""
    if head.start[:1] not in (b"{", b"["):
        return False
    signs = {found.lower() for found in _SIGNS.findall(head.data)}
    return len(signs) >= _LEAST_SIGNS and _BODY.search(head.data) is not None


NINJS = Format(
    name="ninjs",
    about="ninjs 1, 2 and 3, IPTC's news in JSON",
    endings=(".json", ".jsonl", ".ninjs"),
    read=_read_ninjs,
    sniff=_looks_like_ninjs,
    modules=("lxml",),
    extra="wire",
    fields=ARTICLE_FIELDS,
    keeps_bytes=True,
)
