"""A pair of articles -> its page: how much of each is in the other, and the two texts side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from syndetect.report.site.addresses import PairKey
from syndetect.report.site.catalogue import Row
from syndetect.report.site.environment import Page
from syndetect.report.site.judged import judged_view, pair_names
from syndetect.report.site.model import Site
from syndetect.report.site.pages.pair.heads import (
    ArticleView,
    article_view,
    headline_view,
    lag_words,
    minutes_between,
)
from syndetect.report.site.pages.pair.markup import listed_passages, marked_rows
from syndetect.report.site.pages.pair.outline import OUTLINED, outline_rows, text_length
from syndetect.report.site.pages.pair.passages import LISTED, passage_ribbons, passage_views
from syndetect.report.site.pages.pair.shares import share_rows
from syndetect.report.site.text.articles import KnownText, known_text
from syndetect.report.site.text.capping import capped_rows, shown_passages
from syndetect.report.site.text.matching import PlacedPassage, match_sides, placed
from syndetect.report.site.text.sides import side_rows
from syndetect.report.site.wording import RELATIONS, clipped, counted, language, relation_label

__all__ = ["pages"]

CHARACTERS = 150_000  # of the two texts of a page
TITLE = 120  # characters of the story's headline above the pair


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each pair that has one, of the stories of the site's share."""
    stories = groupby(site.addresses.pairs, lambda key: _story_of(site, key))
    for place, (story_id, keys) in enumerate(stories):
        if not site.share.holds(place):
            continue
        story = _StoryPairs(site=site, story_id=story_id, keys=list(keys), texts={})
        for place in range(len(story.keys)):
            yield _page(story, place)


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoryPairs:
    """The pairs of one story that have a page, and the texts that were already looked at."""

    site: Site
    story_id: str
    keys: Sequence[PairKey]
    texts: dict[str, KnownText]

    def known(self, article_id: str) -> KnownText:
        """Look at a text once a story."""
        if article_id not in self.texts:
            self.texts[article_id] = known_text(self.site.catalogue, article_id)
        return self.texts[article_id]


def _story_of(site: Site, key: PairKey) -> str:
    story_id: str = site.catalogue.article(key[0])["story_id"]
    return story_id


def _page(story: _StoryPairs, place: int) -> Page:
    """Prepare the page of one pair."""
    site, key = story.site, story.keys[place]
    catalogue = site.catalogue
    pair = catalogue.find("pairs", a_id=key[0], b_id=key[1])[0]
    a, b = catalogue.article(key[0]), catalogue.article(key[1])
    row = catalogue.find("stories", story_id=story.story_id)[0]
    flipped = _b_is_left(pair, a, b, row["reference_id"])
    left, right = (b, a) if flipped else (a, b)
    names = pair_names(a, b)
    letters = ("b", "a") if flipped else ("a", "b")
    passages = placed(catalogue.passages(pair), flipped=flipped)
    ids = (left["article_id"], right["article_id"])
    texts = (catalogue.text(ids[0]), catalogue.text(ids[1]))
    heads = (
        article_view(site, left, letters[0], names[letters[0]]),
        article_view(site, right, letters[1], names[letters[1]]),
    )
    context = {
        "pair": pair,
        "trail": _trail(story, place, catalogue.titled(row)),
        "left": heads[0],
        "right": heads[1],
        "headlines": headline_view(left, right, (catalogue.headline(left), catalogue.headline(right))),
        "lag": lag_words(left, right),
        "relation": RELATIONS.get(pair["relation"], (relation_label(pair["relation"]), "")),
        "judged": judged_view(pair, catalogue),
        "shares": share_rows(pair, left, right),
        "scores": _scores(pair, site.catalogue.run.manifest),
        "ribbons": passage_ribbons(passages, *(text_length(catalogue, each) for each in ids)),
        "n_passages": len(passages),
        "listed": LISTED,
        **_sides(story, heads, texts, passages),
    }
    title = f"{names[letters[0]]} and {names[letters[1]]}"
    return Page(path=site.addresses.pairs[key], kind="pair", title=title, context=context)


def _b_is_left(pair: Row, a: Row, b: Row, reference: str) -> bool:
    """Decide who stands on the left: the source, else the story's reference, else who was first, else a."""
    if pair["direction"] in ("a>b", "b>a"):
        return bool(pair["direction"] == "b>a")
    if reference in (a["article_id"], b["article_id"]):
        return bool(reference == b["article_id"])
    return (minutes_between(a["published"], b["published"]) or 0) < 0


def _trail(story: _StoryPairs, place: int, titled: Row) -> Mapping[str, Any]:
    """Say where the page stands: its story, its place among the story's pairs, the ones beside it."""
    addresses = story.site.addresses
    paths = [addresses.pairs[key] for key in story.keys]
    n_all = addresses.n_pairs.get(story.story_id, len(paths))
    more = f" with a page, of {n_all:,} that share text" if n_all > len(paths) else ""
    return {
        "story": addresses.stories.get(story.story_id, ""),
        "title": clipped(story.site.catalogue.headline(titled), TITLE),
        "language": language(titled["language"]),
        "place": f"Pair {place + 1:,} of {len(paths):,}{more}",
        "previous": paths[place - 1] if place else "",
        "next": paths[place + 1] if place + 1 < len(paths) else "",
    }


def _scores(pair: Row, manifest: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """List the scores of a pair: name, value, what it says."""
    width = manifest.get("parameters", {}).get("shingle", {}).get("width")
    run = f"runs of {width} words" if width else "short runs of words"
    return [
        (
            "Resemblance",
            f"{pair['resemblance']:.2f}",
            f"Of all different {run} in the two bodies, the part that is in both. 1 for equal texts.",
        ),
        (
            "Cosine",
            f"{pair['cosine']:.2f}",
            "How alike the vocabularies are; rare words weigh more. 1 when equal, 0 when no word is common.",
        ),
        (
            "Containment of a in b",
            f"{pair['containment_a_in_b']:.2f}",
            "The part of the body words of a that a copied passage matches in b.",
        ),
        (
            "Containment of b in a",
            f"{pair['containment_b_in_a']:.2f}",
            "The same for b. Rewritten passages count for neither.",
        ),
    ]


def _sides(
    story: _StoryPairs,
    heads: tuple[ArticleView, ArticleView],
    texts: tuple[str, str],
    passages: Sequence[PlacedPassage],
) -> Mapping[str, Any]:
    """Prepare the two texts side by side; where they are left out, their sentences as numbers."""
    ids = [each.article_id for each in heads]
    if not all(texts):
        catalogue = story.site.catalogue
        views = passage_views(passages, "", frozenset())
        return {
            "rows": "",
            "cut": "",
            "outlines": [
                outline_rows(catalogue, each, passages, right=bool(side)) for side, each in enumerate(ids)
            ],
            "outlined": OUTLINED,
            "passages": listed_passages(views, heads[1].language, with_text=False),
        }
    left, right = story.known(ids[0]), story.known(ids[1])
    rows, n_hidden = capped_rows(side_rows(left, right, match_sides(left, right, passages)), CHARACTERS)
    views = passage_views(passages, texts[1], shown_passages(rows))
    return {
        "rows": marked_rows(rows, *heads),
        "cut": counted(n_hidden, "word") if n_hidden else "",
        "characters": f"{CHARACTERS:,}",
        "outlines": (),
        "passages": listed_passages(views, heads[1].language, with_text=True),
    }
