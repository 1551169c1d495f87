"""Words of many scripts, by hand: where they end, and which spellings are one word."""

import unicodedata

import naive
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.text import SOLO, tokenise_texts, word_spans

SOFT_HYPHEN, ZERO_WIDTH_SPACE, JOINER, WORD_JOINER = "\u00ad", "\u200b", "\u200d", "\u2060"


def words(text):
    spans = word_spans(text)
    return [text[start:end] for start, end in zip(spans.start, spans.end, strict=True)]


def hashes(text):
    return word_spans(text).hashes.tolist()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # English and other Latin
        ("Don’t cut-and-paste it.", ["Don’t", "cut", "and", "paste", "it"]),
        ("The dogs' owners, the '90s", ["The", "dogs", "owners", "the", "90s"]),
        ("rock 'n' roll, O'Neill's", ["rock", "n", "roll", "O'Neill's"]),
        ("L’été, aujourd’hui à Besançon", ["L’été", "aujourd’hui", "à", "Besançon"]),
        ("the 1990's and 20’s", ["the", "1990's", "and", "20’s"]),
        ("a U.S. U.N. e.g. p.m. ", ["a", "U.S", "U.N", "e.g", "p.m"]),
        ("J.R.R. Tolkien, J. R. Smith", ["J.R.R", "Tolkien", "J", "R", "Smith"]),
        ("the end.The next", ["the", "end", "The", "next"]),
        ("Plan A.But", ["Plan", "A", "But"]),
        ("A.e\u0301t", ["A", "e\u0301t"]),
        ("www.example.com, a@b.com", ["www", "example", "com", "a", "b", "com"]),
        ("A.D.2025 and 3a.b", ["A.D", "2025", "and", "3a", "b"]),
        ("Straße, naïve, ﬁne, Æsir", ["Straße", "naïve", "ﬁne", "Æsir"]),
        ("H₂O, m², ½", ["H₂O", "m²", "½"]),
        # digits
        ("$1,000.50 and 3.5%", ["1,000.50", "and", "3.5"]),
        ("In 2024, 3 died. 4", ["In", "2024", "3", "died", "4"]),
        ("1,2,3 10.000,00 3.a a.3", ["1,2,3", "10.000,00", "3", "a", "a", "3"]),
        ("COVID-19 G7 5G 9-11", ["COVID", "19", "G7", "5G", "9", "11"]),
        ("٣٫٥ و١٬٠٠٠", ["٣٫٥", "و١٬٠٠٠"]),
        # Greek, Cyrillic, Armenian, Georgian
        ("Ο Τσίπρας, «ναι»", ["Ο", "Τσίπρας", "ναι"]),
        ("об’єднання п'ять — м.Київ", ["об’єднання", "п'ять", "м", "Київ"]),
        ("Ա.Բ. «այո»", ["Ա.Բ", "այո"]),
        ("საქართველო დღეს", ["საქართველო", "დღეს"]),
        # Hebrew, Arabic, Urdu, Persian
        ("צה״ל ארה״ב", ["צה", "ל", "ארה", "ב"]),
        ("قالَ الرئيسُ، نعم؟", ["قالَ", "الرئيسُ", "نعم"]),
        ("وزیرِاعظم نے کہا۔ یہ ۲۰۲۵ء ہے", ["وزیرِاعظم", "نے", "کہا", "یہ", "۲۰۲۵ء", "ہے"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        # Indic
        ("दिल्ली में हिंदी।वह", ["दिल्ली", "में", "हिंदी", "वह"]),
        ("बी.जे.पी. ने", ["बी.जे.पी", "ने"]),
        ("தமிழ் நாடு", ["தமிழ்", "நாடு"]),
        ("বাংলাদেশ আজ", ["বাংলাদেশ", "আজ"]),
        # Korean and conjoining jamo
        ("한국은 오늘", ["한국은", "오늘"]),
        ("\u1112\u1161\u11ab", ["\u1112\u1161\u11ab"]),
        # Scripts without spaces: a word a letter, with its marks
        ("日本のGDPは3.5％", ["日", "本", "の", "GDP", "は", "3.5"]),
        ("米Ｕ．Ｓ．社", ["米", "Ｕ．Ｓ", "社"]),
        ("A.B日本", ["A.B", "日", "本"]),
        ("ガス、か\u3099", ["ガ", "ス", "か\u3099"]),
        ("ｶﾞｽ ﾌﾟｰﾙ", ["ｶﾞ", "ｽ", "ﾌﾟ", "ｰ", "ﾙ"]),
        ("人々〇", ["人", "々", "〇"]),
        ("ไทยน้ำ", ["ไ", "ท", "ย", "น้", "ำ"]),
        ("ກິນ", ["ກິ", "ນ"]),
        ("မြန်မာ", ["မြ", "န်", "မာ"]),
        ("ខ្មែរ", ["ខ្", "មែ", "រ"]),
        ("𠀀𠀁", ["𠀀", "𠀁"]),
        # What is no word
        ("👍🏽 — … 🇫🇷 ✓ €", []),
        ("\u0301a \u0301", ["a"]),
        ("a\ud800b\udc00", ["a", "b"]),
        ("𝐀𝐏 ①", ["𝐀𝐏", "①"]),
    ],
)
def test_words_by_hand(text, found):
    """Words end where a reader of the script would end them."""
    assert words(text) == found
    assert [text[w.start : w.end] for w in naive.tokens(text)] == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("US UN am pm PhD", "U.S. U.N. a.m. p.m. P.h.D."),
        ("UÉ", "U.É."),
        ("don't l'été п'ять", "don’t l’été пʼять"),
        ("STRASSE Straße", "straße strasse"),
        ("ΣΊΣΥΦΟΣ", "Σίσυφος"),
        ("Ёлка", "ЁЛКА"),
        ("fine office", "ﬁne oﬃce"),
        ("AP 2025 1,000.5 don't", "ＡＰ ２０２５ １，０００．５ ｄｏｎ＇ｔ"),
        ("ガスプール", "ｶﾞｽﾌﾟｰﾙ"),
        ("AP 1", "𝐀𝐏 ①"),
        ("H2O m2", "H₂O m²"),
        ("Å K", "\N{ANGSTROM SIGN} \N{KELVIN SIGN}"),
        ("لا", "ﻻ"),
        ("神", "\N{CJK COMPATIBILITY IDEOGRAPH-FA19}"),
        ("Ⅳ", "IV"),
        ("ĳs ǆ", "IJs dž"),
        ("İ", "i\u0307"),
    ],
)
def test_spellings_of_one_word(one, other):
    """Case, width, compatibility forms, apostrophes and the dots of initials do not count."""
    assert hashes(one) == hashes(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("resume", "résumé"),
        ("Май", "Маи"),
        ("カ", "ガ"),
        ("wont", "won’t"),
        ("1000", "1,000"),
        ("35", "3.5"),
        ("کل", "گل"),
        ("кут", "kut"),
        ("か", "カ"),
        ("2025", "٢٠٢٥"),
    ],
)
def test_different_words(one, other):
    """Marks, apostrophes, the separators of digits and the script count."""
    assert hashes(one) != hashes(other)


SENTENCES = [
    "L’été à Besançon: “Ça va très bien,” dit Zoë Åström",
    "Thủ tướng Việt Nam Phạm Minh Chính phát biểu tại Hà Nội rằng kinh tế đã phục hồi",
    "Żółć gęślą jaźń; čeština příliš žluťoučký kůň",
    "U.É. ne É.U., Ň.Ř.",
    "Ο πρωθυπουργός μίλησε στην Αθήνα",
    "Ёлка й подъезд, київський п’ять",
    "أعلن الرئيس آخر قرار مؤتمر رئيس",
    "وزیرِاعظم نے آئندہ جمعۂ",
    "दिल्ली में सड़क पर ढाई हज़ार फ़िल्म",
    "한국은 각 뉴스를 값",
    "ガスがプールでパン",
    "Ǆ ṩ ḗ Ṻ",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_composed_and_decomposed_text_are_one(text):
    """NFC and NFD give the same hashes and flags."""
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    one, other = tokenise_texts([composed]), tokenise_texts([decomposed])

    assert len(one.hashes) > 2
    assert one.hashes.tolist() == other.hashes.tolist()
    assert one.flags.tolist() == other.flags.tolist()


def test_every_letter_is_one_with_its_decomposition():
    """NFC and NFD of a single letter or digit give the same hashes, for all of Unicode."""
    letters = (c for c in map(chr, range(0x110000)) if naive.kind(c) in "LDS")
    split = [c for c in letters if unicodedata.normalize("NFD", c) != c and c not in strategies.UNKNOWN]
    assert len(split) > 11_000  # Hangul, the Latin letters with marks, ...

    composed = tokenise_texts(unicodedata.normalize("NFC", c) for c in split)
    decomposed = tokenise_texts(unicodedata.normalize("NFD", c) for c in split)

    assert composed.lengths.tolist() == decomposed.lengths.tolist()
    assert composed.hashes.tolist() == decomposed.hashes.tolist()


@settings(max_examples=200)
@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E) | st.just(" "), max_size=40))
def test_full_width_text_is_ascii_text(text):
    """Full-width forms give the hashes and flags of the ASCII characters that they are."""
    text = text.replace("`", "")  # TeX quotes have no full-width form
    text = text.replace("''", "'")
    wide = "".join(c if c == " " else chr(ord(c) + 0xFEE0) for c in text)

    one, other = tokenise_texts([text]), tokenise_texts([wide])
    assert one.hashes.tolist() == other.hashes.tolist()
    assert one.flags.tolist() == other.flags.tolist()


@pytest.mark.parametrize("inside", [SOFT_HYPHEN, ZERO_WIDTH_SPACE, JOINER, WORD_JOINER, "\ufeff", "\u202b"])
@pytest.mark.parametrize("word", ["agency", "U.S.", "don’t", "1,000.5", "日本", "नहीं", "한국"])
def test_passed_over_inside_words(word, inside):
    """Soft hyphens, zero-width characters and bidi controls inside words do not count."""
    text = inside.join(word)

    assert hashes(text) == hashes(word)
    assert hashes(f"{inside}{word}{inside} {word}") == 2 * hashes(word)
    spans = word_spans(f"{inside}{word}{inside}")
    assert spans.start[0] == 1  # what stands around a word is no part of it


def test_solo_marks_scripts_without_spaces():
    """``SOLO`` is on the words of one character of a script without spaces, and on no others."""
    flags = tokenise_texts(["AP 日本 한국 ไทย ガ नई ｶﾞ 12"]).flags

    solo = ((flags & SOLO) != 0).tolist()
    assert solo == [False, True, True, False, True, True, True, True, False, True, False]
