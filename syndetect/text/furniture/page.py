"""One article as a page: its paragraphs and what each has been found to be."""

from dataclasses import dataclass, field
from functools import cached_property

from syndetect.text.furniture.triggers import phrase_words

__all__ = ["Page"]


@dataclass
class Page:
    """The paragraphs of one article in order.

    Attributes
    ----------
    text, title : str
        The title is empty when the record has none.
    spans : list of list of int
        Start and end of each paragraph, in characters of the text.
    n_words : list of int
    sentence, opening, agency : list of bool
        Whether a paragraph ends as a sentence does; whether it may begin with a
        dateline; whether its first words name an agency.
    kinds : list of str
        What each paragraph is; empty for body text. The rules write here.
    openings : dict of int to int
        For a paragraph whose beginning is a dateline, where it ends in the text.
    """

    text: str
    title: str
    spans: list[list[int]]
    n_words: list[int]
    sentence: list[bool]
    opening: list[bool]
    agency: list[bool]
    kinds: list[str]
    openings: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.spans)

    def paragraph(self, number: int) -> str:
        """Return the text of a paragraph."""
        start, end = self.spans[number]
        return self.text[start:end]

    def is_line(self, number: int, most: int) -> bool:
        """Tell whether a paragraph has at most so many words and does not end as a sentence."""
        return self.n_words[number] <= most and not self.sentence[number]

    def is_prose(self, number: int, least: int) -> bool:
        """Tell whether a paragraph is body text of at least so many words that ends as a sentence."""
        return not self.kinds[number] and self.n_words[number] >= least and self.sentence[number]

    @cached_property
    def title_words(self) -> list[str]:
        """Folded words of the title."""
        return phrase_words(self.title)
