"""Character spans of furniture -> the flag on the words inside them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text.paragraphs import Paragraphs
from syndetect.text.tokeniser import FURNITURE
from syndetect.text.tokens import Tokens, locate_words

__all__ = ["mark_furniture"]


def mark_furniture(  # noqa: PLR0913 - each is what an earlier stage found
    texts: Sequence[str],
    tokens: Tokens,
    paragraphs: Paragraphs,
    rows: NDArray[np.int64],
    spans: NDArray[np.int64],
    *,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> tuple[Tokens, NDArray[np.int64]]:
    """Flag the words that begin inside a furniture span.

    Parameters
    ----------
    texts : sequence of str, length n_articles
    tokens, paragraphs : Tokens, Paragraphs
        Of these texts.
    rows : int64 array of shape (n_spans,)
        The article of each span.
    spans : int64 array of shape (n_spans, 2)
        Characters, half-open; each within one paragraph. They may overlap.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the new flags are to lie.

    Returns
    -------
    Tokens
        With new flags; hashes and pointer are those given.
    int64 array of shape (n_spans,)
        How many words each span holds.

    Notes
    -----
    Nearly every span is a whole paragraph, whose words are known. Where the
    words stand is looked up only in the paragraphs that hold another.
    """
    number = np.empty(len(rows), np.int64)
    _find_paragraphs(paragraphs.article_ptr, paragraphs.spans, rows, spans, number)
    words = np.column_stack((paragraphs.token_ptr[number], paragraphs.token_ptr[number + 1]))
    partial = np.flatnonzero((paragraphs.spans[number] != spans).any(axis=1))
    read, piece = np.unique(number[partial], return_inverse=True)  # each paragraph once, whatever it holds
    article = np.searchsorted(paragraphs.article_ptr, read, side="right") - 1
    pieces = [
        texts[row][start:end]
        for row, (start, end) in zip(article.tolist(), paragraphs.spans[read].tolist(), strict=True)
    ]
    places = locate_words(pieces, np.arange(len(pieces)), n_threads=n_threads)
    within = spans[partial] - paragraphs.spans[number[partial], :1]
    first = words[partial, 0]
    for side in range(2):
        words[partial, side] = first + _n_before(places.start, places.article_ptr, piece, within[:, side])
    flags = storage.copied(tokens.flags)
    _flag(words, flags)
    return Tokens(tokens.hashes, flags, tokens.article_ptr), words[:, 1] - words[:, 0]


@kernel
def _find_paragraphs(
    article_ptr: NDArray[np.int64],
    paragraphs: NDArray[np.int32],
    rows: NDArray[np.int64],
    spans: NDArray[np.int64],
    number: NDArray[np.int64],
) -> None:
    """Write the paragraph in which each span begins: the last one that begins no later."""
    for k in range(len(rows)):
        low, high = article_ptr[rows[k]], article_ptr[rows[k] + 1]
        while high - low > 1:
            middle = (low + high) // 2
            if paragraphs[middle, 0] <= spans[k, 0]:
                low = middle
            else:
                high = middle
        number[k] = low


@kernel
def _n_before(
    starts: NDArray[np.int32], ptr: NDArray[np.int64], pieces: NDArray[np.int64], limits: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Count the words of a piece that begin before each limit."""
    counts = np.zeros(len(limits), np.int64)
    for k in range(len(limits)):
        low, high = ptr[pieces[k]], ptr[pieces[k] + 1]
        while low < high:
            middle = (low + high) // 2
            if starts[middle] < limits[k]:
                low = middle + 1
            else:
                high = middle
        counts[k] = low - ptr[pieces[k]]
    return counts


@kernel
def _flag(words: NDArray[np.int64], flags: NDArray[np.uint8]) -> None:
    for k in range(len(words)):
        for word in range(words[k, 0], words[k, 1]):
            flags[word] |= FURNITURE
