"""What all searches give: candidate pairs, in one form."""

import numpy as np
from numpy.typing import NDArray

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
    low, high = pairs.min(axis=1, initial=np.iinfo(np.int64).max), pairs.max(axis=1, initial=0)
    width = int(high.max(initial=0)) + 1
    codes = np.sort((low * width + high)[low < high])
    codes = codes[np.diff(codes, prepend=-1) > 0]  # np.unique hashes integers: six times the time, and more
    return np.stack([codes // width, codes % width], axis=1)
