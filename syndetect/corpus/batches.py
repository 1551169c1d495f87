"""Files -> articles, record by record: the one loop behind whole corpora and batches."""

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from syndetect.corpus.account import OnProgress, Progress, Tally, not_opened
from syndetect.corpus.article import (
    Article,
    FileLedger,
    FilteredRecord,
    Quarantined,
    RawRecord,
    count_records,
)
from syndetect.corpus.containers import Stream
from syndetect.corpus.containers.stream import StreamLimits
from syndetect.corpus.fields import article_test, known_names
from syndetect.corpus.files import InputFile, find_files, open_stored, total_bytes
from syndetect.corpus.formats import Format, Head, Source, sniffed
from syndetect.corpus.pages import Pages
from syndetect.corpus.params import ReadParams
from syndetect.corpus.reasons import REASONS
from syndetect.corpus.records import Record, Rejected, Run
from syndetect.corpus.taking import Item, Taken, Taker, in_runs
from syndetect.errors import InputError, NoFileError, StrictError

__all__ = ["Batch", "Batches", "OnProgress", "Sample", "input_files", "read_batches", "read_briefly"]

_log = logging.getLogger(__name__)

_DEFAULTS = ReadParams()
_BATCH_BYTES = 64 * 1024 * 1024  # of records in one batch, so that long ones do not fill the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some records in the order of input.

    Attributes
    ----------
    articles : tuple of Article, length n_articles
        With their ids as read, or derived from URL or text: articles of one id
        stand side by side, nothing is renamed.
    records : tuple of RawRecord, length n_articles
        The record of each article: the line as bytes for JSON lines, else a
        dict that ``orjson.dumps`` can write.
    quarantine : tuple of Quarantined
        Records among them that could not be read.
    filtered : tuple of FilteredRecord
        Sound records among them that are no articles.
    filtered_at : tuple of int, length len(filtered)
        How many of ``articles`` came before each of these.
    ledger : tuple of FileLedger
        Files that ended in this batch.
    """

    articles: tuple[Article, ...]
    records: tuple[RawRecord, ...]
    quarantine: tuple[Quarantined, ...]
    filtered: tuple[FilteredRecord, ...]
    filtered_at: tuple[int, ...]
    ledger: tuple[FileLedger, ...]


class Sample(NamedTuple):
    """How many records are looked at when not all are to be read."""

    in_file: int
    in_all: int  # no file is opened after so many


class Batches:
    """Articles in batches, and the account of what has been read so far.

    Iterate over it once. The account is final when the last batch was taken.

    Attributes
    ----------
    ledger : list of FileLedger
        Of the files that have been read to their end, in order.
    """

    def __init__(  # noqa: PLR0913 - what the caller chose
        self,
        files: Sequence[InputFile],
        params: ReadParams,
        *,
        size: int,
        stdin: BinaryIO | None = None,
        on_progress: OnProgress | None = None,
        sample: Sample | None = None,
        is_brief: bool = False,
    ) -> None:
        self.ledger: list[FileLedger] = []
        if params.html_text and find_spec("lxml") is None:
            raise InputError("html_text needs lxml: pip install 'syndetect[html]'")
        self._files = files
        self._params = params
        self._size = size
        self._stdin = stdin
        self._progress = Progress(on_progress, total_bytes(files))
        self._sample = sample
        self._known = known_names(params.field_map)
        self._text_names = known_names(params.field_map, "text")
        self._is_article = article_test(params.field_map)
        self._pages = Pages(params.max_seconds)
        self._taker = Taker(params, self._pages, is_brief=is_brief)

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches until all files have been read.

        Raises
        ------
        StrictError
            Under ``params.strict``: something was not whole.
        MappingError
            After the last batch: a name of ``params.field_map`` stood in no
            record at all.
        """
        filling = _Filling(self._size)
        for item in self._items():
            yield from filling.add(item)
        if not filling.is_empty:
            yield filling.batch()
        self._end()

    def items(self) -> Iterator[Item]:
        """Yield what comes of the records, in runs of those that followed one another, instead of batches.

        Raises
        ------
        StrictError, MappingError
            As when batches are asked for.
        """
        for item in self._items():
            if not isinstance(item, FileLedger):
                yield item
        self._end()

    def _items(self) -> Iterator[Item | FileLedger]:
        with closing(self._pages):
            for file in self._files:
                for item in self._read(file) if self._goes_on() else not_opened(file):
                    if isinstance(item, FileLedger):
                        self.ledger.append(item)
                    yield item

    def _end(self) -> None:
        self._progress.tell()
        self._taker.check_overrides()

    @property
    def mapping(self) -> dict[str, dict[str, int]]:
        """For each field which input names filled it and how often, the most frequent first."""
        return self._taker.mapping

    @property
    def n_html(self) -> int:
        """As in ``Corpus``."""
        return self._taker.n_html

    @property
    def n_nul(self) -> int:
        """As in ``Corpus``."""
        return self._taker.n_nul

    def counts(self) -> dict[str, Any]:
        """Return the sums over the ledger: ``n_in == n_ok + n_quarantined + n_filtered``."""
        return count_records(self.ledger)

    def _goes_on(self) -> bool:
        return self._sample is None or self.counts()["n_in"] < self._sample.in_all

    def _read(self, file: InputFile) -> Iterator[Item | FileLedger]:
        """Read one file to its end."""
        if file.left_out:
            yield from self._leave_out(file, file.left_out, file.detail)
            return
        if not file.path:
            yield from self._read_stored(file, self._stdin or sys.stdin.buffer)
            return
        try:
            stored = open_stored(file)
        except OSError as error:
            yield from self._leave_out(file, "read_error", error.strerror or str(error))
            return
        with stored:
            yield from self._read_stored(file, stored)

    def _read_stored(self, file: InputFile, stored: BinaryIO) -> Iterator[Item | FileLedger]:
        limits = StreamLimits(self._params.max_ratio, self._params.max_file_bytes)
        stream = Stream(stored, compression=file.compression, limits=limits, on_bytes=self._progress.add)
        form = sniffed(Head(stream.head(), self._known, self._is_article), file.formats)
        source = Source(
            stream=stream,
            params=self._params,
            known=self._known,
            text_names=self._text_names,
            is_article=self._is_article,
            label=file.label,
            name=file.name,
            folder=file.folder,
            path=file.path,
            is_sample=self._sample is not None,
            pages=self._pages,
        )
        tally = Tally()
        most = self._sample.in_file if self._sample else None
        for found in in_runs(_records(form, source), most):
            for item in self._taker.take(file, tally.n_records + 1, form, found):
                tally.add(item)
                yield item
                if self._params.strict and isinstance(item, Quarantined):
                    raise StrictError(_strictly(item))
        if tally.n_records == most:
            yield tally.entry(file, form, stream, is_sample=True)
            return
        stream.drain()
        entry = tally.entry(file, form, stream)
        if self._params.strict and not entry.is_whole:
            shown = f"{entry.status} ({entry.detail})" if entry.detail else entry.status
            raise StrictError(f"{entry.file}: {shown}; strict reading stops at the first file like this")
        yield entry

    def _leave_out(self, file: InputFile, reason: str, detail: str) -> Iterator[Item | FileLedger]:
        """Account for a file that is not opened: one quarantined record, none when the format is not ours."""
        ours = reason in REASONS
        if ours:
            row = Quarantined(
                file=file.label, record=1, byte_offset=0, byte_length=0, reason=reason, detail=detail
            )
            yield row
            if self._params.strict:
                raise StrictError(_strictly(row))
        yield FileLedger(
            file=file.label,
            format="",
            status=f"unreadable: {reason}" if ours else f"skipped: {reason}",
            n_bytes=0,
            digest="",
            n_records=int(ours),
            n_ok=0,
            n_quarantined=int(ours),
            detail=detail,
        )


def read_batches(
    inputs: Sequence[str | Path] | str | Path,
    *,
    params: ReadParams = _DEFAULTS,
    size: int = 1000,
    stdin: BinaryIO | None = None,
    on_progress: OnProgress | None = None,
) -> Batches:
    """Read articles in batches, in the order of files and records: memory does not grow with the input.

    Parameters
    ----------
    inputs : sequence of str or Path
        As for :func:`read_corpus`.
    params : ReadParams
        Field names, format, limits.
    size : int
        Articles in a batch; fewer, when records are long.
    stdin : binary file, optional
        What ``-`` stands for; the standard input of the process by default.
    on_progress : callable, optional
        Called about once for every MiB of stored input, and at the end.

    Returns
    -------
    Batches
        To be iterated over once. No batches for inputs without records.

    Raises
    ------
    InputError
        An input does not exist, is neither file nor folder, or holds no file.

    Notes
    -----
    Unlike in a corpus, ids are not made unique and nothing is sorted; that no
    record is an article is no error here: see ``Batches.counts``.
    """
    return Batches(input_files(inputs, params), params, size=size, stdin=stdin, on_progress=on_progress)


def read_briefly(
    inputs: Sequence[str | Path] | str | Path,
    *,
    params: ReadParams = _DEFAULTS,
    stdin: BinaryIO | None = None,
    on_progress: OnProgress | None = None,
) -> Batches:
    """Read ids, times and texts alone, for :meth:`Batches.items`.

    Parameters
    ----------
    inputs, params, stdin, on_progress
        As for :func:`read_batches`.

    Returns
    -------
    Batches
        To be asked for items, once. They have the texts in UTF-8; what their
        columns say of other fields is that there is nothing.
    """
    files = input_files(inputs, params)
    return Batches(files, params, size=1, stdin=stdin, on_progress=on_progress, is_brief=True)


def input_files(inputs: Sequence[str | Path] | str | Path, params: ReadParams) -> list[InputFile]:
    """List the files of all inputs; InputError when there are none."""
    named = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    files = find_files(named, params.input_format)
    if not files:
        shown = ", ".join(str(one) for one in named)
        raise NoFileError(f"{shown}: no file in it") if shown else InputError("no input was named")
    return files


def _records(form: Format, source: Source) -> Iterator[Record | Run]:
    """Run the reader of a format, if what it needs is installed."""
    missing = [module for module in form.modules if find_spec(module) is None]
    if not missing:
        yield from form.read(source)
        return
    detail = f"{form.name} needs {', '.join(missing)}: pip install 'syndetect[{form.extra}]'"
    source.stream.refuse("missing_extra", detail)
    source.stream.drain()
    yield Rejected(0, source.stream.n_bytes, source.stream.head(), "missing_extra", detail)


class _Filling:
    """Puts items into batches of so many articles."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._begin()

    def _begin(self) -> None:
        self._articles: list[Article] = []
        self._records: list[RawRecord] = []
        self._quarantine: list[Quarantined] = []
        self._filtered: list[FilteredRecord] = []
        self._filtered_at: list[int] = []
        self._ledger: list[FileLedger] = []
        self._n_bytes = 0

    @property
    def is_empty(self) -> bool:
        return not (self._articles or self._quarantine or self._filtered or self._ledger)

    def add(self, item: Item | FileLedger) -> Iterator[Batch]:
        """Take an item in; yield the batches that it made full."""
        if isinstance(item, Taken):
            yield from self._add_articles(item)
        elif isinstance(item, Quarantined):
            self._quarantine.append(item)
        elif isinstance(item, FilteredRecord):
            self._filtered.append(item)
            self._filtered_at.append(len(self._articles))
        else:
            self._ledger.append(item)

    def _add_articles(self, taken: Taken) -> Iterator[Batch]:
        articles = taken.articles
        begin = 0
        while begin < len(articles):
            past = begin + self._size - len(self._articles)
            self._articles += articles[begin:past]
            self._records += taken.raw[begin:past]
            self._n_bytes += taken.n_held * len(articles[begin:past]) // len(articles)
            if len(self._articles) == self._size or self._n_bytes >= _BATCH_BYTES:
                yield self.batch()
            begin = past

    def batch(self) -> Batch:
        """Return what was taken in, and begin anew."""
        found = Batch(
            articles=tuple(self._articles),
            records=tuple(self._records),
            quarantine=tuple(self._quarantine),
            filtered=tuple(self._filtered),
            filtered_at=tuple(self._filtered_at),
            ledger=tuple(self._ledger),
        )
        self._begin()
        return found


def _strictly(row: Quarantined) -> str:
    where = f"{row.file}, record {row.record}, at byte {row.byte_offset:,}"
    return (
        f"{where}: {row.reason}: {row.detail}; strict reading stops at the first record that is quarantined"
    )
