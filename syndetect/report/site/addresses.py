"""What is shown -> the file of each page, by number: no id of an article becomes a file name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from syndetect.params import at_least
from syndetect.report.site.catalogue import Catalogue, Row

__all__ = ["Addresses", "SiteLimits", "address_pages", "relative"]

PairKey = tuple[str, str]  # a_id and b_id, as in pairs.csv

_SHOWS_TEXT = frozenset({"same_text", "partial", "fragment", "quotes_only", "furniture_only"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLimits:
    """How much gets a page of its own; lists and tables hold everything.

    Attributes
    ----------
    stories : int
        Largest stories.
    pairs_per_story : int
        Of the pairs of a story that share text: those with the reference
        first, then each member's with its main source, then the one by which
        a member is reached that has none of these.
    other_pairs : int
        A story that has fewer pages of pairs than this gets more of them:
        those that share most prose.
    outlets : int
        Outlets with most measured articles.
    """

    stories: int = 1000
    pairs_per_story: int = 200
    other_pairs: int = 6  # all of a story of four
    outlets: int = 500

    def __post_init__(self) -> None:
        at_least(0, self, "stories", "pairs_per_story", "other_pairs", "outlets")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The path of every page from the root of the site, and what has none.

    Attributes
    ----------
    stories : mapping of str to str
        By ``story_id``: ``stories/0001.html``, largest first.
    pairs : mapping of (str, str) to str
        By ``a_id`` and ``b_id``: ``pairs/0001-001.html``, the number of the
        story first; in the order in which a story shows them.
    outlets : mapping of str to str
        By the outlet's name as in ``outlets.csv``: ``outlets/001.html``.
    n_pairs : mapping of str to int
        By ``story_id``: its pairs that share text, with a page or not.
    """

    stories: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[PairKey, str] = field(default_factory=dict)
    outlets: Mapping[str, str] = field(default_factory=dict)
    n_pairs: Mapping[str, int] = field(default_factory=dict)


def address_pages(catalogue: Catalogue, limits: SiteLimits) -> Addresses:
    """Give a page to the largest stories, to their pairs, and to the outlets.

    Parameters
    ----------
    catalogue : Catalogue
    limits : SiteLimits

    Returns
    -------
    Addresses
        The same for the same run.
    """
    stories: dict[str, str] = {}
    pairs: dict[PairKey, str] = {}
    main_sources = _main_sources(catalogue)
    for number, story in enumerate(catalogue.stories[: limits.stories], 1):
        stories[story["story_id"]] = f"stories/{number:04}.html"
        ranked = _ranked_pairs(catalogue, story)
        for place, key in enumerate(_chosen_pairs(ranked, story, main_sources, limits), 1):
            pairs[key] = f"pairs/{number:04}-{place:03}.html"
    outlets = {
        name: f"outlets/{number:03}.html" for number, name in enumerate(_outlets(catalogue, limits), 1)
    }
    return Addresses(stories=stories, pairs=pairs, outlets=outlets, n_pairs=_n_pairs(catalogue))


def relative(page: str, target: str) -> str:
    """Return the way from one page of the site to another: ``../stories/0001.html``."""
    depth = page.count("/")
    return "../" * depth + target


def _ranked_pairs(catalogue: Catalogue, story: Row) -> list[Row]:
    """Return the pairs of a story that share text: those that share most prose first."""
    sharing = [
        pair for pair in catalogue.pairs_of_story(story["story_id"]) if pair["relation"] in _SHOWS_TEXT
    ]
    sharing.sort(key=lambda pair: (-pair["prose_words"], -pair["quote_words"], pair["a_id"], pair["b_id"]))
    return sharing


def _n_pairs(catalogue: Catalogue) -> dict[str, int]:
    """Count the pairs of each story that share text."""
    relations = catalogue.column("pairs", "relation")
    shows_text = np.fromiter(map(_SHOWS_TEXT.__contains__, relations), np.bool_, len(relations))
    stories = catalogue.stories_of_pairs
    counts = np.bincount(stories[shows_text & (stories >= 0)], minlength=catalogue.n_rows("stories"))
    return dict(zip(catalogue.column("stories", "story_id"), counts.tolist(), strict=True))


def _main_sources(catalogue: Catalogue) -> dict[str, str]:
    """Return for each article the one of this corpus that it has most words from, if it has any."""
    names = ("article_id", "source_id", "in_corpus", "prose_words", "quote_words")
    most: dict[str, tuple[int, str]] = {}
    for taker, source, in_corpus, *words in zip(
        *(catalogue.column("shares", name) for name in names), strict=True
    ):
        found = (-sum(words), source)
        if in_corpus == "yes" and found < most.get(taker, (1, "")):
            most[taker] = found
    return {taker: source for taker, (_, source) in most.items()}


def _chosen_pairs(
    ranked: Sequence[Row], story: Row, main_sources: Mapping[str, str], limits: SiteLimits
) -> list[PairKey]:
    """Choose the pairs that get a page: those that readers are led to, then others where these are few."""
    keys = [(pair["a_id"], pair["b_id"]) for pair in ranked]
    with_reference = [key for key in keys if story["reference_id"] in key]
    with_source = [
        key for key in keys if main_sources.get(key[0]) == key[1] or main_sources.get(key[1]) == key[0]
    ]
    chosen = dict.fromkeys([*with_reference, *with_source])
    reached = {article_id for key in chosen for article_id in key}
    for key in keys:
        if not reached.issuperset(key):
            chosen[key] = None
            reached.update(key)
    wanted = list(chosen)[: limits.pairs_per_story]
    n_others = max(0, min(limits.other_pairs, limits.pairs_per_story) - len(wanted))
    return wanted + [key for key in keys if key not in chosen][:n_others]


def _outlets(catalogue: Catalogue, limits: SiteLimits) -> list[str]:
    """Return the outlets that get a page: those with most measured, then with most articles, then by name."""
    rows = [row for row in catalogue.rows("outlets") if row["outlet"] != "(all)"]
    rows.sort(key=lambda row: (-row["n_measured"], -row["n_articles"], row["outlet"]))
    return [row["outlet"] for row in rows[: limits.outlets]]
