"""A run -> the first page: what was read, how much is agency copy, where, when, and the largest stories."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.charts.matrix import Matrix, matrix
from syndetect.report.site.copies import copy_timeline
from syndetect.report.site.environment import Page
from syndetect.report.site.figures import FigureView, WordCount, figure_view, measured_words
from syndetect.report.site.intake import intake
from syndetect.report.site.model import Site
from syndetect.report.site.outlet_names import (
    agency_label,
    n_known_outlets,
    outlet_label,
    rest_last,
    total_row,
)
from syndetect.report.site.sensitivities import sensitivity_views
from syndetect.report.site.settings import Settings, settings_of
from syndetect.report.site.story_summaries import StorySummaries
from syndetect.report.site.wording import counted, share_percent
from syndetect.trace.outlets import CREDIT_CLASSES

__all__ = ["CrossedCell", "pages"]

OUTLETS_SHOWN = 30
MATRIX_OUTLETS = 20
MATRIX_AGENCIES = 8
STORIES_SHOWN = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossedCell:
    """Measured articles of one class of credit and evidence: their name, number and share."""

    name: str
    count: str
    percent: str


def pages(site: Site) -> Iterator[Page]:
    """Yield the first page."""
    catalogue = site.catalogue
    settings = settings_of(catalogue.run.manifest)
    words, all_words = measured_words(catalogue)
    total = figure_view(total_row(catalogue), settings, all_words, name="All outlets", target="outlets.html")
    ranked = _ranked_outlets(catalogue)
    lines = StorySummaries(site)
    articles = catalogue.run.tables["articles"].data
    context = {
        "headline": _headline(total, catalogue.n_rows("articles")),
        "settings": settings,
        "total": total,
        "intake": intake(catalogue, settings),
        "figures": _figures(site, ranked, settings, words),
        "outlets_note": _outlets_note(ranked),
        "matrix": _matrix(site, ranked),
        "matrix_note": _matrix_note(catalogue),
        "crossed": _crossed(catalogue, total.n_measured),
        "timeline": copy_timeline(articles["published"], articles["copy_class"]),
        "sensitivity": sensitivity_views(_last_rows(catalogue), settings),
        "stories": [lines.of(story["story_id"]) for story in catalogue.stories[:STORIES_SHOWN]],
        "n_stories": counted(len(catalogue.stories), "story", "stories"),
        "cut": _cut(site),
    }
    yield Page(path="index.html", kind="overview", title="Overview", context=context)


def _headline(total: FigureView, n_articles: int) -> str:
    """Say the answer in one sentence, without a full stop."""
    if not n_articles:
        return "No article was read"
    if not total.n_measured:
        return "No article could be measured"
    noun = "measured article" if total.n_measured == 1 else "measured articles"
    if not total.n_derived:
        return f"None of {total.n_measured:,} {noun} is agency copy"
    verb = "is" if total.n_derived == 1 else "are"
    return f"{total.n_derived:,} of {total.n_measured:,} {noun} {verb} agency copy"


def _ranked_outlets(catalogue: Catalogue) -> list[Row]:
    """Return the outlets: those with most measured articles first, then with most articles, then by name."""
    rows = catalogue.rows("outlets")[:-1]
    return sorted(rows, key=lambda row: (-row["n_measured"], -row["n_articles"], row["outlet"]))


def _figures(
    site: Site, ranked: Sequence[Row], settings: Settings, words: dict[str, WordCount]
) -> list[FigureView]:
    """Prepare the outlets with most measured articles, those of the greatest share first."""
    shown = [row for row in ranked if row["n_measured"]][:OUTLETS_SHOWN]
    shown.sort(key=lambda row: (-row["derived_share"], -row["n_measured"], row["outlet"]))
    shown = rest_last(shown)
    targets = site.addresses.outlets
    return [
        figure_view(row, settings, words[row["outlet"]], target=targets.get(row["outlet"], ""))
        for row in shown
    ]


def _outlets_note(ranked: Sequence[Row]) -> str:
    """Say which outlets are not shown."""
    n_all, n_some = n_known_outlets(ranked), n_known_outlets(row for row in ranked if row["n_measured"])
    parts = []
    if n_some > OUTLETS_SHOWN:
        parts.append(f"The {OUTLETS_SHOWN} outlets with most measured articles are shown, of {n_some:,}.")
    if n_some < n_all:
        parts.append(f"{counted(n_all - n_some, 'outlet has', 'outlets have')} no measured article.")
    return " ".join(parts)


def _matrix(site: Site, ranked: Sequence[Row]) -> Matrix | None:
    """Cross the outlets with most copies and the agencies that most of it is from; None without a copy."""
    rows = site.catalogue.rows("outlet_agency")
    outlets = [row for row in ranked if row["n_derived"]]
    outlets.sort(key=lambda row: (-row["n_derived"], row["outlet"]))
    outlets = rest_last(outlets[:MATRIX_OUTLETS])
    names = {row["outlet"] for row in outlets}
    counts: Counter[tuple[str, str]] = Counter()
    by_agency: Counter[str] = Counter()
    for row in _by_outlet(rows, site.catalogue):
        by_agency[row["agency"]] += row["n_derived"]
        if row["outlet"] in names:
            counts[row["outlet"], row["agency"]] = row["n_derived"]
    agencies = sorted(
        (name for name in by_agency if by_agency[name]), key=lambda name: (-by_agency[name], name)
    )
    if not outlets or not agencies:
        return None
    return matrix(
        [
            (row["outlet"], site.addresses.outlets.get(row["outlet"], ""), row["n_measured"])
            for row in outlets
        ],
        agencies[:MATRIX_AGENCIES],
        counts,
        row_label=outlet_label,
        column_label=agency_label,
    )


def _by_outlet(rows: Sequence[Row], catalogue: Catalogue) -> Sequence[Row]:
    """Return the rows of single outlets: those of all outlets together, one an agency, come last."""
    return rows[: len(rows) - len(set(catalogue.column("outlet_agency", "agency")))]


def _matrix_note(catalogue: Catalogue) -> str:
    """Say what the matrix leaves out."""
    rows = _by_outlet(catalogue.rows("outlet_agency"), catalogue)
    copied = [row for row in rows if row["n_derived"]]
    n_outlets, n_agencies = n_known_outlets(copied), len({row["agency"] for row in copied})
    parts = []
    if n_outlets > MATRIX_OUTLETS:
        parts.append(f"the {MATRIX_OUTLETS} outlets with most copies, of {n_outlets:,}")
    if n_agencies > MATRIX_AGENCIES:
        parts.append(f"the {MATRIX_AGENCIES} agencies with most copies, of {n_agencies:,}")
    return f"Shown are {' and '.join(parts)}; all are in outlet_agency.csv." if parts else ""


def _crossed(catalogue: Catalogue, n_measured: int) -> list[tuple[str, CrossedCell, CrossedCell]]:
    """Cross what articles credit with what their text shows, over all outlets."""
    rows = [
        catalogue.row("credit_evidence", k) for k in _last(catalogue, "credit_evidence", len(CREDIT_CLASSES))
    ]
    cells = {
        row["class"]: CrossedCell(
            name=row["class"],
            count=f"{row['n_articles']:,}",
            percent=share_percent(row["n_articles"] / n_measured) if n_measured else "–",
        )
        for row in rows
    }
    credited, uncredited, little, independent = (cells[name] for name in CREDIT_CLASSES)
    return [
        ("Credits an agency for its text", credited, little),
        ("Credits none", uncredited, independent),
    ]


def _last_rows(catalogue: Catalogue) -> list[Row]:
    """Return the rows of ``sensitivity.csv`` on all outlets together."""
    n_definitions = len(set(catalogue.column("sensitivity", "definition")))
    return [catalogue.row("sensitivity", k) for k in _last(catalogue, "sensitivity", n_definitions)]


def _last(catalogue: Catalogue, table: str, n: int) -> range:
    return range(catalogue.n_rows(table) - n, catalogue.n_rows(table))


def _cut(site: Site) -> list[str]:
    """Say what has no page of its own."""
    addresses, limits = site.addresses, site.limits
    parts = []
    n_stories, n_outlets = len(site.catalogue.stories), site.catalogue.n_rows("outlets") - 1
    if n_stories > len(addresses.stories):
        missing = counted(n_stories - len(addresses.stories), "smaller story", "smaller stories")
        parts.append(f"{missing} of {n_stories:,} (pages for the {limits.stories:,} largest)")
    n_pairs = sum(addresses.n_pairs.values())
    if n_pairs > len(addresses.pairs):
        missing = counted(n_pairs - len(addresses.pairs), "pair")
        parts.append(
            f"{missing} of {n_pairs:,} that share text within a story "
            "(pages for each article with the reference of its story and with its main source, "
            f"up to {limits.pairs_per_story:,} a story)"
        )
    if n_outlets > len(addresses.outlets):
        missing = counted(n_outlets - len(addresses.outlets), "outlet")
        parts.append(f"{missing} of {n_outlets:,} (pages for the {limits.outlets:,} with most articles)")
    return parts
