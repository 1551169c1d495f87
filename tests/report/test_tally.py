"""The numbers that sum up a run: who is credited in how many articles."""

from hypothesis import given
from hypothesis import strategies as st

from syndetect.agencies import CHANNELS, Credit
from syndetect.report.tally import Words, count_agencies, n_credited, namings, summarise

NAMINGS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["AP", "AFP", "generic"]), st.sampled_from(CHANNELS))
)


@given(NAMINGS)
def test_agencies_are_counted_by_article(named):
    """Each count is the number of different articles; the order is by text, photo, mention, name."""
    counts = count_agencies(named)

    assert {one.agency for one in counts} == {agency for _, agency, _ in named}
    for one in counts:
        for channel in CHANNELS:
            articles = {row for row, agency, way in named if (agency, way) == (one.agency, channel)}
            assert one.articles[channel] == len(articles)
    order = ("text", "photo", "mention")
    keys = [(*(-one.articles[channel] for channel in order), one.agency) for one in counts]
    assert keys == sorted(keys)
    assert n_credited(named) == len({row for row, _, channel in named if channel == "text"})


@given(NAMINGS, st.randoms())
def test_the_summary_does_not_depend_on_the_order(named, random):
    """Shuffled credits give the same summary; without words it holds no words."""
    shuffled = random.sample(named, len(named))

    assert summarise(named) == summarise(shuffled)
    assert summarise(named, Words(9, 4, 2)) == summarise(named) | {
        "n_words": 9,
        "n_quote_words": 4,
        "n_furniture_words": 2,
    }


def test_what_is_counted_of_credits():
    """Article, agency and channel; place and words do not count."""
    credits = [
        Credit(3, "NPA", "text", "byline", 0, 7, "By NPA"),
        Credit(3, "NPA", "text", "sign-off", 90, 95, "– NPA"),
    ]

    assert namings(credits) == [(3, "NPA", "text")] * 2
    assert count_agencies(namings(credits))[0].articles["text"] == 1
