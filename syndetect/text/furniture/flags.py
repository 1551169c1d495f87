"""Tokens and paragraphs -> which paragraphs and pages a rule should look at, and a digest of each."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from syndetect.hashes import xxh64_words
from syndetect.kernels import kernel
from syndetect.params import FurnitureParams
from syndetect.text.furniture.triggers import load_triggers, load_words
from syndetect.text.paragraphs import Paragraphs
from syndetect.text.runs import ANYWHERE, END, HEAD, START, TAIL, WHOLE, Hits, RunTable, find_runs, run_table
from syndetect.text.signs import ODD, SENTENCE
from syndetect.text.tokens import Tokens

__all__ = [
    "AGENCY",
    "CAPTION",
    "LINE",
    "PHRASE",
    "article_digests",
    "flag_paragraphs",
    "paragraph_digests",
]

LINE = 1  # flag: short, and no plain sentence; or it holds a word of lines
PHRASE = 2  # flag: holds a phrase where it counts
CAPTION = 4  # flag: holds a word that captions hold, or a full date
AGENCY = 8  # flag: an agency is named near its beginning, as in a dateline
_YEAR, _MONTH = 16, 32  # uses of words that become no flag by themselves

LINE_WORDS = 24  # words of a line
_LONGEST = 130  # words; no phrase counts in a longer paragraph
_PLACES = {"whole": WHOLE, "start": START, "end": END, "within": ANYWHERE}


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
        ``LINE``, ``PHRASE``, ``CAPTION`` and ``AGENCY``, or-ed.

    Notes
    -----
    A short paragraph that is one plain sentence, without digits, brackets and
    the like, is no line, stamp, byline or credit, whatever its words.
    """
    table, uses = _hints()
    n_words = np.diff(paragraphs.token_ptr)
    hits = find_runs(tokens.hashes, paragraphs.token_ptr, table, n_threads=n_threads)
    use = uses[hits[:, 1]]
    short = n_words <= params.short_words
    plain = (paragraphs.signs & (SENTENCE | ODD)) == SENTENCE
    open_ended = (n_words <= LINE_WORDS) & ((paragraphs.signs & (SENTENCE | ODD)) == ODD)
    flags = np.where(short & ~plain, LINE | CAPTION, np.where(open_ended, LINE, 0)).astype(np.uint8)
    in_long = n_words[hits[:, 0]] > _LONGEST
    for flag in (LINE, PHRASE, CAPTION):
        flags[hits[(use & flag != 0) & ~in_long, 0]] |= flag
    flags[hits[use & AGENCY != 0, 0]] |= AGENCY
    flags[_with_dates(hits[~in_long], use[~in_long], paragraphs.token_ptr)] |= CAPTION
    return flags


def paragraph_digests(tokens: Tokens, paragraphs: Paragraphs) -> NDArray[np.uint64]:
    """Hash the words of every paragraph (xxh64, seed 0): uint64 (n_paragraphs,)."""
    return _digests(tokens.hashes, paragraphs.token_ptr)


def article_digests(tokens: Tokens) -> NDArray[np.uint64]:
    """Hash the words of every article (xxh64, seed 0): uint64 (n_articles,)."""
    return _digests(tokens.hashes, tokens.article_ptr)


@cache
def _hints() -> tuple[RunTable, NDArray[np.uint8]]:
    """Return the runs of words that rules wait for, and what each is for."""
    years = [str(year) for year in range(1900, 2040)]
    runs = [
        (phrase, _PLACES[match], PHRASE)
        for match, phrases in load_triggers().written.items()
        for phrase in sorted({*phrases, *(phrase.replace("'", " ") for phrase in phrases)})
    ]
    runs += [(word, ANYWHERE, LINE) for word in load_words("line_hints")]
    runs += [(word, END, LINE) for word in load_words("line_endings")]
    runs += [(word, HEAD | TAIL, CAPTION) for word in load_words("caption_hints")]
    runs += [(word, START, CAPTION) for word in load_words("caption_openings")]
    runs += [(word, END, CAPTION) for word in load_words("caption_endings")]
    runs += [(word, ANYWHERE, CAPTION) for word in load_words("caption_phrases")]
    runs += [(word, ANYWHERE, _MONTH) for word in load_words("months")]
    runs += [(word, ANYWHERE, _YEAR) for word in years]
    runs += [(word, HEAD, AGENCY) for word in load_words("dateline_agencies")]
    texts, places, uses = zip(*runs, strict=True)
    return run_table(texts, places), np.array(uses, np.uint8)


def _with_dates(hits: Hits, use: NDArray[np.uint8], token_ptr: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the paragraphs in which a year stands behind a month, a day between them or not."""
    at = token_ptr[hits[:, 0]] + hits[:, 2]
    years, months = (at[use & wanted != 0] for wanted in (_YEAR, _MONTH))
    dated = years[np.isin(years - 1, months) | np.isin(years - 2, months)]
    found: NDArray[np.int64] = np.searchsorted(token_ptr, dated, side="right") - 1
    return found


@kernel
def _digests(hashes: NDArray[np.uint32], ptr: NDArray[np.int64]) -> NDArray[np.uint64]:
    digests = np.empty(len(ptr) - 1, np.uint64)
    for row in range(len(ptr) - 1):
        digests[row] = xxh64_words(hashes, ptr[row], ptr[row + 1] - ptr[row], np.uint64(0))
    return digests
