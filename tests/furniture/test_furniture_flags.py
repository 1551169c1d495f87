"""The kernels that choose paragraphs: digests by definition, and that no rule's paragraph is missed."""

from itertools import pairwise

import numpy as np
import pytest
import xxhash
from hypothesis import given
from hypothesis import strategies as st

from syndetect.params import FurnitureParams
from syndetect.text import tokenise_paragraphs
from syndetect.text.furniture.flags import (
    AGENCY,
    CAPTION,
    LINE,
    PHRASE,
    article_digests,
    flag_paragraphs,
    paragraph_digests,
)
from syndetect.text.furniture.lines import line_kind
from syndetect.text.furniture.triggers import load_triggers
from tests.furniture.pages import BODY

FILLER = " ".join("wort" + 2 * letter for letter in "abcdefghijklmnopqrst")


def _flags(*paragraphs: str) -> list[int]:
    return flag_paragraphs(*tokenise_paragraphs(["\n\n".join(paragraphs)]), FurnitureParams()).tolist()


def _written(place: str) -> list[str]:
    return sorted(load_triggers().written[place])


@pytest.mark.parametrize(
    ("place", "around"),
    [
        ("whole", "{}"),
        ("start", "{} " + FILLER),
        ("end", FILLER + " {}"),
        ("within", FILLER + " {} " + FILLER),
    ],
)
@pytest.mark.parametrize("spelling", [str, str.upper, lambda text: text.replace("'", "’")])
def test_every_phrase_is_seen_where_it_counts(place, around, spelling):
    """A paragraph with a phrase at its place is looked at, in any case and with any apostrophe."""
    phrases = _written(place)
    flags = _flags(*(around.format(spelling(phrase)) for phrase in phrases))

    assert len(flags) == len(phrases)
    assert all(flag & PHRASE for flag in flags)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Lighthouse", LINE | CAPTION),
        ("It was late.", 0),
        ("It was 9 p.m. by then.", LINE | CAPTION),
        ("It was late (again).", LINE | CAPTION),
        ("By John P.", LINE | CAPTION),
        ("By John Holst Jr.", LINE),
        (FILLER, 0),
        (f"{FILLER} »", LINE),
        (f"{FILLER} (Getty)", CAPTION | LINE),
        (f"{FILLER} {FILLER} (Getty)", CAPTION),
        (f"{FILLER} {FILLER} Getty {FILLER} {FILLER}", 0),
        (f"{FILLER} 2024 {FILLER}", 0),
        (f"{FILLER} 2024", LINE),
        (f"{FILLER} May 3, 2024, {FILLER}", CAPTION),
        (f"{FILLER} May 2024 {FILLER}", CAPTION),
        (f"{FILLER} {FILLER} more", CAPTION),
        (f"{FILLER} more {FILLER}", 0),
        (f"Das Luftbild zeigt {FILLER} {FILLER}", CAPTION),
        (f"Athen (dpa) {FILLER}", AGENCY | CAPTION | LINE),
        (f"Athen (dpa) {FILLER} {FILLER}", AGENCY | CAPTION),
        (" ".join([FILLER] * 8) + " photo", 0),
    ],
)
def test_flags(text, flag):
    """Lines that are no plain sentence, hints at their places, full dates; nothing in very long ones."""
    assert _flags(text) == [flag]


PLAIN = st.lists(
    st.sampled_from(
        ["By", "Mira", "Holst", "it", "fell", "a", "Jr", "read", "U.S", "über", "ship’s", "—", "“No”"]
    ),
    min_size=1,
    max_size=16,
)


@given(PLAIN, st.sampled_from(".!?…"))
def test_no_rule_takes_what_is_not_flagged(words, mark):
    """A line without a flag is nothing by any rule."""
    text = f"{BODY[0]}\n\n{' '.join(words)}{mark}\n\n{BODY[1]}"
    tokens, paragraphs = tokenise_paragraphs([text])
    flags = flag_paragraphs(tokens, paragraphs, FurnitureParams())
    for (start, end), flag in zip(paragraphs.spans.tolist(), flags.tolist(), strict=True):
        assert flag & (LINE | PHRASE | CAPTION) or line_kind(text[start:end], FurnitureParams()) == ""


def test_digests_are_xxh64_of_the_words():
    """A digest is xxh64 of the little-endian word hashes."""
    tokens, paragraphs = tokenise_paragraphs(["\n\n".join(BODY), "", BODY[0]])
    ptr = paragraphs.token_ptr.tolist()
    words = [tokens.hashes[start:end] for start, end in pairwise(ptr)]
    digests = [xxhash.xxh64(run.astype("<u4").tobytes(), seed=0).intdigest() for run in words]

    assert paragraph_digests(tokens, paragraphs).tolist() == digests
    assert article_digests(tokens)[2] == digests[3] == digests[0]
    assert article_digests(tokens).dtype == np.uint64
