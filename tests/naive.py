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

APOSTROPHES = {"'", "\N{RIGHT SINGLE QUOTATION MARK}", "\N{FULLWIDTH APOSTROPHE}", "ʼ", "\x92"}
DOTS = {".", "\N{FULLWIDTH FULL STOP}"}
COMMAS = {
    ",",
    "\N{FULLWIDTH COMMA}",
    "\N{ARABIC THOUSANDS SEPARATOR}",
    "\N{ARABIC DECIMAL SEPARATOR}",
}
LINE_BREAKS = set("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")  # those of str.splitlines
QUOTATION_MARKS = set('"“”„‟«»「」『』〝〞〟`‘‚‛‹›') | {"\N{FULLWIDTH QUOTATION MARK}"}
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
# What is passed over: NUL, soft hyphen, joiners, fillers, byte order mark, bidi and format controls,
# variation selectors, tags, strokes through and rings around a letter.
PASSED_OVER = {0x0000, 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0}
PASSED_OVER_RANGES = (
    (0x0334, 0x0338),
    (0x20D0, 0x20F0),
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
# What a double mark opens is closed by any of these; the mark itself, met again, nests in NESTING.
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
    "``": ("''", '"'),
    "''": ("''", '"'),
    "‘‘": ("’’", "”", '"'),
    ",,": ("''", "``", "‘‘", "’’", "“", "”", '"'),
}
NESTING = {"«", "「", "『"}
DOUBLED = "`',‘’"
OPENS_WITHOUT_WORD_BEFORE = {'"', "＂", "»", "”"}
OPENS_BEFORE_A_WORD = {"»", "”", "''", ",,"}
OPENS_BEHIND_A_BLANK = {"''", ",,"}
GOES_ON_WITH = {"»": "«", "”": "“‟〝"}  # at the beginning of a paragraph
# Single marks: what closes them.
SINGLE = {"‘": "’'", "‛": "’'", "'": "'", "‚": "‘’'", "‹": "›", "›": "‹"}
OPENING_BRACKETS = set("([{–—―/:¿¡")
PLURAL_BYTES = 32
REACH_BYTES = 2048  # no single mark opens for longer
ELIDED = {
    *("s", "t", "n", "m", "d", "k", "ll", "re", "ve", "em", "ns", "un", "uns", "til", "till", "tis", "twas"),
    *("twere", "twill", "twould", "twasn", "bout", "cause", "cos", "coz", "cuz", "round", "neath", "gainst"),
    *("nuff", "nother", "hood", "burbs", "fro", "tude", "kay", "fraid", "ndrangh"),
}


# By script, in Unicode's words: Latin letters, and below them what looks like each. Where a letter
# stands for several, the first is meant.
ALIKE = {
    "GREEK": ("abeikvnoptuxyzwcjo", "αβεικνηορτυχγζωϲϳσ"),
    "CYRILLIC": ("abehijkmopsctyxgqwvldhy", "авеһіјкморѕстухԍԛԝѵӏԁнү"),
    "ARMENIAN": ("ounhgqjsl", "օսոհցզյտլ"),
}
MOST_MARKS = 10
BELONGING = {"\N{COMBINING GRAPHEME JOINER}", *map(chr, range(0xFE00, 0xFE10))}  # to what stands before
MOJIBAKE_LEADS = set("ÂÃÄÅÎÏÐÑØÙ")
BEHIND_WORDS = set("‘’“”„‚–—…‹›«»·\N{NO-BREAK SPACE}\N{SOFT HYPHEN}")


class Token(NamedTuple):
    """A word: characters, what is hashed, paragraph from 0, inside quotation marks, spaceless script.

    ``opens`` says that it is the first word of a quotation, ``sentence`` of a sentence.
    """

    start: int
    end: int
    folded: str
    paragraph: int
    quoted: bool
    solo: bool
    opens: bool
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
    if category == "Lo" and ("\u1161" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7fb"):
        return "M"  # the second and third letter of a Hangul syllable
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
    parts = unicodedata.normalize("NFKD", character)
    once = "".join(c if c == "\N{COMBINING GREEK YPOGEGRAMMENI}" else c.casefold() for c in parts)
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", once)
        if unicodedata.category(c)[0] in "LMN" and not passed_over(c)
    )


def _script_of(character: str) -> str:
    """Return LATIN, or the script that has look-alikes of it, or "" for any other."""
    base = fold(character)[:1]
    if "a" <= base <= "z":
        return "LATIN"
    place = ord(character)
    if 0x370 <= place < 0x400 or 0x1F00 <= place < 0x2000:
        return "GREEK"
    return "CYRILLIC" if 0x400 <= place < 0x530 else "ARMENIAN" if 0x530 <= place < 0x590 else ""


def _alike(character: str, script: str) -> str:
    """Return the folding of a letter with its base replaced by a look-alike; "" when it has none."""
    folded = fold(character)
    for known in ALIKE:
        latin, other = ALIKE[known]
        source, target = (latin, other) if script != "LATIN" else (other, latin)
        if script in ("LATIN", known) and folded[:1] in source:
            return target[source.index(folded[:1])] + folded[1:]
    return ""


def mixed(word: Sequence[str]) -> str:
    """Return the script that a word of two look-alike scripts is folded to; "" when it stays."""
    scripts = Counter(_script_of(c) for c in word if kind(c) == "L")
    others = set(scripts) - {"LATIN"}
    if "LATIN" not in scripts or len(others) != 1 or "" in others:
        return ""
    (other,) = others
    possible = [
        script
        for script in ("LATIN", other)
        if all(_alike(c, script) for c in word if kind(c) == "L" and _script_of(c) != script)
    ]
    return max(possible, key=lambda script: scripts[script], default="")  # the first of equals: Latin


def spell(word: Sequence[str]) -> str:
    """Return what the characters of a word are hashed as, all together."""
    script = mixed(word)
    swapped = [script and kind(c) == "L" and _script_of(c) != script for c in word]
    parts = [_alike(c, script) if swap else fold(c) for c, swap in zip(word, swapped, strict=True)]
    folded = "".join(parts)
    spelt, at = "", 0
    while at < len(folded):
        past = at
        while past < len(folded) and kind(folded[past]) == "M":
            past += 1
        if past - at <= MOST_MARKS:
            spelt += _in_order(folded[at:past])
        spelt += folded[past : past + 1]
        at = past + 1
    return spelt


def _in_order(marks: str) -> str:
    """Return marks in canonical order: sorted by combining class between those of class 0."""
    ordered, movable = "", ""
    for mark in [*marks, ""]:
        if mark and unicodedata.combining(mark):
            movable += mark
        else:
            ordered += "".join(sorted(movable, key=unicodedata.combining)) + mark
            movable = ""
    return ordered


def undone(text: str) -> str:
    """Return a text of as many characters and bytes in which mojibake is what was meant."""
    found, at, behind_another = "", 0, False
    while at < len(text):
        length = 3 if text[at] == "â" else 2
        meant = _meant(text[at : at + length], text[at + length : at + length + 1], behind_another)
        behind_another = bool(meant)
        found += meant or text[at]
        at += length if meant else 1
    return found


def _meant(piece: str, following: str, behind_another: bool) -> str:
    """Return what a sequence of mojibake spells, filled up; "" when it is none."""
    if len(piece) < 2 or not (piece[0] == "â" or piece[0] in MOJIBAKE_LEADS):
        return ""
    try:
        meant = b"".join(_cp1252(c) for c in piece).decode("utf-8")
    except UnicodeError:
        return ""
    if len(meant) != 1 or (len(piece) == 3 and not "\u2000" <= meant < "\u2200"):
        return ""
    if len(piece) == 2 and piece[1] in BEHIND_WORDS and not behind_another:
        is_sure = piece in ("Â\N{NO-BREAK SPACE}", "Ã\N{NO-BREAK SPACE}", "Ã\N{SOFT HYPHEN}")
        is_before_letter = bool(following) and kind(following) == "L" and piece[1] != "\N{SOFT HYPHEN}"
        if not is_sure and not is_before_letter:
            return ""
    n_bytes = len(piece.encode())
    if n_bytes == 6:
        meant = {"‘": "'", "’": "'", "“": '"', "”": '"'}.get(meant, "-" if "‐" <= meant <= "―" else "")
    if not meant:
        return ""
    left, wanted = n_bytes - len(meant.encode()), len(piece) - 1
    n_wide = left - 2 * wanted
    return meant + n_wide * "\ufe0f" + (wanted - n_wide) * "\u034f"


def _cp1252(character: str) -> bytes:
    if "\x80" <= character < "\u0100":
        return bytes([ord(character)])
    return character.encode("cp1252")


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
    text = undone(text)
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
    quotation = _quotations(text, places, kinds, words, block)
    quoted_before = [0, *(quotation[first] for first, _, _ in words)]
    holding = sorted({block[places[first]] for first, _, _ in words})
    before: list[tuple[int, int, set[int]] | None] = [None, *words]
    return [
        Token(
            start=places[first],
            end=_past(text, places[last - 1] + 1),
            folded=spell([text[places[j]] for j in range(first, last) if j not in unhashed]),
            paragraph=holding.index(block[places[first]]),
            quoted=quotation[first] > 0,
            solo=kinds[first] == "S",
            opens=quotation[first] not in (0, quoted_before[k]),
            sentence=previous is None
            or block[places[first]] != block[places[previous[0]]]
            or _begins_sentence([text[at] for at in places], previous, first),
        )
        for k, (previous, (first, last, unhashed)) in enumerate(zip(before, words, strict=False))
    ]


def _past(text: str, end: int) -> int:
    """Return where a word ends that reaches to ``end``, with what belongs to its last character."""
    at = end
    while at < len(text) and kind(text[at]) == "-":
        at += 1
        end = at if text[at - 1] in BELONGING else end
    return end


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
    word = spell([shown[k] for k in range(start, end) if k not in unhashed])
    last_piece = "".join(kind(c) for c in shown[max({start - 1} | unhashed) + 1 : end])
    is_initial = re.fullmatch("LM*", re.sub("[',.]", "", last_piece)) is not None
    return not (is_initial or re.fullmatch("[0-9]{1,2}", word) or word in ABBREVIATIONS)


def _quotations(
    text: str, places: list[int], kinds: str, words: list[tuple[int, int, set[int]]], block: list[int]
) -> list[int]:
    """Return the number, from 1, of the quotation open before each character that counts; 0 for none."""
    in_word = [False] * len(kinds)
    for first, last, _ in words:
        in_word[first:last] = [True] * (last - first)
    behind_word = {last for first, last, _ in words if kinds[first] != "S"}
    page = _Page(text, [text[place] for place in places], places, kinds, [block[place] for place in places])
    numbers = []
    number = 0
    opened, depth, past = "", 0, 0  # the family open, and the place behind the last mark
    left_open, fresh, closing = "", True, -1
    for k in range(len(places)):
        if k > 0 and page.block[k] != page.block[k - 1]:
            left_open = left_open if fresh else opened
            opened, fresh = "", True
        numbers.append(number if opened else 0)
        fresh = fresh and not in_word[k]
        if in_word[k] or k < past or kinds[k] not in "Q',":
            continue
        if opened in SINGLE:
            opened = "" if k == closing else opened
            continue
        mark = page.mark(k)
        past = k + len(mark)
        if not opened:
            opened, depth = page.opened(k, mark, k in behind_word), 1
            if fresh and left_open and left_open in GOES_ON_WITH.get(mark, ""):
                opened = left_open
            if mark in SINGLE and not opened and page.may_open(k):
                closing = page.single_end(k, leads=fresh)
                opened = mark if closing is not None else ""
            number += bool(opened)
        elif mark in CLOSED_BY[opened] or page.closes_wrongly(k, opened, mark):
            depth -= 1
            opened = opened if depth else ""
        elif mark == opened and mark in NESTING:
            depth += 1
    return numbers


class _Page(NamedTuple):
    """The characters of a text that count: their places in the text, kinds and blocks."""

    text: str
    shown: list[str]
    places: list[int]
    kinds: str
    block: list[int]

    def following(self, k: int) -> str:
        """Return the kind of the character at k; "/" behind the last."""
        return self.kinds[k] if k < len(self.kinds) else "/"

    def preceding(self, k: int) -> tuple[str, str]:
        """Return kind and character before k; a line break before the first."""
        return (self.kinds[k - 1], self.shown[k - 1]) if k > 0 else ("N", "\n")

    def mark(self, k: int) -> str:
        """Return the mark at k: two equal small ones in a row are one."""
        place, mark = self.places[k], self.shown[k]
        return 2 * mark if mark in DOUBLED and self.text[place + 1 : place + 2] == mark else mark

    def opened(self, k: int, mark: str, behind_word: bool) -> str:
        """Return the double mark when it opens, else nothing."""
        forbidden = mark in OPENS_WITHOUT_WORD_BEFORE and behind_word
        forbidden |= mark in OPENS_BEHIND_A_BLANK and self.preceding(k)[0] not in "_N"
        wanting = mark in OPENS_BEFORE_A_WORD and self.following(k + len(mark)) not in "LDS"
        return mark if mark in CLOSED_BY and not forbidden and not wanting else ""

    def closes_wrongly(self, k: int, opened: str, mark: str) -> bool:
        """Tell whether an opening “ stands where only a closing mark can."""
        behind = self.preceding(k)[0] not in "_N/" and self.following(k + 1) not in "LDS"
        return mark == "“" and opened in "“‟〝" and behind

    def may_open(self, k: int) -> bool:
        """Tell whether a single mark stands as an opening one."""
        mark, (kind_before, before) = self.shown[k], self.preceding(k)
        following = self.following(k + 1)
        free = kind_before in "_N" or (kind_before == "/" and before in OPENING_BRACKETS)
        if mark in "‘‛":
            free |= kind_before in "/S" or before == "，"
        filled = following in ("LDS/.Q" if mark in "‘‛‚" else "LDS")
        return free and filled and not (mark in "‘‛'" and self.elided(k))

    def elided(self, k: int) -> bool:
        """Tell whether the word behind a mark has lost its first letters."""
        rest = self.text[self.places[k] + 1 :]
        if re.match(r"[0-9]{2}", rest):
            return re.match(r"..(?:s|[\0- ]|\Z|[!),.:;?](?![0-9]))", rest, re.S) is not None
        word = re.match(r"[A-Za-z]{0,7}", rest).group()
        after = rest[len(word) : len(word) + 1]
        goes_on = len(word) < 7 and after >= "\x80" and not "\u2000" <= after < "\u3000"
        return word.lower() in ELIDED and not goes_on

    def single_end(self, k: int, *, leads: bool) -> int | None:  # noqa: C901 - one rule after the other
        """Return where the mark that closes the single mark at k stands, or None."""
        opening, last = self.shown[k], k + 1
        plain = plural = None
        double = 0
        skip = -1
        while last < len(self.shown) and self.block[last] == self.block[k]:
            if self.n_bytes(k, last) >= REACH_BYTES:
                return plain if plain is not None else plural
            j, last = last, last + 1
            if j == skip or self.kinds[j] not in "Q'":
                continue
            mark = self.mark(j)
            if mark == "''":
                skip = j + 1
            if mark in "“”":
                double = max(0, double + (1 if mark == "“" else -1))
            elif double == 0 and not (len(mark) == 2 and (opening == "'" or mark == "‘‘")):
                strength = self.closing_strength(k, j, j + 1 + (mark == "''"))
                if strength == "sure":
                    return j
                if strength == "plain" and plain is None:
                    plain = j
                elif strength == "plural" and plural is None:
                    plural = j
                elif strength is None and mark == opening and self.may_open(j):
                    return plain if plain is not None else plural
        if plain is None and opening == "‘" and leads:
            later = [j for j in range(last, len(self.shown)) if self.kinds[j] not in "N_"]
            if later and self.shown[later[0]] == "‘" and self._leads(later[0]):
                return last
        return plain if plain is not None else plural

    def _leads(self, k: int) -> bool:
        """Tell whether a ‘ at the beginning of a paragraph may open."""
        return self.following(k + 1) in "LDS/.Q" and not self.elided(k)

    def n_bytes(self, opening: int, k: int) -> int:
        """Return how many bytes stand between two marks."""
        return len(self.text[self.places[opening] + 1 : self.places[k]].encode("utf-8", "surrogatepass"))

    def closing_strength(self, opening: int, k: int, behind: int) -> str | None:
        """Say how surely one mark closes another: sure, plain, plural or never; None when it cannot."""
        first, mark = self.shown[opening], self.shown[k]
        kind_before, before = self.preceding(k)
        if mark not in SINGLE[first] or kind_before in "_N" or self.following(behind) in "LDM":
            return None
        if first in "‹›" or (first, mark) == ("‚", "‘") or kind_before in "/.,QS":
            return "sure"
        if before in "nN" and k - opening >= 2 and self.shown[k - 2] in "'’":
            return "never"
        if (before in "sS" or kind_before == "D") and self.following(behind) == "_":
            return "plural" if self.n_bytes(opening, k) <= PLURAL_BYTES else "never"
        return "never" if kind_before == "'" else "plain"


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


def winnow(words: Sequence[int], width: int, window: int) -> list[tuple[int, int]]:
    """Return (hash, first word) of the least shingle of every window, of equal ones the rightmost."""
    runs = [words[start : start + width] for start in range(len(words) - width + 1)]
    hashes = [xxhash.xxh64_intdigest(_bytes32(run), 0) % 2**32 for run in runs]
    chosen = {
        min(range(first, first + window), key=lambda place: (hashes[place], -place))
        for first in range(len(hashes) - window + 1)
    }
    return [(hashes[place], place) for place in sorted(chosen)]


def longest_run(one: Sequence[int], other: Sequence[int]) -> int:
    """Return the length of the longest run of words that two articles share."""
    longest, before = 0, [0] * (len(other) + 1)
    for word in one:
        now = [0] * (len(other) + 1)
        for place, there in enumerate(other):
            if word == there:
                now[place + 1] = before[place] + 1
                longest = max(longest, now[place + 1])
        before = now
    return longest
