"""The phrases of ``triggers.toml`` -> tables that a paragraph's words are looked up in."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["MAX_PHRASE", "Phrase", "Triggers", "load_triggers", "load_words", "phrase_words"]

MAX_PHRASE = 8  # words of a phrase that a paragraph begins or ends with

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase means, and what must hold beside it.

    Attributes
    ----------
    kind : str
        Kind of furniture.
    max_words : int
        The paragraph may have so many words.
    needs : frozenset of str
        One of these words or phrases must stand in the paragraph; empty for no condition.
    colon : bool
        A colon, stroke or bar must follow the phrase.
    """

    kind: str
    max_words: int
    needs: frozenset[str] = frozenset()
    colon: bool = False


@dataclass(frozen=True, slots=True)
class Triggers:
    """All phrases by the place where they count; each is words joined by single blanks.

    ``whole`` leads to a kind. ``written`` has the phrases of each place as they
    are written.
    """

    whole: dict[str, str] = field(default_factory=dict)
    start: dict[str, Phrase] = field(default_factory=dict)
    end: dict[str, Phrase] = field(default_factory=dict)
    within: dict[str, Phrase] = field(default_factory=dict)
    written: dict[str, set[str]] = field(default_factory=dict)


def phrase_words(text: str) -> list[str]:
    """Split a text into folded words: what phrases are compared by."""
    return _WORD.findall(text.casefold())


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "triggers.toml").read_text(encoding="utf-8"))


def load_words(name: str) -> list[str]:
    """Load one list of single words of ``triggers.toml``."""
    words: list[str] = _table()["words"][name]
    return words


@cache
def load_triggers() -> Triggers:
    """Load ``triggers.toml``, once a process."""
    triggers = Triggers()
    for rule in _table()["rule"]:
        _add(triggers, rule)
    return triggers


def _add(triggers: Triggers, rule: dict[str, Any]) -> None:
    needs = frozenset(" ".join(phrase_words(need)) for need in rule.get("needs", ()))
    with_colon = {tuple(phrase_words(phrase)) for phrase in rule.get("needs_colon", ())}
    triggers.written.setdefault(rule["match"], set()).update(rule["phrases"])
    for phrase in rule["phrases"]:
        words = phrase_words(phrase)
        key = " ".join(words)
        if rule["match"] == "whole":
            triggers.whole.setdefault(key, rule["kind"])
            continue
        place = {"start": triggers.start, "end": triggers.end, "within": triggers.within}[rule["match"]]
        place.setdefault(key, Phrase(rule["kind"], rule["max_words"], needs, tuple(words) in with_colon))
