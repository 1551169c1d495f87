"""Character spans of furniture -> the flag on the words inside them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.text.tokeniser import FURNITURE
from syndetect.text.tokens import Tokens, locate_words

__all__ = ["mark_furniture"]

ARTICLES_AT_ONCE = 10_000  # whose words' places are held in memory at a time


def mark_furniture(
    texts: Sequence[str],
    tokens: Tokens,
    rows: NDArray[np.int64],
    spans: NDArray[np.int64],
    *,
    n_threads: int | None = None,
) -> tuple[Tokens, NDArray[np.int64]]:
    """Flag the words that begin inside a furniture span.

    Parameters
    ----------
    texts : sequence of str, length n_articles
    tokens : Tokens
        Of these texts.
    rows : int64 array of shape (n_spans,)
        The article of each span, ascending.
    spans : int64 array of shape (n_spans, 2)
        Characters, half-open; those of one article ascend. They may overlap.
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    Tokens
        With new flags; hashes and pointer are those given.
    int64 array of shape (n_spans,)
        How many words each span holds.
    """
    flags = tokens.flags.copy()
    n_words = np.zeros(len(rows), np.int64)
    wanted = np.unique(rows)
    for first in range(0, len(wanted), ARTICLES_AT_ONCE):
        chunk = wanted[first : first + ARTICLES_AT_ONCE]
        places = locate_words(texts, chunk, n_threads=n_threads)
        low, high = np.searchsorted(rows, [chunk[0], chunk[-1] + 1])
        part = slice(low, high)
        starts = (places.article_ptr, places.start)
        _flag(starts, tokens.article_ptr, rows[part], spans[part], flags, n_words[part])
    return Tokens(tokens.hashes, flags, tokens.article_ptr), n_words


@kernel
def _flag(
    starts: tuple[NDArray[np.int64], NDArray[np.int32]],
    article_ptr: NDArray[np.int64],
    rows: NDArray[np.int64],
    spans: NDArray[np.int64],
    flags: NDArray[np.uint8],
    n_words: NDArray[np.int64],
) -> None:
    place_ptr, start = starts
    for k in range(len(rows)):
        row = rows[k]
        low, high = place_ptr[row], place_ptr[row + 1]
        past = high
        while low < past:  # the first word at or after the span's beginning
            middle = (low + past) // 2
            if start[middle] < spans[k, 0]:
                low = middle + 1
            else:
                past = middle
        while low < high and start[low] < spans[k, 1]:
            flags[article_ptr[row] + low - place_ptr[row]] |= FURNITURE
            n_words[k] += 1
            low += 1
