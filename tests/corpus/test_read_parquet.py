"""Laws of Parquet: every row is a record, and what cannot be read is said."""

import datetime
import io
import sys

import orjson
import pyarrow
import pytest
from pyarrow import parquet

from syndetect.corpus import NoArticleError, ReadParams, read_batches, read_corpus
from syndetect.errors import InputError


def write_rows(path, rows, **options):
    parquet.write_table(pyarrow.Table.from_pylist(rows), path, **options)
    return path


ROWS = [
    {
        "id": f"a{number:03}",
        "text": f"Words of number {number}.",
        "published_at": datetime.datetime(2025, 5, 23, 14, 5, tzinfo=datetime.UTC),
        "authors": ["A. Writer", "B. Writer"],
        "source": {"name": "The Post"},
        "raw": b"\xff\x00",
        "score": float("nan"),
    }
    for number in range(100)
]


def test_rows_are_records(tmp_path):
    """Of all row groups, with times, lists and structs."""
    corpus = read_corpus(write_rows(tmp_path / "a.parquet", ROWS, row_group_size=30))

    assert len(corpus.articles) == 100
    first = corpus.articles[0]
    assert (first.published, first.authors, first.outlet) == (
        "2025-05-23T14:05:00Z",
        "A. Writer; B. Writer",
        "The Post",
    )
    assert corpus.ledger[0].status == "complete"


def test_the_raw_record_can_be_written_as_json(tmp_path):
    """Times as ISO 8601, bytes as base64, no number as null."""
    [batch] = read_batches(write_rows(tmp_path / "a.parquet", ROWS[:1]))

    record = orjson.loads(orjson.dumps(batch.records[0]))
    assert (record["raw"], record["score"]) == ("/wA=", None)
    assert record["published_at"] == "2025-05-23T14:05:00+00:00"


def test_it_is_read_from_standard_input_and_compressed(tmp_path):
    """By its first bytes, through a temporary file that is gone afterwards."""
    import gzip

    data = write_rows(tmp_path / "a.parquet", ROWS).read_bytes()
    for stored in (data, gzip.compress(data)):
        corpus = read_corpus("-", stdin=io.BytesIO(stored))
        assert (corpus.ledger[0].format, len(corpus.articles)) == ("parquet", 100)


def test_a_text_that_is_not_utf8_costs_its_row(tmp_path):
    """The rows beside it are read."""
    offsets = pyarrow.py_buffer(b"".join(at.to_bytes(4, "little") for at in (0, 3, 5, 9)))
    texts = pyarrow.StringArray.from_buffers(3, offsets, pyarrow.py_buffer(b"one\xff\xfetwo!"))
    parquet.write_table(pyarrow.table({"text": texts}), tmp_path / "a.parquet")

    corpus = read_corpus(tmp_path)

    assert {article.text for article in corpus.articles} == {"one", "two!"}
    assert [(row.record, row.reason) for row in corpus.quarantine] == [(2, "bad_encoding")]


def test_a_damaged_row_group_costs_itself(tmp_path):
    """The others are read, and the file is called partial."""
    path = write_rows(tmp_path / "a.parquet", ROWS, row_group_size=25, compression="gzip")
    place = parquet.ParquetFile(path).metadata.row_group(1).column(1).data_page_offset
    data = bytearray(path.read_bytes())
    data[place + 30 : place + 60] = b"\xff" * 30
    path.write_bytes(data)

    corpus = read_corpus(path)

    assert corpus.ledger[0].status == "partial: damaged_file"
    assert len(corpus.articles) == 75
    assert [row.reason for row in corpus.quarantine] == ["damaged_row"]
    assert "row group 2: 25 rows cannot be read" in corpus.quarantine[0].detail


def test_what_is_no_parquet_is_unreadable(tmp_path):
    """Whatever its name says."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and nothing more")

    with pytest.raises(NoArticleError) as caught:
        read_corpus(tmp_path)

    assert caught.value.corpus.ledger[0].status == "unreadable: bad_file"


def test_without_the_extra_the_message_names_it(tmp_path, monkeypatch):
    """The file is unreadable, and the message holds the command that helps."""
    write_rows(tmp_path / "a.parquet", ROWS)
    monkeypatch.setattr("syndetect.corpus.batches.find_spec", lambda name: None)
    assert "pyarrow" in sys.modules

    with pytest.raises(NoArticleError, match=r"parquet needs pyarrow: pip install 'syndetect\[parquet\]'"):
        read_corpus(tmp_path)


def test_a_column_that_decompresses_to_too_much_is_not_read(tmp_path):
    """It is told before anything is decompressed."""
    rows = [{"text": "x" * 1_000_000 + str(number)} for number in range(40)]
    path = write_rows(tmp_path / "a.parquet", rows, use_dictionary=False, compression="gzip")

    batches = read_batches(path, params=ReadParams(max_ratio=50))
    [batch] = batches

    assert batches.ledger[0].status == "partial: limit_ratio"
    assert [row.reason for row in batch.quarantine] == ["too_large"]


def test_no_room_for_a_temporary_copy_is_told(tmp_path, monkeypatch):
    """As an error of the input, with what can be done."""
    data = write_rows(tmp_path / "a.parquet", ROWS).read_bytes()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))

    with pytest.raises(InputError, match=r"stdin: it cannot be copied to a temporary file .*: No such file"):
        read_corpus("-", stdin=io.BytesIO(data))
