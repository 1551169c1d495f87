"""Which events a corpus has and how large they are: parameters in, events in order out."""

from typing import NamedTuple

import numpy as np

from corpora.generator.params import GeneratorParams

__all__ = ["EventPlan", "plan_events"]


class EventPlan(NamedTuple):
    """One event: a wire story with so many versions, or an unrelated article (-1)."""

    event: int
    first_article: int  # running number; the event has those from here on
    n_versions: int
    hot: bool

    @property
    def n_articles(self) -> int:
        """Articles of the event."""
        return 1 + max(self.n_versions, 0)


def plan_events(params: GeneratorParams, rng: np.random.Generator) -> list[EventPlan]:
    """Choose events so that their articles are exactly as many as asked for.

    Hot stories come first; the others follow in random order. A story drawn
    last may be shortened to fit. Empty for a corpus of no articles.
    """
    left = params.n_articles - params.hot_stories * (1 + params.hot_copies)
    n_unrelated = round(left * params.unrelated_share)
    sizes = _story_sizes(params, rng, left - n_unrelated)
    others = rng.permutation(np.array(sizes + [-1] * n_unrelated, dtype=np.int64)).tolist()
    plans: list[EventPlan] = []
    first = 0
    for n_versions in [params.hot_copies] * params.hot_stories + others:
        plan = EventPlan(len(plans), first, n_versions, len(plans) < params.hot_stories)
        plans.append(plan)
        first += plan.n_articles
    return plans


def _story_sizes(params: GeneratorParams, rng: np.random.Generator, n_articles: int) -> list[int]:
    sizes: list[int] = []
    while n_articles > 0:
        drawn = params.mean_versions * np.exp(rng.standard_normal(256) - 0.5)  # this mean, long tail
        for size in np.floor(drawn + rng.random(256)).astype(np.int64).tolist():
            if n_articles > 0:
                sizes.append(min(size, params.max_versions, n_articles - 1))
                n_articles -= 1 + sizes[-1]
    return sizes
