"""An article as read, and what was not read: the values that leave this room."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from itertools import starmap
from typing import Any, overload

from syndetect.storage import StoredText

__all__ = [
    "Article",
    "Corpus",
    "FileLedger",
    "FilteredRecord",
    "Quarantined",
    "RawRecord",
    "Texts",
    "articles_of",
    "count_records",
    "store_text",
    "stored_text",
]

RawRecord = bytes | dict[str, object]
"""A record as it was read: its JSON line or, in other formats, names to values that orjson can write."""


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
    byte_offset, byte_length : int
        The bytes of the record in the decompressed file; 0 and 0 in formats
        that keep a record in no one place (Parquet, SQLite).

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
    byte_offset: int = 0
    byte_length: int = 0
    is_cut: bool = False


_HELD: Any = Article.__dict__["text"]  # what the dataclass keeps the value in
_SETTERS = {name: Article.__dict__[name].__set__ for name in Article.__slots__}
_DEFAULTS = {one.name: one.default for one in fields(Article) if one.default is not MISSING}


class _Text:
    """The attribute ``text``: a string, or read from the file where :func:`store_text` has put it."""

    def __get__(self, article: Article | None, owner: type[Article] | None = None) -> Any:
        if article is None:
            return self
        held = _HELD.__get__(article, owner)
        return held if isinstance(held, str) else held.read()

    def __set__(self, article: Article, value: object) -> None:
        _HELD.__set__(article, value)


Article.text = _Text()  # type: ignore[assignment, misc]


def articles_of(n_articles: int, columns: Mapping[str, Sequence[object]]) -> list[Article]:
    """Make articles of columns: the same as ``Article(...)`` for each, in a third of the time.

    Parameters
    ----------
    n_articles : int
    columns : mapping of str to sequence of length n_articles
        Values by attribute; what no column names has its default.

    Raises
    ------
    KeyError
        A column is of no attribute, or there is none for ``article_id`` or
        ``text``.
    ValueError
        A column is of another length.
    """
    unset = {name: [default] * n_articles for name, default in _DEFAULTS.items() if name not in columns}
    if missing := _SETTERS.keys() - unset.keys() - columns.keys():
        raise KeyError(*missing)
    articles = [Article.__new__(Article) for _ in range(n_articles)]
    for name, values in {**columns, **unset}.items():
        deque(starmap(_SETTERS[name], zip(articles, values, strict=True)), maxlen=0)
    return articles


def store_text(article: Article, text: str | StoredText) -> None:
    """Let an article hold its text, or the place where the same text lies in a file."""
    _HELD.__set__(article, text)


def stored_text(article: Article) -> StoredText | None:
    """Return where the text of an article lies; None when it is held in memory."""
    held = _HELD.__get__(article, Article)
    return held if isinstance(held, StoredText) else None


class Texts(Sequence[str]):
    """The texts of articles, each read when it is asked for.

    Parameters
    ----------
    articles : sequence of Article
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles

    def __len__(self) -> int:
        return len(self._articles)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> "Texts": ...
    def __getitem__(self, place: int | slice) -> "str | Texts":
        if isinstance(place, slice):
            return Texts(self._articles[place])
        return self._articles[place].text


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
class FilteredRecord:
    """A sound record that is no article: where it stands, why, and what it held."""

    file: str
    record: int  # from 1
    byte_offset: int
    byte_length: int
    reason: str  # a code of syndetect.corpus.FILTERS
    raw: RawRecord | None = None  # None where the reader has not read it


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLedger:
    """What became of one input file: ``n_records == n_ok + n_quarantined + sum(filtered.values())``.

    Attributes
    ----------
    file : str
        As named on input, with ``/``; ``stdin`` for standard input.
    format : str
        One of the names of ``INPUT_FORMATS``; empty when the file was not
        opened.
    status : str
        ``complete``; ``partial: FAULT``, when something is missing or may be;
        ``unreadable: FAULT``, when nothing could be read; or ``skipped:
        unknown format``. ``FAULTS`` lists the codes. Where only a sample was
        looked at: ``sampled`` or ``sampled: not opened``.
    n_bytes : int
        Decompressed.
    digest : str
        ``xxh3_128:HEX`` of the bytes as stored; empty when the file was not
        opened.
    filtered : dict of str to int
        Sound records that are no articles, by reason (``FILTERS``).
    compression : str
        "gzip", "zstd", "bzip2", "xz", or empty.
    detail : str
        A sentence on the fault, or on what of the file was read.
    bytes_ok, bytes_quarantined, bytes_filtered : int
        Decompressed bytes in the spans of these records; what is left of
        ``n_bytes`` stands between records: line ends, headers, brackets. 0
        where records have no spans.
    """

    file: str
    format: str
    status: str
    n_bytes: int
    digest: str
    n_records: int
    n_ok: int
    n_quarantined: int
    filtered: dict[str, int] = field(default_factory=dict)
    compression: str = ""
    detail: str = ""
    bytes_ok: int = 0
    bytes_quarantined: int = 0
    bytes_filtered: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the file is missing; a file of an unknown format counts as whole."""
        return not self.status.startswith(("partial", "unreadable"))


def count_records(ledger: Iterable[FileLedger]) -> dict[str, Any]:
    """Return the sums over all files: ``n_in == n_ok + n_quarantined + n_filtered``."""
    entries = list(ledger)
    filtered: Counter[str] = Counter()
    for entry in entries:
        filtered.update(entry.filtered)
    return {
        "n_in": sum(entry.n_records for entry in entries),
        "n_ok": sum(entry.n_ok for entry in entries),
        "n_quarantined": sum(entry.n_quarantined for entry in entries),
        "n_filtered": filtered.total(),
        "filtered": dict(sorted(filtered.items())),
    }


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
        Articles whose text held HTML tags. They are kept as they are, unless
        ``ReadParams.html_text`` was set.
    n_nul : int
        Articles in whose text NUL characters were replaced.
    reading : dict of str to object
        The values of ReadParams under which it was read; empty for articles
        from memory.
    """

    articles: tuple[Article, ...]
    ledger: tuple[FileLedger, ...] = ()
    quarantine: tuple[Quarantined, ...] = ()
    mapping: dict[str, dict[str, int]] = field(default_factory=dict)
    n_renamed: int = 0
    n_html: int = 0
    n_nul: int = 0
    reading: dict[str, Any] = field(default_factory=dict)

    @property
    def n_bytes(self) -> int:
        """Decompressed bytes of the input; of articles from memory the characters of their texts."""
        return sum(entry.n_bytes for entry in self.ledger) or sum(len(one.text) for one in self.articles)

    def counts(self) -> dict[str, Any]:
        """Return the account: ``n_in == n_ok + n_quarantined + n_filtered`` always holds."""
        return count_records(self.ledger) | {
            "n_ok": len(self.articles),
            "n_quarantined": len(self.quarantine),
            "n_renamed": self.n_renamed,
        }
