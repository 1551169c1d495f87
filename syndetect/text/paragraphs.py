"""Texts -> paragraphs: which words each holds, where it stands, and how it ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text.oddities import N_ODDITIES
from syndetect.text.signs import find_signs
from syndetect.text.speech_signs import find_speech_signs
from syndetect.text.tokeniser import PARAGRAPH_START, to_characters
from syndetect.text.tokens import Batch, Tokens, characters, map_batches, quoted_runs
from syndetect.text.utf8 import NEWLINE, SPACE, decode

__all__ = ["Paragraphs", "paragraph_spans", "tokenise_paragraphs"]


class _Described(NamedTuple):
    """What is kept of one batch."""

    tokens: Tokens
    odd: NDArray[np.int32]
    spans: NDArray[np.int32]
    signs: NDArray[np.uint8]
    speech_signs: NDArray[np.uint8]
    quoted: NDArray[np.int64]
    quoted_spans: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The paragraphs of all articles that hold a word, one after the other.

    Attributes
    ----------
    article_ptr : int64 array of shape (n_articles + 1,)
        The paragraphs of article i are ``article_ptr[i]:article_ptr[i + 1]``.
    token_ptr : int64 array of shape (n_paragraphs + 1,)
        The words of paragraph p, counted over the corpus, are
        ``token_ptr[p]:token_ptr[p + 1]``.
    spans : int32 array of shape (n_paragraphs, 2)
        Characters of the article's text, half-open, from the first to the last
        non-blank one; what stands between two paragraphs with words (a line of
        asterisks) belongs to the one before it.
    signs : uint8 array of shape (n_paragraphs,)
        ``SENTENCE``, ``ODD`` and ``OPENING`` of :mod:`syndetect.text.signs`, or-ed.
    speech_signs : uint8 array of shape (n_paragraphs,)
        What speech without marks shows, of :mod:`syndetect.text.speech_signs`,
        or-ed.
    quoted : int64 array of shape (n_quotations, 2)
        The words of every quotation in marks, counted over the corpus,
        half-open.
    quoted_spans : int32 array of shape (n_quotations, 2)
        Its characters, from its first to its last word.
    odd : int32 array of shape (n_articles, n_oddities)
        How often each article holds what ``syndetect.text.oddities.ODDITIES``
        names, column by column.
    """

    article_ptr: NDArray[np.int64]
    token_ptr: NDArray[np.int64]
    spans: NDArray[np.int32]
    signs: NDArray[np.uint8]
    speech_signs: NDArray[np.uint8]
    quoted: NDArray[np.int64]
    quoted_spans: NDArray[np.int32]
    odd: NDArray[np.int32]


def tokenise_paragraphs(
    texts: Iterable[str], *, n_threads: int | None = None, storage: Storage = IN_MEMORY
) -> tuple[Tokens, Paragraphs]:
    """Turn texts into tokens and paragraphs.

    Parameters
    ----------
    texts : iterable of str
        Consumed once.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the words are to lie.

    Returns
    -------
    Tokens
        What :func:`syndetect.text.tokenise_texts` gives.
    Paragraphs
    """
    hashes, flags = storage.growing(np.uint32), storage.growing(np.uint8)
    spans, quoted_spans = storage.growing(np.int32, 2), storage.growing(np.int32, 2)
    quoted = storage.growing(np.int64, 2)
    signs, speech_signs = storage.growing(np.uint8), storage.growing(np.uint8)
    starts = storage.growing(np.int64)
    sizes, odd = [np.zeros(1, np.int64)], [np.empty((0, N_ODDITIES), np.int32)]
    for found in map_batches(_describe, texts, n_threads, keep_spans=True):
        n_before = len(hashes)
        starts.append(np.flatnonzero(found.tokens.flags & PARAGRAPH_START) + n_before)
        quoted.append(found.quoted + n_before)
        hashes.append(found.tokens.hashes)
        flags.append(found.tokens.flags)
        sizes.append(found.tokens.lengths)
        odd.append(found.odd)
        spans.append(found.spans)
        signs.append(found.signs)
        speech_signs.append(found.speech_signs)
        quoted_spans.append(found.quoted_spans)
    starts.append(np.array([len(hashes)]))
    tokens = Tokens(hashes.finish(), flags.finish(), np.cumsum(np.concatenate(sizes)))
    token_ptr = starts.finish()
    return tokens, Paragraphs(
        article_ptr=np.searchsorted(token_ptr[:-1], tokens.article_ptr),
        token_ptr=token_ptr,
        spans=spans.finish(),
        signs=signs.finish(),
        speech_signs=speech_signs.finish(),
        quoted=quoted.finish(),
        quoted_spans=quoted_spans.finish(),
        odd=np.concatenate(odd),
    )


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Find the paragraphs of one text that hold a word.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int)
        ``Paragraphs.spans`` of the text: as many as ``word_spans(text)``
        counts.
    """
    _, paragraphs = tokenise_paragraphs([text], n_threads=1)
    return [(start, end) for start, end in paragraphs.spans.tolist()]


def _describe(batch: Batch) -> _Described:
    """Return what is kept of one batch: tokens, paragraphs, quotations in marks."""
    starts = np.flatnonzero(batch.tokens.flags & PARAGRAPH_START)
    paragraph_ptr = np.searchsorted(starts, batch.tokens.article_ptr)
    spans = np.empty((len(starts), 2), np.int32)
    classes = characters()[0]
    _find_bounds(batch.utf8, batch.text_ptr, paragraph_ptr, batch.spans[starts, 0], classes, spans)
    signs = find_signs(batch.utf8, batch.text_ptr, paragraph_ptr, spans)
    speech_signs = find_speech_signs(batch.utf8, batch.text_ptr, paragraph_ptr, spans)
    to_characters(batch.utf8, batch.text_ptr, paragraph_ptr, spans)
    return _Described(batch.tokens, batch.odd, spans, signs, speech_signs, *_quoted(batch))


def _quoted(batch: Batch) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the quotations in marks of a batch: words and characters, both (n_quotations, 2)."""
    tokens = batch.tokens
    first, past = quoted_runs(tokens)
    spans = np.stack((batch.spans[first, 0], batch.spans[past - 1, 1]), axis=1)
    to_characters(batch.utf8, batch.text_ptr, np.searchsorted(first, tokens.article_ptr), spans)
    return np.stack((first, past), axis=1), spans


@kernel
def _find_bounds(
    utf8: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    paragraph_ptr: NDArray[np.int64],
    first_words: NDArray[np.int32],
    classes: NDArray[np.uint8],
    spans: NDArray[np.int32],
) -> None:
    """Write the bytes of each paragraph, from the byte of its first word."""
    for text in range(len(text_ptr) - 1):
        origin = text_ptr[text]
        end = text_ptr[text + 1]
        for back in range(paragraph_ptr[text + 1] - paragraph_ptr[text]):
            paragraph = paragraph_ptr[text + 1] - 1 - back
            start = origin + first_words[paragraph]
            at = start
            while at > origin:  # to the beginning of the line, over what is no blank
                at = _before(utf8, at)
                kind = classes[decode(utf8, at)[0]]
                if kind == NEWLINE:
                    break
                if kind != SPACE:
                    start = at
            past = end
            while past > start:
                at = _before(utf8, past)
                kind = classes[decode(utf8, at)[0]]
                if kind not in (NEWLINE, SPACE):
                    break
                past = at
            spans[paragraph, 0] = start - origin
            spans[paragraph, 1] = past - origin
            end = start


@part
def _before(utf8: NDArray[np.uint8], at: int) -> int:
    """Return the byte where the character before ``at`` begins."""
    at -= 1
    while utf8[at] & 0xC0 == 0x80:
        at -= 1
    return at
