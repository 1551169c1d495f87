"""Numbers -> the same numbers in order, eleven bits at a time."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel

__all__ = ["sorted_by_bits"]

_DIGIT = 11  # bits: as many ends of lists as a processor's cache holds


@kernel
def sorted_by_bits(
    codes: NDArray[np.uint64], spare: NDArray[np.uint64], first: int, past: int
) -> NDArray[np.uint64]:
    """Sort numbers by some of their bits; those that are equal there keep their order.

    Parameters
    ----------
    codes, spare : uint64 arrays of shape (n_codes,)
        Both are overwritten.
    first, past : int
        The bits that count: from the lowest, 0, to before the last, at most 64.
        Some of the bits behind them count too.

    Returns
    -------
    uint64 array of shape (n_codes,)
        One of the two arrays.

    Notes
    -----
    A counting sort for each eleven bits: the cost of a number does not grow with
    how many there are.
    """
    count = np.empty((1 << _DIGIT) + 1, np.int64)
    mask = np.uint64((1 << _DIGIT) - 1)
    for bit in range(first, past, _DIGIT):
        shift = np.uint64(bit)
        for k in range(len(count)):
            count[k] = 0
        for at in range(len(codes)):
            count[(codes[at] >> shift & mask) + np.uint64(1)] += 1
        for k in range(len(count) - 1):
            count[k + 1] += count[k]
        for at in range(len(codes)):
            digit = codes[at] >> shift & mask
            spare[count[digit]] = codes[at]
            count[digit] += 1
        codes, spare = spare, codes
    return codes
