"""Postings of keys as sorted arrays: cut into chunks with filters, looked up, several merged into one.

A posting says that an entry has a key, and its standing there. It is a pair
of a key and a *code* of 32 bits: standing, number of the entry, and whether
the posting is taken away. Sorted by key and code, the entries listed under a
key come first. Of two equal postings the newer one holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from syndetect.errors import StoreError
from syndetect.kernels import kernel, part

__all__ = [
    "BLOCK",
    "CHUNK",
    "MOST_NUMBER",
    "Block",
    "Run",
    "blocks_of",
    "coded",
    "decoded",
    "filters_of",
    "merged_runs",
    "spans_of",
]

CHUNK = 128  # postings read at once: five chunks fill a page of 8 kB
BLOCK = 4096  # chunks whose heads and filters stand together
FILTER_BITS = 2048  # a chunk: one in 700 of the keys that it does not hold passes
MOST_NUMBER = (1 << 30) - 1
OTHER_BIT = np.uint32(1 << 31)

_FILTER_BYTES = FILTER_BITS // 8
_MIXING = np.uint64(0x9E3779B97F4A7C15)
_N_PLACES = 5  # of a key in a filter: each 11 bits of the mixed key, from the top
_FIRST_SHIFT = 53
_PLACE_BITS = 11


class Run(NamedTuple):
    """Postings, ascending: keys int64 (n,), codes uint32 (n,)."""

    keys: NDArray[np.int64]
    codes: NDArray[np.uint32]


class Block(NamedTuple):
    """Postings that stand in chunks, with what is known of each chunk without reading it.

    Attributes
    ----------
    heads : Run
        The first posting of every chunk.
    filters : uint8 array of shape (n_chunks, 256)
        Bits that tell which keys a chunk cannot hold.
    postings : Run
        Of all chunks, one after the other.
    """

    heads: Run
    filters: NDArray[np.uint8]
    postings: Run


def coded(postings: NDArray[np.int64], *, gone: bool = False) -> Run:
    """Return postings (key, standing, number) of shape (n, 3) as a run.

    Raises
    ------
    StoreError
        A number is too great: an index file has room for 2**30 versions.
    """
    keys, standing, numbers = postings.T
    if len(numbers) and numbers.max() > MOST_NUMBER:
        raise StoreError(f"an index file numbers at most {MOST_NUMBER:,} versions of articles")
    codes = ((standing << 31) | (numbers << 1) | int(gone)).astype(np.uint32)
    order = np.lexsort((codes, keys))
    return Run(np.ascontiguousarray(keys[order]), codes[order])


def decoded(run: Run) -> NDArray[np.int64]:
    """Return the postings of a run as (key, standing, number): int64 (n, 3)."""
    codes = run.codes.astype(np.int64)
    return np.stack([run.keys, codes >> 31, codes >> 1 & MOST_NUMBER], axis=1)


def merged_runs(runs: Sequence[Run], *, is_all: bool) -> Run:
    """Merge runs, of equal postings keeping the newest.

    Parameters
    ----------
    runs : sequence of Run
        The oldest first.
    is_all : bool
        Nothing older is left: what was taken away need not be remembered.

    Returns
    -------
    Run
    """
    keys = np.concatenate([np.empty(0, np.int64), *(run.keys for run in runs)])
    codes = np.concatenate([np.empty(0, np.uint32), *(run.codes for run in runs)])
    order = np.argsort(keys, kind="stable")  # which merges runs
    keys, codes = keys[order], codes[order]
    repeats = keys[1:] == keys[:-1]
    if repeats.any():
        rows = np.flatnonzero(np.concatenate(([False], repeats)) | np.concatenate((repeats, [False])))
        codes[rows] = codes[rows][np.lexsort((codes[rows] >> 1, keys[rows]))]
        is_newest = np.ones(len(keys), bool)
        is_newest[:-1] = ~repeats | (codes[1:] >> 1 != codes[:-1] >> 1)
        keys, codes = keys[is_newest], codes[is_newest]
    if is_all:
        held = codes & 1 == 0
        keys, codes = keys[held], codes[held]
    return Run(keys, codes)


def blocks_of(runs: Iterable[Run]) -> Iterator[Block]:
    """Cut runs that follow each other into chunks, and these into blocks."""
    waiting = Run(np.empty(0, np.int64), np.empty(0, np.uint32))
    for run in runs:
        waiting = Run(np.concatenate((waiting.keys, run.keys)), np.concatenate((waiting.codes, run.codes)))
        while len(waiting.keys) >= BLOCK * CHUNK:
            yield _block(Run(waiting.keys[: BLOCK * CHUNK], waiting.codes[: BLOCK * CHUNK]))
            waiting = Run(waiting.keys[BLOCK * CHUNK :], waiting.codes[BLOCK * CHUNK :])
    if len(waiting.keys):
        yield _block(waiting)


def _block(run: Run) -> Block:
    return Block(Run(run.keys[::CHUNK], run.codes[::CHUNK]), filters_of(run.keys), run)


def filters_of(keys: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the filter of every chunk of ascending keys: uint8 (n_chunks, 256).

    Notes
    -----
    Bloom, "Space/time trade-offs in hash coding with allowable errors"
    (1970), with five bits a key.
    """
    filters = np.zeros((-(-len(keys) // CHUNK), _FILTER_BYTES), np.uint8)
    _fill(filters, keys, CHUNK)
    return filters


@kernel
def _fill(filters: NDArray[np.uint8], keys: NDArray[np.int64], chunk: int) -> None:
    for k in range(len(keys)):
        mixed = np.uint64(keys[k]) * _MIXING
        for n in range(_N_PLACES):
            place = _place(mixed, n)
            filters[k // chunk, place >> 3] |= np.uint8(1 << (place & 7))


@part
def _place(mixed: np.uint64, n: int) -> np.int64:
    """Return the n-th bit of a mixed key in a filter."""
    return np.int64(mixed >> np.uint64(_FIRST_SHIFT - _PLACE_BITS * n)) & (FILTER_BITS - 1)


def spans_of(
    heads: NDArray[np.int64], filters: NDArray[np.uint8], keys: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Tell in which chunks keys may stand.

    Parameters
    ----------
    heads : int64 array of shape (n_chunks,)
        The key of the first posting of every chunk, ascending.
    filters : uint8 array of shape (n_chunks, 256)
    keys : int64 array of shape (n_keys,)
        Ascending.

    Returns
    -------
    rows : int64 array of shape (n_rows,)
        Rows of the keys that the chunks may hold, ascending.
    first, last : int64 arrays of shape (n_rows,)
        The chunks between which each of them would stand.
    """
    found = np.empty((3, len(keys)), np.int64)
    rows, first, last = found[:, : _spans_of(heads, filters, keys, found)]
    return rows, first, last


@kernel
def _spans_of(
    heads: NDArray[np.int64],
    filters: NDArray[np.uint8],
    keys: NDArray[np.int64],
    found: NDArray[np.int64],
) -> int:
    """Write rows, first and last chunks; return how many."""
    n_found = 0
    at = 0  # chunks whose heads are not above the last key
    for row in range(len(keys)):
        at = _past(heads, keys[row], at)
        if at and _may_hold(filters[at - 1], keys[row]):
            first = at - 1
            while first > 0 and heads[first] == keys[row]:
                first -= 1
            found[0, n_found], found[1, n_found], found[2, n_found] = row, first, at - 1
            n_found += 1
    return n_found


@part
def _past(heads: NDArray[np.int64], key: np.int64, low: int) -> int:
    """Return how many heads, at least ``low``, are not above a key: in growing steps, then by halves."""
    step = 1
    while low + step <= len(heads) and heads[low + step - 1] <= key:
        low += step
        step *= 2
    high = min(low + step, len(heads))
    while low < high:
        middle = (low + high) // 2
        if heads[middle] <= key:
            low = middle + 1
        else:
            high = middle
    return low


@part
def _may_hold(bits: NDArray[np.uint8], key: np.int64) -> bool:
    """Tell whether all bits of a key are set in the filter of a chunk."""
    mixed = np.uint64(key) * _MIXING
    for n in range(_N_PLACES):
        place = _place(mixed, n)
        if not bits[place >> 3] >> (place & 7) & 1:
            return False
    return True
