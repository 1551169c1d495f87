"""Sizes, budgets, and what a process takes."""

import mmap
import time

import numpy as np
import pytest

from syndetect.errors import BudgetError, ParameterError, SpillError
from syndetect.storage import (
    Budget,
    Storage,
    Watch,
    anonymous_bytes,
    as_bytes,
    shown,
    usable_bytes,
)
from syndetect.storage.budget import LEAST


@pytest.mark.parametrize(
    ("size", "n_bytes"),
    [
        ("4GB", 4 * 10**9),
        ("512 MB", 512 * 10**6),
        ("1.5g", 15 * 10**8),
        ("2GiB", 2 * 2**30),
        ("3kib", 3 * 1024),
        ("77", 77),
        ("77b", 77),
        (123, 123),
    ],
)
def test_sizes_as_people_write_them(size, n_bytes):
    """Units are powers of 1,000, with an i of 1,024; case and blanks do not count."""
    assert as_bytes(size) == n_bytes


@pytest.mark.parametrize("size", ["", "GB", "-4GB", "0", "0.0001kB", "4 G B", "4PB", "1e9", "٤GB", "lots"])
def test_what_is_no_size_is_refused(size):
    """The error says what a size looks like."""
    with pytest.raises(ParameterError, match="memory must be a size such as 4GB"):
        as_bytes(size)


def test_sizes_are_shown_in_the_unit_that_fits():
    """Powers of 1,000."""
    assert [shown(n) for n in (4_000, 7_654_321, 3_250_000_000)] == ["4 kB", "7.7 MB", "3.2 GB"]


def test_too_small_a_budget_is_told_before_the_work():
    """No run gets by with less than the libraries take; the message says the least there is."""
    with pytest.raises(BudgetError, match=r"memory must be at least 300.0 MB, got 5.0 MB") as raised:
        Budget.of("5MB")

    assert isinstance(raised.value, MemoryError)


def test_the_budget_without_a_choice_follows_the_machine():
    """Three quarters of what there is; nothing is refused on its account."""
    budget = Budget.of(None)

    assert budget.n_bytes == (None if usable_bytes() is None else int(0.75 * usable_bytes()))
    budget.check(10**9, 10**12, Storage(budget.n_bytes))


def test_a_budget_that_the_articles_exceed_is_told_with_what_they_need(tmp_path):
    """Enough for few articles, refused for many; the figure asked for is enough."""
    budget = Budget.of(LEAST)
    storage = Storage(budget.n_bytes, tmp_path)
    budget.check(0, 0, storage)

    with pytest.raises(BudgetError, match=r"1,000,000 articles need about [\d.]+ GB") as raised:
        budget.check(1_000_000, 450_000_000, storage)

    needed = str(raised.value).split("about ")[1].split(" of")[0]
    assert as_bytes(needed) > 10**9
    Budget.of(2 * as_bytes(needed)).check(1_000_000, 1, storage)


def test_a_disk_that_cannot_hold_what_will_not_fit_is_told_early(tmp_path):
    """The folder's free room is looked at before the stages begin."""
    with pytest.raises(SpillError, match="that do not fit into the memory"):
        Budget.of("1GB").check(1, 10**15, Storage(10**9, tmp_path))


@pytest.mark.skipif(anonymous_bytes() is None, reason="needs Linux")
def test_a_watch_sees_what_a_stage_takes_and_gives_back():
    """The peak of a stage is kept for it alone; pages of files do not count."""
    with Watch() as watch:
        watch.begin("before")
        watch.begin("large")
        # Not from malloc, which may keep what is freed, nor through a copy that is.
        held = mmap.mmap(-1, 60_000_000, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        for at in range(0, len(held), mmap.PAGESIZE):
            held[at] = 1
        time.sleep(0.2)
        held.close()
        watch.begin("after")
        mapped = Storage(1).empty(60_000_000, np.uint8)
        mapped[:] = 1
        watch.look()

    assert list(watch.peaks) == ["before", "large", "after"]
    assert watch.peaks["large"] - watch.peaks["before"] > 50_000_000
    assert watch.peaks["after"] - watch.peaks["before"] < 30_000_000
    assert watch.peak == watch.peaks["large"]
