"""Signatures against datasketch, bit for bit, and against plain arithmetic."""

from itertools import pairwise

import naive
import numpy as np
import pytest
import strategies
from datasketch import MinHash
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.params import ShingleParams, SketchParams
from syndetect.sketch import EMPTY, permutations, shingle, sign
from syndetect.text import tokenise_texts

SHINGLES = st.builds(ShingleParams, width=st.integers(1, 8), seed=st.integers(0, 2**64 - 1))
SKETCHES = st.builds(SketchParams, signature_size=st.integers(4, 300), seed=st.integers(0, 2**32 - 1))


def datasketch_signature(words, shingles, params):
    """Return what datasketch makes of the same shingle hashes."""
    minhash = MinHash(
        num_perm=params.signature_size, seed=params.seed, scheme="affine32", hashfunc=lambda hashed: hashed
    )
    for hashed in shingle(np.array(words, np.uint32), shingles).tolist():
        minhash.update(hashed & 0xFFFFFFFF)
    return minhash.hashvalues


@settings(max_examples=60)
@given(strategies.corpora(6), SHINGLES, SKETCHES)
def test_signatures_are_those_of_datasketch(articles, shingles, params):
    """The signature is bit for bit that of datasketch, for any width, size and seed."""
    found = sign(strategies.as_tokens(articles), shingles, params)

    assert found.dtype == np.uint32
    assert found.shape == (len(articles), params.signature_size)
    for words, signature in zip(articles, found, strict=True):
        assert signature.tolist() == datasketch_signature(words, shingles, params).tolist()


@settings(max_examples=60)
@given(strategies.words(), SHINGLES, st.integers(4, 16))
def test_signatures_agree_with_the_definition(words, shingles, size):
    """Each value is the least that its permutation gives to any shingle."""
    params = SketchParams(signature_size=size)
    factors, addends = permutations(params)
    expected = naive.minhash(
        naive.shingles(words, shingles.width, shingles.seed), factors.tolist(), addends.tolist()
    )

    assert sign(strategies.as_tokens([words]), shingles, params).tolist() == [expected]


@given(strategies.corpora(), st.integers(1, 10))
def test_short_articles_have_the_empty_signature(articles, width):
    """``EMPTY`` stands everywhere in the signature of an article without shingles, nowhere else in a row."""
    found = sign(strategies.as_tokens(articles), ShingleParams(width=width), SketchParams())
    assert (found == EMPTY).all(axis=1).tolist() == [len(words) < width for words in articles]


@given(strategies.corpora(), st.permutations(range(12)), st.sampled_from([1, 2, 3, 7]))
def test_order_and_threads_change_nothing(articles, order, n_threads):
    """An article's signature does not depend on the others, their order or the threads."""
    order = [row for row in order if row < len(articles)]
    sizes = ShingleParams(width=2), SketchParams(signature_size=16)
    alone = sign(strategies.as_tokens(articles), *sizes, n_threads=1)
    shuffled = sign(strategies.as_tokens([articles[row] for row in order]), *sizes, n_threads=n_threads)

    assert np.array_equal(shuffled, alone[order])


def test_agreement_estimates_resemblance(wire_articles):
    """The share of equal values lies within five standard errors of the resemblance."""
    texts = [article.text for article in wire_articles[:150]]
    tokens = tokenise_texts(texts)
    size = 1024
    signatures = sign(tokens, ShingleParams(), SketchParams(signature_size=size))
    bounds = tokens.article_ptr
    sets = [naive.shingles(tokens.hashes[a:b].tolist(), 5) for a, b in pairwise(bounds)]

    n_alike = 0
    for one in range(len(texts)):
        for other in range(one):
            true = naive.resemblance(sets[one], sets[other])
            estimate = (signatures[one] == signatures[other]).mean()
            assert abs(estimate - true) <= 5 * (true * (1 - true) / size) ** 0.5
            n_alike += true > 0.3
    assert n_alike > 50


@pytest.mark.parametrize("size", [4, 128, 4096])
def test_permutations_are_bijective(size):
    """Every factor is odd, so that no two hashes become one."""
    factors, addends = permutations(SketchParams(signature_size=size))

    assert factors.shape == addends.shape == (size,)
    assert factors.dtype == addends.dtype == np.uint32
    assert (factors % 2 == 1).all()
