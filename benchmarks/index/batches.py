"""Random corpora in one batch, and shuffled in many -> whether the index says the same of both."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.index.faults import dump
from syndetect.corpus import Article
from syndetect.index import Deduplicator
from syndetect.index.check import check
from syndetect.params import IndexParams
from syndetect.params.index import KEEP

__all__ = ["compare_batches", "random_corpus", "random_params"]

DAY = 86400.0
_LETTERS = "abdefgiklmnoprstu"


def random_corpus(chance: random.Random) -> list[Article]:
    """Return up to 80 articles of few sentences: copies, excerpts, versions and ties of date are common."""
    sentences = [_sentence(chance) for _ in range(chance.randrange(4, 40))]
    n_articles = chance.randrange(2, 80)
    articles = []
    for k in range(n_articles):
        text = " ".join(chance.choices(sentences, k=chance.randrange(1, 9)))
        seconds = None if chance.random() < 0.1 else DAY * chance.randrange(20)
        articles.append(
            Article(
                article_id=f"id{k}",
                text=text,
                outlet=chance.choice(["", "Courier", "Herald", "Gazette"]),
                url=chance.choice(["", "", f"https://news.example/{chance.randrange(5)}"]),
                published="" if seconds is None else f"{seconds}",
                published_at=seconds,
            )
        )
    return articles


def _sentence(chance: random.Random) -> str:
    words = ["".join(chance.choices(_LETTERS, k=chance.randint(2, 8))) for _ in range(chance.randint(4, 30))]
    return " ".join(words).capitalize() + "."


def random_params(chance: random.Random) -> IndexParams:
    """Return parameters under which short texts meet."""
    keep = chance.choice(KEEP)
    return IndexParams(
        keep=keep,
        prefer=("Herald", "Gazette") if keep == "prefer" else (),
        window_days=chance.choice([0.0, 3.0]),
        n_listed=chance.choice([1, 2, 4, 16]),
        duplicate=chance.choice([0.6, 0.85]),
        min_words=6,
        run_words=8,
        partial_words=12,
        shingle_words=3,
        signature_size=chance.choice([16, 64]),
    )


def compare_batches(folder: Path, seeds: Iterable[int]) -> Counter[str]:
    """Take each corpus in at once, and shuffled in batches of random sizes, the index opened for each.

    Parameters
    ----------
    folder : Path
        For the indexes.
    seeds : iterable of int

    Returns
    -------
    Counter of str
        ``corpora``, ``articles``, ``batches``, ``different`` and ``seed n
        differs``.
    """
    counts: Counter[str] = Counter()
    for seed in seeds:
        chance = random.Random(seed)
        corpus, params = random_corpus(chance), random_params(chance)
        at_once, in_batches = folder / "once.index", folder / "batches.index"
        with Deduplicator.open(at_once, params) as index:
            index.add(corpus)
        for part in _batches(corpus, chance):
            with Deduplicator.open(in_batches, params) as index:
                index.add(part)
            counts["batches"] += 1
        is_same = dump(at_once) == dump(in_batches) and not check(at_once) and not check(in_batches)
        counts["corpora"] += 1
        counts["articles"] += len(corpus)
        if not is_same:
            counts["different"] += 1
            counts[f"seed {seed} differs"] += 1
        for path in folder.iterdir():
            path.unlink()
    return counts


def _batches(corpus: list[Article], chance: random.Random) -> Iterator[list[Article]]:
    """Cut a corpus, shuffled, into batches; some articles come twice."""
    shuffled = chance.sample(corpus, len(corpus))
    at = 0
    while at < len(shuffled):
        size = chance.choice([1, 1, 2, 5, 20])
        yield [*shuffled[at : at + size], *chance.sample(shuffled[: at + size], 1)]
        at += size
