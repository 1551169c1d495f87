"""Tokens and verified pairs -> sentences, and which sentence of one article is which of another."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, kernel
from syndetect.pairs.alignment import BOILERPLATE
from syndetect.pairs.verify import Verified
from syndetect.text import FURNITURE, SENTENCE_START, Tokens
from syndetect.trace.ranges import counted, first_of_each

__all__ = ["Counterparts", "Sentences", "find_counterparts", "find_sentences"]

PAIRS_AT_ONCE = 1 << 14  # whose matches are held in memory at a time
KEPT = 0.5  # of the words of a sentence that must match for it to be kept


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

    def of_token(self) -> NDArray[np.int32]:
        """Return the sentence of every word: int32 (n_tokens,)."""
        return np.repeat(np.arange(len(self.n_words), dtype=np.int32), np.diff(self.token_ptr))

    def article_of(self, sentences: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the article of each sentence: int64."""
        return np.searchsorted(self.article_ptr, sentences, side="right") - 1


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


def find_counterparts(
    tokens: Tokens, sentences: Sentences, verified: Verified, pairs: NDArray[np.int64]
) -> Counterparts:
    """Find which sentences two articles have in common.

    Parameters
    ----------
    tokens : Tokens
    sentences : Sentences
    verified : Verified
    pairs : int64 array of shape (n_wanted,)
        The pairs to look at, as places in ``verified.pairs``, ascending.

    Returns
    -------
    Counterparts
        Sorted by pair and sentence. A sentence without body words has none.
    """
    alignments = verified.alignments
    copied = alignments.copied & (alignments.roles != BOILERPLATE)
    arrays = (alignments.passage_ptr, alignments.block_ptr, alignments.blocks)
    starts, sentence_of = tokens.article_ptr[verified.pairs], sentences.of_token()
    first = sentences.article_ptr[verified.pairs]
    width = int(np.diff(sentences.article_ptr).max(initial=0)) + 1
    found = [np.empty((3, 0), np.int64)]
    for at in range(0, len(pairs), PAIRS_AT_ONCE):
        part = pairs[at : at + PAIRS_AT_ONCE]
        matches = _match_sentences(part, arrays, copied, starts, sentence_of).astype(np.int64)
        sides = [_kept(matches, first[matches[:, 0]], width, sentences.n_words, side) for side in (0, 1)]
        rows = np.concatenate(sides, axis=1)
        found.append(rows[:, np.argsort(rows[0], kind="stable")])  # sentences of a come before those of b
    return Counterparts(*np.concatenate(found, axis=1))


def _kept(
    matches: NDArray[np.int64],
    first: NDArray[np.int64],
    width: int,
    size: NDArray[np.int64],
    side: int,
) -> NDArray[np.int64]:
    """Return pair, sentence and counterpart of the sentences of one side that were kept, in this order.

    ``first`` are the first sentences of both articles, by row of ``matches``;
    ``size`` the body words of every sentence. Numbers within the article, below
    ``width``, make keys of one integer: sorting these is ten times faster than
    sorting by columns.
    """
    this, other = matches[:, 1 + side] - first[:, side], matches[:, 2 - side] - first[:, 1 - side]
    keys = (matches[:, 0] * width + this) * width + other
    order = np.argsort(keys)
    keys, n_words, first = keys[order], matches[order, 3], first[order]
    of_both = first_of_each(keys)
    if not len(of_both):
        return np.empty((3, 0), np.int64)
    n_words, first, keys = np.add.reduceat(n_words, of_both), first[of_both], keys[of_both]
    of_one = first_of_each(keys // width)
    total = np.add.reduceat(n_words, of_one)
    best = np.maximum.reduceat(n_words * width + width - 1 - keys % width, of_one)  # of equal ones the first
    pair, sentence = keys[of_one] // width // width, keys[of_one] // width % width + first[of_one, side]
    kept = (total >= KEPT * size[sentence]) & (size[sentence] > 0)
    counterpart = width - 1 - best % width + first[of_one, 1 - side]
    return np.stack((pair, sentence, counterpart))[:, kept]


@kernel
def _match_sentences(
    pairs: NDArray[np.int64],
    alignments: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]],
    counted: NDArray[np.bool_],
    starts: NDArray[np.int64],
    sentence_of: NDArray[np.int32],
) -> NDArray[np.int32]:
    """Return a row (pair, sentence of a, sentence of b, words) for each stretch of matched words."""
    passage_ptr, block_ptr, blocks = alignments
    rows = np.empty((64, 4), np.int32)
    n_rows = 0
    for pair in pairs:
        for passage in range(passage_ptr[pair], passage_ptr[pair + 1]):
            if not counted[passage]:
                continue
            for block in range(block_ptr[passage], block_ptr[passage + 1]):
                first_a, first_b = starts[pair, 0] + blocks[block, 0], starts[pair, 1] + blocks[block, 1]
                for at in range(blocks[block, 2]):
                    a, b = sentence_of[first_a + at], sentence_of[first_b + at]
                    if at == 0 or rows[n_rows - 1, 1] != a or rows[n_rows - 1, 2] != b:
                        if n_rows == len(rows):
                            rows = doubled(rows)
                        rows[n_rows, 0] = pair
                        rows[n_rows, 1] = a
                        rows[n_rows, 2] = b
                        rows[n_rows, 3] = 0
                        n_rows += 1
                    rows[n_rows - 1, 3] += 1
    return rows[:n_rows].copy()
