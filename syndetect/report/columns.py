"""The tables of a run, by name: the columns of each, and how its rows come from the result."""

from collections.abc import Callable, Iterable
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
from syndetect.report.pair_tables import PAIRS, PASSAGES, pair_rows, passage_rows
from syndetect.report.sentence_tables import SENTENCES, WIRES, sentence_rows, wire_rows
from syndetect.report.story_tables import (
    MEMBERS,
    STORIES,
    UNIQUE,
    member_rows,
    story_rows,
    unique_rows,
)
from syndetect.report.tables import Rows, Table, make_table
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


_ROWS: dict[str, Callable[["Result"], Rows]] = {
    "articles": article_rows,
    "furniture": furniture_rows,
    "pairs": pair_rows,
    "passages": passage_rows,
    "shares": share_rows,
    "stories": story_rows,
    "members": member_rows,
    "unique": unique_rows,
    "sentences": sentence_rows,
    "wires": wire_rows,
    "outlets": outlet_rows,
    "outlet_agency": outlet_agency_rows,
    "sensitivity": sensitivity_rows,
    "credit_evidence": credit_evidence_rows,
}


def build_tables(result: "Result", names: Iterable[str] = TABLES) -> dict[str, Table]:
    """Build tables of a run, by default all; each is sorted by its ids, then by place in the text."""
    wanted = set(names)
    tables = {
        name: make_table(name, TABLES[name], rows(result)) for name, rows in _ROWS.items() if name in wanted
    }
    ids = [article.article_id for article in result.articles] if wanted & {"quotes", "credits"} else []
    if "quotes" in wanted:
        tables["quotes"] = quotes_table(ids, result.quotations)
    if "credits" in wanted:
        tables["credits"] = credits_table(ids, result.credits)
    return tables
