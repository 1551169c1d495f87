"""UTF-8 bytes -> token hashes, flags and spans: the one pass that reads text.

The rules, in words (``tests/naive.py`` says them once more in plain Python):

- A *word* is a run of letters, marks and digits. A letter of a script written
  without spaces (Han, kana, Thai, Lao, Khmer, Myanmar, ...) is a word of its
  own, with the marks on it.
- An apostrophe joins what stands before it to a letter after it (don't). A dot
  or comma joins digits (3.5, 1,000). A dot joins single letters, with the marks
  on them (U.S., p.m.), and is then not hashed, so that US and U.S. are one word.
- Soft hyphens, zero-width characters and bidi controls are passed over.
- A word's hash is xxh32 of the UTF-8 of its folded characters (case, width and
  compatibility folded, marks decomposed: see ``make_characters.fold``).
- A *paragraph* ends at a line break or, in text wrapped by hand, at a blank
  line (:func:`is_hard_wrapped`).
- A *sentence* begins with its paragraph, after ``!?…`` or the like of other
  scripts (``SENTENCE_MARKS``), and after a dot that a blank follows, closing
  marks in between or not. It never begins with a lower-case letter; nor after
  the dot of a single letter (J., U.S.), of a number below 100 (3. Oktober) or
  of a word of ``ABBREVIATIONS`` (Mr.). A comma, colon or semicolon between
  the dot and the blank takes the dot back.
- A word is *quoted* when it begins inside quotation marks. A mark left open
  ends with its paragraph, as newspapers print a quotation of several
  paragraphs: each opens anew, only the last closes.
"""

from importlib.resources import files

import numpy as np
import xxhash
from numpy.typing import NDArray

from syndetect.kernels import kernel, xxh32

__all__ = [
    "FURNITURE",
    "PARAGRAPH_START",
    "QUOTED",
    "SENTENCE_START",
    "SOLO",
    "CharacterTable",
    "decode",
    "load_characters",
    "to_characters",
    "tokenise",
]

QUOTED = 1  # flag: the word begins inside quotation marks
PARAGRAPH_START = 2  # flag: the first word of a paragraph
SOLO = 4  # flag: one character of a script written without spaces
FURNITURE = 8  # flag: no reporting: set after the token pass, by what is known of paragraphs and outlets
SENTENCE_START = 128  # flag: the first word of a sentence

_LETTER, _DIGIT, _SOLO_CLASS, _MARK, _IGNORED = 1, 2, 3, 4, 5
_APOSTROPHE, _DOT, _COMMA, _NEWLINE, _QUOTE, _SPACE = 6, 7, 8, 9, 10, 11

# Quotation families: what is open, and therefore what closes it.
_NONE, _ENGLISH, _GERMAN, _GUILLEMETS, _REVERSED, _STRAIGHT = 0, 1, 2, 3, 4, 5
_CORNER, _WHITE_CORNER, _TEX, _SWEDISH = 6, 7, 8, 9

CharacterTable = tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]

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
_DOTTED, _ENDED = (
    1,
    2,
)  # between two words: a dot so far; the end of a sentence unless what stands around it forbids


def load_characters() -> CharacterTable:
    """Load the class of every code point and its folding: see ``make_characters.make``."""
    with (files("syndetect.text") / "characters.npz").open("rb") as data, np.load(data) as table:
        return table["classes"], table["fold_at"], table["folds"], table["lower"]


@kernel
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


@kernel
def _class_after(utf8: NDArray[np.uint8], at: int, end: int, classes: NDArray[np.uint8]) -> tuple[int, int]:
    """Return the class of the next character that counts, and where the one after it begins."""
    while at < end:
        code, length = decode(utf8, at)
        at += length
        if classes[code] != _IGNORED:
            return int(classes[code]), at
    return 0, end


@kernel
def is_hard_wrapped(utf8: NDArray[np.uint8], start: int, end: int, classes: NDArray[np.uint8]) -> bool:
    """Tell whether single line breaks are only where the line was full.

    True when no line is longer than 100 characters, and of the lines that
    another line follows directly at least two are, and at least three quarters
    are 40 characters or longer and end without a full stop, question or
    exclamation mark or a closing quotation mark.
    """
    length = 0  # characters of this line, up to its last non-blank
    blank_tail = 0
    closed = False  # the line's last non-blank ends a sentence
    candidates = 0
    wrapped = 0
    previous_full = False
    previous_any = False
    at = start
    while at <= end:
        code, n_bytes = (10, 1) if at == end else decode(utf8, at)
        at += n_bytes
        kind = classes[code]
        if kind == _NEWLINE:
            after_return = code == 10 and at - n_bytes > start and utf8[at - n_bytes - 1] == 13
            if length == 0:
                previous_any = previous_any and after_return  # \r\n is one line break
                continue
            if length > 100:
                return False
            if previous_any:
                candidates += 1
                wrapped += 1 if previous_full else 0
            previous_any = True
            previous_full = length >= 40 and not closed
            length = 0
            blank_tail = 0
            closed = False
        elif kind == _SPACE:
            blank_tail += 1 if length > 0 else 0
        elif kind != _IGNORED:
            length += 1 + blank_tail
            blank_tail = 0
            closed = code in (33, 46, 63, 0x3002, 0xFF01, 0xFF1F, 0x6D4, 0x61F, 0x964) or kind == _QUOTE
    return candidates >= 2 and 4 * wrapped >= 3 * candidates


@kernel
def _next_quotation(state: int, depth: int, code: int, word_before: int, word_after: int) -> tuple[int, int]:
    """Return the quotation state and depth after a quotation mark."""
    if state == _NONE:
        return _opened(code, word_before, word_after), 1
    if state == _ENGLISH:
        closes = code in (0x201D, 0x301E, 0x301F, 0x22, 0xFF02)
    elif state == _GERMAN:
        closes = code in (0x201C, 0x201D, 0x201F, 0x22)
    elif state == _GUILLEMETS:
        depth += 1 if code == 0xAB else 0
        closes = code == 0xBB
    elif state == _REVERSED:
        closes = code == 0xAB
    elif state == _STRAIGHT:
        closes = code in (0x22, 0xFF02)
    elif state == _CORNER:
        depth += 1 if code == 0x300C else 0
        closes = code == 0x300D
    elif state == _WHITE_CORNER:
        depth += 1 if code == 0x300E else 0
        closes = code == 0x300F
    elif state == _TEX:
        closes = code == 0x27
    else:
        closes = code == 0x201D
    depth -= 1 if closes else 0
    return (state, depth) if depth > 0 else (_NONE, 0)


@kernel
def _opened(code: int, word_before: int, word_after: int) -> int:
    """Return the quotation family that a mark opens where none is open, or _NONE."""
    if code in (0x201C, 0x201F, 0x301D):
        return _ENGLISH
    if code == 0x201E:
        return _GERMAN
    if code == 0xAB:
        return _GUILLEMETS
    if code == 0x300C:
        return _CORNER
    if code == 0x300E:
        return _WHITE_CORNER
    if code == 0x60:
        return _TEX
    if not word_before:  # else a closing mark gone astray, or inches
        if code in (0x22, 0xFF02):
            return _STRAIGHT
        if word_after and code == 0xBB:
            return _REVERSED
        if word_after and code == 0x201D:
            return _SWEDISH
    return _NONE


@kernel
def _sentence_mark(code: int) -> bool:
    found = False
    for mark in _MARKS:
        found |= mark == code
    return found


@kernel
def _is_lower(code: int, lower: NDArray[np.int32]) -> bool:
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


@kernel
def _abbreviated(run: int, buffer: NDArray[np.uint8], size: int, hashed: np.uint32) -> bool:
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


@kernel
def _append(buffer: NDArray[np.uint8], size: int, code: int) -> int:
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


@kernel
def _grown(buffer: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    grown = np.empty(2 * len(buffer), np.uint8)
    for k in range(size):
        grown[k] = buffer[k]
    return grown


@kernel
def tokenise(  # noqa: PLR0913, PLR0915, C901 - one loop over bytes: its state is its locals
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    table: CharacterTable,
    hashes: NDArray[np.uint32],
    flags: NDArray[np.uint8],
    spans: NDArray[np.int32],
    token_ptr: NDArray[np.int64],
) -> int:
    """Write the tokens of a batch of texts.

    Parameters
    ----------
    utf8 : uint8 array of shape (n_bytes,)
        The texts, one after the other, valid UTF-8.
    text_ptr : int64 array of shape (n_texts + 1,)
        Where each text begins.
    table : CharacterTable
    hashes, flags : arrays of shape (at least n_tokens,)
        Written. ``n_bytes`` places always suffice.
    spans : int32 array of shape (at least n_tokens, 2) or (0, 2)
        Written with the bytes of each token in its text unless it has no rows.
    token_ptr : int64 array of shape (n_texts + 1,)
        Written: where the tokens of each text begin.

    Returns
    -------
    int
        n_tokens.
    """
    classes, fold_at, folds, lower = table
    keep_spans = spans.shape[0] > 0
    buffer = np.empty(256, np.uint8)
    n_tokens = 0
    token_ptr[0] = 0
    for text in range(len(text_ptr) - 1):
        at = text_ptr[text]
        end = text_ptr[text + 1]
        wrapped = is_hard_wrapped(utf8, at, end, classes)
        in_word = False
        is_solo = False
        quoted = False
        size = 0  # bytes in the buffer
        run = 0  # 1 after a single letter, counted from the word's or its last joining dot's begin
        word_start = 0
        word_end = 0
        before = _NEWLINE  # class of the last character that counts
        state = _NONE
        depth = 0
        line_breaks = 0
        fresh = True  # no word of this paragraph yet
        ending = 0  # of a sentence, since the last word
        by_dot = False  # and nothing but a dot ended it
        begins = False  # this word begins a sentence
        while at <= end:
            if at == end:
                code, n_bytes, kind = 10, 1, _NEWLINE
            else:
                code, n_bytes = decode(utf8, at)
                kind = int(classes[code])
            here = at
            at += n_bytes
            if kind == _IGNORED:
                continue
            if in_word and not is_solo and code < 0x80 and kind <= _DIGIT and kind != 0:
                # The common case by far: one more ASCII letter or digit.
                run += 1 if kind == _LETTER else 2
                word_end = at
                before = kind
                buffer[size] = code | 0x20 if kind == _LETTER else code
                size += 1
                if size + 80 > len(buffer):
                    buffer = _grown(buffer, size)
                continue
            word_before = in_word and not is_solo
            starts = kind in (_LETTER, _DIGIT, _SOLO_CLASS)
            joins = False
            hashed = True
            if in_word and not is_solo and kind in (_APOSTROPHE, _DOT, _COMMA):
                after, beyond = _class_after(utf8, at, end, classes)
                if kind == _APOSTROPHE:
                    joins = after == _LETTER and before in (_LETTER, _MARK, _DIGIT)
                elif before == _DIGIT:
                    joins = after == _DIGIT
                elif kind == _DOT and after == _LETTER and run == 1:
                    third, beyond = _class_after(utf8, beyond, end, classes)
                    while third == _MARK:
                        third, beyond = _class_after(utf8, beyond, end, classes)
                    joins = third not in (_LETTER, _DIGIT)
                    hashed = not joins
                    run = 0
            continues = in_word and (kind == _MARK or joins or (kind in (_LETTER, _DIGIT) and not is_solo))
            if in_word and not continues:
                hashes[n_tokens] = xxh32(buffer, size)
                flag = QUOTED if quoted else 0
                flag |= SOLO if is_solo else 0
                flag |= PARAGRAPH_START if fresh else 0
                flag |= SENTENCE_START if fresh or begins else 0
                flags[n_tokens] = flag
                if keep_spans:
                    spans[n_tokens, 0] = word_start - text_ptr[text]
                    spans[n_tokens, 1] = word_end - text_ptr[text]
                n_tokens += 1
                fresh = False
                in_word = False
            if kind == _NEWLINE:
                # A paragraph ends at the first line break, in wrapped text at the second in a row.
                # \r\n counts once.
                if not (code == 10 and before == _NEWLINE and here > text_ptr[text] and utf8[here - 1] == 13):
                    line_breaks += 1
                if line_breaks == (2 if wrapped else 1):
                    fresh = True
                    state = _NONE
                    depth = 0
            elif kind != _SPACE:
                line_breaks = 0
            if not starts and not continues:
                if kind == _DOT and ending == 0:
                    ending, by_dot = _DOTTED, True
                elif ending == _DOTTED and kind in (_SPACE, _NEWLINE):
                    ending = _ENDED
                elif ending == _DOTTED and (kind == _COMMA or code in (0x3A, 0x3B)):
                    ending = 0
                if kind == 0 and _sentence_mark(code):
                    ending, by_dot = _ENDED, False
            if starts or continues:
                if not in_word:
                    in_word = True
                    is_solo = kind == _SOLO_CLASS
                    quoted = state != _NONE
                    begins = ending == _ENDED and not _is_lower(code, lower)
                    if begins and by_dot and not fresh:
                        begins = not _abbreviated(run, buffer, size, hashes[n_tokens - 1])
                    ending = 0
                    word_start = here
                    size = 0
                    run = 0
                if starts:
                    run += 1 if kind == _LETTER else 2
                word_end = at
                if hashed:
                    if size + 80 > len(buffer):  # the longest folding is 18 code points
                        buffer = _grown(buffer, size)
                    place = fold_at[code]
                    if place == 0:
                        size = _append(buffer, size, code)
                    for k in range(folds[place]):
                        size = _append(buffer, size, folds[place + 1 + k])
            elif kind in (_QUOTE, _APOSTROPHE):
                doubled = at < end and utf8[at] == code
                is_tex = code in (0x60, 0x27)
                if (kind == _QUOTE and not is_tex) or (is_tex and doubled):
                    at += 1 if is_tex else 0
                    after, _ = _class_after(utf8, at, end, classes)
                    word_after = after in (_LETTER, _DIGIT, _SOLO_CLASS)
                    state, depth = _next_quotation(state, depth, code, word_before, word_after)
            before = kind
        token_ptr[text + 1] = n_tokens
    return n_tokens


@kernel
def to_characters(
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    token_ptr: NDArray[np.int64],
    spans: NDArray[np.int32],
) -> None:
    """Turn the byte spans of the tokens of each text into character spans, in place.

    Parameters
    ----------
    utf8, text_ptr, token_ptr
        As for :func:`tokenise`.
    spans : int32 array of shape (n_tokens, 2)
        As :func:`tokenise` writes them; overwritten.
    """
    for text in range(len(text_ptr) - 1):
        at = 0
        characters = 0
        for token in range(token_ptr[text], token_ptr[text + 1]):
            for side in range(2):
                while at < spans[token, side]:
                    if utf8[text_ptr[text] + at] & 0xC0 != 0x80:
                        characters += 1
                    at += 1
                spans[token, side] = characters
