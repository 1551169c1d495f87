"""Two texts, passage by passage: :func:`compare`."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from syndetect.agencies import load_registry, separate
from syndetect.corpus import Article
from syndetect.pairs import Derivation, ParagraphRow, Passage, Relation, derivation, to_pairs, verify
from syndetect.pairs.paragraphs import paragraph_rows
from syndetect.params import Params
from syndetect.sketch import count_terms, tfidf
from syndetect.text import locate_words, tokenise_paragraphs
from syndetect.text.speech import separate_speech
from syndetect.trace import find_origins
from syndetect.trace.spans import find_own_spans

__all__ = ["Comparison", "Span", "compare"]

DEFAULTS = Params()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one text that the other does not have: characters, half-open, and what it says."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two articles share, and what each has alone.

    Attributes
    ----------
    a, b : Article
    relation : Relation
    resemblance : float
        Of the shingle sets (Broder 1997), 0 to 1.
    cosine : float
        Of the TF-IDF vectors, weighted over these two texts alone.
    containment_a_in_b, containment_b_in_a : float
        Share of the words of one that a passage matches in the other.
    prose_words, quote_words, furniture_words : int
        Matched words by role.
    a_words, b_words : int
        Body words.
    a_furniture_words, b_furniture_words : int
        Words that are no body.
    derivation : Derivation
        Of b from a.
    passages : tuple of Passage
        By place in b.
    paragraphs : tuple of ParagraphRow
        One row a paragraph of b.
    added : tuple of Span
        What b has and a has not.
    dropped : tuple of Span
        What a has and b has not.
    """

    a: Article
    b: Article
    relation: Relation
    resemblance: float
    cosine: float
    containment_a_in_b: float
    containment_b_in_a: float
    prose_words: int
    quote_words: int
    furniture_words: int
    a_words: int
    b_words: int
    a_furniture_words: int
    b_furniture_words: int
    derivation: Derivation
    passages: tuple[Passage, ...]
    paragraphs: tuple[ParagraphRow, ...]
    added: tuple[Span, ...]
    dropped: tuple[Span, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; of the two articles their ids alone."""
        fields = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        plain = {"schema": "syndetect-comparison/1", "a_id": self.a.article_id, "b_id": self.b.article_id}
        for name in ("passages", "paragraphs", "added", "dropped"):
            fields[name] = [dataclasses.asdict(entry) for entry in fields[name]]
        return plain | {name: value for name, value in fields.items() if name not in ("a", "b")}


def compare(a: str | Article, b: str | Article, params: Params = DEFAULTS) -> Comparison:
    """Compare two articles.

    Parameters
    ----------
    a, b : str or Article
        The texts; for derivation a is taken as the source.
    params : Params
        Of which furniture, shingle, align, rewrite and relation are used.

    Returns
    -------
    Comparison
        Two texts that share nothing have no passages; an empty text has
        containment 0.

    Notes
    -----
    The cosine is weighted over two texts only and is therefore not that of a
    scan, where all articles of the corpus count.
    """
    one, other = _article(a, "a"), _article(b, "b")
    texts = [one.text, other.text]
    tokens, paragraphs = tokenise_paragraphs(texts, n_threads=1)
    tokens, _ = separate_speech(texts, tokens, paragraphs)
    tokens = separate((one, other), tokens, paragraphs, load_registry(), params.furniture, n_threads=1).tokens
    body = tokens.body()
    weights = tfidf(count_terms(body))
    verified = verify(tokens, weights, np.array([[0, 1]]), params, body=body, n_threads=1)
    places = locate_words(texts, np.arange(2), n_threads=1)
    pair = to_pairs(tokens, places, verified)[0]
    alone = find_own_spans(tokens, find_origins(tokens, verified), places, np.arange(2))
    dropped, added = (_spans(text, alone.of(row)) for row, text in enumerate(texts))
    a_words, b_words = body.lengths.tolist()
    longest = int(verified.alignments.longest_prose()[0])
    a_furniture, b_furniture = (tokens.lengths - body.lengths).tolist()
    return Comparison(
        a=one,
        b=other,
        relation=pair.relation,
        resemblance=pair.resemblance,
        cosine=pair.cosine,
        containment_a_in_b=pair.containment_a_in_b,
        containment_b_in_a=pair.containment_b_in_a,
        prose_words=pair.prose_words,
        quote_words=pair.quote_words,
        furniture_words=pair.furniture_words,
        a_words=a_words,
        b_words=b_words,
        a_furniture_words=a_furniture,
        b_furniture_words=b_furniture,
        derivation=derivation(pair.prose_words, pair.quote_words, longest, b_words, params.relation),
        passages=pair.passages,
        paragraphs=tuple(paragraph_rows(one.text, other.text, pair.passages)),
        added=added,
        dropped=dropped,
    )


def _article(text: str | Article, name: str) -> Article:
    return text if isinstance(text, Article) else Article(article_id=name, text=text)


def _spans(text: str, found: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(start=start, end=end, text=text[start:end]) for start, end in found)
