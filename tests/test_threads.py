"""Chunks of work: every item once, in order, whatever the threads."""

import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.threads import in_chunks, in_order, meanwhile


@given(st.integers(0, 60), st.integers(1, 4), st.integers(1, 20))
def test_every_item_is_in_one_chunk_in_order(n_items, n_threads, per_thread):
    """The chunks cover the items without gap or overlap; results come in their order; none is empty."""
    parts = in_chunks(lambda part: part, n_items, n_threads, per_thread=per_thread)

    assert [k for part in parts for k in range(part.start, part.stop)] == list(range(n_items))
    assert all(part.stop > part.start for part in parts)
    assert len(parts) <= per_thread * n_threads


@given(st.integers(0, 60), st.integers(1, 4))
def test_results_come_in_order_and_few_items_are_asked_for_ahead(n_items, n_threads):
    """Every item once, in order; between what was asked for and what was taken lie a few items a thread."""
    asked = taken = 0

    def items():
        nonlocal asked
        for item in range(n_items):
            asked += 1
            yield item

    for item, result in enumerate(in_order(lambda item: item * item, items(), n_threads)):
        assert result == item * item
        taken += 1
        assert asked - taken <= 3 * n_threads
    assert taken == n_items


def test_an_error_ends_the_work():
    """What fails is raised where its result would come; those before it are there."""

    def work(item):
        if item == 3:
            raise ValueError("third")
        return item

    results = in_order(work, range(10), 2)

    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="third"):
        next(results)


def test_who_waits_for_a_result_does_what_nobody_has_begun():
    """The other thread is held up by the first item: the one that asks does all those that may wait."""
    begun, all_else_done = threading.Event(), threading.Event()
    workers = {}

    def items():
        yield 0
        assert begun.wait(10)
        yield from range(1, 5)

    def work(item):
        workers[item] = threading.current_thread()
        if item == 0:
            begun.set()
            assert all_else_done.wait(10)
        elif item == 4:
            all_else_done.set()
        return item

    assert list(in_order(work, items(), 2)) == list(range(5))
    assert workers[0] is not threading.main_thread()
    assert {workers[item] for item in range(1, 5)} == {threading.main_thread()}


def test_turns_are_short_while_threads_work_and_as_before_afterwards():
    """The setting of the process comes back when the last of several blocks ends: early, or by an error."""
    usual = sys.getswitchinterval()
    one, other = (in_order(lambda item: 1 // item, [1, 1, 1, 1, 1, 1, 0], 2) for _ in range(2))

    assert next(one) == next(other) == 1
    assert sys.getswitchinterval() < usual
    one.close()
    assert sys.getswitchinterval() < usual
    with pytest.raises(ZeroDivisionError):
        list(other)
    assert sys.getswitchinterval() == usual


@pytest.mark.parametrize("n_threads", [1, 2])
def test_work_is_done_meanwhile(n_threads):
    """With two threads beside the block, with one when its result is asked for: once, either way."""
    begun = threading.Event()
    done = []

    def work():
        begun.set()
        done.append(threading.current_thread())
        return 7

    with meanwhile(work, n_threads) as result:
        assert begun.wait(10) if n_threads > 1 else not begun.is_set()
        assert result() == 7
    assert (done[0] is threading.main_thread()) == (n_threads == 1)
    assert len(done) == 1


@pytest.mark.parametrize("n_threads", [1, 2])
def test_what_fails_meanwhile_is_raised_where_its_result_is_asked_for(n_threads):
    """An error in the work comes with the result."""

    def work():
        raise ValueError("broken")

    with meanwhile(work, n_threads) as result, pytest.raises(ValueError, match="broken"):
        result()
