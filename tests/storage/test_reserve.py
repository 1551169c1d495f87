"""Arrays that grow inside a block of addresses: the same values, and memory for these alone."""

import sys

import numpy as np
import pytest

from syndetect.storage import Storage, anonymous_bytes, reserve, spill

linux = pytest.mark.skipif(sys.platform != "linux", reason="blocks of addresses are of Linux")


@pytest.fixture
def small_blocks(monkeypatch):
    """Let arrays move into a block from the first kilobyte on."""
    monkeypatch.setattr(spill, "_LARGE", 1024)


def parts_of(width):
    """Make parts of many sizes, some of them empty."""
    rng = np.random.default_rng(2)
    shape = () if width is None else (width,)
    return [rng.integers(0, 2**31, (int(n), *shape)).astype(np.uint32) for n in rng.integers(0, 900, 60)]


def grown(parts, width, storage):
    growing = storage.growing(np.uint32, width)
    for part in parts:
        growing.append(part)
    return growing


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("width", [None, 3])
def test_a_block_holds_what_was_appended(width):
    """In order, plain, writable, and no longer than what was appended."""
    parts = parts_of(width)
    growing = grown(parts, width, Storage())
    found = growing.finish()

    assert np.array_equal(found, np.concatenate(parts))
    assert found.flags.c_contiguous
    assert found.flags.writeable
    assert (type(found), found.dtype) == (np.ndarray, np.uint32)
    found[...] = 7
    if sys.platform == "linux" and growing._block is not None:
        assert found.nbytes <= len(growing._block) < found.nbytes + (1 << 16)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("why", ["refused", "limited", "too short"])
def test_without_a_block_the_array_moves(monkeypatch, why):
    """Where the system refuses one, addresses are limited, or it would not be long enough."""
    if why == "refused":
        monkeypatch.setattr(spill, "reserve", lambda: None)
    elif why == "limited":
        monkeypatch.setattr(reserve, "_addresses_are_few", lambda: True)
    else:
        monkeypatch.setattr(reserve, "usable_bytes", lambda: 4096)
    parts = parts_of(None)

    growing = grown(parts, None, Storage())

    assert why == "too short" or growing._block is None
    assert np.array_equal(growing.finish(), np.concatenate(parts))


@pytest.mark.usefixtures("small_blocks")
def test_what_outgrows_its_block_goes_on(monkeypatch):
    """A machine with less memory than the array may still swap."""
    monkeypatch.setattr(reserve, "usable_bytes", lambda: 40_000)
    parts = parts_of(None)

    assert np.array_equal(grown(parts, None, Storage()).finish(), np.concatenate(parts))


@pytest.mark.usefixtures("small_blocks")
def test_a_block_moves_to_a_file(tmp_path):
    """When the budget is used up, as any other array."""
    parts = parts_of(None)
    storage = Storage(40_000, tmp_path)
    growing = grown(parts, None, storage)

    assert growing._block is None
    assert np.array_equal(growing.finish(), np.concatenate(parts))
    assert sum(storage.n_spilled.values()) > 0


@linux
def test_memory_is_taken_as_it_is_written():
    """Not for the addresses, and given back with the array."""
    before = anonymous_bytes()
    block = reserve.reserve()
    assert block is not None
    assert anonymous_bytes() - before < 1 << 23
    held = np.frombuffer(block, np.uint8, 1 << 25)
    held[...] = 1
    assert anonymous_bytes() - before >= 1 << 25
    del held, block
    assert anonymous_bytes() - before < 1 << 23


@linux
def test_no_block_where_addresses_are_limited():
    """``ulimit -v`` counts them all."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (1 << 40, hard))
    try:
        assert reserve.reserve() is None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
