"""Tokens and paragraphs -> which paragraphs a rule should look at, and a digest of each."""

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, xxh64_words
from syndetect.params import FurnitureParams
from syndetect.text.furniture.triggers import MAX_PHRASE, load_triggers, load_words
from syndetect.text.paragraphs import Paragraphs
from syndetect.text.tokens import Tokens, tokenise_texts
from syndetect.threads import in_chunks

__all__ = ["AGENCY", "CAPTION", "PHRASE", "SHORT", "article_digests", "flag_paragraphs", "paragraph_digests"]

SHORT = 1  # flag: at most short_words words
PHRASE = 2  # flag: holds a word of a phrase where the phrase would count
CAPTION = 4  # flag: holds a word that captions hold, or a year
AGENCY = 8  # flag: an agency is named near its beginning, as in a dateline

_CREDIT = 14  # words at either end in which a picture is credited or named
_OPENING = 14  # words in which a dateline stands
_LONGEST = 130  # words; no phrase counts in a longer paragraph
_N_SLOTS = 1 << 14
_ANYWHERE, _IN_CREDIT, _IN_DATE, _IN_DATELINE = 1, 2, 4, 8  # where a word of the table counts


def flag_paragraphs(
    tokens: Tokens, paragraphs: Paragraphs, params: FurnitureParams, *, n_threads: int | None = None
) -> NDArray[np.uint8]:
    """Flag the paragraphs that rules in Python need to look at.

    Parameters
    ----------
    tokens : Tokens
    paragraphs : Paragraphs
    params : FurnitureParams
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    uint8 array of shape (n_paragraphs,)
        ``SHORT``, ``PHRASE``, ``CAPTION`` and ``AGENCY``, or-ed.
    """
    n_paragraphs = len(paragraphs.token_ptr) - 1
    flags = np.zeros(n_paragraphs, np.uint8)
    slots, phrases = _hint_slots(), _phrase_slots()

    def run(part: slice) -> None:
        rows = (part.start, part.stop)
        _flag(tokens.hashes, paragraphs.token_ptr, rows, slots, phrases, params.short_words, flags)

    in_chunks(run, n_paragraphs, n_threads)
    return flags


def paragraph_digests(tokens: Tokens, paragraphs: Paragraphs) -> NDArray[np.uint64]:
    """Hash the words of every paragraph (xxh64, seed 0): uint64 (n_paragraphs,)."""
    return _digests(tokens.hashes, paragraphs.token_ptr)


def article_digests(tokens: Tokens) -> NDArray[np.uint64]:
    """Hash the words of every article (xxh64, seed 0): uint64 (n_articles,)."""
    return _digests(tokens.hashes, tokens.article_ptr)


@cache
def _hint_slots() -> NDArray[np.int64]:
    """Return an open-addressed table of words and where each counts: int64 (n_slots, 2); 0 is free."""
    triggers = load_triggers()
    years = [str(year) for year in range(2000, 2040)]
    slots = np.zeros((_N_SLOTS, 2), np.int64)
    _fill(slots, triggers.hints, _ANYWHERE)
    _fill(slots, load_words("line_hints"), _ANYWHERE)
    _fill(slots, load_words("caption_hints"), _IN_CREDIT)
    _fill(slots, years, _IN_DATE)
    _fill(slots, load_words("dateline_agencies"), _IN_DATELINE)
    return slots


@cache
def _phrase_slots() -> NDArray[np.uint64]:
    """Return an open-addressed table of the digests of phrases at either end: 0 is free."""
    tokens = tokenise_texts(sorted(load_triggers().edges), n_threads=1)
    slots = np.zeros(_N_SLOTS, np.uint64)
    for digest in _digests(tokens.hashes, tokens.article_ptr).tolist():
        at = digest % _N_SLOTS
        while slots[at] not in (0, digest):
            at = (at + 1) % _N_SLOTS
        slots[at] = digest
    return slots


def _fill(slots: NDArray[np.int64], words: Iterable[str], use: int) -> None:
    for word in tokenise_texts([" ".join(sorted(words))], n_threads=1).hashes.tolist():
        at = word % _N_SLOTS
        while slots[at, 0] not in (0, word):
            at = (at + 1) % _N_SLOTS
        slots[at, 0] = word
        slots[at, 1] |= use


@kernel
def _use(slots: NDArray[np.int64], word: int) -> int:
    """Return where a word counts, 0 for no word of the table."""
    at = word % _N_SLOTS
    while slots[at, 0] != 0:
        if slots[at, 0] == word:
            return int(slots[at, 1])
        at = (at + 1) % _N_SLOTS
    return 0


@kernel
def _flag(  # noqa: PLR0913 - one loop over words: its state is its locals
    hashes: NDArray[np.uint32],
    token_ptr: NDArray[np.int64],
    rows: tuple[int, int],
    slots: NDArray[np.int64],
    phrases: NDArray[np.uint64],
    short_words: int,
    flags: NDArray[np.uint8],
) -> None:
    for paragraph in range(rows[0], rows[1]):
        start = token_ptr[paragraph]
        end = token_ptr[paragraph + 1]
        found = SHORT if end - start <= short_words else 0
        last = end if end - start <= _LONGEST else min(end, start + _OPENING)
        for at in range(start, last):
            use = _use(slots, int(hashes[at]))
            if use == 0:
                continue
            if use & _IN_DATELINE and at < start + _OPENING:
                found |= AGENCY
            if end - start > _LONGEST:
                continue
            if use & _ANYWHERE:
                found |= PHRASE
            if use & _IN_DATE or (use & _IN_CREDIT and (at < start + _CREDIT or at >= end - _CREDIT)):
                found |= CAPTION
        if (
            found & (SHORT | PHRASE) == 0
            and end - start <= _LONGEST
            and _has_edge(hashes, start, end, phrases)
        ):
            found |= PHRASE
        flags[paragraph] = found


@kernel
def _has_edge(hashes: NDArray[np.uint32], start: int, end: int, phrases: NDArray[np.uint64]) -> bool:
    """Tell whether a paragraph of many words begins or ends with a phrase."""
    for size in range(1, MAX_PHRASE + 1):
        for at in (start, end - size):
            digest = xxh64_words(hashes, at, size, np.uint64(0))
            slot = digest % np.uint64(_N_SLOTS)
            while phrases[slot] != 0:
                if phrases[slot] == digest:
                    return True
                slot = (slot + np.uint64(1)) % np.uint64(_N_SLOTS)
    return False


@kernel
def _digests(hashes: NDArray[np.uint32], ptr: NDArray[np.int64]) -> NDArray[np.uint64]:
    digests = np.empty(len(ptr) - 1, np.uint64)
    for row in range(len(ptr) - 1):
        digests[row] = xxh64_words(hashes, ptr[row], ptr[row + 1] - ptr[row], np.uint64(0))
    return digests
