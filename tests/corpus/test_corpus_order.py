"""The same articles give the same corpus, in any order of lines and files."""

import io
import logging
import os
import random
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.corpus import Quarantined, content_digest, read_corpus, write_quarantine
from syndetect.errors import OutputError

records = st.fixed_dictionaries(
    {"text": st.sampled_from(["one", "two", "three", "four"])},
    optional={
        "id": st.sampled_from(["a", "b", "a~2", "b~3", 1, ""]),
        "url": st.sampled_from(["https://a.org/1", "https://b.org/2", "none"]),
        "title": st.sampled_from(["T", "U"]),
    },
)


def as_lines(found):
    return b"".join(orjson.dumps(record) + b"\n" for record in found)


@given(st.lists(records, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(read_bytes, found, chance):
    """Ids and contents are the same; only the number of the line differs."""
    shuffled = found[:]
    chance.shuffle(shuffled)

    one, two = read_bytes(as_lines(found)), read_bytes(as_lines(shuffled))

    placeless = {"record": 1, "byte_offset": 0, "byte_length": 0}
    assert [replace(article, **placeless) for article in one.articles] == [
        replace(article, **placeless) for article in two.articles
    ]
    assert (one.mapping, one.n_renamed, one.counts()) == (two.mapping, two.n_renamed, two.counts())


@given(st.lists(records, min_size=1, max_size=12))
def test_ids_are_distinct_sorted_and_as_read_where_they_are_free(read_bytes, found):
    """Every id that was read stands for an article; all others are derived from it."""
    corpus = read_bytes(as_lines(found))

    ids = [article.article_id for article in corpus.articles]
    assert ids == sorted(set(ids))
    assert {str(record["id"]) for record in found if record.get("id")} <= set(ids)
    assert corpus.n_renamed <= len(found) - len({record.get("id") for record in found} - {None, ""})


def test_a_taken_id_is_numbered_in_the_order_of_content(read_bytes):
    """And never takes an id that another article was given by its producer."""
    found = [{"id": "a", "text": text} for text in ("one", "two", "three")] + [{"id": "a~2", "text": "four"}]

    corpus = read_bytes(as_lines(found))

    assert [article.article_id for article in corpus.articles] == ["a", "a~2", "a~3", "a~4"]
    assert corpus.articles[1].text == "four"
    assert corpus.n_renamed == 2
    digests = [content_digest(article) for article in corpus.articles]
    assert digests[0] < digests[2] < digests[3]


def test_an_id_is_derived_from_url_or_text(read_bytes):
    """Never from the place in a file: the same record has the same id elsewhere."""
    line = b'{"url": "https://a.org/1", "text": "one"}\n'
    corpus = read_bytes(line + b'{"text": "two"}\n')
    again = read_bytes(b'{"text": "three"}\n' + line)

    assert [article.article_id[:4] for article in corpus.articles] == ["text", "url-"]
    assert len(corpus.articles[1].article_id) == len("url-") + 16
    assert corpus.articles[1].article_id in {article.article_id for article in again.articles}


def test_a_content_digest_sees_every_field_but_the_place(read_bytes):
    """Equal articles are equal wherever they stand."""
    [article] = read_bytes(b'{"id": "a", "text": "one", "title": "T"}\n').articles

    assert content_digest(replace(article, file="other", record=9, article_id="b")) == content_digest(article)
    changed = [
        {name: "x"}
        for name in ("text", "title", "outlet", "url", "language", "authors", "credit", "published")
    ]
    assert len({content_digest(replace(article, **change)) for change in changed}) == len(changed)


def test_the_quarantine_is_written_whole_or_not_at_all(read_bytes, tmp_path):
    """One object a line in the order of file and record; no other file is left behind."""
    corpus = read_bytes(b'{"id": 1}\n\x1b[31m\xe2\x80\xae red\n{"text": "words"}\n')
    path = tmp_path / "quarantine.jsonl"
    path.write_text("old")

    write_quarantine(path, corpus)

    rows = [Quarantined(**orjson.loads(line)) for line in path.read_bytes().splitlines()]
    assert tuple(rows) == corpus.quarantine
    assert rows[1].excerpt == "\\x1b[31m\\u202e red"
    assert os.listdir(tmp_path) == ["quarantine.jsonl"]
    write_quarantine(path, replace(corpus, quarantine=()))
    assert path.read_bytes() == b""
    with pytest.raises(OutputError, match="missing"):
        write_quarantine(tmp_path / "missing" / "quarantine.jsonl", corpus)


def test_one_line_is_logged(caplog):
    """With what went in and what came out."""
    with caplog.at_level(logging.INFO, logger="syndetect.corpus"):
        read_corpus(["-"], stdin=io.BytesIO(b'{"text": "words"}\n{}\n'))

    assert len(caplog.messages) == 1
    assert "1 files, 2 records -> 1 articles, 1 quarantined" in caplog.messages[0]


REAL = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.mark.parametrize(
    ("name", "n_articles"),
    [
        ("helsinki/articles.jsonl", 612),
        ("allsides/articles.jsonl.gz", 6000),
        ("ecbplus/articles.jsonl.gz", 982),
    ],
)
def test_real_corpora_are_read_whole(name, n_articles):
    """All articles, none renamed, none quarantined; also from shuffled lines."""
    path = REAL / name
    if not path.exists():
        pytest.skip(f"NO TEST ON REAL ARTICLES: {path} is not here; only made-up records were read")
    corpus = read_corpus([path])

    assert len(corpus.articles) == n_articles
    assert corpus.quarantine == ()
    assert corpus.n_renamed == 0
    rows = [orjson.dumps({"id": one.article_id, "text": one.text}) for one in corpus.articles]
    random.Random(1).shuffle(rows)
    again = read_corpus(["-"], stdin=io.BytesIO(b"\n".join(rows)))
    assert [one.text for one in again.articles] == [one.text for one in corpus.articles]
