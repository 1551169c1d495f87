"""A format's reader, alone: bytes in, records out, with the account that every reader owes."""

import io
import itertools
from concurrent.futures import Future
from typing import Any

from syndetect.corpus import FAULTS, FILTERS, REASONS, ReadParams
from syndetect.corpus.containers import Stream
from syndetect.corpus.containers.stream import StreamLimits
from syndetect.corpus.formats.interface import Format, Source
from syndetect.corpus.pages import Page, Pages
from syndetect.corpus.records import Filtered, Found, Record, Rejected, one_by_one


class RememberingPages(Pages):
    """Workers that are asked once for each page, so that thousands of readings of one file are quick."""

    def __init__(self) -> None:
        super().__init__(max_seconds=60, n_workers=1)
        self.known: dict[Page, Future[dict[str, Any]]] = {}

    def submit(self, page: Page) -> "Future[dict[str, Any]]":
        if page not in self.known:
            self.known[page] = super().submit(page)
        copy: Future[dict[str, Any]] = Future()
        error = self.known[page].exception()
        if error is None:
            copy.set_result(dict(self.known[page].result()))
        else:
            copy.set_exception(error)
        return copy


def read_records(
    form: Format, data: bytes, *, pages: Pages | None = None, name: str = "", folder: str = "", **params: Any
) -> tuple[list[Record], Stream]:
    """Read bytes with one format's reader."""
    reading = ReadParams(**params)
    limits = StreamLimits(reading.max_ratio, reading.max_file_bytes)
    stream = Stream(io.BytesIO(data), compression=None, limits=limits, on_bytes=lambda n_bytes: None)
    source = Source(
        stream=stream, params=reading, name=name, folder=folder, **({"pages": pages} if pages else {})
    )
    try:
        records = list(one_by_one(form.read(source)))
    finally:
        if pages is None:
            source.pages.close()
    stream.drain()
    check_records(records, stream)
    return records, stream


def check_records(records: list[Record], stream: Stream) -> None:
    """Hold them to what a reader owes: known reasons, and bytes one after the other inside the file."""
    assert not stream.fault or stream.fault in FAULTS
    for record in records:
        assert record.length >= 0
        assert record.offset + record.length <= stream.n_bytes
        if isinstance(record, Rejected):
            assert record.reason in REASONS
            assert record.detail
        elif isinstance(record, Filtered):
            assert record.reason in FILTERS
    placed = [record for record in records if record.length]
    for before, after in itertools.pairwise(placed):
        assert before.offset + before.length <= after.offset


def fields_of(records: list[Record]) -> list[dict[str, object]]:
    return [record.fields for record in records if isinstance(record, Found)]


def texts_of(records: list[Record], key: str = "text") -> list[object]:
    return [fields[key] for fields in fields_of(records)]


def reasons_of(records: list[Record]) -> list[str]:
    return [record.reason for record in records if not isinstance(record, Found)]


def check_cuts(form: Format, data: bytes, *, key: str = "text", pages: Pages | None = None) -> int:
    """Cut a file at every byte: what is read is a beginning, and what is missing is said.

    Returns
    -------
    int
        How many cuts left no sign, because nothing but whole records and
        white space was left; the caller says how many there may be.
    """
    whole = texts_of(read_records(form, data, pages=pages)[0], key)
    n_silent = 0
    for cut in range(len(data)):
        records, stream = read_records(form, data[:cut], pages=pages)
        found = texts_of(records, key)
        assert found == whole[: len(found)], cut
        if not stream.fault and not any(isinstance(record, Rejected) for record in records):
            n_silent += len(found) < len(whole)
    return n_silent
