"""Ranges of a CSR pointer: their rows one after the other, and sums over them."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["blocks", "count_equal", "counted", "first_of_each", "pointer", "rows_of"]

_ITEMS_AT_ONCE = 1 << 21  # looked at in one step of NumPy, whose intermediate results take many bytes each


def pointer(sizes: NDArray[np.integer | np.bool_] | Sequence[int]) -> NDArray[np.int64]:
    """Return the pointer of ranges of some sizes.

    Parameters
    ----------
    sizes : integer or bool array, or sequence of int, of length n_ranges

    Returns
    -------
    int64 array of shape (n_ranges + 1,)
        Range i is ``[i]:[i + 1]``; 0 alone where there is no range.
    """
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def rows_of(ptr: NDArray[np.int64], chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put chosen ranges one after the other.

    Parameters
    ----------
    ptr : int64 array of shape (n_ranges + 1,)
    chosen : int64 array of shape (n_chosen,)
        Ranges, in any order, also repeated.

    Returns
    -------
    new_ptr : int64 array of shape (n_chosen + 1,)
    rows : int64 array of shape (new_ptr[-1],)
        What the ranges hold.
    """
    sizes = ptr[chosen + 1] - ptr[chosen]
    new_ptr = pointer(sizes)
    return new_ptr, np.arange(new_ptr[-1]) + np.repeat(ptr[chosen] - new_ptr[:-1], sizes)


def counted(marked: NDArray[np.bool_], ptr: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count what is marked in each range, fast where little is.

    Parameters
    ----------
    marked : bool array of shape (n_items,)
    ptr : int64 array of shape (n_ranges + 1,)

    Returns
    -------
    int64 array of shape (n_ranges,)
    """
    found: NDArray[np.int64] = np.diff(np.searchsorted(np.flatnonzero(marked), ptr))
    return found


def blocks(ptr: NDArray[np.int64], n_items: int = _ITEMS_AT_ONCE) -> Iterator[tuple[slice, slice]]:
    """Cut ranges into blocks, for steps of NumPy whose intermediate results take many bytes an item.

    Parameters
    ----------
    ptr : int64 array of shape (n_ranges + 1,)
    n_items : int
        Of a block, at most, unless it is of one range that has more.

    Yields
    ------
    slice, slice
        The items of a block, and its ranges; none where there are no ranges.
    """
    first = 0
    while first < len(ptr) - 1:
        past = max(first + 1, int(np.searchsorted(ptr, ptr[first] + n_items, side="right")) - 1)
        yield slice(int(ptr[first]), int(ptr[past])), slice(first, past)
        first = past


def count_equal(values: NDArray[np.integer], value: int, ptr: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the items of each range that have a value, block by block.

    Parameters
    ----------
    values : integer array of shape (n_items,)
    value : int
    ptr : int64 array of shape (n_ranges + 1,)

    Returns
    -------
    int64 array of shape (n_ranges,)
    """
    found = np.zeros(len(ptr) - 1, np.int64)
    for items, ranges in blocks(ptr):
        here = ptr[ranges.start : ranges.stop + 1] - items.start
        found[ranges] = counted(values[items] == value, here)
    return found


def first_of_each(keys: NDArray[np.integer]) -> NDArray[np.int64]:
    """Find where each run of equal keys begins.

    Parameters
    ----------
    keys : integer array of shape (n_keys,)

    Returns
    -------
    int64 array of shape (n_runs,)
        Ascending.
    """
    return np.flatnonzero(np.concatenate((keys[:1] == keys[:1], keys[1:] != keys[:-1])))
