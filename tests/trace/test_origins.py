"""What every word of the corpus is: shared prose, shared speech or own."""

import naive_trace
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from syndetect.text import PARAGRAPH_START, Places, Tokens
from syndetect.trace import OWN, SHARED_PROSE, SHARED_QUOTE, find_origins
from syndetect.trace.spans import find_own_spans


def _tokens(lengths: list[int]) -> Tokens:
    n = sum(lengths)
    return Tokens(np.zeros(n, np.uint32), np.zeros(n, np.uint8), np.cumsum([0, *lengths]).astype(np.int64))


@st.composite
def shared(draw: st.DrawFn):
    """Draw lengths of articles, and pairs of them with passages anywhere."""
    lengths = draw(st.lists(st.integers(0, 30), min_size=2, max_size=5))
    rows = []
    for a in range(len(lengths)):
        for b in range(a + 1, len(lengths)):
            passages = []
            for _ in range(draw(st.integers(0, 3))):
                blocks = []
                for _ in range(draw(st.integers(1, 3))):
                    n = draw(st.integers(0, min(lengths[a], lengths[b])))
                    places = (
                        draw(st.integers(0, lengths[a] - n)),
                        draw(st.integers(0, lengths[b] - n)),
                        n,
                    )
                    blocks.append(places)
                passages.append((draw(st.sampled_from(["prose", "quote", "rewritten"])), blocks))
            rows.append((a, b, "partial", 0.5, passages))
    return _tokens(lengths), rows


@given(shared())
def test_origins_are_the_marks_of_all_passages(case):
    """A word of any copied passage is shared, as speech if any of them is speech; every other word is own."""
    tokens, rows = case

    assert find_origins(tokens, naive_trace.verified_pairs(rows)).tolist() == naive_trace.origins(
        tokens, rows
    )


def test_speech_prevails():
    """A word that is prose in one pair and speech in another is speech, in either order of the pairs."""
    for roles in (("prose", "quote"), ("quote", "prose")):
        rows = [(0, k + 1, "partial", 0.5, [(role, [(0, 0, 2)])]) for k, role in enumerate(roles)]
        marks = find_origins(_tokens([3, 2, 2]), naive_trace.verified_pairs(rows))
        assert marks[:3].tolist() == [SHARED_QUOTE, SHARED_QUOTE, OWN]
        assert sorted(set(marks[3:].tolist())) == [SHARED_PROSE, SHARED_QUOTE]


WORDS = st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(1, 5), st.integers(0, 3)), max_size=20)


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_runs_are_marked_words_of_one_paragraph(articles, data):
    """A run of marked words is one span from its first to its last character; paragraphs, articles cut it."""
    wanted = data.draw(st.sets(st.integers(0, len(articles) - 1)))
    start, end = [], []
    for words in articles:
        at = 0
        for _, _, length, gap in words:
            start.append(at)
            end.append(at + length)
            at += length + gap
    words = [word for article in articles for word in article]
    marked, new = [word[0] for word in words], [word[1] for word in words]
    ptr = np.cumsum([0, *map(len, articles)])
    flags = np.where(new, PARAGRAPH_START, 0).astype(np.uint8)
    tokens = Tokens(np.zeros(len(words), np.uint32), flags, ptr)
    places = Places(np.array(start, np.int32), np.array(end, np.int32), ptr)
    origins = np.where(marked, OWN, SHARED_PROSE).astype(np.uint8)
    found = find_own_spans(tokens, origins, places, np.array(sorted(wanted), np.int64))

    for row in range(len(articles)):
        held = slice(ptr[row], ptr[row + 1])
        expected = naive_trace.runs(marked[held], new[held], start[held], end[held])
        assert list(found.of(row)) == (expected if row in wanted else [])
    assert found.article.tolist() == sorted(found.article.tolist())
