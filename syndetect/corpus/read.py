"""Inputs -> corpus: every record becomes an article or a line in the quarantine, and the sum is kept."""

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from syndetect.corpus.article import Article, Corpus, Quarantined, store_text, stored_text
from syndetect.corpus.batches import OnProgress, read_batches
from syndetect.corpus.formats import known_endings
from syndetect.corpus.ids import in_canonical_order
from syndetect.corpus.params import ReadParams
from syndetect.errors import InputError
from syndetect.storage import IN_MEMORY, Storage, StoredText

__all__ = ["NoArticleError", "is_empty", "read_corpus", "why_nothing"]

_log = logging.getLogger(__name__)

_DEFAULTS = ReadParams()
_BATCH = 500  # articles: memory is used again, records are not kept


class NoArticleError(InputError):
    """There was something to read, but no article came of it.

    Attributes
    ----------
    corpus : Corpus
        Without articles: its ledger and quarantine tell what was found.
    """

    def __init__(self, message: str, corpus: Corpus) -> None:
        super().__init__(message)
        self.corpus = corpus


def read_corpus(
    inputs: Sequence[str | Path] | str | Path,
    *,
    params: ReadParams = _DEFAULTS,
    stdin: BinaryIO | None = None,
    on_progress: OnProgress | None = None,
    storage: Storage = IN_MEMORY,
) -> Corpus:
    """Read articles from files, folders, patterns and standard input.

    Parameters
    ----------
    inputs : sequence of str or Path
        Files, folders, patterns (``"dumps/**/*.jsonl.zst"``), or ``-`` for
        standard input; ``docs/formats.md`` lists the formats. Everything in
        UTF-8.
    params : ReadParams
        Field names, format, limits.
    stdin : binary file, optional
        What ``-`` stands for; the standard input of the process by default.
    on_progress : callable, optional
        Called about once for every MiB of stored input, and at the end.
    storage : Storage, optional
        Where the texts are to lie; by default in memory.

    Returns
    -------
    Corpus
        The same for the same articles in any order of files and records. No
        articles when the inputs are valid, but hold no records.

    Raises
    ------
    InputError
        An input does not exist, is neither file nor folder, or no file in it
        can be read.
    NoArticleError
        There are records, but not one of them is an article (an InputError).
    StrictError
        Under ``params.strict``: a record was quarantined, or a file is not
        complete (an InputError).
    MappingError
        A name of ``params.field_map`` stands in no record at all.

    Notes
    -----
    A record that cannot be read is no error: it is listed in
    ``Corpus.quarantine`` with its place and the reason (``REASONS``), and
    every other record is read. A sound record without words is filtered and
    counted (``FILTERS``). A damaged file keeps the records before the damage;
    its ledger says ``partial``. Memory: the articles, and at most a
    few records of ``params.max_record_bytes``.
    """
    started = time.perf_counter()
    batches = read_batches(inputs, params=params, size=_BATCH, stdin=stdin, on_progress=on_progress)
    found: list[Article] = []
    quarantine: list[Quarantined] = []
    for batch in batches:
        _store_texts(batch.articles, storage)
        found += batch.articles
        quarantine += batch.quarantine
    articles, n_renamed = in_canonical_order(found)
    _store_in_order(articles, storage)
    corpus = Corpus(
        articles=articles,
        ledger=tuple(sorted(batches.ledger, key=lambda entry: entry.file)),
        quarantine=tuple(sorted(quarantine, key=lambda row: (row.file, row.record))),
        mapping=batches.mapping,
        n_renamed=n_renamed,
        n_html=batches.n_html,
        n_nul=batches.n_nul,
        reading=params.to_mapping(),
    )
    counts = corpus.counts()
    _log.info(
        "read: %d files, %d records -> %d articles, %d quarantined, %d filtered, in %.2f s",
        len(corpus.ledger),
        counts["n_in"],
        counts["n_ok"],
        counts["n_quarantined"],
        counts["n_filtered"],
        time.perf_counter() - started,
    )
    if not articles and not is_empty(corpus):
        raise NoArticleError(why_nothing(corpus), corpus)
    return corpus


def _store_texts(articles: Sequence[Article], storage: Storage) -> None:
    """Let the texts lie where there is room for them."""
    texts = storage.put_texts(article.text for article in articles)
    if texts and isinstance(texts[0], StoredText):  # then all of them are
        for article, text in zip(articles, texts, strict=True):
            store_text(article, text)


def _store_in_order(articles: Sequence[Article], storage: Storage) -> None:
    """Where texts lie in a file, bring all there in the order of the rows: a pass over them reads on."""
    if all(stored_text(article) is None for article in articles):
        return
    places = storage.in_order(stored_text(article) or article.text for article in articles)
    for article, place in zip(articles, places, strict=True):
        store_text(article, place)


def is_empty(corpus: Corpus) -> bool:
    """Tell whether the inputs, rather than the reading of them, are why there is no article."""
    any_complete = any(entry.status == "complete" for entry in corpus.ledger)
    return any_complete and corpus.counts()["n_in"] == 0 and all(entry.is_whole for entry in corpus.ledger)


def why_nothing(corpus: Corpus) -> str:
    """Say why there is no article: the most frequent kind of trouble with its first example."""
    counts = corpus.counts()
    records = "1 record" if counts["n_in"] == 1 else f"{counts['n_in']:,} records"
    if not corpus.quarantine:
        if counts["n_filtered"]:
            reasons = ", ".join(f"{count:,} {reason}" for reason, count in counts["filtered"].items())
            return f"no article in {records}: {reasons}"
        first = next((entry for entry in corpus.ledger if not entry.is_whole), corpus.ledger[0])
        hint = f"; known endings are {known_endings()}: set input_format"
        return f"{first.file}: {first.status}{hint if first.status.startswith('skipped') else ''}"
    first_row = corpus.quarantine[0]
    n_alike = sum(row.reason == first_row.reason for row in corpus.quarantine)
    return (
        f"no article in {records}; {n_alike:,} × {first_row.reason},"
        f" first in {first_row.file}, record {first_row.record}: {first_row.detail}"
    )
