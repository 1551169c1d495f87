"""Laws of JSON documents: the one list that holds articles is read, and every element stands for itself."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.corpus import ReadParams, read_batches

A = {"id": "a", "text": 'words "q" [x] {'}
B = {"id": "b", "text": "more \\ of it", "tags": [{"n": 1}]}
FOUND = [A, B]


@pytest.mark.parametrize("option", [0, orjson.OPT_INDENT_2])
@pytest.mark.parametrize(
    "document",
    [
        FOUND,
        {"n": 2, "articles": FOUND},
        {"took": 1, "hits": {"total": {"value": 2}, "hits": FOUND}},
        {"facets": [{"name": "x", "n": 1}], "response": {"docs": FOUND}, "more": [1, [2], {}]},
    ],
    ids=["array", "object", "deeper", "among others"],
)
def test_the_list_of_articles_is_found(read_bytes, document, option):
    """Wherever it stands; each record knows its bytes."""
    data = orjson.dumps(document, option=option)
    corpus = read_bytes(data)

    assert [article.article_id for article in corpus.articles] == ["a", "b"]
    assert (corpus.ledger[0].format, corpus.ledger[0].status) == ("json", "complete")
    for article, one in zip(corpus.articles, FOUND, strict=True):
        span = data[article.byte_offset : article.byte_offset + article.byte_length]
        assert orjson.loads(span) == one


def test_lists_that_are_passed_over_are_named(read_bytes):
    """The ledger says which were read; a list asked for by name is read, whatever it holds."""
    data = orjson.dumps({"old": {"docs": [A]}, "people": [{"name": "x"}], "docs": [B]})

    corpus = read_bytes(data)
    assert {article.article_id for article in corpus.articles} == {"a", "b"}
    assert corpus.ledger[0].detail == "read: old.docs, docs; passed over: people"
    assert [article.article_id for article in read_bytes(data, table="docs").articles] == ["b"]
    assert read_bytes(data, table="people").quarantine[0].reason == "no_text"
    missing = read_bytes(data, table="none")
    assert missing.ledger[0].status == "unreadable: bad_file"
    assert "there is no list 'none'; there are: old.docs, people, docs" in missing.quarantine[0].detail


def test_without_a_list_of_articles_nothing_is_read_silently(read_bytes):
    """The lists that there are stand in the message."""
    corpus = read_bytes(orjson.dumps({"posts": [{"story": "words"}]}))

    assert corpus.ledger[0].status == "unreadable: bad_file"
    assert "no list holds articles; there are: posts" in corpus.quarantine[0].detail
    mapped = read_bytes(orjson.dumps({"posts": [{"story": "words"}]}), field_map={"text": "story"})
    assert len(mapped.articles) == 1


def test_an_object_with_a_text_is_one_article(tmp_path):
    """Also when it holds lists of objects, as one file an article does."""
    record = {"entities": [{"name": "x"}], "title": "t", "text": "words", "thread": {"sites": [{"a": 1}]}}
    for option in (0, orjson.OPT_INDENT_2):
        path = tmp_path / "one.json"
        path.write_bytes(orjson.dumps(record, option=option))
        batches = read_batches(path)
        [batch] = batches
        assert [article.text for article in batch.articles] == ["words"]


def test_json_lines_under_the_name_json_are_lines(tmp_path):
    """And objects over several lines, one after the other, are records as well."""
    lines = tmp_path / "lines.json"
    lines.write_bytes(orjson.dumps(A) + b"\n{broken\n" + orjson.dumps(B) + b"\n")
    batches = read_batches(lines)
    assert [article.article_id for batch in batches for article in batch.articles] == ["a", "b"]
    assert (batches.ledger[0].format, batches.ledger[0].n_quarantined) == ("jsonl", 1)

    joined = tmp_path / "joined.json"
    joined.write_bytes(b"\n".join(orjson.dumps(one, option=orjson.OPT_INDENT_2) for one in FOUND))
    batches = read_batches(joined)
    assert [article.article_id for batch in batches for article in batch.articles] == ["a", "b"]
    assert batches.ledger[0].format == "json"


BAD_ELEMENTS = {
    b'{"id": "x", "text": "a\xff"}': "bad_encoding",
    b'{"id": "x", "text": "a \\ud83d b"}': "lone_surrogate",
    b'{"id": "x" "text": "a"}': "bad_json",
    b'{id: "x", "text": "a"}': "bad_json",
    b'{"id": "x", "text": NaN}': "bad_json",
    b'{"id": "x", "text": "' + b"a" * 5000 + b'"}': "too_large",
    b'{"id": "x", "text": ' + b"[" * 900 + b"]" * 900 + b"}": "limit_nesting",
    b"[1, 2]": "not_an_object",
    b'"text"': "not_an_object",
    b"17": "not_an_object",
    b"}": "bad_json",
}


@pytest.mark.parametrize(("bad", "reason"), BAD_ELEMENTS.items(), ids=lambda value: repr(value)[:40])
def test_a_bad_element_costs_itself_alone(read_bytes, bad, reason):
    """It is listed with its place; its neighbours are read."""
    before = b"[" + orjson.dumps(A) + b",\n "
    data = before + bad + b", " + orjson.dumps(B) + b"]"

    corpus = read_bytes(data, input_format="json", max_record_bytes=4096)

    assert [article.article_id for article in corpus.articles] == ["a", "b"]
    [row] = corpus.quarantine
    assert (row.record, row.reason, row.byte_offset, row.byte_length) == (2, reason, len(before), len(bad))
    assert corpus.ledger[0].status == "complete"


def test_a_list_in_a_document_beyond_the_limit_is_streamed(read_bytes):
    """An object that is longer than a record may be is read all the same, element by element."""
    rows = [{"id": f"a{number:04}", "text": f"words {number} " * 20} for number in range(500)]
    data = orjson.dumps({"meta": {"pages": [1, 2]}, "docs": rows, "end": {"x": [{"y": 1}]}})
    assert len(data) > 20 * 4096

    corpus = read_bytes(data, max_record_bytes=4096)

    assert len(corpus.articles) == 500
    assert corpus.ledger[0].status == "complete"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
        max_leaves=20,
    ),
    st.integers(1, 40),
)
def test_elements_are_those_that_orjson_finds(found, piece):
    """However the document is cut into chunks, strings, brackets and escapes included."""
    from syndetect.corpus.formats.json_documents import _Scanner

    data = orjson.dumps([found, found])
    scanner = _Scanner(data[at : at + piece] for at in range(0, len(data), piece))
    assert scanner.peek() == b"["
    scanner.skip()
    one = scanner.value(10_000)
    assert scanner.peek() == b","
    scanner.skip()
    two = scanner.value(10_000)

    assert orjson.loads(one.data) == orjson.loads(two.data) == found
    assert one.data == data[one.offset : one.offset + one.length]
    assert two.data == data[two.offset : two.offset + two.length]
    assert scanner.peek() == b"]"


def test_the_raw_record_is_passed_on_as_it_stands():
    """Byte for byte."""
    import io

    data = b'[ {"id" : "a", "text":"x\\u0041" } ]'
    [batch] = read_batches("-", params=ReadParams(), stdin=io.BytesIO(data))

    assert batch.records == (b'{"id" : "a", "text":"x\\u0041" }',)
