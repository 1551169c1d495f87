"""What a measure is, and the two that every labelled set needs: F1 by class, and words of spans."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import xxhash

from syndetect.text import word_spans

__all__ = ["DataSet", "Measure", "Span", "WordCounts", "count_words", "digest", "f1_by_class"]

Span = tuple[int, int]  # characters, half-open


@dataclass(frozen=True, slots=True)
class DataSet:
    """What was measured on: its name, its content and what of the program was chosen by looking at it."""

    name: str
    digest: str  # xxh3_128 of the labelled data
    note: str = ""


class Measure(NamedTuple):
    """One figure: the share or count, and of how many."""

    name: str
    value: float
    n: int
    at_most: bool = False  # a count of errors: lower is better


def digest(parts: Iterable[bytes]) -> str:
    """Return the xxh3_128 of some bytes, each preceded by its length."""
    found = xxhash.xxh3_128()
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return f"xxh3_128:{found.hexdigest()}"


def files_digest(*paths: Path) -> str:
    """Return the digest of the bytes of some files."""
    return digest(path.read_bytes() for path in paths)


def f1_by_class(gold: Sequence[str], found: Sequence[str], classes: Sequence[str]) -> Mapping[str, float]:
    """Compute F1 of each class; 0 for a class of which nothing was found or nothing is right.

    Parameters
    ----------
    gold, found : sequences of str, of one length
    classes : sequence of str
        Those of ``gold``; the plain mean of the values is macro-F1.
    """
    scores = {}
    for name in classes:
        right = sum(g == f == name for g, f in zip(gold, found, strict=True))
        scores[name] = 2 * right / max(1, gold.count(name) + found.count(name))
    return scores


@dataclass(slots=True)
class WordCounts:
    """Words that gold spans hold, that found spans hold, and that both hold."""

    gold: int = 0
    found: int = 0
    both: int = 0

    def add(self, text: str, gold: Iterable[Span], found: Iterable[Span]) -> None:
        """Count the words of one text."""
        in_gold, in_found = set(_words(text, gold)), set(_words(text, found))
        self.gold += len(in_gold)
        self.found += len(in_found)
        self.both += len(in_gold & in_found)

    @property
    def precision(self) -> float:
        """Share of the words found that are gold; 1 when none was found."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold words that were found; 1 when there are none."""
        return self.both / self.gold if self.gold else 1.0


def count_words(texts: Iterable[tuple[str, Iterable[Span], Iterable[Span]]]) -> WordCounts:
    """Count over texts with their gold and found spans."""
    counts = WordCounts()
    for text, gold, found in texts:
        counts.add(text, gold, found)
    return counts


def _words(text: str, spans: Iterable[Span]) -> Iterator[int]:
    """Yield the numbers of the words that begin inside the spans."""
    words = word_spans(text)
    for start, end in spans:
        first, past = words.start.searchsorted([start, end])
        yield from range(int(first), int(past))
