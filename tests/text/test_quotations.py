"""Which words are quoted, in the quotation styles that newspapers print."""

import naive
import pytest

from syndetect.text import word_spans


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
        ("a `single` 'one' here", ""),
        # single marks are apostrophes, or quotations inside quotations
        ("The ‘so-called’ plan", ""),
        ("“He said ‘no’ to me,” she said", "He said ‘no to me".replace("‘", "")),
        # no quotation
        ('a 6" pipe and a 12" one', ""),
        ("he is 6'4\" tall", ""),
        ("the ’90s, dogs’ and don’t", ""),
        ("» More news", ""),
        ("stray ” mark” here", ""),
        ("stray » mark» here", ""),
        ("closing '' alone", ""),
        # begins inside: the word in front of the mark does not count, nor the one behind
        ("half“way”there", "way"),
        ("", ""),
    ],
)
def test_quotation_styles(text, found):
    """A word is quoted when it begins inside quotation marks of any style."""
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
