"""Records that go on: unchanged, with one object added; bulk requests that an engine takes."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from news import article, small_params

from syndetect.index import Deduplicator, Event
from syndetect.index.emit import event_lines, is_emitted, record_lines, with_object

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=8), VALUES, min_size=1, max_size=4), st.sampled_from(["", " ", "  "]))
def test_the_record_stays_as_it_is(record, blank):
    """The bytes of a record stand in its line; a dict gives the same fields; an older object is replaced."""
    raw = orjson.dumps(record)[:-1] + blank.encode() + b"}"
    line = with_object(raw, {"decision": "unique"})
    rest = {name: value for name, value in record.items() if name != "syndetect"}

    assert orjson.loads(line) == rest | {"syndetect": {"decision": "unique"}}
    assert orjson.loads(with_object(record, {"decision": "unique"})) == orjson.loads(line)
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    if b"syndetect" not in raw:
        assert line.startswith(raw[:-1].rstrip())
    assert orjson.loads(with_object(line.rstrip(), {"decision": "partial"})) == rest | {
        "syndetect": {"decision": "partial"}
    }


def test_numbers_keep_their_digits():
    """What a parser would round or reorder goes through byte for byte."""
    raw = b'{"n": 1.000, "big": 123456789012345678901234567890, "n2":1e5}'
    assert with_object(raw, {}) == raw[:-1] + b',"syndetect":{}}\n'


@pytest.fixture
def decided(tmp_path):
    """Return the decisions on four articles by id, and the events of one that came late."""
    with Deduplicator.open(tmp_path / "x.index", small_params()) as index:
        url = "https://news.example/1"
        found = index.add(
            [
                article("a", [1, 2, 3], 2, url=url),
                article("b", [1, 2, 3], 3),
                article("c", [1, 2, 3], 4, url=url),
                article("s", [], 4),
            ]
        ).decisions
        late = index.add([article("z", [1, 2, 3], 1)])
    return {one.article_id: one for one in found}, late.events


def test_what_is_left_out(decided):
    """``unique`` leaves out duplicates and nothing else; ``duplicates`` is the rest."""
    decisions, _ = decided
    kept = {name for name, one in decisions.items() if is_emitted(one, "unique")}
    assert kept == {"a", "c", "s"}
    assert {name for name, one in decisions.items() if is_emitted(one, "duplicates")} == set(decisions) - kept
    assert all(is_emitted(one, "all") for one in decisions.values())


@pytest.mark.parametrize("bulk", ["opensearch", "elasticsearch"])
def test_bulk_requests(decided, bulk):
    """An action line and a source line each; a revision takes the id of the article it revises."""
    decisions, events = decided
    head, source, end = record_lines(b'{"id":"b"}', decisions["b"], bulk).split(b"\n")
    assert (orjson.loads(head), end) == ({"index": {"_id": "b"}}, b"")
    assert orjson.loads(source)["syndetect"]["canonical_id"] == "a"
    assert decisions["c"].decision == "revision"
    assert b'"_id":"a"' in record_lines(b'{"id":"c"}', decisions["c"], bulk)
    told = {event.article_id: event_lines(event, bulk).splitlines() for event in events}
    assert orjson.loads(told["a"][0]) == {"update": {"_id": "a"}}
    assert orjson.loads(told["a"][1])["doc"]["syndetect"]["canonical_id"] == "z"


def test_solr_documents(decided):
    """Flat fields; an event sets them."""
    decisions, events = decided
    document = orjson.loads(record_lines({"id": "x", "text": "t"}, decisions["b"], "solr"))
    assert (document["id"], document["syndetect_canonical_id"], document["text"]) == ("b", "a", "t")
    told = [orjson.loads(event_lines(event, "solr")) for event in events]
    assert {"id": "a", "set": "z"}.items() <= {
        "id": told[0]["id"],
        "set": told[0]["syndetect_canonical_id"]["set"],
    }.items()


def test_long_ids_become_digests(decided):
    """An engine takes ids of 512 bytes."""
    from dataclasses import replace

    decisions, _ = decided
    long = replace(decisions["a"], article_id="ä" * 300)
    head = orjson.loads(record_lines(b'{"id":1}', long, "opensearch").splitlines()[0])
    assert head["index"]["_id"].startswith("xxh3-")


def test_what_a_later_version_replaced_is_in_no_bulk_request(decided):
    """An old file taken in again cannot bring back an old text."""
    from dataclasses import replace

    decisions, events = decided
    assert record_lines(b'{"id":1}', replace(decisions["a"], superseded=True), "opensearch") == b""
    assert event_lines(replace(events[0], superseded=True), "opensearch") == b""
    assert isinstance(events[0], Event)
