"""Rows, marks and words behind the page: laws over arbitrary texts."""

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from syndetect.agencies import Credit
from syndetect.corpus.article import Article
from syndetect.report.html.credits import credit_layer
from syndetect.report.html.wording import bar, lag, percentages, published
from syndetect.report.site.text.marks import MARKS, Layers, paint
from syndetect.text import word_spans

WORDS = st.lists(st.sampled_from(["red", "blue", "green", "one", "“two”", "three", "—four—"]), max_size=15)
GAPS = st.sampled_from([" ", ", ", ". ", "\n\n", " (", ") "])


@st.composite
def texts(draw):
    return "".join(word + draw(GAPS) for word in draw(WORDS))


@given(texts(), st.data())
def test_painting_loses_nothing(text, data):
    """Joined, the segments of a stretch are the stretch, and every word keeps its mark, speech and credit."""
    words = word_spans(text)
    marks = words.hashes.astype("int8")
    marks[:] = [data.draw(st.integers(0, len(MARKS) - 1)) for _ in marks]
    speech = np.array([data.draw(st.booleans()) for _ in marks], np.bool_)
    credit = np.array([data.draw(st.integers(0, 2)) for _ in marks], np.int64)
    layers = Layers(speech=speech, credit=credit, anchors=("one", "two"))
    segments = paint(text, words, marks, (0, len(text)), layers)
    painted = [segment for segment in segments for _ in word_spans(segment.text).start]

    assert "".join(segment.text for segment in segments) == text
    assert [segment.mark for segment in painted] == [MARKS[mark] for mark in marks]
    assert [segment.speech != "" for segment in painted] == speech.tolist()
    assert [segment.credit for segment in painted] == credit.tolist()
    begun = [segment for segment in segments if segment.speech == "first"]
    assert len(begun) == np.count_nonzero(np.diff(speech.astype(int), prepend=0) == 1)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 25)), max_size=6))
def test_credits_that_overlap_share_a_place(stretches):
    """Every credit with words has a place, and it is that of its words; those without have none."""
    text = "zero one two three four five six seven eight nine"
    words = word_spans(text)
    credits = sorted(
        Credit(0, "NPA", "mention", "mention", start, min(len(text), start + size), "")
        for start, size in stretches
    )
    layer, numbers = credit_layer(words, credits)

    for credit, number in zip(credits, numbers, strict=True):
        inside = (words.start >= credit.start) & (words.start < credit.end)
        assert set(layer[inside].tolist()) == ({number} if inside.any() else set())
        assert (number > 0) == inside.any()
    runs = [number for number, _ in groupby(layer.tolist()) if number]
    assert runs == list(range(1, len(runs) + 1))


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=4))
def test_percentages_sum_to_a_hundred(words):
    """Rounded shares sum to 100, and what is not nothing is never 0 %."""
    shares = percentages(words)

    if sum(words):
        assert sum(0 if share == "<1%" else int(share[:-1]) for share in shares) == 100
    assert all((share == "0%") == (n == 0) for share, n in zip(shares, words, strict=True))


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999))
def test_bars_are_full(prose, quote, own):
    """The stretches of a bar follow one another and fill it."""
    parts = bar(prose, quote, own).parts
    edge = 0.0
    for part in parts:
        assert abs(float(part.x[:-1]) - edge) < 0.02
        edge = float(part.x[:-1]) + float(part.width[:-1])
    assert abs(edge - (100 if prose + quote + own else 0)) < 0.02


def at(published_: str, seconds: float | None) -> Article:
    return Article(article_id="x", text="", published=published_, published_at=seconds)


def test_lags_in_words():
    """A lag is written in the largest units that fit; before the reference it has a minus sign."""
    reference = at("2025-03-01T00:00:00Z", 0)

    for seconds, words in [
        (0, "same minute"),
        (59 * 60, "+59 min"),
        (-3600, "−1 h"),
        (3600 * 47 + 60, "+47 h 1 min"),
        (3600 * 49, "+2 d 1 h"),
        (86400 * 3, "+3 d"),
    ]:
        assert lag(at("2025-03-01T00:00:00Z", seconds), reference) == words
    assert lag(at("2025-03-01", 0), reference) == "same day"
    assert lag(at("2025-02-27", -86400), reference) == "−2 days"
    assert lag(at("2025-03-02", 86400), reference) == "+1 day"
    assert lag(at("", None), reference) == ""
    assert lag(at("odd", 1), reference) == ""


def test_dates_in_words():
    """Days and minutes are written out in UTC; what is not a date stays as it is."""
    assert published("2025-03-04T23:52:00Z") == "4 March 2025, 23:52 UTC"
    assert published("2025-03-04") == "4 March 2025"
    assert published("2025-99-04") == "2025-99-04"
    assert published("") == ""
