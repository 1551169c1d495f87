"""UTF-8 bytes -> code points and what each does to a word."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import inlined_part, part

__all__ = [
    "APOSTROPHE",
    "COMMA",
    "DIGIT",
    "DOT",
    "IGNORED",
    "LETTER",
    "MARK",
    "NEWLINE",
    "QUOTE",
    "SOLO_CLASS",
    "SPACE",
    "class_after",
    "decode",
]

# Classes of make_characters.CLASSES; 0 is any other break.
LETTER, DIGIT, SOLO_CLASS, MARK, IGNORED = 1, 2, 3, 4, 5
APOSTROPHE, DOT, COMMA, NEWLINE, QUOTE, SPACE = 6, 7, 8, 9, 10, 11


@inlined_part
def decode(utf8: NDArray[np.uint8], at: int) -> tuple[int, int]:
    """Return the code point that begins at a byte, and its length in bytes."""
    first = int(utf8[at])
    if first < 0x80:
        return first, 1
    if first < 0xE0:
        return (first & 0x1F) << 6 | int(utf8[at + 1]) & 0x3F, 2
    second = int(utf8[at + 1]) & 0x3F
    if first < 0xF0:
        return (first & 0x0F) << 12 | second << 6 | int(utf8[at + 2]) & 0x3F, 3
    third = int(utf8[at + 2]) & 0x3F
    return (first & 0x07) << 18 | second << 12 | third << 6 | int(utf8[at + 3]) & 0x3F, 4


@part
def class_after(utf8: NDArray[np.uint8], at: int, end: int, classes: NDArray[np.uint8]) -> tuple[int, int]:
    """Return the class of the next character that counts, and where the one after it begins."""
    while at < end:
        code, length = decode(utf8, at)
        at += length
        if classes[code] != IGNORED:
            return int(classes[code]), at
    return 0, end
