"""Articles -> what the index keeps of them: words of the body, signature, keys, role; each by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.agencies import Body, Registry, separate
from syndetect.agencies.registry import plain_outlet
from syndetect.candidates.lsh import banding
from syndetect.corpus import Article
from syndetect.hashes import xxh64_words
from syndetect.index.records import ROLES, Stored
from syndetect.kernels import kernel
from syndetect.params import FurnitureParams, IndexParams
from syndetect.sketch import sign, winnow
from syndetect.text import Tokens, tokenise_paragraphs
from syndetect.text.speech import separate_speech

__all__ = ["ALONE", "Keys", "Prepared", "make_keys", "prepare"]

ALONE = FurnitureParams(min_articles=0)
"""Furniture by the rules alone: what an outlet repeats depends on the other articles at hand."""

_AGENCY, _COPY = ROLES.index("agency"), ROLES.index("agency copy")

FINGERPRINT = 1 << 61  # keys of bands lie below, of fingerprints above


Keys = NDArray[np.int64]  # (n_keys,), distinct, ascending


@dataclass(frozen=True, slots=True)
class Prepared:
    """Articles as the index keeps them: words, keys and role (a place in ``ROLES``) of each."""

    stored: list[Stored]
    keys: list[Keys]
    roles: list[int]


def prepare(
    articles: Sequence[Article], registry: Registry, params: IndexParams, *, n_threads: int | None = None
) -> Prepared:
    """Make of each article what the index keeps.

    Parameters
    ----------
    articles : sequence of Article
    registry : Registry
        The agencies whose credits are read.
    params : IndexParams
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    Prepared
        Of each article whatever the others are: only rules that look at one
        article decide what is furniture.
    """
    texts = [article.text for article in articles]
    tokens, paragraphs = tokenise_paragraphs(texts, n_threads=n_threads)
    tokens, _ = separate_speech(texts, tokens, paragraphs)
    separated = separate(articles, tokens, paragraphs, registry, ALONE, n_threads=n_threads)
    body = separated.tokens.body()
    signatures = sign(body, params.shingle, params.sketch, n_threads=n_threads)
    stored = []
    for row in range(body.n_articles):
        words = slice(body.article_ptr[row], body.article_ptr[row + 1])
        stored.append(Stored(body.hashes[words], body.flags[words], signatures[row]))
    return Prepared(
        stored,
        make_keys(body, signatures, params, n_threads=n_threads),
        _roles(articles, separated, registry),
    )


def _roles(articles: Sequence[Article], separated: Body, registry: Registry) -> list[int]:
    """Tell agencies' own texts, by outlet or address, from what is credited to them, and from the rest."""
    credited: dict[int, set[str]] = {}
    originals = set()
    for credit in separated.credits:
        if credit.channel == "text":
            credited.setdefault(credit.article, set()).add(credit.agency)
        elif credit.channel == "original":
            originals.add(credit.article)
    roles = []
    for row, article in enumerate(articles):
        own = _own_agency(article, registry)
        others = credited.get(row, set()) - {own}
        is_own = (own != "" or row in originals) and not others
        roles.append(_AGENCY if is_own else _COPY if row in credited else 0)
    return roles


def _own_agency(article: Article, registry: Registry) -> str:
    """Name the agency whose outlet or site an article is from; empty for none."""
    found = registry.of_outlet(plain_outlet(article.outlet), article.url)
    is_agency = found is not None and registry.agencies[found].kind == "agency"
    return registry.agencies[found].name if is_agency and found is not None else ""


def make_keys(
    body: Tokens, signatures: NDArray[np.uint32], params: IndexParams, *, n_threads: int | None = None
) -> list[Keys]:
    """Make the keys under which articles meet.

    Parameters
    ----------
    body : Tokens
    signatures : uint32 array of shape (n_articles, signature_size)
        Of them.
    params : IndexParams
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    list of Keys, length n_articles
        Each key is a band of the signature, hashed with its place, or 2**61 and
        the words of a fingerprint, hashed: to 61 bits, so that in a large index
        no unlike articles meet. An article of fewer than ``params.min_words``
        words has none.
    """
    long_enough = body.lengths >= params.min_words
    fingerprints = winnow(body, np.flatnonzero(long_enough), params.passages, n_threads=n_threads)
    cut = banding(params.signature_size, params.threshold)
    bands = _band_keys(signatures, cut.bands, cut.rows)
    starts = np.repeat(body.article_ptr[:-1], np.diff(fingerprints.article_ptr)) + fingerprints.words
    shared = _run_keys(body.hashes, starts, params.passages.width)
    keys = []
    for row in range(body.n_articles):
        runs = shared[fingerprints.article_ptr[row] : fingerprints.article_ptr[row + 1]]
        keys.append(np.unique(np.concatenate((bands[row], runs))) if long_enough[row] else runs)
    return keys


@kernel
def _run_keys(hashes: NDArray[np.uint32], starts: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Return the keys of runs of so many words: int64 (n_runs,)."""
    keys = np.empty(len(starts), np.int64)
    for k in range(len(starts)):
        keys[k] = FINGERPRINT + np.int64(xxh64_words(hashes, starts[k], width, np.uint64(0)) >> np.uint64(3))
    return keys


@kernel
def _band_keys(signatures: NDArray[np.uint32], bands: int, rows: int) -> NDArray[np.int64]:
    """Return the keys of the bands of every signature: int64 (n_articles, bands)."""
    keys = np.empty((len(signatures), bands), np.int64)
    for article in range(len(signatures)):
        for band in range(bands):
            hashed = xxh64_words(signatures[article], band * rows, rows, np.uint64(band + 1))
            keys[article, band] = np.int64(hashed >> np.uint64(3))
    return keys
