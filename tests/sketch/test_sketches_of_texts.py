"""Texts sketched while they are read: the same as all of them tokenised first, and sketched then."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.params import Params, RelationParams
from syndetect.sketch import sketch, sketch_texts
from syndetect.text import tokenise_texts
from syndetect.text import tokens as tokens_module

SAID = ("ferry", "ran", "onto", "a", "sandbank", "off", "Šibenik", "日本", "“late”", "on")
WORDS = st.lists(st.sampled_from(SAID), max_size=60)
TEXTS = st.lists(WORDS.map(" ".join), max_size=12)


def params_of(min_words):
    return replace(Params(), relation=RelationParams(min_words=min_words))


def check_alike(found, expected):
    """Compare all arrays of two sketches; weights apart."""
    assert np.array_equal(found.firsts, expected.firsts)
    assert np.array_equal(found.rows, expected.rows)
    assert np.array_equal(found.signatures, expected.signatures)
    for name in ("hashes", "words", "article_ptr"):
        ours, theirs = getattr(found.fingerprints, name), getattr(expected.fingerprints, name)
        assert np.array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype


@given(TEXTS, st.sampled_from([1, 50, 400]), st.integers(1, 3), st.integers(1, 20), st.booleans())
def test_one_pass_is_as_good_as_two(texts, batch_bytes, n_threads, min_words, as_bytes):
    """In batches of any size, by any number of threads, of characters or of UTF-8."""
    params = params_of(min_words)
    tokens = tokenise_texts(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens_module, "BATCH_BYTES", batch_bytes)
        given_texts = [text.encode() for text in texts] if as_bytes else texts
        words, found = sketch_texts(given_texts, params, n_threads=n_threads)

    assert np.array_equal(words.hashes, tokens.hashes)
    assert np.array_equal(words.flags, tokens.flags)
    assert np.array_equal(words.article_ptr, tokens.article_ptr)
    check_alike(found, sketch(tokens, params))
    assert found.weights.shape == (len(texts), 0)


def test_fingerprints_only_when_they_are_asked_for():
    """Without, all else is the same."""
    texts = ["The ferry ran onto a sandbank off the northern harbour late on Tuesday evening."] * 3
    params = params_of(1)

    _, found = sketch_texts(texts, params, passages=False)
    _, both = sketch_texts(texts, params)

    assert len(found.fingerprints.hashes) == 0
    assert found.fingerprints.article_ptr.tolist() == [0, 0, 0, 0]
    assert np.array_equal(found.signatures, both.signatures)
    assert np.diff(both.fingerprints.article_ptr).tolist()[1:] == [0, 0]  # copies have none
    assert len(both.fingerprints.hashes) > 0
