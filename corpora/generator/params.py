"""What a synthetic corpus is made of: its size, its stories, its edits, its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal, get_args

__all__ = ["COPY_EDITS", "DERIVED_EDITS", "Edit", "GeneratorParams"]

Edit = Literal[
    "wire",
    "unrelated",
    "reprint",
    "cut",
    "merged",
    "light_edits",
    "new_lede",
    "moved",
    "local_reporting",
    "quotes_only",
    "independent",
    "fragment",
]
DERIVED_EDITS: tuple[Edit, ...] = get_args(Edit)[2:]
"""What an outlet makes of a wire story, each its own edit."""
COPY_EDITS: tuple[Edit, ...] = ("reprint", "cut", "merged", "light_edits", "new_lede", "moved")
"""The edits whose result is essentially the wire text: relation ``same_text``."""


def _equal_weights() -> dict[Edit, float]:
    return dict.fromkeys(DERIVED_EDITS, 1.0)


@dataclass(frozen=True, kw_only=True)
class GeneratorParams:
    """Size and make-up of a synthetic wire corpus; checked on construction.

    Parameters
    ----------
    n_articles : int
        Articles in all, exactly; 0 gives an empty corpus.
    seed : int
        Equal parameters give equal bytes; another seed another corpus.
    unrelated_share : float, 0 to 1
        Share of the articles outside hot stories that belong to no story.
    mean_versions, max_versions : float, int
        Versions of a wire story: long-tailed (log-normal) with this mean
        before the cap; some stories have none.
    hot_stories, hot_copies : int
        So many stories have exactly so many versions, all of ``COPY_EDITS``.
        They come first and must fit into ``n_articles``.
    edit_weights : mapping of str to float
        Relative frequency of each of ``DERIVED_EDITS``; a missing one is 0.
    median_words : int
        Median words of an article; the distribution is log-normal, cut at
        80 and 1500 words, so that 350 gives about 400 on average. Wire
        stories have about 170 words at least.
    word_edit_rate : float, 0 to 1
        Share of the inner words of a wire sentence that "light_edits" changes;
        the truth calls the result ``same_text`` at any rate.
    quote_rate : float, 0 to 0.5
        Share of sentences that are direct speech (two at least in a wire story).
    topical_rate : float, 0 to 1
        Share of words that come from the event's own vocabulary.
    credit_share : float, 0 to 1
        Share of the copies and mixed reports that credit the agency.
    furniture_share : float, 0 to 1
        Share of the outlets' articles with menu, photo caption and sign-up box.
    missing_time_share : float, 0 to 1
        Share of the outlets' articles without a time of publication.
    n_outlets, n_days, vocabulary_size : int
        Outlets; days over which events are spread; ordinary words.
    start : str
        ISO 8601 time, with offset, at which the first day begins.
    """

    n_articles: int = 1000
    seed: int = 0
    unrelated_share: float = 0.4
    mean_versions: float = 5.0
    max_versions: int = 60
    hot_stories: int = 0
    hot_copies: int = 2000
    edit_weights: Mapping[Edit, float] = field(default_factory=_equal_weights)
    median_words: int = 350
    word_edit_rate: float = 0.05
    quote_rate: float = 0.15
    topical_rate: float = 0.18
    credit_share: float = 0.7
    furniture_share: float = 0.0
    missing_time_share: float = 0.0
    n_outlets: int = 60
    n_days: int = 14
    vocabulary_size: int = 30_000
    start: str = "2025-01-06T00:00:00Z"

    def __post_init__(self) -> None:
        _check_ranges(self)
        _check_weights(self)
        needed = self.hot_stories * (1 + self.hot_copies)
        if needed > self.n_articles:
            rule = f"must be at least hot_stories * (1 + hot_copies) = {needed}"
            raise ValueError(_message("n_articles", rule, self.n_articles))
        try:
            aware = datetime.fromisoformat(self.start).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            raise ValueError(_message("start", "must be an ISO 8601 time with offset", self.start))


_RANGES: dict[str, tuple[float, float]] = {
    "n_articles": (0, 10**7),  # an article number has seven digits
    "seed": (0, 2**63),
    "unrelated_share": (0, 1),
    "mean_versions": (0, 10**6),
    "max_versions": (0, 10**6),
    "hot_stories": (0, 10**6),
    "hot_copies": (0, 10**7),
    "median_words": (80, 1500),
    "word_edit_rate": (0, 1),
    "quote_rate": (0, 0.5),
    "topical_rate": (0, 1),
    "credit_share": (0, 1),
    "furniture_share": (0, 1),
    "missing_time_share": (0, 1),
    "n_outlets": (1, 4000),
    "n_days": (1, 36_500),
    "vocabulary_size": (5000, 60_000),
}


def _message(name: str, rule: str, value: object) -> str:
    return f"GeneratorParams.{name} {rule}, got {value!r}"


def _check_ranges(params: GeneratorParams) -> None:
    whole = {each.name for each in fields(params) if each.type is int}
    for name, (low, high) in _RANGES.items():
        value = getattr(params, name)
        allowed = int if name in whole else int | float
        if not isinstance(value, allowed) or isinstance(value, bool):
            kind = "a whole number" if name in whole else "a number"
            raise ValueError(_message(name, f"must be {kind}", value))
        if not low <= value <= high:
            raise ValueError(_message(name, f"must be between {low} and {high}", value))


def _check_weights(params: GeneratorParams) -> None:
    weights = params.edit_weights
    for edit, weight in weights.items():
        if edit not in DERIVED_EDITS:
            raise ValueError(_message("edit_weights", f"must name edits of {DERIVED_EDITS}", edit))
        if not 0 <= weight < float("inf"):
            raise ValueError(
                _message("edit_weights", f"must not be negative or infinite for {edit!r}", weight)
            )
    if not sum(weights.values()):
        raise ValueError(_message("edit_weights", "must have a weight above 0", dict(weights)))
    if params.hot_stories and not any(weights.get(edit) for edit in COPY_EDITS):
        raise ValueError(
            _message("edit_weights", f"must weigh one of {COPY_EDITS} for hot stories", dict(weights))
        )
