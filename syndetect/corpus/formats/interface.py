"""What a format declares, and what its reader is given.

To add a format, write one module that makes a :class:`Format`, and name it in
``syndetect.corpus.formats.FORMATS``: endings, ``--format``, help and messages
follow from there.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from syndetect.corpus.containers import Stream
from syndetect.corpus.pages import Pages
from syndetect.corpus.records import Record, Run
from syndetect.errors import InputError

if TYPE_CHECKING:
    from syndetect.corpus.params import ReadParams

__all__ = ["BOM", "Format", "Head", "Source"]

BOM = b"\xef\xbb\xbf"
_COPY = "input"


def _is_article(value: object) -> bool:
    return isinstance(value, dict)


class Head(NamedTuple):
    """How an input begins: what a format is told by."""

    data: bytes  # up to 64 KiB, decompressed
    known: AbstractSet[str]  # names that fill a field (``plain_name``)
    is_article: Callable[[object], bool] = _is_article  # whether a record has a field for the text

    @property
    def start(self) -> bytes:
        """The data from the first character that is no byte order mark and no white space."""
        return self.data.removeprefix(BOM).lstrip()


@dataclass(frozen=True, kw_only=True)
class Source:
    """One input as its reader gets it.

    Parameters
    ----------
    stream : Stream
        The decompressed bytes (``chunks``, once), and where damage is noted
        (``damage``, ``refuse``).
    params : ReadParams
        Limits and options.
    known : set of str
        Plain names of columns and keys that fill a field of an article.
    text_names : set of str
        Those of them that fill the text.
    is_article : callable
        Tells whether a record has a field for the text, be it empty.
    label : str
        Name of the file in messages.
    name, folder : str
        Path below the input that was named, without its ending, and the
        folder it lies in; empty when there is none.
    path : str
        Path of the stored file; empty for standard input.
    is_sample : bool
        Only the first records are wanted: the file need not be read to its end.
    pages : Pages
        The workers that read HTML, the same for all files.
    """

    stream: Stream
    params: "ReadParams"
    known: AbstractSet[str] = frozenset()
    text_names: AbstractSet[str] = frozenset()
    is_article: Callable[[object], bool] = _is_article
    label: str = ""
    name: str = ""
    folder: str = ""
    path: str = ""
    is_sample: bool = False
    pages: Pages = field(default_factory=lambda: Pages(max_seconds=60))

    def html_text(self, html: str) -> str:
        """Return the text of a piece of HTML; Refused at a limit."""
        return self.pages.text(html)

    @contextmanager
    def local_file(self) -> Iterator[str]:
        """Give the path of a file that holds the decompressed bytes, for libraries that jump about in it.

        The stored file itself when it is not compressed, else a temporary copy
        that goes when the block ends. What follows the sniffed bytes is read to
        its end either way, so that digest and damage are known before.
        """
        self.stream.head()
        if self.path and self.stream.compression is None:
            if not self.is_sample:
                self.stream.drain()
            yield self.path
            return
        with self._copied() as folder:
            yield os.path.join(folder, _COPY)

    def _copied(self) -> "tempfile.TemporaryDirectory[str]":
        """Write the decompressed bytes to a folder of their own."""
        try:
            folder = tempfile.TemporaryDirectory(prefix="syndetect-", ignore_cleanup_errors=True)
            with open(os.path.join(folder.name, _COPY), "xb") as output:
                output.writelines(self.stream.chunks())
        except OSError as error:
            message = f"{self.label}: it cannot be copied to a temporary file (TMPDIR names its folder)"
            raise InputError(f"{message}: {error.strerror or error}") from error
        return folder


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format that can be read.

    Parameters
    ----------
    name : str
        What ``--format`` and the ledger call it.
    about : str
        A few words for the help.
    endings : tuple of str
        Of files that hold it, in small letters, with their dot. Several formats
        may share one: of these the first whose ``sniff`` agrees is taken.
    read : callable
        Source to records, one by one or in runs, in the order of the file. It never raises for what
        the input holds: a bad record is ``Rejected``, a damaged file is noted
        with ``stream.damage`` or ``stream.refuse``.
    sniff : callable
        Tells whether the first bytes look like this format and like no other.
    modules : tuple of str
        Modules that must be importable, checked before the reader is called.
    extra : str
        The extra of the package that installs them.
    fields : mapping of str to str
        Field of an article to the one key of ``Found.fields`` that fills it,
        for formats with names of their own; empty when the general table of
        names and ``--map`` apply.
    keeps_bytes : bool
        ``Found.head`` is the whole record, in JSON: it can be passed on as it is.
    """

    name: str
    about: str
    endings: tuple[str, ...]
    read: Callable[[Source], Iterator[Record | Run]]
    sniff: Callable[[Head], bool]
    modules: tuple[str, ...] = ()
    extra: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    keeps_bytes: bool = False
