"""Rewritten passages: against their definition, their laws, and examples to read."""

from itertools import combinations

import naive_alignment as naive
import naive_rewriting as rewriting
import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import compare
from syndetect.pairs.alignment import align
from syndetect.params import AlignParams, Params, RewriteParams

USUAL = RewriteParams()


@st.composite
def cases(draw: st.DrawFn):
    """Draw two articles with flags and settings."""
    return *draw(rewriting.told_twice()), draw(naive.align_params()), draw(rewriting.rewrite_params())


def _align(case, *, turn: bool = False) -> list[naive.Found]:
    a, b, a_flags, b_flags, params, rewrite = case
    if turn:
        a, b, a_flags, b_flags = b, a, b_flags, a_flags
    return naive.align_two(a, b, params, a_flags=a_flags, b_flags=b_flags, rewriting=rewrite)


@settings(max_examples=600)
@given(cases())
def test_passages_are_those_of_the_definition(case):
    """Sentences, partners, fragments and joining give exactly the passages of plain Python."""
    a, b, a_flags, b_flags, params, rewrite = case

    assert _align(case) == rewriting.passages(a, b, (a_flags, b_flags), params, rewrite)


@settings(max_examples=300)
@given(cases())
def test_a_and_b_may_be_swapped(case):
    """Either way round the passages are the same, seen from the other side."""
    assert _align(case) == naive.mirrored(_align(case, turn=True))


@settings(max_examples=300)
@given(cases())
def test_no_two_passages_overlap(case):
    """In neither article does a word lie in two passages."""
    for one, other in combinations(_align(case), 2):
        assert not rewriting.overlap(one.box, other.box)


@given(cases())
def test_blocks_of_rewritten_passages_are_equal_words_inside(case):
    """They ascend on both sides, lie within the passage, and are the same words in both."""
    a, b, *_ = case
    for passage in _align(case):
        a_first, a_past, b_first, b_past = passage.box
        at_a, at_b = a_first, b_first
        for block in passage.blocks:
            assert block.a >= at_a
            assert block.b >= at_b
            assert a[block.a : block.a + block.n] == b[block.b : block.b + block.n]
            at_a, at_b = block.a + block.n, block.b + block.n
        assert at_a <= a_past
        assert at_b <= b_past


@given(cases())
def test_copied_passages_stay_when_rewriting_is_searched(case):
    """Unless passages are joined, copied ones are those found without the search."""
    a, b, a_flags, b_flags, params, rewrite = case
    if rewrite.join_words == 0:
        copied = [p for p in _align(case) if p.kind == "copied"]
        assert copied == naive.align_two(a, b, params, a_flags=a_flags, b_flags=b_flags)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
@pytest.mark.parametrize("joins", [0, 50])
@pytest.mark.parametrize("sentence", [1, 7, 20], ids="sentences of {} words".format)
def test_sentences_that_repeat_themselves_are_bounded_work(sentence, joins):
    """Two texts of 40,000 words, few of them distinct, have at most as many passages as sentences."""
    random = np.random.default_rng(2)
    texts = [random.integers(0, 30, 40_000).tolist() for _ in range(2)]
    flags = [[frozenset({"sentence"} if k % sentence == 0 else ()) for k in range(40_000)]] * 2
    loose = RewriteParams(min_cosine=0.1, min_dice=0.1, min_sentence_words=1, join_words=joins)
    found = align(naive.as_tokens(texts, flags), np.array([[0, 1]]), AlignParams(), loose, n_threads=1)

    assert len(found.kinds) <= 40_000 / sentence + len(texts[0]) / 8


TOLD = [
    (
        "Harbour officials asked stranded passengers to wait at the northern pier because rescued crew might "
        "arrive there overnight. Nothing else was known. The mayor will speak on Friday.",
        "The weather had been calm. Rescued crew might arrive overnight at the northern pier, where harbour "
        "officials earlier told stranded passengers to gather. It rains.",
        ["prose"],
    ),
    (
        "Nothing was known. “We asked stranded passengers to wait at the northern pier because rescued crew "
        "might arrive there.” The mayor will speak on Friday.",
        "It rains. “Rescued crew might arrive at the northern pier, so stranded passengers were told "
        "to wait.”",
        ["quote"],
    ),
    (
        "A ferry ran aground outside the harbour on Tuesday night with 40 people on board.",
        "The council will vote on the harbour budget on Tuesday, the mayor told people at the meeting.",
        [],
    ),
]


@pytest.mark.parametrize(("one", "other", "roles"), TOLD)
def test_sentences_told_in_other_words(one, other, roles):
    """What says the same is a rewritten passage of whole sentences; what shares a topic is none."""
    found = [p for p in compare(one, other).passages if p.kind == "rewritten"]

    assert [p.role for p in found] == roles
    for p in found:
        assert one[p.a_start : p.a_end].split()[0].strip("“") in ("Harbour", "We")
        assert other[p.b_start : p.b_end].split()[-1] in ("gather", "wait")


def test_rewritten_passages_are_shown_but_not_counted_as_copied():
    """They decide neither relation nor shares; their words stay the outlet's own."""
    one, other, _ = TOLD[0]
    with_them = compare(one, other)
    without = compare(one, other, Params(rewrite=RewriteParams(search=False)))

    assert any(p.kind == "rewritten" for p in with_them.passages)
    assert with_them.relation == without.relation
    assert (with_them.prose_words, with_them.containment_b_in_a) == (
        without.prose_words,
        without.containment_b_in_a,
    )
    assert with_them.added == without.added
    assert [row.n_prose for row in with_them.paragraphs] == [row.n_prose for row in without.paragraphs]
    only_rewritten = [row for row in with_them.paragraphs if row.sources and row.n_prose == row.n_quote == 0]
    assert len(only_rewritten) == 1
