"""UTF-8 that was read as Windows-1252 (donâ€™t, rÃ©sumÃ©) -> what was meant, byte for byte in its place.

A sequence is undone where nothing else can be meant: two characters that begin
with one of ``Â Ã Ä Å Î Ï Ð Ñ Ø Ù``, or three that begin with ``â`` and whose
bytes spell a code point from U+2000 to U+21FF (quotation marks, dashes, the
euro sign). A second character that may stand behind a word as well (a closing
mark, a dash, a blank that does not break) counts only directly before a letter
or behind another such sequence, or where it spells à or the blank itself. A
soft hyphen counts only behind another sequence, or where it spells í.

What was meant is written over the sequence and the rest filled with characters
that are passed over, so that bytes and characters keep their count: offsets
are those of the text as read.
"""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part
from syndetect.text.spelling import append
from syndetect.text.utf8 import LETTER, decode

__all__ = ["repair"]

# The bytes 0x80 to 0x9F of Windows-1252; five of them are not assigned and stand for themselves.
_CP1252 = np.array(
    [ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)) for byte in range(0x80, 0xA0)], np.int32
)
_LEADS = np.array([ord(lead) for lead in "ÂÃÄÅÎÏÐÑØÙ"], np.int32)
_BEHIND_WORDS = np.array([ord(mark) for mark in "‘’“”„‚–—…‹›«»·\u00a0\u00ad"], np.int32)


def repair(
    utf8: NDArray[np.uint8], text_ptr: NDArray[np.int64], classes: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Undo mojibake in a batch of texts.

    Parameters
    ----------
    utf8 : uint8 array of shape (n_bytes,)
        The texts, one after the other.
    text_ptr : int64 array of shape (n_texts + 1,)
    classes : uint8 array of shape (n_code_points,)

    Returns
    -------
    uint8 array of shape (n_bytes,)
        The same array when there is nothing to undo.
    int32 array of shape (n_texts,)
        Sequences undone in each text.
    """
    counts = np.zeros(len(text_ptr) - 1, np.int32)
    leads = np.flatnonzero(utf8[:-3] == 0xC3)  # the first byte of every lead; behind its second is no ASCII
    leads = leads[utf8[leads + 2] >= 0x80]
    if not len(leads):
        return utf8, counts
    patched = utf8.copy()
    _patch(patched, text_ptr, classes, leads, counts)
    patched.flags.writeable = False  # as the array given: kernels are compiled once
    return patched, counts


@part
def _byte(code: int) -> int:
    """Return the byte that Windows-1252 reads as a character, 0 when there is none above 0x7F."""
    if 0xA0 <= code < 0x100:
        return code
    for k in range(len(_CP1252)):
        if _CP1252[k] == code or code == 0x80 + k:
            return 0x80 + k
    return 0


@part
def _is_one_of(codes: NDArray[np.int32], code: int) -> bool:
    found = False
    for k in range(len(codes)):
        found |= codes[k] == code
    return found


@part
def _meant(
    utf8: NDArray[np.uint8],
    place: tuple[int, int],
    classes: NDArray[np.uint8],
    behind_another: bool,  # noqa: FBT001
) -> tuple[int, int]:
    """Return the code point that a sequence spells and the byte behind it; -1 when it is none."""
    at, end = place
    lead, n_bytes = decode(utf8, at)
    at += n_bytes
    if at >= end or not (lead == 0xE2 or _is_one_of(_LEADS, lead)):
        return -1, end
    second_code, n_bytes = decode(utf8, at)
    at += n_bytes
    second = _byte(second_code)
    if not 0x80 <= second < 0xC0:
        return -1, end
    if lead == 0xE2:
        third = _byte(decode(utf8, at)[0]) if at < end else 0
        if second > 0x87 or not 0x80 <= third < 0xC0:
            return -1, end
        return 0x2000 | (second & 0x3F) << 6 | third & 0x3F, at + decode(utf8, at)[1]
    if _is_one_of(_BEHIND_WORDS, second_code) and not behind_another:
        following = classes[decode(utf8, at)[0]] if at < end else 0
        if second_code == 0xAD:
            is_meant = lead == 0xC3
        else:
            is_meant = following == LETTER or (second_code == 0xA0 and lead in (0xC2, 0xC3))
        if not is_meant:
            return -1, end
    return (lead & 0x1F) << 6 | second & 0x3F, at


@kernel
def _patch(
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    classes: NDArray[np.uint8],
    leads: NDArray[np.int64],
    counts: NDArray[np.int32],
) -> None:
    """Write over every sequence what was meant, and count."""
    text = 0
    last = -1  # where the last sequence ended
    for at in leads:
        while at >= text_ptr[text + 1]:
            text += 1
        if at < last:
            continue
        code, beyond = _meant(utf8, (at, text_ptr[text + 1]), classes, last == at)
        if code >= 0 and _write(utf8, at, beyond, code):
            counts[text] += 1
            last = beyond


@part
def _write(utf8: NDArray[np.uint8], at: int, beyond: int, code: int) -> bool:
    """Write a code point and fill up with what belongs to the character before it and counts for nothing.

    That is a combining grapheme joiner (two bytes) or a variation selector (three).

    Where â is followed by two control characters of two bytes each, three bytes
    are left for two characters, which nothing fills: quotation marks and dashes
    then become those of ASCII, and all else stays as it was.
    """
    n_characters = 3 if code >= 0x2000 else 2
    if n_characters == 3 and beyond - at == 6:
        if code in (0x2018, 0x2019):
            code = 0x27
        elif code in (0x201C, 0x201D):
            code = 0x22
        elif 0x2010 <= code <= 0x2015:
            code = 0x2D
        else:
            return False
    at = append(utf8, at, code)
    while at < beyond:
        n_characters -= 1
        is_wide = beyond - at > 2 * n_characters
        at = append(utf8, at, 0xFE0F if is_wide else 0x34F)
    return True
