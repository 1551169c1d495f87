"""Laws of batches: the same articles as in a corpus, with their records, in memory that does not grow."""

import io
import json
import subprocess
import sys

import pytest
from accounts import check_batches
from hypothesis import given
from hypothesis import strategies as st

from syndetect.corpus import ReadParams, inspect_inputs, read_batches, read_corpus
from syndetect.corpus.batches import read_briefly
from syndetect.corpus.taking import Taken
from syndetect.errors import InputError, MappingError, ParameterError, StrictError

LINES = [
    b'{"id": "a", "text": "Words."}',
    b'{"id": "b", "text": ""}',
    b"{broken",
    b'{"id": "c", "text": "More words.", "more": {"x": [1]}}',
    b'{"id": "a", "text": "Other words."}',
]


@given(st.lists(st.sampled_from(LINES), max_size=20), st.integers(1, 7))
def test_batches_hold_what_a_corpus_holds(found, size):
    """In any size of batch: articles, quarantine, ledger and mapping; each article with its line."""
    data = b"\n".join([*found, b'{"id": "z", "text": "The last."}'])
    params = ReadParams(input_format="jsonl")
    batches = read_batches("-", params=params, size=size, stdin=io.BytesIO(data))
    taken = check_batches(batches)
    corpus = read_corpus("-", params=params, stdin=io.BytesIO(data))

    articles = [article for batch in taken for article in batch.articles]
    assert {(one.text, one.record) for one in articles} == {(one.text, one.record) for one in corpus.articles}
    assert tuple(row for batch in taken for row in batch.quarantine) == corpus.quarantine
    assert (tuple(batches.ledger), batches.mapping) == (corpus.ledger, corpus.mapping)
    assert [line for batch in taken for line in batch.records] == [
        data[one.byte_offset : one.byte_offset + one.byte_length] for one in articles
    ]
    assert all(len(batch.articles) <= size for batch in taken)
    filtered = [one for batch in taken for one in batch.filtered]
    assert [(one.reason, one.raw) for one in filtered] == [("empty_text", LINES[1])] * found.count(LINES[1])


@pytest.mark.parametrize("html_text", [False, True])
def test_the_texts_in_utf8(html_text):
    """What stands in UTF-8 is what stands in the article: mended, and of the same articles."""
    texts = ["Plain words.", "Šibenik\0 日本", "<p>Tags <b>and</b> words</p>", "é\0<i>both</i>", " "]
    lines = [json.dumps({"text": text}, ensure_ascii=ascii) for text in texts for ascii in (True, False)]
    data = "\n".join([*lines, "{broken", lines[0]]).encode()
    params = ReadParams(input_format="jsonl", html_text=html_text)

    briefly = read_briefly("-", params=params, stdin=io.BytesIO(data))
    items = [item for item in briefly.items() if isinstance(item, Taken)]
    batches = read_batches("-", params=params, size=3, stdin=io.BytesIO(data))
    articles = [article for batch in batches for article in batch.articles]

    found = [article for item in items for article in item.articles]
    assert [(one.article_id, one.text, one.record) for one in found] == [
        (one.article_id, one.text, one.record) for one in articles
    ]
    assert len(found) == 9
    assert (briefly.n_nul, briefly.counts()) == (4, batches.counts())
    assert [text for item in items for text in item.utf8] == [one.text.encode() for one in articles]


def test_a_brief_reading_looks_for_little():
    """Ids, times and texts; other fields only where they were named, so that a wrong name is told."""
    record = {"text": "Words.", "title": "Title", "source": "Post", "url": "https://a.example/1"}
    line = json.dumps(record | {"date": "2025-05-23"}).encode()

    [item] = read_briefly("-", stdin=io.BytesIO(line)).items()
    [article] = item.articles
    assert (article.title, article.outlet) == ("", "")
    assert (article.url, article.published) == ("https://a.example/1", "2025-05-23")
    named = ReadParams(field_map={"title": "source"})
    [item] = read_briefly("-", params=named, stdin=io.BytesIO(line)).items()
    assert item.articles[0].title == "Post"
    wrong = ReadParams(field_map={"title": "headline"})
    with pytest.raises(MappingError, match="headline"):
        list(read_briefly("-", params=wrong, stdin=io.BytesIO(line)).items())


def test_the_record_of_a_table_is_its_fields():
    """By the names of the columns."""
    [batch] = read_batches("-", stdin=io.BytesIO(b"id,text,extra\na,Words,x\n"))

    assert batch.records == ({"id": "a", "text": "Words", "extra": "x"},)


def test_strict_reading_stops_at_the_first_bad_record():
    """With its place and reason; what is only filtered does not stop it."""
    data = b"\n".join(LINES)

    with pytest.raises(StrictError, match=r"stdin, record 3, at byte 54: bad_json: .*; strict") as caught:
        read_corpus("-", params=ReadParams(strict=True), stdin=io.BytesIO(data))
    assert isinstance(caught.value, InputError)
    sound = b"\n".join(LINES[:2])
    assert len(read_corpus("-", params=ReadParams(strict=True), stdin=io.BytesIO(sound)).articles) == 1


def test_strict_reading_stops_at_a_file_that_is_not_whole(tmp_path):
    """Also when all its records are sound, and at one that may not be opened."""
    import gzip

    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINES[0] + b"\n") + b"garbage")
    with pytest.raises(StrictError, match=r"a\.jsonl\.gz: partial: trailing_garbage \(something else"):
        read_corpus(tmp_path, params=ReadParams(strict=True))
    (tmp_path / "a.jsonl.gz").unlink()
    (tmp_path / "b.jsonl").symlink_to("/dev/zero")
    with pytest.raises(StrictError, match=r"b\.jsonl, record 1, at byte 0: not_regular_file"):
        read_corpus(tmp_path, params=ReadParams(strict=True))


def test_a_name_that_no_record_has_is_told_at_the_end():
    """After the last batch, as it may stand in the last record."""
    batches = read_batches("-", params=ReadParams(field_map={"title": "nowhere"}), stdin=io.BytesIO(LINES[0]))

    with pytest.raises(MappingError, match="nowhere"):
        list(batches)


@pytest.mark.parametrize(
    "limit", ["max_record_bytes", "max_ratio", "max_file_bytes", "max_nesting", "max_fields", "max_seconds"]
)
@pytest.mark.parametrize("value", [0, -1, True, 1.5, "9"])
def test_a_limit_is_a_positive_number(limit, value):
    """Checked when it is set."""
    with pytest.raises(ParameterError, match=f"ReadParams.{limit} must be a whole number of at least"):
        ReadParams(**{limit: value})


def test_the_width_and_depth_of_a_record_are_limits(read_bytes):
    """In every format; the record alone is quarantined."""
    wide = b'{"id": "w", "text": "Words", "x": 1}'
    deep = b'{"id": "d", "text": "Words", "x": [[1]]}'
    data = b"\n".join([LINES[0], wide, deep])

    corpus = read_bytes(data, max_fields=2)
    assert [row.reason for row in corpus.quarantine] == ["limit_fields", "limit_fields"]
    corpus = read_bytes(data, max_nesting=2)
    assert [row.reason for row in corpus.quarantine] == ["limit_nesting"]
    assert corpus.counts()["n_ok"] == 2


MEASURE = """
import json, re, resource, sys
from pathlib import Path
from syndetect.corpus import ReadParams, read_batches
limit = int(sys.argv[1]) << 20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
batches = read_batches(sys.argv[2], params=ReadParams(**json.loads(sys.argv[3])))
reasons = {}
for batch in batches:
    for row in batch.quarantine:
        reasons[row.reason] = reasons.get(row.reason, 0) + 1
status = Path("/proc/self/status").read_text()  # ru_maxrss would count the process that started this one
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) >> 10
print(json.dumps([batches.ledger[0].status, batches.ledger[0].n_ok, reasons, peak]))
"""


def read_under(path, megabytes, **params):
    """Read a file in a process of so much memory: status, articles, reasons, peak in MiB."""
    command = [sys.executable, "-c", MEASURE, str(megabytes), str(path), json.dumps(params)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def zeros(mebibytes):
    """Yield a line, so many MiB of zeros without a line end, and a line."""
    yield LINES[0] + b"\n"
    for _ in range(mebibytes):
        yield b"\0" * (1 << 20)
    yield b"\n" + LINES[3]


def test_bombs_do_not_fill_the_memory(tmp_path):
    """Of every compression, 1 GiB of zstd: left at the ratio, or one record too large."""
    import bz2
    import gzip
    import lzma

    from stored import zstd

    for ending, module in ((".gz", gzip), (".zst", zstd), (".bz2", bz2), (".xz", lzma)):
        path = tmp_path / f"bomb.jsonl{ending}"
        options = {"preset": 0} if module is lzma else {}
        mebibytes = 1024 if module is zstd else 64
        with module.open(path, "wb", **options) as output:
            output.writelines(zeros(mebibytes))
        status, n_ok, reasons, peak = read_under(path, 512)
        assert (status, n_ok) == ("partial: limit_ratio", 1)
        assert reasons in ({"truncated_record": 1}, {"too_large": 1})
        assert peak < 256
        if module is zstd:
            continue
        status, n_ok, reasons, peak = read_under(path, 512, max_ratio=10**6)
        assert (status, n_ok, reasons) == ("complete", 2, {"too_large": 1})
        assert peak < 256


def test_one_endless_value_does_not_fill_the_memory(tmp_path):
    """A JSON string, a field of a table, an unclosed quotation mark and a text of 400 MB."""
    long = b"x" * (1 << 20)
    cases = {
        "a.json": (b'[{"id": "a", "text": "', b'"}, {"id": "b", "text": "Words"}]'),
        "b.jsonl": (b'{"id": "a", "text": "', b'"}\n{"id": "b", "text": "Words"}\n'),
        "c.csv": (b'id,text\na,"', b'"\nb,Words\n'),
        "d.csv": (b'id,text\nb,Words\na,"', b"\n"),
        "e.txt": (b"", b""),
    }
    for name, (begin, end) in cases.items():
        with open(tmp_path / name, "wb") as output:
            output.write(begin)
            for _ in range(400):
                output.write(long)
            output.write(end)
        status, n_ok, reasons, peak = read_under(tmp_path / name, 512)
        assert status == "complete"
        assert (n_ok, reasons) == (0 if name == "e.txt" else 1, {"too_large": 1})
        assert peak < 300
        (tmp_path / name).unlink()


def test_memory_does_not_grow_with_the_input(tmp_path):
    """Ten times the articles, in batches: the same peak."""
    peaks = []
    for count in (5_000, 50_000):
        path = tmp_path / f"{count}.jsonl"
        text = "Words of an article. " * 100
        path.write_bytes(b"".join(b'{"id": "%d", "text": "%s"}\n' % (n, text.encode()) for n in range(count)))
        status, n_ok, _, peak = read_under(path, 1024)
        assert (status, n_ok) == ("complete", count)
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 10


def test_a_look_is_quick_however_long_the_file_is(tmp_path):
    """No more than the sample is read, and the file counts as sampled."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": "a", "text": "Words.", "note": 1}\n' * 100_000)

    found = inspect_inputs(path, n_records=50)

    assert (found.counts["n_in"], found.files[0].status, found.is_sample) == (50, "sampled", True)
    assert found.files[0].n_bytes < 1 << 20
    assert found.unused == {"note": 50}
    assert inspect_inputs(path, n_records=0).counts["n_in"] == 100_000
