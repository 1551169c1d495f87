"""Two texts compared: counts, both directions, derivation, what is added and dropped."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.quality import ferry
from corpora.generator import GeneratorParams, generate
from syndetect import Article, compare
from syndetect.corpus import read_corpus
from syndetect.text import word_spans

FERRY = {article.article_id: article for article in read_corpus(ferry.FOLDER / "articles.jsonl").articles}
PAIRS = sorted(ferry.gold_pairs())


@settings(max_examples=60)
@given(st.sampled_from(PAIRS))
def test_counts_are_symmetric(pair):
    """On texts that repeat no passage, swapping a and b swaps containments and keeps every count.

    Exactly where nothing moved; where paragraphs moved, what joins two runs
    depends on the side that is gone along, by a few words at most.
    """
    a, b = (FERRY[name] for name in pair)
    forth, back = compare(a, b), compare(b, a)

    assert forth.resemblance == back.resemblance
    assert forth.cosine == pytest.approx(back.cosine, abs=1e-6)
    assert forth.relation == back.relation
    assert (forth.a_words, forth.b_words) == (back.b_words, back.a_words)
    assert forth.prose_words == pytest.approx(back.prose_words, abs=8)
    assert forth.quote_words == pytest.approx(back.quote_words, abs=8)
    if "island-radio-ferry" not in pair and "tarrow-gazette-ferry" not in pair:
        assert (forth.prose_words, forth.quote_words) == (back.prose_words, back.quote_words)
        assert forth.containment_a_in_b == back.containment_b_in_a
        assert forth.added == back.dropped


@settings(max_examples=40)
@given(st.sampled_from(PAIRS))
def test_added_and_dropped_are_what_no_passage_matches(pair):
    """Words of b are matched or added, words of a matched or dropped; a span has its text."""
    a, b = (FERRY[name] for name in pair)
    found = compare(a, b)
    matched = found.prose_words + found.quote_words

    for text, spans, n_words in (
        (b.text, found.added, found.b_words),
        (a.text, found.dropped, found.a_words),
    ):
        assert all(span.text == text[span.start : span.end] for span in spans)
        assert matched + sum(len(word_spans(span.text).start) for span in spans) == n_words
    assert sum(row.n_words for row in found.paragraphs) == found.b_words + found.b_furniture_words
    assert sum(row.n_prose for row in found.paragraphs) == found.prose_words
    assert sum(row.n_quote for row in found.paragraphs) == found.quote_words


@pytest.mark.parametrize("text", ["", " \n", "?"])
def test_an_empty_text_has_nothing(text):
    """Containment, resemblance and cosine are 0; the other text is all added or all dropped."""
    wire = FERRY["cpa-ferry-1"]
    for found in (compare(text, wire), compare(wire, text)):
        assert (found.relation, found.derivation, found.passages) == ("none", "non-derived", ())
        assert found.containment_a_in_b == found.containment_b_in_a == found.resemblance == found.cosine == 0
    assert compare(text, wire).dropped == ()
    assert compare(text, text).paragraphs == ()


def test_the_same_text_is_wholly_derived():
    """A text compared with itself: everything matches, nothing is added or dropped."""
    for article in FERRY.values():
        found = compare(article, article)
        assert (found.relation, found.derivation) == ("same_text", "wholly")
        assert found.containment_a_in_b == found.containment_b_in_a == found.resemblance == 1
        assert found.cosine == pytest.approx(1)
        assert found.added == found.dropped == ()


@pytest.mark.parametrize(
    ("source", "version", "derivation"),
    [
        ("cpa-ferry-1", "harbour-times-ferry", "wholly"),
        ("cpa-ferry-1", "evening-lantern-ferry", "wholly"),
        ("cpa-ferry-1", "tarrow-gazette-ferry", "partially"),
        ("tarrow-gazette-ferry", "cpa-ferry-1", "partially"),
        ("cpa-ferry-1", "coast-review-dredging", "partially"),
        ("cpa-ferry-1", "daily-meridian-ferry", "non-derived"),
        ("cpa-ferry-1", "stennick-herald-ferry", "non-derived"),
        ("cpa-ferry-1", "evening-lantern-chess", "non-derived"),
    ],
)
def test_derivation_of_b_from_a(source, version, derivation):
    """Reprints and cuts are wholly derived, mixed pieces partially, shared quotes and events not at all."""
    assert compare(FERRY[source], FERRY[version]).derivation == derivation


def test_a_cut_is_wholly_derived_and_its_source_partially():
    """Derivation has a direction: the cut stands in the source, not the source in the cut."""
    forth = compare(FERRY["cpa-ferry-1"], FERRY["evening-lantern-ferry"])
    back = compare(FERRY["evening-lantern-ferry"], FERRY["cpa-ferry-1"])

    assert (forth.derivation, back.derivation) == ("wholly", "partially")
    assert forth.containment_b_in_a > 0.95 > 0.7 > forth.containment_a_in_b


def test_strings_and_articles_are_compared_alike():
    """A string is an article without anything else; ids are a and b."""
    a, b = FERRY["cpa-ferry-1"], FERRY["sound-today-ferry"]
    of_texts, of_articles = compare(a.text, b.text), compare(a, b)

    assert (of_texts.a.article_id, of_texts.b.article_id) == ("a", "b")
    assert of_texts.passages == of_articles.passages
    assert of_texts.to_dict() | {"a_id": a.article_id, "b_id": b.article_id} == of_articles.to_dict()


@settings(max_examples=25)
@given(st.integers(0, 1000))
def test_a_comparison_is_plain_json(seed):
    """``to_dict`` holds plain values: orjson takes it without help, and it comes back as it was."""
    articles = list(generate(GeneratorParams(n_articles=8, seed=seed, unrelated_share=0.0)))
    found = compare(Article(article_id="x", text=articles[0].text), articles[-1].text).to_dict()

    assert orjson.loads(orjson.dumps(found)) == _lists(found)
    assert (found["a_id"], found["b_id"]) == ("x", "b")


def _lists(value):
    """Turn tuples to lists, as JSON does."""
    if isinstance(value, dict):
        return {key: _lists(entry) for key, entry in value.items()}
    return [_lists(entry) for entry in value] if isinstance(value, list | tuple) else value
