"""The tables of what articles say of themselves: credits, furniture, quotations."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from syndetect.agencies import CHANNELS, Credit
from syndetect.agencies.credit import KINDS as CREDIT_KINDS
from syndetect.report.tables import Column, Rows, Table, make_table
from syndetect.text.speech import KINDS, Quotations

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["CREDITS", "FURNITURE", "QUOTES", "credits_table", "furniture_rows", "quotes_table"]

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


def credits_table(ids: Sequence[str], credits: Sequence[Credit]) -> Table:
    """Build the table of credits; ``ids`` are those of the articles by row."""
    rows: Rows = [(ids[credit.article], *credit[1:]) for credit in credits]
    return make_table("credits", CREDITS, rows)


def quotes_table(ids: Sequence[str], quotations: Quotations) -> Table:
    """Build the table of quotations column by column: they may be many."""
    columns = {
        "article_id": [ids[row] for row in quotations.article.tolist()],
        "start": quotations.start.tolist(),
        "end": quotations.end.tolist(),
        "kind": [KINDS[code] for code in quotations.kind.tolist()],
        "n_words": quotations.n_words.tolist(),
    }
    return Table("quotes", QUOTES, columns)


def furniture_rows(result: "Result") -> Rows:
    """Return the rows of ``furniture.csv``."""
    return [
        (result.articles[span.article].article_id, span.start, span.end, span.kind, span.reason, n_words)
        for span, n_words in result.furniture
    ]
