"""Which words are quoted, in the quotation styles that newspapers print."""

import naive
import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from syndetect.text import PARAGRAPH_START, QUOTE_START, QUOTED, tokenise_texts, word_spans

LONG_LINE = "x" * 101 + "\n"  # makes sure that a text is not taken for hard-wrapped


def quoted(text):
    """Return the quoted words of a text, joined by blanks."""
    words = word_spans(text)
    inside = zip(words.start, words.end, words.quoted, strict=True)
    return " ".join(text[start:end] for start, end, is_quoted in inside if is_quoted)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # English, curly
        ("He said, “We won,” and left.", "We won"),
        ("“Yes.” No. “Yes.”", "Yes Yes"),
        ("(“Yes”) no", "Yes"),
        ("Said:“yes”no", "yes"),
        ("‟Yes” no", "Yes"),
        # straight
        ('He said, "We won," and left. "Yes."', "We won Yes"),
        ('("Yes")—"yes" no', "Yes yes"),
        ("＂Yes＂ no ＂Yes＂", "Yes Yes"),
        ('“Yes" no', "Yes"),
        # German, Polish, Czech, Hungarian, Dutch
        ("Er sagte: „Wir kommen“, dann ging er.", "Wir kommen"),
        ("„Tak” nie „tak”", "Tak tak"),
        ('„Ja" nein', "Ja"),
        ("Er sagte „so“ und “so”.", "so so"),
        # French, Italian, Russian, Arabic
        ("Il a dit : « Nous venons », puis non.", "Nous venons"),
        ("«Да», нет, «да»", "Да да"),
        ("«Один «два» один» нет", "Один два один"),
        ("قال «نعم» لا", "نعم"),
        # German and Danish, reversed guillemets
        ("Er sagte »ja« und nein, »ja«.", "ja ja"),
        # Swedish and Finnish
        ("Hon sa ”ja” och nej, ”ja”.", "ja ja"),
        # Chinese, Japanese, Korean
        ("首相は「はい」と言った。", "は い"),
        ("「外『内』外」地", "外 内 外"),
        ("『外『内』外』地", "外 内 外"),
        ("「一「二」一」地", "一 二 一"),
        ("他说：“好。”然后", "好"),
        ('他说"好"然后"好"', "好 好"),
        ("〝好〟然 〝好〞然", "好 好"),
        ('เขาพูดว่าน้"ดี"กก', "ดี"),
        # wire-service ASCII
        ("He said ``we won'' and left.", "we won"),
        ("``Don't,'' he said. ``It's ours.''", "Don't It's ours"),
        ('``We won" he said', "We won"),
        ("''We won,'' he said, ''again.''", "We won again"),
        (",,Wir kommen'', sagte er, ,,bald``.", "Wir kommen bald"),
        (",,Ja“ und nein", "Ja"),
        ("one,, two'' three", ""),
        ("‘‘I like ‘it,’’’ she said, ‘‘and more.’’ No.", "I like it and more"),
        # the wrong mark at the end
        ("Er sagte “so“ und “so“.", "so so"),
        # inside other marks
        ("“He said ‘no’ to me,” she said", "He said ‘no to me".replace("‘", "")),
        # no quotation
        ('a 6" pipe and a 12" one', ""),
        ("he is 6'4\" tall", ""),
        ("the ’90s, dogs’ and don’t", ""),
        ("» More news", ""),
        ("stray ” mark” here", ""),
        ("stray » mark» here", ""),
        ("closing '' alone", ""),
        ('5′ 11″ and 5\' 11" and 12"-vinyl', ""),
        # begins inside: the word in front of the mark does not count, nor the one behind
        ("half“way”there", "way"),
        ("", ""),
    ],
)
def test_quotation_styles(text, found):
    """A word is quoted when it begins inside quotation marks of any style."""
    assert quoted(text) == found
    assert " ".join(text[w.start : w.end] for w in naive.tokens(text) if w.quoted) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # English
        ("‘We won,’ he said. ‘Again.’ No.", "We won Again"),
        ("He said: ‘We won’ and left.", "We won"),
        ("He said ‘we won’.", "we won"),
        ("(‘Yes’) no ‘[We] won’ no", "Yes We won"),
        ("Plan—‘yes’—no", "yes"),
        ("‘She said “yes” to me,’ he said.", "She said yes to me"),
        ("‘I don’t know, it’s the Joneses’ house,’ he said.", "I don’t know it’s the Joneses house"),
        ("The ‘alternative facts’ were ‘old’ news", "alternative facts old"),
        ("‘We’re the ’90s kids, rock ’n’ roll,’ he said.", "We’re the 90s kids rock n roll"),
        ("‘…and so on,’ he said", "and so on"),
        ("‘£5m is enough,’ he said", "5m is enough"),
        ("“He said ‘no,’ twice,” she said", "He said no twice"),
        # straight
        ("'We won,' he said. 'Again.' No.", "We won Again"),
        ("'I don't know, it's the Joneses' house,' he said.", "I don't know it's the Joneses house"),
        ("He called it 'daft' and 'odd'.", "daft odd"),
        ("a `single` 'one' here", "one"),
        ("'He is 6' tall,' she said", "He is 6 tall"),
        # German, Danish, Swiss, Polish, Dutch
        ("Er sagte: ‚Wir kommen‘, dann ging er.", "Wir kommen"),
        ("Er sagte ‚Wir sind in Hans’ Haus‘ und ging.", "Wir sind in Hans Haus"),
        ("‚Tak’ nie", "Tak"),
        ("Er sagte ›ja‹ und nein, ›ja‹.", "ja ja"),
        ("Er sagte ‹ja› und nein, ‹ja›.", "ja ja"),
        ("‘Ik kom niet’, zei hij, ‘s avonds’ dus.", "Ik kom niet"),
        # Chinese
        ("他说‘好。’然后‘一’二", "好 一"),
    ],
)
def test_single_marks(text, found):
    """A single mark opens together with the one that closes it."""
    assert quoted(text) == found
    assert " ".join(text[w.start : w.end] for w in naive.tokens(text) if w.quoted) == found


NO_QUOTATION = [
    # English
    "don't, we've, the Joneses' house and James' car, the dogs' owners'",
    "don’t, we’ve, the Joneses’ house and James’ car, the dogs’ owners’",
    "the '90s, back in '68, the '60s' music, '80s and '90s'.",
    "the ‘90s, back in ‘68, and ‘80s music’s best",
    "rock 'n' roll, rock ’n’ roll, rock ‘n’ roll, fish 'n' chips",
    "'Tis true, 'twas so, give 'em hell, 'cause they were singin' and dancin'.",
    "’Tis true, ’twas so, give ’em hell, ’cause they were singin’ and dancin’.",
    "they 're late, it 's the state 's law, the party 's workers ' strike",
    "they ’re late, it ’s the state ’s law, the party ’s workers ’ strike",
    "6'2\", 6' 2\", 5′ 11″, a 12' board and 12\"-vinyl, 12’ long",
    "O'Brien, O’Neill, D'Angelo, ma'am, y'all, o'clock, ne'er",
    # a lone opening mark
    "‘Abd al-Rahman and ‘Ali went home",
    "He said: ‘We won. Then he left the house of the dogs’ owner on the long road home, as he had said.",
    "a 'lone mark in the middle",
    # Irish, Hebrew, Arabic, Hawaiian, Ukrainian
    "Ó'Súilleabháin, B'Tselem, Ra'anana, Be'er Sheva, Sa‘id, Qur’an, Qur'an, Hawai‘i, O‘ahu, п'ять, об’єкт",
    # French, Italian, Catalan, Dutch, Afrikaans
    "l'homme, aujourd’hui, c'est, qu'il, l’État",
    "la 'ndrangheta e un po' di citta', perche' no, la ’ndrangheta e un po’ di sale",
    "'s avonds, 't is, 's-Hertogenbosch en foto's, 'n man se kind",
    "‹ Zurück | Weiter ›",
    "",
]


@pytest.mark.parametrize("text", NO_QUOTATION)
def test_apostrophes_open_nothing(text):
    """Apostrophes, elisions, years, feet and lone marks open no quotation."""
    text = text.replace('\\"', '"')
    assert quoted(text) == ""
    assert not any(word.quoted for word in naive.tokens(text))


@given(
    st.lists(
        st.sampled_from(
            [
                "don't",
                "it’s",
                "dogs'",
                "James’",
                "'90s",
                "'em",
                "’tis",
                "Sa‘id",
                "6'2\"",
                '12"',
                "’n’",
                "word.",
                "a,",
            ]
        )
    )
)
def test_apostrophes_alone_never_quote(words):
    """Whatever their order, words with apostrophes are no quotation."""
    assert quoted(" ".join(words)) == ""


@given(strategies.texts(), strategies.texts())
def test_a_quotation_never_reaches_past_its_paragraph(one, other):
    """What stands before a paragraph changes its quoted words only where a mark goes on."""
    ends = any(mark in other for mark in "»”")
    text = f"{LONG_LINE}{one}\n{other}"
    alone = [(w.start, w.end) for w in naive.tokens(LONG_LINE + other) if w.quoted]
    behind = len(LONG_LINE + one) + 1
    together = word_spans(text)
    inside = zip(together.start.tolist(), together.end.tolist(), together.quoted.tolist(), strict=True)
    found = [(start, end) for start, end, is_quoted in inside if is_quoted and start >= behind]

    if not ends:
        shift = behind - len(LONG_LINE)
        assert found == [(start + shift, end + shift) for start, end in alone]


@given(strategies.texts())
def test_a_quotation_opens_once(text):
    """The first quoted word of a paragraph opens a quotation, and no word outside one does."""
    flags = tokenise_texts([text]).flags
    is_quoted, opens = (flags & QUOTED) != 0, (flags & QUOTE_START) != 0

    assert not (opens & ~is_quoted).any()
    before = np.concatenate(([False], is_quoted[:-1])) & ((flags & PARAGRAPH_START) == 0)
    assert opens[is_quoted & ~before].all()


@pytest.mark.parametrize(
    ("text", "n_quotations"),
    [
        ("“One two” “three”", 2),
        ("“One two”“three”", 2),
        ("‘One two’ ‘three’", 2),
        ("“One “two” three”", 1),
        ("“One\n“two\n“three” four", 3),
        ("no", 0),
    ],
)
def test_quotations_are_told_apart(text, n_quotations):
    """Every quotation has one first word, however near the one before it is."""
    assert int(((tokenise_texts([text]).flags & QUOTE_START) != 0).sum()) == n_quotations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("« Un deux.\n» Trois quatre.\n» Cinq », dit-il.", "Un deux Trois quatre Cinq"),
        ("«Uno dos.\n»Tres cuatro.\n»Cinco», dijo.", "Uno dos Tres cuatro Cinco"),
        ("“Uno dos.\n”Tres cuatro.\n”Cinco”, dijo.", "Uno dos Tres cuatro Cinco"),
        ("« Un deux.\n« Trois », dit-il.", "Un deux Trois"),
        ("« Un deux ».\n» Trois quatre.", "Un deux"),
        ("“One two.\nThree four.”", "One two"),
        ("“One two.\n***\n“Three,” he said.", "One two Three"),
        ("‘One two.\n‘Three,’ he said.", "One two Three"),
        ("‘One two.\n\n‘Three.\n\n‘Four,’ he said.", "One two Three Four"),
        ("‘One two.\nThree,’ he said.", ""),
        ("No ‘one two.\n‘Three,’ he said.", "Three"),
    ],
)
def test_quotations_of_several_paragraphs(text, found):
    """A quotation goes on when the next paragraph opens it anew, or begins with its closing mark."""
    text = LONG_LINE + text
    assert quoted(text) == found
    assert " ".join(text[w.start : w.end] for w in naive.tokens(text) if w.quoted) == found


@pytest.mark.parametrize("mark", ["“", "‟", "〝", "„", "«", "»", "”", '"', "＂", "「", "『", "``"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\n\n", "\u2029", "\x85"])
def test_unclosed_mark_ends_with_its_paragraph(mark, line_break):
    """A mark left open ends with its paragraph: a quotation of several paragraphs opens each anew."""
    assert quoted(f"Said: {mark}one two{line_break}three") == "one two"
    assert quoted(f"{mark}one{line_break}{mark}two{line_break}three") == "one two"


def test_quotation_runs_on_over_wrapped_lines():
    """In hard-wrapped text a quotation goes on over line breaks, and ends at the blank line."""
    line = "and so the mayor went on for a while about the river and"
    text = f"“{line}\n{line}\n{line}\n\n{line}"

    assert quoted(text) == " ".join(3 * [line])
    assert quoted(text.replace("\n", "\r\n")) == " ".join(3 * [line])
