"""Laws of JSON lines: a line is one record, a bad one costs itself alone."""

import gzip
import json

import orjson
import pytest


def line(article_id: str, text: str = "Some words of an article.", **fields: object) -> bytes:
    return orjson.dumps({"id": article_id, "text": text, **fields}) + b"\n"


def test_only_a_line_feed_ends_a_line(read_bytes):
    """Line separators of Unicode inside a string, CRLF and a missing last line feed make no difference."""
    text = "one\u2028two\u2029three\x85four\x0bfive\x0csix\rseven\neight"
    raw = '{"id": "b", "text": "one\u2028two\u2029three\x85four"}\r\n'.encode()
    data = b"\xef\xbb\xbf" + line("a", text) + b"\r\n\n  \t\n" + raw + line("c").rstrip()

    corpus = read_bytes(data)

    assert [article.article_id for article in corpus.articles] == ["a", "b", "c"]
    assert corpus.articles[0].text == text
    assert corpus.articles[1].text == "one\u2028two\u2029three\x85four"
    assert corpus.ledger[0].status == "complete"
    assert [article.record for article in corpus.articles] == [1, 2, 3]


BAD_LINES = {
    b"\xff\xfe not text": "bad_encoding",
    b'{"id": "x", "text": "a\xff"}': "bad_encoding",
    b'{"id": "x", "text": "a\xed\xa0\x80"}': "bad_encoding",
    b'{"id": "x", "text": "a \\ud83d b"}': "lone_surrogate",
    b'{"id": "x", "text": "a \\udc00 b"}': "lone_surrogate",
    b'{"id": "x", "text": "a", "score": NaN}': "bad_json",
    b'{"id": "x", "text": "a\0b"}': "bad_json",
    b'{"id": "x", "text": "a\x0bb"}': "bad_json",
    b'{"id": "x", "text": "a"} trailing': "bad_json",
    b"{'id': 'x'}": "bad_json",
    b'{"id": "x", "text": "a", "n": ' + b"9" * 5000 + b"}": "bad_json",
    b"[" * 100_000: "limit_nesting",
    b'{"text": ' + b"[" * 2_000 + b"]" * 2_000 + b"}": "limit_nesting",
    b'{"text": "a", "more": ' + b"[" * 120 + b"]" * 120 + b"}": "limit_nesting",
    b"[]": "not_an_object",
    b"3": "not_an_object",
    b"null": "not_an_object",
    b'"text"': "not_an_object",
    b"{}": "no_text",
    b'{"id": "x", "title": "only"}': "no_text",
    b'{"id": "x", "text": ["a", "b"]}': "no_text",
    b'{"id": "x", "text": 7}': "no_text",
    b'{"id": "x", "text": "' + b"a" * 70_000 + b'"}': "too_large",
}


@pytest.mark.parametrize(("bad", "reason"), BAD_LINES.items(), ids=lambda value: repr(value)[:40])
def test_a_bad_line_is_quarantined_with_its_place(read_bytes, bad, reason):
    """A bad line is listed with number, offset, length and reason; its neighbours are read."""
    before = line("a")
    corpus = read_bytes(before + bad + b"\n" + line("b"), input_format="jsonl", max_record_bytes=65_536 * 2)
    if reason == "too_large":
        corpus = read_bytes(before + bad + b"\n" + line("b"), input_format="jsonl", max_record_bytes=65_536)

    assert [article.article_id for article in corpus.articles] == ["a", "b"]
    [row] = corpus.quarantine
    assert (row.file, row.record, row.reason) == ("stdin", 2, reason)
    assert (row.byte_offset, row.byte_length) == (len(before), len(bad))
    assert row.detail
    assert len(row.excerpt) >= 1
    assert row.excerpt.isprintable()


def test_a_nul_character_keeps_its_place(read_bytes):
    """An escaped NUL becomes U+FFFD, so that offsets stay, and is counted."""
    corpus = read_bytes(b'{"id": "a\\u0000", "title": "t\\u0000", "text": "one\\u0000two"}\n')

    [article] = corpus.articles
    assert article.text == "one\ufffdtwo"
    assert article.title == "t\ufffd"
    assert article.article_id == "a\ufffd"
    assert corpus.n_nul == 1


def test_of_a_name_that_stands_twice_the_last_value_counts(read_bytes):
    """As in every JSON reader."""
    corpus = read_bytes(b'{"id": "a", "text": "first", "text": "second"}\n')

    assert corpus.articles[0].text == "second"


def test_a_line_longer_than_the_limit_is_passed_over(read_bytes):
    """Of 5 MiB in one line only the place is kept; what follows is read."""
    data = line("a") + b'{"text": "' + b"x" * (5 << 20) + b'"}\n' + line("b")

    corpus = read_bytes(data, max_record_bytes=1 << 20)

    assert [article.article_id for article in corpus.articles] == ["a", "b"]
    assert corpus.quarantine[0].reason == "too_large"
    assert corpus.quarantine[0].byte_length == (5 << 20) + len('{"text": ""}')


def test_every_cut_is_noticed(read_bytes):
    """Wherever a file is cut, whole lines are read and a part of a line is never taken for a whole one."""
    rows = [line(f"a{number}", f"Text no. {number}, “quoted”.") for number in range(4)]
    data = b"".join(rows)
    ends = [sum(map(len, rows[:count])) for count in range(5)]

    for cut in range(len(data) + 1):
        corpus = read_bytes(data[:cut], input_format="jsonl")
        whole = [at for at in range(1, 5) if cut >= ends[at] - 1]
        assert len(corpus.articles) == len(whole)
        is_between = cut in ends or cut + 1 in ends
        assert corpus.ledger[0].status == ("complete" if is_between else "partial: truncated_record")


def test_every_cut_of_a_compressed_file_is_noticed(read_bytes):
    """Wherever a .gz file is cut, it is called partial, and the records before the cut are kept."""
    whole = b"".join(line(f"a{number:02}", f"Text number {number}.") for number in range(50))
    stored = gzip.compress(whole, mtime=0)
    texts = {json.loads(row)["text"] for row in whole.splitlines()}
    found = []

    for cut in range(2, len(stored)):
        corpus = read_bytes(stored[:cut], input_format="jsonl")
        assert corpus.ledger[0].status == "partial: truncated_stream"
        assert {article.text for article in corpus.articles} <= texts
        found.append(len(corpus.articles))

    assert found == sorted(found)
    assert found[-1] == 50


def test_damage_of_compressed_files_has_a_name(read_bytes):
    """Members are joined, padding is accepted; checksum, garbage and broken blocks are told apart."""
    one, two = gzip.compress(line("a"), mtime=0), gzip.compress(line("b"), mtime=0)
    bad_sum = bytearray(one)
    bad_sum[-8] ^= 1
    cases = {
        one + two: ("complete", 2),
        one + b"\0" * 512: ("complete", 1),
        one + b"garbage": ("partial: trailing_garbage", 1),
        bytes(bad_sum): ("partial: bad_checksum", 1),
        bytes(bad_sum) + two: ("partial: bad_checksum", 1),
        one + two[:-3]: ("partial: truncated_stream", 2),
        one[:10] + b"\xff" * 40: ("partial: damaged_stream", 0),
    }

    for stored, (status, n_articles) in cases.items():
        corpus = read_bytes(stored, input_format="jsonl")
        assert (corpus.ledger[0].status, len(corpus.articles)) == (status, n_articles)


def test_a_record_without_words_is_filtered(read_bytes):
    """An empty text is no damage: it is counted, and the neighbours are read."""
    for empty in (
        b'{"id": "x", "text": null}',
        b'{"id": "x", "text": " \\n\\t"}',
        b'{"text": "", "body": ""}',
    ):
        corpus = read_bytes(line("a") + empty + b"\n" + line("b"))

        assert [article.article_id for article in corpus.articles] == ["a", "b"]
        assert corpus.quarantine == ()
        assert corpus.ledger[0].filtered == {"empty_text": 1}
        assert corpus.ledger[0].bytes_filtered == len(empty)
        assert corpus.counts()["n_filtered"] == 1


def test_a_long_line_that_compresses_well_costs_one_record(read_bytes):
    """Of 64 MiB of zeros in 64 kB no more than the limit is kept."""
    bomb = gzip.compress(line("a") + b"\0" * (64 << 20) + b"\n" + line("b"))

    corpus = read_bytes(bomb, max_record_bytes=1 << 20, max_ratio=2000)

    assert [article.article_id for article in corpus.articles] == ["a", "b"]
    assert [row.reason for row in corpus.quarantine] == ["too_large"]
