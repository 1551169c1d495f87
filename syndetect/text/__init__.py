"""Stage 2: texts in, token arrays out; later also furniture and quotes."""

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
    "Paragraphs",
    "Places",
    "Tokens",
    "WordSpans",
    "locate_words",
    "paragraph_spans",
    "tokenise_paragraphs",
    "tokenise_texts",
    "word_spans",
]
