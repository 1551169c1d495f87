"""A small invented newsroom with everything that the pages on outlets show, and how their pages are read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from lxml import html

from syndetect import scan
from syndetect.corpus.article import Article
from syndetect.params import OutletParams, Params, StoryParams
from syndetect.report import Result
from syndetect.report.saved import SavedRun
from syndetect.report.site import SiteLimits
from syndetect.report.site.environment import Page, render_page
from syndetect.report.site.model import Site
from syndetect.report.site.pages import ONCE, STORY_BY_STORY
from syndetect.report.site.site import _shared, build_site
from syndetect.report.tables import make_table

__all__ = [
    "NO_LIMITS",
    "flat",
    "links",
    "made",
    "newsroom",
    "numbers",
    "run_of",
    "saved",
    "table_rows",
    "tree",
    "with_outlets",
]

NO_LIMITS = SiteLimits()
EVERY_KIND = (*ONCE, *STORY_BY_STORY)
PARAMS = Params(
    story=StoryParams(wire_outlets=("Corvane Press",)),
    outlets=OutletParams(n_resamples=200, min_articles=2, min_stories=2),
)

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
CHOIR = (
    "A choir of forty singers won the regional prize with a programme of forgotten songs, which the "
    "director had found in a parish archive and arranged for eight voices over the long winter."
)
ORCHARD = (
    "Apples will be late this year, growers in the valley say, because frost took most of the early blossom; "
    "the cooperative expects half of its usual harvest and has asked the ministry for help until spring."
)
FIRST = (
    "Lessons were cancelled in both village schools on Wednesday, since half of the teachers were on board."
)
ADDED = "The mayor of the town thanked all who had brought blankets and tea to the quay that night."


def article(name: str, outlet: str, text: str, when: str = "", **more: str) -> Article:
    """Make an article of the year 2025: ``when`` is month, day and hour."""
    published, at = "", None
    if when:
        month, day, hour = (int(part) for part in when.split("-"))
        published = f"2025-{month:02}-{day:02}T{hour:02}:00:00Z"
        at = 1735689600.0 + 86400 * (31 * (month - 1) + day - 1) + 3600 * hour
    fields = {"title": f"Title of {name}", **more}
    return Article(article_id=name, outlet=outlet, text=text, published=published, published_at=at, **fields)


def newsroom(mark: str = "") -> list[Article]:
    """Return a story with its wire text, one without its original, and what is left out.

    ``mark`` is put into every name and title.
    """
    more = {"title": f"Story{mark}"} if mark else {}
    return [
        article("f1", "Corvane Press", FERRY, "1-4-1", **more),
        article("f2", f"Courier{mark}", f"{FERRY}\n\n{ADDED}", "1-4-3", **more),
        article("f3", f"Herald{mark}", FERRY, "1-4-5", **more),
        article("f4", "", f"{FIRST}\n\n{FERRY}", "1-5-5", **more),
        article("f5", f"Herald{mark}", FERRY, "1-5-9", **more),
        article("g1", f"Courier{mark}", f"LINDEN (Reuters) — {BRIDGE}", "1-20-6", **more),
        article("g2", f"Herald{mark}", f"LINDEN (Reuters) — {BRIDGE}", "1-20-6", **more),
        article("h1", f"Gazette{mark}", CHOIR, "1-9-8", **more),
        article("h2", f"Gazette{mark}", "Rain until noon, then sun.", **more),
        article("h3", f"Gazette{mark}", ORCHARD, **more),
    ]


@cache
def run_of(mark: str = "") -> Result:
    """Scan the newsroom."""
    return scan(newsroom(mark), PARAMS)


@cache
def saved(mark: str = "", *, redact: bool = False) -> SavedRun:
    """Return the files of its run."""
    return SavedRun.of(run_of(mark), redact=redact)


def with_outlets(run: SavedRun, n: int) -> SavedRun:
    """Return a run with so many outlets, all with one article and the figures of some outlet of the run."""
    table, articles = run.tables["outlets"], run.tables["articles"]
    *rows, total = table.rows()
    names = [f"Paper {k:05}" for k in range(n)]
    many = [(name, *rows[k % len(rows)][1:]) for k, name in enumerate(names)]
    first = next(row for row in articles.rows() if row[0] == "f2")
    written = [(f"p{name}", name, *first[2:]) for name in names]
    return replace(
        run,
        tables={
            **run.tables,
            "outlets": make_table("outlets", table.columns, [*many, total]),
            "articles": make_table("articles", articles.columns, [*articles.rows(), *written]),
        },
    )


def made(
    run: SavedRun, *makers: Callable[[Site], Iterator[Page]], limits: SiteLimits = NO_LIMITS
) -> dict[str, str]:
    """Render the pages of some kinds, or of all, by path."""
    site = build_site(run, limits)
    shared = _shared(site)
    return {page.path: render_page(page, shared) for make in makers or EVERY_KIND for page in make(site)}


def tree(page: str) -> html.HtmlElement:
    """Parse a page."""
    return html.document_fromstring(page)


def flat(element: html.HtmlElement) -> str:
    """Return the text of an element, blanks put together; titles of pictures are not text of the page."""
    parts = element.xpath(".//text()[not(ancestor::*[local-name()='svg'])]")
    return " ".join("".join(parts).split())


def table_rows(page: html.HtmlElement, name: str) -> list[list[html.HtmlElement]]:
    """Return the cells of the body of the first table of a class, row by row."""
    table = page.find_class(name)[0]
    return [list(row) for row in table.xpath(".//tbody/tr")]


def numbers(text: str) -> list[float]:
    """Return the numbers in a text."""
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def links(pages: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the page, the target and the fragment of every link to a page of the site."""
    for path, page in pages.items():
        for href in tree(page).xpath("//a/@href"):
            if re.match(r"[a-z]+:", href):
                continue
            target, _, fragment = href.partition("#")
            parts: list[Any] = [] if not target else path.split("/")[:-1]
            for part in target.split("/"):
                if part == "..":
                    parts.pop()
                elif part:
                    parts.append(part)
            yield path, "/".join(parts) if target else path, fragment
