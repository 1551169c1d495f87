"""Fingerprints -> candidate pairs: articles that share a run of words, wherever it stands.

Every article looks its fingerprints up in the posting lists of all. A hit
counts when the words around it are equal for ``run_words`` words; the partners
are ranked by the rarity of what they share, words of direct speech counting a
quarter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.pairing import Pairs, distinct
from syndetect.candidates.posting_lists import build_posting_lists
from syndetect.kernels import kernel, part, prefetch
from syndetect.params import PassageParams
from syndetect.sketch import Fingerprints
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import QUOTED, Tokens
from syndetect.threads import in_chunks

__all__ = ["Partners", "passage_pairs"]

PROSE_WEIGHT, QUOTE_WEIGHT = 4, 1


@dataclass(frozen=True, slots=True)
class Partners:
    """What the search for passages gave: candidate pairs, and where it was bounded."""

    pairs: Pairs
    n_fingerprints: int
    n_common: int  # fingerprints in more than ``max_postings`` articles
    n_bounded: int  # articles with more partners than ``n_partners``


def passage_pairs(  # noqa: PLR0913 - each is what an earlier stage found
    tokens: Tokens,
    fingerprints: Fingerprints,
    leaders: NDArray[np.int64],
    published_at: NDArray[np.float64],
    params: PassageParams,
    *,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Partners:
    """Find for every article those that share a run of words with it.

    Parameters
    ----------
    tokens : Tokens
        Of the bodies.
    fingerprints : Fingerprints
        As :func:`syndetect.sketch.winnow` gives them for these tokens and
        parameters.
    leaders : int64 array of shape (n_articles,)
        The article that each is a copy of, or itself: what stands behind one
        leader counts as one article and is not paired here.
    published_at : float64 array of shape (n_articles,)
        Seconds; NaN when unknown.
    params : PassageParams
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where the lists are to lie.

    Returns
    -------
    Partners
        Every pair with a common run of ``params.run_words`` words, as long as
        no bound applies: not more than ``max_postings`` articles have its
        fingerprints, none of the two has more than ``n_partners`` better
        partners, and no shingle stands more than 4 times in an article.

    Notes
    -----
    The work for an article is at most its fingerprints times ``max_postings``,
    whatever the size of the corpus: a story of n copies, or a phrase that n
    articles carry, costs O(n).
    """
    if params.n_partners == 0 or len(fingerprints.hashes) == 0:
        return Partners(np.empty((0, 2), np.int64), len(fingerprints.hashes), 0, 0)
    order = np.argsort(published_at, kind="stable")  # NaN last
    index = build_posting_lists(fingerprints, leaders, order, n_threads=n_threads, storage=storage)
    searching = np.flatnonzero(np.diff(index.of_row))
    lists = (index.ptr, index.rows, index.words, index.weights)
    own = (index.of_row, index.lists, index.places, index.starts)
    limits = (params.width, params.run_words, params.max_postings, params.n_common)
    texts = (tokens.hashes, tokens.flags, tokens.article_ptr)

    def search(part: slice) -> tuple[Pairs, int]:
        partners = np.full((part.stop - part.start, params.n_partners), -1, np.int32)
        n_bounded = _search(texts, lists, own, leaders, searching[part], limits, partners)
        place, number = np.nonzero(partners >= 0)
        return np.stack([searching[part][place], partners[place, number]], axis=1), n_bounded

    found = in_chunks(search, len(searching), n_threads, per_thread=8)  # arrays of all articles each
    n_common = int((np.diff(index.ptr) > params.max_postings).sum())
    pairs = distinct(np.concatenate([np.empty((0, 2), np.int64), *(several for several, _ in found)]))
    return Partners(pairs, len(fingerprints.hashes), n_common, sum(n_bounded for _, n_bounded in found))


@kernel
def _search(  # noqa: PLR0913 - a kernel takes its arrays one by one
    texts: tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int64]],
    lists: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    own: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    leaders: NDArray[np.int64],
    searching: NDArray[np.int64],
    limits: tuple[int, int, int, int],
    partners: NDArray[np.int32],
) -> int:
    """Write the best partners of some articles; return how many had more."""
    _, flags, article_ptr = texts
    ptr, rows, words, weights = lists
    of_row, own_lists, own_places, own_starts = own
    width, run_words, max_postings, n_common = limits
    n_bounded = 0
    score = np.zeros(len(leaders), np.int64)
    shares_run = np.zeros(len(leaders), np.bool_)
    touched = np.empty(len(leaders), np.int32)
    for k in range(len(searching)):
        row = searching[k]
        _ask_ahead(lists, own, searching, k)
        n_touched = 0
        for entry in range(of_row[row], of_row[row + 1]):
            number, word = own_lists[entry], own_starts[entry]
            speech = flags[article_ptr[row] + word + width // 2] & QUOTED
            weight = weights[number] * (QUOTE_WEIGHT if speech else PROSE_WEIGHT)
            first, last = ptr[number], ptr[number + 1]
            n_earliest, near = last - first, last
            if last - first > max_postings:  # half the earliest, half those nearest in time
                n_earliest = n_common // 2
                near = first + own_places[entry] - n_earliest // 2
                near = min(max(near, first + n_earliest), last - n_earliest)
                last = near + n_earliest
            for step in range(n_earliest + last - near):
                at = first + step if step < n_earliest else near + step - n_earliest
                other = rows[at]
                if leaders[other] == leaders[row]:
                    continue
                if score[other] == 0:
                    touched[n_touched] = other
                    n_touched += 1
                score[other] += weight
                if not shares_run[other]:
                    shares_run[other] = _run_length(texts, row, other, word, words[at]) >= run_words
        n_found = 0
        for t in range(n_touched):
            other = touched[t]
            if shares_run[other]:
                _insert(score, partners[k], other, n_found)
                n_found += 1
        n_bounded += 1 if n_found > partners.shape[1] else 0
        for t in range(n_touched):
            score[touched[t]] = 0
            shares_run[touched[t]] = False
    return n_bounded


@part
def _ask_ahead(
    lists: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    own: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    searching: NDArray[np.int64],
    k: int,
) -> None:
    """Ask for the lists of articles that are searched next: first where these stand, then what is in them."""
    ptr, rows, words, weights = lists
    of_row, own_lists, _, _ = own
    if k + 2 < len(searching):
        for entry in range(of_row[searching[k + 2]], of_row[searching[k + 2] + 1]):
            prefetch(ptr, own_lists[entry])
            prefetch(weights, own_lists[entry])
    if k + 1 < len(searching):
        for entry in range(of_row[searching[k + 1]], of_row[searching[k + 1] + 1]):
            prefetch(rows, ptr[own_lists[entry]])
            prefetch(words, ptr[own_lists[entry]])


@part
def _run_length(
    texts: tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int64]],
    one: int,
    other: int,
    i: int,
    j: int,
) -> int:
    """Return the length of the run of equal words around a word of each; 0 when these differ."""
    hashes, _, article_ptr = texts
    first_a, past_a = article_ptr[one], article_ptr[one + 1]
    first_b, past_b = article_ptr[other], article_ptr[other + 1]
    at_a, at_b = first_a + i, first_b + j
    after = 0
    while at_a + after < past_a and at_b + after < past_b and hashes[at_a + after] == hashes[at_b + after]:
        after += 1
    before = 0
    while (
        after > 0
        and at_a - before > first_a
        and at_b - before > first_b
        and hashes[at_a - before - 1] == hashes[at_b - before - 1]
    ):
        before += 1
    return before + after


@kernel
def _insert(score: NDArray[np.int64], best: NDArray[np.int32], other: int, n_before: int) -> None:
    """Put an article among the best by score; ties by row."""
    place = min(n_before, len(best))
    while place > 0 and (
        score[best[place - 1]] < score[other]
        or (score[best[place - 1]] == score[other] and best[place - 1] > other)
    ):
        if place < len(best):
            best[place] = best[place - 1]
        place -= 1
    if place < len(best):
        best[place] = other
