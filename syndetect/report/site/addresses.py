"""What is shown -> the file of each page, by number: no id of an article becomes a file name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
        Of a story: first its pairs with the reference, then those that share
        most prose.
    outlets : int
        Outlets with most measured articles.
    """

    stories: int = 1000
    pairs_per_story: int = 40
    outlets: int = 500

    def __post_init__(self) -> None:
        at_least(0, self, "stories", "pairs_per_story", "outlets")


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
    n_pairs: dict[str, int] = {}
    for number, story in enumerate(catalogue.stories, 1):
        ranked = _ranked_pairs(catalogue, story)
        n_pairs[story["story_id"]] = len(ranked)
        if number > limits.stories:
            continue
        stories[story["story_id"]] = f"stories/{number:04}.html"
        for place, pair in enumerate(ranked[: limits.pairs_per_story], 1):
            pairs[pair["a_id"], pair["b_id"]] = f"pairs/{number:04}-{place:03}.html"
    outlets = {
        name: f"outlets/{number:03}.html" for number, name in enumerate(_outlets(catalogue, limits), 1)
    }
    return Addresses(stories=stories, pairs=pairs, outlets=outlets, n_pairs=n_pairs)


def relative(page: str, target: str) -> str:
    """Return the way from one page of the site to another: ``../stories/0001.html``."""
    depth = page.count("/")
    return "../" * depth + target


def _ranked_pairs(catalogue: Catalogue, story: Row) -> list[Row]:
    """Return the pairs of a story that share text: those with the reference first, then by shared prose."""
    sharing = [
        pair
        for pair in catalogue.pairs_of_story.get(story["story_id"], [])
        if pair["relation"] in _SHOWS_TEXT
    ]
    reference = story["reference_id"]
    return sorted(
        sharing,
        key=lambda pair: (
            reference not in (pair["a_id"], pair["b_id"]),
            -pair["prose_words"],
            -pair["quote_words"],
            pair["a_id"],
            pair["b_id"],
        ),
    )


def _outlets(catalogue: Catalogue, limits: SiteLimits) -> list[str]:
    """Return the outlets that get a page: those with most measured, then with most articles, then by name."""
    rows = [row for row in catalogue.rows("outlets") if row["outlet"] != "(all)"]
    rows.sort(key=lambda row: (-row["n_measured"], -row["n_articles"], row["outlet"]))
    return [row["outlet"] for row in rows[: limits.outlets]]
