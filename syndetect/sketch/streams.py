"""Texts as they are read -> tokens, and all that the searches look at but terms, in one pass."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from syndetect.params import Params
from syndetect.ranges import blocks, pointer
from syndetect.sketch.minhash import sign
from syndetect.sketch.shingles import content_digests
from syndetect.sketch.sketches import Sketches, without_copies
from syndetect.sketch.tfidf import Weights
from syndetect.sketch.winnowing import Fingerprints, winnow
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens
from syndetect.text.tokens import Batch, GrowingTokens, map_batches

__all__ = ["sketch_texts"]

_NONE = np.empty(0, np.int64)
_BLOCK = 1 << 22  # fingerprints looked at in one step of NumPy


class _Part(NamedTuple):
    """What is made of one batch of texts."""

    tokens: Tokens
    digests: NDArray[np.uint64]
    signatures: NDArray[np.uint32]
    fingerprints: Fingerprints


def sketch_texts(
    texts: Iterable[str | bytes],
    params: Params,
    *,
    passages: bool = True,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> tuple[Tokens, Sketches]:
    """Tokenise and sketch texts as they stand, while they are read.

    Reading holds Python's lock nearly all of its time. The thread that makes
    words of a batch needs no lock, and goes on to sketch it: with two threads
    that takes no time, as long as there is more to read.

    Parameters
    ----------
    texts : iterable of str or bytes
        Bytes are UTF-8. Consumed once, in batches of up to 4 MB.
    params : Params
        Of which shingle, sketch, passages and relation (``min_words``) are
        used.
    passages : bool
        Choose fingerprints.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where what is found is to lie.

    Returns
    -------
    tokens : Tokens
        All words: what is furniture is seen only in a whole corpus.
    sketches : Sketches
        What :func:`syndetect.sketch.sketch` makes of these tokens, but with
        weights of no terms; with no fingerprints unless they were asked for.
    """
    growing = GrowingTokens(storage)
    digests = storage.growing(np.uint64, 2)
    signatures = storage.growing(np.uint32, params.sketch.signature_size)
    chosen, words = storage.growing(np.uint32), storage.growing(np.int32)
    n_chosen = [np.empty(0, np.int64)]

    def sketch_batch(batch: Batch) -> _Part:
        tokens = batch.tokens
        rows = np.flatnonzero(tokens.lengths >= params.relation.min_words) if passages else _NONE
        return _Part(
            tokens,
            content_digests(tokens, n_threads=1),
            sign(tokens, params.shingle, params.sketch, n_threads=1),
            winnow(tokens, rows, params.passages, n_threads=1),
        )

    for part in map_batches(sketch_batch, texts, n_threads):
        growing.append(part.tokens)
        digests.append(part.digests)
        signatures.append(part.signatures)
        chosen.append(part.fingerprints.hashes)
        words.append(part.fingerprints.words)
        n_chosen.append(np.diff(part.fingerprints.article_ptr))
    tokens = growing.finish()
    firsts, rows = without_copies(tokens, digests.finish(), params.relation.min_words)
    fingerprints = Fingerprints(chosen.finish(), words.finish(), pointer(np.concatenate(n_chosen)))
    found = Sketches(
        firsts, rows, signatures.finish(), _of(fingerprints, rows, storage), _no_terms(len(firsts))
    )
    return tokens, found


def _of(fingerprints: Fingerprints, rows: NDArray[np.int64], storage: Storage) -> Fingerprints:
    """Leave out the fingerprints of all articles but these."""
    counts = np.diff(fingerprints.article_ptr)
    keep = np.zeros(len(counts), np.bool_)
    keep[rows] = True
    if not counts[~keep].any():
        return fingerprints
    hashes, words = storage.growing(np.uint32), storage.growing(np.int32)
    for part, articles in blocks(fingerprints.article_ptr, _BLOCK):
        kept = np.repeat(keep[articles], counts[articles])
        hashes.append(fingerprints.hashes[part][kept])
        words.append(fingerprints.words[part][kept])
    return Fingerprints(hashes.finish(), words.finish(), pointer(np.where(keep, counts, 0)))


def _no_terms(n_articles: int) -> Weights:
    empty = np.empty(0, np.int64)
    return Weights(
        empty.astype(np.float32), empty.astype(np.int32), np.zeros(n_articles + 1, np.int64), (n_articles, 0)
    )
