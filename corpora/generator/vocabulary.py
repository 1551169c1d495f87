"""The words of synthetic news: function words, pseudo-words by rank, names, figures, as they are written."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["AGENCIES", "FIRST_NAMES", "Vocabulary", "WordIds", "vocabulary"]

WordIds = NDArray[np.int64]  # (n_words,), rows of a form of the vocabulary

AGENCIES = (
    ("Corvane Press Agency", "CPA"),
    ("Talvane News Exchange", "TNX"),
    ("Verdane Dispatch Agency", "VDA"),
)
"""Invented agencies: name and code."""

_GIVEN = """
    Ada Aron Bela Brita Carl Cora Dana Edvin Elsa Enno Freya Goran Greta Hanno Ilse Ivo Jana Joris Kaja Lars
    Lena Malik Mara Nils Noor Oda Otto Petra Quin Rafa Rosa Sami Selma Tariq Tilda Ugo Vera Wim Yara Zeno
"""
_FUNCTION = """
    the of to and a in that is was for on it with as he be at by had have not are but from or his they which
    she were an this her has been their will would there when we who more said if no out so up what after its
    about into than them can only other new some could time these two may then do first any my now such like
    our over most even made also did many before must through back where much your down should because each
    those people how too last while under against between again since until
"""
FIRST_NAMES = tuple(_GIVEN.split())
_FUNCTION_WORDS = tuple(_FUNCTION.split())
_ONSETS = (
    "b",
    "br",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "sk",
    "t",
    "v",
)
_VOWELS = ("a", "a", "e", "e", "i", "i", "o", "o", "u", "u", "ai", "ea", "ou")
_CODAS = ("", "", "", "", "l", "m", "n", "r", "s", "t", "nd", "st")  # repeated: more frequent
_N_NAMES, _N_FIGURES = 4000, 1500
_WORD_SEED = 1949  # of the vocabulary, the same for every corpus: Zipf's "Human Behavior" came out that year
_SHIFT, _EXPONENT = 2.7, 1.05  # Zipf-Mandelbrot: p(rank) ~ 1 / (rank + shift) ** exponent


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Words by id, in four written forms, and their distribution.

    An id below ``n_words`` is a rank of ordinary words (function words first,
    ``n_function`` of them); then come ``n_names`` names and ``n_figures``
    figures. ``forms`` has shape (4 * n_ids,): a word as it is, before a comma,
    before a full stop, and at the head of a sentence.
    """

    words: tuple[str, ...]
    forms: NDArray[np.object_]
    cumulated: NDArray[np.float64]
    n_function: int
    n_words: int
    n_names: int
    n_figures: int

    @property
    def n_ids(self) -> int:
        """Ids in all: words, names and figures."""
        return len(self.words)

    def ranks(self, uniform: NDArray[np.float64]) -> WordIds:
        """Turn uniform numbers in [0, 1) into ranks of the Zipf-Mandelbrot distribution."""
        return np.searchsorted(self.cumulated, uniform, side="right")


@cache
def vocabulary(n_words: int) -> Vocabulary:
    """Build the vocabulary with so many ordinary words; the same in every run.

    Parameters
    ----------
    n_words : int
        At least the number of function words.

    Returns
    -------
    Vocabulary
        All words are distinct; names are distinct from words but for the capital.
    """
    rng = np.random.Generator(np.random.PCG64(_WORD_SEED))
    n_made = n_words - len(_FUNCTION_WORDS)
    made = _pseudo_words(rng, n_made + _N_NAMES)
    names = [word.capitalize() for word in made[n_made:]]
    words = (*_FUNCTION_WORDS, *made[:n_made], *names, *_figures())
    weights = 1 / (np.arange(1, n_words + 1) + _SHIFT) ** _EXPONENT
    cumulated = np.cumsum(weights / weights.sum())
    cumulated[-1] = 1.0
    return Vocabulary(
        words=words,
        forms=_written_forms(words),
        cumulated=cumulated,
        n_function=len(_FUNCTION_WORDS),
        n_words=n_words,
        n_names=_N_NAMES,
        n_figures=_N_FIGURES,
    )


def _pseudo_words(rng: np.random.Generator, n: int) -> list[str]:
    syllables = [onset + vowel + coda for onset in _ONSETS for vowel in _VOWELS for coda in _CODAS]
    found = dict.fromkeys(_FUNCTION_WORDS, 0)
    while len(found) < n + len(_FUNCTION_WORDS):
        chosen = rng.integers(0, len(syllables), (n, 3)).tolist()
        # frequent words are short: one syllable among the first 400 ranks, three in the tail
        for a, b, c in chosen:
            rank = len(found)
            end = syllables[b] if rank < 12_000 else syllables[b] + syllables[c]
            found.setdefault(syllables[a] if rank < 400 else syllables[a] + end, rank)
    return list(found)[len(_FUNCTION_WORDS) : len(_FUNCTION_WORDS) + n]


def _figures() -> list[str]:
    return [f"{n:,}" if n % 3 else f"{n / 10:.1f}" for n in range(11, 11 + 7 * _N_FIGURES, 7)]


def _written_forms(words: tuple[str, ...]) -> NDArray[np.object_]:
    heads = [word[0].upper() + word[1:] for word in words]
    written = [*words, *(f"{word}," for word in words), *(f"{word}." for word in words), *heads]
    return np.array(written, dtype=object)
