"""Token arrays -> shingles: the hashes of every run of w words of an article."""

import numpy as np
from numpy.typing import NDArray

from syndetect.hashes import xxh64_runs, xxh64_words
from syndetect.kernels import kernel
from syndetect.params import ShingleParams
from syndetect.text import Tokens
from syndetect.threads import in_chunks

__all__ = ["content_digests", "shingle"]


def shingle(hashes: NDArray[np.uint32], params: ShingleParams) -> NDArray[np.uint64]:
    """Hash every run of ``params.width`` consecutive words of one article.

    Parameters
    ----------
    hashes : uint32 array of shape (n_words,)
        Token hashes of the body.
    params : ShingleParams

    Returns
    -------
    uint64 array of shape (n_shingles,)
        Sorted, distinct; empty when the body is shorter than one shingle. A
        shingle is xxh64, with ``params.seed``, of the little-endian bytes of
        its token hashes.

    Notes
    -----
    The w-shingling of Broder, "On the resemblance and containment of
    documents" (1997), sec. 2.
    """
    n_shingles = max(0, len(hashes) - params.width + 1)
    found = np.empty(n_shingles, np.uint64)
    xxh64_runs(hashes, 0, n_shingles, params.width, np.uint64(params.seed), found)
    return np.unique(found)


def content_digests(tokens: Tokens, *, n_threads: int | None = None) -> NDArray[np.uint64]:
    """Hash the word sequence of every article.

    Parameters
    ----------
    tokens : Tokens
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    uint64 array of shape (n_articles, 2)
        The xxh64 with seeds 0 and 1 of the token hashes, 128 bits together: two
        articles have equal rows exactly when their words are equal, up to
        collisions of the hashes. Case, punctuation and layout do not count.
    """
    digests = np.empty((tokens.n_articles, 2), np.uint64)

    def digest(part: slice) -> None:
        _digest_articles(tokens.hashes, tokens.article_ptr[part.start : part.stop + 1], digests[part])

    in_chunks(digest, tokens.n_articles, n_threads)
    return digests


@kernel
def _digest_articles(
    words: NDArray[np.uint32], article_ptr: NDArray[np.int64], digests: NDArray[np.uint64]
) -> None:
    for article in range(len(digests)):
        start = article_ptr[article]
        count = article_ptr[article + 1] - start
        digests[article, 0] = xxh64_words(words, start, count, np.uint64(0))
        digests[article, 1] = xxh64_words(words, start, count, np.uint64(1))
