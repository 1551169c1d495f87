"""Marks of words: a law over arbitrary texts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

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
