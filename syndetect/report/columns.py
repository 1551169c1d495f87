"""The tables of a run, by name: the columns of each, and how its rows come from the result."""

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
from syndetect.report.tables import Table, column_table, make_table
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

__all__ = ["TABLES", "build_tables", "credits_table"]

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


def build_tables(result: "Result") -> dict[str, Table]:
    """Build every table of a run; each is sorted by its ids, then by place in the text."""
    columns = {
        "articles": article_columns(result),
        "furniture": furniture_columns(result),
        "pairs": pair_columns(result),
        "passages": passage_columns(result),
        "quotes": quote_columns(result.ids, result.quotations),
        "shares": share_columns(result),
        "stories": story_columns(result),
        "members": member_columns(result),
        "unique": unique_columns(result),
        "sentences": sentence_columns(result),
        "wires": wire_columns(result),
    }
    rows = {
        "outlets": outlet_rows(result),
        "outlet_agency": outlet_agency_rows(result),
        "sensitivity": sensitivity_rows(result),
        "credit_evidence": credit_evidence_rows(result),
    }
    tables = {name: column_table(name, TABLES[name], columns[name]) for name in columns}
    tables |= {name: make_table(name, TABLES[name], rows[name]) for name in rows}
    return tables | {"credits": credits_table(result.ids, result.credits)}
