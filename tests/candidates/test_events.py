"""Neighbours on one event against brute force, and the bounds of the approximate search."""

from collections import Counter
from datetime import datetime
from itertools import pairwise

import naive
import numpy as np
import pytest
import strategies
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from syndetect.candidates import event_pairs
from syndetect.params import EventParams
from syndetect.sketch import count_terms, tfidf
from syndetect.text import tokenise_texts

DAY = 86400.0
TIMES = st.one_of(
    st.just(float("nan")), st.sampled_from([0.0, DAY, 6.5 * DAY, 7 * DAY, 7 * DAY + 1, 30 * DAY])
)


def as_set(pairs):
    return {(one, other) for one, other in pairs.tolist()}


def as_vectors(weights):
    """Return the rows of a matrix as mappings of column to weight."""
    bounds = weights.indptr.tolist()
    columns, values = weights.indices.tolist(), weights.data.astype(np.float64).tolist()
    return [dict(zip(columns[start:end], values[start:end], strict=True)) for start, end in pairwise(bounds)]


def brute_force(weights, times, rows, params):
    asked = naive.Neighbours(params.n_neighbours, params.min_cosine, params.window_days * DAY)
    return naive.as_pairs(naive.neighbours(as_vectors(weights), times.tolist(), rows.tolist(), asked))


# Articles as lists of words, the times of more articles than are drawn, and rows to leave out. Weights
# are computed in the test: a kernel that is compiled while Hypothesis draws disturbs it.
CORPORA = st.tuples(
    strategies.corpora(14, 8),
    st.lists(TIMES, min_size=14, max_size=14),
    st.sets(st.integers(0, 13), max_size=4),
)


def prepare(corpus):
    """Return weights, times and rows of a drawn corpus."""
    articles, times, left_out = corpus
    weights = tfidf(count_terms(strategies.as_tokens(articles)))
    rows = [row for row in range(len(articles)) if row not in left_out]
    return weights, np.array(times[: len(articles)], np.float64), np.array(rows, np.int64)


PARAMS = st.builds(
    EventParams,
    n_neighbours=st.integers(0, 5),
    n_terms=st.integers(1, 4),
    max_postings=st.just(200),
    min_cosine=st.sampled_from([0.0, 0.15, 0.5, 0.9]),
    window_days=st.sampled_from([0.0, 1.0, 7.0, 1000.0]),
)


@settings(max_examples=400)
@given(CORPORA, PARAMS)
def test_small_corpora_are_compared_all_with_all(corpus, params):
    """Up to ``max_postings`` articles pairs are those of brute force: by cosine, then row, in the window."""
    weights, times, rows = prepare(corpus)
    found = event_pairs(weights, times, rows, params)

    if weights.nnz:  # where no article has a word, there is no event
        assert as_set(found) == brute_force(weights, times, rows, params)
    assert found.dtype == np.int64
    assert found.tolist() == sorted(found.tolist())
    assert (found[:, 0] < found[:, 1]).all()


@settings(max_examples=150)
@given(CORPORA, PARAMS, st.integers(1, 6))
def test_bounded_search_finds_pairs_of_brute_force(corpus, params, max_postings):
    """Beyond ``max_postings`` every pair still lies in the window and above the cosine, and few are found."""
    weights, times, rows = prepare(corpus)
    bounded = EventParams(
        n_neighbours=params.n_neighbours,
        n_terms=params.n_terms,
        max_postings=max_postings,
        min_cosine=params.min_cosine,
        window_days=params.window_days,
    )
    found = event_pairs(weights, times, rows, bounded)
    vectors = as_vectors(weights)

    assert len(found) <= len(rows) * params.n_neighbours
    for one, other in found.tolist():
        assert one in rows
        assert other in rows
        assert not abs(times[one] - times[other]) > params.window_days * DAY
        assert naive.cosine(vectors[one], vectors[other]) >= params.min_cosine


def top_terms(vectors, rows, n_terms):
    """Return for each row its weightiest terms that another row has too; ties by term."""
    shared = Counter(term for row in rows for term in vectors[row])
    return {
        row: sorted(
            (term for term in vectors[row] if shared[term] > 1), key=lambda term: (-vectors[row][term], term)
        )[:n_terms]
        for row in rows
    }


def nearest_in_time(postings, row, most):
    """Return the part of a list in order of time that is looked at for one of its rows."""
    if len(postings) <= most:
        return postings
    first = min(max(0, postings.index(row) - most // 2), len(postings) - most)
    return postings[first : first + most]


def bounded_search(vectors, times, rows, params):
    """Return the pairs that the bounded search finds, by its definition."""
    top = top_terms(vectors, rows, params.n_terms)
    by_time = sorted(rows, key=lambda row: (np.isnan(times[row]), np.nan_to_num(times[row]), row))
    pairs = set()
    for row in rows:
        shared = Counter()  # in the order in which others are met
        for term in top[row]:
            postings = [other for other in by_time if term in top[other]]
            for other in nearest_in_time(postings, row, params.max_postings):
                if other != row and not abs(times[other] - times[row]) > params.window_days * DAY:
                    shared[other] += 1
        tried = [other for other, _ in shared.most_common(4 * params.n_neighbours)]
        cosines = {other: round(naive.cosine(vectors[row], vectors[other]), 6) for other in tried}
        close = [other for other in tried if cosines[other] >= params.min_cosine]
        best = sorted(close, key=lambda other: (-cosines[other], other))[: params.n_neighbours]
        pairs |= {(min(row, other), max(row, other)) for other in best}
    return pairs


@settings(max_examples=200)
@given(CORPORA, PARAMS, st.integers(1, 6), st.sampled_from([1, 2, 4, 300]))
def test_bounded_search_is_its_definition(corpus, params, max_postings, n_terms):
    """Beyond ``max_postings`` the pairs are those of the plain search with the same bounds."""
    weights, times, rows = prepare(corpus)
    assume(len(rows) > max_postings)
    bounded = EventParams(
        n_neighbours=min(params.n_neighbours, 1 + max_postings // 4),
        n_terms=n_terms,
        max_postings=max_postings,
        min_cosine=params.min_cosine,
        window_days=params.window_days,
    )
    found = event_pairs(weights, times, rows, bounded)

    assert as_set(found) == bounded_search(as_vectors(weights), times.tolist(), rows.tolist(), bounded)


@settings(max_examples=100)
@given(CORPORA, PARAMS, st.sampled_from([3, 200]), st.integers(2, 5))
def test_threads_change_nothing(corpus, params, max_postings, n_threads):
    """The pairs do not depend on the number of threads, in either way of searching."""
    params = EventParams(n_neighbours=3, n_terms=params.n_terms, max_postings=max_postings)
    weights, times, rows = prepare(corpus)
    one = event_pairs(weights, times, rows, params, n_threads=1)
    assert event_pairs(weights, times, rows, params, n_threads=n_threads).tolist() == one.tolist()


@pytest.mark.parametrize("shape", [(0, 0), (1, 3), (5, 0), (5, 3)])
def test_nothing_to_compare_gives_no_pairs(shape):
    """No articles, one article, no words: no pairs."""
    times = np.zeros(shape[0])
    found = event_pairs(csr_array(shape, dtype=np.float32), times, np.arange(shape[0]), EventParams())
    assert found.shape == (0, 2)


@pytest.fixture(scope="module")
def wire_corpus(wire_articles):
    """Return weights, times and rows of the generated corpus."""
    counts = count_terms(tokenise_texts(article.text for article in wire_articles))
    weights = strategies.as_matrix(tfidf(counts))
    times = [
        datetime.fromisoformat(article.published).timestamp() if article.published else float("nan")
        for article in wire_articles
    ]
    return weights, np.array(times), np.arange(len(times))


def pairs_within(weights, times, params):
    """Return each article's best others of all, and their cosines, over the dense product."""
    cosines = (weights.astype(np.float64) @ weights.astype(np.float64).T).toarray()
    np.fill_diagonal(cosines, -1)
    cosines[np.abs(times[:, None] - times[None, :]) > params.window_days * DAY] = -1
    best = np.argsort(-np.round(cosines, 6), axis=1, kind="stable")[:, : params.n_neighbours]
    return {
        (min(one, other), max(one, other)): cosines[one, other]
        for one, others in enumerate(best.tolist())
        for other in others
        if cosines[one, other] >= params.min_cosine
    }


@pytest.mark.parametrize("max_postings", [50, 200])
def test_recall_of_the_bounded_search(wire_corpus, max_postings):
    """Of the pairs of brute force with a cosine of 0.3 or more, nine of ten are found; none is made up."""
    params = EventParams(max_postings=max_postings)
    weights, times, rows = wire_corpus
    true = pairs_within(weights, times, params)
    wanted = {pair for pair, cosine in true.items() if cosine >= 0.3}

    found = event_pairs(weights, times, rows, params)

    assert len(wanted) > 1000
    assert len(wanted & as_set(found)) >= 0.9 * len(wanted)
    assert len(found) <= len(rows) * params.n_neighbours


def test_a_corpus_at_the_limit_is_compared_all_with_all(wire_corpus):
    """``max_postings`` articles are searched exactly, whatever their words."""
    weights, times, rows = wire_corpus
    some = rows[::8]
    params = EventParams(max_postings=len(some), n_terms=1)
    assert as_set(event_pairs(weights, times, some, params)) == brute_force(weights, times, some, params)


@pytest.mark.parametrize("max_postings", [50, 1500])
def test_order_of_articles_only_renumbers_pairs(wire_corpus, max_postings):
    """Where nothing ties, other numbers for the articles give the same pairs under those numbers."""
    weights, times, rows = wire_corpus
    vectors = as_vectors(weights)
    by_bag = {tuple(vectors[row].items()): row for row in rows.tolist()}
    by_time = {times[row]: row for row in by_bag.values() if not np.isnan(times[row])}
    kept = np.array(sorted(by_time.values()))  # neither two of one time, nor two of the same words
    params = EventParams(max_postings=max_postings)
    order = np.random.default_rng(5).permutation(len(kept))

    one = event_pairs(weights[kept], times[kept], np.arange(len(kept)), params)
    shuffled = kept[order]
    other = event_pairs(weights[shuffled], times[shuffled], np.arange(len(kept)), params)

    assert len(one) > 1000
    assert {tuple(sorted(pair)) for pair in order[other].tolist()} == as_set(one)
