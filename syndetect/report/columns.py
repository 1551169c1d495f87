"""The tables of a run, by name: the columns of each, and how its rows come from the result."""

from typing import TYPE_CHECKING

from syndetect.report.article_tables import ARTICLES, SHARES, article_rows, share_rows
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
from syndetect.report.sentence_tables import SENTENCES, WIRES, sentence_rows, wire_rows
from syndetect.report.story_tables import (
    MEMBERS,
    STORIES,
    UNIQUE,
    member_rows,
    story_rows,
    unique_rows,
)
from syndetect.report.tables import Table, column_table, make_table
from syndetect.report.text_tables import (
    CREDITS,
    FURNITURE,
    QUOTES,
    credits_table,
    furniture_rows,
    quotes_table,
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
    ids = [article.article_id for article in result.articles]
    rows = {
        "articles": article_rows(result),
        "furniture": furniture_rows(result),
        "shares": share_rows(result),
        "stories": story_rows(result),
        "members": member_rows(result),
        "unique": unique_rows(result),
        "sentences": sentence_rows(result),
        "wires": wire_rows(result),
        "outlets": outlet_rows(result),
        "outlet_agency": outlet_agency_rows(result),
        "sensitivity": sensitivity_rows(result),
        "credit_evidence": credit_evidence_rows(result),
    }
    columns = {
        "pairs": pair_columns(result),
        "passages": passage_columns(result),
    }
    tables = {name: make_table(name, TABLES[name], rows[name]) for name in rows}
    tables |= {name: column_table(name, TABLES[name], columns[name]) for name in columns}
    return tables | {
        "quotes": quotes_table(ids, result.quotations),
        "credits": credits_table(ids, result.credits),
    }
