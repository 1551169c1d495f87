"""Token arrays -> MinHash signatures, bit for bit those of datasketch."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, xxh64_words
from syndetect.params import ShingleParams, SketchParams
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens
from syndetect.threads import in_chunks

__all__ = ["EMPTY", "permutations", "sign"]

EMPTY = np.uint32(0xFFFFFFFF)  # every value of the signature of an article without shingles

Signatures = NDArray[np.uint32]  # (n_articles, signature_size)


def permutations(params: SketchParams) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return factors and addends of the permutations ``h -> a * h + b mod 2**32``.

    Taken from ``datasketch.MinHash(num_perm, seed, scheme="affine32")``, so
    that they cannot differ from it.

    Returns
    -------
    two uint32 arrays of shape (signature_size,)
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
    signatures = storage.empty((tokens.n_articles, params.signature_size), np.uint32)
    signatures[...] = EMPTY

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
    size = len(factors)
    for article in range(len(article_ptr) - 1):
        least = signatures[article]
        for start in range(article_ptr[article], article_ptr[article + 1] - width + 1):
            # The MurmurHash3 finaliser, once a shingle, as datasketch does.
            mixed = xxh64_words(words, start, width, seed) & np.uint64(0xFFFFFFFF)
            mixed ^= mixed >> np.uint64(16)
            mixed = (mixed * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
            mixed ^= mixed >> np.uint64(13)
            mixed = (mixed * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)
            mixed ^= mixed >> np.uint64(16)
            hashed = np.uint32(mixed)
            for k in range(size):
                value = np.uint32(factors[k] * hashed + addends[k])
                least[k] = min(least[k], value)
