"""The kernels that choose paragraphs: digests by definition, and that no rule's paragraph is missed."""

from itertools import pairwise

import numpy as np
import pytest
import xxhash

from syndetect.params import FurnitureParams
from syndetect.text import tokenise_paragraphs
from syndetect.text.furniture.flags import (
    AGENCY,
    CAPTION,
    PHRASE,
    SHORT,
    article_digests,
    flag_paragraphs,
    paragraph_digests,
)
from syndetect.text.furniture.triggers import load_triggers
from tests.furniture.pages import BODY

FILLER = " ".join(f"wort{n}" for n in range(20))


def _flags(*paragraphs: str) -> list[int]:
    return flag_paragraphs(*tokenise_paragraphs(["\n\n".join(paragraphs)]), FurnitureParams()).tolist()


def test_every_phrase_is_seen_at_its_end_of_a_long_paragraph():
    """A long paragraph that begins or ends with a phrase of the data file is looked at."""
    edges = sorted(load_triggers().edges)

    for flags in (
        _flags(*(f"{edge} {FILLER}" for edge in edges)),
        _flags(*(f"{FILLER} {edge}" for edge in edges)),
    ):
        assert len(flags) == len(edges)
        assert all(flag & PHRASE for flag in flags)


def test_every_inner_phrase_is_seen_in_the_middle():
    """A long paragraph with a phrase that counts anywhere is looked at."""
    flags = _flags(*(f"{FILLER} {phrase} {FILLER}" for phrase in sorted(load_triggers().within)))

    assert all(flag & PHRASE for flag in flags)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Advertisement", SHORT),
        (FILLER, 0),
        (f"{FILLER} (Getty)", CAPTION),
        (f"{FILLER} {FILLER} Getty {FILLER} {FILLER}", 0),
        (f"{FILLER} 2024 {FILLER}", CAPTION),
        (f"Athen (dpa) {FILLER}", AGENCY | CAPTION),
        (" ".join([FILLER] * 8) + " photo", 0),
    ],
)
def test_flags(text, flag):
    """Length, hints near the ends, years anywhere, agencies near the beginning; nothing in very long ones."""
    assert _flags(text) == [flag]


def test_digests_are_xxh64_of_the_words():
    """A digest is xxh64 of the little-endian word hashes."""
    tokens, paragraphs = tokenise_paragraphs(["\n\n".join(BODY), "", BODY[0]])
    ptr = paragraphs.token_ptr.tolist()
    words = [tokens.hashes[start:end] for start, end in pairwise(ptr)]
    digests = [xxhash.xxh64(run.astype("<u4").tobytes(), seed=0).intdigest() for run in words]

    assert paragraph_digests(tokens, paragraphs).tolist() == digests
    assert article_digests(tokens)[2] == digests[3] == digests[0]
    assert article_digests(tokens).dtype == np.uint64
