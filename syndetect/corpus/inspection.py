"""Inputs -> what would be read from them, by a look at their first records."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from syndetect.corpus.article import (
    Article,
    FileLedger,
    FilteredRecord,
    Quarantined,
    RawRecord,
    count_records,
)
from syndetect.corpus.batches import Batches, Sample, input_files
from syndetect.corpus.params import FIELDS, ReadParams
from syndetect.corpus.values import load_table, plain_name
from syndetect.errors import MappingError

__all__ = ["DateLook", "Inspection", "inspect_inputs"]

_DEFAULTS = ReadParams()
_FILES = 10  # times the records of one file are looked at in all
_ALL = 2**62
_SHOWN = 3  # records, examples
_EXCERPT = 160  # characters of a text


@dataclass(frozen=True, kw_only=True)
class DateLook:
    """How dates came out.

    Attributes
    ----------
    n_days, n_times : int
        Articles with a day alone, and with a time.
    first, last : str
        The earliest and the latest, as read; empty when there are none.
    n_unread : int
        Articles with a value under a known name that is no date.
    unread : tuple of str
        Some of these values.
    """

    n_days: int
    n_times: int
    first: str
    last: str
    n_unread: int
    unread: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What would be read; all counts are of the records that were looked at.

    Attributes
    ----------
    files : tuple of FileLedger
        In order. ``sampled`` files have more records than were looked at.
    mapping : dict of str to dict of str to int
        For each field, which input names filled it and how often.
    empty : tuple of str
        Fields that nothing filled.
    unused : dict of str to int
        Input names that fill no field, and in how many records they stand.
    dates : DateLook
    outlets, languages : dict of str to int
        Articles of each, the most frequent first; without the empty ones.
    n_repeated_ids : int
        Articles whose id another one before them has.
    characters : tuple of int
        Characters of the shortest, median and longest text; empty when there
        are no articles.
    records : tuple of dict
        The first articles: their fields, the text cut short.
    quarantine : dict of str to Quarantined
        The first record of each reason.
    filtered : dict of str to FilteredRecord
        The first record of each reason.
    counts : dict
        As in ``Corpus.counts``, and ``by_reason``.
    problem : str
        Why reading this would fail; empty when it would not.
    """

    files: tuple[FileLedger, ...]
    mapping: dict[str, dict[str, int]]
    empty: tuple[str, ...]
    unused: dict[str, int]
    dates: DateLook
    outlets: dict[str, int]
    languages: dict[str, int]
    n_repeated_ids: int
    characters: tuple[int, ...]
    records: tuple[dict[str, str], ...]
    quarantine: dict[str, Quarantined]
    filtered: dict[str, FilteredRecord]
    counts: dict[str, Any]
    problem: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether there is more in the inputs than was looked at."""
        return any(entry.status.startswith("sampled") for entry in self.files)

    def to_mapping(self) -> dict[str, Any]:
        """Return all of it in types that JSON knows; without the records of ``filtered``."""
        mapping = asdict(self) | {"is_sample": self.is_sample}
        for row in mapping["filtered"].values():
            row.pop("raw")
        return mapping


def inspect_inputs(
    inputs: Sequence[str | Path] | str | Path,
    *,
    params: ReadParams = _DEFAULTS,
    n_records: int = 1000,
    stdin: BinaryIO | None = None,
) -> Inspection:
    """Look at the first records of each input.

    Parameters
    ----------
    inputs : sequence of str or Path
        As for :func:`read_corpus`.
    params : ReadParams
        How they would be read.
    n_records : int
        Records that are looked at in each file; no file is opened after ten
        times as many. 0: all.
    stdin : binary file, optional
        What ``-`` stands for.

    Returns
    -------
    Inspection

    Raises
    ------
    InputError
        An input does not exist, is neither file nor folder, or holds no file.
    """
    sample = Sample(n_records or _ALL, _FILES * n_records or _ALL)
    batches = Batches(
        input_files(inputs, params), params, size=1000, stdin=stdin, sample=sample if n_records else None
    )
    looked = _Looked(params)
    problem = ""
    try:
        for batch in batches:
            looked.take(zip(batch.articles, batch.records, strict=True))
            for row in batch.quarantine:
                looked.by_reason[row.reason] += 1
                looked.quarantine.setdefault(row.reason, row)
            for one in batch.filtered:
                looked.filtered.setdefault(one.reason, one)
    except MappingError as error:
        problem = str(error)
    return looked.inspection(batches, problem)


class _Looked:
    """What was seen so far."""

    def __init__(self, params: ReadParams) -> None:
        named = params.field_map.get("published")
        self._date_names = {plain_name(name) for name in ([named] if named else load_table()["published"])}
        self.by_reason: Counter[str] = Counter()
        self.quarantine: dict[str, Quarantined] = {}
        self.filtered: dict[str, FilteredRecord] = {}
        self._names: Counter[str] = Counter()
        self._outlets: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._ids: set[str] = set()
        self._n_repeated = 0
        self._lengths: list[int] = []
        self._published: list[str] = []
        self._n_unread = 0
        self._unread: list[str] = []
        self._records: list[dict[str, str]] = []

    def take(self, pairs: Iterable[tuple[Article, RawRecord]]) -> None:
        for article, raw in pairs:
            fields: dict[str, Any] = orjson.loads(raw) if isinstance(raw, bytes) else raw
            self._names.update(fields.keys())
            self._outlets[article.outlet] += 1
            self._languages[article.language] += 1
            self._n_repeated += article.article_id in self._ids
            self._ids.add(article.article_id)
            self._lengths.append(len(article.text))
            if article.published:
                self._published.append(article.published)
            else:
                self._look_for_date(fields)
            if len(self._records) < _SHOWN:
                self._records.append(_shortened(article))

    def _look_for_date(self, fields: dict[str, Any]) -> None:
        """Note a value that stands where a date should, but is none."""
        values = [value for name, value in fields.items() if plain_name(name) in self._date_names]
        found = [str(value)[:60] for value in values if value not in (None, "")]
        if found:
            self._n_unread += 1
            if len(self._unread) < _SHOWN and found[0] not in self._unread:
                self._unread.append(found[0])

    def inspection(self, batches: Batches, problem: str) -> Inspection:
        mapping = batches.mapping
        used = {plain_name(name.split(".")[0].split("[")[0]) for names in mapping.values() for name in names}
        unused = {name: count for name, count in self._names.most_common() if plain_name(name) not in used}
        return Inspection(
            files=tuple(batches.ledger),
            mapping=mapping,
            empty=tuple(field for field in FIELDS if field not in mapping),
            unused=unused,
            dates=self._dates(),
            outlets=_ranked(self._outlets),
            languages=_ranked(self._languages),
            n_repeated_ids=self._n_repeated,
            characters=_spread(self._lengths),
            records=tuple(self._records),
            quarantine=self.quarantine,
            filtered=self.filtered,
            counts=count_records(batches.ledger) | {"by_reason": dict(self.by_reason.most_common())},
            problem=problem,
        )

    def _dates(self) -> DateLook:
        days = [value for value in self._published if len(value) == len("2025-05-23")]
        return DateLook(
            n_days=len(days),
            n_times=len(self._published) - len(days),
            first=min(self._published, default=""),
            last=max(self._published, default=""),
            n_unread=self._n_unread,
            unread=tuple(self._unread),
        )


def _shortened(article: Article) -> dict[str, str]:
    """Return the fields that are filled, in their order, the text without its line breaks and cut short."""
    values = {"id": article.article_id} | {
        field: getattr(article, field) for field in FIELDS if field not in ("id", "text")
    }
    text = " ".join(article.text[: 4 * _EXCERPT].split())
    shown = text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + " …"
    return {field: value for field, value in values.items() if value} | {"text": shown}


def _ranked(counts: Counter[str]) -> dict[str, int]:
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {name: count for name, count in found if name}


def _spread(lengths: list[int]) -> tuple[int, ...]:
    return (min(lengths), int(statistics.median(lengths)), max(lengths)) if lengths else ()
