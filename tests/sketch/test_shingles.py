"""Shingles and digests against their definitions."""

from itertools import combinations

import naive
import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from syndetect.params import ShingleParams
from syndetect.sketch import content_digests, shingle
from syndetect.text import tokenise_texts

SEEDS = st.integers(0, 2**64 - 1)


@given(strategies.words(), st.integers(1, 12), SEEDS)
def test_shingles_agree_with_the_definition(words, width, seed):
    """There is one hash for each distinct run of ``width`` words, in ascending order."""
    found = shingle(np.array(words, np.uint32), ShingleParams(width=width, seed=seed))

    assert found.dtype == np.uint64
    assert found.tolist() == sorted(naive.shingles(words, width, seed))


@given(st.lists(st.integers(0, 2**32 - 1), max_size=80), st.integers(1, 64))
def test_short_articles_have_no_shingles(words, width):
    """An article has shingles exactly when it is at least one shingle long."""
    found = shingle(np.array(words, np.uint32), ShingleParams(width=width))
    assert (len(found) == 0) == (len(words) < width)


@given(strategies.words(), st.integers(0, 60), st.integers(0, 60))
def test_an_excerpt_is_contained_in_its_source(words, start, end):
    """The containment of an excerpt in its source is 1, and resemblance does not see the order of the two."""
    params = ShingleParams(width=3)
    source = set(shingle(np.array(words, np.uint32), params).tolist())
    excerpt = set(shingle(np.array(words[start:end], np.uint32), params).tolist())

    assert excerpt <= source
    assert naive.containment(excerpt, source) == (1.0 if excerpt else 0.0)
    assert naive.resemblance(excerpt, source) == naive.resemblance(source, excerpt)


@given(strategies.corpora())
def test_digests_are_equal_exactly_for_equal_words(articles):
    """Two articles have equal digests when, and only when, their words are equal."""
    digests = content_digests(strategies.as_tokens(articles)).tolist()

    assert [tuple(row) for row in digests] == [naive.digest(words) for words in articles]
    for one, other in combinations(range(len(articles)), 2):
        assert (digests[one] == digests[other]) == (articles[one] == articles[other])


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("The U.S. said “no”.", "THE US SAID\n\n'NO'!", True),
        ("Fifty are missing", "Fifty are missing now", False),
        ("Fifty are missing", "Missing are fifty", False),
        ("", " … \n", True),
    ],
)
def test_case_punctuation_and_layout_do_not_count(one, other, equal):
    """Digests are of the words alone."""
    digests = content_digests(tokenise_texts([one, other])).tolist()
    assert (digests[0] == digests[1]) == equal
