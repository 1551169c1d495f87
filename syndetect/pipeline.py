"""The main job: articles in, stories and reuse out; the stages in order, nothing else."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

import numpy as np

from syndetect.agencies import Registry, load_registry, read_credits, separate
from syndetect.candidates import find_candidates
from syndetect.corpus import Article, Corpus, ReadParams, Texts, from_articles, read_corpus
from syndetect.corpus.times import publication_times
from syndetect.garbage import uncollected
from syndetect.pairs import Pairs, verify
from syndetect.pairs.verify import n_by_relation
from syndetect.params import Params
from syndetect.report import Result, Table
from syndetect.report.cells import Names
from syndetect.report.columns import credits_table
from syndetect.report.manifest import Recorder, build_manifest, corpus_digest
from syndetect.report.tally import Words, namings, summarise
from syndetect.sketch import sketch
from syndetect.storage import IN_MEMORY, Budget, Storage, Watch
from syndetect.text import QUOTED, SOLO, tokenise_paragraphs
from syndetect.text.oddities import count_odd, is_odd
from syndetect.text.speech import KINDS, find_quotations, separate_speech
from syndetect.threads import meanwhile
from syndetect.trace import Known, find_teasers, trace
from syndetect.trace.outlets import find_definition
from syndetect.version import __version__

__all__ = ["DEFAULTS", "credits", "scan"]

DEFAULTS = Params()

BYTES_A_WORD = 6  # of a text in a script with blanks; the others have more words in as many bytes

Source = str | Path | Iterable[str | Path] | Iterable[Article] | Corpus


def scan(  # noqa: PLR0913 - each is a choice of the caller
    source: Source,
    params: Params = DEFAULTS,
    *,
    read: ReadParams | None = None,
    registry: Registry | None = None,
    owners: Mapping[str, str] | None = None,
    n_threads: int | None = None,
    memory: str | int | None = None,
    spill_folder: str | Path | None = None,
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
    owners : mapping of str to str, optional
        Outlet -> owner: text that outlets of one owner share is cooperation, no
        copy of an agency's.
    n_threads : int, optional
        Threads; by default as many as processors. The result does not depend
        on it.
    memory : str or int, optional
        What the run may take: ``"4GB"``, or bytes; by default three quarters
        of what the machine, or the control group, has. Texts and arrays beyond
        it lie in temporary files. The result does not depend on it.
    spill_folder : str or Path, optional
        Where these files lie, without a name and for as long as the result
        lives; by default in ``TMPDIR``.
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
    BudgetError
        ``memory`` is less than the run needs.
    SpillError
        There is no room for the temporary files.
    """
    find_definition(params.outlets.definition)  # a wrong name is told before the work
    with uncollected(), Watch() as watch:
        budget = Budget.of(memory)
        run = Recorder(on_stage, watch=watch, storage=Storage(budget.n_bytes, spill_folder))
        return _scan(source, params, read, registry, owners, n_threads, run, budget)


def _scan(  # noqa: PLR0913 - what the caller chose
    source: Source,
    params: Params,
    read: ReadParams | None,
    registry: Registry | None,
    owners: Mapping[str, str] | None,
    n_threads: int | None,
    run: Recorder,
    budget: Budget,
) -> Result:
    """Do the stages one after the other."""
    storage = run.storage
    with run.stage("read") as counts:
        corpus = _corpus(source, read, storage)
        counts |= corpus.counts()
        budget.check(len(corpus.articles), corpus.n_bytes // BYTES_A_WORD, storage)
    with run.stage("tokens") as counts:
        texts = Texts(corpus.articles)
        tokens, paragraphs = tokenise_paragraphs(texts, n_threads=n_threads, storage=storage)
        odd = is_odd(paragraphs.odd, tokens.count(SOLO))
        counts |= {
            "n_words": len(tokens.hashes),
            "n_paragraphs": len(paragraphs.spans),
            "n_articles_by_text_flag": count_odd(odd),
        }
    with run.stage("speech") as counts:
        tokens, speech = separate_speech(texts, tokens, paragraphs, storage=storage)
        counts |= {kind: sum(span.kind == kind for span in speech) for kind in KINDS[1:]}
    with run.stage("furniture") as counts:
        agencies = registry or load_registry()
        separated = separate(
            corpus.articles,
            tokens,
            paragraphs,
            agencies,
            params.furniture,
            n_threads=n_threads,
            storage=storage,
        )
        tokens, body = separated.tokens, separated.tokens.body(storage)
        notices = find_teasers(corpus.articles, body.lengths)
        teasers = notices & (body.lengths >= params.relation.min_words)
        quotations = find_quotations(texts, tokens, paragraphs, speech, n_threads=n_threads)
        counts |= {
            "n_furniture_words": len(tokens.hashes) - len(body.hashes),
            "n_credits": len(separated.credits),
            "n_quotations": len(quotations),
            "n_quote_words": int(quotations.n_words.sum()),
            "n_empty": int((body.lengths == 0).sum()),
            "n_too_short": int((body.lengths < params.relation.min_words).sum()),
            "n_teasers": int(teasers.sum()),
            "agencies": agencies.fingerprint(),
        }
    digesting = partial(corpus_digest, corpus)
    with run.stage("sketch") as counts, meanwhile(digesting, n_threads) as digest:
        sketches = sketch(body, params, n_threads=n_threads, storage=storage)
        n_copies = int((sketches.firsts != np.arange(len(sketches.firsts))).sum())
        counts |= {"n_exact_copies": n_copies, "n_fingerprints": len(sketches.fingerprints.hashes)}
    with run.stage("candidates") as counts:
        published_at = publication_times(corpus.articles)
        candidates = find_candidates(
            body, sketches, published_at, params, n_threads=n_threads, storage=storage
        )
        pairs = candidates.pairs[~teasers[candidates.pairs].all(axis=1)]  # notices are no copies
        counts |= candidates.counts | {"n_teaser_pairs": len(candidates.pairs) - len(pairs)}
        budget.leave(len(corpus.articles), len(pairs), storage)
        weights = sketches.weights
        del sketches, candidates, paragraphs  # what no stage looks at any more makes room
    with run.stage("compare") as counts:
        found = verify(tokens, weights, pairs, params, body=body, n_threads=n_threads, storage=storage)
        counts |= n_by_relation(found) | {"n_capped": found.alignments.n_capped}
        verified = [found]
        del found
    with run.stage("trace") as counts:
        known = Known(
            articles=corpus.articles,
            credits=separated.credits,
            registry=agencies,
            owners=owners or {},
            teasers=notices,
        )
        traced = trace(
            known,
            tokens,
            body,
            weights,
            verified.pop(),  # the stage makes others of these pairs: nobody else is to hold them
            params,
            n_threads=n_threads,
            storage=storage,
        )
        written = Pairs(traced.verified, traced.places, body.lengths)
        counts |= {
            "n_stories": len(traced.stories),
            "n_in_stories": len(traced.stories.members),
            "n_sources": len(traced.wires),
            "n_owned_outlets": len(owners or {}),
            "n_pairs": len(written),
            "n_passages": written.n_passages,
        }
    n_quote_words = body.count(QUOTED)
    words = Words(len(body.hashes), int(n_quote_words.sum()), len(tokens.hashes) - len(body.hashes))
    return Result(
        params=params,
        corpus=corpus,
        n_words=body.lengths,
        n_quote_words=n_quote_words,
        n_furniture_words=tokens.lengths - body.lengths,
        credits=tuple(separated.credits),
        quotations=quotations,
        furniture=tuple(zip(separated.furniture, separated.furniture_words.tolist(), strict=True)),
        pairs=written,
        odd=odd,
        stories=traced.stories,
        traced=traced,
        manifest={
            **build_manifest(corpus, digest(), params, run, __version__),
            "summary": summarise(namings(separated.credits), words),
        },
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
    tokens, paragraphs = tokenise_paragraphs(Texts(corpus.articles), n_threads=n_threads)
    agencies = registry or load_registry()
    found = read_credits(corpus.articles, tokens, paragraphs, agencies, n_threads=n_threads)
    return credits_table(Names(article.article_id for article in corpus.articles), found)


def _corpus(source: Source, read: ReadParams | None, storage: Storage = IN_MEMORY) -> Corpus:
    if isinstance(source, Corpus):
        return source
    if isinstance(source, str | Path):
        return read_corpus([source], params=read or ReadParams(), storage=storage)
    items = list(source)
    if all(isinstance(item, Article) for item in items):
        return from_articles([item for item in items if isinstance(item, Article)])
    paths = [item for item in items if isinstance(item, str | Path)]
    return read_corpus(paths, params=read or ReadParams(), storage=storage)
