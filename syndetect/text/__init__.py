"""Stage 2: texts in, token arrays out; later also furniture and quotes."""

from syndetect.text.numbers import Numbers, find_numbers
from syndetect.text.paragraphs import Paragraphs, paragraph_spans, tokenise_paragraphs
from syndetect.text.tokeniser import FURNITURE, PARAGRAPH_START, QUOTE_START, QUOTED, SENTENCE_START, SOLO
from syndetect.text.tokens import (
    Places,
    Tokens,
    WordSpans,
    locate_words,
    tokenise_texts,
    word_spans,
)

__all__ = [
    "FURNITURE",
    "PARAGRAPH_START",
    "QUOTED",
    "QUOTE_START",
    "SENTENCE_START",
    "SOLO",
    "Numbers",
    "Paragraphs",
    "Places",
    "Tokens",
    "WordSpans",
    "find_numbers",
    "locate_words",
    "paragraph_spans",
    "tokenise_paragraphs",
    "tokenise_texts",
    "word_spans",
]
