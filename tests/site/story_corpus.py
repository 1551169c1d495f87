"""Runs for the tests of stories: scanned ones with sources of every kind, and large ones made of rows."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lxml import html

from syndetect import Article, Params, scan
from syndetect.agencies import load_registry
from syndetect.params import OutletParams, StoryParams
from syndetect.report.columns import TABLES
from syndetect.report.saved import SavedRun
from syndetect.report.site.addresses import SiteLimits
from syndetect.report.site.environment import render_page
from syndetect.report.site.model import Site
from syndetect.report.site.pages import stories, story
from syndetect.report.site.site import build_site
from syndetect.report.tables import Column, make_table

__all__ = [
    "SHARED",
    "ferry_run",
    "flat",
    "large_run",
    "make_run",
    "mixed_articles",
    "mixed_run",
    "pages_of",
    "render",
    "word_for_word",
]

FERRY = (
    "The ferry ran onto a sandbank off the northern harbour late on Tuesday evening, and two hundred "
    "passengers spent the night on board. Rescuers brought them ashore one boat at a time after dawn. "
    "The operator said that every ticket would be refunded within a week of the accident. "
    "“Nobody on this island has seen such a tide in forty years,” the harbour master said. "
    "Divers will look at the hull on Friday before the vessel is towed to the yard for repairs."
)
BRIDGE = (
    "Engineers closed the old river bridge on Sunday after a crack was found in its second pillar. "
    "Lorries are sent round by the northern motorway, which adds about forty minutes to the journey. "
    "The regional council will decide next month whether to repair the bridge or to build another one. "
    "A petition against the closure gathered nine thousand names over the weekend, its authors said."
)
LIBRARY = (
    "The town library reopened on Saturday with eleven thousand new volumes and a reading room for children. "
    "Volunteers had carried the whole collection up two flights of stairs in the course of a single week. "
    "Opening hours stay as they were until the council has decided on the budget of the coming year. "
    "The oldest book on the shelves is a hymnal that a sailor left behind some three hundred years ago."
)
ADDED = "\n\nThe mayor of the town thanked all who had brought blankets and tea to the quay that night."
SHARED = {"version": "0", "digest": "x", "redacted": False}


def article(name: str, outlet: str, text: str, hour: int, day: int = 4, **more: str) -> Article:
    """Make an article of March 2025."""
    fields = {"title": f"Title of {name}", "published": f"2025-03-{day:02}T{hour:02}:00:00Z"} | more
    at = 1741046400.0 + 86400 * (day - 4) + 3600 * hour if fields["published"] else None
    return Article(article_id=name, outlet=outlet, text=text, published_at=at, **fields)


def mixed_articles(payload: str = "") -> list[Article]:
    """Return three stories: wire text in the corpus, wire text missing, and a text of unknown origin."""
    bridge = f"LINDEN (Reuters) — {BRIDGE}{payload}"
    more = {"url": f"https://a.example/{payload}" if payload else "https://a.example/b", "language": "en"}
    unknown = {"published": ""}
    return [
        article("f1", f"Corvane Press{payload}", FERRY + payload, 1, **more),
        article("f2", f"Courier{payload}", f"{FERRY}{payload}{ADDED}\n\n– Corvane Press", 3, **more),
        article(
            "f3", f"Herald{payload}", FERRY.replace("late on Tuesday", "on Tuesday") + payload, 5, **more
        ),
        article("f4", f"Courier{payload}", f"{ADDED.strip()} {FERRY[200:]}", 9),
        article("g1", f"Courier{payload}", bridge, 6, 20, title=payload or "Bridge shut"),
        article("g2", f"Herald{payload}", bridge, 6, 20, title=payload or "Bridge shut"),
        article("l1", f"Gazette{payload}", LIBRARY, 0, **unknown),
        article("l2", f"Observer{payload}", f"{LIBRARY} It smells of cedar and of salt.", 0, **unknown),
        article("l3", "", LIBRARY[:300], 0, **unknown),
    ]


@cache
def mixed_run(payload: str = "") -> SavedRun:
    """Scan the articles of :func:`mixed_articles`."""
    params = Params(
        story=StoryParams(wire_outlets=(f"Corvane Press{payload}",)), outlets=OutletParams(n_resamples=100)
    )
    return SavedRun.of(scan(mixed_articles(payload), params))


@cache
def ferry_run() -> SavedRun:
    """Scan the ferry corpus."""
    folder = Path(__file__).parents[2] / "corpora" / "ferry"
    params = Params(
        story=StoryParams(wire_outlets=("Corvane Press Agency",)), outlets=OutletParams(n_resamples=100)
    )
    return SavedRun.of(
        scan(folder / "articles.jsonl", params, registry=load_registry(folder / "agencies.toml"))
    )


def make_run(texts: Mapping[str, str], **tables: Sequence[Mapping[str, Any]]) -> SavedRun:
    """Make a run of the rows given; what a row leaves out is missing, 0 or empty."""
    made = {
        name: make_table(
            name,
            columns,
            [[row.get(column.name, _default(column)) for column in columns] for row in tables.get(name, ())],
        )
        for name, columns in TABLES.items()
    }
    return SavedRun(tables=made, texts=texts, manifest={})


def _default(column: Column) -> Any:
    if column.empty:
        return None
    return column.values[0] if column.values else "" if column.kind == "text" else 0


def large_run(sizes: Sequence[int], title: str = "{}", n_sentences: int = 0) -> SavedRun:
    """Make a run of stories of given sizes; of each the first is an agency's, the others took from it."""
    text = " ".join(f"Sentence number {k} of the text stands here." for k in range(max(1, n_sentences)))
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("articles", "members", "stories", "shares", "wires", "sentences", "unique")
    }
    texts = {}
    for s, size in enumerate(sizes):
        ids = [f"{s:05}-{k:04}" for k in range(size)]
        story_id = f"story-{ids[0]}"
        rows["stories"].append(
            {
                "story_id": story_id,
                "n_articles": size,
                "n_outlets": size,
                "reference_id": ids[0],
                "reference_is_wire": "yes",
                "n_origins": 1,
                "weakest_link": 0.5,
                "first_published": f"2025-01-{s % 28 + 1:02}",
                "last_published": f"2025-02-{s % 28 + 1:02}",
            }
        )
        for k, key in enumerate(ids):
            texts[key] = text
            rows["articles"].append(
                {
                    "article_id": key,
                    "outlet": f"Outlet {k}",
                    "title": title.format(s),
                    "n_words": 8 * n_sentences,
                    "status": "measured" if k else "original",
                    "story_id": story_id,
                    "derivation": "wholly" if k else None,
                    "source_id": ids[0] if k else None,
                    "credit_class": "credited copy" if k else None,
                }
            )
            rows["members"].append(
                {
                    "story_id": story_id,
                    "article_id": key,
                    "role": "member" if k else "reference",
                    "relation": "same_text" if k else None,
                    "reference_share": 1.0 if k else None,
                    "kept_share": 1.0 if k else None,
                    "unique_words": 8 if n_sentences else 0,
                }
            )
            if n_sentences:
                rows["unique"].append({"article_id": key, "start": 0, "end": 43})
            if k:
                rows["shares"].append(
                    {
                        "article_id": key,
                        "source_id": ids[0],
                        "source_agency": "Agency",
                        "cause": "wire copy",
                        "in_corpus": "yes",
                        "prose_words": 8 * n_sentences,
                    }
                )
        for k in range(n_sentences):
            start = text.index(f"Sentence number {k} ")
            rows["wires"].append(
                {
                    "source_id": ids[0],
                    "source_agency": "Agency",
                    "in_corpus": "yes",
                    "position": k + 1,
                    "article_id": ids[0],
                    "start": start,
                    "end": text.index(".", start),
                    "n_kept": size - 1,
                    "n_members": size - 1,
                    "kept_by": "|".join(ids[1:]) or None,
                }
            )
    return make_run(texts, **rows)


def pages_of(run: SavedRun, **limits: int) -> tuple[Site, dict[str, html.HtmlElement]]:
    """Render the lists, the search and the pages of stories, and parse them."""
    site, pages = render(run, **limits)
    return site, {path: html.document_fromstring(page) for path, page in pages.items()}


def render(run: SavedRun, **limits: int) -> tuple[Site, dict[str, str]]:
    """Render the lists, the search and the pages of stories."""
    site = build_site(run, SiteLimits(**limits))
    made = [*stories.pages(site), *story.pages(site)]
    return site, {page.path: render_page(page, SHARED) for page in made}


def flat(element: html.HtmlElement) -> str:
    """Return the text of an element, blanks folded."""
    return " ".join(element.text_content().split())


def word_for_word(text: str) -> list[str]:
    """Return the words of a text without the punctuation around them."""
    return [word for word in (piece.strip("“”.,—–-()…!?:;‘’") for piece in text.split()) if word]
