"""What Hypothesis draws: news text of many scripts and styles, token arrays, corpora."""

import unicodedata

import naive
import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array

from syndetect.sketch import Weights
from syndetect.text import Tokens
from syndetect.text.tokeniser import load_characters

LETTERS = "aAbBéÉıİßſﬁøÅλΣςЖёіאבםЁ"
SCRIPTS = (
    LETTERS,
    "اأآبپتےہھکگیںؤئةۂ",  # Arabic, Urdu
    "कखगडढनयरलवशसहअआइ",  # Devanagari
    "가각한국뉴스각",  # Hangul, and conjoining jamo
    "日本国新聞々〇",
    "あかがカガプー",
    "ｱｶｶﾞﾌﾟｰﾞ",  # half-width, with sound marks
    "กขคงเแไาำะ",  # Thai
    "ກຂາໄ",  # Lao
    "ကခဂအ",  # Myanmar
    "កខគអ",  # Khmer
    "ＡｚＺ０９",
)
ALIKE = "aecopxyiTHBMnumcеасорхутмнвкАСЕНВМТпдйёαονρτηΑΒΕΗϹόήճոսօÁé1'"  # Latin, Cyrillic, Greek, Armenian
MARKS = (
    "\u0301\u0308\u0323\u0345\u064b\u0651\u0654\u093c\u0940\u094d\u0e34\u0e48\u102d\u17b6\u3099\ufe0f\uff9e"
)
IGNORED = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u202a\u2066\u061c\u3164\U000e0061"
DIGITS = "0123456789٠١۲१๑Ⅷ²½①"
QUOTATION_MARKS = "“”„‟\"«»「」『』〝〞〟＂`'’‘‹›"
JOINERS = "''’＇ʼ..．,，٬٫"
BREAKS = "-–—()[]/!?。！？۔؟।…·:;%€😀👍🏽🇫🇷\x00\x1f\ud800\udfff\udc00"
BLANKS = " \t\u00a0\u2009\u3000"
LINE_BREAKS = ("\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


def _unknown_characters() -> set[str]:
    """Return the characters that only one of the running Python and the shipped table knows.

    Empty while both are of one Unicode version. A character counts as unknown
    to the side for which it is a mere break.
    """
    classes = load_characters()[0]
    if unicodedata.unidata_version == table_version():
        return set()
    known_here = np.array([naive.kind(chr(code)) != "/" for code in range(len(classes))])
    return {chr(code) for code in np.flatnonzero(known_here != (classes != 0))}


def table_version() -> str:
    """Return the Unicode version of the shipped table."""
    from importlib.resources import files

    with (files("syndetect.text") / "characters.npz").open("rb") as data, np.load(data) as table:
        return table["unicode_version"].tobytes().decode()


UNKNOWN = _unknown_characters()


def _misread(character: str) -> str:
    """Return a character as it looks when its UTF-8 is read as Windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in character.encode())


def any_text(max_size: int = 60) -> st.SearchStrategy[str]:
    """Draw text over all of Unicode, lone surrogates too."""
    return st.text(st.characters(exclude_characters=UNKNOWN), max_size=max_size)


def pieces() -> st.SearchStrategy[str]:
    """Draw one to four characters that belong together in news text of any script."""
    joined = st.builds(
        "{}{}{}".format, st.sampled_from(LETTERS), st.sampled_from(JOINERS), st.sampled_from("abÉ1")
    )
    numbers = st.builds(
        "{}{}{}".format, st.sampled_from(DIGITS), st.sampled_from(JOINERS), st.sampled_from(DIGITS)
    )
    initials = st.text(st.sampled_from("ABUSÉपb"), min_size=1, max_size=3).map(
        lambda run: ".".join(run) + "."
    )
    doubled = st.sampled_from(
        [
            "``",
            "‘‘",
            "’’",
            " ,,a",
            " ''a",
            " 'a",
            " ‘a",
            " ‚a",
            " ‹a",
            " ›a",
            "s’ ",
            ".’",
            "\n‘a",
            "’90s",
            "'em",
            "''",
            '"',
            "“",
            "”",
            "»",
            "«",
            "6'",
            '6"',
            "\u0301.",
            "..",
            "--",
        ]
    )
    misread = st.one_of(
        st.sampled_from("’“”–…éàÉÑñßŁłşЖдλ€™·«\u00a0\u00ad").map(_misread),
        st.text(st.sampled_from("âÃÂÑÐÉ€™©\x80\x99œ”»\u00a0\u00ad¡"), min_size=2, max_size=4),
    )
    lookalikes = st.text(st.sampled_from(ALIKE), min_size=2, max_size=6)
    heaps = st.builds(
        "{}{}".format, st.sampled_from(LETTERS), st.text(st.sampled_from(MARKS), min_size=8, max_size=14)
    )
    singles = [*SCRIPTS, MARKS, IGNORED, DIGITS, QUOTATION_MARKS, JOINERS, BREAKS, BLANKS, LINE_BREAKS]
    return st.one_of(
        *(st.sampled_from(characters) for characters in singles),
        *(st.text(st.sampled_from(script), min_size=2, max_size=5) for script in SCRIPTS),
        joined,
        numbers,
        initials,
        doubled,
        misread,
        lookalikes,
        heaps,
        st.just(" "),
    )


def mixed_text(max_pieces: int = 40) -> st.SearchStrategy[str]:
    """Draw text of many scripts, weighted to what decides where words and quotations end."""
    return st.lists(pieces(), max_size=max_pieces).map("".join)


_BODIES = ("ab é", "a", "日本", "it’s “so” ", '"we ', "“a\u200bb ")
_FULL_LINES = [
    (body * 99)[:width] for body in ("ab é,", "a", "“a\u200bbc") for width in (40, 41, 60, 99, 100)
]
_ENDED_LINES = [
    (body * 60)[:width] + end
    for body in _BODIES
    for width in (39, 40, 60)
    for end in ("", ".", "?", "”", "।", "\u00ad", " ", ".\u200b", ". ", ",")
]
_ODD_LINES = ["", "", " ", "\u200b", "***", "A short line.", " " + "a" * 39, "\ufeff" + "a" * 39]


def wrapped_text() -> st.SearchStrategy[str]:
    """Draw lines around the bounds of hard-wrapped text: 40 and 100 characters, ends of sentences."""
    full, ended, odd = map(st.sampled_from, (_FULL_LINES, _ENDED_LINES, _ODD_LINES))
    lines = st.lists(st.integers(0, 30).flatmap(lambda k: full if k < 18 else ended if k < 26 else odd))
    with_long = st.builds(lambda some, at: [*some[:at], "y" * 101, *some[at:]], lines, st.integers(0, 3))
    return st.builds(
        lambda line_break, some, last: line_break.join(some) + last * line_break,
        st.sampled_from(LINE_BREAKS[:3]),
        st.one_of(lines, lines, lines, with_long),
        st.integers(0, 2),
    )


def texts() -> st.SearchStrategy[str]:
    """Draw a text of any of the kinds above."""
    return st.one_of(any_text(), mixed_text(), wrapped_text())


def words(n_distinct: int = 12, max_size: int = 60) -> st.SearchStrategy[list[int]]:
    """Draw the token hashes of an article: few distinct ones, so that words and runs repeat."""
    edges = [0, 1, 2**31, 2**32 - 1]
    hashes = edges + [(0x9E3779B1 * k) % 2**32 for k in range(1, n_distinct - len(edges) + 1)]
    return st.lists(st.sampled_from(hashes[:n_distinct]), max_size=max_size)


def corpora(max_articles: int = 12, n_distinct: int = 12) -> st.SearchStrategy[list[list[int]]]:
    """Draw articles as lists of token hashes; some are empty, some are copies."""
    return st.lists(st.one_of(words(n_distinct), words(n_distinct, 6)), max_size=max_articles)


def as_tokens(articles: list[list[int]]) -> Tokens:
    """Lay articles one after the other, as the tokeniser hands them on."""
    flat = [word for article in articles for word in article]
    ends = np.cumsum([0, *map(len, articles)])
    return Tokens(np.array(flat, np.uint32), np.zeros(len(flat), np.uint8), ends.astype(np.int64))


def as_matrix(weights: Weights) -> csr_array:
    """Return weights as SciPy's matrix: to be made dense, multiplied, sliced."""
    return csr_array((weights.data, weights.indices, weights.indptr), shape=weights.shape)
