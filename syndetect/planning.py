"""A sample of the input -> what a scan of all of it would find, and what memory and time it would take."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import log2
from pathlib import Path
from typing import Any, BinaryIO

from syndetect.candidates import Banding, banding
from syndetect.corpus import Corpus, NoArticleError, ReadParams, sample_corpus
from syndetect.params import Params
from syndetect.pipeline import DEFAULTS, scan
from syndetect.storage.budget import disk_bytes, memory_bytes, needed_bytes

__all__ = ["PAIR_STAGES", "Estimate", "Plan", "plan"]

PAIR_STAGES = ("compare", "trace")
"""Stages whose time goes with the pairs; that of the others goes with the words."""

STEPS = tuple(k / 20 for k in range(1, 21))
_DEFAULT_READING = ReadParams()


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a scan would take if the corpus held so many pairs.

    Attributes
    ----------
    n_pairs : int
        Candidate pairs to be compared.
    seconds : float
        Of the stages of the scan: without starting, compiling, and writing.
    memory : int
        Bytes, when everything lies in memory.
    least_memory : int
        Bytes below which ``memory`` is refused: the rest lies in files.
    disk : int
        Bytes of temporary files at ``least_memory``.
    """

    n_pairs: int
    seconds: float
    memory: int
    least_memory: int
    disk: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the parameters promise, and what a scan would take.

    Attributes
    ----------
    bands, rows : int
        How signatures are cut.
    curve : tuple of (float, float)
        Resemblance, and the chance that two articles of it are compared
        because they share a band.
    run_words : int
        Every run of so many equal words is found, wherever it stands; 0 when
        that search is off.
    n_articles : int
        Of all inputs; estimated unless ``is_whole``, or told.
    is_whole : bool
        Whether the sample is all there is.
    n_sampled, n_sampled_words, n_sampled_pairs : int
        What the stages were run on.
    seconds : dict of str to float
        What they took, by stage.
    low, high : Estimate
        With as many pairs an article as in the sample, and with pairs that
        grow as they do from half of it to all of it, up to ``most_pairs`` an
        article.
    exponent : float
        The power of the articles that pairs grow with there: between 1 and 2.
    most_pairs : int
        Pairs an article beyond which the search is bounded.
    """

    bands: int
    rows: int
    curve: tuple[tuple[float, float], ...]
    run_words: int
    n_articles: int
    is_whole: bool
    n_sampled: int
    n_sampled_words: int
    n_sampled_pairs: int
    seconds: dict[str, float]
    low: Estimate
    high: Estimate
    exponent: float
    most_pairs: int

    def to_mapping(self) -> dict[str, Any]:
        """Return all of it in types that JSON knows."""
        return asdict(self)


def plan(  # noqa: PLR0913 - each is a choice of the caller
    inputs: Sequence[str | Path] | str | Path,
    params: Params = DEFAULTS,
    *,
    read: ReadParams = _DEFAULT_READING,
    n_sample: int = 5000,
    n_articles: int | None = None,
    n_threads: int | None = None,
    stdin: BinaryIO | None = None,
) -> Plan:
    """Estimate what a scan would take, from a scan of the first articles.

    Parameters
    ----------
    inputs : sequence of str or Path
        As for :func:`syndetect.scan`.
    params : Params
    read : ReadParams
        How files are read.
    n_sample : int
        Articles to look at.
    n_articles : int, optional
        How many there are in all, where the size of the inputs does not tell.
    n_threads : int, optional
        Threads that the scan would have.
    stdin : binary file, optional
        What ``-`` stands for.

    Returns
    -------
    Plan

    Raises
    ------
    InputError
        An input does not exist, or there is no article among the first records.

    Notes
    -----
    Work on words is proportional to their number. Pairs are not: of a random
    sample of a share f of the articles only f**2 of the pairs are seen, of a
    stretch of a corpus in order of time nearly all. So there are two
    estimates: pairs in proportion, and pairs that go on growing with the power
    of the articles that they grow with from half of the sample to all of it.
    The first articles speak for the others as far as they are like them.
    """
    sampled = sample_corpus(inputs, n_sample, params=read, stdin=stdin)
    corpus = sampled.corpus
    if not corpus.articles:
        raise NoArticleError("no article in the first records: there is nothing to estimate from", corpus)
    n_all = max(n_articles or sampled.n_articles, len(corpus.articles))
    half = scan(_first_half(corpus), params, n_threads=n_threads).manifest  # it compiles the kernels, too
    manifest = scan(corpus, params, n_threads=n_threads).manifest
    counts = _by_stage(manifest)
    seconds = dict(manifest["seconds"])
    n_words, n_pairs = counts["tokens"]["n_words"], counts["candidates"]["n_candidates"]
    growth = n_all / len(corpus.articles)
    most = _most_pairs(params)
    exponent = _exponent(_by_stage(half)["candidates"]["n_candidates"], n_pairs)

    def estimate(pairs: float) -> Estimate:
        by_words = sum(took for stage, took in seconds.items() if stage not in PAIR_STAGES)
        by_pairs = sum(seconds[stage] for stage in PAIR_STAGES)
        words = round(n_words * growth)
        return Estimate(
            n_pairs=round(pairs),
            seconds=round(by_words * growth + by_pairs * max(growth, pairs / max(1, n_pairs)), 1),
            memory=memory_bytes(n_all, words, round(pairs)),
            least_memory=needed_bytes(n_all, round(pairs)),
            disk=disk_bytes(words, sampled.n_bytes),
        )

    cut = banding(params.sketch.signature_size, params.candidates.threshold)
    return Plan(
        bands=cut.bands,
        rows=cut.rows,
        curve=curve(cut),
        run_words=params.passages.run_words if params.passages.n_partners else 0,
        n_articles=n_all,
        is_whole=sampled.is_whole,
        n_sampled=len(corpus.articles),
        n_sampled_words=n_words,
        n_sampled_pairs=n_pairs,
        seconds=seconds,
        low=estimate(n_pairs * growth),
        high=estimate(min(n_pairs * growth**exponent, max(n_pairs * growth, most * n_all))),
        exponent=round(exponent, 2),
        most_pairs=most,
    )


def curve(cut: Banding) -> tuple[tuple[float, float], ...]:
    """Return the chance to meet for resemblances from 0.05 to 1."""
    return tuple((step, round(cut.probability(step), 6)) for step in STEPS)


def _most_pairs(params: Params) -> int:
    """Return about how many pairs an article has at most: each is counted at both of its ends."""
    partners = params.passages.n_partners + params.event.n_neighbours
    return params.candidates.copy_pairs + partners // 2


def _first_half(corpus: Corpus) -> Corpus:
    """Return the articles that were read first."""
    place = {entry.file: number for number, entry in enumerate(corpus.ledger)}
    read = sorted(corpus.articles, key=lambda article: (place.get(article.file, 0), article.record))
    kept = {article.article_id for article in read[: -(-len(read) // 2)]}
    return replace(corpus, articles=tuple(one for one in corpus.articles if one.article_id in kept))


def _by_stage(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {stage["stage"]: stage for stage in manifest["stages"]}


def _exponent(n_before: int, n_pairs: int) -> float:
    """Return the power of the articles that pairs grow with, from half a sample and all of it: 1 to 2."""
    return min(2.0, max(1.0, log2(max(1, n_pairs) / max(1, n_before))))
