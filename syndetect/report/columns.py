"""The tables of a run, by name: the columns of each, and how its rows come from the result."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from syndetect.report.article_tables import ARTICLES, SHARES, article_columns, share_columns
from syndetect.report.outlet_tables import (
    CREDIT_EVIDENCE,
    OUTLET_AGENCY,
    OUTLETS,
    SENSITIVITY,
    credit_evidence_rows,
    outlet_agency_rows,
    outlet_rows,
    sensitivity_rows,
)
from syndetect.report.pair_tables import PAIRS, PASSAGES, pair_columns, passage_columns
from syndetect.report.sentence_tables import SENTENCES, WIRES, sentence_columns, wire_columns
from syndetect.report.story_tables import (
    MEMBERS,
    STORIES,
    UNIQUE,
    member_columns,
    story_columns,
    unique_columns,
)
from syndetect.report.tables import Columns, Rows, Table, column_table, make_table
from syndetect.report.text_tables import (
    CREDITS,
    FURNITURE,
    QUOTES,
    credits_table,
    furniture_columns,
    quote_columns,
)

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["TABLES", "build_table", "build_tables", "credits_table"]

TABLES = {
    "articles": ARTICLES,
    "credits": CREDITS,
    "furniture": FURNITURE,
    "pairs": PAIRS,
    "passages": PASSAGES,
    "quotes": QUOTES,
    "shares": SHARES,
    "stories": STORIES,
    "members": MEMBERS,
    "unique": UNIQUE,
    "sentences": SENTENCES,
    "wires": WIRES,
    "outlets": OUTLETS,
    "outlet_agency": OUTLET_AGENCY,
    "sensitivity": SENSITIVITY,
    "credit_evidence": CREDIT_EVIDENCE,
}


_COLUMNS: dict[str, Callable[["Result"], Columns]] = {
    "articles": article_columns,
    "furniture": furniture_columns,
    "pairs": pair_columns,
    "passages": passage_columns,
    "quotes": lambda result: quote_columns(result.ids, result.quotations),
    "shares": share_columns,
    "stories": story_columns,
    "members": member_columns,
    "unique": unique_columns,
    "sentences": sentence_columns,
    "wires": wire_columns,
}
_ROWS: dict[str, Callable[["Result"], Rows]] = {
    "outlets": outlet_rows,
    "outlet_agency": outlet_agency_rows,
    "sensitivity": sensitivity_rows,
    "credit_evidence": credit_evidence_rows,
}


def build_tables(result: "Result", names: Iterable[str] = TABLES) -> dict[str, Table]:
    """Build tables of a run, by default all; each is sorted by its ids, then by place in the text."""
    return {name: build_table(result, name) for name in names}


def build_table(result: "Result", name: str) -> Table:
    """Build one table of a run."""
    if name in _COLUMNS:
        return column_table(name, TABLES[name], _COLUMNS[name](result))
    if name in _ROWS:
        return make_table(name, TABLES[name], _ROWS[name](result))
    return credits_table(result.ids, result.credits)
