"""What all searches give: candidate pairs, in one form."""

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.sorting import sorted_by_bits

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
    one, other = pairs[:, 0], pairs[:, 1]
    low, high = np.minimum(one, other), np.maximum(one, other)
    width = int(high.max(initial=0)) + 1
    codes = (low * width + high)[low < high].view(np.uint64)
    codes = sorted_by_bits(codes, np.empty_like(codes), 0, (width * width).bit_length()).view(np.int64)
    codes = codes[np.diff(codes, prepend=-1) > 0]
    return np.stack([codes // width, codes % width], axis=1)
