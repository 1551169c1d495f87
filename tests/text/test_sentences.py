"""Where sentences begin, by example."""

import naive
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.text import SENTENCE_START, tokenise_texts, word_spans

EXAMPLES = [
    "The ferry sank. | Nobody was hurt.",
    "The ferry sank! | Nobody was hurt? | So it seems… | Well, yes.",
    "“The ferry sank.” | Nobody was hurt.",
    "“The ferry sank,” she said. | “Nobody was hurt.” | (So it seems.) | Well.",
    "“Has it sunk?” she asked.",
    "Mr. Lindqvist and Dr. Okafor met Sen. J. R. Holm in the U.S. Senate on Sept. 4 at 5 p.m. local time.",
    "It cost 3.5 million euros. | In 2019 it cost 1,000.",
    "Am 3. Oktober feiern alle. | Im Jahr 2019. | Danach nicht.",
    "It was 1999. | She was 42. Years later she left.",
    "See harbour.example.org. | Then go on.",
    "He paused ... and went on. | He paused. ... | She did not.",
    "A pause ... Then on.".replace("...", "...  |"),
    "Ships, boats etc., and more",
    "Der Bürgermeister kam. | Über alles sprach er. und weiter",
    "Паром затонул. | Никто не пострадал. | Ущерб 3 млн. Рублей нет у ул. Ленина и г. Москвы.",
    "渡轮沉没了。|没有人受伤！|真的吗？|是的",
    "フェリーが沈んだ。|怪我人はいない。",
    "غرقت العبارة. | لم يصب أحد؟ | نعم",
    "فیری ڈوب گئی۔ | کوئی زخمی نہیں ہوا۔",
    "नौका डूब गई। | कोई घायल नहीं हुआ।",
    "A headline without a stop\n| The ferry sank.\n\n| Nobody\u2028| was hurt",
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_sentences_begin_where_readers_see_it(example):
    """A bar stands before every word that begins a sentence, but for the first."""
    text = example.replace("|", "")
    bars = [at - example[:at].count("|") for at, c in enumerate(example) if c == "|"]
    starts = word_spans(text).start.tolist()
    wanted = {0} | {next(k for k, start in enumerate(starts) if start >= bar) for bar in bars}

    flags = tokenise_texts([text]).flags
    assert {k for k, flag in enumerate(flags.tolist()) if flag & SENTENCE_START} == wanted
    assert {k for k, word in enumerate(naive.tokens(text)) if word.sentence} == wanted


def test_every_paragraph_begins_a_sentence():
    """Whatever stands before it, in lower case too."""
    flags = tokenise_texts(["one, two,\nthree mr.\nfour"]).flags
    assert [bool(flag & SENTENCE_START) for flag in flags.tolist()] == [True, False, True, False, True]


PIECES = (
    *(
        "Mr",
        "mr",
        "Ｍｒ",
        "Sept",
        "J",
        "É",
        "é",
        "U.S",
        "p.m",
        "3",
        "42",
        "٣",
        "1999",
        "3.5",
        "Holm",
        "ship",
        "млн",
        "Ж",
        "ж",
        "船",
    ),
    *("don’t", "l’A", "e\u0301", "ǅ", "ß", "𝐚"),
)
GLUE = (
    ".",
    ".",
    ". ",
    ". ",
    ".\u200b ",
    "...",
    " ",
    " ",
    "\n",
    "! ",
    "。",
    ".” ",
    ".) ",
    ".: ",
    "., ",
    ".- ",
    ". “",
    "’ ",
    "``",
    "''",
)


@settings(max_examples=600)
@given(
    st.lists(
        st.tuples(st.sampled_from(PIECES), st.sampled_from(GLUE), st.sampled_from(("", *GLUE))), max_size=12
    )
)
def test_sentences_agree_with_the_definition(pieces):
    """The flag is the defined one wherever abbreviations, marks and closing marks meet."""
    text = "".join(f"{word}{one}{other}" for word, one, other in pieces)

    flags = tokenise_texts([text]).flags.tolist()
    assert [bool(flag & SENTENCE_START) for flag in flags] == [word.sentence for word in naive.tokens(text)]
