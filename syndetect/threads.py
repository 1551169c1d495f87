"""Work over many items, chunks of them in parallel threads: kernels release the GIL."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

__all__ = ["available_threads", "in_chunks"]

T = TypeVar("T")


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
    n_chunks = min(n_items, per_thread * n_threads)
    bounds = [n_items * k // n_chunks for k in range(n_chunks + 1)] if n_chunks else [0]
    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(work, [slice(first, past) for first, past in pairwise(bounds)]))
