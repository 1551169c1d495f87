"""Laws of the mapping: the first name whose value fits fills the field; what the user names goes first."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.corpus import ReadParams, describe_mapping
from syndetect.errors import MappingError, ParameterError

TEXT = {"text": "Some words of an article."}

# What a record holds beside the text -> the field of the article.
FOUND = [
    ({"id": "a-1"}, "article_id", "a-1"),
    ({"id": 17}, "article_id", "17"),
    ({"id": 17.0}, "article_id", "17"),
    ({"id": None, "uuid": "u"}, "article_id", "u"),
    ({"id": " ", "guid": "g"}, "article_id", "g"),
    ({"id": True, "doc_id": "d"}, "article_id", "d"),
    ({"_id": {"$oid": "5f"}}, "article_id", "5f"),
    ({"Article-ID": "x"}, "article_id", "x"),
    ({"article id": "x"}, "article_id", "x"),
    ({"headline": " A title "}, "title", "A title"),
    ({"title": "", "Headline": "A title"}, "title", "A title"),
    ({"headlines": [{"value": "A title"}]}, "title", "A title"),
    ({"headline": {"main": "A title"}}, "title", "A title"),
    ({"url": "https://example.org/a?b#c"}, "url", "https://example.org/a?b#c"),
    ({"url": "/a/b", "link": "http://example.org"}, "url", "http://example.org"),
    ({"url": "javascript:alert(1)"}, "url", ""),
    ({"url": "https://", "link": "https:// a"}, "url", ""),
    ({"source": "https://example.org/a"}, "url", "https://example.org/a"),
    ({"source": "https://example.org/a"}, "outlet", "example.org"),
    ({"source": "The Post"}, "outlet", "The Post"),
    ({"source": "The Post"}, "url", ""),
    ({"source": {"id": None, "name": "The Post"}}, "outlet", "The Post"),
    ({"source.name": "The Post"}, "outlet", "The Post"),
    ({"source": "https://example.org/a", "source-hostname": "The Post"}, "outlet", "The Post"),
    ({"source_domain": "post.com", "url": "https://www.post.com/a"}, "outlet", "post.com"),
    ({"url": "https://www.Post.com:80/a"}, "outlet", "post.com"),
    ({"publisher": {"name": "The Post"}}, "outlet", "The Post"),
    ({"date_publish": "2025-05-23 14:05:00"}, "published", "2025-05-23T14:05:00Z"),
    ({"publishedAt": "soon", "date": "2025-05-23"}, "published", "2025-05-23"),
    ({"published_utc": 1748009100}, "published", "2025-05-23T14:05:00Z"),
    ({"date_download": "2025-05-23"}, "published", ""),
    ({"authors": ["A. Writer", "B. Writer", None, 3]}, "authors", "A. Writer; B. Writer"),
    ({"author": {"name": "A. Writer"}}, "authors", "A. Writer"),
    ({"author": [{"name": "A. Writer"}, {"name": "B."}]}, "authors", "A. Writer; B."),
    ({"byline": "By A. Writer"}, "authors", "By A. Writer"),
    ({"infosources": [{"name": "AFP"}]}, "credit", "AFP"),
    ({"CR": "Associated Press"}, "credit", "Associated Press"),
    ({"language": "en-GB"}, "language", "en"),
    ({"lang": "ENG"}, "language", "en"),
    ({"language": "German"}, "language", "de"),
    ({"language": "unknown to us"}, "language", ""),
]

TEXTS = [
    ({"maintext": "long enough"}, "long enough", "maintext"),
    ({"text": "short", "maintext": "much longer"}, "much longer", "maintext"),
    ({"body": "much longer", "text": "short"}, "much longer", "body"),
    ({"text": "same!", "body": "same."}, "same!", "text"),
    ({"text": "short", "content": "much longer"}, "short", "text"),
    ({"text": " ", "content": "body"}, "body", "content"),
    ({"fulltext": "one", "raw_text": "two, longer"}, "one", "fulltext"),
    ({"text": ["a"], "Article-Text": "words"}, "words", "Article-Text"),
    ({"bodies": [{"role": "x"}, {"value": "words"}]}, "words", "bodies[].value"),
    ({"text": " \n kept as it is\n "}, " \n kept as it is\n ", "text"),
]


def one(read_bytes, record, **params):
    corpus = read_bytes(orjson.dumps(record) + b"\n", input_format="jsonl", **params)
    [article] = corpus.articles
    return article, corpus


@pytest.mark.parametrize(("record", "field", "value"), FOUND, ids=repr)
def test_a_field_is_found_under_the_name_of_its_producer(read_bytes, record, field, value):
    """By name, in any case and punctuation, and only where the value fits."""
    article, _ = one(read_bytes, {**record, **TEXT})

    assert getattr(article, field) == value


@pytest.mark.parametrize(("record", "text", "name"), TEXTS, ids=repr)
def test_of_the_usual_names_the_longest_text_is_taken(read_bytes, record, text, name):
    """Unchanged, and counted under the name that it had."""
    article, corpus = one(read_bytes, record)

    assert article.text == text
    assert corpus.mapping["text"] == {name: 1}


@given(st.permutations(["text", "maintext", "body", "title", "url", "publisher", "language", "date"]))
def test_the_order_of_names_in_a_record_changes_nothing(read_bytes, names):
    """Only the table decides which name goes first."""
    values = {
        "text": "one",
        "maintext": "three",
        "body": "seven",
        "title": "T",
        "url": "https://a.org",
        "publisher": "P",
        "language": "en",
        "date": "2025-05-23",
    }
    article, _ = one(read_bytes, {name: values[name] for name in names})
    other, _ = one(read_bytes, values)

    assert article == other


def test_a_named_field_is_read_from_nowhere_else(read_bytes):
    """An override goes before every alias, also where it is empty."""
    record = {"id": "a", "title": "alias", "_source": {"Body": "named", "head": ""}, **TEXT}
    article, corpus = one(read_bytes, record, field_map={"text": "_source.body", "title": "_source.head"})

    assert article.text == "named"
    assert article.title == ""
    assert corpus.mapping["text"] == {"_source.body": 1}


def test_a_record_without_the_named_text_is_quarantined(read_bytes):
    """The others are read."""
    data = b'{"id": "a", "words": "some"}\n{"id": "b", "text": "alias"}\n{"id": "c", "words": 7}\n'

    corpus = read_bytes(data, field_map={"text": "words"})

    assert [article.article_id for article in corpus.articles] == ["a"]
    assert [row.reason for row in corpus.quarantine] == ["no_text", "no_text"]


def test_a_named_field_of_the_wrong_type_is_quarantined(read_bytes):
    """A date that cannot be read is none; an object in its place is a mistake."""
    data = b'{"id": 1, "text": "a", "when": {}}\n{"id": 2, "text": "b", "when": "soon"}\n'

    corpus = read_bytes(data, field_map={"published": "when"})

    assert [article.article_id for article in corpus.articles] == ["2"]
    assert [row.reason for row in corpus.quarantine] == ["bad_field"]
    assert "'when', mapped to published" in corpus.quarantine[0].detail


def test_a_name_that_no_record_has_is_an_error(read_bytes):
    """It names field, name and what there is instead."""
    with pytest.raises(MappingError, match=r"outlet is to be read from 'paper'.* has id, text"):
        read_bytes(b'{"id": "a", "text": "words"}\n', field_map={"outlet": "paper"})


def test_the_mapping_is_described_in_a_line_a_field(read_bytes):
    """Which name, and in how many of the articles read."""
    data = b'{"id": "a", "maintext": "x"}\n{"id": "b", "text": "<p>y</p>", "lang": "en"}\n{"id": "c"}\n'

    described = describe_mapping(read_bytes(data))

    assert described[0] == "id <- id (2/2)"
    assert described[1] == "text <- maintext (1/2), text (1/2)"
    assert "language <- lang (1/2)" in described
    assert "credit <- nothing" in described
    assert described[-1] == "1 of 2 texts hold HTML tags; they are kept as they are"


def test_no_more_plans_are_kept_than_memory_allows(read_bytes):
    """Records that all have other names are read as well."""
    data = b"".join(b'{"text": "words %d", "k%d": 1}\n' % (number, number) for number in range(3000))

    assert len(read_bytes(data).articles) == 3000


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"field_map": {"body": "text"}}, "'body' is no field of an article"),
        ({"field_map": {"text": " "}}, r"field_map\['text'\] must be the name"),
        ({"field_map": {"text": 3}}, "got 3"),
        ({"field_map": "text=body"}, "must be a mapping"),
        ({"input_format": "docx"}, "input_format must be one of auto, .*, got 'docx'"),
        ({"max_record_bytes": 10}, "max_record_bytes must be .* at least 1024, got 10"),
        ({"max_record_bytes": True}, "got True"),
    ],
)
def test_wrong_parameters_cannot_exist(params, message):
    """The message names the setting, the rule and the value."""
    with pytest.raises(ParameterError, match=message):
        ReadParams(**params)
