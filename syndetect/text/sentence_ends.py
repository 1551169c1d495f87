"""What ends a sentence, in all scripts: marks, and dots that are no abbreviation's."""

import numpy as np
import xxhash
from numpy.typing import NDArray

from syndetect.kernels import part

__all__ = [
    "ABBREVIATIONS",
    "DOTTED",
    "ENDED",
    "SENTENCE_MARKS",
    "is_abbreviated",
    "is_lower",
    "is_sentence_mark",
]

# What ends a sentence whether or not a blank follows: Latin, Chinese and Japanese, Arabic and Urdu,
# Devanagari, Armenian, Ethiopic, Myanmar, Khmer.
SENTENCE_MARKS = "!?…‼⁇⁈⁉。！？｡؟۔।॥։።፧။៕"
# What ends with a dot inside a sentence, folded: titles, months, days, places, and the like. Words
# that end sentences as often (no., inc., etc.) are left out.
ABBREVIATIONS = (
    *("mr", "mrs", "ms", "mx", "dr", "prof", "sr", "sra", "dra", "hr", "fr", "mme", "mlle", "dipl", "ing"),
    *("sen", "rep", "gov", "pres", "supt", "hon", "rev", "msgr", "st", "ste", "mt", "ft"),
    *("gen", "lt", "col", "maj", "capt", "cmdr", "cpl", "sgt", "pvt", "adm", "brig", "det"),
    *("jan", "feb", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu"),
    *("thurs", "fri", "ave", "blvd", "dept", "univ", "assn", "bros", "vs", "approx", "ca", "cf", "al", "nr"),
    *("nos", "vol", "pp", "fig", "bzw", "usw", "млн", "млрд", "тыс", "руб", "ул", "им", "гг"),
)
_MARKS = np.array([ord(mark) for mark in SENTENCE_MARKS], np.int32)
_ABBREVIATIONS = np.array([xxhash.xxh32_intdigest(word.encode()) for word in ABBREVIATIONS], np.uint32)
# Between two words: a dot so far; the end of a sentence, unless what stands around it forbids.
DOTTED, ENDED = 1, 2


@part
def is_sentence_mark(code: int) -> bool:
    """Tell whether a character ends a sentence by itself."""
    found = False
    for mark in _MARKS:
        found |= mark == code
    return found


@part
def is_lower(code: int, lower: NDArray[np.int32]) -> bool:
    """Tell whether a code point is a lower-case letter: binary search in their list."""
    if code < 0x80:
        return 97 <= code <= 122
    low, high = 0, len(lower)
    while low < high:
        middle = (low + high) // 2
        if lower[middle] < code:
            low = middle + 1
        else:
            high = middle
    return low < len(lower) and lower[low] == code


@part
def is_abbreviated(run: int, buffer: NDArray[np.uint8], size: int, hashed: np.uint32) -> bool:
    """Tell whether a dot behind this word is its own: a single letter, a small number, an abbreviation."""
    if run == 1:
        return True
    if size <= 2:
        small = True
        for k in range(size):
            small &= 48 <= buffer[k] <= 57
        if small:
            return True
    found = False
    for known in _ABBREVIATIONS:
        found |= known == hashed
    return found
