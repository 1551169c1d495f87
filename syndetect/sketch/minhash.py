"""Token arrays -> MinHash signatures, bit for bit those of datasketch."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from syndetect.hashes import xxh64_runs
from syndetect.kernels import kernel, part
from syndetect.params import ShingleParams, SketchParams
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens
from syndetect.threads import in_chunks

__all__ = ["EMPTY", "permutations", "sign"]

EMPTY = np.uint32(0xFFFFFFFF)  # every value of the signature of an article without shingles

TOGETHER = 4  # shingles that a signature is lowered by in one go

Signatures = NDArray[np.uint32]  # (n_articles, signature_size)


@cache
def permutations(params: SketchParams) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return factors and addends of the permutations ``h -> a * h + b mod 2**32``.

    Taken from ``datasketch.MinHash(num_perm, seed, scheme="affine32")``, so
    that they cannot differ from it.

    Returns
    -------
    two uint32 arrays of shape (signature_size,)
        Made once for each of the parameters: not to be written to.
    """
    from datasketch import MinHash  # imported here: it loads scipy

    factors, addends = MinHash(
        num_perm=params.signature_size, seed=params.seed, scheme="affine32"
    ).permutations
    return np.ascontiguousarray(factors, np.uint32), np.ascontiguousarray(addends, np.uint32)


def sign(
    tokens: Tokens,
    shingles: ShingleParams,
    params: SketchParams,
    *,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Signatures:
    """Compute the MinHash signature of every article.

    Parameters
    ----------
    tokens : Tokens
    shingles : ShingleParams
        Width and seed of the shingles.
    params : SketchParams
        Size and seed of the signature.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where what is found is to lie.

    Returns
    -------
    uint32 array of shape (n_articles, signature_size)
        Equal to ``datasketch.MinHash(scheme="affine32").hashvalues`` after
        updates with ``shingle & 0xFFFFFFFF``. An article shorter than one
        shingle has ``EMPTY`` everywhere.

    Notes
    -----
    Broder, Charikar, Frieze & Mitzenmacher, "Min-wise independent
    permutations" (1998); affine32: datasketch 2.0, ``minhash.py``.
    """
    factors, addends = permutations(params)
    signatures = storage.full((tokens.n_articles, params.signature_size), int(EMPTY), np.uint32)

    def sign_rows(part: slice) -> None:
        _sign(
            tokens.hashes,
            tokens.article_ptr[part.start : part.stop + 1],
            shingles.width,
            np.uint64(shingles.seed),
            factors,
            addends,
            signatures[part],
        )

    in_chunks(sign_rows, tokens.n_articles, n_threads)
    return signatures


@kernel
def _sign(  # noqa: PLR0913 - a kernel takes its arrays one by one
    words: NDArray[np.uint32],
    article_ptr: NDArray[np.int64],
    width: int,
    seed: np.uint64,
    factors: NDArray[np.uint32],
    addends: NDArray[np.uint32],
    signatures: NDArray[np.uint32],
) -> None:
    longest = 0
    for article in range(len(signatures)):
        longest = max(longest, article_ptr[article + 1] - article_ptr[article])
    found = np.empty(longest, np.uint64)
    mixed = np.empty(longest + TOGETHER, np.uint32)
    for article in range(len(signatures)):
        start = article_ptr[article]
        count = article_ptr[article + 1] - start - width + 1
        if count <= 0:
            continue
        xxh64_runs(words, start, count, width, seed, found)
        for k in range(count):
            mixed[k] = _finalised(np.uint32(found[k]))
        for k in range(count, count + TOGETHER):  # the last ones are filled up: a value twice changes nothing
            mixed[k] = mixed[count - 1]
        for k in range(0, count, TOGETHER):
            _lower(
                signatures[article], (mixed[k], mixed[k + 1], mixed[k + 2], mixed[k + 3]), factors, addends
            )


@part
def _finalised(value: np.uint32) -> np.uint32:
    """Mix the bits by the finaliser of MurmurHash3, once a shingle, as datasketch does."""
    value ^= value >> np.uint32(16)
    value = np.uint32(value * np.uint32(0x85EBCA6B))
    value ^= value >> np.uint32(13)
    value = np.uint32(value * np.uint32(0xC2B2AE35))
    return value ^ (value >> np.uint32(16))


@part
def _lower(
    least: NDArray[np.uint32],
    hashed: tuple[np.uint32, np.uint32, np.uint32, np.uint32],
    factors: NDArray[np.uint32],
    addends: NDArray[np.uint32],
) -> None:
    """Lower each value of a signature to the least that its permutation gives to one of four shingles.

    Four, because a signature that is read and written for every one takes as
    long as the arithmetic.
    """
    one, two, three, four = hashed
    for k in range(len(factors)):
        factor, addend = factors[k], addends[k]
        first = min(np.uint32(factor * one + addend), np.uint32(factor * two + addend))
        second = min(np.uint32(factor * three + addend), np.uint32(factor * four + addend))
        least[k] = min(least[k], min(first, second))
