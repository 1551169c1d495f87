"""Tokens -> their sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.ranges import blocks, counted
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import FURNITURE, SENTENCE_START, Tokens

__all__ = ["Sentences", "find_sentences"]

_AT_ONCE = 1 << 17  # sentences looked at in one step of NumPy


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of all articles, one after the other.

    Attributes
    ----------
    token_ptr : int64 array of shape (n_sentences + 1,)
        The words of sentence s are ``token_ptr[s]:token_ptr[s + 1]``.
    article_ptr : int64 array of shape (n_articles + 1,)
        The sentences of article i are ``article_ptr[i]:article_ptr[i + 1]``.
    n_words : int64 array of shape (n_sentences,)
        Body words of each.
    """

    token_ptr: NDArray[np.int64]
    article_ptr: NDArray[np.int64]
    n_words: NDArray[np.int64]

    def article_of(self, sentences: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the article of each sentence: int64."""
        return np.searchsorted(self.article_ptr, sentences, side="right") - 1

    def blocks(self) -> Iterator[tuple[slice, "Sentences"]]:
        """Cut the sentences into those of some articles each: which of all they are, and they alone."""
        for held, rows in blocks(self.article_ptr, _AT_ONCE):
            token_ptr = self.token_ptr[held.start : held.stop + 1]
            article_ptr = self.article_ptr[rows.start : rows.stop + 1] - held.start
            yield held, Sentences(token_ptr, article_ptr, self.n_words[held])


def find_sentences(tokens: Tokens, storage: Storage = IN_MEMORY) -> Sentences:
    """Find the sentences of all articles.

    Parameters
    ----------
    tokens : Tokens
    storage : Storage, optional
        Where they are to lie.

    Returns
    -------
    Sentences
        By the flag ``SENTENCE_START``; an article without words has none.
    """
    starts, n_words = storage.growing(np.int64), storage.growing(np.int64)
    for words, rows in tokens.blocks():
        flags = tokens.flags[words]
        begins = (flags & SENTENCE_START) != 0
        begins[tokens.article_ptr[rows][tokens.lengths[rows] > 0] - words.start] = True
        bounds = np.append(np.flatnonzero(begins), len(flags))
        starts.append(bounds[:-1] + words.start)
        n_words.append(np.diff(bounds) - counted((flags & FURNITURE) != 0, bounds))
    starts.append(np.array([len(tokens.flags)]))
    token_ptr = starts.finish()
    article_ptr = np.searchsorted(token_ptr[:-1], tokens.article_ptr)
    return Sentences(token_ptr, article_ptr, n_words.finish())
