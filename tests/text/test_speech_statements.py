"""Statements behind a colon, block quotes and transcripts; lists, digests and fact checks that are none."""

import pytest
from speaking import paragraphs, speech

BEFORE = "The harbour board met on Monday to talk about the ferry and its new timetable."
WORDS = "We have decided to let the ferry sail on Sundays, and we will pay for it from the reserve."
MORE = "The decision was not easy for any of us."
AFTER = "The board will meet again next week, and nobody expects an agreement before that."


@pytest.mark.parametrize(
    "announcement",
    [
        "The board said:",
        "Quill later tweeted:",
        "In a statement on Monday the board wrote:",
        "Here is the full text:",
        "The mayor's letter:",
        "The minutes were short. The chair added:",
        "Die Behörde teilte am Montag mit:",
        "Der Brief im Wortlaut:",
        "Le maire a déclaré :",
        "El alcalde escribió en Twitter:",
        "Il sindaco ha detto:",
        "O prefeito afirmou:",
        "De burgemeester schreef:",
        "Borgmästaren skrev:",
        "Kaupunginjohtaja kirjoitti:",
        "Borgmesteren skrev:",
        "Ordføreren skrev på Facebook og sa i en uttalelse:",
        "Burmistrz napisał:",
        "Starosta napsal:",
        "Мэр написал:",
        "وقال رئيس البلدية:",
        "市长表示：",
    ],
)
def test_announced_statements(announcement):
    """The paragraph behind a verb of saying or a document's name and a colon is a statement."""
    assert speech(paragraphs(BEFORE, announcement, WORDS, AFTER)) == [("statement", WORDS)]


@pytest.mark.parametrize(
    ("lines", "n_lines"),
    [
        # the next paragraph alone
        (("The board said:", WORDS, MORE, AFTER), 1),
        # signed
        (("The board said in a statement:", WORDS, MORE, "— Ada Quill, chair", AFTER), 3),
        (("The board said in a statement:", WORDS, MORE, "-- Ada Quill", AFTER), 3),
        # a letter with its closing formula and name
        (
            (
                "The letter in full:",
                "Dear neighbours, the ferry will sail.",
                WORDS,
                "Sincerely,",
                "Ada Quill",
                AFTER,
            ),
            4,
        ),
        (("Der Brief im Wortlaut:", WORDS, "Mit freundlichen Grüßen", "Ada Quill", AFTER), 3),
        # indented
        (("The board said:", f"    {WORDS}", f"    {MORE}", AFTER), 2),
        (("The board said:", f"\t{WORDS}", f"\t{MORE}", AFTER), 2),
        # the items of a document
        (("From the statement:", f"• {WORDS}", f"• {MORE}", AFTER), 2),
    ],
)
def test_extent_of_statements(lines, n_lines):
    """More than one paragraph is a statement only on evidence."""
    text = paragraphs(BEFORE, *lines)
    kinds = speech(text)

    assert kinds == [("statement", paragraphs(*lines[1 : 1 + n_lines]).strip())]


@pytest.mark.parametrize(
    "lines",
    [
        # no word that announces, or too far from the colon
        ("These are the new times:", WORDS),
        ("She said the board had thought about it for a long time and that this was the result:", WORDS),
        ("The board said nothing. These are the new times:", WORDS),
        # the outlet's own digest, or another outlet's prose
        ("Here are five things the chair said:", WORDS),
        ("Key takeaways from the speech:", WORDS),
        ("As Ada Quill writes in a newspaper article:", WORDS),
        # words with marks of their own
        ("The board said:", f"“{WORDS}”"),
        ("The board said:", "Quill was angry. “Nobody told us about the reserve and the money,” she said."),
        # no words
        ("The board said:", "Read more about ferries"),
        ("The board said:", "These are the times:", WORDS),
        ("The board said:", f"• {WORDS}", f"• {MORE}"),
        ("The board said:",),
        ("More:", WORDS),
    ],
)
def test_no_statements(lines):
    """A colon alone announces nothing."""
    assert speech(paragraphs(BEFORE, *lines)) == []


def test_signature_far_away_is_none():
    """A line with a name ends a statement only when nothing in between has marks of its own."""
    quoted = "“Nobody told us anything about that,” Quill said."
    text = paragraphs("The board said:", WORDS, quoted, "— Ada Quill, chair", AFTER)

    assert speech(text) == [("statement", WORDS)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((f"> {WORDS}", f"> {MORE}"), paragraphs(f"> {WORDS}", f"> {MORE}")),
        ((f">{WORDS}",), f">{WORDS}"),
        (("> Ferry to sail on Sundays", "> New mayor elected"), None),
        (("> More",), None),
    ],
)
def test_block_quotes(lines, found):
    """Paragraphs behind > are a quotation when a sentence is among them."""
    assert speech(paragraphs(BEFORE, *lines, AFTER)) == ([("block quote", found)] if found else [])


TALK = (
    "QUILL: When will the ferry sail again?",
    "ORR: On Sunday, if the board agrees.",
    "QUILL: And if it does not?",
)


@pytest.mark.parametrize(
    "lines",
    [
        TALK,
        ("Q: When will the ferry sail again?", "A: On Sunday, if the board agrees."),
        ("Frage: Wann fährt die Fähre?", "Antwort: Am Sonntag, wenn die Behörde zustimmt."),
        ("REPORTER: When will the ferry sail?", "MAYOR ADA QUILL: On Sunday, I hope."),
        ("КВИЛЛ: Когда пойдёт паром?", "ОРР: В воскресенье.", "КВИЛЛ: Спасибо."),
        ("记者：渡轮什么时候开？", "市长：星期天。", "记者：谢谢。")[::2],
        ("问：渡轮什么时候开？", "答：星期天。"),
    ],
)
def test_transcripts(lines):
    """What follows labels of speakers is speech, label and all."""
    if len({line[:2] for line in lines}) < 2:
        assert speech(paragraphs(BEFORE, *lines, AFTER)) == []
    else:
        assert speech(paragraphs(BEFORE, *lines, AFTER)) == [("transcript", line) for line in lines]


def test_long_transcripts_hold_what_is_between_labels():
    """In a long conversation a turn may have several paragraphs; around it prose stays prose."""
    talk = (*TALK, "ORR: Then it will not.", "QUILL: Never?", MORE, "ORR: Never again.")
    found = speech(paragraphs(BEFORE, *talk, AFTER))

    assert "\n\n".join(words for _, words in found) == paragraphs(*talk)
    assert found[4] == ("transcript", paragraphs("QUILL: Never?", MORE))


def test_labels_in_lines_of_their_own():
    """A label may stand alone; the paragraph behind it is the turn."""
    lines = ("ADA QUILL:", "When will the ferry sail?", "SAM ORR:", "On Sunday.", "ADA QUILL:", "And if not?")
    found = speech(paragraphs(BEFORE, *lines, AFTER))

    assert [words for _, words in found] == [paragraphs(*lines[k : k + 2]) for k in (0, 2, 4)]


@pytest.mark.parametrize(
    "lines",
    [
        # each once
        ("STENNICK: The ferry will sail.", "ORRAN: The bridge is closed."),
        # headings of a fact check, boxes, lists
        ("WHAT: A meeting.", "WHERE: The hall.", "WHAT: A dance.", "WHERE: The pier."),
        ("THE FACTS: It sails.", "THE CLAIM: It sinks.", "THE FACTS: It sails."),
        ("BREAKING: It sails.", "UPDATE: It sank.", "BREAKING: It sails."),
        # one label only
        ("TARGET: A bridge was closed.", "TARGET: A pier was closed.", "TARGET: A road was closed."),
        # no sentences
        ("STENNICK: Pier", "ORRAN: Bridge", "STENNICK: Harbour"),
        # far apart
        (TALK[0], *(5 * [MORE]), TALK[2]),
        # in small letters
        ("Quill: When will it sail?", "Orr: On Sunday.", "Quill: And if not?"),
        # with marks of its own
        (
            'QUILL: "When will the ferry sail again?"',
            'ORR: "On Sunday, if they agree."',
            'QUILL: "And when they do not?"',
        ),
    ],
)
def test_no_transcripts(lines):
    """Labels that are no speakers in turn make no conversation."""
    assert speech(paragraphs(BEFORE, *lines, AFTER)) == []
