"""The evidence of pairs is written down once for all pairs that share its text."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from syndetect.report.pair_tables import _alike
from syndetect.trace import Evidence, explain

KINDS = st.integers(1, 2 * max(Evidence) - 1)
LAGS = st.one_of(
    st.integers(0, 20_000_000_000),
    st.integers(0, 8_000).map(lambda steps: steps * 30),  # where roundings change
    st.floats(0, 400_000),
    st.just(float("nan")),
)


@given(st.lists(st.tuples(KINDS, LAGS), min_size=2, max_size=40), st.integers(1, 3))
@example([(1, 2 * 3600), (1, 2 * 3600 - 1), (1, 2 * 3600 - 30), (1, 2 * 3600 - 31)], 1)
@example([(1, 48 * 3600 - 30), (1, 48 * 3600 - 31), (1, 48 * 3600 - 29)], 1)
def test_equal_keys_have_one_text(kinds, n_near):
    """Lags whose keys are equal are told in the same words; so are lags that are a second apart from them."""
    near = [(evidence, lag + second) for evidence, lag in kinds for second in range(1, n_near + 1)]
    evidence, lags = zip(*kinds, *near, strict=True)
    keys = _alike(np.array(evidence, np.uint16), np.array(lags, np.float64)).tolist()
    text_of = {}

    for key, kind, lag in zip(keys, evidence, lags, strict=True):
        assert text_of.setdefault(key, explain(kind, lag)) == explain(kind, lag)


def test_near_lags_share_a_key():
    """Lags of one half minute and evidence of one kind have one key: few texts are written for many pairs."""
    lags = np.arange(3600.0, 3630.0)

    assert len(np.unique(_alike(np.ones(30, np.uint16), lags))) == 2
    assert len(np.unique(_alike(np.array([1, 1, 2], np.uint16), np.array([5.0, 6.0, 5.0])))) == 2
