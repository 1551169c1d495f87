"""What is done to a text without changing what it says changes none of its words, and is told."""

import re
import unicodedata

import naive
import numpy as np
import pytest
import strategies
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from syndetect.text import SOLO, tokenise_paragraphs, tokenise_texts, word_spans
from syndetect.text.oddities import ODDITIES, count_odd, is_odd

TEXT = (
    "The harbour council doesn't expect the café on pier 3 to reopen before 2,500 tonnes of stone have "
    "arrived from Århus, its chairman said. “We cannot pay for every façade,” he told a naïve visitor."
)
CYRILLIC = "Совет порта не ждёт, что кафе на причале откроется раньше июня, сказал его председатель."
GREEK = "Το συμβούλιο του λιμανιού δεν περιμένει να ανοίξει το καφενείο πριν από τον Ιούνιο."


def hashes(text):
    return tokenise_texts([text]).hashes.tolist()


def flags(text):
    """Return the oddities that a text shows."""
    tokens, paragraphs = tokenise_paragraphs([text])
    return set(count_odd(is_odd(paragraphs.odd, tokens.count(SOLO))))


def inside_words(text, put):
    """Put a character between any two letters."""
    pairs = zip(text, text[1:] + " ", strict=True)
    return "".join(one + put if one.isalpha() and other.isalpha() else one for one, other in pairs)


def swapped(text, pairs):
    """Replace the first letter with a look-alike of every word of four letters or more."""
    table = dict(pair[::-1] for pair in pairs.split())
    letters = list(text)
    for word in re.finditer(r"\w{4,}", text):
        found = [at for at in range(*word.span()) if text[at] in table][:1]
        for at in found:
            letters[at] = table[text[at]]
    return "".join(letters)


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def misread(text):
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


DISGUISES = {
    "zero-width space": (inside_words(TEXT, "\u200b"), {"zero-width"}),
    "word joiner": (inside_words(TEXT, "\u2060"), {"zero-width"}),
    "byte order mark": (inside_words(TEXT, "\ufeff"), {"zero-width"}),
    "NUL": (inside_words(TEXT, "\0"), {"zero-width"}),
    "strokes": (inside_words(TEXT, "\u0336"), {"zero-width"}),
    "soft hyphen": (inside_words(TEXT, "\u00ad"), {"soft hyphens"}),
    "direction marks": (inside_words(TEXT, "\u200e"), {"bidi"}),
    "override": ("\u202e" + TEXT + "\u202c", {"bidi"}),
    "variation selectors": (inside_words(TEXT, "\ufe01"), set()),
    "Cyrillic": (swapped(TEXT, "аa еe оo рp сc уy хx іi ѕs"), {"homoglyphs"}),
    "Greek": (swapped(TEXT, "οo ρp αa ιi"), {"homoglyphs"}),
    "full-width": (full_width(TEXT), {"full-width"}),
    "decomposed": (unicodedata.normalize("NFD", TEXT), set()),
    "misread": (misread(TEXT), {"mojibake"}),
    "curly as a control": (TEXT.replace("'", "\x92"), set()),
    "doubled blanks": (TEXT.replace(" ", " \u00a0 "), set()),
}


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguised_copy_has_the_same_words(name):
    """The words are those of the original, and the disguise is named."""
    text, wanted = DISGUISES[name]

    assert text != TEXT
    assert hashes(text) == hashes(TEXT)
    assert flags(text) == wanted


@pytest.mark.parametrize("name", DISGUISES)
def test_every_word_of_a_disguised_copy_stands_where_it_is_said_to(name):
    """The characters of a word, cut out of the text as read, are that word."""
    text, _ = DISGUISES[name]
    words = word_spans(text)

    assert len(words.start) == len(word_spans(TEXT).start)
    for start, end, hashed in zip(words.start, words.end, words.hashes, strict=True):
        assert hashes(text[start:end]) == [hashed]


def test_heaps_of_marks_are_an_ornament():
    """Letters under more than ten marks are their bare letters; ten are still a spelling."""
    bare = "The council voted on Monday"

    assert hashes(inside_words(bare, "\u0301" * 11)) == hashes(bare)
    assert flags(inside_words(bare, "\u0301" * 11)) == {"marks"}
    assert hashes(inside_words(bare, "\u0301" * 10)) != hashes(bare)


def test_plain_writing_shows_nothing():
    """Good texts of many scripts are not odd: joiners and direction marks belong to them."""
    plain = [
        TEXT,
        CYRILLIC,
        GREEK,
        "می\u200cخواهم به خانه بروم و کتاب\u200cها را بخوانم",
        "क\u094d\u200dष और श\u094d\u200cर",
        "שלום \u200fעולם\u200e 2024",
        "ＮＨＫは１２日に発表した。",
        "👨\u200d👩\u200d👧 ❤\ufe0f",
        "write to desk@example.org or @example today",
        "L’ÉTÉ» CAFÉ” IRMÃ” ESPAÑA» É\u00a0: ÀÉ\u00a0! SÃO PAULO Åland Ä…",
    ]
    for text in plain:
        assert flags(text) == set(), text


@pytest.mark.parametrize("text", [CYRILLIC, GREEK], ids=["Cyrillic", "Greek"])
def test_a_word_of_one_script_is_folded_letter_by_letter(text):
    """Words of Cyrillic or Greek alone are hashed as their own letters, look-alikes or not."""
    assert naive.mixed(text.split()[0]) == ""
    for word in word_spans(text).hashes.tolist():
        assert word in {naive.hash_word("".join(map(naive.fold, w.strip(",.")))) for w in text.split()}


def test_look_alikes_in_a_cyrillic_text_are_cyrillic():
    """Latin letters hidden in Cyrillic words are taken for what they look like, by the rest of the word."""
    hidden = swapped(CYRILLIC, "aа cс oо pр eе")

    assert hidden != CYRILLIC
    assert hashes(hidden) == hashes(CYRILLIC)
    assert flags(hidden) == {"homoglyphs"}


@pytest.mark.parametrize("word", ["αβγδ", "слово", "μm", "β1", "naïve", "Жblank", "ψδq", "аαa"])
def test_what_is_no_look_alike_stays(word):
    """A word in which a letter has no look-alike in the other script keeps all its letters."""
    assert hashes(word) == [naive.hash_word("".join(map(naive.fold, word)))]


@settings(max_examples=1000)
@given(st.one_of(strategies.any_text(), strategies.mixed_text()))
def test_composed_and_decomposed_text_have_the_same_words(text):
    """The tokens of NFC and of NFD are the same."""
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assume(all(naive.undone(each) == each for each in (composed, decomposed)))

    assert hashes(composed) == hashes(decomposed)


def test_every_letter_and_mark_meets_its_decomposition():
    """Each composed character, under marks in any order, has the tokens of its canonical decomposition."""
    composed = [chr(code) for code in range(0x110000) if unicodedata.normalize("NFD", chr(code)) != chr(code)]
    marks = ("", "\u0301\u0323", "\u0323\u0301", "\u0327\u0345\u0308")
    texts = [f"a{c}{mark}b {c}{mark}" for c in composed for mark in marks]
    found = [tokenise_texts([unicodedata.normalize(form, t) for t in texts]) for form in ("NFC", "NFD")]

    assert len(composed) > 13_000
    assert np.array_equal(found[0].article_ptr, found[1].article_ptr)
    assert np.array_equal(found[0].hashes, found[1].hashes)


@settings(max_examples=1000)
@given(strategies.mixed_text(), st.lists(st.tuples(st.integers(0, 200), st.sampled_from(strategies.IGNORED))))
def test_what_has_no_width_changes_no_word_wherever_it_stands(text, puts):
    """Soft hyphens, zero-width characters and controls put anywhere leave the hashes as they are."""
    with_them = text
    for at, put in puts:
        at = min(at, len(with_them))
        with_them = with_them[:at] + put + with_them[at:]
    assume(naive.undone(text) == text and naive.undone(with_them) == with_them)  # a soft hyphen may spell í

    assert hashes(with_them) == hashes(text)


@settings(max_examples=500)
@given(strategies.mixed_text())
def test_mojibake_is_undone_where_it_stands(text):
    """Undoing keeps every character its place and undoes nothing twice."""
    once = naive.undone(text)

    assert len(once) == len(text)
    assert hashes(text) == hashes(once) or naive.undone(once) != once


@pytest.mark.parametrize("text", ["é", "naïve “so” – it’s 5€ …", "Über Łódź", "Привет, мир", "Ελλάδα"])
def test_text_read_as_windows_1252_has_the_words_that_were_meant(text):
    """Accents, quotation marks, Cyrillic and Greek survive a wrong decoding."""
    assert hashes(misread(text)) == hashes(text)


def test_masked_words_are_told():
    """Runs of @ that a corpus puts in place of words make no words, and are named."""
    masked = TEXT.replace("expect the café on pier 3", "@ @ @ @ @ @")

    assert flags(masked) == {"masked"}
    assert len(hashes(masked)) == len(hashes(TEXT)) - 6


def test_lost_characters_are_told():
    """U+FFFD and halves of surrogate pairs are named."""
    for text in (TEXT.replace("é", "\ufffd"), TEXT + "\ud83d"):
        assert flags(text) == {"damaged"}


def test_the_names_are_those_of_the_columns():
    """One name for each column of counts."""
    _, paragraphs = tokenise_paragraphs([TEXT])
    assert paragraphs.odd.shape == (1, len(ODDITIES))
    assert is_odd(paragraphs.odd, np.zeros(1, np.int64)).shape == (1, len(ODDITIES))


def test_handles_set_apart_are_no_masks():
    """A tokenised tweet holds many @ with blanks around, each before a name."""
    assert flags(TEXT + " . @ one talked with @ two , @ three , @ four , @ five and @ six .") == set()
