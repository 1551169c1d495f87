"""UTF-8 bytes -> token hashes, flags and spans: the one pass that reads text.

The rules, in words (``tests/naive.py`` says them once more in plain Python):

- A *word* is a run of letters, marks and digits. A letter of a script written
  without spaces (Han, kana, Thai, Lao, Khmer, Myanmar, ...) is a word of its
  own, with the marks on it.
- An apostrophe joins what stands before it to a letter after it (don't). A dot
  or comma joins digits (3.5, 1,000). A dot joins single letters, with the marks
  on them (U.S., p.m.), and is then not hashed, so that US and U.S. are one word.
- Soft hyphens, zero-width characters, bidi controls, NUL and strokes through
  letters are passed over; a variation selector or grapheme joiner behind a word still
  belongs to its place.
- UTF-8 that was read as Windows-1252 is read as what it was (:mod:`syndetect.text.mojibake`).
- A word's hash is xxh32 of the UTF-8 of its folded characters (case, width and
  compatibility folded, marks decomposed: see ``make_characters.fold``; look-alikes
  of another script, order and heaps of marks: see :mod:`syndetect.text.spelling`).
- A *paragraph* ends at a line break or, in text wrapped by hand, at a blank
  line (:func:`is_hard_wrapped`).
- A *sentence* begins with its paragraph, after ``!?…`` or the like of other
  scripts (:mod:`syndetect.text.sentence_ends`), and after a dot that a blank follows, closing
  marks in between or not. It never begins with a lower-case letter; nor after
  the dot of a single letter (J., U.S.), of a number below 100 (3. Oktober) or
  of an abbreviation (Mr.). A comma, colon or semicolon between
  the dot and the blank takes the dot back.
- A word is *quoted* when it begins inside quotation marks
  (:mod:`syndetect.text.quotations`). A mark left open ends with its paragraph,
  as newspapers print a quotation of several paragraphs: each opens anew, only
  the last closes.
"""

from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from syndetect.hashes import word64, xxh32, xxh32_short
from syndetect.kernels import kernel, part
from syndetect.text.oddities import (
    BIDI,
    DAMAGED,
    FULL_WIDTH,
    HOMOGLYPHS,
    MARKS,
    MASKED,
    SOFT_HYPHENS,
    ZERO_WIDTH,
)
from syndetect.text.plain_words import NEEDED, SPACES, plain_length
from syndetect.text.quotations import (
    NONE,
    SINGLE,
    continued,
    find_single_end,
    next_quotation,
    opens_single,
    read_mark,
)
from syndetect.text.sentence_ends import DOTTED, ENDED, is_abbreviated, is_lower, is_sentence_mark
from syndetect.text.spelling import MOST_MARKS, append, fold_lookalikes, grown, in_script, tidied
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

__all__ = [
    "FURNITURE",
    "PARAGRAPH_START",
    "QUOTED",
    "QUOTE_START",
    "SENTENCE_START",
    "SOLO",
    "CharacterTable",
    "load_characters",
    "to_characters",
    "tokenise",
]

QUOTED = 1  # flag: the word begins inside quotation marks, or is speech set off without them
PARAGRAPH_START = 2  # flag: the first word of a paragraph
SOLO = 4  # flag: one character of a script written without spaces
FURNITURE = 8  # flag: no reporting: set after the token pass, by what is known of paragraphs and outlets
QUOTE_START = 16  # flag: the first word of a quotation
SENTENCE_START = 128  # flag: the first word of a sentence

CharacterTable = tuple[
    NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]
]


def load_characters() -> CharacterTable:
    """Load class, folding and combining class of every code point: see ``make_characters.make``."""
    with (files("syndetect.text") / "characters.npz").open("rb") as data, np.load(data) as table:
        return table["classes"], table["fold_at"], table["folds"], table["lower"], table["combining"]


@part
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
        if kind == NEWLINE:
            after_return = code == 10 and at - n_bytes > start and utf8[at - n_bytes - 1] == 13
            if length == 0:
                previous_any = previous_any and after_return  # \r\n is one line break
                continue
            if previous_any:
                candidates += 1
                wrapped += 1 if previous_full else 0
            previous_any = True
            previous_full = length >= 40 and not closed
            length = 0
            blank_tail = 0
            closed = False
        elif kind == SPACE:
            blank_tail += 1 if length > 0 else 0
        elif kind != IGNORED:
            length += 1 + blank_tail
            if length > 100:
                return False
            blank_tail = 0
            closed = code in (33, 46, 63, 0x3002, 0xFF01, 0xFF1F, 0x6D4, 0x61F, 0x964) or kind == QUOTE
    return candidates >= 2 and 4 * wrapped >= 3 * candidates


@part
def count_ignored(
    odd: NDArray[np.int32],
    text: int,
    code: int,
    behind: tuple[NDArray[np.uint8], int, int],
    classes: NDArray[np.uint8],
) -> None:
    """Count a character that is passed over, if it stands inside a word where no orthography needs it.

    The joiners of Arabic and Indian scripts and the marks of direction between
    words are part of good writing.
    """
    if code in (0x202D, 0x202E):
        odd[text, BIDI] += 1
        return
    utf8, at, end = behind
    following, _ = decode(utf8, at) if at < end else (32, 1)
    if following >= 0x590 or classes[following] != LETTER:
        return
    if code == 0xAD:
        odd[text, SOFT_HYPHENS] += 1
    elif code in (0x200E, 0x200F, 0x61C) or 0x202A <= code < 0x202F or 0x2066 <= code < 0x206A:
        odd[text, BIDI] += 1
    else:
        odd[text, ZERO_WIDTH] += 1


@kernel
def tokenise(  # noqa: PLR0913, PLR0915, C901 - one loop over bytes: its state is its locals
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    table: CharacterTable,
    hashes: NDArray[np.uint32],
    flags: NDArray[np.uint8],
    spans: NDArray[np.int32],
    token_ptr: NDArray[np.int64],
    odd: NDArray[np.int32],
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
    odd : int32 array of shape (n_texts, n_oddities)
        Counted up: what each text holds of :data:`syndetect.text.oddities.ODDITIES`.

    Returns
    -------
    int
        n_tokens.
    """
    classes, fold_at, folds, lower, combining = table
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
        quoted = 0  # flags of the word that concern quotations
        size = 0  # bytes in the buffer
        foreign = 0  # letters of scripts with look-alikes in this word
        marks, rank = 0, 0  # in a row at the end of the buffer, and the combining class of the last
        untidy = False  # these are too many, or in another order than the canonical one
        run = 0  # 1 after a single letter, counted from the word's or its last joining dot's begin
        word_start = 0
        word_end = 0
        before = NEWLINE  # class of the last character that counts
        before_code = 10  # itself, unless it was an ASCII letter or digit within a word
        state = NONE
        depth = 0
        closing = 0  # byte of the mark that closes a quotation in single marks
        opens = False  # no word of this quotation yet
        left_open = NONE  # at the end of the paragraph before
        line_breaks = 0
        fresh = True  # no word of this paragraph yet
        ending = 0  # of a sentence, since the last word
        by_dot = False  # and nothing but a dot ended it
        begins = False  # this word begins a sentence
        while at <= end:
            if at == end:
                code, n_bytes, kind = 10, 1, NEWLINE
            else:
                code, n_bytes = decode(utf8, at)
                kind = int(classes[code])
            here = at
            if code < 0x80 and kind in (LETTER, DIGIT) and not in_word:
                # Plain words, and a blank behind each, or a comma or dot and a blank: most of any
                # text in Latin script.
                while at + NEEDED <= end:
                    low, high = word64(utf8, at), np.uint64(0)
                    length = plain_length(low)
                    if length == 8:
                        high = word64(utf8, at + 8)
                        length += plain_length(high)
                    if length == 0 or length == 16:  # no such word, or a longer one
                        break
                    begins = False
                    if ending != 0:
                        begins = ending == ENDED and not is_lower(int(utf8[at]), lower)
                        if begins and by_dot and not fresh:
                            begins = not is_abbreviated(run, buffer, size, hashes[n_tokens - 1])
                        ending = 0
                    flag = 0 if state == NONE else QUOTED | (QUOTE_START if opens else 0)
                    opens = False
                    word_start, size = at, length
                    at += length
                    code = int(utf8[np.uint64(at)])
                    if code != 32 and ((code != 44 and code != 46) or utf8[np.uint64(at + 1)] != 32):
                        in_word = True
                        break
                    hashes[n_tokens] = xxh32_short(low | SPACES, high | SPACES, size)
                    flag |= PARAGRAPH_START if fresh else 0
                    flag |= SENTENCE_START if fresh or begins else 0
                    flags[n_tokens] = flag
                    fresh = False
                    if keep_spans:
                        spans[n_tokens, 0] = word_start - text_ptr[text]
                        spans[n_tokens, 1] = at - text_ptr[text]
                    n_tokens += 1
                    at += 1 if code == 32 else 2
                    if code == 46:
                        ending, by_dot = ENDED, True
                        run = 1 if size == 1 and utf8[word_start] > 57 else 2  # one letter, or not
                        buffer[0], buffer[1] = utf8[word_start], utf8[word_start + 1]
                if at > here:
                    # What is known of the last of them: it may go on, or end a sentence.
                    run, line_breaks = 0, 0
                    for k in range(size):
                        code = int(utf8[word_start + k])
                        before = int(classes[code])
                        run += before  # 1 for a letter, 2 for a digit
                        buffer[k] = code | 0x20  # digits have that bit
                    before_code = int(utf8[word_start])
                    if in_word:
                        is_solo = False
                        quoted, word_end = flag, at
                    else:
                        before, before_code = SPACE, 32
                    continue
            at += n_bytes
            if kind == IGNORED:
                if code == 0x34F or 0xFE00 <= code < 0xFE10:  # belongs to the character before it
                    word_end = at
                elif in_word or code == 0x202D or code == 0x202E:
                    count_ignored(odd, text, code, (utf8, at, end), classes)
                continue
            if in_word and not is_solo and code < 0x80 and kind <= DIGIT and kind != 0:
                # The common case by far: one more ASCII letter or digit.
                run += 1 if kind == LETTER else 2
                word_end = at
                before = kind
                buffer[size] = code | 0x20 if kind == LETTER else code
                size += 1
                if size + 80 > len(buffer):
                    buffer = grown(buffer, size)
                continue
            word_before = in_word and not is_solo
            starts = kind in (LETTER, DIGIT, SOLO_CLASS)
            joins = False
            hashed = True
            if in_word and not is_solo and kind in (APOSTROPHE, DOT, COMMA):
                after, beyond = class_after(utf8, at, end, classes)
                if kind == APOSTROPHE:
                    joins = after == LETTER and before in (LETTER, MARK, DIGIT)
                elif before == DIGIT:
                    joins = after == DIGIT
                elif kind == DOT and after == LETTER and run == 1:
                    third, beyond = class_after(utf8, beyond, end, classes)
                    while third == MARK:
                        third, beyond = class_after(utf8, beyond, end, classes)
                    joins = third not in (LETTER, DIGIT)
                    hashed = not joins
                    run = 0
            continues = in_word and (kind == MARK or joins or (kind in (LETTER, DIGIT) and not is_solo))
            if in_word and not continues:
                if foreign > 0 or untidy:
                    if foreign > 0 and size != 2 * foreign:  # else all letters are of these scripts
                        if 2 * size > len(buffer):
                            buffer = grown(buffer, size)
                        spelt = fold_lookalikes(
                            utf8, (word_start, word_end), (buffer, size), (classes, fold_at, folds)
                        )
                        odd[text, HOMOGLYPHS] += 1 if spelt >= 0 else 0
                        size = spelt if spelt >= 0 else size
                    if untidy:
                        untidy = False
                        tidy = tidied(buffer, size, classes, combining)
                        odd[text, MARKS] += 1 if size - tidy > MOST_MARKS else 0
                        size = tidy
                    foreign = 0
                hashes[n_tokens] = xxh32(buffer, size)
                flag = quoted
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
            if kind == NEWLINE:
                # A paragraph ends at the first line break, in wrapped text at the second in a row.
                # \r\n counts once.
                if not (code == 10 and before == NEWLINE and here > text_ptr[text] and utf8[here - 1] == 13):
                    line_breaks += 1
                if line_breaks == (2 if wrapped else 1):
                    left_open = left_open if fresh else state
                    fresh = True
                    state = NONE
                    depth = 0
            elif kind != SPACE:
                line_breaks = 0
            if not starts and not continues:
                if kind == DOT and ending == 0:
                    ending, by_dot = DOTTED, True
                elif ending == DOTTED and kind in (SPACE, NEWLINE):
                    ending = ENDED
                elif ending == DOTTED and (kind == COMMA or code in (0x3A, 0x3B)):
                    ending = 0
                if kind == 0:
                    if is_sentence_mark(code):
                        ending, by_dot = ENDED, False
                    elif code == 64 and before == SPACE:
                        after, beyond = class_after(utf8, at, end, classes)
                        odd[text, MASKED] += (
                            1 if after == SPACE and beyond < end and utf8[beyond] == 64 else 0
                        )
                    elif code == 0xFFFD or 0xD800 <= code < 0xE000:
                        odd[text, DAMAGED] += 1
            if starts or continues:
                if not in_word:
                    in_word = True
                    is_solo = kind == SOLO_CLASS
                    quoted = 0 if state == NONE else QUOTED | (QUOTE_START if opens else 0)
                    opens = False
                    begins = ending == ENDED and not is_lower(code, lower)
                    if begins and by_dot and not fresh:
                        begins = not is_abbreviated(run, buffer, size, hashes[n_tokens - 1])
                    ending = 0
                    word_start = here
                    size = 0
                    run = 0
                if starts:
                    run += 1 if kind == LETTER else 2
                word_end = at
                if hashed:
                    if size + 80 > len(buffer):  # the longest folding is 18 code points
                        buffer = grown(buffer, size)
                    place = fold_at[code]
                    if code < 0x80:
                        buffer[size] = folds[place + 1] if place else code
                        size += 1
                    else:
                        for k in range(max(1, folds[place])):
                            part = folds[place + 1 + k] if place else code
                            size = append(buffer, size, part)
                            if part >= 0x300 and classes[part] == MARK:
                                untidy |= 0 < combining[part] < rank or marks >= MOST_MARKS
                                marks, rank = marks + 1, int(combining[part])
                            else:
                                marks, rank = 0, 0
                        if code >= 0x370:
                            foreign += 1 if in_script(code) else 0
                            odd[text, FULL_WIDTH] += 1 if 0xFF21 <= code <= 0xFF5A and kind == LETTER else 0
            elif state == SINGLE:
                state = NONE if here == closing else SINGLE
            elif kind in (QUOTE, APOSTROPHE, COMMA):
                mark, at = read_mark(utf8, at, end, code)
                was_open = state != NONE
                if not was_open and fresh and continued(left_open, mark) != NONE:
                    state, depth = left_open, 1
                elif mark in (0x27, 0x2018, 0x201A, 0x201B, 0x2039, 0x203A):
                    sides = (before, before_code)
                    if not was_open and opens_single(utf8, (at, end), mark, sides, classes):
                        closing = find_single_end(utf8, (at, end), mark, (wrapped, fresh), classes)
                        state = SINGLE if closing >= 0 else NONE
                elif mark < 0 or kind == QUOTE:
                    after, _ = class_after(utf8, at, end, classes)
                    state, depth = next_quotation(state, depth, mark, (before, word_before, after))
                opens = state != NONE and (opens or not was_open)
            before = kind
            before_code = code
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
        As :func:`tokenise` writes them, ascending; overwritten.
    """
    for text in range(len(text_ptr) - 1):
        first = text_ptr[text]
        at = 0
        n_behind = 0  # bytes so far that begin no character
        for token in range(token_ptr[text], token_ptr[text + 1]):
            for side in range(2):
                place = spans[token, side]
                n_behind += _count_behind(utf8, first + at, first + place)
                at = place
                spans[token, side] = place - n_behind


@part
def _count_behind(utf8: NDArray[np.uint8], first: int, past: int) -> int:
    """Count the bytes of a range that begin no character; without branches many are read at once."""
    n_behind = 0
    for at in range(np.uint64(first), np.uint64(past)):
        n_behind += 1 if utf8[at] & 0xC0 == 0x80 else 0
    return n_behind
