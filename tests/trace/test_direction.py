"""Who took a text from whom: the evidence, what it decides, and the causes."""

import naive_trace
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.agencies import Credit, load_registry
from syndetect.corpus import Article
from syndetect.params import StoryParams
from syndetect.trace import CAUSES, DIRECTIONS, Evidence, explain, find_standing, judge

HOUR, DAY = 3600.0, 86400.0
NOON = 1_600_000_000.0
MIRROR = {"a>b": "b>a", "b>a": "a>b", "undetermined": "undetermined"}


def article(number, outlet, at=None, *, url="", day=False):
    """Return an article; ``at`` in hours after noon, ``day`` when only the day is known."""
    text = "" if at is None else "2020-09-13" if day else "2020-09-13T12:00:00Z"
    seconds = None if at is None else NOON + at * HOUR
    return Article(
        article_id=f"a{number}", text="", outlet=outlet, url=url, published=text, published_at=seconds
    )


def credit(row, agency, channel="text"):
    return Credit(row, agency, channel, "byline", 0, 0, agency)


def judged(articles, credits=(), relation="partial", *, wire_source=(-1, -1), owners=None, shares=(0.5, 0.5)):
    """Judge the pair of two articles: direction, cause, agency, evidence."""
    params = StoryParams(wire_outlets=("Corvane",))
    standing = find_standing(articles, sorted(credits), load_registry(), params, owners)
    verified = naive_trace.verified_pairs([(0, 1, relation, 0.5)])
    found = judge(verified, np.array([shares]), standing, np.array(wire_source), params)
    agency = int(found.agency[0])
    return (
        DIRECTIONS[found.direction[0]],
        CAUSES[found.cause[0]],
        standing.agencies[agency] if agency >= 0 else "",
        Evidence(int(found.evidence[0])),
    )


# articles, credits -> direction, cause, agency
CASES = {
    "earlier": ([("A", 0), ("B", 2)], [], ("a>b", "unknown", "")),
    "later": ([("A", 3), ("B", 2)], [], ("b>a", "unknown", "")),
    "at one time": ([("A", 2), ("B", 2)], [], ("undetermined", "unknown", "")),
    "no time": ([("A", None), ("B", 2)], [], ("undetermined", "unknown", "")),
    "ages apart": ([("A", 0), ("B", 24 * 4000)], [], ("undetermined", "unknown", "")),
    "before the web": ([("A", -24 * 20000), ("B", -24 * 19990)], [], ("undetermined", "unknown", "")),
    "a wire named": ([("Corvane", None), ("B", None)], [], ("a>b", "wire copy", "Corvane")),
    "a wire of the registry": ([("A", None), ("Reuters", None)], [], ("b>a", "wire copy", "Reuters")),
    "a wire that came later": ([("Corvane", 5), ("B", 2)], [], ("undetermined", "wire copy", "Corvane")),
    "two wires": ([("Corvane", 1), ("Reuters", 2)], [], ("a>b", "unknown", "")),
    "a wire with another's credit": ([("Reuters", 1), ("B", 2)], [(0, "AFP")], ("a>b", "wire copy", "AFP")),
    "a common credit": ([("A", 1), ("B", 2)], [(0, "AP"), (1, "AP")], ("undetermined", "wire copy", "AP")),
    "the second credit is common": (
        [("A", 1), ("B", 2)],
        [(0, "AP"), (0, "AFP"), (1, "AFP")],
        ("undetermined", "wire copy", "AFP"),
    ),
    "two credits": ([("A", 1), ("B", 2)], [(0, "AP"), (1, "AFP")], ("a>b", "unknown", "")),
    "one credits": ([("A", 1), ("B", 2)], [(1, "AP")], ("a>b", "wire copy", "AP")),
    "a paper credited": ([("CNN", 1), ("B", 2)], [(1, "CNN")], ("a>b", "another outlet", "CNN")),
    "a paper, no times": ([("CNN", None), ("B", None)], [(1, "CNN")], ("a>b", "another outlet", "CNN")),
    "a paper by its address": ([("cnn.com", 1), ("B", 2)], [(1, "CNN")], ("a>b", "another outlet", "CNN")),
    "one outlet": ([("A", 4), ("A", 2)], [], ("b>a", "versions", "")),
    "one outlet with credits": ([("A", 1), ("A", 2)], [(0, "AP"), (1, "AP")], ("a>b", "versions", "")),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_directions_and_causes(case):
    """Role decides, then time where nothing is common; the mirrored pair gives the mirrored arrow."""
    described, named, wanted = case
    articles = [article(k, *each) for k, each in enumerate(described)]
    credits = [credit(row, agency) for row, agency in named]
    mirrored = [credit(1 - row, agency) for row, agency in named]

    assert judged(articles, credits)[:3] == wanted
    direction, cause, agency, _ = judged(articles[::-1], mirrored)
    assert (MIRROR[direction], cause) == wanted[:2]
    assert agency == wanted[2]


def test_one_credit_names_no_agency_for_a_sentence():
    """Of a fragment that one side credits, nobody knows whether it is the agency's."""
    pair, named = [article(0, "A", 1), article(1, "B", 2)], [credit(1, "AP")]

    assert judged(pair, named, "fragment")[:3] == ("a>b", "unknown", "")
    assert judged(pair, [credit(0, "AP"), *named], "fragment")[1:3] == ("wire copy", "AP")


def test_a_day_alone_tells_no_hours():
    """A date without a time stands for the whole day: it is earlier only than what comes after that day."""
    for hours, wanted in ((2, "undetermined"), (23, "undetermined"), (25, "a>b")):
        assert judged([article(0, "A", 0, day=True), article(1, "B", hours)])[0] == wanted
    assert judged([article(0, "A", 3), article(1, "B", 0, day=True)])[0] == "undetermined"


def test_both_from_one_wire_text():
    """What both took from one wire text is no copy of each other, whoever was first."""
    direction, cause, agency, evidence = judged([article(0, "A", 0), article(1, "B", 2)], wire_source=(1, 1))

    assert (direction, cause, agency) == ("undetermined", "wire copy", "")
    assert Evidence.COMMON_WIRE in evidence
    assert judged([article(0, "A", 0), article(1, "B", 2)], wire_source=(0, 1))[0] == "a>b"


def test_owners_releases_and_speech():
    """Outlets of one owner cooperate; a relay's text is a press release; speech has a common source."""
    pair = [article(0, "A", 0), article(1, "B", 2)]

    assert judged(pair, owners={"a": "Media Ltd", "B": "Media Ltd"})[1] == "same owner"
    assert judged(pair, owners={"A": "Media Ltd"})[1] == "unknown"
    assert judged(pair, [credit(1, "PR Newswire", "press release")])[1] == "press release"
    assert judged([article(0, "PR Newswire", 0), pair[1]])[:2] == ("a>b", "press release")
    assert judged(pair, relation="quotes_only") == ("undetermined", "common source", "", Evidence(0))
    assert judged(pair, relation="same_event") == ("undetermined", "", "", Evidence(0))


def test_evidence_is_written_down():
    """Every piece of evidence is named, with the distance in time."""
    *_, evidence = judged(
        [article(0, "Corvane", 5), article(1, "B", 2)], [credit(1, "Corvane")], shares=(0.95, 0.4)
    )
    text = explain(int(evidence), -3 * HOUR)

    assert text == (
        "time: b is earlier by 3.0 h; role: a is an agency's own text; credit: b names a's publisher; "
        "containment: nearly all of a is in b, not the reverse; time speaks against role"
    )
    assert explain(int(Evidence.A_EARLIER), 90 * 60) == "time: a is earlier by 90 min"
    assert explain(int(Evidence.A_EARLIER), 4 * DAY) == "time: a is earlier by 4.0 days"
    assert explain(0, float("nan")) == ""


@given(st.lists(st.sampled_from(list(Evidence)), unique=True))
def test_every_flag_has_its_words(flags):
    """As many statements as flags."""
    evidence = 0
    for flag in flags:
        evidence |= flag.value

    assert len(list(filter(None, explain(evidence, 60.0).split("; ")))) == len(flags)
