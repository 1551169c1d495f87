"""Texts -> tokens: integer arrays for all articles, spans for the few that are shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from syndetect.corpus.values import encoded
from syndetect.ranges import blocks, pointer
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text.mojibake import repair
from syndetect.text.oddities import MOJIBAKE, N_ODDITIES
from syndetect.text.tokeniser import (
    FURNITURE,
    PARAGRAPH_START,
    QUOTE_START,
    QUOTED,
    CharacterTable,
    load_characters,
    to_characters,
    tokenise,
)
from syndetect.threads import in_order

__all__ = [
    "Places",
    "Tokens",
    "WordSpans",
    "locate_words",
    "quoted_runs",
    "tokenise_texts",
    "word_spans",
]

T = TypeVar("T")

BATCH_BYTES = 1 << 22  # texts handed to one kernel call: each call waits for Python's lock while others read
_FIRST_BYTES = 1 << 18  # of the first batch: the next ones are twice as long each, so that all begin soon
_BLOCK = 1 << 22  # words looked at in one step of NumPy, whose intermediate results take many bytes a word


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of all articles, one after the other.

    Attributes
    ----------
    hashes : uint32 array of shape (n_tokens,)
        xxh32 of each folded word: equal words have equal hashes.
    flags : uint8 array of shape (n_tokens,)
        ``QUOTED``, ``QUOTE_START``, ``PARAGRAPH_START``, ``SENTENCE_START``,
        ``SOLO`` and ``FURNITURE`` of :mod:`syndetect.text.tokeniser`, or-ed.
    article_ptr : int64 array of shape (n_articles + 1,)
        The words of article i are ``article_ptr[i]:article_ptr[i + 1]``.
    """

    hashes: NDArray[np.uint32]
    flags: NDArray[np.uint8]
    article_ptr: NDArray[np.int64]

    @property
    def n_articles(self) -> int:
        """Number of articles."""
        return len(self.article_ptr) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Words of each article: int64 (n_articles,)."""
        return np.diff(self.article_ptr)

    def body(self, storage: Storage = IN_MEMORY) -> "Tokens":
        """Return the words that are not furniture: what is compared, counted and shared."""
        hashes, flags = storage.growing(np.uint32), storage.growing(np.uint8)
        for words, _ in self.blocks():
            keep = (self.flags[words] & FURNITURE) == 0
            hashes.append(self.hashes[words][keep])
            flags.append(self.flags[words][keep])
        n_kept = self.lengths - self.count(FURNITURE)
        return Tokens(hashes.finish(), flags.finish(), pointer(n_kept))

    def count(self, flag: int) -> NDArray[np.int64]:
        """Return how many words of each article carry a flag: int64 (n_articles,)."""
        counts = np.zeros(self.n_articles, np.int64)
        for words, rows in self.blocks():
            filled = rows.start + np.flatnonzero(self.lengths[rows])
            if len(filled):
                marked = (self.flags[words] & flag) != 0
                starts = self.article_ptr[filled] - words.start
                counts[filled] = np.add.reduceat(marked, starts, dtype=np.int64)
        return counts

    def blocks(self) -> Iterator[tuple[slice, slice]]:
        """Cut the words into blocks of whole articles: the words, and the articles, of each."""
        return blocks(self.article_ptr, _BLOCK)


@dataclass(frozen=True, slots=True)
class WordSpans:
    """The words of one text with their places.

    Attributes
    ----------
    start, end : int64 arrays of shape (n_words,)
        Characters of the text, half-open.
    paragraph : int64 array of shape (n_words,)
        From 0; paragraphs without a word are not counted.
    quoted : bool array of shape (n_words,)
    hashes : uint32 array of shape (n_words,)
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    paragraph: NDArray[np.int64]
    quoted: NDArray[np.bool_]
    hashes: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the words of some articles stand in their texts.

    Attributes
    ----------
    start, end : int32 arrays of shape (n_words,)
        Characters of the article's text, half-open.
    article_ptr : int64 array of shape (n_articles + 1,)
        The words of article i; an article that was not asked for has none.
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    article_ptr: NDArray[np.int64]

    def of(self, article: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return starts and ends of one article's words."""
        words = slice(self.article_ptr[article], self.article_ptr[article + 1])
        return self.start[words], self.end[words]


@cache
def characters() -> CharacterTable:
    """Return the character table, loaded once a process."""
    return load_characters()


def tokenise_texts(texts: Iterable[str], *, n_threads: int | None = None) -> Tokens:
    """Turn texts into token arrays, batches in parallel threads.

    Parameters
    ----------
    texts : iterable of str
        Consumed once, in batches of up to 4 MB.
    n_threads : int, optional
        Threads; by default the processors this process may use. The result
        does not depend on it.

    Returns
    -------
    Tokens
        A text without words has an empty range.
    """
    growing = GrowingTokens(IN_MEMORY)
    for batch in run_batches(texts, n_threads):
        growing.append(batch.tokens)
    return growing.finish()


def locate_words(
    texts: Sequence[str],
    rows: NDArray[np.int64],
    *,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Places:
    """Find where the words of some of the texts stand: for what is written down with offsets.

    Parameters
    ----------
    texts : sequence of str, length n_articles
    rows : int64 array of shape (n_rows,)
        The articles asked for, ascending, distinct.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the result is to lie.

    Returns
    -------
    Places
        In the order of the words that :func:`tokenise_texts` finds.
    """
    wanted = (texts[row] for row in rows.tolist())
    sizes = [np.empty(0, np.int64)]
    start, end = storage.growing(np.int32), storage.growing(np.int32)
    for spans, lengths in map_batches(_spans_and_lengths, wanted, n_threads, keep_spans=True):
        start.append(spans[:, 0])
        end.append(spans[:, 1])
        sizes.append(lengths)
    n_words = np.zeros(len(texts), np.int64)
    n_words[rows] = np.concatenate(sizes)
    return Places(start.finish(), end.finish(), pointer(n_words))


def _spans_and_lengths(batch: "Batch") -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    return batch.in_characters(), batch.tokens.lengths


@dataclass(frozen=True, slots=True)
class Batch:
    """Some texts, one after the other, and their tokens.

    ``spans`` is int32 (n_tokens, 2), the bytes of each token in its text; it
    has no rows unless it was asked for. ``odd`` is int32 (n_texts, n_oddities):
    what each text holds of ``syndetect.text.oddities.ODDITIES``. In ``utf8``
    mojibake is undone.
    """

    utf8: NDArray[np.uint8]
    text_ptr: NDArray[np.int64]
    tokens: Tokens
    spans: NDArray[np.int32]
    odd: NDArray[np.int32]

    def in_characters(self) -> NDArray[np.int32]:
        """Return the spans in characters of each text: int32 (n_tokens, 2)."""
        spans = self.spans.copy()
        to_characters(self.utf8, self.text_ptr, self.tokens.article_ptr, spans)
        return spans


def run_batches(texts: Iterable[str], n_threads: int | None, *, keep_spans: bool = False) -> Iterator[Batch]:
    """Tokenise texts in batches of up to 4 MB, in parallel threads; yield the batches in order."""
    return map_batches(lambda batch: batch, texts, n_threads, keep_spans=keep_spans)


def map_batches(
    work: Callable[[Batch], T],
    texts: Iterable[str | bytes],
    n_threads: int | None,
    *,
    keep_spans: bool = False,
) -> Iterator[T]:
    """Tokenise texts in batches and do work on each, in parallel threads; yield what it returns in order.

    Texts that are bytes are UTF-8.
    """
    yield from in_order(lambda batch: work(_run(batch, keep_spans=keep_spans)), _batches(texts), n_threads)


def quoted_runs(tokens: Tokens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the quotations as runs of quoted words outside furniture.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    first, past : int64 arrays of shape (n_quotations,)
        Words counted over the corpus, half-open, ascending. A run ends where
        another quotation, or article, begins.
    """
    firsts, pasts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for words, rows in tokens.blocks():
        flags, starts = tokens.flags[words], tokens.article_ptr[rows] - words.start
        quoted = (flags & (QUOTED | FURNITURE)) == QUOTED
        opens = (flags & QUOTE_START) != 0
        opens[starts[tokens.lengths[rows] > 0]] = True
        before = np.concatenate(([False], quoted[:-1]))
        after = np.concatenate((quoted[1:] & ~opens[1:], [False]))
        firsts.append(np.flatnonzero(quoted & (opens | ~before)) + words.start)
        pasts.append(np.flatnonzero(quoted & ~after[: len(quoted)]) + words.start + 1)
    return np.concatenate(firsts), np.concatenate(pasts)


class GrowingTokens:
    """The tokens of batches, one after the other."""

    def __init__(self, storage: Storage) -> None:
        self._hashes, self._flags = storage.growing(np.uint32), storage.growing(np.uint8)
        self._sizes = [np.empty(0, np.int64)]

    def append(self, part: Tokens) -> None:
        """Append the articles of a batch."""
        self._hashes.append(part.hashes)
        self._flags.append(part.flags)
        self._sizes.append(part.lengths)

    def finish(self) -> Tokens:
        """Return all of them, once."""
        return Tokens(self._hashes.finish(), self._flags.finish(), pointer(np.concatenate(self._sizes)))


def _encode(text: str | bytes) -> bytes:
    """Encode for the tokeniser; a lone surrogate becomes a break, not an error."""
    return text if isinstance(text, bytes) else encoded(text)


def _batches(texts: Iterable[str | bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size, most = 0, min(_FIRST_BYTES, BATCH_BYTES)
    for text in texts:
        utf8 = _encode(text)
        batch.append(utf8)
        size += len(utf8)
        if size >= most:
            yield batch
            batch, size, most = [], 0, min(2 * most, BATCH_BYTES)
    if batch:
        yield batch


def _run(texts: Sequence[bytes], *, keep_spans: bool) -> Batch:
    text_ptr = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=text_ptr[1:])
    odd = np.zeros((len(texts), N_ODDITIES), np.int32)
    utf8, odd[:, MOJIBAKE] = repair(np.frombuffer(b"".join(texts), np.uint8), text_ptr, characters()[0])
    hashes = np.empty(len(utf8), np.uint32)
    flags = np.empty(len(utf8), np.uint8)
    spans = np.empty((len(utf8) if keep_spans else 0, 2), np.int32)
    token_ptr = np.zeros(len(texts) + 1, np.int64)
    n_tokens = tokenise(utf8, text_ptr, characters(), hashes, flags, spans, token_ptr, odd)
    # Copies, so that the over-long buffers (a token a byte) are given back.
    tokens = Tokens(hashes[:n_tokens].copy(), flags[:n_tokens].copy(), token_ptr)
    return Batch(utf8, text_ptr, tokens, spans[:n_tokens].copy(), odd)


def word_spans(text: str) -> WordSpans:
    """Find the words of one text and where they stand: for what is shown to a person.

    Parameters
    ----------
    text : str

    Returns
    -------
    WordSpans
        Empty arrays when the text holds no word.
    """
    batch = _run([_encode(text)], keep_spans=True)
    tokens, spans = batch.tokens, batch.in_characters()
    starts_paragraph = (tokens.flags & PARAGRAPH_START) != 0
    return WordSpans(
        start=spans[:, 0].astype(np.int64),
        end=spans[:, 1].astype(np.int64),
        paragraph=np.cumsum(starts_paragraph, dtype=np.int64) - 1,
        quoted=(tokens.flags & QUOTED) != 0,
        hashes=tokens.hashes,
    )
