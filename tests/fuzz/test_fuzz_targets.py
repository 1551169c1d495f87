"""Every fuzz target over its kept corpus and what Hypothesis draws; atheris for a moment."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numba
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import TARGETS

HERE = Path(__file__).parent
SECONDS = int(os.environ.get("FUZZ_SECONDS", "0"))  # of atheris for each target
SLOW = {"run_whole"}

pytestmark = pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")


def kept(name):
    """Return the corpus of a target."""
    return [path.read_bytes() for path in sorted((HERE / "corpus" / name).iterdir())]


def mixed_bytes():
    """Draw bytes of all kinds: any, text of many scripts, pieces of formats."""
    pieces = st.sampled_from(
        [
            b'{"text": "',
            b'"}\n',
            b'"',
            b",",
            b"\n",
            b"\xff",
            b"\x1d",
            b"\xed\xa0\x80",
            b"=",
            b"\x1b[",
            b"(Reuters) - ",
        ]
    )
    text = strategies.texts().map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(st.binary(max_size=200), st.lists(st.one_of(pieces, text), max_size=12).map(b"".join))


@pytest.mark.parametrize("name", TARGETS)
def test_the_kept_corpus_passes(name):
    """What once was of interest breaks nothing."""
    corpus = kept(name)

    assert corpus
    for data in corpus:
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_break_a_target(name):
    """Hypothesis finds nothing."""

    @settings(max_examples=20 if name in SLOW else 150)
    @given(mixed_bytes())
    def holds(data):
        TARGETS[name](data)

    holds()


@pytest.mark.parametrize("name", TARGETS)
def test_a_moment_of_atheris_finds_nothing(name, tmp_path):
    """Coverage-guided fuzzing from the kept corpus, its finds thrown away."""
    if importlib.util.find_spec("atheris") is None or not SECONDS:
        pytest.skip("NOT TESTED: atheris runs where it is installed and FUZZ_SECONDS is set")
    options = (f"-max_total_time={SECONDS}", f"-artifact_prefix={tmp_path}/", str(tmp_path))
    done = subprocess.run(
        [sys.executable, str(HERE / "run.py"), name, *options],
        capture_output=True,
        check=False,
        timeout=SECONDS + 300,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(HERE.parents[1])},
    )

    assert done.returncode == 0, done.stderr[-3000:].decode("utf-8", "replace")
