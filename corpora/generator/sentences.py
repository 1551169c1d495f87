"""Random numbers and sentences in bulk: topics in, finished sentences out."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpora.generator.vocabulary import FIRST_NAMES, Vocabulary, WordIds

__all__ = ["Dice", "Sentence", "Topics", "draw_sentences", "draw_topics"]

Choice = TypeVar("Choice")

_N_SPEAKERS, _N_PLACES, _N_FIGURES, _N_RARE = 6, 4, 6, 40
_MEDIAN_LENGTH, _LENGTH_SIGMA, _MIN_LENGTH, _MAX_LENGTH = 18, 0.42, 5, 48  # words of a sentence
_COMMA_RATE = 0.06
_BUFFER = 1 << 14


class Sentence(NamedTuple):
    """A sentence with capital and full stop, and the number of its words."""

    text: str
    n_words: int


class Topics(NamedTuple):
    """The own vocabularies of events.

    ``ids`` has shape (n_topics, n_topic_words), in each row the most frequent
    word first; ``speakers`` are six full names and ``places`` four names a topic.
    """

    ids: WordIds
    speakers: list[list[str]]
    places: list[list[str]]


class Dice:
    """Single uniform draws from a generator, taken from it in batches."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._buffer: list[float] = []

    def uniform(self) -> float:
        """Return a number in [0, 1)."""
        if not self._buffer:
            self._buffer = self._rng.random(_BUFFER).tolist()
        return self._buffer.pop()

    def below(self, n: int) -> int:
        """Return a whole number in [0, n)."""
        return int(self.uniform() * n)

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """Return one of the choices, which must not be empty."""
        return choices[int(self.uniform() * len(choices))]


def draw_topics(rng: np.random.Generator, words: Vocabulary, n_topics: int) -> Topics:
    """Draw the vocabularies of events: names, places, figures and rare words."""
    names = words.n_words + rng.integers(0, words.n_names, (n_topics, _N_SPEAKERS + _N_PLACES))
    figures = words.n_words + words.n_names + rng.integers(0, words.n_figures, (n_topics, _N_FIGURES))
    rare = rng.integers(words.n_words // 10, words.n_words, (n_topics, _N_RARE))
    first = rng.integers(0, len(FIRST_NAMES), (n_topics, _N_SPEAKERS)).tolist()
    spelled = [[words.words[i] for i in row] for row in names.tolist()]
    speakers = [
        [f"{FIRST_NAMES[i]} {last}" for i, last in zip(row, known, strict=False)]
        for row, known in zip(first, spelled, strict=True)
    ]
    ids = rng.permuted(np.concatenate([names, figures, rare], axis=1), axis=1)
    return Topics(ids, speakers, [row[_N_SPEAKERS:] for row in spelled])


def draw_sentences(
    rng: np.random.Generator,
    words: Vocabulary,
    topics: Topics,
    counts: Sequence[tuple[int, int]],
    rate: float,
) -> list[list[Sentence]]:
    """Draw sentences for many articles at once.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the draws come from.
    words : Vocabulary
        Ordinary words, by Zipf-Mandelbrot.
    topics : Topics
        Vocabularies of the events.
    counts : sequence of (topic, n_sentences)
        One entry an article: a row of the topics, and how many sentences.
    rate : float, 0 to 1
        Share of words that come from the topic.

    Returns
    -------
    list of list of Sentence, length len(counts)
        Fresh sentences, in the order of ``counts``; empty for an empty one.
    """
    n_sentences = sum(n for _, n in counts)
    lengths = _lengths(rng, n_sentences)
    per_article = [n for _, n in counts]
    topic_of_sentence = np.repeat(np.array([topic for topic, _ in counts], dtype=np.int64), per_article)
    ids = _word_ids(rng, words, topics.ids, np.repeat(topic_of_sentence, lengths), rate)
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    written = words.forms[ids + words.n_ids * _form(rng, words, ids, bounds)].tolist()
    pairs = pairwise(bounds.tolist())
    made = [Sentence(" ".join(written[start:end]), end - start) for start, end in pairs]
    ends = np.cumsum(per_article).tolist()
    return [made[end - n : end] for end, n in zip(ends, per_article, strict=True)]


def _lengths(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    drawn = np.rint(_MEDIAN_LENGTH * np.exp(_LENGTH_SIGMA * rng.standard_normal(n)))
    lengths: NDArray[np.int64] = np.clip(drawn, _MIN_LENGTH, _MAX_LENGTH).astype(np.int64)
    return lengths


def _word_ids(
    rng: np.random.Generator, words: Vocabulary, topics: WordIds, topic_of_word: WordIds, rate: float
) -> WordIds:
    n = len(topic_of_word)
    ids = words.ranks(rng.random(n))
    content = rng.integers(words.n_function, words.n_words // 10, n)
    is_function = ids < words.n_function
    third = np.flatnonzero(is_function[2:] & is_function[1:-1] & is_function[:-2]) + 2
    ids[third] = content[third]  # no three function words in a row
    topical = np.flatnonzero(rng.random(n) < rate)
    place = (rng.random(len(topical)) ** 1.6 * topics.shape[1]).astype(np.int64)
    ids[topical] = topics[topic_of_word[topical], place]
    twice = np.flatnonzero(ids[1:] == ids[:-1]) + 1
    ids[twice] = content[twice]
    return ids


def _form(rng: np.random.Generator, words: Vocabulary, ids: WordIds, bounds: NDArray[np.int64]) -> WordIds:
    """Choose the written form of each word: 0 as it is, 1 with comma, 2 with full stop, 3 with capital."""
    has_comma = (rng.random(len(ids)) < _COMMA_RATE) & (ids >= words.n_function)
    form: WordIds = has_comma.astype(np.int64)
    form[bounds[1:] - 1] = 2
    form[bounds[:-1]] = 3
    return form
