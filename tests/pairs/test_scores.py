"""Cosine and resemblance of pairs against scikit-learn and Python's sets."""

import naive_alignment
import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.metrics.pairwise import cosine_similarity

from syndetect.pairs.scores import cosines, shared_shingles
from syndetect.params import ShingleParams
from syndetect.sketch import count_terms, tfidf


@st.composite
def corpora(draw: st.DrawFn):
    """Draw articles from few words, with all pairs of them in any order, also of an article with itself."""
    word = st.integers(0, draw(st.sampled_from([1, 3, 50])))
    articles = draw(st.lists(st.lists(word, max_size=40), min_size=1, max_size=6))
    row = st.integers(0, len(articles) - 1)
    return articles, np.array(draw(st.lists(st.tuples(row, row), max_size=20)), np.int64).reshape(-1, 2)


def _shingles(words: list[int], width: int) -> set[tuple[int, ...]]:
    return {tuple(words[k : k + width]) for k in range(len(words) - width + 1)}


@given(corpora(), st.integers(1, 6), st.integers(1, 4))
def test_shared_shingles_are_the_sizes_of_sets(corpus, width, n_threads):
    """Distinct shingles of a, of b and of both, for pairs in any order, any number of threads."""
    articles, pairs = corpus
    tokens = naive_alignment.as_tokens(articles)
    counts = shared_shingles(tokens, pairs, ShingleParams(width=width), n_threads=n_threads)

    sets = [_shingles(words, width) for words in articles]
    assert counts.tolist() == [[len(sets[a]), len(sets[b]), len(sets[a] & sets[b])] for a, b in pairs]


@given(corpora(), st.integers(0, 2**64 - 1))
def test_the_seed_of_shingles_changes_no_count(corpus, seed):
    """The hash decides nothing: counts are the same with any seed."""
    articles, pairs = corpus
    tokens = naive_alignment.as_tokens(articles)
    counts = shared_shingles(tokens, pairs, ShingleParams(seed=seed))

    assert counts.tolist() == shared_shingles(tokens, pairs, ShingleParams()).tolist()


@given(corpora(), st.integers(1, 5))
def test_cosines_are_those_of_scikit_learn(corpus, n_threads):
    """The cosine of two rows is cosine_similarity's, to float32, with any threads; empty rows have 0."""
    articles, pairs = corpus
    weights = tfidf(count_terms(naive_alignment.as_tokens(articles)))
    matrix = strategies.as_matrix(weights)
    wanted = cosine_similarity(matrix) if matrix.shape[1] else np.zeros((len(articles), len(articles)))

    found = cosines(weights, pairs, n_threads=n_threads)
    assert found == pytest.approx([wanted[a, b] for a, b in pairs], abs=2e-6)
    assert found.tolist() == cosines(weights, pairs).tolist()
    assert ((found >= 0) & (found <= 1)).all()


@given(corpora())
def test_cosine_is_symmetric(corpus):
    """A pair and the same pair turned round have the same cosine, to the bit."""
    articles, pairs = corpus
    weights = tfidf(count_terms(naive_alignment.as_tokens(articles)))

    assert cosines(weights, pairs).tolist() == cosines(weights, pairs[:, ::-1]).tolist()


def test_no_pairs_have_no_scores():
    """No pair, no cosine and no count; the corpus may be empty too."""
    pairs = np.empty((0, 2), np.int64)

    assert cosines(csr_array((0, 0), dtype=np.float32), pairs).shape == (0,)
    assert shared_shingles(naive_alignment.as_tokens([]), pairs, ShingleParams()).shape == (0, 3)
