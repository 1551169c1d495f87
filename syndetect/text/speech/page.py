"""The paragraphs of one article, as the rules on speech look at them."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from syndetect.text.tokeniser import QUOTED

__all__ = ["OWN_QUOTES", "Block", "Page"]

OWN_QUOTES = 5  # words inside quotation marks: more than a term

_ENDS = re.compile(r"[.!?…。！？।؟۔]['\"’”»“)\]」』\s\u00a0]*$")


class Block(NamedTuple):
    """Paragraphs of an article that are speech: from ``first`` to before ``past``."""

    first: int
    past: int
    kind: str
    reason: str


@dataclass
class Page:
    """The paragraphs of one article in order.

    Attributes
    ----------
    text : str
    spans : list of list of int
        Start and end of each paragraph, in characters of the text.
    signs : list of int
        Of :mod:`syndetect.text.speech_signs`, or-ed.
    token_ptr : list of int
        The words of paragraph p, counted over the corpus, are
        ``token_ptr[p]:token_ptr[p + 1]``.
    flags : uint8 array of shape (n_tokens,)
        Of the words of the corpus.
    blocks : list of Block
        What was found; no two share a paragraph.
    taken : set of int
        The paragraphs of ``blocks``.
    """

    text: str
    spans: list[list[int]]
    signs: list[int]
    token_ptr: list[int]
    flags: NDArray[np.uint8]
    blocks: list[Block] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.spans)

    def paragraph(self, number: int) -> str:
        """Return the text of a paragraph."""
        start, end = self.spans[number]
        return self.text[start:end]

    def n_words(self, number: int) -> int:
        """Count the words of a paragraph."""
        return self.token_ptr[number + 1] - self.token_ptr[number]

    def n_quoted(self, number: int) -> int:
        """Count the words of a paragraph inside quotation marks."""
        words = self.flags[self.token_ptr[number] : self.token_ptr[number + 1]]
        return int(np.count_nonzero(words & QUOTED))

    def has(self, number: int, sign: int) -> bool:
        """Tell whether a paragraph has a sign."""
        return self.signs[number] & sign != 0

    def is_sentence(self, number: int) -> bool:
        """Tell whether a paragraph ends as a sentence does."""
        start, end = self.spans[number]
        return _ENDS.search(self.text[max(start, end - 8) : end]) is not None

    def add(self, first: int, past: int, kind: str, reason: str) -> None:
        """Note that paragraphs are speech; those noted before stay what they are."""
        while first < past and first in self.taken:
            first += 1
        for number in range(first, past):
            if number in self.taken:
                past = number
                break
        if first < past:
            self.taken.update(range(first, past))
            self.blocks.append(Block(first, past, kind, reason))
