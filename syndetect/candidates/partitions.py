"""Fingerprints -> partitions by the first bits of their hashes, articles in order of time in each.

One number holds all of a fingerprint: the other bits of its hash, its article,
its first word. So sorting a partition by its highest bits puts equal
fingerprints together, in order of time, and nothing has to be looked up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, prefetch_all
from syndetect.ranges import pointer
from syndetect.sketch import Fingerprints
from syndetect.storage import IN_MEMORY, Storage
from syndetect.threads import available_threads, chunks, in_chunks

__all__ = ["LEAST", "Partitions", "partition"]

LEAST = 1 << 16  # fingerprints: fewer are not worth a thread of their own

_HASH_BITS = 32
_SIZE_BITS = 11  # partitions of two thousand fingerprints, until there are so many partitions:
_MOST_BITS = 11  # two thousand, whose ends a processor's cache holds
_AHEAD = 4  # articles that are asked for before their turn


@dataclass(frozen=True, slots=True)
class Partitions:
    """Fingerprints as numbers; those whose hashes have the same first bits stand together.

    Attributes
    ----------
    codes : uint64 array of shape (n_fingerprints,)
        From the highest bits down: the rest of the hash, ``n_hash_bits``; row;
        first word, ``n_word_bits``; a bit that is free. In each partition
        articles in order of time, the fingerprints of each in their order.
    ptr : int64 array of shape (n_partitions + 1,)
        Partition k is ``ptr[k]:ptr[k + 1]``.
    n_hash_bits, n_word_bits : int
    """

    codes: NDArray[np.uint64]
    ptr: NDArray[np.int64]
    n_hash_bits: int
    n_word_bits: int


def partition(
    fingerprints: Fingerprints,
    order: NDArray[np.int64],
    *,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Partitions:
    """Put fingerprints into partitions.

    Parameters
    ----------
    fingerprints : Fingerprints
        One at least.
    order : int64 array of shape (n_articles,)
        The articles in order of time.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the numbers are to lie.

    Returns
    -------
    Partitions
        In order of their bits.

    Notes
    -----
    Each fingerprint is read twice and written once, however many there are. As
    many bits are taken as are needed to make room for row and word, too.
    """
    n_found = len(fingerprints.hashes)
    n_word_bits = int(fingerprints.words.max()).bit_length()
    too_many = _HASH_BITS + len(order).bit_length() + n_word_bits + 1 - 64
    n_bits = max(min(n_found.bit_length() - _SIZE_BITS, _MOST_BITS), too_many, 0)
    n_threads = min(n_threads or available_threads(), -(-n_found // LEAST))
    parts = chunks(len(order), n_threads)
    counts = np.zeros((len(parts), 1 << n_bits), np.int64)
    texts = (fingerprints.hashes, fingerprints.words, fingerprints.article_ptr)
    shift = np.uint64(_HASH_BITS - n_bits)

    def count(part: slice) -> None:
        for k in range(part.start, part.stop):
            _count(texts, order[parts[k]], shift, counts[k])

    in_chunks(count, len(parts), n_threads, per_thread=1)
    ptr = pointer(counts.sum(axis=0))
    following = ptr[:-1] + np.cumsum(counts, axis=0) - counts  # where each part begins in each partition
    codes = storage.empty(n_found, np.uint64)

    def scatter(part: slice) -> None:
        for k in range(part.start, part.stop):
            _scatter(texts, order[parts[k]], (shift, np.uint64(n_word_bits)), following[k], codes)

    in_chunks(scatter, len(parts), n_threads, per_thread=1)
    return Partitions(codes, ptr, _HASH_BITS - n_bits, n_word_bits)


@kernel
def _count(
    texts: tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int64]],
    order: NDArray[np.int64],
    shift: np.uint64,
    counts: NDArray[np.int64],
) -> None:
    """Count the fingerprints of some articles by partition."""
    hashes, _, article_ptr = texts
    for k in range(len(order)):
        soon = order[min(k + _AHEAD, len(order) - 1)]  # articles lie in memory in another order
        prefetch_all(hashes, article_ptr[soon], article_ptr[soon + 1])
        for at in range(np.uint64(article_ptr[order[k]]), np.uint64(article_ptr[order[k] + 1])):
            counts[np.uint64(hashes[at]) >> shift] += 1


@kernel
def _scatter(
    texts: tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int64]],
    order: NDArray[np.int64],
    sizes: tuple[np.uint64, np.uint64],
    following: NDArray[np.int64],
    codes: NDArray[np.uint64],
) -> None:
    """Write the fingerprints of some articles to their partitions; ``following`` is used up."""
    hashes, words, article_ptr = texts
    shift, n_word_bits = sizes
    up = np.uint64(64) - shift  # the bits of the hash that count move to the top, the others out
    for k in range(len(order)):
        soon = order[min(k + _AHEAD, len(order) - 1)]
        prefetch_all(hashes, article_ptr[soon], article_ptr[soon + 1])
        prefetch_all(words, article_ptr[soon], article_ptr[soon + 1])
        row = np.uint64(order[k]) << n_word_bits
        for at in range(np.uint64(article_ptr[order[k]]), np.uint64(article_ptr[order[k] + 1])):
            hashed = np.uint64(hashes[at])
            where = hashed >> shift
            codes[following[where]] = hashed << up | (row | np.uint64(words[at])) << np.uint64(1)
            following[where] += 1
