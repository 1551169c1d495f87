"""The main job: articles in, stories and reuse out; the stages in order, nothing else."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from syndetect.agencies import Registry, load_registry, read_credits, separate
from syndetect.candidates import banding, bucket_pairs, distinct, event_pairs, exact_copies, with_copies
from syndetect.corpus import Article, Corpus, ReadParams, from_articles, read_corpus
from syndetect.pairs import RELATIONS, Verified, to_pairs, verify
from syndetect.pairs.verify import n_by_relation
from syndetect.params import Params
from syndetect.report import Result, Table
from syndetect.report.columns import credits_table
from syndetect.report.manifest import Recorder, build_manifest
from syndetect.sketch import content_digests, count_terms, sign, tfidf
from syndetect.text import QUOTED, locate_words, tokenise_paragraphs
from syndetect.trace import (
    Grouping,
    Measured,
    build_stories,
    choose_references,
    find_origins,
    group,
    missing_pairs,
)
from syndetect.version import __version__

__all__ = ["DEFAULTS", "credits", "scan"]

DEFAULTS = Params()

Source = str | Path | Iterable[str | Path] | Iterable[Article] | Corpus


def scan(
    source: Source,
    params: Params = DEFAULTS,
    *,
    read: ReadParams | None = None,
    registry: Registry | None = None,
    n_threads: int | None = None,
    on_stage: Callable[[str], None] | None = None,
) -> Result:
    """Find which articles share text, group them to stories, and say what each adds.

    Parameters
    ----------
    source : path, paths, articles or Corpus
        Files or folders to read, or articles already in memory.
    params : Params
        What decides the result; recorded in the manifest.
    read : ReadParams, optional
        How files are read.
    registry : Registry, optional
        The agencies whose credits are read; by default the bundled ones.
    n_threads : int, optional
        Threads; by default as many as processors. The result does not depend
        on it.
    on_stage : callable, optional
        Called with the name of each stage as it begins.

    Returns
    -------
    Result

    Raises
    ------
    InputError
        An input does not exist or nothing in it can be read.
    MappingError
        A field mapping names what no record has.
    """
    run = Recorder(on_stage)
    with run.stage("read") as counts:
        corpus = _corpus(source, read)
        counts |= corpus.counts()
    with run.stage("tokens") as counts:
        texts = [article.text for article in corpus.articles]
        tokens, paragraphs = tokenise_paragraphs(texts, n_threads=n_threads)
        counts |= {"n_words": len(tokens.hashes), "n_paragraphs": len(paragraphs.spans)}
    with run.stage("furniture") as counts:
        agencies = registry or load_registry()
        known = separate(corpus.articles, tokens, paragraphs, agencies, params.furniture, n_threads=n_threads)
        tokens, body = known.tokens, known.tokens.body()
        long_enough = body.lengths >= params.relation.min_words
        counts |= {
            "n_furniture_words": len(tokens.hashes) - len(body.hashes),
            "n_credits": len(known.credits),
        }
        counts |= {"n_too_short": int((~long_enough).sum()), "agencies": agencies.fingerprint()}
    with run.stage("sketch") as counts:
        firsts = exact_copies(content_digests(body))
        signatures = sign(body, params.shingle, params.sketch, n_threads=n_threads)
        terms = count_terms(body)
        weights = tfidf(terms)
        counts |= {"n_exact_copies": int((firsts != np.arange(len(firsts))).sum())}
    with run.stage("candidates") as counts:
        rows = np.flatnonzero((firsts == np.arange(len(firsts))) & long_enough)
        cut = banding(params.sketch.signature_size, params.candidates.threshold)
        buckets = bucket_pairs(signatures, rows, cut, params.candidates)
        published_at = np.array([_seconds(article) for article in corpus.articles], np.float64)
        neighbours = event_pairs(weights, published_at, rows, params.event, n_threads=n_threads)
        met = distinct(np.concatenate((buckets.pairs, neighbours)))
        alike = np.where(long_enough, firsts, np.arange(len(firsts)))  # short texts are no copies
        candidates = with_copies(met, alike, params.candidates.copy_pairs * len(firsts))
        counts |= {
            "n_lsh": len(buckets.pairs),
            "largest_bucket": buckets.largest,
            "n_starred": buckets.n_starred,
        }
        counts |= {"n_event": len(neighbours), "n_candidates": len(candidates)}
    with run.stage("compare") as counts:
        verified = verify(tokens, weights, candidates, params, body=body, n_threads=n_threads)
        counts |= n_by_relation(verified) | {"n_capped": verified.alignments.n_capped}
        verified = _related(verified)
    with run.stage("trace") as counts:
        story, weakest = group(weights, verified, params.story, same_event=params.relation.same_event)
        reference, is_wire = choose_references(corpus.articles, story, verified, params.story)
        missing = missing_pairs(reference, verified)
        verified = verified.merged(
            _related(verify(tokens, weights, missing, params, body=body, n_threads=n_threads))
        )
        places = locate_words(texts, _shown(story, verified), n_threads=n_threads)
        grouping = Grouping(story, weakest, reference, is_wire)
        origins = find_origins(tokens, verified)
        measured = Measured(corpus.articles, tokens, verified, grouping, origins, places)
        stories = build_stories(measured, params.relation)
        pairs = tuple(to_pairs(tokens, places, verified))
        counts |= {"n_stories": len(stories), "n_in_stories": sum(len(s.members) for s in stories)}
        counts |= {"n_pairs": len(pairs), "n_passages": sum(len(pair.passages) for pair in pairs)}
    return Result(
        params=params,
        corpus=corpus,
        n_words=body.lengths,
        n_quote_words=body.count(QUOTED),
        n_furniture_words=tokens.lengths - body.lengths,
        credits=tuple(known.credits),
        furniture=tuple(zip(known.furniture, known.furniture_words.tolist(), strict=True)),
        pairs=pairs,
        stories=stories,
        manifest=build_manifest(corpus, params, run, __version__),
    )


def credits(
    source: Source,
    *,
    read: ReadParams | None = None,
    registry: Registry | None = None,
    n_threads: int | None = None,
) -> Table:
    """Read the credits of articles, and nothing else: a few seconds for a hundred thousand.

    Parameters
    ----------
    source : path, paths, articles or Corpus
        As for :func:`scan`.
    read : ReadParams, optional
        How files are read.
    registry : Registry, optional
        The agencies.
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    Table
        ``credits.csv``: an agency that an article credits, shows pictures of
        or cites a row.
    """
    corpus = _corpus(source, read)
    tokens, paragraphs = tokenise_paragraphs((a.text for a in corpus.articles), n_threads=n_threads)
    agencies = registry or load_registry()
    found = read_credits(corpus.articles, tokens, paragraphs, agencies, n_threads=n_threads)
    return credits_table([article.article_id for article in corpus.articles], found)


def _corpus(source: Source, read: ReadParams | None) -> Corpus:
    if isinstance(source, Corpus):
        return source
    if isinstance(source, str | Path):
        return read_corpus([source], params=read or ReadParams())
    items = list(source)
    if all(isinstance(item, Article) for item in items):
        return from_articles([item for item in items if isinstance(item, Article)])
    return read_corpus([item for item in items if isinstance(item, str | Path)], params=read or ReadParams())


def _seconds(article: Article) -> float:
    return float("nan") if article.published_at is None else article.published_at


def _related(verified: Verified) -> Verified:
    """Drop the pairs that turned out to share nothing."""
    return verified.select(verified.relation != RELATIONS.index("none"))


def _shown(story: NDArray[np.int64], verified: Verified) -> NDArray[np.int64]:
    """Return the rows whose words are written down with offsets: in a pair, or in a story."""
    together = np.flatnonzero(np.bincount(story, minlength=len(story))[story] > 1)
    return np.union1d(together, verified.pairs)
