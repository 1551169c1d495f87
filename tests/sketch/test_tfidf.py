"""Counts against ``collections.Counter``, weights against scikit-learn and the formula."""

from collections import Counter
from dataclasses import fields
from itertools import pairwise

import naive
import numpy as np
import pytest
import strategies
from hypothesis import given, settings
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from syndetect.sketch import Counts, count_terms, row_cosine, tfidf
from syndetect.sketch.tfidf import inverse_frequency, weigh
from syndetect.text import tokenise_texts, word_spans


def as_counters(counts):
    """Return one mapping of word to count an article."""
    bounds = counts.row_ptr.tolist()
    rows = [slice(start, end) for start, end in pairwise(bounds)]
    words = counts.term_hashes[counts.terms]
    return [dict(zip(words[row].tolist(), counts.counts[row].tolist(), strict=True)) for row in rows]


@given(strategies.corpora())
def test_counts_are_those_of_a_counter(articles):
    """Each row holds each word of its article once, with its count; columns stand in order of first use."""
    counts = count_terms(strategies.as_tokens(articles))

    assert as_counters(counts) == [dict(Counter(words)) for words in articles]
    assert counts.term_hashes.tolist() == list(dict.fromkeys(word for words in articles for word in words))
    assert [str(array.dtype) for array in (counts.row_ptr, counts.terms, counts.counts)] == [
        "int64",
        "int32",
        "float32",
    ]
    for (start, end), words in zip(pairwise(counts.row_ptr), articles, strict=True):
        in_row = counts.term_hashes[counts.terms[start:end]].tolist()
        assert in_row == list(dict.fromkeys(words))


@pytest.mark.parametrize("n_distinct", [1 << 15, (1 << 15) + 1, 1 << 16, 150_000])
def test_counts_of_many_words(n_distinct):
    """The table of words grows without losing one, whatever their hashes."""
    rng = np.random.default_rng(n_distinct)
    crowded = np.arange(n_distinct // 2, dtype=np.uint32) << 12  # equal low bits
    others = rng.choice(2**31, n_distinct - len(crowded), replace=False).astype(np.uint32) * 2 + 1
    distinct = np.concatenate((crowded, others))
    drawn = np.concatenate((distinct, rng.choice(distinct, n_distinct)))
    articles = [part.tolist() for part in np.array_split(drawn, 50)]

    assert as_counters(count_terms(strategies.as_tokens(articles))) == [
        dict(Counter(words)) for words in articles
    ]


@settings(max_examples=60)
@given(strategies.corpora())
def test_weights_agree_with_the_formula(articles):
    """Every weight is the one of the formula, to a millionth."""
    counts = count_terms(strategies.as_tokens(articles))
    found = tfidf(counts)
    column = {word: k for k, word in enumerate(counts.term_hashes.tolist())}
    expected = np.zeros(found.shape)
    matrix = strategies.as_matrix(found)
    for row, weights in enumerate(naive.tfidf(articles)):
        for word, weight in weights.items():
            expected[row, column[word]] = weight

    assert found.data.dtype == np.float32
    assert matrix.has_sorted_indices
    assert np.abs(matrix.toarray() - expected).max(initial=0) <= 1e-6


def test_weights_are_those_of_scikit_learn(wire_articles):
    """On whole articles they are what scikit-learn's own counts and transformer give in double precision."""
    texts = [article.text for article in wire_articles[:300]] + ["", "…"]
    own_counts = count_terms(tokenise_texts(texts))
    found = tfidf(own_counts)
    vectorizer = CountVectorizer(analyzer=lambda text: word_spans(text).hashes.tolist())
    counts = csr_array(vectorizer.fit_transform(texts))
    expected = TfidfTransformer(sublinear_tf=True).fit_transform(counts.astype(np.float64))
    columns = [
        vectorizer.vocabulary_[word] for word in count_terms(tokenise_texts(texts)).term_hashes.tolist()
    ]

    assert found.shape == expected.shape
    assert np.abs(strategies.as_matrix(found).toarray() - expected.toarray()[:, columns]).max() <= 1e-6


def _as_scikit_learn_weighs(counts):
    """Return what TfidfTransformer makes of the same matrix, in the order of columns."""
    shape = (len(counts.row_ptr) - 1, len(counts.term_hashes))
    matrix = csr_array((counts.counts, counts.terms, counts.row_ptr), shape=shape)
    expected = csr_array(TfidfTransformer(sublinear_tf=True).fit_transform(matrix))
    expected.sort_indices()
    return expected


@pytest.mark.parametrize("at_once", [1 << 17, 5000, 1])
def test_weights_are_equal_to_the_bit_to_those_of_scikit_learn(wire_articles, monkeypatch, at_once):
    """Rows, columns and float32 values are TfidfTransformer's, whether counted in one go or in many."""
    monkeypatch.setitem(tfidf.__globals__, "_WORDS_AT_ONCE", at_once)
    counts = count_terms(tokenise_texts([article.text for article in wire_articles] + ["", "…"]))
    expected = _as_scikit_learn_weighs(counts)

    found = tfidf(counts)

    assert found.indices.dtype == np.int32
    assert found.indices.tolist() == expected.indices.tolist()
    assert found.data.dtype == np.float32
    assert found.data.tobytes() == expected.data.tobytes()


@pytest.mark.parametrize("n_threads", [1, 2, 5])
@pytest.mark.parametrize("at_once", [1, 7, 1 << 17])
@given(articles=strategies.corpora())
def test_counts_do_not_depend_on_parts_and_threads(articles, at_once, n_threads):
    """However articles are cut and shared out, columns are numbered as they first occur."""
    tokens = strategies.as_tokens(articles)
    one = count_terms(tokens, n_threads=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(tfidf.__globals__, "_WORDS_AT_ONCE", at_once)
        other = count_terms(tokens, n_threads=n_threads)

    for field in fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        assert left.dtype == right.dtype
        assert left.tolist() == right.tolist()
    assert one.n_with.tolist() == np.bincount(one.terms, minlength=len(one.term_hashes)).tolist()


@pytest.mark.parametrize("n_terms", [1, 255, 256, 257, 65_536, 65_537, 300_000])
def test_rows_are_sorted_by_terms_of_any_number(n_terms):
    """Every number of digits sorts: the terms of an article come ascending, each with its own weight."""
    rng = np.random.default_rng(n_terms)
    chosen = rng.permutation(n_terms)[:500].astype(np.int32)
    counts = Counts(
        np.array([0, len(chosen)]),
        chosen.copy(),
        rng.integers(1, 40, len(chosen)).astype(np.float32),
        np.arange(n_terms, dtype=np.uint32),
        np.ones(n_terms, np.int64),
    )
    expected = _as_scikit_learn_weighs(counts)

    found = weigh(counts, inverse_frequency(np.bincount(chosen, minlength=n_terms), 1))

    assert found.indices.tolist() == sorted(chosen.tolist())
    assert found.data.tobytes() == expected.data.tobytes()


@given(strategies.corpora().filter(any))
def test_weights_of_any_words_are_those_of_scikit_learn(articles):
    """Whatever stands in the articles, repeated words and empty articles too."""
    counts = count_terms(strategies.as_tokens(articles))
    expected = _as_scikit_learn_weighs(counts)

    assert tfidf(counts).data.tobytes() == expected.data.tobytes()


@given(strategies.corpora())
def test_rows_have_length_one(articles):
    """Every row has length 1, or 0 where an article has no word."""
    matrix = strategies.as_matrix(tfidf(count_terms(strategies.as_tokens(articles))))
    norms = np.sqrt(matrix.power(2).sum(axis=1))
    for norm, words in zip(norms, articles, strict=True):
        assert norm == pytest.approx(1 if words else 0, abs=1e-6)


@settings(max_examples=60)
@given(strategies.corpora())
def test_cosine_is_the_dot_product(articles):
    """``row_cosine`` is symmetric, 1 of a row with itself, and the product of the dense rows."""
    weights = tfidf(count_terms(strategies.as_tokens(articles)))
    arrays = weights.indptr, weights.indices, weights.data
    dense = strategies.as_matrix(weights).toarray().astype(np.float64)
    for one in range(len(articles)):
        for other in range(len(articles)):
            found = row_cosine(*arrays, one, other)
            assert found == pytest.approx(dense[one] @ dense[other], abs=1e-14)
            assert found == row_cosine(*arrays, other, one)


@pytest.mark.parametrize("texts", [[], [""], ["", " ", "…"]])
def test_corpora_without_words(texts):
    """Without words there are no columns, and a row for each article all the same."""
    counts = count_terms(tokenise_texts(texts))

    assert counts.row_ptr.tolist() == [0] * (len(texts) + 1)
    assert tfidf(counts).shape == (len(texts), 0)
