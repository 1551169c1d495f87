"""Words and credits of a run -> the few numbers that sum them up: for the manifest and the terminal."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple

from syndetect.agencies import CHANNELS, Credit

__all__ = ["AgencyCount", "Naming", "Words", "count_agencies", "n_credited", "namings", "summarise"]

Naming = tuple[Hashable, str, str]  # an article (row or id), the agency it names, the channel


class Words(NamedTuple):
    """Words of all articles: of bodies, those of them that are quoted, and furniture."""

    body: int
    quoted: int
    furniture: int


class AgencyCount(NamedTuple):
    """In how many articles one agency is named, by channel (as in ``CHANNELS``)."""

    agency: str
    articles: Mapping[str, int]


def namings(credits: Iterable[Credit]) -> list[Naming]:
    """Return what is counted of credits."""
    return [(credit.article, credit.agency, credit.channel) for credit in credits]


def count_agencies(named: Iterable[Naming]) -> list[AgencyCount]:
    """Count the articles that name each agency, by channel.

    Parameters
    ----------
    named : iterable of Naming
        In any order; an article counts once an agency and channel.

    Returns
    -------
    list of AgencyCount
        Those most credited for text first, then for pictures, then those most
        mentioned, then by name. Empty when nothing is named.
    """
    articles: dict[str, dict[str, set[Hashable]]] = {}
    for article, agency, channel in named:
        articles.setdefault(agency, {each: set() for each in CHANNELS})[channel].add(article)
    counts = [
        AgencyCount(agency, {channel: len(rows) for channel, rows in channels.items()})
        for agency, channels in articles.items()
    ]
    order = ("text", "photo", "mention")
    return sorted(counts, key=lambda one: (*(-one.articles[channel] for channel in order), one.agency))


def n_credited(named: Iterable[Naming]) -> int:
    """Count the articles that credit an agency, or another outlet, for their text."""
    return len({article for article, _, channel in named if channel == "text"})


def summarise(named: Iterable[Naming], words: Words | None = None) -> dict[str, Any]:
    """Write the numbers down as ``run.json`` holds them.

    Parameters
    ----------
    named : iterable of Naming
    words : Words, optional
        None when only credits were read.

    Returns
    -------
    dict
        ``n_articles_with_text_credit``; ``agencies``, a list in the order of
        :func:`count_agencies`; and where words were counted ``n_words``,
        ``n_quote_words`` and ``n_furniture_words``.
    """
    found = list(named)
    counted = {
        "n_articles_with_text_credit": n_credited(found),
        "agencies": [{"agency": one.agency, **one.articles} for one in count_agencies(found)],
    }
    if words is None:
        return counted
    return counted | {
        "n_words": words.body,
        "n_quote_words": words.quoted,
        "n_furniture_words": words.furniture,
    }
