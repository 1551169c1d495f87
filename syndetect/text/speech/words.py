"""The lists of ``words.toml``."""

import re
import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["folded_words", "load_lines", "load_words"]

_WORD = re.compile(r"[^\W_]+")


def folded_words(text: str) -> list[str]:
    """Split a text into folded words: what the lists hold."""
    return _WORD.findall(text.casefold())


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


@cache
def load_lines(name: str) -> tuple[str, ...]:
    """Load one list as it is written."""
    return tuple(_lists()[name])


@cache
def load_words(name: str) -> frozenset[str]:
    """Load one list of words, or of words joined by single blanks, folded."""
    return frozenset(" ".join(folded_words(entry)) for entry in _lists()[name])
