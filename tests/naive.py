"""The definitions that the kernels are tested against: plain Python over characters, words and sets.

Nothing here comes from the package. The rules are those of the docstrings in
``syndetect/text``, ``syndetect/sketch`` and ``syndetect/candidates``; where a
rule names a set of characters, the set is stated here a second time.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import NamedTuple

import xxhash

APOSTROPHES = {"'", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{FULLWIDTH APOSTROPHE}", "ʼ"}
DOTS = {".", "\N{FULLWIDTH FULL STOP}"}
COMMAS = {
    ",",
    "\N{FULLWIDTH COMMA}",
    "\N{ARABIC THOUSANDS SEPARATOR}",
    "\N{ARABIC DECIMAL SEPARATOR}",
}
LINE_BREAKS = set("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")  # those of str.splitlines
QUOTATION_MARKS = set('"“”„‟«»「」『』〝〞〟`') | {"\N{FULLWIDTH QUOTATION MARK}"}
SENTENCE_ENDS = set(".!?。！？") | {
    "\N{ARABIC FULL STOP}",
    "\N{ARABIC QUESTION MARK}",
    "\N{DEVANAGARI DANDA}",
}
STRONG_SENTENCE_ENDS = set("!?…‼⁇⁈⁉。！？｡؟۔।॥։።፧။៕")  # no blank need follow
ABBREVIATIONS = {
    *re.findall(
        "[a-z]+", "mr mrs ms mx dr prof sr sra dra hr fr mme mlle dipl ing sen rep gov pres supt hon rev"
    ),
    *re.findall(
        "[a-z]+", "msgr st ste mt ft gen lt col maj capt cmdr cpl sgt pvt adm brig det jan feb apr aug"
    ),
    *re.findall(
        "[a-z]+", "sept sep oct nov dec mon tue tues wed thu thurs fri ave blvd dept univ assn bros vs"
    ),
    *re.findall(r"\w+", "approx ca cf al nr nos vol pp fig bzw usw млн млрд тыс руб ул им гг"),
}
HALF_WIDTH_SOUND_MARKS = {
    "\N{HALFWIDTH KATAKANA VOICED SOUND MARK}",
    "\N{HALFWIDTH KATAKANA SEMI-VOICED SOUND MARK}",
}
# What is passed over: soft hyphen, joiners, fillers, byte order mark, bidi and format controls,
# variation selectors, tags.
PASSED_OVER = {0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0}
PASSED_OVER_RANGES = (
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xE0000, 0xE0FFF),
)
# Scripts written without spaces.
SPACELESS_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x3005, 0x3007),  # ideographic marks and zero
    (0x3021, 0x3029),  # Hangzhou numerals
    (0x3041, 0x312F),  # kana, Bopomofo
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xA000, 0xA4CF),  # Yi
    (0xA9E0, 0xA9FF),  # Myanmar
    (0xAA60, 0xAADF),
    (0xF900, 0xFAFF),  # Han
    (0xFF66, 0xFF9F),  # half-width kana
    (0x16F00, 0x18DFF),  # Miao, Tangut
    (0x1AFF0, 0x1B2FF),  # kana, Nushu
    (0x20000, 0x3FFFF),  # Han
)
# What a quotation mark opens is closed by any of these; the mark itself, met again, nests in NESTING.
CLOSED_BY = {
    "“": '”〞〟"＂',
    "‟": '”〞〟"＂',
    "〝": '”〞〟"＂',
    "„": '“”‟"',
    "«": "»",
    "»": "«",
    "”": "”",
    '"': '"＂',
    "＂": '"＂',
    "「": "」",
    "『": "』",
    "``": ("''",),
}
NESTING = {"«", "「", "『"}
OPENS_WITHOUT_WORD_BEFORE = {'"', "＂", "»", "”"}
OPENS_BEFORE_A_WORD = {"»", "”"}


class Token(NamedTuple):
    """A word: characters, what is hashed, paragraph from 0, quoted, spaceless, begins a sentence."""

    start: int
    end: int
    folded: str
    paragraph: int
    quoted: bool
    solo: bool
    sentence: bool


def _within(code_point: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(low <= code_point <= high for low, high in ranges)


def passed_over(character: str) -> bool:
    """Tell whether a character is as good as absent."""
    return ord(character) in PASSED_OVER or _within(ord(character), PASSED_OVER_RANGES)


@cache
def kind(character: str) -> str:
    """Return what a character does to a word, as one letter.

    L letter, D digit, S letter of a script without spaces, M mark, - passed
    over, N line break, Q quotation mark, _ blank, / any other break; the
    apostrophe, dot and comma stand for themselves.
    """
    for sign, members in (
        ("'", APOSTROPHES),
        (".", DOTS),
        (",", COMMAS),
        ("N", LINE_BREAKS),
        ("Q", QUOTATION_MARKS),
        ("M", HALF_WIDTH_SOUND_MARKS),
    ):
        if character in members:
            return sign
    if passed_over(character):
        return "-"
    category = unicodedata.category(character)
    if category.startswith("L") or category == "Nl":
        return "S" if _within(ord(character), SPACELESS_RANGES) else "L"
    if character == "\t":
        return "_"
    return {"M": "M", "N": "D", "Z": "_"}.get(category[0], "/")


@cache
def fold(character: str) -> str:
    """Return what a character is hashed as: case, width and compatibility folded, marks split off."""
    if character in APOSTROPHES:
        return "'"
    if character in DOTS | COMMAS:
        return unicodedata.normalize("NFKC", character)
    once = unicodedata.normalize("NFKD", character).casefold()
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", once)
        if unicodedata.category(c)[0] in "LMN" and not passed_over(c)
    )


def hash_word(folded: str) -> int:
    """Return the hash of a folded word."""
    return xxhash.xxh32_intdigest(folded.encode())


def lines(text: str) -> list[tuple[int, int]]:
    """Return the lines of a text, half-open, without their breaks; CR LF is one break."""
    found = []
    start = 0
    for line in text.splitlines(keepends=True):
        found.append((start, start + len(line.rstrip("".join(LINE_BREAKS)))))
        start += len(line)
    return found


def _shown(line: str) -> str:
    """Return a line without what is passed over, and without blanks at its ends."""
    shown = [c for c in line if kind(c) != "-"]
    filled = [at for at, c in enumerate(shown) if kind(c) != "_"]
    return "".join(shown[filled[0] : filled[-1] + 1]) if filled else ""


def hard_wrapped(text: str) -> bool:
    """Tell whether single line breaks are only where the line was full.

    No line is longer than 100 characters; at least two lines are directly
    followed by another, and of these three quarters are full: 40 characters or
    more, and no sentence or quotation ends with them.
    """
    shown = [_shown(text[start:end]) for start, end in lines(text)]
    if any(len(line) > 100 for line in shown):
        return False
    followed = [line for line, following in pairwise(shown) if line and following]
    full = [line for line in followed if len(line) >= 40 and line[-1] not in SENTENCE_ENDS | QUOTATION_MARKS]
    return len(followed) >= 2 and len(full) >= 3 / 4 * len(followed)


def blocks(text: str) -> list[int]:
    """Return for every character the number of its block of lines: a paragraph, or one without words.

    A block is a line or, in hard-wrapped text, lines without a blank one between.
    """
    wrapped = hard_wrapped(text)
    numbers = []
    block = 0
    blank_before = True
    for start, end in [*lines(text), (len(text), len(text))]:
        blank = not _shown(text[start:end])
        if not wrapped or (blank_before and not blank):
            block += 1
        numbers += [block] * (end - len(numbers))  # the break before a line too
        blank_before = blank
    return numbers + [block] * (len(text) - len(numbers))


def _word_end(kinds: str, start: int) -> tuple[int, set[int]]:
    """Return where a word ends, and which of its dots are not hashed."""
    unhashed: set[int] = set()
    piece = start  # behind the last dot that joined single letters
    at = start + 1
    while at < len(kinds):
        sign, following = kinds[at], kinds[at + 1 : at + 2]
        if kinds[start] == "S":
            goes_on = sign == "M"
        elif sign == "'":
            goes_on = following == "L"
        elif sign in ".," and kinds[at - 1] == "D":
            goes_on = following == "D"
        elif sign == ".":
            single = re.fullmatch("LM*", kinds[piece:at]), re.match("LM*(?![LDM])", kinds[at + 1 :])
            goes_on = all(single)
            if goes_on:
                unhashed.add(at)
                piece = at + 1
        else:
            goes_on = sign in "LDM"
        if not goes_on:
            break
        at += 1
    return at, unhashed


def tokens(text: str) -> list[Token]:
    """Return the words of a text by the rules in the head of ``syndetect/text/tokeniser.py``."""
    places = [at for at, c in enumerate(text) if kind(c) != "-"]
    kinds = "".join(kind(text[at]) for at in places)
    words = []  # (first, past the last, unhashed): numbers of characters that count
    at = 0
    while at < len(kinds):
        end, unhashed = _word_end(kinds, at) if kinds[at] in "LDS" else (at + 1, set())
        if kinds[at] in "LDS":
            words.append((at, end, unhashed))
        at = end
    block = blocks(text)
    inside = _inside_quotation(text, places, kinds, words, block)
    holding = sorted({block[places[first]] for first, _, _ in words})
    before: list[tuple[int, int, set[int]] | None] = [None, *words]
    return [
        Token(
            start=places[first],
            end=places[last - 1] + 1,
            folded="".join(fold(text[places[k]]) for k in range(first, last) if k not in unhashed),
            paragraph=holding.index(block[places[first]]),
            quoted=inside[first],
            solo=kinds[first] == "S",
            sentence=previous is None
            or block[places[first]] != block[places[previous[0]]]
            or _begins_sentence([text[at] for at in places], previous, first),
        )
        for previous, (first, last, unhashed) in zip(before, words, strict=False)
    ]


def _begins_sentence(shown: list[str], previous: tuple[int, int, set[int]], first: int) -> bool:
    """Tell whether a word that does not begin a paragraph begins a sentence, by what stands before it."""
    if unicodedata.category(shown[first]) == "Ll":
        return False
    between = shown[previous[1] : first]
    if STRONG_SENTENCE_ENDS & set(between):
        return True
    signs = "".join(":" if c in ":;" else kind(c) for c in between)
    if not re.search(r"\.[^,:_N]*[_N]", signs):
        return False
    start, end, unhashed = previous
    word = "".join(fold(shown[k]) for k in range(start, end) if k not in unhashed)
    last_piece = "".join(kind(c) for c in shown[max({start - 1} | unhashed) + 1 : end])
    is_initial = re.fullmatch("LM*", re.sub("[',.]", "", last_piece)) is not None
    return not (is_initial or re.fullmatch("[0-9]{1,2}", word) or word in ABBREVIATIONS)


def _inside_quotation(
    text: str, places: list[int], kinds: str, words: list[tuple[int, int, set[int]]], block: list[int]
) -> list[bool]:
    """Tell of every character that counts whether quotation marks are open before it."""
    in_word = [False] * len(kinds)
    for first, last, _ in words:
        in_word[first:last] = [True] * (last - first)
    behind_word = {last for first, last, _ in words if kinds[first] != "S"}
    inside = []
    opened, depth, skip = "", 0, False
    for k, place in enumerate(places):
        if k > 0 and block[place] != block[places[k - 1]]:
            opened = ""
        inside.append(bool(opened))
        mark = text[place]
        if mark in "`'" and not in_word[k] and not skip:
            mark = text[place : place + 2] if text[place + 1 : place + 2] == mark else ""
        elif kinds[k] != "Q" or skip:
            mark = ""
        skip = len(mark) == 2
        following = kinds[k + len(mark) : k + len(mark) + 1]
        if not mark:
            continue
        if not opened:
            forbidden = mark in OPENS_WITHOUT_WORD_BEFORE and k in behind_word
            wanting = mark in OPENS_BEFORE_A_WORD and (following == "" or following not in "LDS")
            if mark in CLOSED_BY and not forbidden and not wanting:
                opened, depth = mark, 1
        elif mark in CLOSED_BY[opened]:
            depth -= 1
            opened = opened if depth else ""
        elif mark == opened and mark in NESTING:
            depth += 1
    return inside


def shingles(words: Sequence[int], width: int, seed: int = 0) -> set[int]:
    """Return the hash of every run of ``width`` words: xxh64 of their little-endian bytes."""
    runs = (words[start : start + width] for start in range(len(words) - width + 1))
    return {xxhash.xxh64_intdigest(_bytes32(run), seed) for run in runs}


def _bytes32(words: Sequence[int]) -> bytes:
    return b"".join(int(word).to_bytes(4, "little") for word in words)


def digest(words: Sequence[int]) -> tuple[int, int]:
    """Return the 128 bits that stand for a sequence of words."""
    data = _bytes32(words)
    return xxhash.xxh64_intdigest(data, 0), xxhash.xxh64_intdigest(data, 1)


def mix32(value: int) -> int:
    """Return the finaliser of MurmurHash3 for 32 bits."""
    value = ((value ^ value >> 16) * 0x85EBCA6B) % 2**32
    value = ((value ^ value >> 13) * 0xC2B2AE35) % 2**32
    return value ^ value >> 16


def minhash(found: set[int], factors: Sequence[int], addends: Sequence[int]) -> list[int]:
    """Return the least value of each permutation a * h + b mod 2**32 over the mixed low halves."""
    mixed = [mix32(shingle % 2**32) for shingle in found]
    return [
        min(((a * h + b) % 2**32 for h in mixed), default=2**32 - 1)
        for a, b in zip(factors, addends, strict=True)
    ]


def resemblance(one: set, other: set) -> float:
    """Return the share of what two sets have together that they have in common; 0 when both are empty."""
    return len(one & other) / len(one | other) if one or other else 0.0


def containment(one: set, other: set) -> float:
    """Return the share of the first set that the second holds; 0 when the first is empty."""
    return len(one & other) / len(one) if one else 0.0


def buckets(
    signatures: Sequence[Sequence[int]], rows: Sequence[int], start: int, width: int
) -> list[list[int]]:
    """Return the rows that agree in the values ``start`` to ``start + width`` of their signatures."""
    by_band = defaultdict(list)
    for row in rows:
        if any(value != 2**32 - 1 for value in signatures[row]):
            by_band[tuple(signatures[row][start : start + width])].append(row)
    return list(by_band.values())


def bucket_pairs(
    signatures: Sequence[Sequence[int]], rows: Sequence[int], bands: int, width: int
) -> set[tuple[int, int]]:
    """Return all pairs of rows that share a bucket in any band."""
    return {
        pair
        for band in range(bands)
        for bucket in buckets(signatures, rows, band * width, width)
        for pair in combinations(sorted(bucket), 2)
    }


def tfidf(articles: Sequence[Sequence[int]]) -> list[dict[int, float]]:
    """Return the weight of every word of every article: sublinear counts, smooth idf, rows of length 1."""
    n_with = Counter(word for words in articles for word in set(words))
    rows = []
    for words in articles:
        weights = {
            word: (1 + math.log(count)) * (math.log((1 + len(articles)) / (1 + n_with[word])) + 1)
            for word, count in Counter(words).items()
        }
        norm = math.hypot(*weights.values())
        rows.append({word: weight / norm for word, weight in weights.items()})
    return rows


def cosine(one: dict[int, float], other: dict[int, float]) -> float:
    """Return the dot product of two rows, summed in the order of their keys."""
    total = 0.0
    for key in sorted(one.keys() & other.keys()):
        total += one[key] * other[key]
    return total


class Neighbours(NamedTuple):
    """What is asked of the neighbours of a row; ``window`` in the unit of the times."""

    n_best: int
    min_cosine: float
    window: float


def neighbours(
    vectors: Sequence[dict[int, float]], times: Sequence[float], rows: Sequence[int], asked: Neighbours
) -> dict[int, list[int]]:
    """Return for each row the rows of greatest cosine, all compared with all.

    Cosines are ranked to six decimals, ties by row; an unknown time (NaN) lies
    in every window.
    """
    found = {}
    for row in rows:
        near = [other for other in rows if other != row and not abs(times[other] - times[row]) > asked.window]
        cosines = {other: cosine(vectors[row], vectors[other]) for other in near}
        ranked = sorted(near, key=lambda other: (-round(cosines[other] * 1e6), other))
        found[row] = [other for other in ranked[: asked.n_best] if cosines[other] >= asked.min_cosine]
    return found


def as_pairs(found: dict[int, list[int]]) -> set[tuple[int, int]]:
    """Return the pairs a < b of which one is a neighbour of the other."""
    return {(min(one, other), max(one, other)) for one, others in found.items() for other in others}
