"""Laws of patterns: they name what a shell would name, and follow no link."""

import os

import pytest

from syndetect.corpus import read_corpus
from syndetect.errors import InputError

LINE = b'{"id": "%s", "text": "Words."}\n'


@pytest.fixture
def folder(tmp_path):
    for name in ("a.jsonl", "b.jsonl", "sub/c.jsonl", "sub/deep/d.jsonl", "sub/.hidden.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(LINE % path.stem.encode())
    (tmp_path / "texts" / "post").mkdir(parents=True)
    (tmp_path / "texts" / "post" / "one.txt").write_bytes(b"Words.")
    return tmp_path


def ids(*inputs):
    return [article.article_id for article in read_corpus([str(one) for one in inputs]).articles]


def test_stars_name_files_and_folders(folder):
    """``**`` goes into all folders; a folder that fits is read with what is in it."""
    assert ids(folder / "*.jsonl") == ["a", "b"]
    assert ids(folder / "**" / "*.jsonl") == ["a", "b", "c", "d"]
    assert ids(folder / "s*") == ["c", "d"]
    assert ids(folder / "[ab].jsonl", folder / "a.jsonl") == ["a", "b"]
    assert ids(folder / "**") == ["a", "b", "c", "d", "texts/post/one"]


def test_a_text_is_named_from_where_the_pattern_begins(folder):
    """Its folder is its outlet, as when the folder is named."""
    [article] = read_corpus(folder / "texts" / "*" / "*.txt").articles

    assert (article.article_id, article.outlet) == ("post/one", "post")


def test_a_pattern_that_nothing_fits_is_an_error(folder):
    """It may be a misspelling."""
    with pytest.raises(InputError, match=r"\*\.csv: no file fits this pattern"):
        read_corpus(folder / "*.csv")


def test_a_file_with_a_star_in_its_name_is_that_file(folder):
    """What exists is no pattern."""
    (folder / "[x].jsonl").write_bytes(LINE % b"star")

    assert ids(folder / "[x].jsonl") == ["star"]


def test_links_and_pipes_under_a_pattern_are_not_opened(folder):
    """They are quarantined, and nothing waits for them."""
    (folder / "link.jsonl").symlink_to("a.jsonl")
    os.mkfifo(folder / "pipe.jsonl")

    corpus = read_corpus(folder / "*.jsonl")

    assert [row.reason for row in corpus.quarantine] == ["not_regular_file"] * 2
    assert len(corpus.articles) == 2


def test_other_files_under_a_pattern_are_skipped(folder):
    """As in a folder."""
    (folder / "a.pdf").write_bytes(b"%PDF")

    statuses = {entry.file.rsplit("/", 1)[-1]: entry.status for entry in read_corpus(folder / "a.*").ledger}

    assert statuses == {"a.jsonl": "complete", "a.pdf": "skipped: unknown format"}
