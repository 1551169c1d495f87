"""Passages in characters: where they begin and end in the texts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from syndetect.pairs import RELATIONS, to_pairs, verify
from syndetect.params import Params
from syndetect.sketch import count_terms, tfidf
from syndetect.text import locate_words, tokenise_texts, word_spans

WORDS = (
    "The",
    "ministry",
    "of",
    "U.S.",
    "3,000",
    "don’t",
    "Straße",
    "İzmir",
    "見",
    "国",
    "ไทย",
    "𝐀lpha",
    "e\u0301te",
)
GLUE = (" ", " ", " ", ", ", ". ", "\n\n", " “", "” ", " – ", " 😀 ", "\u00a0", "\r\n\r\n", " \u200b")


@st.composite
def corpora(draw: st.DrawFn) -> list[str]:
    """Draw texts that share runs of words of several scripts, with other signs between the words."""
    runs = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=6, max_size=25), min_size=1, max_size=4))
    texts = []
    for _ in range(draw(st.integers(2, 4))):
        words = [word for run in draw(st.lists(st.sampled_from(runs), max_size=5)) for word in run]
        texts.append("".join(word + draw(st.sampled_from(GLUE)) for word in words))
    return texts


def _pairs(texts: list[str]):
    tokens = tokenise_texts(texts, n_threads=1)
    rows = [[a, b] for a in range(len(texts)) for b in range(a + 1, len(texts))]
    verified = verify(tokens, tfidf(count_terms(tokens)), np.array(rows), Params(), n_threads=1)
    places = locate_words(texts, np.arange(len(texts)), n_threads=1)
    return to_pairs(tokens, places, verified), verified


@given(corpora())
def test_articles_that_share_passages(texts):
    """Counted by arrays as pair by pair."""
    pairs, _ = _pairs(texts)
    assert pairs.sharing().tolist() == sorted({row for p in pairs if p.passages for row in (p.a, p.b)})


@given(corpora())
def test_offsets_lie_on_words(texts):
    """A passage begins where a word begins and ends where a word ends, in both texts."""
    starts = [set(word_spans(text).start.tolist()) for text in texts]
    ends = [set(word_spans(text).end.tolist()) for text in texts]

    for pair in _pairs(texts)[0]:
        for p in pair.passages:
            assert {p.a_start} <= starts[pair.a]
            assert {p.a_end} <= ends[pair.a]
            assert {p.b_start} <= starts[pair.b]
            assert {p.b_end} <= ends[pair.b]


@given(corpora())
def test_verbatim_passages_are_the_same_words(texts):
    """Between its offsets a verbatim passage has the same n_words words in both; an edited one has more."""

    def words_within(text: str, start: int, end: int) -> list[int]:
        words = word_spans(text)
        return words.hashes[(words.start >= start) & (words.end <= end)].tolist()

    for pair in _pairs(texts)[0]:
        for p in pair.passages:
            a = words_within(texts[pair.a], p.a_start, p.a_end)
            b = words_within(texts[pair.b], p.b_start, p.b_end)
            if p.kind == "verbatim":
                assert a == b
                assert len(a) == p.n_words
            else:
                assert p.kind == "edited"
                assert p.n_words <= min(len(a), len(b))
                assert a != b


@given(corpora())
def test_a_pair_adds_up(texts):
    """Matched words by role are those of the passages; containment is their share of each body."""
    pairs, verified = _pairs(texts)
    n_words = [len(word_spans(text).start) for text in texts]

    assert [[pair.a, pair.b] for pair in pairs] == verified.pairs.tolist()
    for pair, relation in zip(pairs, verified.relation.tolist(), strict=True):
        by_role = {
            role: sum(p.n_words for p in pair.passages if p.role == role) for role in ("prose", "quote")
        }
        assert (pair.prose_words, pair.quote_words, pair.furniture_words) == (*by_role.values(), 0)
        matched = sum(by_role.values())
        assert pair.containment_a_in_b == matched / max(1, n_words[pair.a]) <= 1
        assert pair.containment_b_in_a == matched / max(1, n_words[pair.b]) <= 1
        assert pair.relation == RELATIONS[relation]


@given(corpora())
def test_passages_of_verified_pairs_can_be_selected_and_merged(texts):
    """Selecting pairs and merging them again gives the pairs as they were."""
    pairs, verified = _pairs(texts)
    keep = np.arange(len(verified.pairs)) % 2 == 0
    both = verified.select(~keep).merged(verified.select(keep))

    assert both.pairs.tolist() == verified.pairs.tolist()
    tokens = tokenise_texts(texts, n_threads=1)
    places = locate_words(texts, np.arange(len(texts)), n_threads=1)
    assert list(to_pairs(tokens, places, both)) == pairs
