"""What is known about a synthetic article: its source, the edit, each shared passage, words by origin."""

from typing import Any, Literal, NamedTuple

from corpora.generator.params import COPY_EDITS, Edit

__all__ = ["RELATIONS", "Credit", "GeneratedArticle", "Kind", "QuoteUse", "Relation", "Role", "Span", "Truth"]

Role = Literal["prose", "quote"]
Kind = Literal["verbatim", "edited"]
Credit = Literal["none", "dateline", "byline", "sign-off", "source line", "contributed"]
Relation = Literal["", "same_text", "partial", "fragment", "quotes_only", "same_event"]

RELATIONS: dict[Edit, Relation] = {
    "wire": "",
    "unrelated": "",
    **dict.fromkeys(COPY_EDITS, "same_text"),
    "local_reporting": "partial",
    "quotes_only": "quotes_only",
    "independent": "same_event",
    "fragment": "fragment",
}
"""Relation of an article to its source, by edit, whatever the rate of word edits; empty without a source."""


class Span(NamedTuple):
    """A passage shared with the source: characters of both texts, half-open.

    A verbatim span has the same words on both sides: the texts are equal once
    whitespace is normalised. An edited span covers whole sentences in which
    words were replaced, dropped or put in.
    """

    source_start: int
    source_end: int
    start: int
    end: int
    role: Role
    kind: Kind


class QuoteUse(NamedTuple):
    """Where an article uses a quote of its event's pool; ``quote`` counts from 0 in the event."""

    quote: int
    start: int
    end: int


class Truth(NamedTuple):
    """What is known about one article.

    Attributes
    ----------
    id, event_id : str
        The article, and the event it is about (a fragment's host has its own).
    edit : str
        How it was made: "wire", "unrelated" or one of ``DERIVED_EDITS``.
    source_id : str
        The wire story it derives from or (independent) reports on too; empty
        for "wire" and "unrelated".
    relation : str
        To the source, in the words of the pair labels; empty without one.
    agency, credit : str
        Code of the source's agency, and the form in which the text credits it.
    spans : tuple of Span
        In order of this text; on neither side do two overlap.
    quotes : tuple of QuoteUse
        Direct speech of the event's pool, shared with the source or not:
        two articles of one event share a quote if both list its number.
    furniture : tuple of (int, int)
        Characters of credits, menus, captions and sign-up boxes.
    n_words : int
        Words of the text: runs without whitespace that hold a letter or digit.
    wire_prose_words, wire_quote_words, own_words, furniture_words : int
        The same by origin; they add up to ``n_words``. Words that an edit put
        in are own; in "wire" and "unrelated" all but furniture is own.
    """

    id: str
    event_id: str
    edit: Edit
    source_id: str
    relation: Relation
    agency: str
    credit: Credit
    spans: tuple[Span, ...]
    quotes: tuple[QuoteUse, ...]
    furniture: tuple[tuple[int, int], ...]
    n_words: int
    wire_prose_words: int
    wire_quote_words: int
    own_words: int
    furniture_words: int

    def record(self) -> dict[str, Any]:
        """Return the truth as one JSON object, spans and quotes as objects with names."""
        spans = [span._asdict() for span in self.spans]
        return {**self._asdict(), "spans": spans, "quotes": [quote._asdict() for quote in self.quotes]}


class GeneratedArticle(NamedTuple):
    """An article as an outlet published it, and the truth about it.

    ``published`` is ISO 8601 in UTC with Z, empty when the outlet gives none;
    paragraphs of ``text`` are separated by a blank line.
    """

    id: str
    outlet: str
    title: str
    published: str
    url: str
    text: str
    truth: Truth

    def record(self) -> dict[str, str]:
        """Return the article as a record of ``articles.jsonl``, without the truth."""
        return {
            "id": self.id,
            "outlet": self.outlet,
            "title": self.title,
            "published": self.published,
            "url": self.url,
            "text": self.text,
        }
