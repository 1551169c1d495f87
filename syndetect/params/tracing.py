"""Stories, sources, and the figures of outlets."""

from dataclasses import dataclass

from syndetect.params.checked import Checked, at_least, in_range

__all__ = ["OutletParams", "StoryParams"]


@dataclass(frozen=True, kw_only=True)
class StoryParams(Checked):
    """How pairs are joined to stories, who is a wire, and what times can tell.

    Two groups are joined over a pair of one text; over any other verified pair
    only when the mean cosine between up to ``n_witnesses`` articles of each is
    at least ``min_cosine``, and when all were published within ``max_days``: a
    chain of pairs whose ends have nothing in common is not a story.

    ``wire_outlets`` names the outlets that are agencies, besides those that the
    registry knows: an article of theirs is the reference of its story, the wire
    text.

    Two times of publication tell who was first when they are at least
    ``min_lag_minutes`` apart, and at most ``max_lag_days``: a greater distance
    is more likely a wrong date than a copy.
    """

    min_cosine: float = 0.2
    n_witnesses: int = 5
    max_days: float = 14.0
    min_lag_minutes: float = 1.0
    max_lag_days: float = 366.0
    wire_outlets: tuple[str, ...] = ()

    def _check(self) -> None:
        in_range(0, 1, self, "min_cosine")
        at_least(1, self, "n_witnesses")
        at_least(0, self, "max_days", "min_lag_minutes", "max_lag_days")


@dataclass(frozen=True, kw_only=True)
class OutletParams(Checked):
    """How sure the figures of an outlet are said to be.

    Intervals have the level ``confidence``; their standard errors come from
    ``n_resamples`` bootstrap samples of stories, drawn with ``seed``, and from
    the jackknife where there are more than ``bootstrap_stories`` stories. An
    outlet of fewer than ``min_articles`` measured articles, or of fewer than
    ``min_stories`` stories, is flagged: its figures are shown all the same.

    ``definition`` names what counts as copy: one of the published definitions
    of docs/measures.md.
    """

    definition: str = "meter"
    confidence: float = 0.95
    n_resamples: int = 1000
    seed: int = 0
    bootstrap_stories: int = 500
    min_articles: int = 30
    min_stories: int = 20

    def _check(self) -> None:
        in_range(0.5, 0.999, self, "confidence")
        in_range(100, 100_000, self, "n_resamples")
        in_range(0, 2**64 - 1, self, "seed")
        at_least(0, self, "bootstrap_stories", "min_articles", "min_stories")
