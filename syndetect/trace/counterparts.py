"""Sentences and verified pairs -> which sentence of one article another one kept, and as which."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, kernel, part
from syndetect.pairs.alignment import BOILERPLATE
from syndetect.pairs.verify import Verified
from syndetect.text import Tokens
from syndetect.threads import in_chunks
from syndetect.trace.sentences import Sentences

__all__ = ["Counterparts", "find_counterparts"]

KEPT = 0.5  # of the words of a sentence that must match for it to be kept

Passages = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]
"""Their pointer, that of their blocks, the blocks, and whether a passage counts."""
Places = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""First word of each article, its first sentence; first word of each sentence, its body words."""


@dataclass(frozen=True, slots=True)
class Counterparts:
    """Sentences that other articles kept: a row for each sentence and pair in which it was.

    Attributes
    ----------
    pair : int64 array of shape (n_rows,)
    sentence : int64 array of shape (n_rows,)
        At least half of its body words match in the other article of the pair.
    other : int64 array of shape (n_rows,)
        The sentence there that most of them stand in.
    """

    pair: NDArray[np.int64]
    sentence: NDArray[np.int64]
    other: NDArray[np.int64]


def find_counterparts(
    tokens: Tokens,
    sentences: Sentences,
    verified: Verified,
    pairs: NDArray[np.int64],
    *,
    n_threads: int | None = None,
) -> Counterparts:
    """Find which sentences two articles have in common.

    Parameters
    ----------
    tokens : Tokens
    sentences : Sentences
    verified : Verified
    pairs : int64 array of shape (n_wanted,)
        The pairs to look at, as places in ``verified.pairs``, ascending.
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    Counterparts
        Sorted by pair and sentence. A sentence without body words has none.

    Notes
    -----
    Linear in the blocks of equal words and the sentences of both articles.
    """
    alignments = verified.alignments
    counts = alignments.copied & (alignments.roles != BOILERPLATE)
    passages = (alignments.passage_ptr, alignments.block_ptr, alignments.blocks, counts)
    places = (tokens.article_ptr, sentences.article_ptr, sentences.token_ptr, sentences.n_words)

    def compare(part: slice) -> NDArray[np.int32]:
        return _find_kept(pairs[part], verified.pairs, passages, places)

    rows = np.concatenate([np.empty((0, 3), np.int32), *in_chunks(compare, len(pairs), n_threads)])
    return Counterparts(*rows.T.astype(np.int64, order="C"))


@kernel
def _find_kept(
    pairs: NDArray[np.int64], articles: NDArray[np.int64], passages: Passages, places: Places
) -> NDArray[np.int32]:
    """Return a row (pair, sentence, counterpart) for each sentence that was kept, those of a first."""
    passage_ptr, block_ptr, blocks, counts = passages
    kept = np.empty((64, 3), np.int32)
    n_kept = 0
    common = np.empty((64, 3), np.int32)  # stretches of words: sentence of a, of b, words
    for pair in pairs:
        one, other = articles[pair, 0], articles[pair, 1]
        n_common = 0
        for passage in range(passage_ptr[pair], passage_ptr[pair + 1]):
            if not counts[passage]:
                continue
            for block in range(block_ptr[passage], block_ptr[passage + 1]):
                common, n_common = _cut(blocks[block], one, other, places, common, n_common)
        order = np.arange(n_common)
        by_b = _ordered(common, order, 1, places[1][other], places[1][other + 1])
        by_a = _ordered(common, by_b, 0, places[1][one], places[1][one + 1])
        kept, n_kept = _add_kept(common, by_a, 0, pair, places[3], kept, n_kept)
        by_b = _ordered(common, by_a, 1, places[1][other], places[1][other + 1])
        kept, n_kept = _add_kept(common, by_b, 1, pair, places[3], kept, n_kept)
    return kept[:n_kept].copy()


@part
def _cut(
    block: NDArray[np.int32],
    one: int,
    other: int,
    places: Places,
    common: NDArray[np.int32],
    n_common: int,
) -> tuple[NDArray[np.int32], int]:
    """Add the stretches of a block that are in one sentence on either side."""
    article_ptr, sentence_ptr, token_ptr, _ = places
    a, b, n_left = article_ptr[one] + block[0], article_ptr[other] + block[1], block[2]
    in_a = _sentence_at(token_ptr, sentence_ptr[one], sentence_ptr[one + 1], a)
    in_b = _sentence_at(token_ptr, sentence_ptr[other], sentence_ptr[other + 1], b)
    while n_left > 0:
        n_words = min(n_left, token_ptr[in_a + 1] - a, token_ptr[in_b + 1] - b)
        if n_common == len(common):
            common = doubled(common)
        common[n_common, 0] = in_a
        common[n_common, 1] = in_b
        common[n_common, 2] = n_words
        n_common += 1
        n_left -= n_words
        a += n_words
        b += n_words
        in_a += 1 if a == token_ptr[in_a + 1] else 0
        in_b += 1 if b == token_ptr[in_b + 1] else 0
    return common, n_common


@part
def _sentence_at(token_ptr: NDArray[np.int64], low: int, high: int, word: int) -> int:
    """Return the sentence, of those from ``low`` to before ``high``, that holds a word."""
    while high - low > 1:
        middle = (low + high) // 2
        if token_ptr[middle] <= word:
            low = middle
        else:
            high = middle
    return low


@part
def _ordered(
    common: NDArray[np.int32], order: NDArray[np.int64], column: int, first: int, past: int
) -> NDArray[np.int64]:
    """Sort rows, given in some order, by a column of sentences from ``first`` to before ``past``: stable."""
    place = np.zeros(past - first + 1, np.int64)
    for row in order:
        place[common[row, column] - first + 1] += 1
    for sentence in range(past - first):
        place[sentence + 1] += place[sentence]
    found = np.empty(len(order), np.int64)
    for row in order:
        sentence = common[row, column] - first
        found[place[sentence]] = row
        place[sentence] += 1
    return found


@part
def _add_kept(  # noqa: PLR0913 - a kernel takes its arrays one by one
    common: NDArray[np.int32],
    order: NDArray[np.int64],
    side: int,
    pair: int,
    n_words: NDArray[np.int64],
    kept: NDArray[np.int32],
    n_kept: int,
) -> tuple[NDArray[np.int32], int]:
    """Add the sentences of one side that were kept; ``order`` sorts by them, then by those of the other."""
    k = 0
    while k < len(order):
        sentence = common[order[k], side]
        total, most, best = 0, 0, -1
        while k < len(order) and common[order[k], side] == sentence:
            other = common[order[k], 1 - side]
            n_shared = 0
            while (
                k < len(order) and common[order[k], side] == sentence and common[order[k], 1 - side] == other
            ):
                n_shared += common[order[k], 2]
                k += 1
            total += n_shared
            if n_shared > most:  # of equal ones the first
                most, best = n_shared, other
        if n_words[sentence] > 0 and total >= KEPT * n_words[sentence]:
            if n_kept == len(kept):
                kept = doubled(kept)
            kept[n_kept, 0] = pair
            kept[n_kept, 1] = sentence
            kept[n_kept, 2] = best
            n_kept += 1
    return kept, n_kept
