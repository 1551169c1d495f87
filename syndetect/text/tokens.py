"""Texts -> tokens: integer arrays for all articles, spans for the few that are shown."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from syndetect.text.tokeniser import (
    PARAGRAPH_START,
    QUOTED,
    CharacterTable,
    load_characters,
    to_characters,
    tokenise,
)

__all__ = ["Tokens", "WordSpans", "paragraph_spans", "tokenise_texts", "word_spans"]

BATCH_BYTES = 1 << 21  # texts handed to one kernel call: enough to hide the call, few enough for the cache


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of all articles, one after the other.

    Attributes
    ----------
    hashes : uint32 array of shape (n_tokens,)
        xxh32 of each folded word: equal words have equal hashes.
    flags : uint8 array of shape (n_tokens,)
        ``QUOTED``, ``PARAGRAPH_START`` and ``SOLO`` of
        :mod:`syndetect.text.tokeniser`, or-ed.
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

    def count(self, flag: int) -> NDArray[np.int64]:
        """Return how many words of each article carry a flag: int64 (n_articles,)."""
        marked = np.concatenate(([0], np.cumsum((self.flags & flag) != 0, dtype=np.int64)))
        counts: NDArray[np.int64] = marked[self.article_ptr[1:]] - marked[self.article_ptr[:-1]]
        return counts


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


@cache
def _characters() -> CharacterTable:
    return load_characters()


def tokenise_texts(texts: Iterable[str], *, n_threads: int | None = None) -> Tokens:
    """Turn texts into token arrays, batches in parallel threads.

    Parameters
    ----------
    texts : iterable of str
        Consumed once, in batches of about 2 MB.
    n_threads : int, optional
        Threads; by default the processors this process may use. The result
        does not depend on it.

    Returns
    -------
    Tokens
        A text without words has an empty range.
    """
    with ThreadPoolExecutor(n_threads or available_threads()) as pool:
        parts = list(pool.map(_tokenise_batch, _batches(texts)))
    if not parts:
        return Tokens(np.empty(0, np.uint32), np.empty(0, np.uint8), np.zeros(1, np.int64))
    sizes = np.concatenate([np.diff(part.article_ptr) for part in parts])
    return Tokens(
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.flags for part in parts]),
        np.concatenate(([0], np.cumsum(sizes))),
    )


def available_threads() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def _encode(text: str) -> bytes:
    """Encode for the tokeniser; a lone surrogate becomes a break, not an error."""
    return text.encode("utf-8", "surrogatepass")


def _batches(texts: Iterable[str]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for text in texts:
        encoded = _encode(text)
        batch.append(encoded)
        size += len(encoded)
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _tokenise_batch(texts: Sequence[bytes], *, keep_spans: bool = False) -> Tokens:
    tokens, _ = _run(texts, keep_spans=keep_spans)
    return tokens


def _run(texts: Sequence[bytes], *, keep_spans: bool) -> tuple[Tokens, NDArray[np.int32]]:
    utf8 = np.frombuffer(b"".join(texts), np.uint8)
    text_ptr = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=text_ptr[1:])
    hashes = np.empty(len(utf8), np.uint32)
    flags = np.empty(len(utf8), np.uint8)
    spans = np.empty((len(utf8) if keep_spans else 0, 2), np.int32)
    token_ptr = np.zeros(len(texts) + 1, np.int64)
    n_tokens = tokenise(utf8, text_ptr, _characters(), hashes, flags, spans, token_ptr)
    # Copies, so that the over-long buffers (a token a byte) are given back.
    return Tokens(hashes[:n_tokens].copy(), flags[:n_tokens].copy(), token_ptr), spans[:n_tokens].copy()


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
    encoded = _encode(text)
    tokens, spans = _run([encoded], keep_spans=True)
    positions = spans.astype(np.int64).ravel()
    if len(encoded) != len(text):
        to_characters(np.frombuffer(encoded, np.uint8), positions)
    places = positions.reshape(-1, 2)
    starts_paragraph = (tokens.flags & PARAGRAPH_START) != 0
    return WordSpans(
        start=places[:, 0].copy(),
        end=places[:, 1].copy(),
        paragraph=np.cumsum(starts_paragraph, dtype=np.int64) - 1,
        quoted=(tokens.flags & QUOTED) != 0,
        hashes=tokens.hashes,
    )


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Find the paragraphs of a text that hold a word.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int)
        Characters, half-open, in order, as many as ``word_spans(text)``
        counts. A paragraph begins with the first and ends with the last
        non-blank character of its lines; what stands between two paragraphs
        with words (a line of asterisks) belongs to the one before it.
    """
    words = word_spans(text)
    if len(words.start) == 0:
        return []
    first = np.flatnonzero(np.diff(words.paragraph, prepend=-1))
    starts = [_line_start(text, int(words.start[k])) for k in first]
    ends = [*starts[1:], len(text)]
    return [(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]


def _line_start(text: str, word: int) -> int:
    """Return the first non-blank character of the line in which a word begins."""
    start = word
    while start > 0 and text[start - 1] not in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        start -= 1
    return start + len(text[start:word]) - len(text[start:word].lstrip())
