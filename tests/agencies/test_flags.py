"""The search for runs of words, against its definition."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from syndetect.agencies.flags import find_words, word_table
from syndetect.text import tokenise_paragraphs, word_spans

WORDS = st.sampled_from(
    ["associated", "press", "Associated", "reuters", "the", "新", "华", "社", "ritzau", "of", "India's"]
)
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=8)
RUNS = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), max_size=6)


def _occurs(run: list[int], words: list[int]) -> bool:
    return any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))


def _hashes(text: str) -> list[int]:
    return word_spans(text).hashes.tolist()


@given(TEXTS, RUNS, st.integers(1, 4))
def test_find_words_agrees_with_its_definition(texts, runs, n_threads):
    """A form is found in a paragraph just when its words, or these as a genitive, stand there in a row."""
    tokens, paragraphs = tokenise_paragraphs(texts)
    found = find_words(tokens.hashes, paragraphs.token_ptr, word_table(runs), n_threads=n_threads)
    lines = [text for text in texts if text]
    expected = [
        (number, form)
        for number, line in enumerate(lines)
        for form, run in enumerate(runs)
        if any(_occurs(_hashes(run + ending), _hashes(line)) for ending in ("", "'s", "’s"))
    ]

    assert [tuple(hit) for hit in found.tolist()] == expected


def test_many_hits_do_not_overflow():
    """More hits than the first buffer holds are all found."""
    text = "\n".join(["Reuters and the Associated Press"] * 2000)
    tokens, paragraphs = tokenise_paragraphs([text])
    found = find_words(
        tokens.hashes, paragraphs.token_ptr, word_table(["Reuters", "Associated Press"]), n_threads=1
    )

    assert found.shape == (4000, 2)
    assert np.all(np.diff(found[:, 0]) >= 0)
