"""Inputs -> corpus: every record becomes an article or a line in the quarantine, and the sum is kept."""

import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from syndetect.corpus.article import Article, Corpus, FileLedger, Quarantined
from syndetect.corpus.csv_rows import read_csv
from syndetect.corpus.fields import FieldMapper, known_names
from syndetect.corpus.files import InputFile, find_files, open_stored, total_bytes
from syndetect.corpus.ids import derived_id, in_canonical_order
from syndetect.corpus.jsonl import read_jsonl
from syndetect.corpus.params import FIELDS, ReadParams
from syndetect.corpus.quarantine import REASONS, Found, Refused, Rejected, visible
from syndetect.corpus.sniff import sniff_delimiter, sniff_format
from syndetect.corpus.stream import Stream
from syndetect.corpus.text_files import TEXT_FIELDS, read_text
from syndetect.corpus.values import looks_like_html, without_nul
from syndetect.errors import InputError

__all__ = ["NoArticleError", "OnProgress", "read_corpus"]

OnProgress = Callable[[int, int], None]
"""Called with the stored bytes read so far and of all inputs (0: unknown, from standard input)."""

_log = logging.getLogger(__name__)

_DEFAULTS = ReadParams()
_PROGRESS_STEP = 1024 * 1024  # bytes


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
) -> Corpus:
    """Read articles from files, folders and standard input.

    Parameters
    ----------
    inputs : sequence of str or Path
        Files, folders, or ``-`` for standard input: JSON lines (``.jsonl``,
        ``.ndjson``), tables (``.csv``, ``.tsv``) and text files (``.txt``, one
        article each), all of them also with ``.gz``. Everything in UTF-8.
    params : ReadParams
        Field names, format, largest record.
    stdin : binary file, optional
        What ``-`` stands for; the standard input of the process by default.
    on_progress : callable, optional
        Called about once for every MiB of stored input, and at the end.

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
    MappingError
        A name of ``params.field_map`` stands in no record at all.

    Notes
    -----
    A record that cannot be read is no error: it is listed in
    ``Corpus.quarantine`` with its place and the reason (``REASONS``), and
    every other record is read. A damaged file keeps the records before the
    damage; its ledger says ``partial``. Memory: the articles, and at most a
    few records of ``params.max_record_bytes``.
    """
    started = time.perf_counter()
    if isinstance(inputs, str | Path):
        inputs = [inputs]
    files = find_files(inputs, params.input_format)
    if not files:
        named = ", ".join(str(one) for one in inputs)
        raise InputError(f"{named}: no file in it" if named else "no input was named")
    reading = _Reading(params, stdin, _Progress(on_progress, total_bytes(files)))
    for file in files:
        reading.read(file)
    corpus = reading.corpus()
    _log.info(
        "read: %d files, %d records -> %d articles, %d quarantined, in %.2f s",
        len(corpus.ledger),
        corpus.counts()["n_in"],
        len(corpus.articles),
        len(corpus.quarantine),
        time.perf_counter() - started,
    )
    return corpus


class _Progress:
    """Passes on the bytes read, a step at a time."""

    def __init__(self, on_progress: OnProgress | None, total: int) -> None:
        self._on_progress = on_progress
        self._total = total
        self._done = 0
        self._told = 0

    def add(self, n_bytes: int) -> None:
        self._done += n_bytes
        if self._done - self._told >= _PROGRESS_STEP:
            self.tell()

    def tell(self) -> None:
        self._told = self._done
        if self._on_progress is not None:
            self._on_progress(self._done, self._total)


class _Reading:
    """What has been read so far in one run."""

    def __init__(self, params: ReadParams, stdin: BinaryIO | None, progress: _Progress) -> None:
        self._params = params
        self._stdin = stdin
        self._progress = progress
        self._known = known_names(params.field_map)
        self._mapper = FieldMapper(params.field_map)
        self._text_mapper = FieldMapper(TEXT_FIELDS, only_overrides=True)
        self._articles: list[Article] = []
        self._ledger: list[FileLedger] = []
        self._quarantine: list[Quarantined] = []
        self._n_html = 0
        self._n_nul = 0

    def read(self, file: InputFile) -> None:
        """Read one file to its end."""
        if file.left_out:
            self._leave_out(file, file.left_out, file.detail)
            return
        if not file.path:
            self._read_stored(file, self._stdin or sys.stdin.buffer)
            return
        try:
            stored = open_stored(file)
        except OSError as error:
            self._leave_out(file, "unreadable", error.strerror or str(error))
            return
        with stored:
            self._read_stored(file, stored)

    def corpus(self) -> Corpus:
        """Return all that was read; an error when there is nothing to return."""
        articles, n_renamed = in_canonical_order(self._articles)
        corpus = Corpus(
            articles=articles,
            ledger=tuple(sorted(self._ledger, key=lambda entry: entry.file)),
            quarantine=tuple(sorted(self._quarantine, key=lambda row: (row.file, row.record))),
            mapping=self._mapping(),
            n_renamed=n_renamed,
            n_html=self._n_html,
            n_nul=self._n_nul,
        )
        self._progress.tell()
        self._mapper.check_overrides()
        if not articles and not _is_empty(corpus):
            raise NoArticleError(_why_nothing(corpus), corpus)
        return corpus

    def _read_stored(self, file: InputFile, stored: BinaryIO) -> None:
        stream = Stream(stored, gzipped=file.gzipped, on_bytes=self._progress.add)
        format_ = file.format or sniff_format(stream.head(), self._known)
        mapper = self._text_mapper if format_ == "txt" else self._mapper
        n_ok = n_records = 0
        for found in self._records(file, format_, stream):
            n_records += 1
            n_ok += self._take(file, n_records, found, mapper)
        self._ledger.append(
            FileLedger(
                file=file.label,
                format=format_,
                status=f"partial: {stream.fault}" if stream.fault else "complete",
                n_bytes=stream.n_bytes,
                digest=stream.digest,
                n_records=n_records,
                n_ok=n_ok,
                n_quarantined=n_records - n_ok,
            )
        )

    def _records(self, file: InputFile, format_: str, stream: Stream) -> Iterator[Found | Rejected]:
        limit = self._params.max_record_bytes
        if format_ == "jsonl":
            return read_jsonl(stream, limit)
        if format_ == "txt":
            return read_text(stream, limit, file.name, file.folder)
        delimiter = "\t" if format_ == "tsv" else sniff_delimiter(stream.head(), self._known)
        return read_csv(stream, limit, delimiter)

    def _take(self, file: InputFile, record: int, found: Found | Rejected, mapper: FieldMapper) -> bool:
        """Keep a record as an article, or quarantine it; return whether it is an article."""
        if isinstance(found, Found):
            try:
                self._articles.append(self._article(file, record, found, mapper))
            except Refused as refused:
                found = Rejected(found.offset, found.length, found.head, refused.reason, refused.detail)
            else:
                return True
        self._quarantine.append(
            Quarantined(
                file=file.label,
                record=record,
                byte_offset=found.offset,
                byte_length=found.length,
                reason=found.reason,
                detail=found.detail,
                excerpt=visible(found.head),
            )
        )
        return False

    def _article(self, file: InputFile, record: int, found: Found, mapper: FieldMapper) -> Article:
        """Make an article of a record; Refused when it is none."""
        values = mapper.map(found.fields)
        published = values.pop("published", None)
        text = values.pop("text")
        if "\0" in text:
            self._n_nul += 1
            text = without_nul(text)
        self._n_html += looks_like_html(text)
        return Article(
            article_id=values.pop("id", None) or derived_id(values.get("url", ""), text),
            text=text,
            published=published.text if published else "",
            published_at=published.seconds if published else None,
            file=file.label,
            record=record,
            **values,
        )

    def _leave_out(self, file: InputFile, reason: str, detail: str) -> None:
        """Account for a file that is not opened: one quarantined record, none when the format is not ours."""
        ours = reason in REASONS
        if ours:
            row = Quarantined(
                file=file.label, record=1, byte_offset=0, byte_length=0, reason=reason, detail=detail
            )
            self._quarantine.append(row)
        status = f"partial: {reason}" if ours else f"skipped: {reason}"
        entry = FileLedger(
            file=file.label,
            format="",
            status=status,
            n_bytes=0,
            digest="",
            n_records=int(ours),
            n_ok=0,
            n_quarantined=int(ours),
        )
        self._ledger.append(entry)

    def _mapping(self) -> dict[str, dict[str, int]]:
        """Return how often each name filled each field, the most frequent first."""
        counts, text_counts = self._mapper.counts(), self._text_mapper.counts()
        mapping = {}
        for field in FIELDS:
            found = counts[field] + text_counts[field]
            if found:
                mapping[field] = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
        return mapping


def _is_empty(corpus: Corpus) -> bool:
    """Tell whether the inputs, rather than the reading of them, are why there is no article."""
    statuses = {entry.status for entry in corpus.ledger}
    damaged = any(status.startswith("partial") for status in statuses)
    return "complete" in statuses and not damaged and not corpus.quarantine


def _why_nothing(corpus: Corpus) -> str:
    """Say why there is no article: the most frequent kind of trouble with its first example."""
    if not corpus.quarantine:
        first = corpus.ledger[0]
        hint = "; known endings are .jsonl, .csv, .tsv, .txt, each also with .gz: set input_format"
        return f"{first.file}: {first.status}{hint if first.status.startswith('skipped') else ''}"
    first_row = corpus.quarantine[0]
    n_alike = sum(row.reason == first_row.reason for row in corpus.quarantine)
    return (
        f"no article in {len(corpus.quarantine):,} records; {n_alike:,} times {first_row.reason},"
        f" first in {first_row.file}, record {first_row.record}: {first_row.detail}"
    )
