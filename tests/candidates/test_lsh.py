"""Banding against datasketch, buckets against their definition, recall against theory."""

from itertools import combinations, pairwise

import naive
import numpy as np
import pytest
import strategies
from datasketch import MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from syndetect.candidates import Banding, banding, bucket_pairs, distinct, lsh
from syndetect.candidates.sorting import sorted_by_bits
from syndetect.errors import ParameterError
from syndetect.params import CandidateParams, ShingleParams, SketchParams
from syndetect.sketch import EMPTY, sign

ALL_PAIRS = CandidateParams(representatives=1000)


def as_set(pairs):
    return {(one, other) for one, other in pairs.tolist()}


def assert_well_formed(pairs):
    """Pairs are a < b, sorted and distinct."""
    assert pairs.dtype == np.int64
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert pairs.tolist() == sorted(
        {(one, other) for one, other in pairs.tolist()} and map(list, as_set(pairs))
    )


@st.composite
def signatures(draw, max_rows=16):
    """Draw small signatures of few values, so that articles meet; some are those of articles too short."""
    n_rows, size = draw(st.integers(0, max_rows)), draw(st.sampled_from([4, 6, 9]))
    values = st.sampled_from([0, 1, 2**32 - 2, 2**32 - 1])
    row = st.one_of(st.lists(values, min_size=size, max_size=size), st.just([int(EMPTY)] * size))
    drawn = draw(st.lists(row, min_size=n_rows, max_size=n_rows))
    rows = draw(st.sets(st.integers(0, n_rows - 1))) if n_rows else set()
    return np.array(drawn, np.uint32).reshape(n_rows, size), np.array(sorted(rows), np.int64)


@pytest.mark.parametrize("size", [16, 64, 128, 200])
@pytest.mark.parametrize("threshold", [0.01, 0.05, 0.3, 0.4, 0.5, 0.8, 0.86])
def test_banding_is_that_of_datasketch(size, threshold):
    """Bands and rows are the ones that datasketch chooses."""
    index = MinHashLSH(threshold=threshold, num_perm=size)
    cut = banding(size, threshold)

    assert (cut.bands, cut.rows) == (index.b, index.r)
    assert cut.bands * cut.rows <= size


@pytest.mark.parametrize(("size", "threshold"), [(4, 0.7), (16, 0.9), (128, 0.99), (256, 1.0)])
def test_a_threshold_that_leaves_one_band_is_refused(size, threshold):
    """Where datasketch would need a single band, the error names both settings and their values."""
    with pytest.raises(ParameterError, match=rf"CandidateParams\.threshold .* = {size}, got {threshold}: "):
        banding(size, threshold)


@given(st.integers(1, 50), st.integers(1, 20))
def test_probability_rises_from_never_to_always(bands, rows):
    """The chance to meet is 0 for nothing in common, 1 for equal articles, and rises between."""
    cut = Banding(bands, rows)
    chances = [cut.probability(k / 20) for k in range(21)]

    assert chances[0] == 0
    assert chances[-1] == 1
    assert chances == sorted(chances)


@settings(max_examples=200)
@given(signatures(), st.integers(1, 3))
def test_pairs_are_all_that_share_a_bucket(drawn, width):
    """In buckets of at most one more than the representatives, all pairs and no others are found."""
    values, rows = drawn
    cut = Banding(values.shape[1] // width, width)
    found = bucket_pairs(values, rows, cut, ALL_PAIRS)

    assert_well_formed(found.pairs)
    assert as_set(found.pairs) == naive.bucket_pairs(values.tolist(), rows.tolist(), cut.bands, cut.rows)


@settings(max_examples=200)
@given(signatures(), st.integers(1, 3), st.integers(1, 5))
def test_stars_keep_small_buckets_whole_and_big_ones_joined(drawn, width, representatives):
    """A small bucket gives all its pairs, a big one pairs each with its first articles; counts agree."""
    values, rows = drawn
    cut = Banding(values.shape[1] // width, width)
    found = bucket_pairs(values, rows, cut, CandidateParams(representatives=representatives))
    buckets = [
        sorted(bucket)
        for band in range(cut.bands)
        for bucket in naive.buckets(values.tolist(), rows.tolist(), band * width, width)
    ]
    expected = set()
    for bucket in buckets:
        whole = len(bucket) <= representatives + 1
        pairs = set(combinations(bucket, 2))
        expected |= pairs if whole else {pair for pair in pairs if pair[0] in bucket[:representatives]}

    assert as_set(found.pairs) == expected
    assert found.n_buckets == sum(len(bucket) > 1 for bucket in buckets)
    assert found.largest == max(map(len, buckets), default=0)
    assert found.n_starred == sum(len(bucket) > representatives + 1 for bucket in buckets)


@pytest.mark.parametrize("representatives", [1, 3, 8])
@pytest.mark.parametrize("cut", [Banding(1, 4), Banding(8, 4)])
def test_identical_articles_give_linearly_many_pairs(representatives, cut):
    """A bucket of n equal signatures gives at most ``representatives`` * n pairs, twice for 2 n."""
    params = CandidateParams(representatives=representatives)
    n_pairs = []
    for n_articles in (100, 200, 400, 800):
        values = np.tile(np.arange(32, dtype=np.uint32), (n_articles, 1))
        found = bucket_pairs(values, np.arange(n_articles), cut, params)
        n_pairs.append(len(found.pairs))
        assert len(found.pairs) <= representatives * n_articles
        assert len(np.unique(found.pairs)) == n_articles  # nobody is left out
        assert (found.largest, found.n_buckets, found.n_starred) == (n_articles, cut.bands, cut.bands)
    for fewer, more in pairwise(n_pairs):
        assert more <= 2 * fewer + representatives * (representatives + 1)


@settings(max_examples=100)
@given(signatures(), st.randoms(use_true_random=False))
def test_order_of_articles_only_renumbers_pairs(drawn, random):
    """When all buckets are small, other numbers for the articles give the same pairs under those numbers."""
    values, rows = drawn
    order = list(range(len(values)))
    random.shuffle(order)
    number = {row: place for place, row in enumerate(order)}
    renumbered = np.array(sorted(number[row] for row in rows.tolist()), np.int64)
    cut = Banding(values.shape[1] // 2, 2)

    pairs = as_set(bucket_pairs(values, rows, cut, ALL_PAIRS).pairs)
    found = bucket_pairs(values[order].reshape(values.shape), renumbered, cut, ALL_PAIRS).pairs
    assert as_set(found) == {tuple(sorted((number[one], number[other]))) for one, other in pairs}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(31, 60)), max_size=40))
def test_distinct_turns_sorts_and_drops(pairs):
    """Pairs are turned so that a < b, sorted, and each stands once."""
    turned = np.array([pair[::-1] if k % 2 else pair for k, pair in enumerate(pairs)], np.int64)
    assert distinct(turned.reshape(-1, 2)).tolist() == [list(pair) for pair in sorted(set(pairs))]


CODES = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 2**13), max_size=60)


@given(CODES, st.integers(0, 63), st.integers(1, 6))
def test_numbers_are_sorted_by_some_of_their_bits(codes, first, n_digits):
    """They come in the order of these bits; those that are equal there keep their order."""
    past = min(64, first + 11 * n_digits)
    given_codes = np.array(codes, np.uint64)
    found = sorted_by_bits(given_codes, np.empty_like(given_codes), first, past)

    n_bits = 11 * -(-(past - first) // 11)
    assert found.tolist() == sorted(codes, key=lambda code: code >> first & (2**n_bits - 1))


@given(st.lists(st.sampled_from([0, 1, 5, 2**20, 2**20 + 1, 2**63, 2**64 - 1]), max_size=30))
def test_equal_hashes_stand_together_however_close_others_are(keys):
    """The order puts equal hashes beside each other, by place, also where others differ in the last bit."""
    order = lsh._sorting(np.array(keys, np.uint64)).tolist()
    runs = [(key, [place for place in order if keys[place] == key]) for key in set(keys)]

    assert sorted(order) == list(range(len(keys)))
    for key, places in runs:
        assert places == sorted(places)
        first = order.index(places[0])
        assert order[first : first + len(places)] == places, key


@settings(max_examples=100)
@given(signatures(), st.integers(1, 4), st.integers(2, 5))
def test_threads_change_no_bucket(drawn, representatives, n_threads):
    """Pairs and counts do not depend on the number of threads."""
    values, rows = drawn
    cut, params = Banding(values.shape[1], 1), CandidateParams(representatives=representatives)
    one = bucket_pairs(values, rows, cut, params, n_threads=1)
    several = bucket_pairs(values, rows, cut, params, n_threads=n_threads)

    assert several.pairs.tolist() == one.pairs.tolist()
    counts = (one.n_buckets, one.largest, one.n_starred)
    assert (several.n_buckets, several.largest, several.n_starred) == counts


def articles_of_resemblance(rng, n_pairs, n_common, n_own):
    """Return pairs of articles, one after the other, that share ``n_common`` words of all they have."""
    articles = []
    for _ in range(n_pairs):
        words = rng.choice(2**32, n_common + 2 * n_own, replace=False).tolist()
        articles.append(words[: n_common + n_own])
        articles.append(words[n_own + n_common :] + words[:n_common])
    return articles


@pytest.mark.parametrize("threshold", [0.4, 0.7])
@pytest.mark.parametrize("resemblance", [0.2, 0.35, 0.5, 0.65, 0.8])
def test_recall_is_that_of_theory(threshold, resemblance):
    """Of pairs of one resemblance, the share found lies in the 99.9 % interval of the binomial law."""
    n_pairs, n_all = 1500, 200
    n_common = round(resemblance * n_all)
    rng = np.random.default_rng(round(1000 * resemblance))
    articles = articles_of_resemblance(rng, n_pairs, n_common, (n_all - n_common) // 2)
    assert naive.resemblance(set(articles[0]), set(articles[1])) == n_common / n_all
    tokens = strategies.as_tokens(articles)
    params = SketchParams()
    cut = banding(params.signature_size, threshold)
    values = sign(tokens, ShingleParams(width=1), params)

    found = as_set(bucket_pairs(values, np.arange(len(articles)), cut, ALL_PAIRS).pairs)

    n_found = sum((2 * k, 2 * k + 1) in found for k in range(n_pairs))
    low, high = binom.interval(0.999, n_pairs, cut.probability(n_common / n_all))
    assert low <= n_found <= high
