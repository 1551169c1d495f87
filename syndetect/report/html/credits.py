"""The credits of one article -> badges, each with its evidence and where that stands in the text."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from syndetect.agencies import Credit
from syndetect.report.html.views import CreditPlace, CreditView
from syndetect.report.html.wording import counted
from syndetect.report.site.text.marks import words_in
from syndetect.text import WordSpans, paragraph_spans

__all__ = ["credit_layer", "credit_views"]

PLACES_SHOWN = 5  # evidence listed for one badge

_ORDER = ("text", "press release", "original", "photo", "mention")


def credit_layer(words: WordSpans, credits: Sequence[Credit]) -> tuple[NDArray[np.int64], list[int]]:
    """Count the stretches of a text in which credits stand, and say which word is in which.

    Parameters
    ----------
    words : WordSpans
    credits : sequence of Credit
        Of this text, ascending.

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
        low, high = words_in(words, credit.start, credit.end)
        number = 0
        if low < high:
            number = int(layer[low:high].max())
            if not number:
                n_stretches += 1
                number = n_stretches
            layer[low:high] = number
        numbers.append(number)
    return layer, numbers


def credit_views(text: str, credits: Sequence[Credit], anchors: Sequence[str]) -> tuple[CreditView, ...]:
    """Prepare what an article credits.

    Parameters
    ----------
    text : str
    credits : sequence of Credit
        Of this article, ascending.
    anchors : sequence of str, one for each credit
        Where its words can be read on the page; "" where they cannot.

    Returns
    -------
    tuple of CreditView
        Each agency once a channel, text credits first.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for place, credit in enumerate(credits):
        found.setdefault((credit.channel, credit.agency), []).append(place)
    paragraphs = [start for start, _ in paragraph_spans(text)] if credits else []
    return tuple(
        _view(channel, agency, [(credits[place], anchors[place]) for place in places], paragraphs)
        for (channel, agency), places in sorted(
            found.items(), key=lambda item: (_ORDER.index(item[0][0]), item[0][1])
        )
    )


def _view(
    channel: str, agency: str, found: Sequence[tuple[Credit, str]], paragraphs: Sequence[int]
) -> CreditView:
    """Prepare one badge: equal evidence is listed once, at its first place."""
    distinct = {(credit.kind, credit.evidence): (credit, anchor) for credit, anchor in reversed(found)}
    places = sorted(distinct.values(), key=lambda each: (each[0].start, each[0].kind))
    rest = len(places) - PLACES_SHOWN
    return CreditView(
        channel=channel,
        agency="agencies, unnamed" if agency == "generic" else agency,
        kinds=", ".join(sorted({credit.kind for credit, _ in found})),
        places=tuple(_place(credit, anchor, paragraphs) for credit, anchor in places[:PLACES_SHOWN]),
        more=f"{counted(rest, 'more place')} in credits.csv" if rest > 0 else "",
    )


def _place(credit: Credit, anchor: str, paragraphs: Sequence[int]) -> CreditPlace:
    """Say where one credit stands."""
    in_text = credit.end > credit.start
    return CreditPlace(
        kind=credit.kind,
        evidence=" ".join(credit.evidence.split()),
        paragraph=f"{bisect_right(paragraphs, credit.start)}" if in_text else "",
        anchor=anchor,
    )
