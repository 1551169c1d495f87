"""The hash kernels against xxHash itself, and compilation where no cache can be written."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numba
import numpy as np
import pytest
import xxhash
from hypothesis import given
from hypothesis import strategies as st

import syndetect
from syndetect import kernels
from syndetect.hashes import xxh32, xxh32_short, xxh64_runs, xxh64_words
from syndetect.kernels import kernel, part, prefetch

PACKAGE = Path(syndetect.__file__).parent
NOBODY = 65534
USE_A_KERNEL = """
import warnings
warnings.simplefilter("error")
import numpy as np
from syndetect import hashes, kernels
assert kernels.__file__.startswith({home!r})
hashed = kernels.kernel(hashes.xxh32.py_func)
print(int(hashed(np.frombuffer(b"abc", np.uint8), 3)))
"""


@pytest.mark.parametrize("length", range(101))
def test_xxh32_is_xxhash(length):
    """``xxh32`` of the first bytes of an array is that of the xxHash library, seed 0."""
    rng = np.random.default_rng(length)
    for padding in (0, 7):
        data = rng.integers(0, 256, length + padding, np.uint8)
        assert int(xxh32(data, length)) == xxhash.xxh32_intdigest(data[:length].tobytes())


@pytest.mark.parametrize("count", range(101))
def test_xxh64_words_is_xxhash(count):
    """``xxh64_words`` is xxHash's XXH64 of the little-endian bytes of the words, for any seed."""
    rng = np.random.default_rng(count)
    for seed in (0, 1, 2**64 - 1, *rng.integers(0, 2**63, 3).tolist()):
        start = int(rng.integers(0, 5))
        words = rng.integers(0, 2**32, start + count + 3, np.uint32)
        data = words[start : start + count].astype("<u4").tobytes()
        assert int(xxh64_words(words, start, count, np.uint64(seed))) == xxhash.xxh64_intdigest(data, seed)


@given(st.binary(max_size=200))
def test_xxh32_of_any_bytes(data):
    """Every byte value counts, in every place."""
    assert int(xxh32(np.frombuffer(data, np.uint8), len(data))) == xxhash.xxh32_intdigest(data)


@given(st.binary(min_size=16, max_size=16), st.integers(0, 15))
def test_xxh32_of_bytes_in_two_numbers(data, length):
    """The same hash, whatever lies behind the last byte."""
    low, high = np.frombuffer(data, "<u8")
    assert int(xxh32_short(low, high, length)) == xxhash.xxh32_intdigest(data[:length])


@given(st.lists(st.integers(0, 2**32 - 1), max_size=40), st.integers(0, 2**64 - 1))
def test_xxh64_of_any_words(words, seed):
    """Every word counts, and every seed."""
    data = np.array(words, "<u4").tobytes()
    found = xxh64_words(np.array(words, np.uint32), 0, len(words), np.uint64(seed))
    assert int(found) == xxhash.xxh64_intdigest(data, seed)


@pytest.fixture
def unwritable():
    """Yield a folder that anyone may read, for a copy of the package without write permission."""
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    yield home
    for folder, _, _ in os.walk(home):
        Path(folder).chmod(0o755)
    shutil.rmtree(home)


@pytest.mark.skipif(sys.platform == "win32", reason="folders without write permission are a matter of POSIX")
def test_kernels_compile_without_a_cache(unwritable):
    """Kernels run where neither package, nor user cache, nor NUMBA_CACHE_DIR can be written."""
    as_root = os.geteuid() == 0
    if as_root and not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and setpriv is not there to become nobody")
    copy = unwritable / "syndetect"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (*copy.rglob("*"), copy, unwritable):
        path.chmod(0o555 if path.is_dir() else 0o444)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(unwritable),
        "HOME": "/nonexistent",
        "XDG_CACHE_HOME": "/nonexistent",
        "NUMBA_CACHE_DIR": "/nonexistent/numba",
    }
    as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if as_root else []
    command = [*as_nobody, sys.executable, "-c", USE_A_KERNEL.format(home=str(unwritable))]

    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)

    unreadable = "ermission denied" in done.stderr or "No module named 'numpy'" in done.stderr
    if as_root and unreadable and "numba" not in done.stderr:
        pytest.skip(f"NOT TESTED: nobody may not read this Python: {done.stderr}")
    assert (done.returncode, done.stdout) == (0, f"{xxhash.xxh32_intdigest(b'abc')}\n"), done.stderr
    assert not list(unwritable.rglob("*.nbc"))


@pytest.mark.parametrize("place", [0, 9, 10, -1, 2**40, -(2**40)])
def test_any_place_may_be_asked_for(place):
    """Asking for an element changes nothing, and one that is not there does no harm."""
    numbers = np.arange(10, dtype=np.int32)
    prefetch(numbers, place)
    assert numbers.tolist() == list(range(10))


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="without compilation there is nothing to cache")
def test_kernel_falls_back_without_a_locator(monkeypatch):
    """When numba finds no place for its cache, the kernel is compiled without one."""
    njit = numba.njit

    def njit_without_places(*, cache=False, **options):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(**options)

    monkeypatch.setattr(kernels, "_NJIT", njit_without_places)
    doubled = kernel(lambda value: 2 * value)

    assert doubled(21) == 42
    assert isinstance(doubled._cache, numba.core.caching.NullCache)
    assert doubled.targetoptions["nogil"]


@given(
    st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=60),
    st.integers(1, 20),
    st.integers(0, 5),
    st.integers(0, 2**64 - 1),
)
def test_runs_are_hashed_as_one_by_one(words, width, start, seed):
    """``xxh64_runs`` gives the hash of every run, for any width, first word and seed."""
    count = max(0, len(words) - start - width + 1)
    found = np.zeros(count, np.uint64)
    xxh64_runs(np.array(words, np.uint32), start, count, width, np.uint64(seed), found)

    runs = (np.array(words[start + k : start + k + width], "<u4").tobytes() for k in range(count))
    assert found.tolist() == [xxhash.xxh64_intdigest(run, seed) for run in runs]


@part
def _squared(value):
    if value < 0:
        raise ValueError("below nought")
    return value * value


@part
def _squares(values):
    return [_squared(value) for value in values]


@kernel
def _sum_of_squares(values):
    total = 0
    for square in _squares(values):
        total += square
    return total


@kernel
def _square_of_sum(values):
    return _squared(values.sum())


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20))
def test_parts_are_compiled_into_every_kernel_that_calls_them(values):
    """A part, and a part of a part, compute in each kernel what they say."""
    array = np.array(values)
    assert _sum_of_squares(array) == sum(value * value for value in values)
    assert _square_of_sum(array) == sum(values) ** 2


def test_an_error_in_a_part_is_raised_by_the_kernel():
    """What a part raises arrives in Python with its message."""
    with pytest.raises(ValueError, match="below nought"):
        _sum_of_squares(np.array([1, -1]))


@given(st.integers(0, 1000))
def test_a_part_can_be_called_from_python(value):
    """Called alone, before or after its kernels, a part is compiled alone."""
    assert _squared(value) == value * value


@pytest.mark.parametrize(
    ("version", "tried"),
    [("0.60.2", False), ("0.61.0", True), ("0.68.1", True), ("0.69.0dev0", False), ("1.0", False)],
)
def test_insides_of_a_numba_that_nobody_tried_are_left_alone(version, tried):
    """Beyond the versions tried, parts are compiled as kernels are."""
    assert kernels.is_tried(version) is tried


@pytest.mark.skipif(not kernels._HAS_PARTS, reason="this numba compiles parts as kernels")
def test_a_part_has_no_machine_code_of_its_own():
    """A kernel's code holds its parts: nothing of theirs is optimised or cached apart."""
    uncached = numba.njit(**kernels._OPTIONS)(_square_of_sum.py_func)
    assert uncached(np.array([3, 4])) == 49
    compiled = next(iter(_squared.overloads.values()))
    assert compiled.library.get_pointer_to_function(compiled.fndesc.llvm_cpython_wrapper_name) == 0
    assert isinstance(_squared._cache, numba.core.caching.NullCache)
