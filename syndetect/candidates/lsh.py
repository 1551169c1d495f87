"""Signatures -> candidate pairs: articles that share a band."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.pairing import Pairs, distinct
from syndetect.candidates.sorting import sorted_by_bits
from syndetect.errors import ParameterError
from syndetect.hashes import xxh64_words
from syndetect.kernels import kernel
from syndetect.params import CandidateParams
from syndetect.sketch import EMPTY
from syndetect.threads import available_threads, chunks, in_chunks

__all__ = ["Banding", "Buckets", "band_keys", "banding", "bucket_pairs", "star_pairs"]

_GROUPS = 4  # of bands: most pairs share several of a group, and stand once behind it
_LOW_BITS = 20  # of a hash, not sorted by: 44 are left, four times eleven


@dataclass(frozen=True, slots=True)
class Banding:
    """How a signature is cut: ``bands`` bands of ``rows`` values each."""

    bands: int
    rows: int

    def probability(self, resemblance: float) -> float:
        """Return the chance that two articles of this resemblance share a bucket.

        Leskovec, Rajaraman & Ullman, *Mining of Massive Datasets*, sec. 3.4.2.
        """
        chance: float = 1 - (1 - resemblance**self.rows) ** self.bands
        return chance


@dataclass(frozen=True, slots=True)
class Buckets:
    """What the bands gave: candidate pairs, and what the buckets looked like."""

    pairs: Pairs
    n_buckets: int  # of two articles or more, over all bands
    largest: int  # articles in the fullest bucket
    n_starred: int  # buckets in which not all were compared with all


@cache
def banding(signature_size: int, threshold: float) -> Banding:
    """Choose bands and rows for a threshold of resemblance, as datasketch does.

    Parameters
    ----------
    signature_size : int
    threshold : float
        Resemblance at which the chance to meet rises.

    Returns
    -------
    Banding
        ``datasketch.MinHashLSH(threshold, num_perm).b`` and ``.r``: the least
        sum of the areas of false positives and false negatives.

    Raises
    ------
    ParameterError
        A threshold near 1 would need a signature of one band: 0.99 and more
        for 128 values.
    """
    from datasketch import MinHashLSH  # imported here: it loads scipy

    try:
        index = MinHashLSH(threshold=threshold, num_perm=signature_size)
    except ValueError as error:  # it asks for two bands at least
        raise ParameterError(
            f"CandidateParams.threshold is too high for SketchParams.signature_size = {signature_size}, "
            f"got {threshold}: {error}"
        ) from error
    return Banding(index.b, index.r)


def bucket_pairs(
    signatures: NDArray[np.uint32],
    rows: NDArray[np.int64],
    cut: Banding,
    params: CandidateParams,
    *,
    n_threads: int | None = None,
) -> Buckets:
    """Pair the articles that share a bucket in any band.

    Parameters
    ----------
    signatures : uint32 array of shape (n_articles, signature_size)
    rows : int64 array of shape (n_rows,)
        The articles to pair, ascending: of exact copies only the first. Those
        without shingles are passed over.
    cut : Banding
    params : CandidateParams
    n_threads : int, optional
        Threads, bands in parallel; the result does not depend on it.

    Returns
    -------
    Buckets
        In a bucket of m articles each is paired with the first
        ``params.representatives``: all pairs while m is at most one more than
        that, O(m) beyond.
    """
    blank = signatures[rows, 0] == EMPTY
    blank[blank] = (signatures[rows[blank]] == EMPTY).all(axis=1)
    rows = rows[~blank]

    n_groups = min(cut.bands, max(_GROUPS, n_threads or available_threads()))
    groups = chunks(cut.bands, n_groups)

    def pair(bands: slice) -> Buckets:
        one_by_one = range(bands.start, bands.stop)
        return _together(_pair_band(signatures, rows, band, cut.rows, params) for band in one_by_one)

    found = in_chunks(lambda part: [pair(bands) for bands in groups[part]], n_groups, n_threads)
    return _together(each for several in found for each in several)


def _together(found: Iterable[Buckets]) -> Buckets:
    """Put together what several bands gave: most pairs share more than one."""
    several = list(found)
    return Buckets(
        distinct(np.concatenate([np.empty((0, 2), np.int64), *(each.pairs for each in several)])),
        sum(each.n_buckets for each in several),
        max((each.largest for each in several), default=0),
        sum(each.n_starred for each in several),
    )


def _pair_band(
    signatures: NDArray[np.uint32], rows: NDArray[np.int64], band: int, width: int, params: CandidateParams
) -> Buckets:
    """Pair the articles that share one band; pairs of one bucket after those of another."""
    keys = np.empty(len(rows), np.uint64)
    band_keys(signatures, rows, band * width, width, keys)
    kept = _repeated(keys, np.zeros(1 << (4 * len(keys)).bit_length(), np.uint8))
    order = kept[_sorting(keys[kept])]
    keys = keys[order]
    starts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    sizes = np.diff(starts, append=len(order))
    shared = np.flatnonzero(sizes > 1)
    starts, sizes = starts[shared], sizes[shared]
    return Buckets(
        star_pairs(rows[order], starts, sizes, params.representatives),
        len(shared),
        int(sizes.max(initial=min(1, len(rows)))),
        int((sizes > params.representatives + 1).sum()),
    )


def _sorting(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the places of keys in an order in which equal ones stand together, these ascending."""
    n_low = max(len(keys).bit_length(), _LOW_BITS)  # place of a key
    low = np.uint64((1 << n_low) - 1)
    codes = (keys & ~low) | np.arange(len(keys), dtype=np.uint64)
    codes = sorted_by_bits(codes, np.empty_like(codes), n_low, 64)
    order = (codes & low).astype(np.int64)
    here, there = keys[order[:-1]], keys[order[1:]]
    if ((here ^ there) & ~low == 0)[here != there].any():  # hashes that differ in the low bits alone
        return np.argsort(keys, kind="stable")
    return order


@kernel
def band_keys(
    signatures: NDArray[np.uint32], rows: NDArray[np.int64], start: int, width: int, keys: NDArray[np.uint64]
) -> None:
    """Write the hash of one band of each of these articles: equal hashes are a bucket."""
    for k in range(len(rows)):
        keys[k] = xxh64_words(signatures[rows[k]], start, width, np.uint64(0))


@kernel
def _repeated(keys: NDArray[np.uint64], seen: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the places of keys that occur twice or more, and of a few others, ascending.

    Most keys are of one article alone. What stands at their lower bits in a
    table of zeros, a power of two long, sets these aside before anything is
    sorted.
    """
    mask = np.uint64(len(seen) - 1)
    for key in keys:
        seen[key & mask] += np.uint8(1 if seen[key & mask] < 2 else 0)
    n_kept = 0
    for key in keys:
        n_kept += 1 if seen[key & mask] > 1 else 0
    kept = np.empty(n_kept, np.int64)
    n_kept = 0
    for k in range(len(keys)):
        if seen[keys[k] & mask] > 1:
            kept[n_kept] = k
            n_kept += 1
    return kept


@kernel
def star_pairs(
    members: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64], representatives: int
) -> Pairs:
    """Return the pairs of each bucket: of all members with the first ones."""
    n_pairs = 0
    for size in sizes:
        hubs = min(representatives, size - 1)
        n_pairs += hubs * (size - hubs) + hubs * (hubs - 1) // 2
    pairs = np.empty((n_pairs, 2), np.int64)
    at = 0
    for bucket in range(len(starts)):
        start, size = starts[bucket], sizes[bucket]
        for one in range(min(representatives, size - 1)):
            for other in range(one + 1, size):
                pairs[at, 0] = members[start + one]
                pairs[at, 1] = members[start + other]
                at += 1
    return pairs
