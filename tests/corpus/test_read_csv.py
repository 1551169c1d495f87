"""Laws of tables: a row is one record, a broken row never takes its neighbours with it."""

import csv
import gzip
import io

import pytest

from syndetect.corpus import ReadParams


def table(*rows: list[str], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


HEADER = ["id", "outlet", "text"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_rows_are_read_under_any_delimiter(read_bytes, delimiter, bom, ending):
    """Delimiter, byte order mark and line ends are found out; fields may hold all of them."""
    text = 'He said, "yes; no\tmaybe | so".\n\nA second paragraph.'
    data = table(HEADER, ["a", "Post", text], ["b", "Times, The", "Plain words"], delimiter=delimiter)

    corpus = read_bytes(bom + data.replace(b"\n", ending), input_format="csv")

    assert [article.outlet for article in corpus.articles] == ["Post", "Times, The"]
    assert corpus.articles[0].text == text.replace("\n", ending.decode())
    assert corpus.ledger[0].status == "complete"


def test_an_open_quotation_mark_costs_its_own_row(read_bytes):
    """The rows after a mark that is never closed are read, not swallowed."""
    data = (
        b'id,outlet,text\na,Post,"never closed\nb,Times,words of b\nc,Sun,"words, of c"\nd,Mail,words of d\n'
    )

    corpus = read_bytes(data, input_format="csv")

    assert [article.article_id for article in corpus.articles] == ["b", "c", "d"]
    [row] = corpus.quarantine
    assert (row.record, row.reason, row.byte_offset) == (1, "bad_csv", len(b"id,outlet,text\n"))
    assert row.byte_length == len(b'a,Post,"never closed')


def test_an_open_quotation_mark_without_another_one(read_bytes):
    """The end of the file does not close it either."""
    rows = b"".join(b"r%d,Times,words of it\n" % number for number in range(200))

    corpus = read_bytes(b'id,outlet,text\na,Post,"never closed\n' + rows, input_format="csv")

    assert len(corpus.articles) == 200
    assert [row.reason for row in corpus.quarantine] == ["bad_csv"]


def test_paragraphs_of_a_broken_row_are_not_taken_for_rows(read_bytes):
    """Marks that are not doubled inside a text break its row; what is left of it is no article."""
    broken = b'b,"He said "yes" to all,\nand then, he left.\nThe end"\n'

    corpus = read_bytes(b"id,text\na,One\n" + broken + b"c,Two\n", input_format="csv")

    assert [article.article_id for article in corpus.articles] == ["a", "c"]
    spaced = read_bytes(b"id, text\na, One\n" + broken + b"c, Two\n", input_format="csv")
    assert {"a", "c"} <= {article.article_id for article in spaced.articles}


def test_a_table_cut_inside_a_long_text_loses_one_record(read_bytes):
    """Paragraphs of the row that was cut are not taken for rows."""
    long = "\n\n".join(f"Paragraph {number} has words, and more words, and more." for number in range(20))
    whole = table(HEADER, ["a", "Post", "Short."], ["b", "Times", long])

    corpus = read_bytes(whole[:-40], input_format="csv")

    assert [article.article_id for article in corpus.articles] == ["a"]
    assert [row.reason for row in corpus.quarantine] == ["truncated_record"]
    assert corpus.ledger[0].status == "partial: truncated_record"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"x,Post", "bad_csv"),
        (b"x,Post,text,more", "bad_csv"),
        (b'x,"Post"s,text', "bad_csv"),
        (b"x,Post,te\rxt", "bad_csv"),
        (b"x,Post,M\xfcnchen", "bad_encoding"),
        (b'x,Post,"M\xfcnchen\nand more"', "bad_encoding"),
        (b'x,Post,"' + b"words " * 1000 + b'"', "too_large"),
    ],
)
def test_a_bad_row_is_quarantined_with_its_place(read_bytes, bad, reason):
    """A bad row is listed with number, offset, length and reason; its neighbours are read."""
    head = b"id,outlet,text\n" + b"a,Post,words of a\n"

    corpus = read_bytes(head + bad + b"\nb,Post,words of b\n", input_format="csv", max_record_bytes=4096)

    assert [article.article_id for article in corpus.articles] == ["a", "b"]
    [row] = corpus.quarantine
    assert (row.record, row.reason, row.byte_offset) == (2, reason, len(head))
    assert row.byte_length == len(bad)


def test_large_fields_nul_and_blank_lines(read_bytes):
    """A field of 200,000 characters is read, a NUL becomes U+FFFD, blank lines are no records."""
    data = b"\n\nid,text\n\na," + b"x" * 200_000 + b"\n  \nb,one\0two\n"

    corpus = read_bytes(data, input_format="csv")

    assert [len(article.text) for article in corpus.articles] == [200_000, 7]
    assert corpus.articles[1].text == "one\ufffdtwo"


def test_of_columns_with_one_name_the_first_keeps_it(read_bytes):
    """The others are still there, under another name."""
    data = b"id,text,text\na,first,second\n"

    assert read_bytes(data, input_format="csv").articles[0].text == "first"
    second = read_bytes(data, input_format="csv", field_map={"text": "text~2"})
    assert second.articles[0].text == "second"


def test_a_header_alone_is_an_empty_table(read_bytes):
    """No rows, no articles, no error."""
    corpus = read_bytes(b"id,text\n", input_format="csv")

    assert corpus.counts()["n_in"] == 0
    assert corpus.ledger[0].status == "complete"


def test_a_header_that_cannot_be_read_leaves_out_the_file(read_bytes):
    """One quarantined record stands for all bytes of the file."""
    data = b'"id,"text"\na,words\n'

    corpus = read_bytes(data, input_format="csv")

    assert corpus.ledger[0].status == "unreadable: bad_header"
    assert (corpus.quarantine[0].byte_offset, corpus.quarantine[0].byte_length) == (0, len(data))


def test_the_last_row_of_a_truncated_stream_is_not_believed(read_bytes):
    """A row that fits the header may still be half a text."""
    stored = gzip.compress(table(HEADER, ["a", "Post", "One."], ["b", "Post", "words " * 50]), mtime=0)

    corpus = read_bytes(stored[:-12], input_format="csv")

    assert [article.article_id for article in corpus.articles] == ["a"]
    assert corpus.quarantine[0].reason == "truncated_record"


def test_reading_again_is_bounded(read_bytes):
    """A table in which every row could be the start of all others does not take quadratic time."""
    rows = 40_000
    corpus = read_bytes(b"id,text\n" + b'a","b\n' * rows, input_format="csv")

    assert not corpus.articles
    assert corpus.ledger[0].n_bytes == 8 + 6 * rows


def test_tab_separated_files_are_split_at_tabs(read_bytes):
    """Whatever else stands in the header."""
    corpus = read_bytes(b"id\ttext,more\ttext\na\tx\tSome, words\n", input_format="tsv")

    assert corpus.articles[0].text == "Some, words"
    assert ReadParams(input_format="tsv").input_format == "tsv"
