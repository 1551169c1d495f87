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

__all__ = [
    "BLOCK",
    "CHUNK",
    "MOST_NUMBER",
    "Block",
    "Run",
    "blocks_of",
    "coded",
    "decoded",
    "filter_places",
    "filters_of",
    "merged_runs",
    "passing",
]

CHUNK = 168  # postings read at once: four chunks fill a page of 8 kB
BLOCK = 4096  # chunks whose heads and filters stand together
FILTER_BITS = 2048  # a chunk: 1 % of the keys that it does not hold pass
MOST_NUMBER = (1 << 30) - 1
OTHER_BIT = np.uint32(1 << 31)

_FILTER_BYTES = FILTER_BITS // 8
_MIXING = np.uint64(0x9E3779B97F4A7C15)
_SHIFTS = (53, 42, 31)  # of the mixed key: three times 11 bits


class Run(NamedTuple):
    """Postings, ascending: keys int64 (n,), codes uint32 (n,)."""

    keys: NDArray[np.int64]
    codes: NDArray[np.uint32]


class Block(NamedTuple):
    """Chunks of postings, with what is known of each without reading it.

    Attributes
    ----------
    heads : Run
        The first posting of every chunk.
    filters : uint8 array of shape (n_chunks, 256)
        Bits that tell which keys a chunk cannot hold.
    chunks : list of Run
    """

    heads: Run
    filters: NDArray[np.uint8]
    chunks: list[Run]


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
    starts = range(0, len(run.keys), CHUNK)
    return Block(
        Run(run.keys[::CHUNK], run.codes[::CHUNK]),
        filters_of(run.keys),
        [Run(run.keys[k : k + CHUNK], run.codes[k : k + CHUNK]) for k in starts],
    )


def filters_of(keys: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the filter of every chunk of ascending keys: uint8 (n_chunks, 256).

    Notes
    -----
    Bloom, "Space/time trade-offs in hash coding with allowable errors"
    (1970), with three bits a key.
    """
    n_chunks = -(-len(keys) // CHUNK)
    bits = np.zeros(n_chunks * FILTER_BITS, bool)
    first = np.arange(len(keys)) // CHUNK * FILTER_BITS
    for places in filter_places(keys):
        bits[first + places] = True
    return np.packbits(bits, bitorder="little").reshape(n_chunks, _FILTER_BYTES)


def passing(
    filters: NDArray[np.uint8], chunks: NDArray[np.int64], places: Sequence[NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Tell which keys their chunks may hold.

    Parameters
    ----------
    filters : uint8 array of shape (n_chunks, 256)
    chunks : int64 array of shape (n_keys,)
        The chunk in which each key would stand, -1 for none.
    places : sequence of int64 array of shape (n_keys,)
        As of :func:`filter_places`.

    Returns
    -------
    int64 array
        Rows of the keys, ascending.
    """
    flat = filters.reshape(-1)
    passed = np.flatnonzero(chunks >= 0)
    for place in places:
        some = place[passed]
        held = flat[chunks[passed] * _FILTER_BYTES + (some >> 3)] >> (some & 7).astype(np.uint8) & 1
        passed = passed[held.astype(bool)]
    return passed


def filter_places(keys: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the three bits of each key in a filter: int64 (n_keys,) each."""
    mixed = keys.astype(np.uint64) * _MIXING
    return [(mixed >> np.uint64(shift) & np.uint64(FILTER_BITS - 1)).astype(np.int64) for shift in _SHIFTS]
