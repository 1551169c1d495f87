"""The bytes of paragraphs -> which of them rules on speech need to look at."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part

__all__ = ["CITED", "COLON", "HANDLE", "INDENTED", "LABEL", "LINK", "find_speech_signs"]

COLON = 1  # sign: ends with a colon
LABEL = 2  # sign: a colon near its beginning, capitals or one short word before it
HANDLE = 4  # sign: holds an @
LINK = 8  # sign: holds the address of something at a .com or .co
CITED = 16  # sign: begins with >
INDENTED = 32  # sign: a tab or two blanks before it in its line

_LABEL_BYTES = 64
_WORD_BYTES = 24


def find_speech_signs(
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    paragraph_ptr: NDArray[np.int64],
    spans: NDArray[np.int32],
) -> NDArray[np.uint8]:
    """Look at the bytes of some paragraphs.

    Parameters
    ----------
    utf8 : uint8 array of shape (n_bytes,)
        The texts, one after the other.
    text_ptr : int64 array of shape (n_texts + 1,)
    paragraph_ptr : int64 array of shape (n_texts + 1,)
        The paragraphs of each text.
    spans : int32 array of shape (n_paragraphs, 2)
        Bytes of each paragraph in its text.

    Returns
    -------
    uint8 array of shape (n_paragraphs,)
        ``COLON``, ``LABEL``, ``HANDLE``, ``LINK``, ``CITED`` and ``INDENTED``,
        or-ed.
    """
    signs = np.empty(len(spans), np.uint8)
    _find_signs(utf8, text_ptr, paragraph_ptr, spans, signs)
    return signs


@kernel
def _find_signs(
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    paragraph_ptr: NDArray[np.int64],
    spans: NDArray[np.int32],
    signs: NDArray[np.uint8],
) -> None:
    for text in range(len(text_ptr) - 1):
        origin = text_ptr[text]
        for paragraph in range(paragraph_ptr[text], paragraph_ptr[text + 1]):
            start, past = origin + spans[paragraph, 0], origin + spans[paragraph, 1]
            found = CITED if utf8[start] == 62 else 0
            if _is_colon(utf8, start, past):
                found |= COLON
            if (start - origin >= 1 and utf8[start - 1] == 9) or (
                start - origin >= 2 and utf8[start - 1] == 32 and utf8[start - 2] == 32
            ):
                found |= INDENTED
            if _has_label(utf8, start, past):
                found |= LABEL
            handle, stroke = _has_handle_or_stroke(utf8, start, past)
            found |= HANDLE if handle else 0
            found |= LINK if stroke and _has_link(utf8, start, past) else 0
            signs[paragraph] = found


@part
def _is_colon(utf8: NDArray[np.uint8], start: int, past: int) -> bool:
    """Tell whether a colon, also a full-width one, stands directly before ``past``."""
    if utf8[past - 1] == 58:
        return True
    return past - start >= 3 and utf8[past - 3] == 0xEF and utf8[past - 2] == 0xBC and utf8[past - 1] == 0x9A


@part
def _has_label(utf8: NDArray[np.uint8], start: int, past: int) -> bool:
    """Tell whether a colon stands behind one short word, or behind words without a small ASCII letter."""
    small = False
    blanks = 0
    for at in range(start, min(past, start + _LABEL_BYTES)):
        if _is_colon(utf8, start, at + 1):
            return not small or (blanks <= 1 and at - start <= _WORD_BYTES)
        small |= 97 <= utf8[at] <= 122
        blanks += 1 if utf8[at] == 32 else 0
    return False


@part
def _has_handle_or_stroke(utf8: NDArray[np.uint8], start: int, past: int) -> tuple[bool, bool]:
    """Tell whether an @, and whether a / is there; without branches many bytes are read at once."""
    handle = np.uint8(0)
    stroke = np.uint8(0)
    for at in range(np.uint64(start), np.uint64(past)):
        byte = utf8[at]
        handle |= np.uint8(byte == 64)
        stroke |= np.uint8(byte == 47)
    return bool(handle > 0), bool(stroke > 0)


@part
def _has_link(utf8: NDArray[np.uint8], start: int, past: int) -> bool:
    """Tell whether .com or .co stands directly before a stroke."""
    found = False
    for at in range(start + 4, past):
        if utf8[at] == 47:
            co = utf8[at - 1] == 111 and utf8[at - 2] == 99 and utf8[at - 3] == 46
            com = utf8[at - 1] == 109 and utf8[at - 2] == 111 and utf8[at - 3] == 99 and utf8[at - 4] == 46
            found |= co or com
    return found
