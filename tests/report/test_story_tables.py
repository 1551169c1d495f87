"""Stories and members: independent origins, and what became of the headline."""

import pytest

from syndetect import Article, Params, scan
from syndetect.params import StoryParams

WIRE = (
    "The harbour board closed the north ferry on Monday after inspectors found rust in the hull of the boat. "
    "About four hundred islanders take the boat to work each morning, most of them to the canneries. "
    "A replacement from the mainland is expected on Thursday, the secretary of the board said in a notice."
)
OWN = (
    "On Monday the ferry stayed at the quay, and islanders on their way to the canneries read the notice of "
    "the board: rust in the hull, no boat before Thursday. Our reporter counted forty people and two dogs. "
    "The harbour inspectors did not want to talk about the ferry, and the board closed its office at noon."
)
UPDATE = " The notice was taken down on Tuesday, when the inspectors came back for a second look at the rust."


def tables(*articles):
    """Scan (outlet, title, text) rows that were published an hour apart."""
    made = [
        Article(
            article_id=f"a{k}",
            outlet=outlet,
            title=title,
            text=text,
            published=f"2025-05-05T{8 + k:02}:00:00Z",
            published_at=1746432000.0 + 3600 * k,
        )
        for k, (outlet, title, text) in enumerate(articles)
    ]
    result = scan(made, Params(story=StoryParams(wire_outlets=("Corvane",))))
    return {name: table.data for name, table in result.tables.items()}


def test_origins_of_a_story():
    """A wire text, its update, its copies and a copy of a copy are one origin; an own report is another."""
    data = tables(
        ("Corvane", "Ferry closed", WIRE),
        ("Corvane", "Ferry closed", WIRE + UPDATE),
        ("Courier", "Ferry closed", WIRE),
        ("Herald", "No ferry", WIRE),
        ("Post", "Forty people and two dogs", OWN),
    )

    assert data["stories"]["n_articles"] == [5]
    assert data["stories"]["n_origins"] == [2]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Board closes north ferry", "same"),
        ("BOARD CLOSES NORTH FERRY!", "same"),
        ("Board closes the north ferry", "edited"),
        ("Islanders stranded", "new"),
        ("", None),
    ],
)
def test_what_became_of_the_headline(title, wanted):
    """Case and punctuation do not count; half of the words make it an edited one."""
    data = tables(("Corvane", "Board closes north ferry", WIRE), ("Courier", title, WIRE))

    assert data["members"]["headline"] == [None, wanted]
