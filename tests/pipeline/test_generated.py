"""Generated corpora through the whole pipeline: what every copy must be, and the biggest stories."""

from dataclasses import replace

import numba
import numpy as np
import pytest

from benchmarks.quality import generated
from benchmarks.quality.compared import compare_pairs
from benchmarks.quality.measure import count_words
from benchmarks.quality.traced import AGENCIES
from corpora.generator import COPY_EDITS, GeneratorParams, generate
from syndetect import Params, scan
from syndetect.agencies import load_registry

STRONGER = ("same_text", "partial", "fragment", "quotes_only")

# Lowest share of versions per corpus whose relation to the source is the true one.
FLOORS = {
    **dict.fromkeys(COPY_EDITS, 1.0),
    "cut": 0.8,
    "quotes_only": 1.0,
    "fragment": 0.8,
    "local_reporting": 0.2,
    "independent": 0.3,
}


@pytest.fixture(scope="module", params=[1, 2, 3, 4])
def scanned(request):
    """Return 300 generated articles, as generated and as scanned; some with furniture, some without time."""
    params = GeneratorParams(
        n_articles=300,
        seed=request.param,
        missing_time_share=0.1 * (request.param % 3),
        furniture_share=0.25 * (request.param % 2),
    )
    articles = list(generate(params))
    return articles, scan(generated.as_corpus(articles))


def test_every_copy_is_linked_to_its_source_or_a_sibling(scanned):
    """Each copy has a copied pair with its source or another copy of it, and stands in its story."""
    articles, result = scanned
    source = {a.id: a.truth.source_id for a in articles if a.truth.edit in COPY_EDITS}
    family = source | {name: name for name in source.values()}
    linked = set()
    for pair in result.pairs:
        a, b = (result.articles[row].article_id for row in (pair.a, pair.b))
        if pair.relation in ("same_text", "partial") and family.get(a, a) == family.get(b, b):
            linked |= {a, b}

    assert source.keys() <= linked
    assert all(generated.in_story_of_source(articles, result).values())


def test_the_words_of_copies_are_recovered(scanned):
    """Of the words that copies took, passages with any article hold 95 of 100 and more."""
    articles, result = scanned
    counts = count_words(generated.recovered_spans(articles, result))

    assert counts.gold > 10_000
    assert counts.recall >= 0.95


def test_spans_with_the_source_are_the_true_ones(scanned):
    """Compared with its source, a copy's passages are the true spans: 99 of 100 words, both ways."""
    articles, result = scanned
    wanted = [(a.id, a.truth.source_id) for a in articles if a.truth.source_id]
    counts = count_words(generated.sides(articles, compare_pairs(result.corpus, wanted), COPY_EDITS))

    assert counts.precision >= 0.99
    assert counts.recall >= 0.99


def test_relations_with_the_source_by_edit(scanned):
    """Versions have their true relation to the source, as often as the floor of their edit says."""
    articles, result = scanned
    pairs = compare_pairs(result.corpus, [(a.id, a.truth.source_id) for a in articles if a.truth.source_id])
    for edit, floor in FLOORS.items():
        versions = [a for a in articles if a.truth.edit == edit]
        right = [pairs[generated.ids_of(a)].relation == a.truth.relation for a in versions]
        assert len(right) == 0 or sum(right) / len(right) >= floor, edit


def test_unrelated_articles_share_nothing(scanned):
    """An article that belongs to no story has no passage with any other, and no relation but same_event."""
    articles, result = scanned
    alone = {a.id for a in articles if a.truth.edit == "unrelated"}
    for pair in result.pairs:
        if {result.articles[pair.a].article_id, result.articles[pair.b].article_id} & alone:
            assert pair.relation not in STRONGER
            assert pair.passages == ()


def test_copies_are_not_linked_across_sources(scanned):
    """No two articles are same_text or partial unless one wire story is the source of both."""
    articles, result = scanned

    assert generated.links_across_events(articles, result) == 0


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
def test_a_hot_story_is_one_story_and_its_pairs_grow_with_its_copies():
    """All copies are in one story; twice the copies make little more than twice the pairs, not four times."""
    n_pairs = []
    for n_copies in (1000, 2000):
        params = GeneratorParams(
            n_articles=3000, hot_stories=1, hot_copies=n_copies, seed=3, median_words=120
        )
        articles = list(generate(params))
        result = scan(generated.as_corpus(articles))
        hot = {a.id for a in articles if a.truth.event_id == articles[0].truth.event_id}
        largest = {result.articles[m.article].article_id for m in result.stories[0].members}

        assert len(hot) == n_copies + 1
        assert hot <= largest
        n_pairs.append(sum(result.articles[pair.a].article_id in hot for pair in result.pairs))
    assert n_pairs[1] <= 2.3 * n_pairs[0]
    assert n_pairs[1] <= 45 * 2000
    linked = {row for pair in result.pairs if pair.passages for row in (pair.a, pair.b)}
    assert len(linked & {k for k, a in enumerate(result.articles) if a.article_id in hot}) == 2001


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
@pytest.mark.parametrize("has_wire", [True, False])
def test_a_hot_story_is_told_as_if_all_its_copies_were_compared(has_wire):
    """Verdicts, versions and sources are those of a scan of all pairs, and shares differ little."""
    generated_ones = list(generate(GeneratorParams(n_articles=500, hot_stories=1, hot_copies=400, seed=8)))
    hot = {a.id for a in generated_ones if a.truth.event_id == generated_ones[0].truth.event_id}
    articles = [a for a in generated_ones if has_wire or a.truth.edit != "wire"]
    all_pairs = Params(candidates=replace(Params().candidates, max_copies=10**6, copy_pairs=10**6))
    bounded, whole = (
        scan(generated.as_corpus(articles), params, registry=load_registry(AGENCIES))
        for params in (Params(), all_pairs)
    )

    assert len(bounded.pairs) <= len(whole.pairs) / 8
    tables = [result.tables["articles"].data for result in (bounded, whole)]
    copies = [row for row, name in enumerate(tables[0]["article_id"]) if name in hot]
    for column in ("version_of", "copy_class", "status"):
        assert [tables[0][column][row] for row in copies] == [tables[1][column][row] for row in copies]
    shares = [
        np.array([[float(found[name][row] or 0) for name in ("wire_share", "own_share")] for row in copies])
        for found in tables
    ]
    assert np.abs(shares[0] - shares[1]).max() <= 0.05
    assert np.abs(shares[0] - shares[1]).mean() <= 0.001
    if has_wire:  # without it, the text is named by the member that shares most, which all pairs tell anew
        assert [tables[0]["source_id"][row] for row in copies] == [
            tables[1]["source_id"][row] for row in copies
        ]
