"""Generated wire corpora against what is known about them: relations by edit, spans, what a scan finds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import orjson

from benchmarks.quality.compared import Ids, compare_pairs
from benchmarks.quality.measure import DataSet, Measure, Span, count_words, digest
from corpora.generator import COPY_EDITS, DERIVED_EDITS, GeneratedArticle, GeneratorParams, generate
from syndetect import Article, Corpus, Result, scan
from syndetect.corpus import from_articles, parse_date
from syndetect.pairs import Pair

__all__ = ["as_article", "as_corpus", "measure", "planted_passages", "recovered_spans", "sides"]

SEEDS = (101, 102, 103)
N_ARTICLES = 1000


def measure() -> tuple[DataSet, list[Measure]]:
    """Generate, compare every version with its source, and scan."""
    corpora = [_generated(seed) for seed in SEEDS]
    records = (orjson.dumps([a.record(), a.truth.record()]) for corpus in corpora for a in corpus)
    data = DataSet(f"generated, {len(SEEDS)} x {N_ARTICLES} articles", digest(records))
    right: dict[str, list[bool]] = defaultdict(list)
    texts: list[tuple[str, Sequence[Span], Sequence[Span]]] = []
    grouped: list[bool] = []
    planted: list[bool] = []
    false_links = 0
    for articles in corpora:
        corpus = as_corpus(articles)
        wanted = [(a.id, a.truth.source_id) for a in articles if a.truth.source_id]
        pairs = compare_pairs(corpus, wanted)
        for article in articles:
            if article.truth.source_id:
                pair = pairs[ids_of(article)]
                right[article.truth.edit].append(pair.relation == article.truth.relation)
        texts += sides(articles, pairs)
        result = scan(corpus)
        grouped += in_story_of_source(articles, result).values()
        planted += planted_passages(articles, result)
        false_links += links_across_events(articles, result)
    words = count_words(texts)
    measures = [
        Measure(f"relation accuracy, {edit}", sum(right[edit]) / len(right[edit]), len(right[edit]))
        for edit in DERIVED_EDITS
    ]
    return data, [
        *measures,
        Measure("span words, precision", words.precision, words.found),
        Measure("span words, recall", words.recall, words.gold),
        Measure(
            "scan: verbatim passages found, of 12 words or more", sum(planted) / len(planted), len(planted)
        ),
        Measure("scan: copies in a story with their source", sum(grouped) / len(grouped), len(grouped)),
        Measure(
            "scan: copies linked across sources",
            false_links,
            N_ARTICLES * len(SEEDS),
            at_most=True,
        ),
    ]


@cache
def _generated(seed: int) -> tuple[GeneratedArticle, ...]:
    params = GeneratorParams(n_articles=N_ARTICLES, seed=seed, furniture_share=0.3, missing_time_share=0.1)
    return tuple(generate(params))


def as_corpus(articles: Sequence[GeneratedArticle]) -> Corpus:
    """Return generated articles as they would be read from a file, without the truth."""
    return from_articles(as_article(article) for article in articles)


def as_article(article: GeneratedArticle) -> Article:
    """Return a generated article as it would be read, without the truth."""
    moment = parse_date(article.published) if article.published else None
    return Article(
        article_id=article.id,
        text=article.text,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=moment.text if moment else "",
        published_at=moment.seconds if moment else None,
    )


def ids_of(article: GeneratedArticle) -> Ids:
    """Return the ids of an article and its source in ascending order."""
    one, other = sorted((article.id, article.truth.source_id))
    return one, other


def sides(
    articles: Sequence[GeneratedArticle], pairs: Mapping[Ids, Pair], edits: Sequence[str] = DERIVED_EDITS
) -> Iterator[tuple[str, Sequence[Span], Sequence[Span]]]:
    """Yield both texts of every version and its source, with the true spans and those found."""
    texts = {article.id: article.text for article in articles}
    for article in articles:
        truth = article.truth
        if truth.source_id and truth.edit in edits:
            passages = pairs[ids_of(article)].passages
            in_a, in_b = [(p.a_start, p.a_end) for p in passages], [(p.b_start, p.b_end) for p in passages]
            found, found_in_source = (in_a, in_b) if article.id < truth.source_id else (in_b, in_a)
            yield article.text, [(span.start, span.end) for span in truth.spans], found
            source_spans = [(span.source_start, span.source_end) for span in truth.spans]
            yield texts[truth.source_id], source_spans, found_in_source


def in_story_of_source(articles: Sequence[GeneratedArticle], result: Result) -> dict[str, bool]:
    """Tell of every copy whether it stands in one story with its source."""
    story_of = {
        result.articles[member.article].article_id: story.story_id
        for story in result.stories
        for member in story.members
    }
    return {
        article.id: article.id in story_of
        and story_of[article.id] == story_of.get(article.truth.source_id, "")
        for article in articles
        if article.truth.edit in COPY_EDITS
    }


def links_across_events(articles: Sequence[GeneratedArticle], result: Result) -> int:
    """Count pairs of same_text or partial between articles that share no source and no event.

    The host of a fragment has an event of its own but shares text with every
    copy of its source: such pairs are true.
    """
    family = {article.id: article.truth.source_id or article.id for article in articles}
    ids = [article.article_id for article in result.articles]
    return sum(
        family[ids[pair.a]] != family[ids[pair.b]]
        for pair in result.pairs
        if pair.relation in ("same_text", "partial")
    )


def planted_passages(articles: Sequence[GeneratedArticle], result: Result) -> list[bool]:
    """Tell of every verbatim passage of the guaranteed length whether the scan found nine tenths of it."""
    texts = {article.id: article.text for article in articles}
    found = _passages_of(result)
    least = result.params.passages.run_words
    told = []
    for article in articles:
        covered = np.zeros(len(article.text), np.bool_)
        for start, end in found[article.id]:
            covered[start:end] = True
        for span in article.truth.spans:
            copied = article.text[span.start : span.end]
            original = texts[article.truth.source_id][span.source_start : span.source_end]
            if copied == original and len(copied.split()) >= least:
                told.append(bool(covered[span.start : span.end].mean() >= 0.9))
    return told


def _passages_of(result: Result) -> dict[str, list[Span]]:
    """Return the passages of each article, by id, with whatever they are shared."""
    found: dict[str, list[Span]] = defaultdict(list)
    for pair in result.pairs:
        for p in pair.passages:
            found[result.articles[pair.a].article_id].append((p.a_start, p.a_end))
            found[result.articles[pair.b].article_id].append((p.b_start, p.b_end))
    return found


def recovered_spans(
    articles: Sequence[GeneratedArticle], result: Result
) -> Iterator[tuple[str, Sequence[Span], Sequence[Span]]]:
    """Yield every copy with its true spans, and the passages in which the scan found it beside anything."""
    found = _passages_of(result)
    for article in articles:
        if article.truth.edit in COPY_EDITS:
            yield article.text, [(span.start, span.end) for span in article.truth.spans], found[article.id]
