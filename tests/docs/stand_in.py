"""A small server in place of a search engine: it takes what the grammar allows, and collapses hits."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bulk_grammar import GrammarError, need, parse_bulk, parse_solr


class Engine:
    """Documents of one index, by id."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.properties: dict[str, Any] = {}
        self.solr_fields: dict[str, Any] = {}
        self.answers: list[dict[str, Any]] = []
        self.url = ""

    def answer(self, method: str, path: str, query: dict[str, list[str]], data: bytes) -> dict[str, Any]:
        """Answer one request."""
        known = {
            ("PUT", "/news"): self._make,
            ("POST", "/news/_bulk"): self._bulk,
            ("POST", "/news/_refresh"): lambda _data, _query: {},
            ("POST", "/news/_search"): self._search,
            ("POST", "/solr/news/schema"): self._schema,
            ("POST", "/solr/news/update"): self._update,
            ("GET", "/solr/news/select"): self._select,
        }
        need((method, path) in known, f"{method} {path}")
        answer = known[method, path](data, query)
        self.answers.append(answer)
        return answer

    def _make(self, data: bytes, query: dict[str, list[str]]) -> dict[str, Any]:
        need(not query, "no parameters")
        self.properties = json.loads(data)["mappings"]["properties"]["syndetect"]["properties"]
        return {"acknowledged": True}

    def _bulk(self, data: bytes, query: dict[str, list[str]]) -> dict[str, Any]:
        items: list[dict[str, Any]] = []
        for name, document_id, body in parse_bulk(data):
            if name == "index":
                self.documents[document_id] = body
            elif document_id in self.documents:
                self.documents[document_id].setdefault("syndetect", {}).update(body["doc"]["syndetect"])
            else:
                items.append({name: {"error": {"type": "document_missing_exception", "reason": "missing"}}})
        return {"errors": bool(items)} | ({"items": items} if items else {})

    def _search(self, data: bytes, query: dict[str, list[str]]) -> dict[str, Any]:
        asked = json.loads(data)
        need(asked.keys() <= {"query", "collapse", "aggs"}, f"{asked.keys()}")
        field = asked["collapse"]["field"].removeprefix("syndetect.")
        need(self.properties[field]["type"] == "keyword", f"{field} cannot be collapsed on")
        [(name, word)] = asked["query"]["match"].items()
        hits = [one for one in self.documents.values() if word in one[name].lower()]
        stories: dict[str, list[dict[str, Any]]] = {}
        for hit in hits:
            stories.setdefault(hit["syndetect"][field], []).append(hit)
        return {"hits": {"total": {"value": len(hits)}}, "stories": {k: len(v) for k, v in stories.items()}}

    def _schema(self, data: bytes, query: dict[str, list[str]]) -> dict[str, Any]:
        self.solr_fields = {field["name"]: field for field in json.loads(data)["add-field"]}
        return {"responseHeader": {"status": 0}}

    def _update(self, data: bytes, query: dict[str, list[str]]) -> dict[str, Any]:
        for document in parse_solr(data):
            added = {name for name in document if name.startswith("syndetect")}
            need(added <= self.solr_fields.keys(), f"{added - self.solr_fields.keys()}: no such fields")
            self.documents[document["id"]] = document
        return {"responseHeader": {"status": 0}}

    def _select(self, data: bytes, query: dict[str, list[str]]) -> dict[str, Any]:
        [collapse] = query["fq"]
        field = collapse.removeprefix("{!collapse field=").removesuffix("}")
        need(self.solr_fields[field]["docValues"], f"{field} has no docValues")
        return {"stories": len({one[field] for one in self.documents.values()})}


@contextmanager
def serving() -> Iterator[Engine]:
    """Run the server on a free port of this machine."""
    engine = Engine()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            url = urlsplit(self.path)
            data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                status, answer = 200, engine.answer(self.command, url.path, parse_qs(url.query), data)
            except (GrammarError, KeyError, ValueError, TypeError) as error:
                status, answer = 400, {"error": f"{type(error).__name__}: {error}"}
            shown = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(shown)))
            self.end_headers()
            self.wfile.write(shown)

        do_GET = do_POST = do_PUT = _do

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    engine.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield engine
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
