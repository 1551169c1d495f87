"""Dependence on agencies -> the table of outlets with intervals, and credit against evidence."""

import numpy as np

from syndetect.params import OutletParams
from syndetect.report.answers import copy_answer
from syndetect.report.html.findings import Findings
from syndetect.report.html.views import AgencyView, OutletView, ShareView
from syndetect.report.html.wording import counted, sentence, share_percent
from syndetect.trace.outlets import CREDIT_CLASSES, DependenceTable, Shares

__all__ = ["OUTLETS_SHOWN", "agency_view"]

OUTLETS_SHOWN = 40


def agency_view(findings: Findings) -> AgencyView:
    """Prepare the answer on agency copy.

    Parameters
    ----------
    findings : Findings

    Returns
    -------
    AgencyView
        The outlets with most measured articles, those with as many by name;
        those with none are counted in the note.
    """
    found, params = findings.dependence, findings.params
    n_measured = found.outlets.n_measured.tolist()
    some = [row for row, n in enumerate(n_measured) if n]
    order = sorted(some, key=lambda row: (-n_measured[row], found.outlets.outlet[row]))
    n_of_class = dict(zip(CREDIT_CLASSES, findings.credit_evidence.counts[-1].tolist(), strict=True))
    return AgencyView(
        answer=sentence(copy_answer(_counts(found.total))),
        definition=found.definition.name,
        rule=found.definition.rule,
        citation=found.definition.citation,
        approximation=found.definition.approximation,
        confidence=f"{100 * params.confidence:g}%",
        outlets=tuple(
            _outlet_view(found.outlets, row, found.outlets.outlet[row], params)
            for row in order[:OUTLETS_SHOWN]
        ),
        total=_outlet_view(found.total, 0, "All outlets", params),
        outlets_note=_outlets_note(len(order), len(n_measured)),
        small_note=(
            f"“Few articles” marks fewer than {params.min_articles:,} measured articles, “few stories” "
            f"fewer than {params.min_stories:,} stories: read the interval, not the share."
        ),
        credits=tuple(
            (label, f"{n_of_class[copy]:,}", f"{n_of_class[other]:,}")
            for label, copy, other in (
                ("Credits an agency for its text", CREDIT_CLASSES[0], CREDIT_CLASSES[2]),
                ("Credits none", CREDIT_CLASSES[1], CREDIT_CLASSES[3]),
            )
        ),
    )


def _counts(total: DependenceTable) -> dict[str, int]:
    """Return the counts of the row over all outlets, named as in ``outlets.csv``."""
    names = ("n_derived", "n_measured", "n_wholly", "n_partially", "n_uncredited")
    return {name: int(getattr(total, name)[0]) for name in names}


def _outlets_note(n_some: int, n_outlets: int) -> str:
    """Say which outlets are not shown."""
    parts = []
    if n_some > OUTLETS_SHOWN:
        parts.append(f"The {OUTLETS_SHOWN} outlets with most measured articles are shown, of {n_some:,}.")
    if n_some < n_outlets:
        parts.append(f"{counted(n_outlets - n_some, 'outlet has', 'outlets have')} no measured article.")
    return " ".join([*parts, "All are in outlets.csv."]) if parts else ""


def _outlet_view(table: DependenceTable, row: int, name: str, params: OutletParams) -> OutletView:
    """Prepare one row."""
    measured, derived = int(table.n_measured[row]), int(table.n_derived[row])
    few = [
        label
        for flags, label in ((table.few_articles, "few articles"), (table.few_stories, "few stories"))
        if flags[row]
    ]
    return OutletView(
        name=name,
        n_measured=f"{measured:,}",
        n_stories=f"{int(table.n_stories[row]):,}",
        small=", ".join(few),
        derived=_share(table.derived, row, f"{derived:,} of {measured:,}", params),
        words=_share(table.words, row, "", params),
        uncredited=_share(table.uncredited, row, f"{int(table.n_uncredited[row]):,} of {derived:,}", params),
    )


def _share(shares: Shares, row: int, detail: str, params: OutletParams) -> ShareView | None:
    """Write down a share and its interval; None where there is nothing to divide by."""
    estimate, low, high = (float(end[row]) for end in (shares.estimate, shares.low, shares.high))
    if np.isnan(estimate):
        return None
    return ShareView(
        percent=share_percent(estimate),
        interval=f"{100 * low:.0f}–{100 * high:.0f}%",
        detail=detail,
        width=f"{100 * estimate:.2f}%",
        low=f"{100 * low:.2f}%",
        span=f"{100 * (high - low):.2f}%",
        high=f"{100 * high:.2f}%",
    )
