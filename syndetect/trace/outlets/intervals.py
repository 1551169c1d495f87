"""Counts of articles or words -> shares with confidence intervals that know that articles come in stories."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.params import OutletParams

__all__ = ["Shares", "measure_shares"]

BATCH_DRAWS = 2**22  # stories drawn at a time: bounds the memory of a large outlet


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Shares with their intervals.

    Attributes
    ----------
    estimate, low, high : float64 arrays of one shape
        Share, and both ends of its interval, 0 to 1, ``low <= estimate <=
        high``; NaN where the denominator is 0.
    n_stories : int64 array of the same shape
        Stories that the share rests on.
    """

    estimate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n_stories: NDArray[np.int64]

    def column(self, k: int) -> "Shares":
        """Return the shares of one column."""
        return Shares(self.estimate[:, k], self.low[:, k], self.high[:, k], self.n_stories[:, k])


def measure_shares(
    parts: NDArray[np.int64],
    wholes: NDArray[np.int64],
    group: NDArray[np.int64],
    story: NDArray[np.int64],
    n_groups: int,
    params: OutletParams,
) -> Shares:
    """Divide sums by sums, for every group and column, and say how sure that is.

    Parameters
    ----------
    parts, wholes : int64 arrays of shape (n_articles, n_columns)
        What an article adds to the numerator and denominator; ``0 <= parts <=
        wholes``.
    group : int64 array of shape (n_articles,)
        The group of each article, 0 to ``n_groups`` - 1.
    story : int64 array of shape (n_articles,)
        Any key: articles of one group and key are one cluster.
    n_groups : int
        A group without articles has no shares: they are NaN.
    params : OutletParams
        Confidence, number of resamples and seed.

    Returns
    -------
    Shares
        Of shape (n_groups, n_columns).

    Notes
    -----
    A share is a ratio of sums over clusters, of which those with a denominator
    count. Its standard error is that of ``scipy.stats.bootstrap`` over these
    clusters, numerator and denominator drawn together; of more clusters than
    ``bootstrap_stories`` that of the delete-one jackknife, which agrees there
    and needs no draws. Its interval is that of
    Korn & Graubard, "Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data", *Survey Methodology*
    24 (1998): Clopper and Pearson's exact interval for the effective sample
    size ``p (1 - p) / se**2 * (z / t)**2``, z and t being the quantiles of the
    normal and of Student's distribution with one degree of freedom less than
    clusters, and no larger than the denominator.

    Where all clusters have one and the same ratio (none of n, all of n, a
    single story) resampling shows no spread, and the effective sample size is
    the number of clusters: every story is one independent trial. So nothing of
    20 stories gives 0 to 0.17, a single story that is all copy 0.03 to 1.

    The plain percentile and BCa intervals were measured too; they covered the
    truth less often (``docs/measures.md``). An interval follows from the
    clusters' sums alone, in whatever order and among whatever other columns:
    these are sorted, and each call draws anew from the seed.
    """
    first, sums = _cluster_sums(np.stack([parts, wholes], axis=2), group, story, n_groups)
    n_columns = parts.shape[1]
    ends = np.full((3, n_groups, n_columns), np.nan)
    n_stories = np.zeros((n_groups, n_columns), np.int64)
    for k in range(n_groups):
        clusters = sums[first[k] : first[k + 1]]
        ends[:, k], n_stories[k] = _group_shares(clusters[..., 0], clusters[..., 1], params)
    return Shares(ends[0], ends[1], ends[2], n_stories)


def _cluster_sums(
    columns: NDArray[np.int64], group: NDArray[np.int64], story: NDArray[np.int64], n_groups: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the clusters of each group begin, (n_groups + 1,), and the sums of each cluster."""
    order = np.lexsort((story, group))
    group, story = group[order], story[order]
    starts = np.flatnonzero((np.diff(group, prepend=-1) != 0) | (np.diff(story, prepend=0) != 0))
    sums = np.add.reduceat(columns[order], starts, axis=0) if len(starts) else columns
    return np.searchsorted(group[starts], np.arange(n_groups + 1)), sums


def _group_shares(
    parts: NDArray[np.int64], wholes: NDArray[np.int64], params: OutletParams
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Divide the sums of one group, (n_clusters, n_columns).

    Returns estimate, low and high, (3, n_columns), and the number of clusters
    with a denominator, (n_columns,).
    """
    part, whole = parts.sum(axis=0), wholes.sum(axis=0)
    n_clusters = (wholes > 0).sum(axis=0)
    estimate = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    spread = (parts * whole != wholes * part).any(axis=0)
    errors = _standard_errors(parts, wholes, spread, params)
    low, high = _korn_graubard(estimate, errors, n_clusters, whole, params.confidence)
    return np.stack([estimate, low, high]), n_clusters


def _standard_errors(
    parts: NDArray[np.int64], wholes: NDArray[np.int64], spread: NDArray[np.bool_], params: OutletParams
) -> NDArray[np.float64]:
    """Return the standard error of every column, 0 where nothing is spread."""
    errors = np.zeros(parts.shape[1])
    n_clusters = (wholes > 0).sum(axis=0)
    for n in np.unique(n_clusters[spread]).tolist():  # columns of as many clusters share their draws
        chosen = np.flatnonzero(spread & (n_clusters == n))
        sorted_parts = np.empty((n, len(chosen)))
        sorted_wholes = np.empty((n, len(chosen)))
        for k, column in enumerate(chosen):
            order = np.lexsort((parts[:, column], wholes[:, column]))[-n:]  # empty clusters come first
            sorted_parts[:, k], sorted_wholes[:, k] = parts[order, column], wholes[order, column]
        if n > params.bootstrap_stories:
            errors[chosen] = _jackknife_errors(sorted_parts, sorted_wholes)
        else:
            errors[chosen] = _bootstrap_errors(sorted_parts, sorted_wholes, params)
    return errors


def _jackknife_errors(parts: NDArray[np.float64], wholes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the delete-one jackknife standard error of every column."""
    without = (parts.sum(axis=0) - parts) / (wholes.sum(axis=0) - wholes)
    by_column = np.ascontiguousarray(without.T)  # as in ratios below
    errors: NDArray[np.float64] = np.sqrt((len(parts) - 1) * by_column.var(axis=1))
    return errors


def _bootstrap_errors(
    parts: NDArray[np.float64], wholes: NDArray[np.float64], params: OutletParams
) -> NDArray[np.float64]:
    """Return the bootstrap standard error of every column, all clusters having a denominator.

    Equal to the bit to that of ``scipy.stats.bootstrap``, the oracle of the
    tests: importing scipy.stats takes as long as the rest of a small report.
    Sums of whole numbers below 2**53 are exact, so the order of summation,
    and with it the number of threads, changes nothing.
    """
    n_clusters = len(parts)
    random = np.random.default_rng(params.seed)
    at_once = max(1, BATCH_DRAWS // n_clusters)
    ratios = []
    for start in range(0, params.n_resamples, at_once):
        n_drawn = min(at_once, params.n_resamples - start)
        places = (
            random.integers(0, n_clusters, (n_drawn, n_clusters)) + n_clusters * np.arange(n_drawn)[:, None]
        )
        times = np.bincount(places.ravel(), minlength=places.size).reshape(places.shape).astype(np.float64)
        ratios.append(((times @ parts) / (times @ wholes)).T)
    # Each column in one run of memory: it is summed in one order, whatever stands beside it.
    by_column = np.ascontiguousarray(np.concatenate(ratios, axis=-1))
    errors: NDArray[np.float64] = by_column.std(axis=-1, ddof=1)
    return errors


def _korn_graubard(
    estimate: NDArray[np.float64],
    error: NDArray[np.float64],
    n_clusters: NDArray[np.int64],
    whole: NDArray[np.int64],
    confidence: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both ends of the interval for estimates with these standard errors."""
    from scipy import special  # imported here: no article waits for it

    tail = (1 - confidence) / 2
    known = error > 0
    shrink = special.ndtri(tail) / special.stdtrit(np.maximum(n_clusters - 1, 1), tail)
    variance = np.where(known, error, 1.0) ** 2
    effective = np.minimum(estimate * (1 - estimate) / variance * shrink**2, whole)
    n = np.where(known, effective, n_clusters)
    hits = estimate * n
    with np.errstate(invalid="ignore"):  # no denominator: NaN
        low = np.where(estimate > 0, special.betaincinv(hits, n - hits + 1, tail), hits)
        high = np.where(estimate < 1, special.betaincinv(hits + 1, n - hits, 1 - tail), estimate)
    return np.minimum(low, estimate), np.maximum(high, estimate)
