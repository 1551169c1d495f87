"""Each rule on a paragraph's own words: what it takes, and the prose like it that it leaves."""

import pytest

from tests.furniture.pages import BODY, article, found

LINES = [
    ("By Mira Holst", "byline"),
    ("By Mira Holst and Jon Abara, The Harbour Gazette", "byline"),
    ("Mira Holst, Staff Writer", "byline"),
    ("Von Mira Holst", "byline"),
    ("Par Mireille Dastugue", "byline"),
    ("Por Ana Belmonte", "byline"),
    ("Reporting by Mira Holst; Editing by Jon Abara", "byline"),
    ("Mira Holst is a staff writer. Follow her on Twitter @miraholst.", "byline"),
    ("Published On 3 March 2024", "timestamp"),
    ("Updated 4:05 PM ET", "timestamp"),
    ("Mira Holst and Jon Abara, Harbour Gazette Published 4:05 p.m. ET March 3, 2024", "byline"),
    ("Monday, 4 March 2024", "timestamp"),
    ("Aktualisiert am 4. März 2024 um 16:05 Uhr", "timestamp"),
    ("Publié le 4 mars 2024 à 16:05", "timestamp"),
    ("Photo: Jon Abara", "photo credit"),
    ("(Photo: Jon Abara/AP)", "photo credit"),
    ("Foto: Jonas Lindqvist/TT", "photo credit"),
    ("Jon Abara, Getty Images", "photo credit"),
    ("Credit: Associated Press", "photo credit"),
    ("The ferry leaves the southern quay in heavy rain. (AP Photo/Jon Abara)", "caption"),
    (
        "Divers rest beside the old wall after the storm, Friday, March 1, 2024. [Jon Abara/AP Photo]",
        "caption",
    ),
    ("FILE - The old breakwater before the storms of the winter took its stones.", "caption"),
    ("In this photo taken on Friday, divers look at what is left of the wall.", "caption"),
    ("Mayor Lena Orr speaks during a visit to the quay on March 1, 2024.", "caption"),
    ("A diver surfaces near the wall. Jon Abara/Handout via REUTERS", "caption"),
    ("Advertisement", "advertisement"),
    ("Story continues below advertisement", "advertisement"),
    ("Anzeige", "advertisement"),
    ("Publicité", "advertisement"),
    ("READ MORE", "related"),
    ("Read more: Six harbours that lost their walls", "related"),
    ("Recommended Stories", "related"),
    ("list of 3 itemsend of list", "related"),
    ("Lesen Sie auch: Sechs Häfen ohne Mauer", "related"),
    ("À lire aussi : six ports sans digue", "related"),
    ("Lea también: seis puertos sin muro", "related"),
    ("Leggi anche: sei porti senza molo", "related"),
    ("Leia também: seis portos sem muro", "related"),
    ("Lees ook: zes havens zonder muur", "related"),
    ("Läs också: sex hamnar utan mur", "related"),
    ("[ Six harbours that lost their walls this winterOpens in new window ]", "related link"),
    ("Sign up for our newsletter and get the harbour news in your inbox every morning.", "sign-up"),
    ("Follow us on Twitter and Facebook", "sign-up"),
    ("Abonnieren Sie unseren Newsletter und lesen Sie jeden Morgen das Neueste.", "sign-up"),
    ("Inscrivez-vous à notre newsletter pour tout savoir du port.", "sign-up"),
    ("Share this article", "share"),
    ("Teilen", "share"),
    ("View comments", "comments"),
    ("Your email address will not be published. Required fields are marked.", "comments"),
    ("© 2024 The Harbour Gazette", "copyright"),
    ("Copyright 2024 The Harbour Gazette. All rights reserved.", "copyright"),
    ("Todos los derechos reservados", "copyright"),
    ("Source: X", "source line"),
    ("Quelle: Hafenamt", "source line"),
    ("Our Standards: The Gazette Principles of Trust.", "editor's note"),
    ("Editor's note: An earlier version gave a wrong length of the wall.", "editor's note"),
    ("Correction: The wall is 40 metres long.", "editor's note"),
    ("— Lena Orr (@lenaorr) March 1, 2024", "embed"),
    ("window._box = window._box || [];", "script"),
]

PROSE = [
    "By Monday, the divers had found the last of the missing stones.",
    "By the time the ferry came, two hundred people were standing on the quay.",
    "Par hasard, les plongeurs ont trouvé la dernière pierre.",
    "Von den Steinen der alten Mauer fehlt seit dem Winter ein Drittel.",
    "The photo of the broken wall was on every front page on Friday.",
    "More than forty divers took part.",
    "Sources in the harbour office said that the wall would be rebuilt in March.",
    "Sign-ups for the new ferry began on Tuesday, the company said, and half of the places were taken.",
    "He read more than forty reports on the wall before the debate began.",
    "She shares the view of the board.",
    "The copyright of the drawings belongs to the harbour office, the judge found.",
    "The board met on March 1, 2024, and again a week later to vote on the money.",
    "“We will not give up,” Orr told AP.",
    "The correction of the plans took two years.",
    "Yes.",
    "On 3 March 2024 the storm broke the wall in two places and flooded the market.",
    "The mayor speaks three languages and said on Friday that she would use all of them.",
    "The Getty family paid for the first wall in 1910.",
    "The drawing that Orr showed was first posted on 3 March 2024 by a diver",
    "Orr will follow the divers on Friday, she told reporters on the quay.",
]


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_a_line_of_furniture_is_found_within_the_body(line, kind):
    """Between paragraphs of prose the whole line is furniture, of its kind, and nothing else is."""
    assert found(article(BODY[0], line, *BODY[1:])) == {line: kind}


@pytest.mark.parametrize("line", PROSE)
def test_prose_with_the_same_words_stays(line):
    """A sentence of reporting that holds the words of a rule is not furniture."""
    assert found(article(BODY[0], line, *BODY[1:])) == {}


def test_a_long_paragraph_with_a_phrase_stays():
    """A paragraph of several sentences is not furniture because one of them invites to subscribe."""
    prose = " ".join([*BODY, "Sign up for our newsletter.", *BODY])

    assert found(article(BODY[0], prose, BODY[1])) == {}
