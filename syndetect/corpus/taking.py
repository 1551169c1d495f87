"""A record -> an article, or why it is none."""

from collections import Counter
from dataclasses import dataclass

from syndetect.corpus.article import Article, FileLedger, FilteredRecord, Quarantined, RawRecord
from syndetect.corpus.fields import FieldMapper
from syndetect.corpus.files import InputFile
from syndetect.corpus.formats import Format
from syndetect.corpus.ids import derived_id
from syndetect.corpus.limits import check_limits
from syndetect.corpus.pages import Pages
from syndetect.corpus.params import FIELDS, ReadParams
from syndetect.corpus.quarantine import visible
from syndetect.corpus.reasons import FILTERS
from syndetect.corpus.records import Filtered, Found, Record, Refused, Rejected
from syndetect.corpus.values import looks_like_html, without_nul

__all__ = ["Item", "Taken", "Taker"]


@dataclass(frozen=True, slots=True)
class Taken:
    """An article with its record."""

    article: Article
    raw: RawRecord


Item = Taken | Quarantined | FilteredRecord | FileLedger
"""What comes of a record, or of a file when it ends."""


class Taker:
    """Makes articles of records, and remembers which names filled which fields.

    Parameters
    ----------
    params : ReadParams
    pages : Pages
        What reads HTML.

    Attributes
    ----------
    n_html, n_nul : int
        As in ``Corpus``.
    """

    def __init__(self, params: ReadParams, pages: Pages) -> None:
        self.n_html = 0
        self.n_nul = 0
        self._params = params
        self._pages = pages
        self._general = FieldMapper(params.field_map)
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

    def take(self, file: InputFile, record: int, form: Format, found: Record) -> Item:
        """Make an article of a record, or say why it is none."""
        raw: RawRecord | None = None
        outcome: Rejected | Filtered
        if isinstance(found, Found):
            raw = found.head.strip() if form.keeps_bytes else found.fields
            try:
                check_limits(found, self._params, is_json=form.keeps_bytes)
                return Taken(self._article(file, record, found, self._mapper(form)), raw)
            except Refused as refused:
                if refused.reason in FILTERS:
                    outcome = Filtered(found.offset, found.length, refused.reason)
                else:
                    outcome = refused.at(found.offset, found.length, found.head)
        else:
            outcome = found
        if isinstance(outcome, Filtered):
            return FilteredRecord(
                file=file.label,
                record=record,
                byte_offset=outcome.offset,
                byte_length=outcome.length,
                reason=outcome.reason,
                raw=raw,
            )
        return Quarantined(
            file=file.label,
            record=record,
            byte_offset=outcome.offset,
            byte_length=outcome.length,
            reason=outcome.reason,
            detail=outcome.detail,
            excerpt=visible(outcome.head),
        )

    def _mapper(self, form: Format) -> FieldMapper:
        if not form.fields:
            return self._general
        if form.name not in self._particular:
            self._particular[form.name] = FieldMapper(form.fields, only_overrides=True)
        return self._particular[form.name]

    def _article(self, file: InputFile, record: int, found: Found, mapper: FieldMapper) -> Article:
        """Make an article of a record; Refused when it is none."""
        values = mapper.map(found.fields)
        published = values.pop("published", None)
        text = values.pop("text")
        if "\0" in text:
            self.n_nul += 1
            text = without_nul(text)
        if looks_like_html(text):
            self.n_html += 1
            text = self._without_tags(text) if self._params.html_text else text
        return Article(
            article_id=values.pop("id", None) or derived_id(values.get("url", ""), text),
            text=text,
            published=published.text if published else "",
            published_at=published.seconds if published else None,
            file=file.label,
            record=record,
            byte_offset=found.offset,
            byte_length=found.length,
            is_cut=found.is_cut,
            **values,
        )

    def _without_tags(self, html: str) -> str:
        text = self._pages.text(html)
        if not text:
            raise Refused("empty_text", "the HTML holds no text")
        return text
