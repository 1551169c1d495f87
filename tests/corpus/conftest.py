"""Readers for the tests of this room: bytes in, corpus out, and the account checked on the way."""

import io
import itertools
from collections.abc import Callable

import pytest

from syndetect.corpus import REASONS, Corpus, NoArticleError, ReadParams, read_corpus

ReadBytes = Callable[..., Corpus]


def check_account(corpus: Corpus) -> None:
    """Every record is an article or in the quarantine, in every file and in all."""
    assert len(corpus.articles) == sum(entry.n_ok for entry in corpus.ledger)
    assert len(corpus.quarantine) == sum(entry.n_quarantined for entry in corpus.ledger)
    assert len({article.article_id for article in corpus.articles}) == len(corpus.articles)
    for entry in corpus.ledger:
        assert entry.n_records == entry.n_ok + entry.n_quarantined
        records = [row.record for row in corpus.quarantine if row.file == entry.file]
        records += [article.record for article in corpus.articles if article.file == entry.file]
        assert sorted(records) == list(range(1, entry.n_records + 1))
        rows = sorted(
            (row for row in corpus.quarantine if row.file == entry.file), key=lambda row: row.record
        )
        for before, after in itertools.pairwise(rows):
            assert before.byte_offset + before.byte_length <= after.byte_offset
        assert all(row.byte_offset + row.byte_length <= entry.n_bytes for row in rows)
    assert {row.reason for row in corpus.quarantine} <= set(REASONS)
    counts = corpus.counts()
    assert counts["n_in"] == counts["n_ok"] + counts["n_quarantined"]


@pytest.fixture(scope="session")
def read_bytes() -> ReadBytes:
    """Read bytes as from standard input; a corpus without articles comes back as well."""

    def read(data: bytes, **params: object) -> Corpus:
        try:
            corpus = read_corpus(["-"], params=ReadParams(**params), stdin=io.BytesIO(data))
        except NoArticleError as error:
            corpus = error.corpus
            assert not corpus.articles
        check_account(corpus)
        return corpus

    return read
