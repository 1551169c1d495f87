"""What all searches give: candidate pairs, in one form."""

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.sorting import sorted_by_bits
from syndetect.kernels import kernel

__all__ = ["Pairs", "distinct"]

Pairs = NDArray[np.int64]  # (n_pairs, 2), a < b, sorted, distinct


def distinct(pairs: Pairs) -> Pairs:
    """Sort pairs; drop repeated ones and those of an article with itself.

    Parameters
    ----------
    pairs : int64 array of shape (n_found, 2)
        In any order, either article first.

    Returns
    -------
    int64 array of shape (n_pairs, 2)
        Sorted, a < b.
    """
    width = int(pairs.max(initial=0)) + 1
    codes = np.empty(len(pairs), np.uint64)
    codes = codes[: _encode(pairs, width, codes)]
    codes = sorted_by_bits(codes, np.empty_like(codes), 0, (width * width).bit_length()).view(np.int64)
    codes = codes[np.diff(codes, prepend=-1) > 0]
    return np.stack([codes // width, codes % width], axis=1)


@kernel
def _encode(pairs: NDArray[np.int64], width: int, codes: NDArray[np.uint64]) -> int:
    """Write each pair as a number that orders them, and return how many are of two articles."""
    n_codes = 0
    for k in range(len(pairs)):
        low, high = min(pairs[k, 0], pairs[k, 1]), max(pairs[k, 0], pairs[k, 1])
        codes[n_codes] = low * width + high
        n_codes += 1 if low < high else 0
    return n_codes
