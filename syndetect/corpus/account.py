"""The account of what is read: bytes as they are taken, records and bytes of each file."""

from collections import Counter
from collections.abc import Callable, Iterator

from syndetect.corpus.article import FileLedger, FilteredRecord, Quarantined
from syndetect.corpus.containers import Stream
from syndetect.corpus.files import InputFile
from syndetect.corpus.formats import Format
from syndetect.corpus.taking import Item, Taken

__all__ = ["OnProgress", "Progress", "Tally", "not_opened"]

OnProgress = Callable[[int, int], None]
"""Called with the stored bytes read so far and of all inputs (0: unknown, from standard input)."""

_PROGRESS_STEP = 1024 * 1024  # bytes


class Progress:
    """Passes on the bytes read, a step at a time."""

    def __init__(self, on_progress: OnProgress | None, total: int) -> None:
        self._on_progress = on_progress
        self._total = total
        self._done = 0
        self._told = 0

    def add(self, n_bytes: int) -> None:
        """Count stored bytes."""
        self._done += n_bytes
        if self._done - self._told >= _PROGRESS_STEP:
            self.tell()

    def tell(self) -> None:
        """Pass on what was counted."""
        self._told = self._done
        if self._on_progress is not None:
            self._on_progress(self._done, self._total)


class Tally:
    """Counts and bytes of the records of one file."""

    def __init__(self) -> None:
        self.n_records = 0
        self._n: Counter[type] = Counter()
        self._bytes: Counter[type] = Counter()
        self._filtered: Counter[str] = Counter()

    def add(self, item: Item) -> None:
        """Count records, and the bytes that they take."""
        n_records = len(item) if isinstance(item, Taken) else 1
        self.n_records += n_records
        self._n[type(item)] += n_records
        self._bytes[type(item)] += item.byte_length
        if isinstance(item, FilteredRecord):
            self._filtered[item.reason] += 1

    def entry(self, file: InputFile, form: Format, stream: Stream, *, is_sample: bool = False) -> FileLedger:
        """Return the account of the file; final when its stream was taken to the end."""
        status = "sampled" if is_sample else "complete"
        if stream.fault:
            status = f"{'unreadable' if stream.refused else 'partial'}: {stream.fault}"
        return FileLedger(
            file=file.label,
            format=form.name,
            status=status,
            n_bytes=stream.n_bytes,
            digest=stream.digest,
            n_records=self.n_records,
            n_ok=self._n[Taken],
            n_quarantined=self._n[Quarantined],
            filtered=dict(sorted(self._filtered.items())),
            compression=stream.compression.name if stream.compression else "",
            detail=stream.detail,
            bytes_ok=self._bytes[Taken],
            bytes_quarantined=self._bytes[Quarantined],
            bytes_filtered=self._bytes[FilteredRecord],
        )


def not_opened(file: InputFile) -> Iterator[FileLedger]:
    """Name a file behind the end of the sample."""
    yield FileLedger(
        file=file.label,
        format=file.formats[0].name if len(file.formats) == 1 else "",
        status="sampled: not opened",
        n_bytes=0,
        digest="",
        n_records=0,
        n_ok=0,
        n_quarantined=0,
        compression=file.compression.name if file.compression else "",
    )
