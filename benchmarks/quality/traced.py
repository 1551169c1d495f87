"""Generated corpora with known sources: directions, shares of spliced articles, reconstructed wire texts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import orjson

from benchmarks.quality.generated import as_article
from benchmarks.quality.measure import DataSet, Measure, digest
from corpora.generator import COPY_EDITS, GeneratedArticle, GeneratorParams, generate
from syndetect import Article, Result, scan
from syndetect.agencies import Registry, load_registry
from syndetect.corpus import from_articles
from syndetect.text import SENTENCE_START, tokenise_texts, word_spans
from syndetect.trace import DIRECTIONS

__all__ = ["measure", "spliced"]

SEED = 211
N_ARTICLES = 1500
N_SPLICED = 200
AGENCIES = Path(__file__).parents[2] / "corpora" / "generator" / "agencies.toml"
RELEASE_OUTLET = "PR Newswire"
CLOSE = 0.02  # of a share


def measure() -> tuple[DataSet, list[Measure]]:
    """Scan the corpora, and compare with what is known about them."""
    articles = _generated()
    data = DataSet(
        f"traced: generated, {N_ARTICLES} articles and {N_SPLICED} spliced ones",
        digest(orjson.dumps([a.record(), a.truth.record()]) for a in articles),
    )
    return data, [*_directions(articles), *_shares(articles), *_reconstructions(articles)]


@cache
def _generated() -> tuple[GeneratedArticle, ...]:
    return tuple(generate(GeneratorParams(n_articles=N_ARTICLES, seed=SEED, furniture_share=0.3)))


@cache
def _registry() -> Registry:
    return load_registry(AGENCIES)


def _directions(articles: Sequence[GeneratedArticle]) -> list[Measure]:
    """Ask who took a copy from whom: with all that tells it, with times alone, with nothing."""
    told = scan(from_articles(map(as_article, articles)), registry=_registry())
    timed = scan(from_articles(map(_unnamed, articles)))
    bare = scan(from_articles(replace(_unnamed(a), published="", published_at=None) for a in articles))
    right = [_points_to_copy(result, articles) for result in (told, timed)]
    siblings = list(_sibling_directions(told, articles))
    silent = [
        DIRECTIONS[d]
        for d, e in zip(bare.traced.judged.direction, bare.traced.judged.evidence, strict=True)
        if e
    ]
    return [
        Measure("direction: right with agencies and times", sum(right[0]) / len(right[0]), len(right[0])),
        Measure("direction: right with times alone", sum(right[1]) / len(right[1]), len(right[1])),
        Measure(
            "direction: undetermined between copies of one wire text",
            siblings.count("undetermined") / len(siblings),
            len(siblings),
        ),
        Measure(
            "direction: undetermined where nothing tells",
            silent.count("undetermined") / len(silent),
            len(silent),
        ),
    ]


def _unnamed(article: GeneratedArticle) -> Article:
    """Return an article whose outlet and address say nothing."""
    return replace(as_article(article), outlet=f"outlet of {article.id}", url="")


def _points_to_copy(result: Result, articles: Sequence[GeneratedArticle]) -> list[bool]:
    """Tell of every pair of a wire text and its copy whether the arrow points to the copy."""
    source_of = {a.id: a.truth.source_id for a in articles if a.truth.edit in COPY_EDITS}
    ids = [article.article_id for article in result.articles]
    told = []
    for pair, direction in zip(result.pairs, result.traced.judged.direction.tolist(), strict=True):
        a, b = ids[pair.a], ids[pair.b]
        if pair.relation in ("same_text", "partial", "fragment"):
            if source_of.get(b) == a:
                told.append(DIRECTIONS[direction] == "a>b")
            elif source_of.get(a) == b:
                told.append(DIRECTIONS[direction] == "b>a")
    return told


def _sibling_directions(result: Result, articles: Sequence[GeneratedArticle]) -> Iterator[str]:
    """Yield the direction of every pair of copies, of different outlets, of one wire text."""
    source_of = {a.id: a.truth.source_id for a in articles if a.truth.edit in COPY_EDITS}
    known = result.articles
    for pair, direction in zip(result.pairs, result.traced.judged.direction.tolist(), strict=True):
        a, b = known[pair.a], known[pair.b]
        sources = {source_of.get(a.article_id, a.article_id), source_of.get(b.article_id, b.article_id)}
        copies = a.article_id in source_of and b.article_id in source_of
        if (
            copies
            and len(sources) == 1
            and a.outlet != b.outlet
            and pair.relation in ("same_text", "partial")
        ):
            yield DIRECTIONS[direction]


@dataclass(frozen=True, slots=True)
class Spliced:
    """An article put together from paragraphs, and the words from each source: by agency, "own" too."""

    article: Article
    words: Mapping[str, int]


def spliced(articles: Sequence[GeneratedArticle], n: int, seed: int) -> tuple[list[Article], list[Spliced]]:
    """Put articles together from two wires, a press release, and own paragraphs with speech.

    Parameters
    ----------
    articles : sequence of GeneratedArticle
        Wire stories and unrelated articles are used.
    n : int
    seed : int

    Returns
    -------
    list of Article
        The sources, as published by their agencies.
    list of Spliced
        Each article is published after all its sources.
    """
    rng = np.random.default_rng(seed)
    wires = [_body(a) for a in articles if a.truth.edit == "wire"]
    others = [_body(a) for a in articles if a.truth.edit == "unrelated"]
    half = len(others) // 2
    releases = [
        replace(article, outlet=RELEASE_OUTLET, url="https://www.prnewswire.com/" + article.article_id)
        for article in others[:half]
    ]
    own_texts = rng.permutation(len(others) - half)[:n] + half  # each used once
    latest = max(article.published_at or 0.0 for article in [*wires, *others])
    made = []
    for number in range(n):
        one, two = (wires[k] for k in rng.choice(len(wires), 2, replace=False))
        release, own = releases[rng.integers(len(releases))], others[own_texts[number]]
        parts = [("own", own), (one.outlet, one), (two.outlet, two), ("release", release)]
        paragraphs: list[tuple[str, str]] = []
        for name, source in parts:
            # No paragraph of speech: it may be anybody's.
            texts = [p for p in source.text.split("\n\n") if len(p.split()) > 25]
            whole = [p for p in texts if not word_spans(p).quoted.any()]
            first = int(rng.integers(0, max(1, len(whole) - 3)))
            paragraphs += [(name, p) for p in whole[first : first + int(rng.integers(1, 4))]]
        order = rng.permutation(len(paragraphs)).tolist()
        words: Counter[str] = Counter()
        for k in order:
            words[paragraphs[k][0]] += int(tokenise_texts([paragraphs[k][1]]).lengths[0])
        article = Article(
            article_id=f"spliced-{number}",
            text="\n\n".join(paragraphs[k][1] for k in order),
            outlet=f"Splice {number}",
            published="2025-03-01T00:00:00Z",
            published_at=latest + 3600,
        )
        made.append(Spliced(article, words))
    return [*wires, *releases], made


def _body(article: GeneratedArticle) -> Article:
    """Return an article without the paragraphs that hold furniture."""
    kept, at = [], 0
    for paragraph in article.text.split("\n\n"):
        end = at + len(paragraph)
        if not any(at < past and start < end for start, past in article.truth.furniture):
            kept.append(paragraph)
        at = end + 2
    return replace(as_article(article), text="\n\n".join(kept))


def _shares(articles: Sequence[GeneratedArticle]) -> list[Measure]:
    sources, made = spliced(articles, N_SPLICED, SEED)
    result = scan(from_articles([*sources, *(each.article for each in made)]), registry=_registry())
    row_of = {article.article_id: row for row, article in enumerate(result.articles)}
    errors = []
    for each in made:
        row = row_of[each.article.article_id]
        shares, n_words = result.traced.shares[row], int(result.n_words[row])
        found: Counter[str] = Counter({"own": shares.own_words + shares.common_quote_words})
        for share in shares.sources:
            found["release" if share.source.cause == "press release" else share.source.agency] += (
                share.n_words
            )
        errors += [abs(found[name] - each.words[name]) / n_words for name in found.keys() | each.words.keys()]
    return [
        Measure(
            "shares of spliced articles within 2 points",
            sum(e <= CLOSE for e in errors) / len(errors),
            len(errors),
        ),
        Measure("shares of spliced articles: 1 - mean error", 1 - sum(errors) / len(errors), len(errors)),
    ]


def _reconstructions(articles: Sequence[GeneratedArticle]) -> list[Measure]:
    """Leave the wires out, and look for the sentences that two copies or more kept."""
    copies = [a for a in articles if a.truth.edit != "wire"]
    result = scan(from_articles(map(as_article, copies)), registry=_registry())
    found = _wire_sentences(result)
    texts = {a.id: a.text for a in articles if a.truth.edit == "wire"}
    wanted, hits = 0, 0
    known = {sentence for text in texts.values() for sentence, _, _ in _sentences(text)}
    for source, text in texts.items():
        taken = [a for a in copies if a.truth.source_id == source and a.truth.edit in COPY_EDITS]
        for sentence, start, end in _sentences(text):
            outlets = {a.outlet for a in taken if _keeps(a, start, end)}
            if len(outlets) > 1:
                wanted += 1
                hits += sentence in found
    others = sum(sentence not in known for sentence in found)
    return [
        Measure("reconstruction: sentences that two outlets kept", hits / wanted, wanted),
        Measure("reconstruction: sentences in other words than a wire's", others, len(found), at_most=True),
    ]


Hashes = tuple[int, ...]


def _sentences(text: str) -> list[tuple[Hashes, int, int]]:
    """Return the sentences of a text: word hashes, characters."""
    words, flags = word_spans(text), tokenise_texts([text]).flags
    starts = [*np.flatnonzero(flags & SENTENCE_START).tolist(), len(flags)]
    return [
        (tuple(words.hashes[first:past].tolist()), int(words.start[first]), int(words.end[past - 1]))
        for first, past in pairwise(starts)
    ]


def _keeps(article: GeneratedArticle, start: int, end: int) -> bool:
    """Tell whether a copy took a stretch of its source as it is."""
    return any(
        span.kind == "verbatim" and span.source_start <= start and end <= span.source_end
        for span in article.truth.spans
    )


def _wire_sentences(result: Result) -> set[Hashes]:
    """Return the sentences of all reconstructed texts, as word hashes."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for wire in result.traced.wires:
        if wire.source.article is None:
            for sentence in wire.sentences:
                found[sentence.article].append((sentence.start, sentence.end))
    tokens = tokenise_texts([article.text for article in result.articles])
    return {
        tuple(tokens.hashes[tokens.article_ptr[row] + start : tokens.article_ptr[row] + end].tolist())
        for row, spans in found.items()
        for start, end in spans
    }
