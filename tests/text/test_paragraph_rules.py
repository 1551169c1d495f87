"""Where a paragraph ends: at every line break, or at blank lines in text wrapped by hand."""

import textwrap

import pytest

from syndetect.text import paragraph_spans, word_spans

PARAGRAPHS = [
    "The river rose two metres overnight and flooded the lower town, where hundreds of people left their "
    "houses before dawn on Tuesday and went to the school on the hill, the mayor told a news conference.",
    "“We have never seen such water in this town, not even in the spring of the great flood,” she said, "
    "“and we do not know yet when the bridges can be opened again to those who work across the river.”",
    "Forecasters expect the rain to go on until Friday in the hills above the town and in the villages "
    "along the upper river, and the army has been asked to send boats and pumps from the northern camp.",
]


def wrap(paragraphs, width, line_break="\n"):
    lines = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    return lines.replace("\n", line_break)


@pytest.mark.parametrize("width", [60, 72, 100])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_wrapping_changes_nothing(width, line_break):
    """Text wrapped by hand has the words, quotes and paragraphs of the same text without wrapping."""
    wrapped, plain = wrap(PARAGRAPHS, width, line_break), "\n".join(PARAGRAPHS)
    one, other = word_spans(wrapped), word_spans(plain)

    assert one.paragraph.tolist() == other.paragraph.tolist()
    assert one.hashes.tolist() == other.hashes.tolist()
    assert one.quoted.tolist() == other.quoted.tolist()
    spans = [wrapped[start:end].replace(line_break, " ") for start, end in paragraph_spans(wrapped)]
    assert spans == PARAGRAPHS
    assert [plain[start:end] for start, end in paragraph_spans(plain)] == PARAGRAPHS


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_one_line_paragraphs(line_break):
    """Every kind of line break ends a paragraph; blank lines between do not count."""
    for between in (line_break, 2 * line_break, f"{line_break} \t{line_break}"):
        text = between.join(PARAGRAPHS)
        assert [text[start:end] for start, end in paragraph_spans(text)] == PARAGRAPHS


@pytest.mark.parametrize(
    ("lines", "n_paragraphs"),
    [
        (["x" * 40] * 3, 1),
        (["x" * 39] * 3, 3),  # short lines were not full
        (["x" * 100] * 3, 1),
        (["x" * 101] * 3, 3),  # nobody wraps that late
        (["x" * 40] * 2 + ["y" * 101], 3),
        (["x" * 40] * 2, 2),  # one break is no evidence
        (["x" * 40 + "."] * 3, 3),  # sentences that end with the line: paragraphs
        (["x" * 40 + "?”"] * 3, 3),
        (["x" * 40 + "।"] * 3, 3),
        (["x" * 40 + ".\u200b"] * 3, 3),  # zero-width characters do not hide a full stop
        (["\u200b\u200b" + "x" * 39] * 3, 3),  # nor fill a line
        (["x" * 40] * 3 + ["x" * 40 + ".", "z"], 1),  # three full ones of four
        (["x" * 40] * 2 + ["x" * 40 + ".", "z"], 4),  # two of three
        ([" \t" + "x" * 40 + "  "] * 3, 1),  # blanks around a line are no part of it
        (["x" * 40, "x" * 40, "x" * 40, "", "y"], 2),
        (["x" * 40, "x" * 40, "x" * 40, "\u200b \t", "y"], 2),
        (["x" * 40, "x" * 40, "x" * 40, "***", "y"], 1),  # a line of asterisks is a line
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_bounds_of_wrapped_text(lines, n_paragraphs, line_break):
    """Lines count as wrapped from 40 to 100 characters, when three of four end within a sentence."""
    text = line_break.join(lines)

    assert len(paragraph_spans(text)) == n_paragraphs
    assert len(paragraph_spans(text + line_break)) == n_paragraphs


def test_lines_without_words_belong_to_the_paragraph_before():
    """A line of asterisks is no paragraph; in front of the first paragraph it belongs to none."""
    text = "\n  * * *\n  One two.  \n\n * * *\n\n Three. \n --\n"

    assert [text[start:end] for start, end in paragraph_spans(text)] == [
        "One two.  \n\n * * *",
        "Three. \n --",
    ]
    assert word_spans(text).paragraph.tolist() == [0, 0, 1]
