"""Synthetic wire corpora of any size with known truth: ``generate(GeneratorParams(...))``."""

from corpora.generator.params import COPY_EDITS, DERIVED_EDITS, Edit, GeneratorParams
from corpora.generator.produce import generate
from corpora.generator.truth import RELATIONS, GeneratedArticle, QuoteUse, Span, Truth
from corpora.generator.write import write_jsonl

__all__ = [
    "COPY_EDITS",
    "DERIVED_EDITS",
    "RELATIONS",
    "Edit",
    "GeneratedArticle",
    "GeneratorParams",
    "QuoteUse",
    "Span",
    "Truth",
    "generate",
    "write_jsonl",
]
