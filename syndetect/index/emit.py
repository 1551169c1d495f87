"""A record and its decision -> the lines that go on: JSON lines, or bulk requests of a search engine."""

from typing import Any, Literal, get_args

import orjson
import xxhash

from syndetect.corpus import RawRecord
from syndetect.index.records import Decision, Event

__all__ = ["BULK", "EMIT", "Bulk", "Emit", "event_lines", "is_emitted", "record_lines", "with_object"]

Emit = Literal["all", "unique", "duplicates"]
EMIT: tuple[Emit, ...] = get_args(Emit)
Bulk = Literal["", "opensearch", "elasticsearch", "solr"]
BULK: tuple[Bulk, ...] = get_args(Bulk)

_MOST_ID_BYTES = 512  # of an _id


def is_emitted(decision: Decision, emit: Emit) -> bool:
    """Tell whether a record goes on: ``unique`` leaves out duplicates and nothing else."""
    return emit == "all" or (decision.decision == "duplicate") == (emit == "duplicates")


def with_object(record: RawRecord, added: dict[str, Any]) -> bytes:
    """Return a record as one line of JSON with the object ``syndetect`` added to it.

    Parameters
    ----------
    record : bytes or dict
        Bytes are a JSON object and stay as they are, byte for byte, unless
        they have that object already.
    added : dict
    """
    if isinstance(record, bytes) and b"syndetect" not in record and record[:1] == b"{":
        return record.rstrip()[:-1].rstrip() + b',"syndetect":' + orjson.dumps(added) + b"}\n"
    fields = _fields(record) | {"syndetect": added}
    return orjson.dumps(fields, option=orjson.OPT_APPEND_NEWLINE)


def record_lines(record: RawRecord, decision: Decision, bulk: Bulk) -> bytes:
    """Return the lines of one record; none in a bulk request for what a later version has replaced.

    For Solr one document, without a line feed: they stand in a list.
    """
    if not bulk:
        return with_object(record, decision.to_dict())
    if decision.superseded:
        return b""
    if bulk == "solr":
        fields = _fields(record)
        fields.pop("syndetect", None)
        fields |= {"id": decision.is_known_as} | _flat(decision.to_dict())
        return orjson.dumps(fields)
    head = orjson.dumps({"index": {"_id": _document_id(decision.is_known_as)}})
    return head + b"\n" + with_object(record, decision.to_dict())


def event_lines(event: Event, bulk: Bulk) -> bytes:
    """Return the lines of one event: in a bulk request an update of the fields of its article."""
    if not bulk:
        return orjson.dumps({"syndetect": event.to_dict()}, option=orjson.OPT_APPEND_NEWLINE)
    if event.superseded:
        return b""
    known_as = event.after["canonical_id"] if event.after["decision"] == "revision" else event.article_id
    if bulk == "solr":
        fields = {name: {"set": value} for name, value in _flat(event.after).items()}
        return orjson.dumps({"id": known_as, **fields})
    head = orjson.dumps({"update": {"_id": _document_id(known_as)}})
    return head + b"\n" + orjson.dumps({"doc": {"syndetect": event.after}}) + b"\n"


def _fields(record: RawRecord) -> dict[str, Any]:
    return dict(orjson.loads(record) if isinstance(record, bytes) else record)


def _flat(values: dict[str, Any]) -> dict[str, Any]:
    return {f"syndetect_{name}": value for name, value in values.items() if value is not None}


def _document_id(article_id: str) -> str:
    """Return the id of a document: the article's, or its digest where that is too long."""
    data = article_id.encode("utf-8", "surrogatepass")
    return article_id if len(data) <= _MOST_ID_BYTES else f"xxh3-{xxhash.xxh3_128_hexdigest(data)}"
