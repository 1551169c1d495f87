"""Intervals of shares: what they are made of, what they do not depend on, how often they hold the truth."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from threadpoolctl import threadpool_limits

from benchmarks.quality.intervals import covered, simulate
from syndetect.params import OutletParams
from syndetect.trace.outlets import measure_shares

QUICK = OutletParams(n_resamples=100)
ENDS = ("estimate", "low", "high", "n_stories")

# group, story, part, whole of each article
articles = st.lists(
    st.tuples(st.integers(0, 2), st.integers(-1, 5), st.integers(0, 50), st.integers(0, 50)).map(
        lambda drawn: (*drawn[:2], min(drawn[2:]), drawn[3])
    ),
    max_size=25,
)


def _shares(rows, params=QUICK, n_groups=3):
    table = np.array(rows, np.int64).reshape(-1, 4)
    return measure_shares(table[:, 2:3], table[:, 3:4], table[:, 0], table[:, 1], n_groups, params)


def _equal(one, other):
    for end in ENDS:
        np.testing.assert_array_equal(getattr(one, end), getattr(other, end))


def _interval(parts, wholes, params=QUICK):
    """Return the interval of one share over clusters of these sums."""
    shares = _shares([(0, k, *sums) for k, sums in enumerate(zip(parts, wholes, strict=True))], params, 1)
    return float(shares.low[0, 0]), float(shares.high[0, 0])


@given(articles)
def test_a_share_is_a_ratio_of_sums_inside_its_interval(rows):
    """The estimate is sum by sum, over the stories with a denominator; without one all is NaN."""
    shares = _shares(rows)

    for group in range(3):
        part = sum(row[2] for row in rows if row[0] == group)
        whole = sum(row[3] for row in rows if row[0] == group)
        found = [float(getattr(shares, end)[group, 0]) for end in ("low", "estimate", "high")]
        assert shares.n_stories[group, 0] == len({row[1] for row in rows if row[0] == group and row[3]})
        if whole:
            assert found[1] == part / whole
            assert 0 <= found[0] <= found[1] <= found[2] <= 1
            assert found[0] < found[2]
        else:
            assert all(math.isnan(end) for end in found)


@given(articles, st.randoms(use_true_random=False), st.integers(-9, 9))
def test_an_interval_knows_only_its_clusters(rows, random, key):
    """Neither the order of articles, nor the keys of stories, nor other groups change anything."""
    shuffled = random.sample(rows, len(rows))
    renamed = [(group, key - 3 * story, *sums) for group, story, *sums in shuffled]
    _equal(_shares(rows), _shares(renamed))

    alone = _shares([row for row in rows if row[0] == 1])
    for end in ENDS:
        np.testing.assert_array_equal(getattr(alone, end)[1], getattr(_shares(rows), end)[1])


@given(articles, st.sampled_from([QUICK, OutletParams(bootstrap_stories=0)]))
def test_other_columns_change_nothing(rows, params):
    """A share measured beside others, with other denominators, is the one measured alone."""
    table = np.array(rows, np.int64).reshape(-1, 4)
    group, story, part, whole = table.T
    parts = np.stack([part, part // 2, part, part * (whole > 9)], axis=1)
    wholes = np.stack([whole, part, whole + 1, whole * (whole > 9)], axis=1)
    together = measure_shares(parts, wholes, group, story, 3, params)

    for k in range(4):
        alone = measure_shares(parts[:, [k]], wholes[:, [k]], group, story, 3, params)
        _equal(together.column(k), alone.column(0))


def _scipy_error(part, whole, params):
    """Return the standard error of scipy's paired bootstrap, written as its manual does."""
    return stats.bootstrap(
        (part, whole),
        lambda x, y, axis: x.sum(axis=axis) / y.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=params.n_resamples,
        method="percentile",
        random_state=np.random.default_rng(params.seed),
    ).standard_error


def _jackknife_error(part, whole):
    """Return the standard error by leaving out one cluster after the other."""
    without = [
        sum(x for j, x in enumerate(part) if j != k) / sum(y for j, y in enumerate(whole) if j != k)
        for k in range(len(part))
    ]
    mean = sum(without) / len(without)
    return math.sqrt((len(without) - 1) / len(without) * sum((value - mean) ** 2 for value in without))


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=2, max_size=30),
    st.integers(0, 99),
    st.booleans(),
)
def test_the_interval_is_korn_and_graubards(clusters, seed, bootstrap):
    """Standard error of either kind -> effective sample size -> quantiles of the beta distribution."""
    clusters = sorted((whole, min(part, whole)) for part, whole in clusters)
    whole, part = (np.array(values, np.int64) for values in zip(*clusters, strict=True))
    assume(len({x / y for y, x in clusters}) > 1)
    params = OutletParams(
        n_resamples=200, seed=seed, confidence=0.9, bootstrap_stories=30 if bootstrap else len(clusters) - 1
    )
    error = _scipy_error(part, whole, params) if bootstrap else _jackknife_error(part, whole)
    p = part.sum() / whole.sum()
    shrink = (stats.norm.ppf(0.95) / stats.t.ppf(0.95, len(clusters) - 1)) ** 2
    n = min(p * (1 - p) / error**2 * shrink, whole.sum())
    low = stats.beta.ppf(0.05, p * n, n - p * n + 1)
    high = stats.beta.ppf(0.95, p * n + 1, n - p * n)

    assert _interval(part, whole, params) == pytest.approx((low, high), rel=1e-6)


@pytest.mark.parametrize("n_stories", [1, 2, 5, 30])
@pytest.mark.parametrize("size", [1, 7])
def test_without_spread_every_story_is_one_trial(n_stories, size):
    """None of n, all of n and one story alone give the exact interval of Clopper and Pearson over stories."""
    for hits in (0, n_stories):
        exact = stats.binomtest(hits, n_stories).proportion_ci(0.95, "exact")
        parts = [size if hits else 0] * n_stories
        assert _interval(parts, [size] * n_stories) == pytest.approx((exact.low, exact.high))
    if n_stories % 2 == 0:
        exact = stats.binomtest(n_stories // 2, n_stories).proportion_ci(0.95, "exact")
        assert _interval([size] * n_stories, [2 * size] * n_stories) == pytest.approx((exact.low, exact.high))


def test_the_rule_of_three():
    """Nothing of 20 stories says: less than 17 %. One story that is all copy says next to nothing."""
    assert _interval([0] * 20, [5] * 20) == (0, pytest.approx(1 - 0.025**0.05))
    assert _interval([40], [40]) == (pytest.approx(0.025), 1)


def test_a_sample_is_no_larger_than_its_denominator():
    """Stories that happen to agree are no more evidence than as many independent articles."""
    exact = stats.binomtest(16, 30).proportion_ci(0.95, "exact")
    assert _interval([5, 5, 6], [10, 10, 10]) == pytest.approx((exact.low, exact.high))


def test_nothing_to_divide():
    """No article, no group, and stories without a denominator: shares are NaN, and no story counts."""
    for rows, n_groups in (([], 0), ([], 2), ([(0, 1, 0, 0), (1, 1, 0, 0)], 2)):
        shares = _shares(rows, n_groups=n_groups)
        assert shares.estimate.shape == shares.low.shape == shares.high.shape == (n_groups, 1)
        assert np.isnan([shares.estimate, shares.low, shares.high]).all()
        assert (shares.n_stories == 0).all()


@pytest.mark.parametrize("share", [0.1, 0.4])
def test_bootstrap_and_jackknife_agree_on_many_stories(share):
    """Where the one takes over from the other, widths differ by 3 % at most on average."""
    corpora = simulate(share, 501, 30, seed=3)
    arguments = corpora.parts, corpora.wholes, corpora.outlet, corpora.story, 30
    jackknife = measure_shares(*arguments, OutletParams())
    bootstrap = measure_shares(*arguments, OutletParams(bootstrap_stories=501))
    ratio = (jackknife.high - jackknife.low) / (bootstrap.high - bootstrap.low)

    assert (ratio != 1).all()
    assert ratio.mean(axis=0) == pytest.approx(1, abs=0.03)


def test_threads_and_batches_change_nothing(monkeypatch):
    """One thread of the linear algebra or all, one batch of draws or many: the same bits."""
    corpora = simulate(0.3, 300, 2, seed=5)
    arguments = (corpora.parts, corpora.wholes, corpora.outlet, corpora.story, 2, QUICK)
    usual = measure_shares(*arguments)
    with threadpool_limits(1):
        _equal(usual, measure_shares(*arguments))
    monkeypatch.setattr("syndetect.trace.outlets.intervals.BATCH_DRAWS", 1000)
    _equal(usual, measure_shares(*arguments))


def test_more_confidence_is_a_wider_interval():
    """The level is that of the parameters, and another seed gives another, similar interval."""
    parts, wholes = [3, 0, 1, 5, 0, 2, 2, 0], [5, 2, 1, 9, 3, 2, 4, 1]
    widths = []
    for confidence in (0.5, 0.8, 0.95, 0.99):
        low, high = _interval(parts, wholes, OutletParams(confidence=confidence))
        widths.append(high - low)
    assert widths == sorted(set(widths))

    one, other = (_interval(parts, wholes, OutletParams(seed=seed)) for seed in (1, 2))
    assert one != other
    assert one == pytest.approx(other, abs=0.05)


@pytest.mark.parametrize("share", [0.2, 0.5])
def test_95_percent_intervals_hold_the_truth_as_often(share):
    """Of 300 simulated outlets of 60 stories, 92 to 98 % of the intervals hold the true share.

    Those that take every article for a story of its own do not: the test can fail.
    """
    corpora = simulate(share, 60, 300, seed=1)
    arguments = corpora.parts, corpora.wholes, corpora.outlet
    held = covered(measure_shares(*arguments, corpora.story, 300, OutletParams()), share)
    unclustered = np.arange(len(corpora.story))
    naive = covered(measure_shares(*arguments, unclustered, 300, OutletParams()), share)

    for k in range(2):
        assert 0.92 <= held[:, k].mean() <= 0.98
        assert naive[:, k].mean() < 0.85


@pytest.mark.parametrize("n_stories", [5, 10, 20])
def test_few_stories(n_stories):
    """With as few as 5 stories at least nine in ten intervals hold the true share."""
    corpora = simulate(0.3, n_stories, 300, seed=n_stories)
    shares = measure_shares(corpora.parts, corpora.wholes, corpora.outlet, corpora.story, 300, OutletParams())
    assert (covered(shares, 0.3).mean(axis=0) >= 0.9).all()
