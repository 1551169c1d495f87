"""Coverage out of a scan: what each article took from which agency, and what definitions ask for besides."""

import numpy as np

from syndetect import Article, Params, scan
from syndetect.params import StoryParams
from syndetect.trace.outlets import PRESETS, is_available

WIRE = (
    "The harbour board closed the north ferry on Monday after inspectors found rust in the hull of the boat. "
    "About four hundred islanders take the boat to work each morning, most of them to the canneries. "
    "A replacement from the mainland is expected on Thursday, the secretary of the board said in a notice."
)
LOCAL = (
    " Our reporter counted forty people and two dogs at the rail of the empty quay, and gulls beyond number."
)


def cover(*articles, wires=("Corvane",)):
    """Scan (outlet, hour, text) rows and return their coverage."""
    made = [
        Article(
            article_id=f"a{k}",
            outlet=outlet,
            text=text,
            published="2025-05-05T08:00:00Z",
            published_at=1746432000.0 + 3600 * hour,
        )
        for k, (outlet, hour, text) in enumerate(articles)
    ]
    return scan(made, Params(story=StoryParams(wire_outlets=wires))).coverage


def test_what_is_taken_from_an_agency():
    """Words, class, lag, share of the source; versions and the agency's own text are not measured."""
    found = cover(
        ("Corvane", 0, WIRE),
        ("Courier", 2, WIRE + LOCAL),
        ("Courier", 3, WIRE + LOCAL),
        ("Post", 1, LOCAL * 2),
    )

    assert found.agencies == ("Corvane",)
    assert found.measured.tolist() == [False, True, False, True]
    assert found.original.tolist() == [True, False, False, False]
    n_wire = len(WIRE.split())
    assert found.words[:, 0].tolist() == [0, n_wire, n_wire, 0]
    assert found.derivation[:, 0].tolist() == [0, 2, 2, 0]
    assert found.lag[:, 0].tolist()[1:3] == [120.0, 180.0]
    assert np.isnan(found.lag[3, 0])
    assert found.source_share[1, 0] == 1


def test_the_cosine_is_with_a_wire_text_that_did_not_come_later():
    """Without a wire text in the corpus nothing is known, and definitions that ask for it have no figures."""
    found = cover(("Corvane", 2, WIRE), ("Courier", 1, WIRE), ("Herald", 3, WIRE))
    assert np.isnan(found.cosine[1, 0])
    assert round(found.cosine[2, 0], 6) == 1

    without = cover(("Courier", 1, WIRE), ("Herald", 3, WIRE), wires=())
    assert without.cosine is None
    named = {preset.name: is_available(without, preset) for preset in PRESETS}
    assert (named["meter"], named["welbers"]) == (True, False)
