"""An article of a run -> its words and paragraphs, and what the tables say of each word."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.text.words import words_of
from syndetect.text import paragraph_spans

__all__ = ["KnownText", "known_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownText:
    """A text with its words: plain lists, as an article has too few words for arrays to be faster.

    Attributes
    ----------
    text : str
    start, end : lists of int
        Characters of each word, half-open.
    hashes : list of int
        Equal for equal words.
    paragraphs : list of (int, int)
        Characters of each paragraph that holds a word.
    first : list of int, one longer than the paragraphs
        The words of paragraph p are ``first[p]:first[p + 1]``.
    ground : list of str
        Of each word: ``furniture``; ``own`` when it is in no other article;
        else ``elsewhere``.
    said : list of bool
        Whether a word is direct speech, and no furniture.
    furniture : sequence of Row
        The article's rows of ``furniture.csv``.
    """

    text: str
    start: list[int]
    end: list[int]
    hashes: list[int]
    paragraphs: list[tuple[int, int]]
    first: list[int]
    ground: list[str]
    said: list[bool]
    furniture: Sequence[Row]


def known_text(catalogue: Catalogue, article_id: str) -> KnownText:
    """Look up what is known of the words of an article.

    Parameters
    ----------
    catalogue : Catalogue
        Of a run with texts.
    article_id : str

    Returns
    -------
    KnownText
        Empty lists for a text without words.
    """
    text = catalogue.text(article_id)
    words = words_of(text)
    start, paragraphs = words.start.tolist(), paragraph_spans(text)
    furniture = catalogue.find("furniture", article_id=article_id)
    ground, said = ["elsewhere"] * len(start), [False] * len(start)
    for low, high in _ranges(start, catalogue.find("unique", article_id=article_id)):
        ground[low:high] = ["own"] * (high - low)
    for low, high in _ranges(start, catalogue.find("quotes", article_id=article_id)):
        said[low:high] = [True] * (high - low)
    for low, high in _ranges(start, furniture):
        ground[low:high] = ["furniture"] * (high - low)
        said[low:high] = [False] * (high - low)
    return KnownText(
        text=text,
        start=start,
        end=words.end.tolist(),
        hashes=words.hashes.tolist(),
        paragraphs=paragraphs,
        first=[bisect_left(start, begin) for begin, _ in paragraphs] + [len(start)],
        ground=ground,
        said=said,
        furniture=furniture,
    )


def _ranges(starts: list[int], rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Return the range of the words that begin inside the characters of each row."""
    return [(bisect_left(starts, row["start"]), bisect_left(starts, row["end"])) for row in rows]
