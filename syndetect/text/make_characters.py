"""Unicode's own tables -> ``characters.npz``: run once per Unicode version, not at run time.

``python -m syndetect.text.make_characters`` rewrites the data file from the
``unicodedata`` of the running Python. The file is shipped, so that two Python
versions with different Unicode tables tokenise alike.
"""

import unicodedata
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["CLASSES", "fold", "make", "word_class"]

N_CODE_POINTS = 0x110000

# What a code point does to a word.
CLASSES = {
    "break": 0,  # ends a word
    "letter": 1,
    "digit": 2,
    "solo": 3,  # a word of its own: scripts written without spaces
    "mark": 4,  # continues a word, never begins one
    "ignored": 5,  # neither ends a word nor counts: soft hyphen, zero-width, bidi controls, NUL, strokes
    "apostrophe": 6,  # joins letters: don't
    "dot": 7,  # joins digits (3.5) and single letters (U.S.)
    "comma": 8,  # joins digits: 1,000
    "newline": 9,
    "quote": 10,  # a quotation mark, and a break
    "space": 11,  # a break that is blank
}

APOSTROPHES = "'’＇ʼ\x92"  # the last: ’ of Windows-1252 read as Latin-1
DOTS = ".．"
COMMAS = ",，٬٫"
NEWLINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
QUOTES = '"“”„‟«»「」『』〝〞〟＂`‘‚‛‹›'
HALF_WIDTH_SOUND_MARKS = "\uff9e\uff9f"  # written after a half-width kana as its voicing
# Vowels and final consonants that are written together with the consonant before them to one syllable.
JAMO_RANGES = ((0x1161, 0x11FF), (0xD7B0, 0xD7FB))

# Scripts written without spaces between words: each base character is a token.
SOLO_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x3005, 0x3007),  # ideographic iteration mark, closing mark, zero
    (0x3021, 0x3029),  # Hangzhou numerals
    (0x3041, 0x312F),  # Hiragana, Katakana, Bopomofo
    (0x31A0, 0x31BF),  # Bopomofo extended
    (0x31F0, 0x31FF),  # Katakana phonetic extensions
    (0x3400, 0x4DBF),  # Han extension A
    (0x4E00, 0x9FFF),  # Han
    (0xA000, 0xA4CF),  # Yi
    (0xA9E0, 0xA9FF),  # Myanmar extended B
    (0xAA60, 0xAADF),  # Myanmar extended A, Tai Viet
    (0xF900, 0xFAFF),  # Han compatibility
    (0xFF66, 0xFF9F),  # half-width Katakana
    (0x16F00, 0x18DFF),  # Miao, Tangut
    (0x1AFF0, 0x1B2FF),  # Kana supplements, Nushu
    (0x20000, 0x3FFFF),  # Han extensions B and after
)

IGNORED = {0x0000, 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0} | {
    *range(0x0334, 0x0339),  # strokes through a letter
    *range(0x180B, 0x1810),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0x20D0, 0x20F1),  # strokes, rings and keys around a sign
    *range(0xFE00, 0xFE10),
    *range(0xE0000, 0xE1000),
}


def word_class(code_point: int) -> int:
    """Return the class of a code point: a value of ``CLASSES``."""
    character = chr(code_point)
    for name, members in (
        ("apostrophe", APOSTROPHES),
        ("dot", DOTS),
        ("comma", COMMAS),
        ("newline", NEWLINES),
        ("quote", QUOTES),
        ("mark", HALF_WIDTH_SOUND_MARKS),
    ):
        if character in members:
            return CLASSES[name]
    if code_point in IGNORED:
        return CLASSES["ignored"]
    category = unicodedata.category(character)
    if category[0] == "M":
        return CLASSES["mark"]
    if category[0] == "L" or category == "Nl":
        if any(low <= code_point <= high for low, high in JAMO_RANGES):
            return CLASSES["mark"]
        in_solo = any(low <= code_point <= high for low, high in SOLO_RANGES)
        return CLASSES["solo" if in_solo else "letter"]
    if category[0] == "N":
        return CLASSES["digit"]
    if category[0] == "Z" or character == "\t":
        return CLASSES["space"]
    return CLASSES["break"]


def fold(code_point: int) -> str:
    """Return what a code point of a word is hashed as: case and width folded, marks split off.

    NFKD, case folding, NFKD again; only letters, marks and digits are kept.
    A composed and a decomposed letter, and a full-width and an ASCII letter,
    therefore fold to the same characters.
    """
    character = chr(code_point)
    if character in APOSTROPHES:
        return "'"
    if character in DOTS + COMMAS:
        return unicodedata.normalize("NFKC", character)
    parts = unicodedata.normalize("NFKD", character)
    # The iota below a Greek letter is a mark; case folding would make a letter of it, behind later marks.
    folded = "".join(c if c == "\u0345" else c.casefold() for c in parts)
    decomposed = unicodedata.normalize("NFKD", folded)
    kept = [c for c in decomposed if unicodedata.category(c)[0] in "LMN" and ord(c) not in IGNORED]
    return "".join(kept)


def make() -> dict[str, Any]:
    """Build the arrays of the data file.

    Returns
    -------
    dict
        ``classes``: uint8 (n_code_points,); ``fold_at``: int32
        (n_code_points,), 0 where a code point folds to itself, else the place
        in ``folds`` of a length followed by as many code points; ``folds``:
        int32; ``lower``: int32, the lower-case letters, ascending;
        ``combining``: uint8 (n_code_points,), the canonical combining classes,
        by which marks on one letter are put in order; ``unicode_version``:
        uint8, the version's characters.
    """
    classes = np.zeros(N_CODE_POINTS, np.uint8)
    fold_at = np.zeros(N_CODE_POINTS, np.int32)
    folds = [0]
    for code_point in range(N_CODE_POINTS):
        if 0xD800 <= code_point < 0xE000:
            continue
        classes[code_point] = word_class(code_point)
        folded = fold(code_point)
        if folded == chr(code_point) or classes[code_point] in (0, 5, 9, 10, 11):
            continue
        fold_at[code_point] = len(folds)
        folds += [len(folded), *map(ord, folded)]
    version = np.frombuffer(unicodedata.unidata_version.encode(), np.uint8)
    return {
        "classes": classes,
        "fold_at": fold_at,
        "folds": np.array(folds, np.int32),
        "lower": np.array(
            [c for c in range(N_CODE_POINTS) if unicodedata.category(chr(c)) == "Ll"], np.int32
        ),
        "combining": np.array([unicodedata.combining(chr(c)) for c in range(N_CODE_POINTS)], np.uint8),
        "unicode_version": version,
    }


if __name__ == "__main__":
    np.savez_compressed(Path(__file__).with_name("characters.npz"), **make())
