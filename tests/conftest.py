"""One Hypothesis profile for all tests, and corpora that several rooms share."""

import os

import numba
import pytest
from hypothesis import HealthCheck, settings

from corpora.generator import GeneratorParams, generate

settings.register_profile(
    "ci",
    derandomize=True,  # the same examples on every run and every machine
    deadline=None,  # the first example compiles the kernels
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", deadline=None, max_examples=5000)
os.environ.setdefault(
    "SYNDETECT_COMPILE_AHEAD", "0"
)  # tests run in as many processes as there are processors
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure(config):
    """Let arithmetic wrap round in silence without compilation: NumPy's scalars warn, numba's do not."""
    if numba.config.DISABLE_JIT:
        config.addinivalue_line("filterwarnings", "ignore:overflow encountered in scalar:RuntimeWarning")


@pytest.fixture(scope="session")
def wire_articles():
    """Return 1500 generated articles: wire stories, what outlets made of them, and unrelated ones."""
    return list(generate(GeneratorParams(n_articles=1500, seed=11, missing_time_share=0.1)))
