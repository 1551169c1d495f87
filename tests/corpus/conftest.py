"""Readers for the tests of this room: bytes in, corpus out, and the account checked on the way."""

import io
from collections.abc import Callable

import pytest
from accounts import check_account, check_batches

from syndetect.corpus import (
    Corpus,
    NoArticleError,
    ReadParams,
    read_batches,
    read_corpus,
)

ReadBytes = Callable[..., Corpus]


@pytest.fixture(scope="session")
def read_bytes() -> ReadBytes:
    """Read bytes as from standard input; a corpus without articles comes back as well."""

    def read(data: bytes, **params: object) -> Corpus:
        reading = ReadParams(**params)
        check_batches(read_batches(["-"], params=reading, size=3, stdin=io.BytesIO(data)))
        try:
            corpus = read_corpus(["-"], params=reading, stdin=io.BytesIO(data))
        except NoArticleError as error:
            corpus = error.corpus
            assert not corpus.articles
        check_account(corpus)
        return corpus

    return read
