"""The documented grammar of bulk requests (OpenSearch and Elasticsearch; Solr), read strictly."""

from typing import Any, NamedTuple

import orjson

ACTIONS = {"index", "create", "update", "delete"}
METADATA = {"_id", "_index", "routing", "require_alias", "if_seq_no", "if_primary_term"}
UPDATE_BODY = {"doc", "doc_as_upsert", "detect_noop", "upsert", "script", "scripted_upsert"}
MOST_ID_BYTES = 512


class GrammarError(ValueError):
    """A request that an engine would refuse."""


class Action(NamedTuple):
    """One action of a bulk request; ``body`` is None for a deletion."""

    name: str
    document_id: str | None
    body: dict[str, Any] | None


def parse_bulk(data: bytes) -> list[Action]:
    """Parse a bulk request, whose last line ends with a line feed as all do."""
    need(data.endswith(b"\n"), "the request must end with a line feed")
    need(not data.startswith(b"\xef\xbb\xbf"), "a byte order mark")
    need(b"\r" not in data, "a carriage return")
    lines = iter(data[:-1].split(b"\n"))
    actions = []
    for line in lines:
        name, metadata = _action(_object(line))
        body = None
        if name != "delete":
            source = next(lines, None)
            need(source is not None, f"no source after {name}")
            body = _object(source)
        if name == "update":
            need("_id" in metadata, "an update without _id")
            need(body.keys() <= UPDATE_BODY and ("doc" in body or "script" in body), f"update {body.keys()}")
        actions.append(Action(name, metadata.get("_id"), body))
    return actions


def parse_solr(data: bytes) -> list[dict[str, Any]]:
    """Parse a list of Solr documents: flat, with an id; a value is atomic, a list of them, or an update."""
    documents = orjson.loads(data)
    need(isinstance(documents, list), "not a list")
    for document in documents:
        need(isinstance(document, dict) and isinstance(document.get("id"), str), "no id")
        for name, value in document.items():
            if isinstance(value, dict):
                need(name != "id" and len(value) == 1, f"{name}: {value}")
                need(value.keys() <= {"set", "add", "remove", "inc"}, f"{name}: {value}")
    return documents


def _object(line: bytes) -> dict[str, Any]:
    need(line.strip() != b"", "an empty line")
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise GrammarError(str(error)) from error
    need(isinstance(value, dict), "no object")
    return value


def _action(head: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    need(len(head) == 1, f"{len(head)} actions in one line")
    [(name, metadata)] = head.items()
    need(name in ACTIONS, f"action {name!r}")
    need(isinstance(metadata, dict) and metadata.keys() <= METADATA, f"metadata {metadata!r}")
    if "_id" in metadata:
        document_id = metadata["_id"]
        need(isinstance(document_id, str), f"_id {document_id!r}")
        need(0 < len(document_id.encode()) <= MOST_ID_BYTES, f"_id of {len(document_id.encode())} bytes")
    return name, metadata


def need(holds: bool, message: str) -> None:
    """Raise unless something holds."""
    if not holds:
        raise GrammarError(message)
