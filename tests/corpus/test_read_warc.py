"""WARC: a page is one record, all others are counted, and half an article never passes for a whole one."""

import base64
import gzip
import hashlib
import io
import random
import sys
import zlib

import brotli
import fastwarc
import pytest
from formats_samples import page, paragraphs, response, warc_record, web_archive
from reading_records import RememberingPages, check_cuts, fields_of, read_records, reasons_of, texts_of
from stored import COMPRESS

from syndetect.corpus import read_corpus
from syndetect.corpus.formats.warc import WARC
from syndetect.corpus.records import Filtered, Found, Rejected

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "(main text)"


@pytest.fixture(scope="module")
def pages():
    """One worker for the pages of all archives."""
    workers = RememberingPages()
    yield workers
    workers.close()


def test_the_fields_of_a_page(tmp_path):
    """Address and outlet from the record, the rest from the page; when it was fetched is kept apart."""
    head = '<meta property="article:published_time" content="2026-05-04T10:00:00+02:00">'
    data = warc_record("response", response(page(0, head=head)), url="https://www.harbour.example/ferry")
    (tmp_path / "news.warc.gz").write_bytes(gzip.compress(data))
    corpus = read_corpus(tmp_path)

    [article] = corpus.articles
    assert (corpus.ledger[0].format, corpus.ledger[0].compression) == ("warc", "gzip")
    assert corpus.ledger[0].status == "complete"
    assert (article.url, article.outlet) == ("https://www.harbour.example/ferry", "harbour.example")
    assert (article.title, article.language) == ("Ferry 0", "en")
    assert article.published == "2026-05-04T08:00:00Z"
    assert all(one in article.text for one in paragraphs(0))


def test_when_a_page_was_fetched_is_no_date_of_publication(pages):
    """It stays in the record."""
    [fields] = fields_of(read_records(WARC, warc_record("response", response(page(0))), pages=pages)[0])

    assert fields["crawled"] == "2026-05-05T11:00:00Z"
    assert "date" not in fields


def test_records_that_are_no_pages_are_counted(pages):
    """Each with its kind, and with the bytes that it takes."""
    image = ("Content-Type: image/jpeg",)
    parts = {
        "warc_info": warc_record("warcinfo", b"software: x"),
        "warc_request": warc_record("request", b"GET / HTTP/1.1\r\n\r\n"),
        "warc_metadata": warc_record("metadata", b"fetchTimeMs: 3"),
        "warc_revisit": warc_record("revisit", b"HTTP/1.1 200 OK\r\n\r\n"),
        "warc_other": warc_record("conversion", b"text"),
        "not_html": warc_record("response", response(b"\xff\xd8", head=image)),
        "http_status": warc_record("response", response(page(0), status="404 Not Found")),
        "no_main_text": warc_record("response", response(b"<html><body></body></html>")),
    }
    data = b"".join(parts.values())
    records, stream = read_records(WARC, data, pages=pages)

    assert [record.reason for record in records if isinstance(record, Filtered)] == list(parts)
    spans = [data[one.offset : one.offset + one.length] for one in records]
    assert [span + b"\r\n\r\n" for span in spans] == list(parts.values())
    assert stream.fault == ""


def test_what_fastwarc_finds(pages):
    """Records, types and addresses are those of the fastest reader of the field."""
    data = b"".join(web_archive(5))
    theirs = [
        record.headers["WARC-Target-URI"]
        for record in fastwarc.ArchiveIterator(
            io.BytesIO(data), record_types=fastwarc.WarcRecordType.response
        )
    ]
    records, _ = read_records(WARC, data, pages=pages)

    assert [fields["target-uri"] for fields in fields_of(records)] == theirs


def chunked(body: bytes, size: int = 100) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    encoder = zlib.compressobj(wbits=-15)
    return encoder.compress(body) + encoder.flush()


ENCODINGS = {
    "gzip": (("Content-Encoding: gzip",), gzip.compress),
    "deflate": (("Content-Encoding: deflate",), zlib.compress),
    "raw deflate": (("Content-Encoding: deflate",), raw_deflate),
    "br": (("Content-Encoding: br",), brotli.compress),
    "zstd": (("Content-Encoding: zstd",), zstd.compress),
    "chunked": (("Transfer-Encoding: chunked",), chunked),
    "chunked gzip": (
        ("Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        lambda body: chunked(gzip.compress(body)),
    ),
    "gzip, undone by the crawler": (("Content-Encoding: gzip",), bytes),
    "br, undone by the crawler": (("Content-Encoding: br",), bytes),
    "chunked, undone by the crawler": (("Transfer-Encoding: chunked",), bytes),
}


@pytest.mark.parametrize("case", ENCODINGS)
def test_encodings_of_the_message(case, pages):
    """Transfer and content encodings, and headers of encodings that the crawler has undone."""
    head, encode = ENCODINGS[case]
    block = response(encode(page(0)), head=("Content-Type: text/html; charset=utf-8", *head))
    records, _ = read_records(WARC, warc_record("response", block), pages=pages)
    plain, _ = read_records(WARC, warc_record("response", response(page(0))), pages=pages)

    assert texts_of(records, TEXT) == texts_of(plain, TEXT)


@pytest.mark.parametrize("case", [one for one in ENCODINGS if "undone" not in one])
def test_half_a_body_is_no_page(case, pages):
    """However it is encoded: the record is whole, the message in it is not."""
    head, encode = ENCODINGS[case]
    body = encode(page(0))
    for share in (0.3, 0.6, 0.95):
        block = response(body[: int(len(body) * share)], head=("Content-Type: text/html", *head))
        records, _ = read_records(WARC, warc_record("response", block), pages=pages)
        assert [type(record) for record in records] == [Rejected], share
        assert reasons_of(records)[0] in ("truncated_record", "bad_http")


def test_less_than_the_server_announced(pages):
    """A transfer that broke off is no page, though the record is whole."""
    head = ("Content-Type: text/html", f"Content-Length: {len(page(0))}")
    records, _ = read_records(WARC, warc_record("response", response(page(0)[:-200], head=head)), pages=pages)

    assert reasons_of(records) == ["truncated_record"]


def test_bombs_in_a_message(pages):
    """What decompresses to more than the limit for a record is rejected where it reaches it."""
    for encode, name in ((gzip.compress, "gzip"), (brotli.compress, "br"), (zstd.compress, "zstd")):
        block = response(
            encode(b"<p>" + b"x" * 50_000_000), head=("Content-Type: text/html", f"Content-Encoding: {name}")
        )
        records, _ = read_records(
            WARC, warc_record("response", block), pages=pages, max_record_bytes=1_000_000
        )
        assert reasons_of(records) == ["too_large"]


def test_a_page_that_was_truncated_when_it_was_stored(pages):
    """It is read as far as it goes, and known to be cut off."""
    record = warc_record("response", response(page(0)), head=["WARC-Truncated: length"])
    [found], stream = read_records(WARC, record, pages=pages)

    assert isinstance(found, Found)
    assert found.is_cut
    assert stream.fault == ""


def test_digests_are_checked(pages):
    """A record whose bytes are not those of its digest is rejected; the next is read."""
    block = response(page(0))
    digests = [
        "sha1:" + base64.b32encode(hashlib.sha1(block).digest()).decode(),
        "sha256:" + hashlib.sha256(block).hexdigest(),
        "md5:" + hashlib.md5(block).hexdigest(),
        "other:ABC",
    ]
    good = [warc_record("response", block, head=[f"WARC-Block-Digest: {digest}"]) for digest in digests]
    records, _ = read_records(WARC, b"".join(good), pages=pages)
    assert len(texts_of(records, TEXT)) == len(digests)

    broken = good[0].replace(b"Forty", b"Fifty")
    records, _ = read_records(WARC, broken + good[1], pages=pages)
    assert reasons_of(records) == ["bad_checksum"]
    assert len(texts_of(records, TEXT)) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Content-Length: ", b"Content-Length: 9"),
        (b"Content-Length: ", b"Content-Length: x"),
        (b"Content-Length: ", b"Content-Length: 0000"),
        (b"WARC/1.0", b"WARX/1.0"),
        (b"Content-Length", b"Content-Lenght"),
        (b"<p>Forty", b"<p>For"),
        (b"<p>Forty", b"<p>Forty-one hundred"),
    ],
)
def test_a_damaged_record_costs_itself(pages, old, new):
    """Wrong lengths, heads and bodies: reading goes on at the next record."""
    parts = web_archive(3)
    parts[2] = parts[2].replace(old, new, 1)
    data = b"".join(parts)
    records, stream = read_records(WARC, data, pages=pages)

    addresses = [fields["target-uri"] for fields in fields_of(records)]
    if new == b"Content-Length: 0000":
        assert addresses == [f"https://harbour.example/{number}" for number in range(3)]  # it is no damage
        return
    assert addresses == ["https://harbour.example/0", "https://harbour.example/2"]
    [rejected] = [record for record in records if isinstance(record, Rejected)]
    assert (rejected.offset, rejected.length) == (len(parts[0] + parts[1]), len(parts[2]))
    assert rejected.reason == "bad_warc"
    assert stream.fault == "damaged_file"


def test_a_long_record_is_passed_over(pages):
    """It is never held as a whole; a long record that is no page is only counted."""
    long = warc_record("response", response(page(0) + b" " * 100_000))
    other = warc_record("metadata", b"x" * 100_000)
    records, _ = read_records(WARC, long + other + web_archive(1)[1], pages=pages, max_record_bytes=20_000)

    assert reasons_of(records) == ["too_large", "warc_metadata"]
    assert len(texts_of(records, TEXT)) == 1


def test_what_is_no_archive(pages):
    """The whole file is one rejected record."""
    records, stream = read_records(WARC, b"nothing of the kind\n" * 20, pages=pages)

    assert reasons_of(records) == ["bad_warc"]
    assert stream.refused


def test_every_cut_of_a_plain_archive_is_noticed(pages):
    """Whatever byte it ends with; only between two records nothing shows that there was more."""
    parts = web_archive(2)

    assert check_cuts(WARC, b"".join(parts), key=TEXT, pages=pages) == len(parts)


@pytest.mark.parametrize("container", ["gzip", "zstd"])
def test_every_cut_of_a_compressed_archive_is_noticed(pages, container):
    """Records that are compressed one by one, as crawls store them."""
    _, compress = COMPRESS[container]
    parts = [compress(part) for part in web_archive(2)]

    assert check_cuts(WARC, b"".join(parts), key=TEXT, pages=pages) == len(parts)


def test_flipped_bits_of_a_compressed_archive_are_noticed(pages):
    """No article is lost or altered in silence: a file that is called complete holds what it held."""
    data = b"".join(gzip.compress(part, mtime=0) for part in web_archive(6))
    whole = texts_of(read_records(WARC, data, pages=pages)[0], TEXT)
    chance = random.Random(11)
    for _ in range(400):
        broken = bytearray(data)
        broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        records, stream = read_records(WARC, bytes(broken), pages=pages)
        found = texts_of(records, TEXT)
        assert set(found) <= set(whole)
        assert found == whole or stream.fault or any(isinstance(record, Rejected) for record in records)


def test_flipped_bits_of_a_plain_archive_are_accounted_for(pages):
    """Reading ends without an error of its own, and the next record is found again."""
    parts = web_archive(4)
    data = b"".join(parts)
    chance = random.Random(12)
    for _ in range(100):
        broken = bytearray(data)
        broken[chance.randrange(len(parts[0]), len(parts[0] + parts[1]))] ^= 1 << chance.randrange(8)
        records, _ = read_records(WARC, bytes(broken), pages=pages)
        assert [fields["target-uri"] for fields in fields_of(records)][-2:] == [
            "https://harbour.example/2",
            "https://harbour.example/3",
        ]


def stored_archive(n_pages, compress=gzip.compress):
    """Return the members of an archive, each with one record."""
    return [compress(part) for part in web_archive(n_pages)]


def addresses(records):
    return [fields["target-uri"].rpartition("/")[2] for fields in fields_of(records)]


@pytest.mark.parametrize("container", ["gzip", "zstd"])
@pytest.mark.parametrize("place", [0, 3, 12, 40, -6])
def test_a_damaged_member_costs_its_own_record(pages, container, place):
    """Head, data or checksum: the members behind it are found again, and what was skipped is told."""
    _, compress = COMPRESS[container]
    members = stored_archive(5, compress)
    begin = len(b"".join(members[:3]))
    members[3] = bytearray(members[3])
    members[3][place] ^= 0xFF
    records, stream = read_records(WARC, b"".join(members), pages=pages)

    assert addresses(records) == ["0", "1", "3", "4"]
    assert stream.fault
    assert sum(isinstance(record, Rejected) for record in records) == 1
    assert f"from stored byte {begin:,} on {len(members[3]):,} bytes were skipped" in stream.detail


def test_several_places_are_summed_up(pages):
    """Each has its record in the quarantine, and the last member may be one of them."""
    members = stored_archive(6)
    for number in (0, 2, 3, 6):
        members[number] = members[number][:20] + b"\xff" * (len(members[number]) - 20)
    records, stream = read_records(WARC, b"".join(members), pages=pages)
    n_skipped = sum(len(members[number]) for number in (0, 2, 3))

    assert addresses(records) == ["0", "3", "4"]
    assert sum(isinstance(record, Rejected) for record in records) == 3
    assert not stream.refused
    assert f" {n_skipped:,} bytes in 2 places were skipped" in stream.detail


def test_a_member_inside_a_record_is_no_way_on(pages):
    """What begins like a member behind damage is taken for one only where a record begins in it."""
    members = stored_archive(2)
    inner = gzip.compress(b"<html>no record</html>") + b"\x1f\x8b\x08" * 20
    damaged = members[1][:60] + b"\xff" * 40 + inner + b"\xff" * 300_000
    records, stream = read_records(WARC, members[0] + damaged + members[2], pages=pages)

    assert addresses(records) == ["1"]
    assert f"{len(damaged):,} bytes were skipped" in stream.detail


def test_garbage_behind_the_archive_is_no_record(pages):
    """Nothing is found in it, and nothing is said to be lost."""
    data = b"".join(stored_archive(2)) + b"\xff" * 1000
    records, stream = read_records(WARC, data, pages=pages)

    assert addresses(records) == ["0", "1"]
    assert not any(isinstance(record, Rejected) for record in records)
    assert stream.fault == "trailing_garbage"


def test_tries_behind_damage_are_bounded(pages):
    """A file of nothing but beginnings of members is left after so many of them."""
    data = stored_archive(0)[0] + b"\xff" + b"\x1f\x8b" * 20_000 + stored_archive(1)[1]
    records, stream = read_records(WARC, data, pages=pages)

    assert addresses(records) == []
    assert stream.fault == "trailing_garbage"
