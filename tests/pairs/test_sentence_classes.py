"""The shortcut before sentences are weighed lets through whatever has partners."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.pairs.sentences import counts, may_share, partners, weigh

_BACK = pow(
    0x9E3779B1, -1, 2**32
)  # a word that many times this one is mixed to a small number: all of one class
_SETTINGS = (0.1, 0.4, 3)
SENTENCES = st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=8), min_size=1, max_size=5)


def _article(sentences, *, alike):
    """Return the words of sentences, and a row for each of them."""
    numbers = np.array([word for sentence in sentences for word in sentence], np.uint64)
    mixed = numbers if alike else numbers << np.uint64(27)  # the first five bits: classes of their own
    words = (mixed * np.uint64(_BACK) & np.uint64(2**32 - 1)).astype(np.uint32)
    past = np.cumsum([len(sentence) for sentence in sentences])
    rows = [(p - len(s), p, 0, 2) for s, p in zip(sentences, past.tolist(), strict=True)]
    return words, np.array(rows, np.int32)


@settings(max_examples=300)
@given(SENTENCES, SENTENCES, st.booleans())
def test_what_has_partners_may_share(one, other, alike):
    """Also where all words are of one class; and sentences without a word in common are told at once."""
    (a, a_rows), (b, b_rows) = (_article(each, alike=alike) for each in (one, other))
    of_a, of_b, n_terms = counts(a, b, a_rows, b_rows)
    weigh(of_a, of_b, n_terms)
    found = partners(of_a, of_b, n_terms, (a_rows, b_rows), _SETTINGS)

    if (found >= 0).any():
        assert may_share((a, b), (a_rows, b_rows), _SETTINGS)


def test_what_shares_nothing_is_told():
    """Words of other classes are in no common sentence."""
    (a, a_rows), (b, b_rows) = (_article([list(range(k, k + 6))], alike=False) for k in (1, 7))

    assert not may_share((a, b), (a_rows, b_rows), _SETTINGS)
