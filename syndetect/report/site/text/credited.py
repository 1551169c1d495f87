"""The credits of one article -> badges, each with its evidence and where that stands in the text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.report.site.catalogue import Row
from syndetect.report.site.text.marks import words_in
from syndetect.report.site.wording import clipped, counted
from syndetect.text import WordSpans

__all__ = ["CreditPlace", "CreditView", "credit_layer", "credit_views"]

BADGES_SHOWN = 12
PLACES_SHOWN = 5  # evidence listed for one badge
EVIDENCE = 300  # characters of it

_ORDER = ("text", "press release", "original", "photo", "mention")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPlace:
    """Where a credit stands: its kind, the words, and where to find them.

    ``anchor`` is that of the words in the whole text, empty when they are in
    a field of the record or the text is not shown.
    """

    kind: str
    evidence: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditView:
    """A badge: an agency that an article credits, in which channel, and the words that say so."""

    channel: str
    agency: str
    kinds: str
    places: tuple[CreditPlace, ...]
    more: str


def credit_layer(words: WordSpans, credits: Sequence[Row]) -> tuple[NDArray[np.int64], list[int]]:
    """Count the stretches of a text in which credits stand, and say which word is in which.

    Parameters
    ----------
    words : WordSpans
    credits : sequence of Row
        Rows of ``credits.csv`` of this text, ascending.

    Returns
    -------
    int64 array of shape (n_words,)
        Number of the stretch that a word belongs to, from 1; 0 for none.
        Credits that overlap ("AP, Reuters") make one stretch.
    list of int, one for each credit
        Its stretch; 0 for one that stands in a field of the record.
    """
    layer = np.zeros(words.start.size, np.int64)
    numbers, n_stretches = [], 0
    for credit in credits:
        low, high = words_in(words, credit["start"], credit["end"])
        number = 0
        if low < high:
            number = int(layer[low:high].max())
            if not number:
                n_stretches += 1
                number = n_stretches
            layer[low:high] = number
        numbers.append(number)
    return layer, numbers


def credit_views(credits: Sequence[Row], anchors: Sequence[str]) -> tuple[CreditView, ...]:
    """Prepare what an article credits.

    Parameters
    ----------
    credits : sequence of Row
        Rows of ``credits.csv`` of this article, ascending.
    anchors : sequence of str, one for each credit
        Where its words can be read on the page; "" where they cannot.

    Returns
    -------
    tuple of CreditView
        Each agency once a channel, text credits first.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for place, credit in enumerate(credits):
        found.setdefault((credit["channel"], credit["agency"]), []).append(place)
    ordered = sorted(found.items(), key=lambda item: (_ORDER.index(item[0][0]), item[0][1]))
    return tuple(
        _view(channel, agency, [(credits[place], anchors[place]) for place in places])
        for (channel, agency), places in ordered[:BADGES_SHOWN]
    )


def _view(channel: str, agency: str, found: Sequence[tuple[Row, str]]) -> CreditView:
    """Prepare one badge: equal evidence is listed once, at its first place."""
    distinct = {(credit["kind"], credit["evidence"]): (credit, anchor) for credit, anchor in reversed(found)}
    places = sorted(distinct.values(), key=lambda each: (each[0]["start"], each[0]["kind"]))
    rest = len(places) - PLACES_SHOWN
    return CreditView(
        channel=channel,
        agency="agencies, unnamed" if agency == "generic" else clipped(agency, EVIDENCE),
        kinds=", ".join(sorted({credit["kind"] for credit, _ in found})),
        places=tuple(
            CreditPlace(
                kind=credit["kind"],
                evidence=clipped(" ".join(credit["evidence"].split()), EVIDENCE),
                anchor=anchor,
            )
            for credit, anchor in places[:PLACES_SHOWN]
        ),
        more=f"{counted(rest, 'more place')} in credits.csv" if rest > 0 else "",
    )
