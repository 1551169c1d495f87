"""Five real articles on one exchange of prisoners, when they are at hand."""

from pathlib import Path

import pytest

from benchmarks.quality import credits
from tests.agencies.reading import read

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"

EXPECTED = {
    "000": {("Reuters", "text", "sign-off"), ("EPA", "photo", "caption")},
    "001": {("Reuters", "photo", "caption")},
    "002": set(),
    "003": {("generic", "text", "source line"), ("AP", "photo", "caption"), ("AP", "mention", "mention")},
    "004": {("EPA", "photo", "caption")},
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="there is no ../shared/seeds")
@pytest.mark.parametrize("number", sorted(EXPECTED))
def test_real_articles(number):
    """Sign-off, source line, photo credits and mentions of real pages are told apart."""
    text = next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")

    assert {(credit.agency, credit.channel, credit.kind) for credit in read(text)} == EXPECTED[number]


@pytest.mark.skipif(not credits.DATA.is_dir(), reason="there is no ../shared/data/helsinki")
def test_labelled_pages():
    """On the labelled pages text credits, their kinds and their channel are read as a careful reader does."""
    figures = {measure.name: measure.value for measure in credits.measure()[1]}

    assert figures["text credits: precision"] >= 0.95
    assert figures["text credits: recall"] >= 0.95
    assert figures["kinds of text credits: equal sets"] >= 0.9
    assert figures["articles without a photo credit or mention as text credit"] >= 0.99
