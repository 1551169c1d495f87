"""Fingerprints against their definition, and the guarantee that they give."""

import naive
import numpy as np
import strategies
from hypothesis import given
from hypothesis import strategies as st

from syndetect.params import PassageParams
from syndetect.sketch import winnow

PARAMS = st.tuples(st.integers(2, 4), st.integers(0, 6)).map(
    lambda sizes: PassageParams(width=sizes[0], run_words=sizes[0] + sizes[1])
)


def of_each(found):
    """Return the (hash, first word) pairs of every article."""
    listed = list(zip(found.hashes.tolist(), found.words.tolist(), strict=True))
    ptr = found.article_ptr.tolist()
    return [listed[ptr[row] : ptr[row + 1]] for row in range(len(ptr) - 1)]


@given(strategies.corpora(), PARAMS, st.sets(st.integers(0, 11)), st.integers(1, 3))
def test_the_least_shingle_of_every_window(articles, params, left_out, n_threads):
    """Each article asked for has the fingerprints of the definition, the others none."""
    rows = np.array([row for row in range(len(articles)) if row not in left_out], np.int64)
    window = params.run_words - params.width + 1

    found = winnow(strategies.as_tokens(articles), rows, params, n_threads=n_threads)

    assert of_each(found) == [
        [] if row in left_out else naive.winnow(words, params.width, window)
        for row, words in enumerate(articles)
    ]
    assert (found.hashes.dtype, found.words.dtype) == (np.uint32, np.int32)


@given(strategies.words(6), strategies.words(6), strategies.words(30), st.data(), PARAMS)
def test_a_shared_run_has_a_fingerprint_at_the_same_place(before, after, run, data, params):
    """Whatever stands around a run of ``run_words`` words, one of its shingles is chosen in both articles."""
    if len(run) < params.run_words:
        run = (run + list(range(100, 200)))[: params.run_words]
    one, other = [*before, *run, *after], [*after, *run, *before]
    found = winnow(strategies.as_tokens([one, other]), np.arange(2), params)

    inside = []
    for chosen, start in zip(of_each(found), (len(before), len(after)), strict=True):
        last = len(run) - params.width
        inside.append({(hashed, word - start) for hashed, word in chosen if 0 <= word - start <= last})
    assert inside[0] & inside[1]


def test_density_is_that_of_the_paper():
    """Of random words, 2 / (window + 1) become fingerprints."""
    params = PassageParams(width=5, run_words=12)
    words = np.random.default_rng(3).integers(0, 2**32, 200_000).tolist()

    found = winnow(strategies.as_tokens([words]), np.arange(1), params)

    assert abs(len(found.hashes) / len(words) - 2 / 9) < 0.002
