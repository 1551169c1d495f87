"""Laws of compressed inputs: what was stored comes out, and every damage has its name."""

import gzip
import io
import lzma
import sys

import pytest
from stored import COMPRESS

from syndetect.corpus import ReadParams, read_batches, read_corpus

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROWS = [b'{"id": "a%d", "text": "Words of number %d."}\n' % (number, number) for number in range(40)]
DATA = b"".join(ROWS)


class Trickle(io.RawIOBase):
    """A pipe that gives one byte at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        one = self._data.read(1)
        buffer[: len(one)] = one
        return len(one)


@pytest.mark.parametrize("container", COMPRESS)
def test_what_was_stored_comes_out(read_bytes, container):
    """By magic bytes alone, with zeros behind it, and one byte at a time."""
    stored = COMPRESS[container][1](DATA)

    for data in (stored, stored + b"\0" * 512):
        corpus = read_bytes(data)
        [entry] = corpus.ledger
        assert (len(corpus.articles), entry.status, entry.n_bytes) == (40, "complete", len(DATA))
        assert entry.compression == container.partition(",")[0]
    batches = read_batches("-", stdin=Trickle(stored))
    assert sum(len(batch.articles) for batch in batches) == 40


@pytest.mark.parametrize("container", COMPRESS)
def test_damage_has_a_name(read_bytes, container):
    """Garbage behind the data, data that end early, a second compression, and no such data at all."""
    compress = COMPRESS[container][1]
    stored = compress(DATA)

    behind = read_bytes(stored + b"garbage")
    assert (behind.ledger[0].status, len(behind.articles)) == ("partial: trailing_garbage", 40)
    early = read_bytes(stored[:-2], input_format="jsonl")
    assert early.ledger[0].status == "partial: truncated_stream"
    second = read_bytes(stored + compress(DATA)[:3], input_format="jsonl")
    assert (second.ledger[0].status, len(second.articles)) == ("partial: truncated_stream", 40)
    twice = read_bytes(compress(stored), input_format="jsonl")
    assert twice.ledger[0].status == "unreadable: nested_compression"
    middle = bytearray(stored)
    middle[len(middle) // 2 :] = b"\xff" * (len(middle) - len(middle) // 2)
    broken = read_bytes(bytes(middle), input_format="jsonl")
    fault = broken.ledger[0].status.removeprefix("partial: ")
    assert fault in ("damaged_stream", "bad_checksum", "trailing_garbage")


def test_a_plain_file_under_a_compressed_name_is_no_data(tmp_path):
    """Nothing of it is read, as nothing shows what it is."""
    path = tmp_path / "a.jsonl.zst"
    path.write_bytes(DATA)

    [entry] = read_batches_to_the_end(path).ledger

    assert (entry.status, entry.n_ok) == ("partial: damaged_stream", 0)
    assert "does not begin as zstd" in entry.detail


def read_batches_to_the_end(path, **params):
    batches = read_batches(path, params=ReadParams(**params))
    for _ in batches:
        pass
    return batches


def test_frames_to_be_skipped_are_skipped(read_bytes):
    """As pzstd writes them before each frame."""
    skipped = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"

    corpus = read_bytes(skipped + zstd.compress(DATA) + skipped)

    assert (len(corpus.articles), corpus.ledger[0].status) == (40, "complete")


def test_a_frame_without_a_checksum_is_named(read_bytes):
    """Flipped bits in it cannot be noticed, which the ledger says; the file is complete all the same."""
    without = read_bytes(zstd.compress(DATA))
    checked = read_bytes(COMPRESS["zstd"][1](DATA))

    assert without.ledger[0].detail == "the compressed data have no checksum: flipped bits stay unseen"
    assert (without.ledger[0].status, checked.ledger[0].detail) == ("complete", "")


def test_a_window_beyond_the_memory_is_refused(read_bytes):
    """Of what 128 MiB do not suffice to decompress nothing is read, and the reason is said."""
    options = {zstd.CompressionParameter.window_log: 28, zstd.CompressionParameter.checksum_flag: 1}
    stream = zstd.ZstdCompressor(options=options)
    wide = stream.compress(DATA) + stream.flush()
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 200 * 1024 * 1024}]

    for stored in (wide, lzma.compress(DATA, format=lzma.FORMAT_XZ, filters=filters)):
        corpus = read_bytes(stored, input_format="jsonl")
        assert (corpus.ledger[0].status, corpus.articles) == ("partial: limit_memory", ())


def test_the_ratio_and_the_total_are_limits(read_bytes):
    """What decompresses to more is left there; what came before is kept."""
    bomb = gzip.compress(DATA + b"\0" * (40 << 20))

    assert read_bytes(bomb, input_format="jsonl").ledger[0].status == "partial: limit_ratio"
    few = read_bytes(gzip.compress(DATA), max_file_bytes=len(DATA) - 1, input_format="jsonl")
    assert few.ledger[0].status == "partial: limit_file_bytes"
    enough = read_bytes(gzip.compress(DATA), max_file_bytes=len(DATA))
    assert enough.ledger[0].status == "complete"


def test_forty_to_one_is_no_bomb(read_bytes):
    """A corpus of copies compresses well, and is read."""
    text = "The same report of the ferry on the sandbank, word for word, in every paper. " * 5
    rows = b"".join(b'{"id": "%d", "text": "%s"}\n' % (number, text.encode()) for number in range(60_000))
    stored = gzip.compress(rows)
    assert len(rows) > 40 * len(stored)

    corpus = read_corpus("-", stdin=io.BytesIO(stored))

    assert (len(corpus.articles), corpus.ledger[0].status) == (60_000, "complete")
