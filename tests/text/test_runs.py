"""The search for runs of words, against its definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.text import tokenise_paragraphs, word_spans
from syndetect.text.runs import ANYWHERE, END, HEAD, START, TAIL, WHOLE, find_runs, run_table

WORDS = st.sampled_from(
    ["associated", "press", "Associated", "reuters", "the", "新", "华", "社", "ritzau", "of", "India's"]
)
TEXTS = st.lists(st.lists(WORDS, max_size=40).map(" ".join), max_size=8)
RUNS = st.lists(st.tuples(st.lists(WORDS, max_size=3).map(" ".join), st.integers(1, 63)), max_size=6)
NEAR = 14


def _counts(place: int, at: int, size: int, n_words: int) -> bool:
    starts, ends = at == 0, at + size == n_words
    where = {
        ANYWHERE: True,
        START: starts,
        END: ends,
        WHOLE: starts and ends,
        HEAD: at < NEAR,
        TAIL: at >= n_words - NEAR,
    }
    return any(holds for bit, holds in where.items() if place & bit)


def _hashes(text: str) -> list[int]:
    return word_spans(text).hashes.tolist()


@given(TEXTS, RUNS, st.integers(1, 4))
def test_find_runs_agrees_with_its_definition(texts, runs, n_threads):
    """A run is found just where its words stand in a row, inside a paragraph, at a place where it counts."""
    tokens, paragraphs = tokenise_paragraphs(texts)
    table = run_table([words for words, _ in runs], [place for _, place in runs])
    found = find_runs(tokens.hashes, paragraphs.token_ptr, table, n_threads=n_threads)
    expected = set()
    for number, line in enumerate(text for text in texts if text):
        words = _hashes(line)
        for run, (text, place) in enumerate(runs):
            sought = _hashes(text)
            expected |= {
                (number, run, at)
                for at in range(len(words) - len(sought) + 1)
                if sought
                and words[at : at + len(sought)] == sought
                and _counts(place, at, len(sought), len(words))
            }

    assert {tuple(hit) for hit in found.tolist()} == expected
    assert len(found) == len(expected)
    assert np.all(np.diff(found[:, 0]) >= 0)


def test_many_hits_do_not_overflow():
    """More hits than the first buffer holds are all found."""
    text = "\n".join(["Reuters and the Associated Press"] * 2000)
    tokens, paragraphs = tokenise_paragraphs([text])
    table = run_table(["Reuters", "Associated Press"])
    found = find_runs(tokens.hashes, paragraphs.token_ptr, table, n_threads=1)

    assert found.shape == (4000, 3)
    assert found[:4].tolist() == [[0, 0, 0], [0, 1, 3], [1, 0, 0], [1, 1, 3]]


@pytest.mark.parametrize("runs", [[], ["", "-"]])
def test_nothing_is_found_for_no_words(runs):
    """An empty table, and runs without words, find nothing."""
    tokens, paragraphs = tokenise_paragraphs(["One two three."])

    assert len(find_runs(tokens.hashes, paragraphs.token_ptr, run_table(runs), n_threads=1)) == 0
