"""Articles -> their body: words with furniture marked, the credits that stood in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from syndetect.agencies.credit import Credit
from syndetect.agencies.reader import read_credits
from syndetect.agencies.registry import Registry
from syndetect.corpus import Article, Texts
from syndetect.params import FurnitureParams
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Paragraphs, Tokens
from syndetect.text.furniture import FurnitureSpan, find_furniture
from syndetect.text.furniture.find import FindRepeats
from syndetect.text.furniture.repeated import find_repeats
from syndetect.text.marking import mark_furniture
from syndetect.threads import meanwhile

__all__ = ["Body", "separate"]


@dataclass(frozen=True, slots=True)
class Body:
    """The words of all articles, told apart.

    Attributes
    ----------
    tokens : Tokens
        All words; those of furniture carry the flag ``FURNITURE``.
    credits : list of Credit
        Sorted by article and place.
    furniture : list of FurnitureSpan
        Sorted by article and place; none overlap.
    furniture_words : int64 array of shape (n_spans,)
        Words of each span.
    """

    tokens: Tokens
    credits: list[Credit]
    furniture: list[FurnitureSpan]
    furniture_words: NDArray[np.int64]


def separate(  # noqa: PLR0913 - what is known of the articles, and who knows what is repeated
    articles: Sequence[Article],
    tokens: Tokens,
    paragraphs: Paragraphs,
    registry: Registry,
    params: FurnitureParams,
    *,
    repeats: FindRepeats = find_repeats,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Body:
    """Read the credits and set the furniture apart.

    Parameters
    ----------
    articles : sequence of Article, length n_articles
    tokens, paragraphs : Tokens, Paragraphs
        Of their texts.
    registry : Registry
        The agencies.
    params : FurnitureParams
    repeats : callable, optional
        As for :func:`syndetect.text.furniture.find_furniture`.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the new flags are to lie.

    Returns
    -------
    Body
        A credit that stands in no other furniture is furniture of the kind
        "credit"; one in the prose (a mention) is not.
    """
    reading = partial(read_credits, articles, tokens, paragraphs, registry, n_threads=n_threads)
    with meanwhile(reading, n_threads if len(articles) > 1 else 1) as credits_read:
        found = find_furniture(articles, tokens, paragraphs, params, repeats=repeats, n_threads=n_threads)
    credits = credits_read()
    spans = sorted([*found, *_credit_lines(credits, found)])
    rows = np.array([span.article for span in spans], np.int64)
    places = np.array([(span.start, span.end) for span in spans], np.int64).reshape(-1, 2)
    marked, n_words = mark_furniture(
        Texts(articles), tokens, paragraphs, rows, places, n_threads=n_threads, storage=storage
    )
    return Body(tokens if params.keep else marked, credits, spans, n_words)


def _credit_lines(credits: Sequence[Credit], found: Sequence[FurnitureSpan]) -> list[FurnitureSpan]:
    """Return the credits outside all furniture that was found, each stretch once."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for span in found:
        taken.setdefault(span.article, []).append((span.start, span.end))
    lines = []
    for credit in credits:
        stretches = taken.setdefault(credit.article, [])
        is_line = credit.channel != "mention" and credit.end > credit.start
        if is_line and all(credit.end <= start or end <= credit.start for start, end in stretches):
            stretches.append((credit.start, credit.end))
            reason = f"{credit.kind} of {credit.agency}"
            lines.append(FurnitureSpan(credit.article, credit.start, credit.end, "credit", reason))
    return lines
