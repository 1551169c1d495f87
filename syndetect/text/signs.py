"""The characters of paragraphs -> how each ends, and whether it holds more than words and commas."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part
from syndetect.text.tokens import characters
from syndetect.text.utf8 import decode

__all__ = ["ODD", "OPENING", "SENTENCE", "ends_sentence", "find_signs"]

SENTENCE = 1  # sign: ends as a sentence does
ODD = 2  # sign: holds digits, brackets or other characters that plain sentences do without
OPENING = 4  # sign: near its beginning stands a mark that datelines end with

_ENDS = ".!?…。！？।؟۔։።"
_CLOSING = "\"'”’»“)]」』›* _\t\u00a0"
_PLAIN = ".,;!?'\"`-–—…‘’‚“”„«、。，；！？।،؛؟۔"  # beside letters, marks and blanks
_DATELINE = "—–―_/(电"

_IS_ODD, _ENDS_IT, _CLOSES_IT, _IS_BLANK, _OPENS_IT = 1, 2, 4, 8, 16  # kinds of characters
_LETTERS = (1, 3, 4, 5, 9, 11)  # classes of make_characters.CLASSES: letters, marks, ignored, blanks
_LAST = 12  # characters among which a sentence ends
_FIRST = 90  # characters in which a dateline ends


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, in any script."""
    return text.rstrip().rstrip(_CLOSING)[-1:] in frozenset(_ENDS)


def find_signs(
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    paragraph_ptr: NDArray[np.int64],
    spans: NDArray[np.int32],
) -> NDArray[np.uint8]:
    """Look at every character of some paragraphs.

    Parameters
    ----------
    utf8 : uint8 array of shape (n_bytes,)
        Texts, one after the other.
    text_ptr : int64 array of shape (n_texts + 1,)
        Where each begins.
    paragraph_ptr : int64 array of shape (n_texts + 1,)
        The paragraphs of each text.
    spans : int32 array of shape (n_paragraphs, 2)
        Bytes of each paragraph in its text.

    Returns
    -------
    uint8 array of shape (n_paragraphs,)
        ``SENTENCE``, ``ODD`` and ``OPENING``, or-ed. A paragraph that ends with an
        initial (J. P.) is ``ODD``: its full stop may end no sentence.
    """
    signs = np.zeros(len(spans), np.uint8)
    _find_signs(utf8, text_ptr, paragraph_ptr, spans, _kinds(), signs)
    return signs


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return what every code point is, or-ed: uint8 (0x110000,)."""
    classes = characters()[0]
    kinds = np.where(np.isin(classes, _LETTERS), 0, _IS_ODD).astype(np.uint8)
    kinds[[ord(char) for char in _PLAIN]] = 0
    for chars, kind in ((_ENDS, _ENDS_IT), (_CLOSING, _CLOSES_IT), (_DATELINE, _OPENS_IT)):
        kinds[[ord(char) for char in chars]] |= np.uint8(kind)
    blanks = [code for code in range(0x3001) if chr(code).isspace()]
    kinds[blanks] |= np.uint8(_IS_BLANK)
    return kinds


@kernel
def _find_signs(
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    paragraph_ptr: NDArray[np.int64],
    spans: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    signs: NDArray[np.uint8],
) -> None:
    for text in range(len(text_ptr) - 1):
        for paragraph in range(paragraph_ptr[text], paragraph_ptr[text + 1]):
            start = text_ptr[text] + spans[paragraph, 0]
            end = text_ptr[text] + spans[paragraph, 1]
            found = 0
            at = start
            n_characters = 0
            blank = True  # before
            while at < end and n_characters < _FIRST:
                code, length = decode(utf8, at)
                kind = kinds[code]
                at += length
                n_characters += 1
                if kind & _IS_ODD:
                    found |= ODD
                hyphen = code == 45 and (blank or (at < end and utf8[at] in (32, 45)))
                if hyphen or kind & _OPENS_IT:
                    found |= OPENING
                blank = kind & _IS_BLANK != 0
            while at < end and found & ODD == 0:
                code, length = decode(utf8, at)
                at += length
                if kinds[code] & _IS_ODD:
                    found |= ODD
            signs[paragraph] = found | _ending(utf8, start, end, kinds)


@part
def _ending(utf8: NDArray[np.uint8], start: int, end: int, kinds: NDArray[np.uint8]) -> int:
    """Return ``SENTENCE`` where one of the last characters ends one, ``ODD`` too after an initial."""
    blanks = True
    n_left = _LAST
    while end > start and n_left > 0:
        end -= 1
        while utf8[end] & 0xC0 == 0x80:
            end -= 1
        kind = kinds[decode(utf8, end)[0]]
        n_left -= 1
        if blanks and kind & _IS_BLANK:
            continue
        blanks = False
        if kind & _CLOSES_IT:
            continue
        if kind & _ENDS_IT == 0:
            return 0
        initial = end - start >= 1 and 65 <= utf8[end - 1] <= 90
        if initial and (end - start == 1 or not _is_word(utf8[end - 2])):
            return SENTENCE | ODD
        return SENTENCE
    return 0


@part
def _is_word(byte: int) -> bool:
    """Tell whether a byte is of a letter or digit."""
    return byte >= 0x80 or 48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122 or byte == 95
