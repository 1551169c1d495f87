"""Tokens -> their sentences."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.text import FURNITURE, SENTENCE_START, Tokens
from syndetect.trace.ranges import counted

__all__ = ["Sentences", "find_sentences"]


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


def find_sentences(tokens: Tokens) -> Sentences:
    """Find the sentences of all articles.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    Sentences
        By the flag ``SENTENCE_START``; an article without words has none.
    """
    starts = (tokens.flags & SENTENCE_START) != 0
    first_words = tokens.article_ptr[:-1][tokens.lengths > 0]
    starts[first_words] = True
    token_ptr = np.append(np.flatnonzero(starts), len(starts))
    n_words = np.diff(token_ptr) - counted((tokens.flags & FURNITURE) != 0, token_ptr)
    return Sentences(token_ptr, np.searchsorted(token_ptr[:-1], tokens.article_ptr), n_words)
