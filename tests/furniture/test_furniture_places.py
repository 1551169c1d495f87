"""What the place of a paragraph shows: headlines, datelines, menus, links, captions beside credits."""

import pytest

from syndetect.params import FurnitureParams
from tests.furniture.pages import BODY, article, find, found

HEADLINE = "Board approves new breakwater after six hours"

DATELINES = [
    "HELSINKI —",
    "PORT ORR, Scotland (AP) —",
    "Athen (dpa) -",
    "PARIS, Oct 22 (Reuters) -",
    "Jan 30 (Reuters) -",
    "Paris, 9 déc 2018 (AFP) -",
    "Nueva Delhi, 21 ene (EFE).-",
    "(ANSA) - ROMA, 22 MAR -",
    "København /ritzau/:",
    "Port Orr, Scotland —",
]

NO_DATELINES = [
    "NATO — the alliance — said that it would send divers to the harbour.",
    "Orr — Mayor since 2010 — said that she would pay for the wall — if the board agreed.",
    "BREAKING — The board approved the breakwater.",
    "The wall — forty metres long — fell on Friday.",
    "Forty divers (all from the islands) - as many as last year - came to help.",
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_only_the_dateline_of_the_first_paragraph_is_furniture(dateline):
    """The prefix before the first sentence is furniture, the sentence is not."""
    assert found(article(f"{dateline} {BODY[0]}", *BODY[1:])) == {dateline: "dateline"}


@pytest.mark.parametrize("sentence", NO_DATELINES)
def test_a_dash_does_not_make_a_dateline(sentence):
    """A sentence with a dash near its beginning stays whole."""
    assert found(article(sentence, *BODY)) == {}


def test_the_title_is_found_again_in_the_body():
    """A paragraph equal to the title, or to the title with the outlet behind it, is a headline."""
    page = article(f"{HEADLINE} | Harbour Gazette", HEADLINE, *BODY, title=HEADLINE)

    assert found(page) == {f"{HEADLINE} | Harbour Gazette": "headline", HEADLINE: "headline"}


def test_a_headline_is_known_without_a_title():
    """A first line without a full stop above longer paragraphs is a headline."""
    assert found(article(HEADLINE, *BODY)) == {HEADLINE: "headline"}


@pytest.mark.parametrize(
    "first", [f"{HEADLINE}.", "Here is what the board decided:", "Who pays for the wall?"]
)
def test_a_sentence_on_top_is_no_headline(first):
    """A first paragraph that ends as a sentence, or announces one, belongs to the body."""
    assert found(article(first, *BODY)) == {}


def test_a_first_sentence_like_the_title_of_another_length_stays():
    """A lede that shares some words with the title is body text."""
    assert found(article(*BODY, title="Harbour board approves breakwater")) == {}


def test_menus_around_the_body():
    """Lines without full stops above and below the body are furniture; so is nothing between."""
    page = article(
        "Home | News | Sport", "The Harbour Gazette", *BODY, "Harbour Gazette App", "Weather at Sea"
    )

    assert set(found(page)) == {
        "Home | News | Sport",
        "The Harbour Gazette",
        "Harbour Gazette App",
        "Weather at Sea",
    }


def test_headings_and_lists_in_the_body_stay():
    """A heading between paragraphs, or a list that ends the article, is reporting."""
    page = article(BODY[0], "The old wall", *BODY[1:], "• 40 divers", "• 12 boats", "• 3 cranes")

    assert found(page) == {}


def test_links_under_their_heading():
    """Headlines after "Related stories" are links, up to the next paragraph of prose."""
    links = ["Six harbours that lost their walls", "Why stone is better than concrete"]
    page = article(BODY[0], "Related stories", *links, *BODY[1:])

    assert found(page) == {"Related stories": "related", **dict.fromkeys(links, "related link")}


def test_the_paragraph_beside_a_bare_credit_is_its_caption():
    """A paragraph that looks like a caption is one when a credit stands beside it; prose is not."""
    caption = "Lena Orr (R) and the head of the divers on the southern quay."

    assert found(article(*BODY[:2], caption, "(Photo: Jon Abara/AP)", BODY[2])) == {
        caption: "caption",
        "(Photo: Jon Abara/AP)": "photo credit",
    }


def test_a_caption_said_again_with_its_credit():
    """A paragraph that a caption beside it begins with is that caption, in the past tense too."""
    caption = "The old wall stood for a hundred years."

    assert set(found(article(*BODY[:2], caption, f"{caption} (Jon Abara / Getty Images)", BODY[2]))) == {
        caption,
        f"{caption} (Jon Abara / Getty Images)",
    }


def test_a_page_without_prose_is_left_alone():
    """A poem or a table has no body that its lines could stand around."""
    assert found(article("Stone upon stone", "Wave upon wave", "The wall is gone", "The sea is here")) == {}


def test_rules_can_be_switched_off():
    """Without rules and without a known outlet there is no furniture."""
    page = article(HEADLINE, *BODY, "Advertisement")

    assert find([page], FurnitureParams(rules=False)) == []


def test_the_reason_names_rule_and_paragraph():
    """A reason counts paragraphs from 1."""
    [span] = find([article(BODY[0], "Advertisement", *BODY[1:])])

    assert span.reason == "rule: advertisement at paragraph 2"


def test_a_text_that_the_title_repeats_is_no_headline():
    """Where a feed puts the whole text into the title too, the text stays the body."""
    text = "The harbour board closed the north ferry after inspectors found rust " * 8

    assert find([article(text.strip(), title=text.strip())]) == []
