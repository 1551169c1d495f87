"""Outlets and what they put around a text: credits, menus, captions, sign-up boxes, times."""

from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from corpora.generator.layout import Paragraphs, furniture
from corpora.generator.sentences import Dice
from corpora.generator.truth import Credit
from corpora.generator.vocabulary import Vocabulary

__all__ = ["CREDITS", "Outlet", "credit", "found_outlets", "furnish", "lag_seconds", "timestamp"]

CREDITS: tuple[Credit, ...] = ("dateline", "byline", "sign-off", "source line")
"""Forms in which a copy credits its agency."""

_TITLES = ("Times", "Post", "Courier", "Gazette", "Herald", "Lantern", "Review", "Observer", "Mercury")
_SECTIONS = ("Home", "News", "Region", "Business", "Sport", "Culture", "Weather", "Opinion", "Travel")
_LAG_MOST = 48 * 3600.0  # seconds


class Outlet(NamedTuple):
    """An invented outlet and the furniture of its site, the same in all its articles."""

    name: str
    domain: str
    menu: str
    sign_up: str


def found_outlets(rng: np.random.Generator, words: Vocabulary, n: int) -> list[Outlet]:
    """Invent outlets with distinct names and sites."""
    names = rng.choice(words.n_names, n, replace=False).tolist()
    outlets = []
    for number in names:
        place = words.words[words.n_words + number]
        name = f"{place} {_TITLES[int(rng.integers(len(_TITLES)))]}"
        sections = rng.permutation(_SECTIONS).tolist()[: int(rng.integers(5, 9))]
        hint = " ".join(words.words[i] for i in words.ranks(rng.random(9)).tolist())
        outlets.append(
            Outlet(
                name,
                f"{name.lower().replace(' ', '')}.example",
                " | ".join([name, *sections]),
                f"Sign up for the {name} newsletter: {hint}. Enter your email address.",
            )
        )
    return outlets


def credit(
    paragraphs: Paragraphs, form: Credit, agency: tuple[str, str], place: str, name: str
) -> Paragraphs:
    """Put a credit of the given form around a text.

    Parameters
    ----------
    paragraphs : list of list of Piece
        Not empty; not changed.
    form : str
        "none" leaves the text as it is.
    agency : (str, str)
        Name and code.
    place, name : str
        For a dateline, and for a byline.

    Returns
    -------
    list of list of Piece
        With one piece of furniture more.
    """
    agency_name, code = agency
    if form == "dateline":
        return [[furniture(f"{place.upper()} ({code}) —"), *paragraphs[0]], *paragraphs[1:]]
    if form == "byline":
        return [[furniture(f"By {name}, {code}")], *paragraphs]
    tail = {"sign-off": f"– {code}", "source line": f"Source: {agency_name}"}
    tail["contributed"] = f"Additional reporting by {code}"
    return [*paragraphs, [furniture(tail[form])]] if form in tail else paragraphs


def furnish(paragraphs: Paragraphs, outlet: Outlet, caption: str) -> Paragraphs:
    """Put the outlet's menu before a text, a caption after the lede, a sign-up box halfway down."""
    middle = (len(paragraphs) + 1) // 2
    head, tail = paragraphs[:middle], paragraphs[middle:]
    return [
        [furniture(outlet.menu)],
        *head[:1],
        [furniture(caption)],
        *head[1:],
        [furniture(outlet.sign_up)],
        *tail,
    ]


def lag_seconds(dice: Dice) -> float:
    """Draw how long after the wire an outlet publishes: log-uniform, minutes to two days."""
    return float(60.0 * (_LAG_MOST / 60.0) ** dice.uniform())


def timestamp(seconds: float) -> str:
    """Write seconds since 1970 in ISO 8601, to the second, in UTC."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
