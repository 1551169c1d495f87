"""The tables of what articles say of themselves: credits, furniture, quotations."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from syndetect.agencies import CHANNELS, Credit
from syndetect.agencies.credit import KINDS as CREDIT_KINDS
from syndetect.report.cells import Coded, Names, Numbers
from syndetect.report.tables import Column, Columns, Table, column_table
from syndetect.text.speech import KINDS, Quotations

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["CREDITS", "FURNITURE", "QUOTES", "credits_table", "furniture_columns", "quote_columns"]

CREDITS = (
    Column("article_id", "text", "As in articles.csv."),
    Column("agency", "text", "Canonical name of the registry; generic for unnamed agencies."),
    Column(
        "channel",
        "text",
        "text, photo, mention, press release or original (on the agency's own site).",
        values=CHANNELS,
    ),
    Column(
        "kind",
        "text",
        "dateline, byline, sign-off, contributed, source line, copyright, field, ...",
        values=CREDIT_KINDS,
    ),
    Column("start", "offset", "First character of the credit; 0 for a field of the record."),
    Column("end", "offset", "One past its last character; 0 for a field of the record."),
    Column("evidence", "text", "The words of the credit, or the name and value of the field."),
)

FURNITURE = (
    Column("article_id", "text", "As in articles.csv."),
    Column("start", "offset", "First character of the furniture."),
    Column("end", "offset", "One past its last character."),
    Column("kind", "text", "headline, byline, caption, menu, sign-up, repeated, credit, ..."),
    Column("reason", "text", "The rule and place, or in how many articles of the outlet it is repeated."),
    Column("n_words", "count", "Words in it.", unit="words"),
)

QUOTES = (
    Column("article_id", "text", "As in articles.csv."),
    Column("start", "offset", "First character of the quotation's first word."),
    Column("end", "offset", "One past the last character of its last word."),
    Column(
        "kind",
        "text",
        "marks (inside quotation marks), tweet, statement, transcript or block quote.",
        values=KINDS,
    ),
    Column("n_words", "count", "Words in it: over an article, n_quote_words of articles.csv.", unit="words"),
)


def credits_table(ids: Names, credits: Sequence[Credit]) -> Table:
    """Build the table of credits; ``ids`` are those of the articles by row."""
    return column_table("credits", CREDITS, [_rows(ids, credits), *_columns(credits, Credit._fields[1:])])


def quote_columns(ids: Names, quotations: Quotations) -> Columns:
    """Return the columns of ``quotes.csv``."""
    return [
        Coded(quotations.article, ids),
        Numbers(quotations.start),
        Numbers(quotations.end),
        Coded(quotations.kind, Names(KINDS)),
        Numbers(quotations.n_words),
    ]


def furniture_columns(result: "Result") -> Columns:
    """Return the columns of ``furniture.csv``."""
    spans = [span for span, _ in result.furniture]
    n_words = np.array([n_words for _, n_words in result.furniture], np.int64)
    names = ("start", "end", "kind", "reason")
    return [_rows(result.ids, spans), *_columns(spans, names), Numbers(n_words)]


def _rows(ids: Names, found: Sequence[Any]) -> Coded:
    return Coded(np.array([one.article for one in found], np.int32), ids)


def _columns(found: Sequence[Any], names: Sequence[str]) -> Columns:
    """Return some attributes of objects as columns."""
    columns: Columns = []
    for name in names:
        values = [getattr(one, name) for one in found]
        columns.append(
            Numbers(np.array(values, np.int64)) if name in ("start", "end") else Coded.distinct(values)
        )
    return columns
