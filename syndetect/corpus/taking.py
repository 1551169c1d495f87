"""Records -> articles, or why they are none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from syndetect.corpus.article import (
    Article,
    FilteredRecord,
    Quarantined,
    RawRecord,
    articles_of,
)
from syndetect.corpus.fields import FieldMapper
from syndetect.corpus.files import InputFile
from syndetect.corpus.formats import Format
from syndetect.corpus.ids import derived_id
from syndetect.corpus.limits import beyond_limits, count_characters
from syndetect.corpus.pages import Pages
from syndetect.corpus.params import FIELDS, ReadParams
from syndetect.corpus.quarantine import visible
from syndetect.corpus.reasons import FILTERS
from syndetect.corpus.records import Filtered, Found, Record, Refused, Rejected, Run
from syndetect.corpus.values import encoded, looks_like_html, without_nul

__all__ = ["BRIEF", "Item", "Taken", "Taker", "in_runs"]

BRIEF = ("id", "url", "text", "published")
"""Fields of a brief reading: what an article is known by, its text and its time."""

_RUN_RECORDS = 100
_RUN_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Taken:
    """Articles that followed one another, with their records.

    Attributes
    ----------
    columns : mapping of str to sequence of length n_articles
        Values by attribute of ``Article``.
    raw : sequence of RawRecord, length n_articles
    utf8 : sequence of bytes, length n_articles or 0
        The texts in UTF-8, of a brief reading.
    byte_length, n_held : int
        What these take in the input, and about what all of it takes in memory.
    """

    columns: Mapping[str, Sequence[Any]]
    raw: Sequence[RawRecord]
    utf8: Sequence[bytes]
    byte_length: int
    n_held: int

    def __len__(self) -> int:
        return len(self.raw)

    @property
    def articles(self) -> list[Article]:
        """The articles, made anew each time."""
        return articles_of(len(self), self.columns)


Item = Taken | Quarantined | FilteredRecord
"""What comes of records."""


def in_runs(
    records: Iterable[Record | Run], n_records: int | None = None
) -> Iterator[Run | Rejected | Filtered]:
    """Put found records together, in their order.

    Parameters
    ----------
    records : iterable of Record or Run
        Runs of a reader stay as they are.
    n_records : int, optional
        No more are taken.

    Yields
    ------
    Run, Rejected or Filtered
        Runs are as long as is quick, and not so large that they would need
        much memory; none is empty.
    """
    held: list[Found] = []
    n_bytes = 0
    for record in _first(records, n_records):
        if isinstance(record, Found):
            held.append(record)
            n_bytes += record.length or count_characters(record.fields)
            if len(held) < _RUN_RECORDS and n_bytes < _RUN_BYTES:
                continue
        if held:
            yield Run.of(held)
            held, n_bytes = [], 0
        if not isinstance(record, Found):
            yield record
    if held:
        yield Run.of(held)


def _first(records: Iterable[Record | Run], n_records: int | None) -> Iterator[Record | Run]:
    """Yield the first records, all of them for None; no more are asked for."""
    if n_records is None:
        yield from records
        return
    n_left, following = n_records, iter(records)
    while n_left > 0 and (record := next(following, None)) is not None:
        found = record.part(0, n_left) if isinstance(record, Run) else record
        yield found
        n_left -= len(found) if isinstance(found, Run) else 1


class Taker:
    """Makes articles of records, and remembers which names filled which fields.

    Parameters
    ----------
    params : ReadParams
    pages : Pages
        What reads HTML.
    is_brief : bool
        Look for nothing but ``BRIEF``, and encode the texts: what no text may
        hold is found in UTF-8 sooner than in characters of two bytes.

    Attributes
    ----------
    n_html, n_nul : int
        As in ``Corpus``.
    """

    def __init__(self, params: ReadParams, pages: Pages, *, is_brief: bool = False) -> None:
        self.n_html = 0
        self.n_nul = 0
        self._params = params
        self._pages = pages
        self._is_brief = is_brief
        self._wanted = BRIEF if is_brief else FIELDS
        self._general = FieldMapper(params.field_map, wanted=self._wanted)
        self._particular: dict[str, FieldMapper] = {}  # of formats with names of their own

    @property
    def mapping(self) -> dict[str, dict[str, int]]:
        """For each field which input names filled it and how often, the most frequent first."""
        mappers = [self._general, *self._particular.values()]
        mapping = {}
        for field in FIELDS:
            found = sum((mapper.counts()[field] for mapper in mappers), Counter[str]())
            if found:
                mapping[field] = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
        return mapping

    def check_overrides(self) -> None:
        """Raise MappingError when a name of ``params.field_map`` stood in no record at all."""
        self._general.check_overrides()

    def take(
        self, file: InputFile, first: int, form: Format, found: Run | Rejected | Filtered
    ) -> Iterator[Item]:
        """Make articles of records, or say why they are none.

        Parameters
        ----------
        file : InputFile
        first : int
            Number of the first of these records in the file, from 1.
        form : Format
        found : Run, Rejected or Filtered

        Yields
        ------
        Taken, Quarantined or FilteredRecord
            In the order of the records.
        """
        if not isinstance(found, Run):
            yield _left_out(file, first, found)
            return
        beyond = beyond_limits(found, self._params, is_json=form.keeps_bytes)
        begin = 0
        for k in [*beyond, len(found)]:
            if begin < k:
                yield from self._take_run(file, first + begin, form, found.part(begin, k))
            if k < len(found):
                yield _refused(file, first + k, form, found[k], beyond[k])
            begin = k + 1

    def _take_run(self, file: InputFile, first: int, form: Format, run: Run) -> Iterator[Item]:
        columns, refused = self._mapper(form).map(run.fields)
        numbers = list(range(first, first + len(run)))
        utf8 = self._mend(columns["text"], refused) if "text" in columns else []
        kept = run
        if refused:
            places = [k for k in range(len(run)) if k not in refused]
            kept, numbers = run.at(places), [numbers[k] for k in places]
            utf8 = [utf8[k] for k in places] if utf8 else []
            columns = {field: [values[k] for k in places] for field, values in columns.items()}
        columns = _article_columns(file, numbers, kept, columns)
        raw = _raw(form, kept)
        sizes = list(map(len, columns["text"]))
        done = 0
        for n_refused, k in enumerate([*sorted(refused), len(run)]):
            past = k - n_refused
            if done < past:
                n_bytes = sum(kept.lengths[done:past])
                n_characters = sum(sizes[done:past])
                n_held = n_characters + (n_bytes if form.keeps_bytes else n_characters)
                part = {name: values[done:past] for name, values in columns.items()}
                yield Taken(part, raw[done:past], utf8[done:past], n_bytes, n_held)
            if k < len(run):
                yield _refused(file, first + k, form, run[k], refused[k])
            done = past

    def _mapper(self, form: Format) -> FieldMapper:
        if not form.fields:
            return self._general
        if form.name not in self._particular:
            self._particular[form.name] = FieldMapper(form.fields, only_overrides=True, wanted=self._wanted)
        return self._particular[form.name]

    def _mend(self, texts: list[Any], refused: dict[int, Refused]) -> list[bytes]:
        """Replace what no text may hold, in place, and refuse those of which nothing is left.

        Returns the texts in UTF-8, of a brief reading.
        """
        utf8 = [encoded(text or "") for text in texts] if self._is_brief else []
        if utf8:
            marked = [k for k, text in enumerate(utf8) if b"<" in text or b"\0" in text]
        else:
            marked = [k for k, text in enumerate(texts) if text is not None and ("<" in text or "\0" in text)]
        for k in marked:
            if k in refused:
                continue
            text = texts[k]
            if "\0" in text:
                self.n_nul += 1
                texts[k] = text = without_nul(text)
            if looks_like_html(text):
                self.n_html += 1
                if self._params.html_text:
                    texts[k] = self._without_tags(k, text, refused)
            if utf8:
                utf8[k] = encoded(texts[k])
        return utf8

    def _without_tags(self, k: int, html: str, refused: dict[int, Refused]) -> str:
        try:
            text = self._pages.text(html)
        except Refused as error:
            refused[k] = error
            return ""
        if not text:
            refused[k] = Refused("empty_text", "the HTML holds no text")
        return text


def _article_columns(
    file: InputFile, numbers: list[int], run: Run, columns: dict[str, list[Any]]
) -> dict[str, list[Any]]:
    """Return what articles are made of, from the fields of as many records."""
    if not len(run):
        return {"text": []}
    texts, moments = columns["text"], columns.get("published", [])
    ids = columns.get("id", [None] * len(run))
    lines = columns.keys() - {"id", "text", "published"}
    columns = {field: [value or "" for value in columns[field]] for field in lines}
    if None in ids:
        urls = columns.get("url", [""] * len(run))
        ids = [one or derived_id(url, text) for one, url, text in zip(ids, urls, texts, strict=True)]
    if moments:
        columns["published"] = [moment.text if moment else "" for moment in moments]
        columns["published_at"] = [moment.seconds if moment else None for moment in moments]
    columns |= {
        "article_id": ids,
        "text": texts,
        "file": [file.label] * len(run),
        "record": numbers,
        "byte_offset": run.offsets,
        "byte_length": run.lengths,
        "is_cut": run.is_cut,
    }
    return columns


def _raw(form: Format, run: Run) -> Sequence[RawRecord]:
    return list(map(bytes.strip, run.heads)) if form.keeps_bytes else run.fields


def _refused(file: InputFile, number: int, form: Format, record: Found, refused: Refused) -> Item:
    """Account for a record that was found, but is no article."""
    if refused.reason in FILTERS:
        filtered = Filtered(record.offset, record.length, refused.reason)
        return _left_out(file, number, filtered, _raw(form, Run.of([record]))[0])
    return _left_out(file, number, refused.at(record.offset, record.length, record.head))


def _left_out(
    file: InputFile, number: int, record: Rejected | Filtered, raw: RawRecord | None = None
) -> Quarantined | FilteredRecord:
    if isinstance(record, Filtered):
        return FilteredRecord(
            file=file.label,
            record=number,
            byte_offset=record.offset,
            byte_length=record.length,
            reason=record.reason,
            raw=raw,
        )
    return Quarantined(
        file=file.label,
        record=number,
        byte_offset=record.offset,
        byte_length=record.length,
        reason=record.reason,
        detail=record.detail,
        excerpt=visible(record.head),
    )
