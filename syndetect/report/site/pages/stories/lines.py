"""A story -> its line in the list: size, outlets, days, what its words are, relations, agencies, credits."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.charts.bars import Bar, bar
from syndetect.report.site.model import Site
from syndetect.report.site.wording import (
    RELATIONS,
    clipped,
    counted,
    days,
    language,
    outlet,
    relation_label,
)

__all__ = ["StoryLine", "list_path", "story_anchor", "story_line", "story_title"]

PER_PAGE = 200
OUTLETS_SHOWN = 4
AGENCIES_SHOWN = 3
TITLE = 200  # characters of a headline
NAME = 60  # characters of an outlet's or agency's name


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One line of the list.

    Attributes
    ----------
    number, anchor : str
        Its place among all stories, from 1, and the id of the line.
    path : str
        Its page; "" when it has none.
    title, language : str
    about : str
        What it is measured against.
    n_articles, n_outlets, span : str
    outlets, more_outlets : tuple of str, str
        Those with most articles, and how many more there are.
    bar : Bar
        The words of all its articles.
    relations, agencies, classes : tuple of (str, str)
        Key and label with number: relations to the reference, agencies whose
        copy it holds, credit classes.
    size, first, last, prose : int, str, str, int
        For sorting: articles, days, shared prose in thousandths of all words.
    all_outlets, all_agencies : tuple of str
        For the filters; of articles without an outlet none.
    """

    number: str
    anchor: str
    path: str
    title: str
    language: str
    about: str
    n_articles: str
    n_outlets: str
    span: str
    outlets: tuple[str, ...]
    more_outlets: str
    bar: Bar
    relations: tuple[tuple[str, str], ...]
    agencies: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, str], ...]
    size: int
    first: str
    last: str
    prose: int
    all_outlets: tuple[str, ...]
    all_agencies: tuple[str, ...]


def list_path(number: int) -> str:
    """Return the page of the list on which a story stands, by its place among all, from 1."""
    page = (number - 1) // PER_PAGE + 1
    return "stories.html" if page == 1 else f"stories-{page}.html"


def story_anchor(number: int) -> str:
    """Return the id of a story's line."""
    return f"story-{number}"


def story_title(catalogue: Catalogue, story: Row, n_characters: int) -> str:
    """Return the headline that stands for a story, on one line."""
    return clipped(" ".join(catalogue.headline(catalogue.titled(story)).split()), n_characters)


def story_line(site: Site, number: int, story: Row, agencies: Mapping[str, Sequence[str]]) -> StoryLine:
    """Prepare the line of one story.

    Parameters
    ----------
    site : Site
    number : int
        Its place among all stories, from 1.
    story : Row
        Of ``stories.csv``.
    agencies : mapping of str to sequence of str
        By article: the agencies whose copy it holds.

    Returns
    -------
    StoryLine
    """
    catalogue = site.catalogue
    members = catalogue.find("members", story_id=story["story_id"])
    articles = [catalogue.article(member["article_id"]) for member in members]
    reference = catalogue.article(story["reference_id"])
    outlets = _ranked((row["outlet"] or "").strip() for row in articles)
    copies = _ranked(agency for row in articles for agency in agencies.get(row["article_id"], ()))
    relations = Counter(member["relation"] for member in members)
    classes = Counter(row["credit_class"] for row in articles if row["credit_class"])
    words = [
        sum(member[f"{kind}_words"] for member in members)
        for kind in ("shared_prose", "shared_quote", "unique")
    ]
    first, last = (story["first_published"] or "")[:10], (story["last_published"] or "")[:10]
    kind = "wire text" if story["reference_is_wire"] == "yes" else "fullest text"
    return StoryLine(
        number=f"{number:,}",
        anchor=story_anchor(number),
        path=site.addresses.stories.get(story["story_id"], ""),
        title=story_title(catalogue, story, TITLE),
        language=language(catalogue.titled(story)["language"]),
        about=f"{kind}: {clipped(outlet(reference), NAME)}",
        n_articles=counted(story["n_articles"], "article"),
        n_outlets=counted(len(outlets), "outlet") if outlets else "",
        span=days(first, last),
        outlets=tuple(clipped(name, NAME) for name in list(outlets)[:OUTLETS_SHOWN]),
        more_outlets=f"{len(outlets) - OUTLETS_SHOWN:,} more" if len(outlets) > OUTLETS_SHOWN else "",
        bar=bar(*words),
        relations=tuple(
            (name, f"{relations[name]:,} {relation_label(name)}") for name in RELATIONS if relations[name]
        ),
        agencies=tuple(
            (name, f"{clipped(name, NAME)} copy in {n:,}")
            for name, n in list(copies.items())[:AGENCIES_SHOWN]
        ),
        classes=tuple((name, f"{n:,} {name}") for name, n in sorted(classes.items())),
        size=story["n_articles"],
        first=first,
        last=last,
        prose=1000 * words[0] // max(1, sum(words)),
        all_outlets=tuple(outlets),
        all_agencies=tuple(copies),
    )


def _ranked(names: Iterable[str]) -> dict[str, int]:
    """Count names, most frequent first, then by name; empty ones are left out."""
    counts = Counter(name for name in names if name)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
