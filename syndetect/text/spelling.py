"""The folded spelling of a word whose plain folding would hide what it is: look-alikes, heaps of marks.

The rules, in words (``tests/naive.py`` says them once more in plain Python):

- *Look-alikes*: letters of Greek, Cyrillic or Armenian that look like Latin
  ones (Unicode Technical Standard 39 calls them confusable). They are folded
  only in a word that mixes Latin letters with one of these scripts: to the script of
  most of its letters (Latin on a tie) when all others have a look-alike there, else to the
  other script when all have one there, else not at all. A word of one script stays as it is.
- *Marks* on one letter stand in canonical order (Unicode, section 3.11), so
  that composed and decomposed text meet. More than ten in a row are an
  ornament and are not hashed.
"""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import part
from syndetect.text.utf8 import COMMA, DIGIT, DOT, IGNORED, LETTER, MARK, decode

__all__ = ["LOOKALIKES", "MOST_MARKS", "append", "fold_lookalikes", "grown", "in_script", "tidied"]

MOST_MARKS = 10  # on one letter; the tallest stacks of Tibetan and Hebrew stay below

# Pairs of a folded letter and the Latin one that it, or its capital, looks like. The first of a
# Latin letter is what that is taken for in a word of the script.
LOOKALIKES = {
    "Greek": "αa βb εe ιi κk νv ηn οo ρp τt υu χx γy ζz ωw ϲc ϳj σo",
    "Cyrillic": "аa вb еe һh іi јj кk мm оo рp ѕs сc тt уy хx ԍg ԛq ԝw ѵv ӏl ԁd нh үy",
    "Armenian": "օo սu ոn հh ցg զq յj տs լl",
}
_FIRST, _PAST = 0x370, 0x590  # Greek, Cyrillic and Armenian; extended Greek decomposes into these
_SCRIPTS = ("Greek", "Cyrillic", "Armenian")


def _tables() -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return the Latin letter of each letter of the three scripts, and the letter of each Latin one."""
    to_latin = np.zeros(_PAST, np.uint8)
    from_latin = np.zeros((len(_SCRIPTS), 128), np.int32)
    for number, script in enumerate(_SCRIPTS):
        for pair in LOOKALIKES[script].split():
            letter, latin = ord(pair[0]), ord(pair[1])
            to_latin[letter] = latin
            if from_latin[number, latin] == 0:
                from_latin[number, latin] = letter
    return to_latin, from_latin


_TO_LATIN, _FROM_LATIN = _tables()


@part
def append(buffer: NDArray[np.uint8], size: int, code: int) -> int:
    """Write a code point as UTF-8 and return the new size."""
    if code < 0x80:
        buffer[size] = code
        return size + 1
    if code < 0x800:
        buffer[size] = 0xC0 | code >> 6
        buffer[size + 1] = 0x80 | code & 0x3F
        return size + 2
    if code < 0x10000:
        buffer[size] = 0xE0 | code >> 12
        buffer[size + 1] = 0x80 | code >> 6 & 0x3F
        buffer[size + 2] = 0x80 | code & 0x3F
        return size + 3
    buffer[size] = 0xF0 | code >> 18
    buffer[size + 1] = 0x80 | code >> 12 & 0x3F
    buffer[size + 2] = 0x80 | code >> 6 & 0x3F
    buffer[size + 3] = 0x80 | code & 0x3F
    return size + 4


@part
def grown(buffer: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Return a buffer of twice the length that begins with the same ``size`` bytes."""
    larger = np.empty(2 * len(buffer), np.uint8)
    for k in range(size):
        larger[k] = buffer[k]
    return larger


@part
def in_script(code: int) -> bool:
    """Tell whether a letter is of a script with look-alikes of Latin letters."""
    return _FIRST <= code < _PAST or 0x1F00 <= code < 0x2000


@part
def _script(code: int) -> int:
    """Return the number of a script with look-alikes, -1 of any other."""
    if 0x400 <= code < 0x530:
        return 1
    if 0x530 <= code < _PAST:
        return 2
    return 0 if in_script(code) else -1


@part
def fold_lookalikes(
    utf8: NDArray[np.uint8],
    place: tuple[int, int],
    spelt: tuple[NDArray[np.uint8], int],
    table: tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]],
) -> int:
    """Fold the look-alikes of a word of two scripts, in place.

    Parameters
    ----------
    utf8 : uint8 array
    place : (int, int)
        The bytes of the word, half-open.
    spelt : (uint8 array, int)
        Its plain folding and how many bytes that has; overwritten. Twice the
        bytes must find room.
    table : (uint8 array, int32 array, int32 array)
        Classes, and foldings as :func:`syndetect.text.make_characters.make` lays them.

    Returns
    -------
    int
        Bytes of the new spelling; -1 when the word stays as it is.
    """
    buffer, size = spelt
    is_mixed = False
    for k in range(size):
        is_mixed |= 97 <= buffer[k] <= 122
    if not is_mixed:
        return -1
    n_latin, n_other, script, to_latin, to_other = _survey(utf8, place, table)
    if n_latin == 0 or script < 0:
        return -1
    if to_latin and (n_latin >= n_other or not to_other):
        return _spell(utf8, place, buffer, table, -1)
    return _spell(utf8, place, buffer, table, script) if to_other else -1


@part
def _survey(
    utf8: NDArray[np.uint8],
    place: tuple[int, int],
    table: tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]],
) -> tuple[int, int, int, bool, bool]:
    """Count the Latin and other letters of a word; say which script, and where all have look-alikes."""
    classes, fold_at, folds = table
    n_latin, n_other, script = 0, 0, -2
    to_latin, to_other = True, True
    at = place[0]
    while at < place[1]:
        code, n_bytes = decode(utf8, at)
        at += n_bytes
        if classes[code] != LETTER:
            continue
        base = folds[fold_at[code] + 1] if fold_at[code] else code
        if in_script(code):
            n_other += 1
            found = _script(code)
            script = found if script in (-2, found) else -1
            to_latin &= _latin(base) != 0
        elif 97 <= base <= 122:
            n_latin += 1
        else:
            script = -1
    at = place[0]
    while at < place[1] and script >= 0:
        code, n_bytes = decode(utf8, at)
        at += n_bytes
        base = folds[fold_at[code] + 1] if fold_at[code] else code
        if classes[code] == LETTER and not in_script(code):
            to_other &= _other(script, base) != 0
    return n_latin, n_other, script, to_latin, to_other


@part
def _latin(base: int) -> int:
    """Return the Latin letter that a folded letter looks like; 0 for none."""
    return int(_TO_LATIN[base]) if base < _PAST else 0


@part
def _other(script: int, base: int) -> int:
    """Return the letter of a script that a folded Latin letter looks like; 0 for none."""
    return int(_FROM_LATIN[script, base])


@part
def _spell(
    utf8: NDArray[np.uint8],
    place: tuple[int, int],
    buffer: NDArray[np.uint8],
    table: tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]],
    script: int,
) -> int:
    """Write the folding of a word with its look-alikes in one script (-1: Latin); return its bytes."""
    classes, fold_at, folds = table
    size = 0
    before = 0
    at = place[0]
    while at < place[1]:
        code, n_bytes = decode(utf8, at)
        at += n_bytes
        kind = int(classes[code])
        if kind == IGNORED:
            continue
        is_hashed = kind not in (DOT, COMMA) or before == DIGIT  # a dot that joins letters is not
        before = kind
        if not is_hashed:
            continue
        fold = fold_at[code]
        base = folds[fold + 1] if fold else code
        swapped = 0
        if kind == LETTER:
            if script < 0:
                swapped = _latin(base) if in_script(code) else 0
            elif not in_script(code):
                swapped = _other(script, base)
        size = append(buffer, size, swapped if swapped else base)
        for k in range(1, folds[fold]):
            size = append(buffer, size, folds[fold + 1 + k])
    return size


@part
def tidied(
    buffer: NDArray[np.uint8], size: int, classes: NDArray[np.uint8], combining: NDArray[np.uint8]
) -> int:
    """Put the marks of a folded word in canonical order and drop heaps of them, in place.

    Parameters
    ----------
    buffer : uint8 array
    size : int
        Bytes of the word.
    classes, combining : uint8 arrays of shape (n_code_points,)

    Returns
    -------
    int
        Bytes that are left.
    """
    codes = np.empty(MOST_MARKS, np.int64)  # of the run of marks at hand
    n_marks = 0
    at, kept = 0, 0
    while at <= size:
        code, n_bytes = decode(buffer, at) if at < size else (32, 1)
        at += n_bytes
        if classes[code] == MARK:
            if n_marks < MOST_MARKS:
                k = n_marks
                rank = combining[code]
                while rank and k > 0 and combining[codes[k - 1]] > rank:
                    codes[k] = codes[k - 1]
                    k -= 1
                codes[k] = code
            n_marks += 1
            continue
        if n_marks <= MOST_MARKS:
            for k in range(n_marks):
                kept = append(buffer, kept, codes[k])
        n_marks = 0
        if at <= size:
            kept = append(buffer, kept, code)
    return kept
