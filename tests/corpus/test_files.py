"""Laws of inputs: every file is read once or named in the ledger; only regular files are opened."""

import gzip
import io
import os
import socket
import subprocess
import sys

import pytest

from syndetect.corpus import NoArticleError, ReadParams, read_corpus
from syndetect.errors import InputError, SyndetectError

ONE = b'{"id": "one", "text": "Words of one."}\n'
TWO = b"id,text\ntwo,Words of two.\n"


@pytest.fixture
def folder(tmp_path):
    """Make a folder of all formats."""
    files = {
        "one.jsonl": ONE,
        "two.CSV.gz": gzip.compress(TWO),
        "three.tsv": b"id\ttext\nthree\tWords of three.\n",
        "four.txt": b"\xef\xbb\xbfHeadline\r\n\r\nWords of four.",
        "post/five.txt.gz": gzip.compress("Wörter".encode()),
        "post/2025/six.txt": b"Words of six.",
        "page.pdf": b"<p>not read</p>",
        ".hidden.txt": b"hidden",
        ".git/config.txt": b"hidden",
    }
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def test_a_folder_is_read_with_all_its_formats(folder):
    """Hidden files are passed over, unknown endings listed."""
    corpus = read_corpus([folder])

    assert {article.article_id: article.outlet for article in corpus.articles} == {
        "four": "",
        "one": "",
        "post/2025/six": "2025",
        "post/five": "post",
        "three": "",
        "two": "",
    }
    assert corpus.articles[0].text == "Headline\r\n\r\nWords of four."
    ledger = {entry.file.removeprefix(f"{folder.as_posix()}/"): entry for entry in corpus.ledger}
    assert list(ledger) == sorted(ledger)
    assert ledger["page.pdf"].status == "skipped: unknown format"
    assert ledger["page.pdf"].n_records == 0
    assert ledger["two.CSV.gz"].format == "csv"
    assert ledger["two.CSV.gz"].n_bytes == len(TWO)
    assert len(ledger) == 7
    assert corpus.mapping["outlet"] == {"(folder name)": 2}


def test_inputs_in_any_order_and_twice_give_the_same(folder):
    """A file that is named twice, or by itself and with its folder, is read once."""
    whole = read_corpus([folder])

    assert (
        read_corpus([folder / "one.jsonl", folder, folder / "post", str(folder)]).counts() == whole.counts()
    )
    parts = [folder / "one.jsonl", folder / "two.CSV.gz", folder / "three.tsv"]
    assert read_corpus(parts) == read_corpus(parts[::-1])


def test_a_single_file_without_a_known_ending_is_read_by_its_first_bytes(tmp_path):
    """JSON, a table with a known column, or else a text."""
    cases = {
        b"\xef\xbb\xbf \n" + ONE: "jsonl",
        b"Headline;Body\nA;B\n": "csv",
        b"Just text, with a comma.\n": "txt",
        b"[Editor's note] Words.": "txt",
        gzip.compress(TWO): "csv",
    }
    for number, (data, format_) in enumerate(cases.items()):
        path = tmp_path / f"dump.{number}"
        path.write_bytes(data)
        try:
            corpus = read_corpus(path)
        except NoArticleError as error:
            corpus = error.corpus
        assert corpus.ledger[0].format == format_


def test_an_explicit_format_holds_for_every_file(folder):
    """Whatever the ending says."""
    (folder / "page.pdf").write_bytes(ONE.replace(b"one", b"page"))

    corpus = read_corpus([folder], params=ReadParams(input_format="jsonl"))

    assert {article.article_id for article in corpus.articles} == {"one", "page"}
    assert {entry.format for entry in corpus.ledger} == {"jsonl"}


def test_nothing_but_regular_files_is_opened(folder):
    """Links, pipes and sockets are quarantined, and nothing waits for them."""
    (folder / "link.jsonl").symlink_to(folder / "one.jsonl")
    (folder / "dangling.jsonl").symlink_to(folder / "nowhere")
    (folder / "up").symlink_to(folder.parent)
    os.mkfifo(folder / "pipe.jsonl")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(folder / "socket.jsonl"))
        corpus = read_corpus([folder])

    found = {row.file.rsplit("/", 1)[-1]: row.reason for row in corpus.quarantine}
    assert found == dict.fromkeys(
        ["link.jsonl", "dangling.jsonl", "up", "pipe.jsonl", "socket.jsonl"], "not_regular_file"
    )
    assert len(corpus.articles) == 6
    counts = corpus.counts()
    assert counts["n_in"] == counts["n_ok"] + counts["n_quarantined"]


def test_an_input_that_is_a_link_itself_is_followed(folder):
    """The user named it; a pipe that the user named is refused, not waited for."""
    latest = folder / "latest"
    latest.symlink_to(folder / "post")
    os.mkfifo(folder / "pipe")

    assert {article.article_id for article in read_corpus([latest]).articles} == {"five", "2025/six"}
    with pytest.raises(InputError, match=r"pipe: neither a file nor a folder; use - to read from a pipe"):
        read_corpus([folder / "pipe"])


def test_an_unreadable_file_is_quarantined(tmp_path):
    """An error of the operating system costs the file, not the run."""
    if not os.path.exists("/proc/self/mem"):
        pytest.skip("NO TEST OF READ ERRORS: this system has no /proc/self/mem, a file that cannot be read")
    with pytest.raises(NoArticleError) as caught:
        read_corpus(["/proc/self/mem"], params=ReadParams(input_format="txt"))

    [row] = caught.value.corpus.quarantine
    assert row.reason == "read_error"
    assert caught.value.corpus.ledger[0].status == "unreadable: read_error"


def test_inputs_that_hold_nothing_are_named(tmp_path):
    """A missing path, an empty folder, unknown endings and records without text each have their message."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "bad.jsonl").write_bytes(b'{"id": 1, "story": "words"}\n[]\n')
    cases = {
        "missing.jsonl": r"missing.jsonl: cannot be read: No such file",
        "empty": r"empty: no file in it",
        "pdf": r"a.pdf: skipped: unknown format; known endings are .atom, .csv",
        "bad.jsonl": r"no article in 2 records; 1 × no_text, first in .*, record 1: .* has id, story",
        "a\0b": r"cannot be read",
    }
    for name, message in cases.items():
        with pytest.raises(InputError, match=message) as caught:
            read_corpus([f"{tmp_path}/{name}"])
        assert isinstance(caught.value, SyndetectError | ValueError)
    with pytest.raises(InputError, match="no input was named"):
        read_corpus([])


def test_an_empty_file_is_an_empty_corpus(tmp_path):
    """A night without news is no error."""
    (tmp_path / "night.jsonl").write_bytes(b"\n")

    corpus = read_corpus(tmp_path)

    assert corpus.articles == ()
    assert corpus.ledger[0].status == "complete"


def test_standard_input_is_read_once():
    """Under the name stdin, in any format, compressed or not."""
    corpus = read_corpus(["-", "-"], stdin=io.BytesIO(gzip.compress(ONE)))

    assert corpus.ledger[0].file == "stdin"
    assert corpus.articles[0].article_id == "one"
    text = read_corpus(["-"], stdin=io.BytesIO(b"Just words.")).articles[0]
    assert text.article_id.startswith("text-")


def test_file_names_that_are_no_utf8_are_read(tmp_path):
    """The name is shown with U+FFFD, and two such names are two articles."""
    for name, text in ((b"caf\xe9.txt", b"One."), (b"caf\xe8.txt", b"Two.")):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(text)

    corpus = read_corpus(tmp_path)

    assert [article.article_id for article in corpus.articles] == ["caf\ufffd", "caf\ufffd~2"]


def test_progress_counts_stored_bytes(tmp_path):
    """It rises, ends at the total, and comes about once a MiB."""
    data = b"".join(b'{"id": "%d", "text": "%s"}\n' % (number, b"words " * 2000) for number in range(500))
    (tmp_path / "a.jsonl").write_bytes(data)
    calls = []

    read_corpus(tmp_path, on_progress=lambda done, total: calls.append((done, total)))

    assert calls[-1] == (len(data), len(data))
    assert calls == sorted(calls)
    assert len(data) >> 20 <= len(calls) <= (len(data) >> 20) + 2


def test_the_import_is_light():
    """Reading needs no arrays."""
    code = (
        "import sys, syndetect.corpus; print(sorted({'numpy', 'numba', 'scipy', 'typer'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
