"""Furniture spans on words: exactly the words that begin inside, and the body without them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from syndetect.text import FURNITURE, tokenise_paragraphs, word_spans
from syndetect.text.marking import mark_furniture


@given(st.lists(st.text("ab c\n“”文", max_size=60), min_size=1, max_size=4), st.data())
def test_words_that_begin_inside_a_span_are_marked(texts, data):
    """A word carries the flag when it begins inside a span, no other does; spans count their words."""
    tokens, paragraphs = tokenise_paragraphs(texts)
    article = np.repeat(np.arange(len(texts)), np.diff(paragraphs.article_ptr)).tolist()
    spans = []
    for row, (start, end) in zip(article, paragraphs.spans.tolist(), strict=True):
        edge = st.integers(start, end)
        spans += data.draw(st.lists(st.tuples(st.just(row), edge, edge), max_size=2))
        spans += data.draw(st.sampled_from([[], [(row, start, end)]]))
    spans = [(row, min(pair), max(pair)) for row, *pair in spans]
    rows = np.array([row for row, _, _ in spans], np.int64)
    places = np.array([span[1:] for span in spans], np.int64).reshape(-1, 2)
    marked, n_words = mark_furniture(texts, tokens, paragraphs, rows, places)

    wanted = [
        any(row == k and start <= word < end for k, start, end in spans)
        for row, text in enumerate(texts)
        for word in word_spans(text).start
    ]
    assert ((marked.flags & FURNITURE) != 0).tolist() == wanted
    assert (marked.flags & ~np.uint8(FURNITURE)).tolist() == tokens.flags.tolist()
    assert n_words.tolist() == [
        sum(start <= word < end for word in word_spans(texts[row]).start) for row, start, end in spans
    ]
    body = marked.body()
    assert body.hashes.tolist() == [
        h for h, out in zip(tokens.hashes.tolist(), wanted, strict=True) if not out
    ]
    assert body.n_articles == len(texts)
