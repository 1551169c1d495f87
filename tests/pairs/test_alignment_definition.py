"""Alignment against its definition in plain Python."""

import naive_alignment as naive
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.pairs.seeds import index_runs, seed_matches, tile


@st.composite
def cases(draw: st.DrawFn):
    a, b = draw(naive.versions())
    return a, b, draw(naive.flagged(a)), draw(naive.flagged(b)), draw(naive.align_params())


@settings(max_examples=300)
@given(naive.versions(), st.integers(2, 5), st.sampled_from([1, 2, 3, 16]))
def test_seeds_are_the_maximal_runs_that_hold_one(texts, width, max_occurrences):
    """Every maximal run of equal words is found once that holds ``width`` words not too common in either."""
    a, b = (np.array(text, np.uint32) for text in texts)
    found, capped = seed_matches(a, b, width, index_runs(a, width, max_occurrences), max_occurrences)

    assert not capped
    assert len(found) == len(set(map(tuple, found.tolist())))
    assert set(map(tuple, found.tolist())) == naive.maximal_runs(*texts, width, max_occurrences)


@given(naive.versions(), st.integers(2, 5))
def test_tiles_are_greedy_string_tiling(texts, width):
    """Longest runs first, each keeps what no longer one took, in pieces of a seed's length at least."""
    a, b = (np.array(text, np.uint32) for text in texts)
    matches, _ = seed_matches(a, b, width, index_runs(a, width, 1000), 1000)
    partner, taken = tile(matches, len(a), len(b), width)

    wanted = naive.tiled(naive.maximal_runs(*texts, width, 1000), width)
    assert {j: i for j, i in enumerate(partner.tolist()) if i >= 0} == wanted
    assert np.flatnonzero(taken).tolist() == sorted(wanted.values())


@settings(max_examples=500)
@given(cases())
def test_passages_are_those_of_the_definition(case):
    """Seeds, tiles, extension and parts together give exactly the passages of plain Python."""
    a, b, a_flags, b_flags, params = case

    assert naive.align_two(a, b, params, a_flags=a_flags, b_flags=b_flags) == naive.aligned(
        a, b, a_flags, b_flags, params
    )
