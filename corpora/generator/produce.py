"""Parameters in, finished articles with their truth out: a block of events at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np

from corpora.generator.compose import QUOTE_MARKS, Kit
from corpora.generator.desk import Desk, World
from corpora.generator.newsroom import found_outlets
from corpora.generator.params import GeneratorParams
from corpora.generator.plan import EventPlan, plan_events
from corpora.generator.sentences import Dice, draw_sentences, draw_topics
from corpora.generator.tasks import Task, plan_tasks
from corpora.generator.truth import GeneratedArticle
from corpora.generator.vocabulary import AGENCIES, vocabulary

__all__ = ["generate"]

_BLOCK = 512  # articles, about
_DAY = 86_400  # seconds


def generate(params: GeneratorParams) -> Iterator[GeneratedArticle]:
    """Write the articles of a synthetic corpus, event by event, each wire story before its versions.

    Parameters
    ----------
    params : GeneratorParams
        Equal parameters give equal articles in equal order.

    Yields
    ------
    GeneratedArticle
        ``params.n_articles`` of them, made in blocks of a few hundred, so that
        memory does not grow with the corpus.
    """
    rng = _rng(params, 0)
    words = vocabulary(params.vocabulary_size)
    outlets = found_outlets(rng, words, params.n_outlets)
    plans = plan_events(params, rng)
    start = datetime.fromisoformat(params.start).timestamp()
    world = World(params, words, outlets, rng.permutation(params.n_articles), start)
    for number, block in enumerate(_blocks(plans), 1):
        yield from _write_block(world, block, _rng(params, number))


def _rng(params: GeneratorParams, number: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([params.seed, number])))


def _blocks(plans: Sequence[EventPlan]) -> Iterator[list[EventPlan]]:
    block: list[EventPlan] = []
    size = 0
    for plan in plans:
        block.append(plan)
        size += plan.n_articles
        if size >= _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _write_block(
    world: World, plans: list[EventPlan], rng: np.random.Generator
) -> Iterator[GeneratedArticle]:
    tasks = plan_tasks(world.params, plans, rng)
    topics = draw_topics(rng, world.words, 1 + max(task.topic for task in tasks))
    counts = [(task.topic, task.n_fresh) for task in tasks]
    sentences = draw_sentences(rng, world.words, topics, counts, world.params.topical_rate)
    dice = Dice(rng)
    done = 0
    for plan in plans:
        part = slice(done, done + plan.n_articles)
        marks = dice.pick(QUOTE_MARKS)
        kits = [
            Kit(fresh, topics.speakers[task.topic], marks, dice, world.words, world.params)
            for task, fresh in zip(tasks[part], sentences[part], strict=True)
        ]
        desk = _desk(world, plan, kits[0], topics.places[tasks[done].topic])
        yield from _write_event(desk, plan, tasks[part], kits)
        done += plan.n_articles


def _desk(world: World, plan: EventPlan, kit: Kit, places: list[str]) -> Desk:
    dice = kit.dice
    agency = dice.pick(AGENCIES)
    return Desk(
        world=world,
        dice=dice,
        event_id=f"e{plan.event:07d}",
        seconds=world.start + dice.uniform() * world.params.n_days * _DAY,
        agency=agency,
        caption=f"{kit.sentences.pop().text} Photo: {dice.pick(kit.speakers)}/{agency[1]}",
        places=places,
    )


def _write_event(
    desk: Desk, plan: EventPlan, tasks: list[Task], kits: list[Kit]
) -> Iterator[GeneratedArticle]:
    if tasks[0].edit == "unrelated":
        yield desk.unrelated(plan.first_article, kits[0], tasks[0].n_sentences)
        return
    article, wire = desk.wire(plan.first_article, kits[0], tasks[0].n_sentences)
    yield article
    versions = zip(tasks[1:], kits[1:], strict=True)
    for number, (task, kit) in enumerate(versions, plan.first_article + 1):
        yield desk.version(number, task, kit, wire)
