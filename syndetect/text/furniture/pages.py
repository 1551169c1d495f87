"""All paragraphs -> the pages on which places could show furniture: the others are not looked at."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.ranges import pointer
from syndetect.text.furniture.places import (
    DATELINE_PARAGRAPHS,
    HEAD,
    HEAD_LINE,
    SENTENCE_WORDS,
    TAIL_LINE,
)
from syndetect.text.paragraphs import Paragraphs
from syndetect.text.signs import OPENING, SENTENCE
from syndetect.text.tokens import Tokens, tokenise_texts

__all__ = ["pages_to_mark"]


def pages_to_mark(
    titles: Sequence[str],
    tokens: Tokens,
    paragraphs: Paragraphs,
    marked: NDArray[np.bool_],
    agency: NDArray[np.bool_],
    *,
    n_threads: int | None = None,
) -> NDArray[np.int64]:
    """Find the pages that :func:`mark_places` may write to.

    Parameters
    ----------
    titles : sequence of str, length n_articles
    tokens, paragraphs : Tokens, Paragraphs
    marked : bool array of shape (n_paragraphs,)
        What is furniture already.
    agency : bool array of shape (n_paragraphs,)
        Whether the first words name an agency.
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    int64 array of shape (n_pages,)
        Rows, ascending: pages with furniture; with a line above or below the
        body; with what may be a dateline; with a paragraph like the title.
    """
    ptr = paragraphs.article_ptr
    n_words = np.diff(paragraphs.token_ptr)
    article = np.repeat(np.arange(len(ptr) - 1), np.diff(ptr))
    sentence = (paragraphs.signs & SENTENCE) != 0
    n_prose = pointer(n_words >= SENTENCE_WORDS)
    near_head = n_prose[1:] - n_prose[ptr[:-1]][article] <= DATELINE_PARAGRAPHS
    opening = ((paragraphs.signs & OPENING) != 0) & (near_head | agency)
    filled = np.flatnonzero(np.diff(ptr))
    first, last = ptr[filled], ptr[filled + 1] - 1
    above = ~(sentence[first] & (n_words[first] >= SENTENCE_WORDS)) & (n_words[first] <= HEAD_LINE)
    below = ~sentence[last] & (n_words[last] <= TAIL_LINE)
    needed = _like_titles(tokenise_texts(titles, n_threads=n_threads), tokens, paragraphs)
    needed[filled[above | below]] = True
    needed[article[marked | opening]] = True
    return np.flatnonzero(needed)


def _like_titles(title: Tokens, tokens: Tokens, paragraphs: Paragraphs) -> NDArray[np.bool_]:
    """Tell of each article whether a paragraph near its head has two words in five from the title."""
    found = np.zeros(title.n_articles, np.bool_)
    words = (tokens.hashes, paragraphs.token_ptr, paragraphs.article_ptr)
    _find_like_titles(title.hashes, title.article_ptr, words, found)
    return found


@kernel
def _find_like_titles(
    title: NDArray[np.uint32],
    title_ptr: NDArray[np.int64],
    words: tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]],
    found: NDArray[np.bool_],
) -> None:
    hashes, token_ptr, article_ptr = words
    for row in range(len(found)):
        n_title = title_ptr[row + 1] - title_ptr[row]
        if n_title == 0:
            continue
        for paragraph in range(article_ptr[row], min(article_ptr[row + 1], article_ptr[row] + HEAD)):
            start, end = token_ptr[paragraph], token_ptr[paragraph + 1]
            if end - start > 3 * n_title + 8:  # more than any headline of this title
                continue
            n_common = 0
            for at in range(start, end):
                for other in range(title_ptr[row], title_ptr[row + 1]):
                    if hashes[at] == title[other]:
                        n_common += 1
                        break
            if 5 * n_common >= 2 * (end - start):
                found[row] = True
                break
