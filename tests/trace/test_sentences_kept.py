"""Sentences, who kept them, wire texts with and without an original, and what was added."""

import naive_trace
import numpy as np
import strategies
from hypothesis import given
from hypothesis import strategies as st

from syndetect import Article, Params, scan
from syndetect.params import StoryParams
from syndetect.text import FURNITURE, SENTENCE_START, Tokens
from syndetect.trace import (
    ADDITIONS,
    NO_SOURCE,
    OWN,
    PLACES,
    Attribution,
    find_additions,
    find_counterparts,
    find_sentences,
)

WIRE = """The harbour board closed the north ferry on Monday after inspectors found rust in the hull.
About four hundred islanders take the boat to work each morning, most of them to the canneries.
A replacement from the mainland is expected on Thursday, the board's secretary said in a notice.

Fares will not rise this year, according to the same notice, which was pinned to the ticket office door.
The last closure, nine winters ago, lasted eleven weeks and cost the island two of its shops."""

LOCAL = "Our reporter met only gulls at the empty quay and a locked ticket office with no light in it."


def sentences_of(*articles):
    """Lay out articles given as lists of sentences, each a list of words; return tokens."""
    flat = strategies.as_tokens([[word for sentence in article for word in sentence] for article in articles])
    starts = [SENTENCE_START * (k == 0) for article in articles for s in article for k in range(len(s))]
    return Tokens(flat.hashes, np.array(starts, np.uint8), flat.article_ptr)


def run(*texts, wires=("Corvane",), **extra):
    """Scan (outlet, text) pairs, published an hour apart."""
    articles = [
        Article(
            article_id=f"a{k}",
            outlet=outlet,
            text=text,
            title=f"Ferry {k}",
            published=f"2025-05-05T{8 + k:02}:00:00Z",
            published_at=1746432000.0 + 3600 * k,
        )
        for k, (outlet, text) in enumerate(texts)
    ]
    return scan(articles, Params(story=StoryParams(wire_outlets=tuple(wires))), **extra)


def test_sentences_begin_where_they_are_flagged():
    """Also an article whose first word carries no flag begins one; furniture is not counted."""
    tokens = sentences_of([[1, 2], [3]], [], [[4]])
    tokens.flags[3] = 0
    tokens.flags[0] |= FURNITURE
    sentences = find_sentences(tokens)

    assert sentences.token_ptr.tolist() == [0, 2, 3, 4]
    assert sentences.article_ptr.tolist() == [0, 2, 2, 3]
    assert sentences.n_words.tolist() == [1, 1, 1]
    assert sentences.article_of(np.arange(3)).tolist() == [0, 0, 2]


LENGTHS = st.lists(st.integers(1, 6), min_size=1, max_size=5)


@given(LENGTHS, LENGTHS, st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=8))
def test_a_sentence_is_kept_when_half_of_its_words_match(lengths_a, lengths_b, matches):
    """Counterparts are those of plain counting, from either side."""
    articles = [[[0] * n for n in lengths] for lengths in (lengths_a, lengths_b)]
    tokens = sentences_of(*articles)
    sizes = [sum(lengths) for lengths in (lengths_a, lengths_b)]
    pairs = sorted({(a, b) for a, b in matches if a < sizes[0] and b < sizes[1]})
    blocks = [(a, b, 1) for a, b in pairs]
    verified = naive_trace.verified_pairs([(0, 1, "partial", 0.5, [("prose", blocks)] if blocks else [])])
    sentences = find_sentences(tokens)

    found = find_counterparts(tokens, sentences, verified, np.arange(1))

    number = [[k for k, n in enumerate(lengths) for _ in range(n)] for lengths in (lengths_a, lengths_b)]
    wanted = []
    for side, lengths in enumerate((lengths_a, lengths_b)):
        for s, n in enumerate(lengths):
            others = [number[1 - side][pair[1 - side]] for pair in pairs if number[side][pair[side]] == s]
            if others and 2 * len(others) >= n:
                best = min(set(others), key=lambda other: (-others.count(other), other))
                shift = len(lengths_a)
                wanted.append((s, best + shift) if side == 0 else (s + shift, best))
    assert list(zip(found.sentence.tolist(), found.other.tolist(), strict=True)) == sorted(wanted)


def test_survival_of_a_wire_text():
    """For each sentence of the original, the members that kept it: the cut one kept less."""
    cut = WIRE.split("\n\n")[0]
    result = run(("Corvane", WIRE), ("Courier", WIRE), ("Herald", cut), ("Post", LOCAL + " " + WIRE))

    (wire,) = result.traced.wires
    assert (wire.source.source_id, wire.source.article) == ("a0", 0)
    assert [sentence.kept_by for sentence in wire.sentences] == [(1, 2, 3)] * 3 + [(1, 3)] * 2


def test_a_wire_text_that_is_not_in_the_corpus_is_reconstructed():
    """Sentences that two outlets have, in order, each once; what only one has is no wire text."""
    first, second = WIRE.split("\n\n")
    credit = "By Our Own Staff, Associated Press\n\n"
    texts = [
        ("Courier", credit + first + "\n\n" + LOCAL),
        ("Herald", credit + WIRE),
        ("Post", credit + second),
    ]
    result = run(*texts, wires=())

    (wire,) = result.traced.wires
    assert wire.source.article is None
    assert wire.source.source_id.startswith("wire:story-")
    assert wire.source.agency == "AP"
    assert [sentence.kept_by for sentence in wire.sentences] == [(0, 1)] * 3 + [(1, 2)] * 2
    assert {sentence.article for sentence in wire.sentences} == {1}


def test_what_an_outlet_added_by_type_and_place():
    """Own sentences and words are typed by what stands around them, and placed by thirds."""
    first, second = WIRE.split("\n\n")
    said = (
        "“I have never seen the quay so quiet in thirty years of fishing,” Oda Brandt told this paper there."
    )
    changed = second.replace(
        "Fares will not rise this year,", "Fares will certainly not rise at all this year,"
    )
    text = "\n\n".join([LOCAL + " " + first, said, changed + " Nobody in the village believes a word of it."])
    result = run(("Corvane", WIRE), ("Courier", text))

    table = result.tables["sentences"].data
    rows = [row for row in zip(*table.values(), strict=True) if row[0] == "a1"]
    named = {row[1]: (row[7], row[8], row[5]) for row in rows}
    assert named == {
        1: ("rewritten lede", "top", "own"),
        2: (None, "top", "a0"),
        3: (None, "top", "a0"),
        4: (None, "middle", "a0"),
        5: ("new quote", "middle", "own"),
        6: ("inserted words", "end", "a0"),
        7: (None, "end", "a0"),
        8: ("new sentence", "end", "own"),
    }


@given(strategies.corpora(6, 5), st.data())
def test_words_of_sentences_add_up(articles, data):
    """The five counts of a sentence are its words; nothing is added where nothing was taken."""
    tokens = strategies.as_tokens(articles)
    n = len(tokens.hashes)
    flags = data.draw(st.lists(st.sampled_from([0, 1, 2, 128, 8]), min_size=n, max_size=n))
    tokens = Tokens(tokens.hashes, np.array(flags, np.uint8), tokens.article_ptr)
    sources = data.draw(st.lists(st.sampled_from([NO_SOURCE, NO_SOURCE, 0, 1]), min_size=n, max_size=n))
    of_token = np.where(tokens.flags & FURNITURE, NO_SOURCE, np.array(sources, np.int64)).astype(np.int32)
    sentences = find_sentences(tokens)

    found = find_additions(tokens, sentences, Attribution((), of_token), np.full(n, OWN, np.uint8))

    assert found.counts.sum(axis=1).tolist() == np.diff(sentences.token_ptr).tolist()
    assert found.own_words.sum() == ((of_token == NO_SOURCE) & (tokens.flags & FURNITURE == 0)).sum()
    assert found.addition.max(initial=0) < len(ADDITIONS)
    assert found.place.max(initial=0) < len(PLACES)
    for row, words in enumerate(articles):
        part = slice(*tokens.article_ptr[row : row + 2].tolist())
        if words and (of_token[part] == NO_SOURCE).all():
            assert not found.addition[slice(*sentences.article_ptr[row : row + 2].tolist())].any()
