"""The tables of outlets: dependence on agencies by definition, and credit against evidence."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from syndetect.report.tables import YES_NO, Column, Rows
from syndetect.trace.outlets import (
    CREDIT_CLASSES,
    PRESETS,
    THRESHOLDS,
    DependenceTable,
    Shares,
    credit_evidence,
    sensitivity,
)

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = [
    "CREDIT_EVIDENCE",
    "OUTLETS",
    "OUTLET_AGENCY",
    "SENSITIVITY",
    "credit_evidence_rows",
    "outlet_agency_rows",
    "outlet_rows",
    "sensitivity_rows",
]

_FIGURES = (
    Column("n_articles", "count", "Articles of the outlet.", unit="articles"),
    Column(
        "n_originals",
        "count",
        "Of these, an agency's text in its own outlet: in no denominator.",
        unit="articles",
    ),
    Column(
        "n_measured", "count", "Of the rest, whole and long enough; of versions the first.", unit="articles"
    ),
    Column(
        "n_stories",
        "count",
        "Stories of the measured articles: the clusters of the intervals.",
        unit="stories",
    ),
    Column("n_derived", "count", "Copy by the definition of the run.", unit="articles"),
    Column("n_wholly", "count", "Wholly derived.", unit="articles"),
    Column("n_partially", "count", "Partially derived.", unit="articles"),
    Column("n_uncredited", "count", "Of the derived, those that do not credit the agency.", unit="articles"),
    Column(
        "n_credited", "count", "Articles that credit the agency for their text, copy or not.", unit="articles"
    ),
    Column(
        "derived_share",
        "share",
        "n_derived / n_measured.",
        empty="No measured article: nothing to divide by.",
    ),
    Column(
        "derived_low",
        "share",
        "Lower end of its interval.",
        empty="No measured article: nothing to divide by.",
    ),
    Column("derived_high", "share", "Upper end.", empty="No measured article: nothing to divide by."),
    Column(
        "word_share",
        "share",
        "Words from the agency / body words of the measured articles.",
        empty="No words of measured articles: nothing to divide by.",
    ),
    Column(
        "word_low",
        "share",
        "Lower end of its interval.",
        empty="No words of measured articles: nothing to divide by.",
    ),
    Column("word_high", "share", "Upper end.", empty="No words of measured articles: nothing to divide by."),
    Column(
        "prose_share",
        "share",
        "The same without direct speech.",
        empty="No prose in measured articles: nothing to divide by.",
    ),
    Column(
        "prose_low",
        "share",
        "Lower end of its interval.",
        empty="No prose in measured articles: nothing to divide by.",
    ),
    Column("prose_high", "share", "Upper end.", empty="No prose in measured articles: nothing to divide by."),
    Column(
        "uncredited_share",
        "share",
        "n_uncredited / n_derived.",
        empty="No derived article: nothing to divide by.",
    ),
    Column(
        "uncredited_low",
        "share",
        "Lower end of its interval.",
        empty="No derived article: nothing to divide by.",
    ),
    Column("uncredited_high", "share", "Upper end.", empty="No derived article: nothing to divide by."),
    Column(
        "median_lag_minutes",
        "minutes",
        "Median time after the agency's text, where both are known.",
        empty="No lag is known.",
    ),
    Column("n_lags", "count", "Articles behind that.", unit="articles"),
    Column(
        "small",
        "text",
        "yes when there are fewer articles or stories than [outlets] asks for.",
        values=YES_NO,
    ),
)
_OUTLET = Column(
    "outlet",
    "text",
    "As read; (unknown) is the rest: the articles without an outlet, of whatever outlets they are; "
    "(all) is all articles together.",
)

OUTLETS = (_OUTLET, *_FIGURES)
OUTLET_AGENCY = (
    _OUTLET,
    Column(
        "agency",
        "text",
        "Canonical name. An outlet that has no word, credit or copy of an agency has no row with it.",
    ),
    *_FIGURES,
)
SENSITIVITY = (
    _OUTLET,
    Column(
        "definition",
        "text",
        "A threshold on the share of words, or a published definition.",
        values=tuple(each.name for each in (*THRESHOLDS, *PRESETS)),
    ),
    Column("available", "text", "no when the corpus lacks the evidence that it asks for.", values=YES_NO),
    Column("n_measured", "count", "As in outlets.csv.", unit="articles"),
    Column(
        "n_derived",
        "count",
        "Copy by this definition.",
        unit="articles",
        empty="The definition is not available.",
    ),
    Column(
        "derived_share",
        "share",
        "n_derived / n_measured.",
        empty="The definition is not available, or no article is measured.",
    ),
    Column(
        "derived_low",
        "share",
        "Lower end of its interval.",
        empty="The definition is not available, or no article is measured.",
    ),
    Column(
        "derived_high",
        "share",
        "Upper end.",
        empty="The definition is not available, or no article is measured.",
    ),
    Column("rule", "text", "What counts as copy."),
    Column("citation", "text", "Who published it.", empty="The definition is a threshold."),
)
CREDIT_EVIDENCE = (
    _OUTLET,
    Column(
        "class", "text", "As credit_class in articles.csv, but of agency copy alone.", values=CREDIT_CLASSES
    ),
    Column("n_articles", "count", "Measured articles of this class.", unit="articles"),
)

ALL = "(all)"


def outlet_rows(result: "Result") -> Rows:
    """Return the rows of ``outlets.csv``: by name, all outlets together last."""
    found = result.dependence
    return [(outlet, *row) for outlet, _, row in [*_rows(found.outlets), *_rows(found.total)]]


def outlet_agency_rows(result: "Result") -> Rows:
    """Return the rows of ``outlet_agency.csv``."""
    found = result.dependence
    return [
        (outlet, agency, *row)
        for outlet, agency, row in [*_rows(found.outlet_agencies), *_rows(found.agencies)]
    ]


def _rows(table: DependenceTable) -> list[tuple[str, str, list[Any]]]:
    counts = ("articles", "originals", "measured", "stories", "derived", "wholly", "partially", "uncredited")
    columns = [getattr(table, f"n_{name}").tolist() for name in (*counts, "credited")]
    for shares in (table.derived, table.words, table.prose, table.uncredited):
        columns += _ends(shares)
    columns += [_known(table.median_lag), table.n_lags.tolist()]
    columns.append(["yes" if small else "no" for small in (table.few_articles | table.few_stories).tolist()])
    rows = [list(row) for row in zip(*columns, strict=True)]
    return [
        (outlet or ALL, agency, row)
        for outlet, agency, row in zip(table.outlet, table.agency, rows, strict=True)
    ]


def _ends(shares: Shares) -> list[list[float | None]]:
    """Return the estimates and the ends of their intervals; None where there is nothing to divide by."""
    return [_known(shares.estimate), _known(shares.low), _known(shares.high)]


def _known(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else value for value in values.ravel().tolist()]


def sensitivity_rows(result: "Result") -> Rows:
    """Return the rows of ``sensitivity.csv``."""
    found = sensitivity(result.coverage, result.params.outlets)
    columns = _ends(found.derived)
    rows: Rows = []
    for k, outlet in enumerate([*found.outlets, ALL]):
        for d, definition in enumerate(found.definitions):
            at = k * len(found.definitions) + d
            rows.append(
                (
                    outlet,
                    definition.name,
                    "yes" if found.available[d] else "no",
                    int(found.n_measured[k]),
                    int(found.n_derived[k, d]) if found.available[d] else None,
                    *(column[at] for column in columns),
                    definition.rule,
                    definition.citation,
                )
            )
    return rows


def credit_evidence_rows(result: "Result") -> Rows:
    """Return the rows of ``credit_evidence.csv``."""
    found = credit_evidence(result.coverage, result.dependence.definition)
    return [
        (outlet, name, int(found.counts[k, code]))
        for k, outlet in enumerate([*found.outlets, ALL])
        for code, name in enumerate(CREDIT_CLASSES)
    ]
