"""Planned events in, the articles of a block to write out: each with its edit, topic and size."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from corpora.generator.edits import MIN_WIRE_SENTENCES, fresh_sentences
from corpora.generator.params import COPY_EDITS, DERIVED_EDITS, Edit, GeneratorParams
from corpora.generator.plan import EventPlan

__all__ = ["N_UNUSED", "Task", "plan_tasks"]

N_UNUSED = 3
"""Quotes of an event's pool that the wire story does not have."""

_WORDS_A_SENTENCE, _LENGTH_SIGMA, _MIN_WORDS, _MAX_WORDS = 19.6, 0.5, 80, 1500
_N_EXTRA = 2  # a sentence for the headline, one for the caption
_LEAST = 6  # sentences of a version's own part, where it has one


class Task(NamedTuple):
    """One article to write: its edit, its row of the block's topics, the size of its own part."""

    edit: Edit
    topic: int
    n_sentences: int

    @property
    def n_fresh(self) -> int:
        """Sentences to draw for it."""
        if self.edit in ("wire", "unrelated"):
            return self.n_sentences + N_UNUSED + _N_EXTRA
        return fresh_sentences(self.edit, self.n_sentences) + _N_EXTRA


def plan_tasks(params: GeneratorParams, plans: Sequence[EventPlan], rng: np.random.Generator) -> list[Task]:
    """Plan the articles of some events, in their order.

    The first topics are the events'; a fragment's host is about something
    else and has a topic of its own after those.
    """
    sizes = _sizes(params, rng, sum(plan.n_articles for plan in plans))
    edits = {hot: iter(_draw_edits(params, rng, len(sizes), hot=hot)) for hot in (False, True)}
    tasks: list[Task] = []
    n_topics = len(plans)
    for topic, plan in enumerate(plans):
        tasks.append(_first(plan, topic, sizes[len(tasks)]))
        for _ in range(plan.n_versions):
            edit = next(edits[plan.hot])
            is_host = edit == "fragment"
            tasks.append(_version(edit, n_topics if is_host else topic, sizes[len(tasks)]))
            n_topics += is_host
    return tasks


def _first(plan: EventPlan, topic: int, size: int) -> Task:
    if plan.n_versions < 0:
        return Task("unrelated", topic, size)
    return Task("wire", topic, max(size, MIN_WIRE_SENTENCES))


def _version(edit: Edit, topic: int, size: int) -> Task:
    own = size // 2 if edit in ("local_reporting", "quotes_only") else size
    return Task(edit, topic, max(own, _LEAST))


def _sizes(params: GeneratorParams, rng: np.random.Generator, n: int) -> list[int]:
    drawn = params.median_words * np.exp(_LENGTH_SIGMA * rng.standard_normal(n))
    sizes: list[int] = (
        np.rint(np.clip(drawn, _MIN_WORDS, _MAX_WORDS) / _WORDS_A_SENTENCE).astype(np.int64).tolist()
    )
    return sizes


def _draw_edits(params: GeneratorParams, rng: np.random.Generator, n: int, *, hot: bool) -> list[Edit]:
    allowed = COPY_EDITS if hot else DERIVED_EDITS
    weights = np.array([params.edit_weights.get(edit, 0.0) for edit in allowed], dtype=np.float64)
    if not weights.sum():  # then there is no hot story: the parameters see to it
        return []
    chosen = rng.choice(len(allowed), n, p=weights / weights.sum()).tolist()
    return [allowed[i] for i in chosen]
