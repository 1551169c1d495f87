"""Claims and shares: each word to one source at most, and all of them add up."""

import naive_trace
import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from syndetect.agencies import Credit, load_registry
from syndetect.corpus import Article
from syndetect.pairs.relation import DERIVATIONS
from syndetect.params import RelationParams, StoryParams
from syndetect.text import FURNITURE, QUOTED, Tokens
from syndetect.trace import (
    NO_SOURCE,
    Links,
    attribute,
    claim_words,
    find_origins,
    find_standing,
    find_versions,
    find_wire_sources,
    judge,
    measure_shares,
)

N_WORDS = 40
HOUR = 3600.0


def trace(outlets, pairs, credits=(), *, hours=None, flags=None):
    """Attribute the words of articles of 40 words; return links, attribution and shares."""
    hours = hours or range(len(outlets))
    articles = [
        Article(article_id=f"a{k}", text="", outlet=outlet, published="T", published_at=1.6e9 + hour * HOUR)
        for k, (outlet, hour) in enumerate(zip(outlets, hours, strict=True))
    ]
    tokens = strategies.as_tokens([list(range(N_WORDS))] * len(outlets))
    if flags is not None:
        tokens = Tokens(tokens.hashes, np.array(flags, np.uint8), tokens.article_ptr)
    verified = naive_trace.verified_pairs(pairs)
    params = StoryParams(wire_outlets=("Corvane", "Dispatch"))
    listed = [Credit(row, agency, "text", "byline", 0, 0, agency) for row, agency in sorted(credits)]
    standing = find_standing(articles, listed, load_registry(), params)
    versions = find_versions(verified, standing)
    matched = verified.alignments.words(0) + verified.alignments.words(1)
    judged = judge(
        verified,
        matched[:, None] / np.full((len(pairs), 2), N_WORDS),
        standing,
        find_wire_sources(verified, matched, standing, versions),
        params,
    )
    links = Links(verified, judged, standing, versions, np.arange(len(outlets)))
    claims = claim_words(tokens, verified, judged, standing)
    attribution = attribute(articles, tokens, links, claims, {})
    return links, attribution, shares_of(tokens, claims, verified, attribution)


def shares_of(tokens, claims, verified, attribution):
    longest = verified.alignments.longest_prose()
    return measure_shares(tokens, claims, longest, attribution, find_origins(tokens, verified))


def listed(shares):
    return [(s.source.source_id, s.source.cause, s.prose_words, s.quote_words) for s in shares.sources]


def prose(a, b, *blocks, relation="partial"):
    return (a, b, relation, 0.5, [("prose", list(blocks))])


def test_words_of_two_wires_a_release_and_own():
    """Every source gets its words, the rest is own; the wires' own texts owe nothing."""
    pairs = [prose(0, 3, (0, 0, 10)), prose(1, 3, (5, 12, 8)), prose(2, 3, (0, 25, 5))]
    _, _, shares = trace(["Corvane", "Dispatch", "PR Newswire", "Courier"], pairs)

    assert listed(shares[3]) == [
        ("a0", "wire copy", 10, 0),
        ("a1", "wire copy", 8, 0),
        ("a2", "press release", 5, 0),
    ]
    assert shares[3].own_words == N_WORDS - 23
    assert all(share.own_words == N_WORDS for share in shares[:3])
    assert shares[3].words("wire copy") == (18, 0)
    derived = shares.derivation(np.full(4, N_WORDS), RelationParams())
    assert DERIVATIONS[derived[3]] == "partially"


def test_an_original_goes_before_a_copy_and_the_longer_passage_first():
    """A word in the wire text and in another copy is the wire's; of two outlets the longer passage has it."""
    both = [prose(0, 2, (0, 0, 10)), prose(1, 2, (0, 0, 30))]
    _, _, shares = trace(["Corvane", "Herald", "Courier"], both)
    assert listed(shares[2]) == [("a1", "unknown", 20, 0), ("a0", "wire copy", 10, 0)]

    _, _, shares = trace(["Gazette", "Herald", "Courier"], both)
    assert listed(shares[2]) == [("a1", "unknown", 30, 0)]


def test_ties_go_to_the_earliest():
    """Of two equal passages the one that was published first has the words."""
    pairs = [prose(0, 2, (0, 0, 10)), prose(1, 2, (0, 0, 10))]

    assert listed(trace(["A", "B", "C"], pairs, hours=[1, 0, 5])[2][2]) == [("a1", "unknown", 10, 0)]
    assert listed(trace(["A", "B", "C"], pairs, hours=[0, 1, 5])[2][2]) == [("a0", "unknown", 10, 0)]


def test_only_the_side_that_took_owes_and_both_where_nobody_knows():
    """The earlier article owes nothing; without times both owe it to a text that is not there."""
    pairs = [prose(0, 1, (0, 0, 12))]
    _, _, shares = trace(["A", "B"], pairs)
    assert (listed(shares[0]), listed(shares[1])) == ([], [("a0", "unknown", 12, 0)])

    _, attribution, shares = trace(["A", "B"], pairs, hours=[3, 3])
    assert listed(shares[0]) == listed(shares[1])
    assert [source.agency for source in attribution.sources] == ["unknown source"] * len(attribution.sources)


def test_an_agency_credited_without_its_text():
    """Two copies that credit one agency owe it to a wire that is not in the corpus; two agencies stay two."""
    pairs = [prose(0, 1, (0, 0, 12)), prose(0, 2, (20, 20, 15))]
    _, attribution, shares = trace(["A", "B", "C"], pairs, [(0, "AP"), (1, "AP"), (0, "AFP"), (2, "AFP")])

    assert [(source.agency, source.article) for source in attribution.sources] == [
        ("AFP", None),
        ("AP", None),
    ]
    assert [words for *_, words, _ in listed(shares[0])] == [15, 12]
    assert len({source.source_id for source in attribution.sources}) == 2


def test_versions_owe_each_other_nothing_and_speech_alone_is_nobodys():
    """An update's words are own; shared speech without prose is common."""
    flags = [0] * 20 + [QUOTED] * 20
    pairs = [
        prose(0, 1, (0, 0, 30), relation="same_text"),
        (0, 2, "quotes_only", 0.5, [("quote", [(25, 25, 10)])]),
    ]
    links, _, shares = trace(["A", "A", "B"], pairs, flags=flags * 3)

    assert links.versions.tolist() == [0, 0, 2]
    assert listed(shares[0]) == listed(shares[1]) == listed(shares[2]) == []
    assert (shares[2].common_quote_words, shares[2].own_words, shares[2].own_quote_words) == (10, 30, 10)


@pytest.mark.parametrize(("relation", "speech"), [("partial", 8), ("fragment", 0)])
def test_speech_goes_with_copied_prose_not_with_a_sentence(relation, speech):
    """Beside prose of three sentences shared speech is the source's; beside less both may have it anyway."""
    flags = [0] * 20 + [QUOTED] * 20
    passages = [("prose", [(0, 0, 10)]), ("quote", [(20, 20, 8)])]
    _, _, shares = trace(["Corvane", "B"], [(0, 1, relation, 0.5, passages)], flags=flags * 2)

    assert listed(shares[1]) == [("a0", "wire copy", 10, speech)]
    assert shares[1].common_quote_words == 8 - speech


def test_furniture_is_in_no_share():
    """Words that are no body are counted nowhere."""
    flags = [FURNITURE] * 5 + [0] * 35
    _, attribution, shares = trace(["A", "B"], [prose(0, 1, (0, 0, 12))], flags=flags * 2)

    assert listed(shares[1]) == [("a0", "unknown", 7, 0)]
    assert shares[1].own_words == 28
    assert (attribution.of_token[N_WORDS : N_WORDS + 5] == NO_SOURCE).all()


BLOCKS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 10)), min_size=1, max_size=3
)
OUTLETS = st.lists(
    st.sampled_from(["Corvane", "Dispatch", "PR Newswire", "A", "B", "C", ""]), min_size=2, max_size=5
)


@st.composite
def corpora(draw):
    """Draw outlets, pairs with any passages, times, credits and flags."""
    outlets = draw(OUTLETS)
    rows = range(len(outlets))
    chosen = draw(st.sets(st.tuples(st.sampled_from(rows), st.sampled_from(rows)), max_size=8))
    relations = st.sampled_from(["same_text", "partial", "fragment", "quotes_only", "same_event"])
    pairs = [
        (a, b, draw(relations), 0.5, [(draw(st.sampled_from(["prose", "quote"])), draw(BLOCKS))])
        for a, b in sorted(chosen)
        if a < b
    ]
    credits = draw(
        st.sets(st.tuples(st.sampled_from(rows), st.sampled_from(["AP", "AFP", "Reuters"])), max_size=5)
    )
    n = N_WORDS * len(outlets)
    flags = draw(st.lists(st.sampled_from([0, 0, 0, QUOTED, FURNITURE]), min_size=n, max_size=n))
    hours = draw(st.lists(st.integers(0, 3), min_size=len(outlets), max_size=len(outlets)))
    return outlets, pairs, credits, hours, flags


@given(corpora())
def test_the_words_of_an_article_add_up(corpus):
    """Sources, common speech and own words are together the body; a wire's own text owes nothing."""
    outlets, pairs, credits, hours, flags = corpus
    links, attribution, shares = trace(outlets, pairs, credits, hours=hours, flags=flags)

    for row, share in enumerate(shares):
        own = flags[row * N_WORDS : (row + 1) * N_WORDS]
        assert sum(s.n_words for s in share.sources) + share.common_quote_words + share.own_words == sum(
            flag != FURNITURE for flag in own
        )
        assert share.own_quote_words <= share.own_words
        if links.standing.is_wire[row]:
            assert share.words("wire copy") == (0, 0)
    assert attribution.of_token.max(initial=NO_SOURCE) < len(attribution.sources)


@pytest.mark.parametrize("n_articles", [0, 1])
def test_nothing_to_attribute(n_articles):
    """No pairs, no sources."""
    _, attribution, shares = trace(["A"] * n_articles, [])

    assert attribution.sources == ()
    assert [share.own_words for share in shares] == [N_WORDS] * n_articles
