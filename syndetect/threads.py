"""Work over many items, chunks of them in parallel threads: kernels release the GIL."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["available_threads", "chunks", "in_chunks", "in_order", "meanwhile"]

S = TypeVar("S")
T = TypeVar("T")

_AHEAD = 2  # items that wait or are done, for each thread
_TURN = 0.0002  # s for which a thread may keep Python's lock while others wait for it


def available_threads() -> int:
    """Count the processors that this process may use.

    Returns
    -------
    int
        At least 1.
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def in_chunks(
    work: Callable[[slice], T], n_items: int, n_threads: int | None, *, per_thread: int = 16
) -> list[T]:
    """Do work over chunks of items, and collect what it returns in order.

    Parameters
    ----------
    work : callable
        Takes the slice of the items that it is to do.
    n_items : int
        With none, nothing is done.
    n_threads : int or None
        Threads; None for as many as processors. What is returned for all
        chunks together must not depend on how they are cut.
    per_thread : int
        Chunks a thread: more share uneven work better, each has its overhead.

    Returns
    -------
    list
        One result a chunk.
    """
    n_threads = n_threads or available_threads()
    if n_threads == 1 or n_items == 1:  # a pool costs ten times the work on a pair
        return [work(slice(0, n_items))] if n_items else []
    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(work, chunks(n_items, min(n_items, per_thread * n_threads))))


def chunks(n_items: int, n_chunks: int) -> list[slice]:
    """Cut items into chunks of about one size.

    Parameters
    ----------
    n_items, n_chunks : int
        Not more chunks than items; no chunks when there are no items.

    Returns
    -------
    list of slice
        In order, without gap or overlap.
    """
    bounds = [n_items * k // n_chunks for k in range(n_chunks + 1)] if n_chunks else [0]
    return [slice(first, past) for first, past in pairwise(bounds)]


def in_order(work: Callable[[S], T], items: Iterable[S], n_threads: int | None) -> Iterator[T]:
    """Do work on items that come one by one, and yield what it returns in their order.

    Parameters
    ----------
    work : callable
        Takes one item.
    items : iterable
        Asked for a few items ahead of what was taken of the results, however
        many there are: neither items nor results pile up.
    n_threads : int or None
        Threads, with the one that asks; None for as many as processors. When
        it waits for a result, it does what no other has begun.

    Yields
    ------
    object
        One result an item.
    """
    n_threads = n_threads or available_threads()
    if n_threads == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(n_threads - 1) as pool, _short_turns:
        jobs: deque[_Job[S, T]] = deque()
        try:
            for item in items:
                jobs.append(_Job(work, item, pool))
                if len(jobs) > _AHEAD * n_threads:
                    yield _first_result(jobs)
            while jobs:
                yield _first_result(jobs)
        finally:
            for job in jobs:
                job.future.cancel()


class _Job(Generic[S, T]):
    """One item of work, done by a thread of the pool or by who waits for it."""

    def __init__(self, work: Callable[[S], T], item: S, pool: ThreadPoolExecutor) -> None:
        self.future = pool.submit(work, item)
        self._work = work
        self._item = item

    def done_here(self) -> bool:
        """Do the work in this thread unless another has begun it; return whether it was done."""
        if not self.future.cancel():
            return False
        self.future = Future()
        try:
            self.future.set_result(self._work(self._item))
        except Exception as error:  # raised where the result is asked for
            self.future.set_exception(error)
        return True


def _first_result(jobs: "deque[_Job[S, T]]") -> T:
    """Take the first job out and return its result; until it is there, do what no thread has begun."""
    while not jobs[0].future.done() and any(job.done_here() for job in jobs):
        pass
    return jobs.popleft().future.result()


class _ShortTurns:
    """Lets no thread wait long for Python's lock while a block runs.

    A thread that comes out of a kernel needs the lock for some microseconds, to
    begin the next one; who reads files in the meantime would keep it for 5 ms
    each time (``sys.getswitchinterval``), half of what a kernel takes for a
    batch. The setting is that of the process: what stood before the first of
    the blocks that run at one time is put back by the last.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._n_blocks = 0
        self._usual = 0.0

    def __enter__(self) -> None:
        with self._lock:
            if not self._n_blocks:
                self._usual = sys.getswitchinterval()
                sys.setswitchinterval(min(_TURN, self._usual))
            self._n_blocks += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._n_blocks -= 1
            if not self._n_blocks:
                sys.setswitchinterval(self._usual)


_short_turns = _ShortTurns()


@contextmanager
def meanwhile(work: Callable[[], T], n_threads: int | None) -> Iterator[Callable[[], T]]:
    """Do work in a thread beside what the block does; it is done when the block ends.

    Parameters
    ----------
    work : callable
        What it does must not depend on what the block does.
    n_threads : int or None
        Threads; None for as many as processors. With one, the work is done
        when its result is asked for.

    Yields
    ------
    callable
        Waits for the result and returns it, or raises what the work raised.
    """
    if (n_threads or available_threads()) == 1:
        yield work
        return
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(work).result
