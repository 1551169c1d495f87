"""Arrays of a storage: the same values in memory and in files, and files that nobody sees."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from syndetect.errors import OutputError, SpillError
from syndetect.kernels import kernel
from syndetect.storage import IN_MEMORY, Storage

TINY = 40  # bytes: 10 for arrays
PARTS = st.lists(arrays(np.int32, st.tuples(st.integers(0, 9), st.just(3))), max_size=6)


@settings(max_examples=60)
@given(PARTS, st.sampled_from([None, 1, TINY, 400, 10**9]))
def test_parts_come_back_joined_wherever_they_lie(parts, budget):
    """Appending gives what concatenating gives, for every budget; what does not fit is counted, all of it."""
    storage = Storage(budget)
    storage.begin("stage")
    expected = np.concatenate([np.empty((0, 3), np.int32), *parts])

    found = storage.joined(parts, np.int32, 3)

    assert found.dtype == np.int32
    assert found.tolist() == expected.tolist()
    spilled = budget is not None and expected.nbytes > budget / 4
    assert storage.n_spilled == ({"stage": expected.nbytes} if spilled else {})


@pytest.mark.parametrize("budget", [None, TINY])
def test_arrays_are_plain_and_writeable(budget):
    """Kernels are compiled for plain, contiguous, writeable arrays: those in files are no other type."""
    storage = Storage(budget)
    given_array = np.arange(50, dtype=np.uint32)

    for array in (
        storage.empty(50, np.uint32),
        storage.keep(given_array),
        storage.copied(given_array),
        storage.joined([given_array], np.uint32),
    ):
        assert type(array) is np.ndarray
        assert array.flags.c_contiguous
        assert array.flags.writeable
        array[:] = given_array
        assert array.tolist() == list(range(50))


def test_kernels_are_not_compiled_anew_for_files():
    """One compilation serves arrays in memory and in files."""

    @kernel
    def total(values):
        found = 0
        for value in values:
            found += value
        return found

    values = np.arange(1000)
    assert total(values) == total(Storage(TINY).keep(values)) == values.sum()
    assert len(getattr(total, "signatures", [1])) <= 1


def test_a_copy_is_another_array():
    """What is done to a copy is not done to the array, wherever it lies; keeping makes none needlessly."""
    array = np.zeros(100, np.int64)

    for storage in (IN_MEMORY, Storage(TINY)):
        copy = storage.copied(array)
        copy[:] = 7
        assert not array.any()
    assert IN_MEMORY.keep(array) is array


def test_nothing_is_to_be_seen_in_the_folder(tmp_path):
    """Files have no name while they are used, and their room is given back when the arrays are gone."""
    storage = Storage(TINY, tmp_path)
    array = storage.empty(1 << 20, np.uint8)
    array[:] = 1
    text, *_ = storage.put_texts(["a" * 5000])

    assert list(tmp_path.iterdir()) == []
    assert text.read() == "a" * 5000
    if Path("/proc/self/maps").exists():
        assert str(tmp_path) in Path("/proc/self/maps").read_text()
        del array
        gc.collect()
        assert str(tmp_path) not in Path("/proc/self/maps").read_text()


def test_memory_given_back_is_used_again():
    """An array that moves to a file while it grows leaves its share of memory to the next."""
    storage = Storage(400)  # 100 for arrays
    growing = storage.growing(np.uint8)
    growing.append(np.zeros(90, np.uint8))
    growing.append(np.zeros(90, np.uint8))
    before = sum(storage.n_spilled.values())

    storage.keep(np.zeros(100, np.uint8))

    assert before == 180
    assert sum(storage.n_spilled.values()) == 180


@pytest.mark.parametrize("make", ["empty", "full", "keep", "copied", "joined"])
def test_memory_of_an_array_that_is_gone_is_used_again(make):
    """Whichever way an array came, its bytes may be taken again when nothing refers to it or a part of it."""
    storage = Storage(400)  # 100 for arrays
    given_array = np.ones(90, np.uint8)
    made = {
        "empty": lambda: storage.empty(90, np.uint8),
        "full": lambda: storage.full(90, 1, np.uint8),
        "keep": lambda: storage.keep(given_array.copy()),
        "copied": lambda: storage.copied(given_array),
        "joined": lambda: storage.joined([given_array[:50], given_array[50:]], np.uint8),
    }[make]
    part = made()[5:10]
    assert not storage.has_room(90)

    del part
    gc.collect()

    assert storage.has_room(100)
    assert not storage.has_room(101)
    assert made().nbytes == 90
    assert storage.n_spilled == {}


def test_how_much_is_held_can_be_said_anew():
    """Less than is held already moves nothing, but takes no more; a storage without a budget holds all."""
    storage = Storage(400)
    held = storage.empty(100, np.uint8)
    storage.hold(50)
    assert not storage.has_room(1)
    storage.hold(150)
    assert storage.has_room(50)
    storage.hold(-1)
    del held
    gc.collect()

    assert not storage.has_room(1)
    IN_MEMORY.hold(0)
    assert IN_MEMORY.has_room(10**12)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    """The error names the folder and the bytes, and is an OSError."""
    with pytest.raises(SpillError, match=r"gone: 8 kB .* cannot be written: No such file") as raised:
        Storage(TINY, tmp_path / "gone").empty(1000, np.int64)

    assert isinstance(raised.value, OutputError)


LIMITED = """
import resource, sys
import numpy as np
from syndetect.errors import SpillError
from syndetect.storage import Storage
storage = Storage(1000, sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    if sys.argv[2] == "array":
        storage.empty(1_000_000, np.uint8)
    elif sys.argv[2] == "growing":
        storage.joined([np.zeros(60_000, np.uint8)] * 3, np.uint8)
    else:
        kept = [storage.put_texts(["x" * 60_000]) for _ in range(60)]
except SpillError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of resources")
@pytest.mark.parametrize("what", ["array", "growing", "texts"])
def test_a_disk_without_room_is_an_error_and_no_crash(tmp_path, what):
    """Where the system refuses more bytes one message names folder and size; no signal ends the process."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), what],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout
    assert "cannot be written" in done.stdout
    assert list(tmp_path.iterdir()) == []


SMALL = """
import resource, sys
import numpy as np
from syndetect.storage import Storage, anonymous_bytes
storage = Storage(100_000_000, sys.argv[1])
limit = anonymous_bytes() + 400_000_000  # threads reserve some of it
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
before = anonymous_bytes()
array = storage.empty((150, 4_000_000), np.uint8)
for row in range(150):
    array[row] = row % 251
assert all(array[row, 12345] == row % 251 for row in range(150))
print(anonymous_bytes() - before)
try:
    np.ones(600_000_000, np.uint8)
except MemoryError:
    print("no room in memory")
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_more_than_memory_holds_fits_under_a_limit(tmp_path):
    """Under a limit of the system 600 MB lie in a file where memory has no room for them."""
    done = subprocess.run(
        [sys.executable, "-c", SMALL, str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    taken, refused = done.stdout.splitlines()
    assert int(taken) < 20_000_000
    assert refused == "no room in memory"


@pytest.mark.parametrize(
    ("budget", "taken", "wanted"), [(100, 49, 0), (100, 50, 1), (None, 99, 0), (100, None, 1)]
)
def test_freed_memory_is_handed_back_near_the_budget(monkeypatch, budget, taken, wanted):
    """What is freed is kept for the next stage until half of the budget is taken, or nobody knows what is."""
    calls = []
    monkeypatch.setattr("syndetect.storage.spill.anonymous_bytes", lambda: taken)
    monkeypatch.setattr("syndetect.storage.spill.give_back", lambda: calls.append(1))

    Storage(budget).begin("stage")

    assert len(calls) == wanted
