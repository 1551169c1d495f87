"""Bodies -> all that the searches for candidates look at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.params import Params
from syndetect.sketch.minhash import sign
from syndetect.sketch.shingles import content_digests
from syndetect.sketch.tfidf import Weights, count_terms, tfidf
from syndetect.sketch.winnowing import Fingerprints, winnow
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens

__all__ = ["Sketches", "exact_copies", "sketch", "without_copies"]


@dataclass(frozen=True, slots=True)
class Sketches:
    """What stands for the articles while they are searched.

    Attributes
    ----------
    firsts : int64 array of shape (n_articles,)
        For each article the first one with the same words; an article that is
        too short to be compared is its own first.
    rows : int64 array of shape (n_rows,)
        The articles to search, ascending: long enough, the first of their words.
    signatures : uint32 array of shape (n_articles, signature_size)
    fingerprints : Fingerprints
        Of the articles of ``rows``.
    weights : Weights of shape (n_articles, n_terms)
        TF-IDF, rows of length 1 or 0.
    """

    firsts: NDArray[np.int64]
    rows: NDArray[np.int64]
    signatures: NDArray[np.uint32]
    fingerprints: Fingerprints
    weights: Weights


def sketch(
    body: Tokens, params: Params, *, n_threads: int | None = None, storage: Storage = IN_MEMORY
) -> Sketches:
    """Sketch articles.

    Parameters
    ----------
    body : Tokens
    params : Params
        Of which shingle, sketch, passages and relation (``min_words``) are
        used.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where what is found is to lie.

    Returns
    -------
    Sketches
    """
    firsts, rows = without_copies(body, content_digests(body, n_threads=n_threads), params.relation.min_words)
    return Sketches(
        firsts,
        rows,
        sign(body, params.shingle, params.sketch, n_threads=n_threads, storage=storage),
        winnow(body, rows, params.passages, n_threads=n_threads, storage=storage),
        tfidf(count_terms(body, n_threads=n_threads, storage=storage), n_threads=n_threads),
    )


def without_copies(
    body: Tokens, digests: NDArray[np.uint64], min_words: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return ``firsts`` and ``rows`` of :class:`Sketches`."""
    numbers = np.arange(body.n_articles)
    long_enough = body.lengths >= min_words
    firsts = np.where(long_enough, exact_copies(digests), numbers)
    return firsts, np.flatnonzero((firsts == numbers) & long_enough)


def exact_copies(digests: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Find the articles whose words are the same.

    Parameters
    ----------
    digests : uint64 array of shape (n_articles, 2)
        As :func:`syndetect.sketch.content_digests` gives them.

    Returns
    -------
    int64 array of shape (n_articles,)
        For each article the first one with the same words: itself when it is
        the first, or the only one.
    """
    if len(digests) == 0:
        return np.empty(0, np.int64)
    _, first, inverse = np.unique(digests, axis=0, return_index=True, return_inverse=True)
    firsts: NDArray[np.int64] = first[inverse.ravel()].astype(np.int64)
    return firsts
