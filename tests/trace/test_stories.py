"""Stories and members over generated corpora: accounts that add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.generator import GeneratorParams, generate
from syndetect import Article, Corpus, Params, scan
from syndetect.corpus import from_articles
from syndetect.params import StoryParams
from syndetect.text import word_spans

USUAL = Params(story=StoryParams(wire_outlets=("CPA", "Corvane Press Agency")))


def _corpus(seed: int, n_articles: int, quote_rate: float) -> Corpus:
    params = GeneratorParams(
        n_articles=n_articles, seed=seed, quote_rate=quote_rate, unrelated_share=0.2, furniture_share=0.3
    )
    articles = generate(params)
    return from_articles(
        Article(article_id=a.id, text=a.text, title=a.title, outlet=a.outlet) for a in articles
    )


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.integers(0, 60), st.sampled_from([0.0, 0.15, 0.5]))
def test_the_words_of_a_member_add_up(seed, n_articles, quote_rate):
    """Shared prose + shared speech + own = words, always; own spans hold exactly the own words."""
    result = scan(_corpus(seed, n_articles, quote_rate), USUAL)

    for story in result.stories:
        for member in story.members:
            text = result.articles[member.article].text
            parts = member.shared_prose_words, member.shared_quote_words, member.own_words
            assert min(parts) >= 0
            assert sum(parts) == member.n_words == result.n_words[member.article]
            assert sum(len(word_spans(text[a:b]).start) for a, b in member.own_spans) == member.own_words


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.integers(0, 60))
def test_every_article_is_in_one_story_at_most(seed, n_articles):
    """Stories have two members or more, no two share one; the reference comes first, others by time.

    Every other member has its pair with the reference, and a story's pairs are
    those between its members.
    """
    result = scan(_corpus(seed, n_articles, 0.15), USUAL)

    rows = [member.article for story in result.stories for member in story.members]
    assert len(rows) == len(set(rows))
    assert [len(story.members) for story in result.stories] == sorted(
        (len(story.members) for story in result.stories), reverse=True
    )
    for story in result.stories:
        assert len(story.members) >= 2
        first, *others = story.members
        assert first.article == story.reference
        assert (first.pair, first.relation, first.derivation, first.reference_share) == (None, None, None, 1)
        members = {member.article for member in story.members}
        inside = {k for k, pair in enumerate(result.pairs) if {pair.a, pair.b} <= members}
        assert set(story.pairs) == inside
        assert 0 <= story.weakest_link <= 1
        for member in others:
            if member.pair is None:  # compared, and found to share nothing
                assert (member.relation, member.reference_share) == ("none", 0)
                continue
            pair = result.pairs[member.pair]
            assert {pair.a, pair.b} == {member.article, story.reference}
            assert member.relation == pair.relation
            share = pair.containment_a_in_b if pair.a == member.article else pair.containment_b_in_a
            assert member.reference_share == pytest.approx(share)
