"""``python -m benchmarks.quality.intervals``: how often intervals of outlet shares cover the true share."""

import argparse
import sys
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from syndetect.params import OutletParams
from syndetect.trace.outlets import Shares, measure_shares

__all__ = ["Corpora", "covered", "main", "simulate", "true_shares"]

SHARES = (0.03, 0.1, 0.3, 0.6, 0.9)
SIZES = (5, 10, 20, 50, 200)  # stories
METHODS = ("Korn-Graubard", "percentile", "BCa")
COLUMNS = ("articles", "words")
UNCERTAIN = 1.2  # sum of the beta parameters of a story's share: most stories are nearly all copy or none


class Corpora(NamedTuple):
    """Simulated coverage of many outlets, one row an article.

    Attributes
    ----------
    parts, wholes : int64 arrays of shape (n_articles, 2)
        Copied and all articles (one each), copied and all words.
    outlet, story : int64 arrays of shape (n_articles,)
        Outlet, and a key of the story that no other outlet has.
    """

    parts: NDArray[np.int64]
    wholes: NDArray[np.int64]
    outlet: NDArray[np.int64]
    story: NDArray[np.int64]


def simulate(share: float, n_stories: int, n_outlets: int, seed: int) -> Corpora:
    """Draw outlets that cover ``n_stories`` stories each.

    An outlet has 1 article on a story or more (geometric, mean 2.2; one story
    in twenty has 5 to 24 more). Stories differ in how likely an article is
    copy (beta, mean ``share``). Articles have 20 words and a log-normal number
    more (median 403); of a copied one the beta (4, 2) share is the agency's.
    """
    random = np.random.default_rng(seed)
    n = n_outlets * n_stories
    n_articles = random.geometric(0.45, n) + (random.random(n) < 0.05) * random.integers(5, 25, n)
    likely = random.beta(UNCERTAIN * share, UNCERTAIN * (1 - share), n)
    story = np.repeat(np.arange(n), n_articles)
    copied = random.random(len(story)) < likely[story]
    n_words = random.lognormal(6, 0.6, len(story)).astype(np.int64) + 20
    words = (n_words * random.beta(4, 2, len(story)) * copied).astype(np.int64)
    return Corpora(
        np.stack([copied.astype(np.int64), words], axis=1),
        np.stack([np.ones_like(n_words), n_words], axis=1),
        story // n_stories,
        story,
    )


def true_shares(share: float) -> tuple[float, float]:
    """Return the shares of articles and words that :func:`simulate` draws from.

    What is copied depends on neither the number of articles nor their length;
    beta (4, 2) has the mean 2/3. Rounding words down costs less than 0.001.
    """
    return share, share * 2 / 3


def covered(shares: Shares, share: float) -> NDArray[np.bool_]:
    """Tell which intervals, (n_outlets, 2), hold the true share."""
    truth = np.array(true_shares(share))
    held: NDArray[np.bool_] = (shares.low <= truth) & (truth <= shares.high)
    return held


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, for every share and number of stories, the coverage of each method."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.intervals", description=__doc__)
    parser.add_argument("--outlets", type=int, default=500, help="simulated outlets a line (default 500)")
    n_outlets = parser.parse_args(arguments).outlets
    print("| share of | true share | stories | " + " | ".join(METHODS) + " | mean width |")
    print("|---|---|---|" + "---|" * (len(METHODS) + 1))
    for k, column in enumerate(COLUMNS):
        for share in SHARES:
            for n_stories in SIZES:
                _line(k, column, share, simulate(share, n_stories, n_outlets, seed=n_stories))
    return 0


def _line(k: int, column: str, share: float, corpora: Corpora) -> None:
    n_outlets = int(corpora.outlet.max()) + 1
    parts, wholes = corpora.parts[:, [k]], corpora.wholes[:, [k]]
    ours = measure_shares(parts, wholes, corpora.outlet, corpora.story, n_outlets, OutletParams())
    found = {"Korn-Graubard": ours, "percentile": _plain(corpora, k, ours, "percentile")}
    n_stories = int(ours.n_stories[0, 0])
    if n_stories <= 50:  # scipy's jackknife is quadratic
        found["BCa"] = _plain(corpora, k, ours, "BCa")
    truth = true_shares(share)[k]
    held = {name: np.mean((shares.low <= truth) & (truth <= shares.high)) for name, shares in found.items()}
    cells = [f"{held[name]:.3f}" if name in held else "" for name in METHODS]
    width = np.mean(ours.high - ours.low)
    print(f"| {column} | {truth:.2f} | {n_stories} | " + " | ".join(cells) + f" | {width:.2f} |", flush=True)


def _plain(corpora: Corpora, k: int, ours: Shares, method: Literal["percentile", "BCa"]) -> Shares:
    """Return the intervals of ``scipy.stats.bootstrap`` itself, and ours where nothing is spread."""
    n_outlets = int(corpora.outlet.max()) + 1
    firsts = np.flatnonzero(np.diff(corpora.story, prepend=-1))
    part, whole = (np.add.reduceat(sums[:, k], firsts) for sums in (corpora.parts, corpora.wholes))
    low, high = ours.low.copy(), ours.high.copy()
    for outlet, x, y in zip(
        range(n_outlets), np.split(part, n_outlets), np.split(whole, n_outlets), strict=True
    ):
        if (x * y.sum() == y * x.sum()).all():
            continue
        result = stats.bootstrap(
            (x, y),
            lambda x, y, axis: x.sum(axis=axis) / y.sum(axis=axis),
            paired=True,
            vectorized=True,
            n_resamples=1000,
            method=method,
            random_state=np.random.default_rng(0),
        )
        low[outlet], high[outlet] = result.confidence_interval
    return Shares(ours.estimate, low, high, ours.n_stories)


if __name__ == "__main__":
    sys.exit(main())
