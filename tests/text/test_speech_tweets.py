"""Tweets that were copied as text, and lines that only look like them."""

import pytest
from speaking import paragraphs, speech

BEFORE = "The harbour board met on Monday to talk about the ferry and its new timetable."
AFTER = "The board will meet again next week, and nobody expects an agreement before that."
TWEET = (
    "The ferry will sail, whatever the board says. I was there and I know what was promised to the island!"
)


@pytest.mark.parametrize(
    "signature",
    [
        "— Ada Quill (@adaquill) May 3, 2019",
        "-- Ada Quill (@adaquill) May 3, 2019",
        "– Ada Quill (@ada_quill1) 3 May 2019",
        "— Ada Quill ( @ adaquill ) May 3 , 2019",
        "— Ada Quill 🚢 (@adaquill) 3. Mai 2019",
        "— Ada Quill (@adaquill) 3 mai 2019",
        "— Ada Quill (@adaquill) 3 de mayo de 2019",
        "— Ада Квилл (@adaquill) 3 мая 2019 г.",
        "— エイダ (@adaquill) 2019年5月3日",
        "— Ada Quill (@adaquill.example.social) May 3, 2024 at 5:10 PM",
        "— Ada Quill (@ada@example.social) May 3, 2024",
        "— (@adaquill) May 3, 2019",
        "— Ada Quill (@adaquill)",
    ],
)
def test_signed_tweets(signature):
    """The paragraph before a line of name, handle and date is a tweet, the line with it."""
    wanted = [("tweet", f"{TWEET}\n\n{signature}")]

    assert speech(paragraphs(BEFORE, TWEET, signature, AFTER)) == wanted
    assert speech(paragraphs(TWEET, signature)) == wanted
    assert speech(paragraphs(BEFORE, f"{TWEET} {signature}", AFTER)) == [("tweet", f"{TWEET} {signature}")]


SIGNATURE = "— Ada Quill (@adaquill) May 3, 2019"


@pytest.mark.parametrize(
    ("lines", "first", "past"),
    [
        # one after the other
        ((BEFORE, TWEET, SIGNATURE, AFTER), 1, 3),
        # behind a colon all that fits
        (
            (f"{BEFORE} She said:", "The ferry will sail.", "I was there.", "Ask them.", SIGNATURE, AFTER),
            1,
            5,
        ),
        # without one the last paragraph alone
        ((BEFORE, "The ferry will sail on time.", "I was there and know it.", SIGNATURE, AFTER), 2, 4),
        # a scrap at the end does not stand alone
        ((BEFORE, "The ferry will sail on time.", "2/3", SIGNATURE, AFTER), 1, 4),
        # a link that only tweets end with, with the signature and without
        ((BEFORE, f"{TWEET} https://t.co/aB3dE6gH", SIGNATURE, AFTER), 1, 3),
        ((BEFORE, f"{TWEET} pic.twitter.com/aB3dE6gH", AFTER), 1, 2),
        ((BEFORE, f"{TWEET} pic.x.com/aB3dE6gH", AFTER), 1, 2),
        # a handle before the words
        ((BEFORE, f"@adaquill: {TWEET}", AFTER), 1, 2),
        # between header and stamp or counts
        ((BEFORE, "Ada Quill ✔ @adaquill", TWEET, "5:10 PM - May 3, 2019", AFTER), 1, 3),
        ((BEFORE, "Ada Quill @adaquill", TWEET, "17:10 · 3 mai 2019", AFTER), 1, 3),
        ((BEFORE, "Ada Quill @adaquill", TWEET, "1,204 Retweets 3,310 likes", AFTER), 1, 3),
        ((BEFORE, "Ada Quill @adaquill", TWEET, "316 people are talking about this", AFTER), 1, 3),
    ],
)
def test_extent_of_tweets(lines, first, past):
    """A tweet is what the evidence binds, and no more."""
    assert speech(paragraphs(*lines)) == [("tweet", paragraphs(*lines[first:past]))]


@pytest.mark.parametrize(
    "lines",
    [
        # the tweet itself is gone, a picture perhaps: what is left announces it or is too long
        (BEFORE, "The mayor tweeted later that she agreed with every word of it.", SIGNATURE, AFTER),
        (BEFORE, "She posted this:", SIGNATURE, AFTER),
        (BEFORE, 4 * f"{TWEET} ", SIGNATURE, AFTER),
        (SIGNATURE, AFTER),
        # handles in prose, bylines, addresses
        (BEFORE, "Ada Quill (@adaquill) has been the mayor since the flood of 2016.", AFTER),
        (BEFORE, "Thank you to @adaquill and @portboard for the words of last night.", AFTER),
        ("By Ada Quill @adaquill", BEFORE, AFTER),
        ("Ada Quill @adaquill", BEFORE, AFTER),
        ("Ada Quill @adaquill", "5:10 PM - May 3, 2019", BEFORE, AFTER),
        (BEFORE, "Follow Ada Quill on Twitter @adaquill", AFTER),
        (BEFORE, "Write to ada.quill@example.org by May 3, 2019", AFTER),
        (BEFORE, "The plan stands at https://example.com/plan and nowhere else", AFTER),
        (BEFORE, AFTER, "— Ada Quill, May 3, 2019"),
        (BEFORE, "— Ada Quill (@adaquill) has said so before. She will say it again in 2019.", AFTER),
        (BEFORE, "The new mayor — Ada Quill (@adaquill) was elected in 2019.", AFTER),
    ],
)
def test_no_tweets(lines):
    """A handle alone makes no tweet, and no tweet is longer than one."""
    assert speech(paragraphs(*lines)) == []


def test_tweets_in_a_row_are_told_apart():
    """Two tweets one after the other are two spans, and the prose between them is none."""
    other = "And the board has promised me nothing else."
    text = paragraphs(BEFORE, TWEET, SIGNATURE, other, SIGNATURE, AFTER, TWEET, SIGNATURE)

    assert [words for _, words in speech(text)] == [
        paragraphs(TWEET, SIGNATURE),
        paragraphs(other, SIGNATURE),
        paragraphs(TWEET, SIGNATURE),
    ]
