"""The tokeniser against its definition, ``naive.tokens``, and the laws of its batches and spans."""

from itertools import pairwise

import naive
import numpy as np
import pytest
import strategies
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from syndetect.text import (
    PARAGRAPH_START,
    QUOTE_START,
    QUOTED,
    SENTENCE_START,
    SOLO,
    locate_words,
    paragraph_spans,
    tokenise_paragraphs,
    tokenise_texts,
    word_spans,
)
from syndetect.text import tokens as tokens_module

LONG_LINE = "x" * 101 + "\n"  # makes sure that a text is not taken for hard-wrapped


def as_defined(text):
    """Return words, places and flags as ``naive`` finds them, in the form of :func:`as_found`."""
    words = naive.tokens(text)
    return [(w.start, w.end, naive.hash_word(w.folded), *w[3:]) for w in words]


def as_found(text):
    """Return words, places and flags as the package finds them."""
    spans = word_spans(text)
    flags = tokenise_texts([text]).flags
    of_flags = (flags & SOLO != 0, flags & QUOTE_START != 0, flags & SENTENCE_START != 0)
    columns = (spans.start, spans.end, spans.hashes, spans.paragraph, spans.quoted, *of_flags)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@settings(max_examples=500)
@given(strategies.any_text())
def test_any_text_agrees_with_the_definition(text):
    """Words, places, hashes, paragraphs and flags are the defined ones on any Unicode text."""
    assert as_found(text) == as_defined(text)


@settings(max_examples=1500)
@given(strategies.mixed_text())
def test_mixed_scripts_agree_with_the_definition(text):
    """Words, places, hashes, paragraphs and flags are the defined ones on text of many scripts."""
    assert as_found(text) == as_defined(text)


@settings(max_examples=500)
@given(strategies.wrapped_text())
def test_wrapped_text_agrees_with_the_definition(text):
    """Paragraphs are the defined ones at the bounds of what counts as wrapped by hand."""
    assert as_found(text) == as_defined(text)


def test_generated_articles_agree_with_the_definition(wire_articles):
    """Whole articles give the defined words, places and flags."""
    for article in wire_articles[:20]:
        assert as_found(article.text) == as_defined(article.text)


def test_long_words_are_hashed_whole():
    """A word may be longer than any buffer, in bytes and in folded characters."""
    for character in ("a", "é", "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}", "\N{OLD ITALIC LETTER A}"):
        for length in (200, 255, 256, 257, 5000):
            text = f"{character * length} b"
            assert as_found(text) == as_defined(text)


@settings(max_examples=200)
@given(strategies.texts())
def test_spans_are_words_of_the_text(text):
    """Words are in order, disjoint and not empty; each begins and ends with a character that counts."""
    words = word_spans(text)

    assert (words.start < words.end).all()
    assert (words.end[:-1] <= words.start[1:]).all()
    assert (words.end <= len(text)).all()
    meant = naive.undone(text)
    for start, end in zip(words.start.tolist(), words.end.tolist(), strict=True):
        assert naive.kind(meant[start]) in "LDS"
        assert naive.kind(meant[end - 1]) in "LDSM" or meant[end - 1] in naive.BELONGING


@settings(max_examples=200)
@given(strategies.texts())
def test_spans_and_token_arrays_agree(text):
    """``word_spans`` and ``tokenise_texts`` find the same words, flags and paragraphs."""
    words, tokens = word_spans(text), tokenise_texts([text])
    opens_paragraph = (tokens.flags & PARAGRAPH_START) != 0

    assert words.hashes.tolist() == tokens.hashes.tolist()
    assert words.quoted.tolist() == ((tokens.flags & QUOTED) != 0).tolist()
    assert words.paragraph.tolist() == (np.cumsum(opens_paragraph) - 1).tolist()
    assert tokens.article_ptr.tolist() == [0, len(words.start)]
    assert not len(opens_paragraph) or opens_paragraph[0]


@settings(max_examples=200)
@given(
    st.lists(strategies.texts(), max_size=8),
    st.sampled_from([1, 20, 100, 1 << 21]),
    st.integers(1, 4),
)
def test_batches_and_threads_change_nothing(texts, batch_bytes, n_threads):
    """The tokens of many texts are those of each, whatever the batches and the threads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens_module, "BATCH_BYTES", batch_bytes)
        together = tokenise_texts(iter(texts), n_threads=n_threads)
    alone = [tokenise_texts([text]) for text in texts]

    assert together.n_articles == len(texts)
    assert together.lengths.tolist() == [len(tokens.hashes) for tokens in alone]
    assert together.hashes.tolist() == [word for tokens in alone for word in tokens.hashes.tolist()]
    assert together.flags.tolist() == [flag for tokens in alone for flag in tokens.flags.tolist()]
    for flag in (QUOTED, PARAGRAPH_START, SOLO):
        assert together.count(flag).tolist() == [int(tokens.count(flag)[0]) for tokens in alone]
    assert (together.hashes.dtype, together.flags.dtype) == (np.uint32, np.uint8)


@settings(max_examples=200)
@given(st.data())
def test_words_are_located_as_their_spans_say(data):
    """Places of the asked-for articles equal ``word_spans``; the others have none; batches change nothing."""
    texts = data.draw(st.lists(strategies.texts(), max_size=6))
    rows = sorted(data.draw(st.sets(st.integers(0, len(texts) - 1)))) if texts else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens_module, "BATCH_BYTES", data.draw(st.sampled_from([1, 50, 1 << 21])))
        places = locate_words(texts, np.array(rows, np.int64), n_threads=data.draw(st.integers(1, 3)))

    assert len(places.article_ptr) == len(texts) + 1
    for row, text in enumerate(texts):
        starts, ends = places.of(row)
        words = word_spans(text) if row in rows else word_spans("")
        assert starts.tolist() == words.start.tolist()
        assert ends.tolist() == words.end.tolist()


def test_no_texts_give_no_tokens():
    """Nothing in, nothing out; texts without words have empty ranges."""
    assert tokenise_texts([]).article_ptr.tolist() == [0]
    assert tokenise_texts(["", " \n…", "\ud800"]).article_ptr.tolist() == [0, 0, 0, 0]
    assert len(word_spans("").start) == 0
    assert paragraph_spans("") == paragraph_spans(" \n--\n") == []
    assert locate_words([], np.empty(0, np.int64)).article_ptr.tolist() == [0]


@settings(max_examples=200)
@given(strategies.mixed_text(15), strategies.mixed_text(15))
def test_paragraphs_do_not_see_each_other(one, other):
    """What a paragraph holds does not change the words of the next: no quotation leaks out of it."""
    shift = len(LONG_LINE) + len(one) + 1
    n_long = len(as_found(LONG_LINE))
    first = as_found(LONG_LINE + one)
    both = as_found(f"{LONG_LINE}{one}\n{other}")
    alone = as_found(LONG_LINE + other)[n_long:]

    assert both[: len(first)] == first
    moved = [(start - len(LONG_LINE) + shift, end - len(LONG_LINE) + shift) for start, end, *_ in alone]
    assert [(start, end) for start, end, *_ in both[len(first) :]] == moved
    assert [(w[2], w[4], w[5]) for w in both[len(first) :]] == [(w[2], w[4], w[5]) for w in alone]


@settings(max_examples=500)
@given(strategies.texts())
@example("0Â\N{NO-BREAK SPACE}")
@example("Â\N{NO-BREAK SPACE}0")
def test_paragraph_spans_hold_their_words(text):
    """There are as many spans as paragraphs with words, in order, disjoint; each holds its words."""
    spans, words = paragraph_spans(text), word_spans(text)
    meant = naive.undone(text)

    assert len(spans) == (words.paragraph.max() + 1 if len(words.start) else 0)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    for start, end, paragraph in zip(words.start, words.end, words.paragraph, strict=True):
        assert spans[paragraph][0] <= start < end <= spans[paragraph][1]
    for start, end in spans:
        assert naive.kind(meant[start]) not in "N_"
        assert naive.kind(meant[end - 1]) not in "N_"


@settings(max_examples=200)
@given(st.lists(strategies.texts(), max_size=6), st.sampled_from([1, 50, 1 << 21]), st.integers(1, 3))
def test_paragraphs_of_all_texts_are_those_of_each(texts, batch_bytes, n_threads):
    """Tokens, words and spans of the paragraphs are those of each text, whatever batches and threads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens_module, "BATCH_BYTES", batch_bytes)
        tokens, paragraphs = tokenise_paragraphs(iter(texts), n_threads=n_threads)
    plain = tokenise_texts(texts)

    assert tokens.hashes.tolist() == plain.hashes.tolist()
    assert tokens.flags.tolist() == plain.flags.tolist()
    assert tokens.article_ptr.tolist() == plain.article_ptr.tolist()
    assert paragraphs.token_ptr[-1] == len(tokens.hashes)
    assert len(paragraphs.article_ptr) == len(texts) + 1
    for row, text in enumerate(texts):
        numbers = slice(paragraphs.article_ptr[row], paragraphs.article_ptr[row + 1])
        n_words = np.diff(paragraphs.token_ptr)[numbers].tolist()
        assert [tuple(span) for span in paragraphs.spans[numbers].tolist()] == paragraph_spans(text)
        assert n_words == np.bincount(word_spans(text).paragraph).tolist()


@settings(max_examples=200)
@given(strategies.texts())
def test_what_is_passed_over_changes_nothing(text):
    """Without soft hyphens, zero-width characters and bidi controls a text has the same tokens."""
    kept = "".join(c for c in text if naive.kind(c) != "-")
    # These are pairs only when nothing stands between, passed over or not.
    assume(not any(pair in kept for pair in ("``", "''", "\r\n")))
    assume(naive.undone(text) == text and naive.undone(kept) == kept)  # a soft hyphen may spell í

    with_them, without = tokenise_texts([text]), tokenise_texts([kept])
    assert with_them.hashes.tolist() == without.hashes.tolist()
    assert with_them.flags.tolist() == without.flags.tolist()
