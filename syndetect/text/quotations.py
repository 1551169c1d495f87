"""A quotation mark and what stands around it -> what it opens or closes.

The rules, in words (``tests/naive.py`` says them once more in plain Python):

- Double marks of all styles (“…”, „…“, «…», »…«, ”…”, "…", 「…」, 『…』, ``…'',
  ''…'', ‘‘…’’, ,,…'') open wherever they can be no closing mark, and end with
  their paragraph at the latest. Of nested quotations the outer one counts.
- A » or ” that begins a paragraph after one whose « or “ is still open goes on
  with that quotation (French, Italian and Spanish habit).
- Single marks (‘…’, '…', ‚…‘, ‹…›, ›…‹) open only together with the mark that
  closes them (:func:`find_single_end`): most of them are apostrophes.
- Dashes in front of speech are no marks: lists and asides have them too.
"""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import part
from syndetect.text.utf8 import (
    APOSTROPHE,
    COMMA,
    DIGIT,
    DOT,
    IGNORED,
    LETTER,
    MARK,
    NEWLINE,
    QUOTE,
    SOLO_CLASS,
    SPACE,
    class_after,
    decode,
)

__all__ = ["NONE", "SINGLE", "continued", "find_single_end", "next_quotation", "opens_single", "read_mark"]

# Quotation families: what is open, and therefore what closes it.
NONE, _ENGLISH, _GERMAN, _GUILLEMETS, _REVERSED, _STRAIGHT = 0, 1, 2, 3, 4, 5
_CORNER, _WHITE_CORNER, _TEX, _SWEDISH, _TWO_CURLY, _TWO_COMMAS, SINGLE = 6, 7, 8, 9, 10, 11, 12

_PLURAL = 32  # bytes: a mark that may be a plural's apostrophe closes no longer quotation
_REACH = 2048  # bytes: a quotation in single marks is no longer, so that the search for its end is bounded


def _packed(word: str) -> int:
    return int.from_bytes(word.encode(), "big")


# Words that an apostrophe begins, by their first letters up to seven; years ('90s) are told by rule.
_ELISIONS = np.array(
    [
        _packed(word)
        for word in (
            *"stnmdk",  # 's, 't, 'n: Dutch, Afrikaans, and English words split before the apostrophe
            *("ll", "re", "ve", "em", "ns", "un", "uns", "til", "till", "tis", "twas", "twere", "twill"),
            *("twould", "twasn", "bout", "cause", "cos", "coz", "cuz", "round", "neath", "gainst", "nuff"),
            *("nother", "hood", "burbs", "fro", "tude", "kay", "fraid", "ndrangh"),  # 'ndrangheta
        )
    ],
    np.int64,
)


@part
def read_mark(utf8: NDArray[np.uint8], at: int, end: int, code: int) -> tuple[int, int]:
    """Return a mark and the byte behind it; two equal small marks in a row are one, its code negated."""
    if code in (0x60, 0x27, 0x2C, 0x2018, 0x2019) and at < end:
        following, length = decode(utf8, at)
        if following == code:
            return -code, at + length
    return code, at


@part
def continued(left_open: int, mark: int) -> int:
    """Return the family that a mark at the beginning of a paragraph goes on with, or NONE.

    ``left_open`` is the family that the paragraph before left open.
    """
    goes_on = (left_open == _GUILLEMETS and mark == 0xBB) or (left_open == _ENGLISH and mark == 0x201D)
    return left_open if goes_on else NONE


@part
def next_quotation(state: int, depth: int, mark: int, sides: tuple[int, bool, int]) -> tuple[int, int]:
    """Return the family that is open and its depth after a double mark.

    ``sides`` are the class before the mark, whether a word ends there, and the
    class after it.
    """
    before, word_before, after = sides
    word_after = after in (LETTER, DIGIT, SOLO_CLASS)
    if state == NONE:
        family = _opened(mark, before, word_before, word_after)
        return family, 1 if family != NONE else 0
    if state == _ENGLISH:
        closes = mark in (0x201D, 0x301E, 0x301F, 0x22, 0xFF02)
        closes = closes or (mark == 0x201C and before not in (SPACE, NEWLINE, 0) and not word_after)
    elif state == _GERMAN:
        closes = mark in (0x201C, 0x201D, 0x201F, 0x22)
    elif state == _GUILLEMETS:
        depth += 1 if mark == 0xAB else 0
        closes = mark == 0xBB
    elif state == _REVERSED:
        closes = mark == 0xAB
    elif state == _STRAIGHT:
        closes = mark in (0x22, 0xFF02)
    elif state == _CORNER:
        depth += 1 if mark == 0x300C else 0
        closes = mark == 0x300D
    elif state == _WHITE_CORNER:
        depth += 1 if mark == 0x300E else 0
        closes = mark == 0x300F
    elif state == _TEX:
        closes = mark in (-0x27, 0x22)
    elif state == _TWO_CURLY:
        closes = mark in (-0x2019, 0x201D, 0x22)
    elif state == _TWO_COMMAS:
        closes = mark in (-0x27, -0x60, -0x2018, -0x2019, 0x201C, 0x201D, 0x22)
    else:
        closes = mark == 0x201D
    depth -= 1 if closes else 0
    return (state, depth) if depth > 0 else (NONE, 0)


@part
def _opened(mark: int, before: int, word_before: bool, word_after: bool) -> int:  # noqa: FBT001
    """Return the quotation family that a double mark opens where none is open, or NONE."""
    family = _opened_anywhere(mark)
    if family == NONE and word_after and before in (SPACE, NEWLINE) and mark in (-0x27, -0x2C):
        return _TEX if mark == -0x27 else _TWO_COMMAS
    if family == NONE and not word_before:  # else a closing mark gone astray, or inches
        if mark in (0x22, 0xFF02):
            return _STRAIGHT
        if word_after and mark in (0xBB, 0x201D):
            return _REVERSED if mark == 0xBB else _SWEDISH
    return family


@part
def _opened_anywhere(mark: int) -> int:
    """Return the family of a mark that can only be an opening one, or NONE."""
    if mark in (0x201C, 0x201F, 0x301D):
        return _ENGLISH
    if mark in (0x201E, 0xAB):
        return _GERMAN if mark == 0x201E else _GUILLEMETS
    if mark in (0x300C, 0x300E):
        return _CORNER if mark == 0x300C else _WHITE_CORNER
    if mark in (-0x60, -0x2018):
        return _TEX if mark == -0x60 else _TWO_CURLY
    return NONE


@part
def opens_single(
    utf8: NDArray[np.uint8],
    place: tuple[int, int],
    code: int,
    before: tuple[int, int],
    classes: NDArray[np.uint8],
) -> bool:
    """Tell whether a single mark may open: nothing but a blank or bracket before it, a word behind it.

    Parameters
    ----------
    utf8 : uint8 array
    place : (int, int)
        The byte behind the mark, and the end of the text.
    code : int
        The mark.
    before : (int, int)
        Class and code point of the character before it.
    classes : uint8 array
    """
    at, end = place
    kind = before[0]
    free = kind in (SPACE, NEWLINE) or (
        kind == 0 and before[1] in (40, 91, 123, 0x2013, 0x2014, 0x2015, 47, 58, 0xBF, 0xA1)
    )
    after, _ = class_after(utf8, at, end, classes)
    word_after = after in (LETTER, DIGIT, SOLO_CLASS)
    if code in (0x2018, 0x201B):
        free = free or kind in (0, SOLO_CLASS) or (kind == COMMA and before[1] == 0xFF0C)
        word_after = word_after or after in (0, DOT, QUOTE)
    elif code == 0x201A:
        word_after = word_after or after in (0, DOT, QUOTE)
    elif code == 0x27:
        pass
    elif code not in (0x2039, 0x203A):
        return False
    if not (free and word_after):
        return False
    return code not in (0x2018, 0x201B, 0x27) or not _is_elision(utf8, at, end)


@part
def _is_elision(utf8: NDArray[np.uint8], at: int, end: int) -> bool:
    """Tell whether a word that a mark begins has lost its first letters: ’90s, ’em, ’tis."""
    if at + 1 < end and _is_digit(utf8[at]) and _is_digit(utf8[at + 1]):
        third = utf8[at + 2] if at + 2 < end else 32
        fourth = utf8[at + 3] if at + 3 < end else 32
        return (
            third == 115 or third <= 32 or (third in (33, 41, 44, 46, 58, 59, 63) and not _is_digit(fourth))
        )
    packed = 0
    size = 0
    while at < end and size < 7 and 97 <= utf8[at] | 0x20 <= 122:
        packed = packed << 8 | int(utf8[at] | 0x20)
        size += 1
        at += 1
    if size < 7 and at < end and utf8[at] >= 0x80 and utf8[at] != 0xE2:  # the word goes on; E2: ’ and dashes
        return False
    found = False
    for k in range(len(_ELISIONS)):
        found |= bool(_ELISIONS[k] == packed)
    return found


@part
def _is_digit(byte: int) -> bool:
    return 48 <= byte <= 57


@part
def find_single_end(  # noqa: C901 - one loop over characters: its state is its locals
    utf8: NDArray[np.uint8],
    place: tuple[int, int],
    code: int,
    layout: tuple[bool, bool],
    classes: NDArray[np.uint8],
) -> int:
    """Find where a quotation in single marks ends.

    Parameters
    ----------
    utf8 : uint8 array
    place : (int, int)
        The byte behind the opening mark, and the end of the text.
    code : int
        The opening mark.
    layout : (bool, bool)
        Whether the text is wrapped by hand, and whether the mark begins its paragraph.
    classes : uint8 array

    Returns
    -------
    int
        The byte of the closing mark, -1 when there is none: then it opens
        nothing.

    Notes
    -----
    A closing mark stands in the same paragraph, within 2,048 bytes, before the next mark that may
    open, directly behind a character and not before a letter or digit. Of ‘
    and ', the first one behind punctuation closes, else the first behind a
    letter; one between an s or a digit and a blank may be a plural's
    apostrophe or feet and closes a short quotation only. A ‘ that begins a
    paragraph and is not closed there lasts to its end when another ‘ begins
    the next paragraph.
    """
    at, end = place
    wrapped, leads = layout
    plain = -1
    plural = -1
    double = 0  # curly double marks open inside
    start = at
    before, before_code, second_code = QUOTE, code, 0
    line_breaks = 0
    while at < end:
        if at - start >= _REACH:
            return plain if plain >= 0 else plural
        found, length = decode(utf8, at)
        kind = int(classes[found])
        here = at
        at += length
        if kind == IGNORED:
            continue
        if kind == NEWLINE:
            if not (found == 10 and before == NEWLINE and utf8[here - 1] == 13):
                line_breaks += 1
            if line_breaks == (2 if wrapped else 1):
                break
        elif kind != SPACE:
            line_breaks = 0
        if kind in (QUOTE, APOSTROPHE):
            mark, beyond = read_mark(utf8, at, end, found)
            is_single = mark > 0 or (code != 0x27 and mark != -0x2018)
            if mark < 0 and found == 0x27:
                at = beyond
            if found in (0x201C, 0x201D):
                double = max(0, double + (1 if found == 0x201C else -1))
            elif is_single and double == 0:
                if _may_close(utf8, (at, end), (code, found), before, classes):
                    apostrophe = before_code in (110, 78) and second_code in (0x27, 0x2019)  # rock 'n' roll
                    if code in (0x2039, 0x203A) or (code == 0x201A and found == 0x2018):
                        return here
                    if before in (0, DOT, COMMA, QUOTE, SOLO_CLASS):
                        return here
                    if apostrophe:
                        pass
                    elif (before_code in (115, 83) or before == DIGIT) and _before_blank(
                        utf8, at, end, classes
                    ):
                        if plural < 0 and here - start <= _PLURAL:
                            plural = here
                    elif plain < 0 and before != APOSTROPHE:
                        plain = here
                elif found == code and opens_single(utf8, (at, end), found, (before, before_code), classes):
                    return plain if plain >= 0 else plural
        second_code = before_code
        before, before_code = kind, found
    if plain < 0 and code == 0x2018 and leads and _begins_with(utf8, at, end, classes):
        return at
    return plain if plain >= 0 else plural


@part
def _may_close(
    utf8: NDArray[np.uint8],
    place: tuple[int, int],
    marks: tuple[int, int],
    before: int,
    classes: NDArray[np.uint8],
) -> bool:
    """Tell whether the second mark may close what the first opened."""
    opening, mark = marks
    if opening == 0x2039:
        fits = mark == 0x203A
    elif opening == 0x203A:
        fits = mark == 0x2039
    elif opening == 0x27:
        fits = mark == 0x27
    elif opening == 0x201A:
        fits = mark in (0x2018, 0x2019, 0x27)
    else:
        fits = mark in (0x2019, 0x27)
    if not fits or before in (SPACE, NEWLINE):
        return False
    after, _ = class_after(utf8, place[0], place[1], classes)
    return after not in (LETTER, DIGIT, MARK)


@part
def _before_blank(utf8: NDArray[np.uint8], at: int, end: int, classes: NDArray[np.uint8]) -> bool:
    after, _ = class_after(utf8, at, end, classes)
    return after == SPACE


@part
def _begins_with(utf8: NDArray[np.uint8], at: int, end: int, classes: NDArray[np.uint8]) -> bool:
    """Tell whether the next character that is no blank is a ‘ that may open."""
    while at < end:
        code, length = decode(utf8, at)
        at += length
        if classes[code] in (NEWLINE, SPACE, IGNORED):
            continue
        return code == 0x2018 and opens_single(utf8, (at, end), code, (NEWLINE, 10), classes)
    return False
