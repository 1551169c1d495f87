"""Words of ASCII letters and digits, read eight bytes at a time: most of any text in Latin script.

A word's letters are told from what follows by arithmetic on eight bytes in one
64-bit number, and its hash is made of that number, with no branch for each byte
or length: where a word ends cannot be predicted, and every wrong guess of a
processor costs as much as hashing a word.

Range tests on bytes in a word: H. S. Warren, "Hacker's Delight" (2nd ed.), chapter 6.
"""

import numpy as np

from syndetect.kernels import part

__all__ = ["NEEDED", "SPACES", "plain_length"]

NEEDED = 17  # bytes of the text from a word's first on: two times eight, and what ends the word

_ONES = np.uint64(0x0101010101010101)
_HIGHS = np.uint64(0x8080808080808080)
SPACES = np.uint64(0x2020202020202020)  # makes small letters, and leaves digits as they are


@part
def _within(low: np.uint64, first: int, last: int) -> np.uint64:
    """Set the highest bit of each byte that lies in a range; all of them must be below 128."""
    above = low + _ONES * np.uint64(0x80 - first)
    beyond = low + _ONES * np.uint64(0x7F - last)
    return above & ~beyond & _HIGHS


@part
def plain_length(eight: np.uint64) -> int:
    """Count the ASCII letters and digits with which eight bytes begin: 0 to 8."""
    low = eight & ~_HIGHS
    others = ~(_within(low | SPACES, 0x61, 0x7A) | _within(low, 0x30, 0x39)) & _HIGHS | eight & _HIGHS
    below = (others - np.uint64(1)) & ~others  # the bits below the first other byte's highest
    n_bytes = ((below >> np.uint64(7) & _ONES) * _ONES) >> np.uint64(56)
    return int(np.int64(n_bytes))  # signed, as all lengths are
