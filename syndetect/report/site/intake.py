"""Ledger, quarantine and articles -> what was read, what was left out and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from syndetect.report.site.catalogue import Catalogue
from syndetect.report.site.outlet_names import outlet_key
from syndetect.report.site.settings import Settings
from syndetect.report.site.wording import counted, day
from syndetect.trace.outlets import UNKNOWN_OUTLET

__all__ = ["Intake", "IntakeRow", "QuarantineView", "intake", "quarantine_view"]

RECORDS_SHOWN = 50  # quarantined records that are listed one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """A line of the account: ``minus`` tells that the line is taken off the one before."""

    label: str
    count: str
    note: str = ""
    anchor: str = ""  # on the page on methods
    minus: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The account from records to measured articles, and what of their words is the body."""

    rows: tuple[IntakeRow, ...]
    words: tuple[IntakeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineView:
    """What was not read: reasons with their numbers, the first records, and how many more there are."""

    total: str
    reasons: tuple[tuple[str, str], ...]
    records: tuple[tuple[str, str, str, str], ...]
    more: str


def intake(catalogue: Catalogue, settings: Settings) -> Intake:
    """Account for every record of the input.

    Parameters
    ----------
    catalogue : Catalogue
    settings : Settings

    Returns
    -------
    Intake
        Its lines add up: records less those not read are the articles, these
        less what is left out are the measured ones. Lines of 0 are left out,
        but for the first and the last.
    """
    corpus, files = catalogue.run.manifest["corpus"], catalogue.run.manifest["inputs"]
    n_articles = catalogue.n_rows("articles")
    status, counts_as = catalogue.column("articles", "status"), catalogue.column("articles", "copy_class")
    left_out = Counter(
        "version" if why == "measured" else why
        for why, kind in zip(status, counts_as, strict=True)
        if kind is None
    )
    n_measured = n_articles - left_out.total()
    partial = sum(entry["status"] != "complete" for entry in files)
    in_files = f"in {counted(len(files), 'file')}" if files else ""
    if partial:
        in_files += f", {partial:,} of which could be read only in part"
    rows = [
        IntakeRow(label="Records in the input", count=f"{corpus['n_in']:,}", note=in_files, anchor="inputs"),
        _less("Not read", corpus["n_quarantined"], _reasons_note(catalogue), "not-read"),
        IntakeRow(label="Articles read", count=f"{n_articles:,}", note=_articles_note(catalogue)),
        _less("Too short", left_out["too short"], f"fewer than {counted(settings.min_words, 'word')}"),
        _less("Cut off", left_out["truncated"], "the record or the text says that more of it exists"),
        _less("An agency’s own", left_out["original"], "the agency’s text in its own outlet"),
        _less("Later versions", left_out["version"], "the same outlet had the text before"),
        IntakeRow(
            label="Measured articles", count=f"{n_measured:,}", note="all shares of articles are of these"
        ),
    ]
    return Intake(
        rows=tuple(row for row in rows if not (row.minus and row.count == "0")), words=_words(catalogue)
    )


def quarantine_view(catalogue: Catalogue) -> QuarantineView:
    """Count what was not read by reason, most frequent first, and list the first records."""
    records = catalogue.run.quarantine
    shown = records[:RECORDS_SHOWN]
    rest = len(records) - len(shown)
    return QuarantineView(
        total=counted(len(records), "record") if records else "",
        reasons=tuple((reason, f"{n:,}") for reason, n in _reasons(records)),
        records=tuple(
            (row["file"], f"{row['record']:,}", row["reason"].replace("_", " "), row["detail"])
            for row in shown
        ),
        more=f"{counted(rest, 'more record')} in quarantine.jsonl." if rest else "",
    )


def _reasons(records: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    found = Counter(str(row["reason"]).replace("_", " ") for row in records)
    return sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))


def _reasons_note(catalogue: Catalogue) -> str:
    return ", ".join(f"{reason} ({n:,})" for reason, n in _reasons(catalogue.run.quarantine))


def _less(label: str, n: int, note: str, anchor: str = "measured") -> IntakeRow:
    return IntakeRow(label=label, count=f"{n:,}", note=note, anchor=anchor, minus=True)


def _articles_note(catalogue: Catalogue) -> str:
    """Say of how many outlets the articles are, and from when."""
    keys = Counter(outlet_key({"outlet": name}) for name in catalogue.column("articles", "outlet"))
    nameless = keys.pop(UNKNOWN_OUTLET, 0)
    parts = [f"of {counted(len(keys), 'outlet')}"] if keys else []
    if nameless:
        parts.append(f"{nameless:,} without an outlet")
    days = sorted(when[:10] for when in catalogue.column("articles", "published") if when)
    if days:
        span = day(days[0]) if days[0] == days[-1] else f"{day(days[0])} to {day(days[-1])}"
        parts.append(span)
    n_undated = catalogue.n_rows("articles") - len(days)
    if n_undated:
        parts.append(f"{n_undated:,} without a date" if days else "none has a date")
    return ", ".join(parts)


def _words(catalogue: Catalogue) -> tuple[IntakeRow, ...]:
    """Say what of the words is the body, and what of it is speech."""
    names = ("n_words", "n_quote_words", "n_furniture_words")
    body, quoted, furniture = (sum(catalogue.column("articles", name)) for name in names)
    return (
        IntakeRow(label="Words in all articles", count=f"{body + furniture:,}"),
        _less("Furniture", furniture, "captions, menus, credit lines: in no share", "furniture"),
        IntakeRow(
            label="Body words",
            count=f"{body:,}",
            note=f"{quoted:,} of them are direct speech" if body else "",
            anchor="furniture",
        ),
    )
