"""All stories -> the pages of the list, with what a script filters and sorts them by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.environment import Page
from syndetect.report.site.model import Site
from syndetect.report.site.pages.stories.lines import NAME, PER_PAGE, StoryLine, list_path, story_line
from syndetect.report.site.wording import RELATIONS, clipped, counted, relation_label
from syndetect.trace.outlets import CREDIT_CLASSES

__all__ = ["list_pages"]

_NEAR = 3  # pages before and after that are linked by number


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterLine:
    """A line of the list with the numbers of its outlets, agencies, relations and classes in the choices."""

    line: StoryLine
    outlets: str
    agencies: str
    relations: str
    classes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the lines of one page can be filtered by: all names that stand in them."""

    outlets: tuple[str, ...]
    agencies: tuple[str, ...]
    relations: tuple[str, ...]
    classes: tuple[str, ...]


def list_pages(site: Site) -> Iterator[Page]:
    """Yield the lists of stories, largest first; one page where there is none."""
    stories, agencies = site.catalogue.stories, _agencies(site.catalogue)
    n_pages = max(1, ceil(len(stories) / PER_PAGE))
    for page in range(n_pages):
        first = page * PER_PAGE
        lines = [
            story_line(site, number, story, agencies)
            for number, story in enumerate(stories[first : first + PER_PAGE], first + 1)
        ]
        choices, rows = _with_choices(lines)
        yield Page(
            path=list_path(first + 1),
            kind="stories",
            title="Stories" if page == 0 else f"Stories, page {page + 1}",
            context={
                "rows": rows,
                "choices": choices,
                "n_stories": counted(len(stories), "story", "stories"),
                "shown": f"{first + 1:,} to {first + len(lines):,}" if n_pages > 1 else "",
                "n_without": _without_pages(site),
                "numbers": _numbers(page, n_pages),
                "before": list_path(first - PER_PAGE + 1) if page else "",
                "after": list_path(first + PER_PAGE + 1) if page + 1 < n_pages else "",
            },
        )


def _agencies(catalogue: Catalogue) -> dict[str, list[str]]:
    """Say whose copy each article holds: the agencies of its rows in ``shares.csv`` that are wire copy."""
    found: dict[str, list[str]] = {}
    columns = (catalogue.column("shares", name) for name in ("article_id", "source_agency", "cause"))
    for article_id, agency, cause in zip(*columns, strict=True):
        if cause == "wire copy" and agency and agency not in found.setdefault(article_id, []):
            found[article_id].append(agency)
    return found


def _with_choices(lines: Sequence[StoryLine]) -> tuple[Choices, list[FilterLine]]:
    """Give a number to each name by which lines are filtered: a line then holds numbers alone."""
    outlets = sorted({name for line in lines for name in line.all_outlets})
    agencies = sorted({name for line in lines for name in line.all_agencies})
    relations = [
        name for name in RELATIONS if any(name == key for line in lines for key, _ in line.relations)
    ]
    classes = [
        name for name in CREDIT_CLASSES if any(name == key for line in lines for key, _ in line.classes)
    ]
    rows = [
        FilterLine(
            line=line,
            outlets=_places(line.all_outlets, outlets),
            agencies=_places(line.all_agencies, agencies),
            relations=_places([key for key, _ in line.relations], relations),
            classes=_places([key for key, _ in line.classes], classes),
        )
        for line in lines
    ]
    choices = Choices(
        outlets=tuple(clipped(name, NAME) for name in outlets),
        agencies=tuple(clipped(name, NAME) for name in agencies),
        relations=tuple(relation_label(name) for name in relations),
        classes=tuple(classes),
    )
    return choices, rows


def _places(names: Sequence[str], among: Sequence[str]) -> str:
    place = {name: k for k, name in enumerate(among)}
    return " ".join(str(k) for k in sorted(place[name] for name in names))


def _without_pages(site: Site) -> str:
    """Say how many stories have no page of their own."""
    n = len(site.catalogue.stories) - len(site.addresses.stories)
    if not n:
        return ""
    return (
        f"The {len(site.addresses.stories):,} largest stories have a page of their own; of the other {n:,} "
        "the tables hold everything."
    )


def _numbers(page: int, n_pages: int) -> list[tuple[str, str]]:
    """List the pages that are linked by number: path and number, "" where the list leaves some out."""
    if n_pages == 1:
        return []
    near = {0, n_pages - 1, *range(max(0, page - _NEAR), min(n_pages, page + _NEAR + 1))}
    found: list[tuple[str, str]] = []
    for k in sorted(near):
        if k and k - 1 not in near:
            found.append(("", "…"))
        found.append((list_path(k * PER_PAGE + 1), f"{k + 1:,}"))
    return found
