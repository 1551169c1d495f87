"""The tokeniser against its definition: ``naive.tokens``."""

import numpy as np
import pytest
import strategies
from hypothesis import example, given, settings

import naive
from syndetect.text import PARAGRAPH_START, QUOTED, SOLO, locate_words, tokenise_texts, word_spans


def as_defined(text):
    """Return words, places and flags as ``naive`` finds them, in the form of :func:`as_found`."""
    words = naive.tokens(text)
    return [(w.start, w.end, naive.hash_word(w.folded), w.paragraph, w.quoted, w.solo) for w in words]


def as_found(text):
    """Return words, places and flags as the package finds them."""
    spans = word_spans(text)
    flags = tokenise_texts([text]).flags
    columns = (spans.start, spans.end, spans.hashes, spans.paragraph, spans.quoted, (flags & SOLO) != 0)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@settings(max_examples=1000)
@given(strategies.any_text())
def test_any_text_agrees_with_the_definition(text):
    """Words, places, hashes, paragraphs and flags are the defined ones on any Unicode text."""
    assert as_found(text) == as_defined(text)


@settings(max_examples=3000)
@given(strategies.mixed_text())
def test_mixed_scripts_agree_with_the_definition(text):
    """Words, places, hashes, paragraphs and flags are the defined ones on text of many scripts."""
    assert as_found(text) == as_defined(text)


@settings(max_examples=1500)
@given(strategies.wrapped_text())
def test_wrapped_text_agrees_with_the_definition(text):
    """Paragraphs are the defined ones at the bounds of what counts as wrapped by hand."""
    assert as_found(text) == as_defined(text)
