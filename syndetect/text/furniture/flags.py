"""Tokens and paragraphs -> which paragraphs a rule should look at, and a digest of each."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, xxh64_words
from syndetect.text.furniture.params import FurnitureParams
from syndetect.text.furniture.triggers import load_triggers
from syndetect.text.paragraphs import Paragraphs
from syndetect.text.tokens import Tokens, available_threads, tokenise_texts

__all__ = ["AGENCY", "HINT", "SHORT", "article_digests", "flag_paragraphs", "paragraph_digests"]

SHORT = 1  # flag: at most short_words words
HINT = 2  # flag: holds a word of a phrase, or one that captions hold
AGENCY = 4  # flag: an agency is named near its beginning, as in a dateline

_OPENING = 14  # words in which a dateline stands
_LONGEST = 130  # words; no phrase counts in a longer paragraph
_N_SLOTS = 1 << 14
_CAPTION_WORDS = """photo photos photograph photographed foto fotos fotograf picture pictured image images imagen imagem bild beeld
getty afp ap epa efe reuters pool handout via shutterstock alamy archiv archivo archive file files credit crédit crédito
frame grab screenshot associated less more_vert taboola googletag lehtikuva anadolu dpa ansa keystone imago scanpix фото"""
_AGENCY_WORDS = """ap reuters afp dpa ansa efe anp belga ntb ritzau tt apa ats sda pap lusa kyodo xinhua tass pti ani ians antara
bernama aap upi bloomberg cnn afx prnewswire newswire cp ctk čtk 新 中 연"""


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
        ``SHORT``, ``HINT`` and ``AGENCY``, or-ed.
    """
    n_paragraphs = len(paragraphs.token_ptr) - 1
    flags = np.zeros(n_paragraphs, np.uint8)
    hints, agencies = _hint_slots()
    n_threads = n_threads or available_threads()
    bounds = np.linspace(0, n_paragraphs, n_threads + 1).astype(np.int64).tolist()

    def run(part: int) -> None:
        _flag(
            tokens.hashes,
            paragraphs.token_ptr,
            bounds[part],
            bounds[part + 1],
            hints,
            agencies,
            params.short_words,
            flags,
        )

    with ThreadPoolExecutor(n_threads) as pool:
        list(pool.map(run, range(n_threads)))
    return flags


def paragraph_digests(tokens: Tokens, paragraphs: Paragraphs) -> NDArray[np.uint64]:
    """Hash the words of every paragraph (xxh64, seed 0): uint64 (n_paragraphs,)."""
    return _digests(tokens.hashes, paragraphs.token_ptr)


def article_digests(tokens: Tokens) -> NDArray[np.uint64]:
    """Hash the words of every article (xxh64, seed 0): uint64 (n_articles,)."""
    return _digests(tokens.hashes, tokens.article_ptr)


@cache
def _hint_slots() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the open-addressed tables of hint words and of agencies' words: 0 is free."""
    years = [str(year) for year in range(2000, 2040)]
    hints = [*sorted(load_triggers().hints), *_CAPTION_WORDS.split(), *years]
    return _slots(hints), _slots(_AGENCY_WORDS.split())


def _slots(words: list[str]) -> NDArray[np.uint32]:
    slots = np.zeros(_N_SLOTS, np.uint32)
    for word in tokenise_texts([" ".join(words)], n_threads=1).hashes.tolist():
        at = word % _N_SLOTS
        while slots[at] not in (0, word):
            at = (at + 1) % _N_SLOTS
        slots[at] = word
    return slots


@kernel
def _holds(slots: NDArray[np.uint32], word: np.uint32) -> bool:
    at = word % np.uint32(_N_SLOTS)
    while slots[at] != 0:
        if slots[at] == word:
            return True
        at = (at + np.uint32(1)) % np.uint32(_N_SLOTS)
    return False


@kernel
def _flag(  # noqa: PLR0913 - one loop over words: its state is its locals
    hashes: NDArray[np.uint32],
    token_ptr: NDArray[np.int64],
    first: int,
    last: int,
    hints: NDArray[np.uint32],
    agencies: NDArray[np.uint32],
    short_words: int,
    flags: NDArray[np.uint8],
) -> None:
    for paragraph in range(first, last):
        start = token_ptr[paragraph]
        end = token_ptr[paragraph + 1]
        found = SHORT if end - start <= short_words else 0
        for at in range(start, min(end, start + _OPENING)):
            if _holds(agencies, hashes[at]):
                found |= AGENCY
                break
        if not found & SHORT and end - start <= _LONGEST:
            for at in range(start, end):
                if _holds(hints, hashes[at]):
                    found |= HINT
                    break
        flags[paragraph] = found


@kernel
def _digests(hashes: NDArray[np.uint32], ptr: NDArray[np.int64]) -> NDArray[np.uint64]:
    digests = np.empty(len(ptr) - 1, np.uint64)
    for row in range(len(ptr) - 1):
        digests[row] = xxh64_words(hashes, ptr[row], ptr[row + 1] - ptr[row], np.uint64(0))
    return digests
