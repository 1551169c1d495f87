"""The relation of two articles and the derivation of one: every rule, on either side of its bound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.pairs.relation import RELATIONS, derivation, relate
from syndetect.params import RelationParams

P = RelationParams(
    same_text=0.5,
    partial_words=60,
    fragment_words=10,
    same_event=0.25,
    min_words=20,
    derived_words=20,
    derived_share=0.125,
    wholly=0.75,
)

# prose, quote, words of a, words of b, cosine -> relation
CASES = [
    # same_text: half of the shorter body, fragment_words of prose among them
    ((50, 0, 100, 900, 0.0), "same_text"),
    ((49, 0, 100, 900, 0.0), "fragment"),
    ((50, 0, 900, 100, 0.0), "same_text"),
    ((50, 0, 101, 101, 0.0), "fragment"),
    ((10, 40, 100, 100, 0.0), "same_text"),
    ((10, 39, 100, 100, 0.0), "fragment"),
    ((9, 91, 100, 100, 1.0), "quotes_only"),
    ((500, 0, 1000, 1000, 0.0), "same_text"),
    ((100, 0, 100, 100, 0.0), "same_text"),
    # partial: partial_words of prose
    ((60, 0, 1000, 1000, 0.0), "partial"),
    ((59, 500, 2000, 2000, 1.0), "fragment"),
    ((499, 0, 1000, 1000, 0.0), "partial"),
    # fragment: fragment_words of prose
    ((10, 0, 1000, 1000, 0.0), "fragment"),
    ((9, 0, 1000, 1000, 0.0), "none"),
    ((9, 0, 1000, 1000, 0.25), "same_event"),
    # quotes_only: any speech
    ((0, 1, 1000, 1000, 1.0), "quotes_only"),
    ((9, 5, 1000, 1000, 0.0), "quotes_only"),
    ((0, 1000, 1000, 1000, 0.0), "quotes_only"),
    # same_event: the cosine alone
    ((0, 0, 1000, 1000, 0.25), "same_event"),
    ((0, 0, 1000, 1000, 0.2499), "none"),
    ((0, 0, 20, 20, 1.0), "same_event"),
    # too short: nothing at all
    ((19, 0, 19, 19, 1.0), "none"),
    ((19, 0, 19, 1000, 1.0), "none"),
    ((19, 0, 1000, 19, 1.0), "none"),
    ((20, 0, 20, 1000, 1.0), "same_text"),
    ((0, 0, 0, 0, 0.0), "none"),
]


def _relate(rows: list, params: RelationParams) -> list[str]:
    prose, quote, a_words, b_words, cosine = (np.array(column) for column in zip(*rows, strict=True))
    matched = np.stack([prose, quote, np.zeros_like(prose)], axis=1)
    lengths = np.stack([a_words, b_words], axis=1)
    return [RELATIONS[code] for code in relate(matched, prose, lengths, cosine, params)]


@pytest.mark.parametrize(("case", "relation"), CASES)
def test_relation(case, relation):
    """The strongest relation that applies, exactly from its bound on."""
    assert _relate([case], P) == [relation]


def test_relations_of_many_pairs_are_those_of_each():
    """Pairs are related one by one; no pairs have no relation."""
    assert _relate([case for case, _ in CASES], P) == [relation for _, relation in CASES]
    empty = np.empty((0, 3), np.int64)
    assert relate(empty, empty[:, 0], empty[:, :2], np.empty(0), P).tolist() == []


def test_furniture_alone_is_weaker_than_speech_and_stronger_than_an_event():
    """Shared furniture is a relation only where no prose and no speech is shared."""
    matched = np.array([[0, 0, 8], [0, 5, 8], [40, 0, 8], [0, 0, 0]])
    lengths = np.full((4, 2), 100)
    found = [RELATIONS[code] for code in relate(matched, matched[:, 0], lengths, np.full(4, 0.9), P)]
    assert found == ["furniture_only", "quotes_only", "fragment", "same_event"]


def test_strongest_relation_comes_first():
    """A lower code is a stronger relation: what follows relies on it."""
    assert RELATIONS == (
        "same_text",
        "partial",
        "fragment",
        "quotes_only",
        "furniture_only",
        "same_event",
        "none",
    )


def _in_words(prose: int, quote: int, a_words: int, b_words: int, cosine: float) -> str:
    """Say the relation as the docstring of RelationParams does."""
    shorter = min(a_words, b_words)
    if shorter < P.min_words:
        return "none"
    if prose >= P.fragment_words and prose + quote >= P.same_text * shorter:
        return "same_text"
    if prose >= P.fragment_words:
        return "partial" if prose >= P.partial_words else "fragment"
    if quote:
        return "quotes_only"
    return "same_event" if cosine >= P.same_event else "none"


@given(st.integers(0, 120), st.integers(0, 60), st.integers(0, 150), st.integers(0, 150), st.floats(0, 1))
def test_relation_is_as_documented_and_symmetric(prose, quote, a_words, b_words, cosine):
    """It follows the definitions, and which article is a makes no difference."""
    wanted = _in_words(prose, quote, a_words, b_words, cosine)

    assert _relate([(prose, quote, a_words, b_words, cosine)], P) == [wanted]
    assert _relate([(prose, quote, b_words, a_words, cosine)], P) == [wanted]


@given(st.integers(0, 100), st.integers(0, 60), st.integers(20, 300), st.floats(0, 1))
def test_more_shared_prose_is_never_a_weaker_relation(prose, quote, n_words, cosine):
    """One more word of prose keeps the relation or makes it stronger."""
    less, more = (
        RELATIONS.index(_relate([(k, quote, n_words, 2 * n_words, cosine)], P)[0]) for k in (prose, prose + 1)
    )
    assert more <= less


@pytest.mark.parametrize(
    ("prose", "quote", "longest", "n_words", "wanted"),
    [
        (75, 0, 75, 100, "wholly"),
        (75, 0, 10, 100, "wholly"),
        (74, 0, 74, 100, "partially"),
        (20, 55, 20, 100, "wholly"),
        (20, 54, 20, 100, "partially"),
        (20, 0, 20, 1000, "partially"),
        (19, 0, 19, 1000, "non-derived"),
        (125, 0, 19, 1000, "partially"),
        (124, 0, 19, 1000, "non-derived"),
        (10, 0, 10, 80, "partially"),
        (10, 0, 10, 81, "non-derived"),
        (9, 0, 9, 12, "non-derived"),
        (9, 91, 9, 100, "non-derived"),
        (90, 0, 9, 100, "non-derived"),
        (0, 100, 0, 100, "non-derived"),
        (0, 0, 0, 0, "non-derived"),
        (100, 0, 100, 100, "wholly"),
    ],
)
def test_derivation(prose, quote, longest, n_words, wanted):
    """Only with a sentence of prose, or a lesser passage and a share of it; then by the share ``wholly``."""
    assert derivation(prose, quote, longest, n_words, P) == wanted
