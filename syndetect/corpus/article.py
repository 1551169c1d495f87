"""An article as read, and what was not read: the values that leave this room."""

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Article", "Corpus", "FileLedger", "Quarantined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as its file gave it.

    Attributes
    ----------
    article_id : str
        Unique in a run. Read from the record, else derived from URL or text;
        never from the position in a file.
    text : str
        The body as read: every offset that syndetect prints counts characters
        (code points) of this string.
    title, outlet, url, language, authors, credit : str
        Empty when the record has none. ``language`` is a BCP-47 base ("en").
    published : str
        ISO 8601 in UTC, ``2025-05-23T14:05:00Z`` or, when only the day is
        known, ``2025-05-23``; empty when unknown or not a date.
    published_at : float or None
        The same in seconds since 1970-01-01 UTC (midnight for a day), None
        when unknown.
    file, record : str, int
        Where it came from; records are counted from 1 in each file.

    Notes
    -----
    NUL characters of the input stand as U+FFFD, one for one, so that offsets
    stay; nothing else in ``text`` is changed. The other fields lose the white
    space around them, except the id.
    """

    article_id: str
    text: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    authors: str = ""
    credit: str = ""
    published: str = ""
    published_at: float | None = None
    file: str = ""
    record: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A record that was not read: where it stands and why."""

    file: str
    record: int  # from 1
    byte_offset: int  # in the decompressed file
    byte_length: int
    reason: str  # a code of syndetect.corpus.REASONS
    detail: str  # one sentence for a person
    excerpt: str = ""  # the first characters, for recognition


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLedger:
    """What became of one input file: ``n_records == n_ok + n_quarantined``.

    Attributes
    ----------
    file : str
        As named on input, with ``/``; ``stdin`` for standard input.
    format : str
        "jsonl", "csv", "tsv" or "txt"; empty when the file was not opened.
    status : str
        ``complete``; ``skipped: unknown format``; or ``partial: REASON``, where
        the reason is ``truncated_stream`` (compressed data end too early),
        ``bad_checksum`` or ``damaged_stream`` (they are damaged),
        ``trailing_garbage`` (something else follows them), ``truncated_record``
        (the last record is cut off), ``bad_header`` (a table without a readable
        header), ``unreadable`` or ``not_regular_file``.
    n_bytes : int
        Decompressed.
    digest : str
        ``xxh3_128:HEX`` of the bytes as stored; empty when the file was not
        opened.
    """

    file: str
    format: str
    status: str
    n_bytes: int
    digest: str
    n_records: int
    n_ok: int
    n_quarantined: int


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """All articles of a run in canonical order, with the account of what was read.

    Attributes
    ----------
    articles : tuple of Article
        Sorted by ``article_id`` (code points), whatever the order of input;
        an article is known inside a run by its place here, its row number.
    ledger : tuple of FileLedger
        One row a file, sorted by file.
    quarantine : tuple of Quarantined
        Sorted by file and record.
    mapping : dict of str to dict of str to int
        For each field, which input names filled it and how often:
        ``{"text": {"maintext": 20000}, "published": {"date_publish": 19412}}``.
    n_renamed : int
        Articles whose id was taken by another one of this run; they carry the
        suffix ``~2``, ``~3``, ... in the order of their content digest.
    n_html : int
        Articles whose text holds HTML tags. They are kept as they are.
    n_nul : int
        Articles in whose text NUL characters were replaced.
    """

    articles: tuple[Article, ...]
    ledger: tuple[FileLedger, ...] = ()
    quarantine: tuple[Quarantined, ...] = ()
    mapping: dict[str, dict[str, int]] = field(default_factory=dict)
    n_renamed: int = 0
    n_html: int = 0
    n_nul: int = 0

    def counts(self) -> dict[str, Any]:
        """Return the account: ``n_in == n_ok + n_quarantined`` always holds."""
        n_in = sum(entry.n_records for entry in self.ledger)
        return {
            "n_in": n_in,
            "n_ok": len(self.articles),
            "n_quarantined": len(self.quarantine),
            "n_renamed": self.n_renamed,
        }
