"""Token arrays of two articles -> the passages that they share, in words.

How a pair is aligned:

1. *Seeds*: every maximal run of at least ``seed_words`` equal words.
2. *Tiles*: longest first, each run keeps those of its words that no longer run
   has taken, on both sides (Wise, "String similarity via greedy string tiling
   and running Karp-Rabin matching", 1993). Moves are found as what they are.
3. *Extension*: a tile grows over single edits, then neighbouring tiles are
   joined over gaps of up to ``max_gap`` words, whose equal words are matched
   too (longest common subsequence).
4. *Parts*: what is joined is cut where direct speech begins or ends. A short
   quotation inside copied prose is a term, not speech, and counts as prose; a
   few words of prose between shared quotations ("he said") are no copying.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, kernel
from syndetect.pairs.extension import extend
from syndetect.pairs.roles import BOILERPLATE, PROSE, QUOTE, Settings, cut_blocks
from syndetect.pairs.seeds import index_runs, seed_matches, tile
from syndetect.params import AlignParams
from syndetect.text import Tokens
from syndetect.threads import in_chunks

__all__ = ["BOILERPLATE", "EDITED", "PROSE", "QUOTE", "VERBATIM", "Alignments", "align"]

VERBATIM, EDITED = 0, 1


@dataclass(frozen=True, slots=True)
class Alignments:
    """The passages of many pairs, and the blocks of equal words that they are made of.

    Attributes
    ----------
    passage_ptr : int64 array of shape (n_pairs + 1,)
        The passages of pair k are ``passage_ptr[k]:passage_ptr[k + 1]``,
        sorted by place in b.
    roles : uint8 array of shape (n_passages,)
        ``PROSE``, ``QUOTE`` or ``BOILERPLATE`` (furniture on either side).
    block_ptr : int64 array of shape (n_passages + 1,)
        The blocks of passage p are ``block_ptr[p]:block_ptr[p + 1]``.
    blocks : int32 array of shape (n_blocks, 3)
        First word in a, first word in b, number of words: equal on both sides.
        No two blocks of a pair share a word; within a passage they ascend on
        both sides.
    n_capped : int
        Pairs with more than ``seeds.MAX_MATCHES`` seeds, aligned on the first ones.
    """

    passage_ptr: NDArray[np.int64]
    roles: NDArray[np.uint8]
    block_ptr: NDArray[np.int64]
    blocks: NDArray[np.int32]
    n_capped: int

    @property
    def spans(self) -> NDArray[np.int32]:
        """First and one past the last word in a, then in b: int32 (n_passages, 4)."""
        first, last = self.blocks[self.block_ptr[:-1]], self.blocks[self.block_ptr[1:] - 1]
        ends = last[:, :2] + last[:, 2:]
        return np.stack([first[:, 0], ends[:, 0], first[:, 1], ends[:, 1]], axis=1)

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """``VERBATIM`` where a passage is one block, else ``EDITED``: uint8 (n_passages,)."""
        return np.where(np.diff(self.block_ptr) == 1, VERBATIM, EDITED).astype(np.uint8)

    @property
    def n_words(self) -> NDArray[np.int64]:
        """Words that match, on either side: int64 (n_passages,)."""
        return _sums(self.blocks[:, 2], self.block_ptr)

    def words(self, role: int) -> NDArray[np.int64]:
        """Return the matched words of each pair that have a role: int64 (n_pairs,)."""
        return _sums(np.where(self.roles == role, self.n_words, 0), self.passage_ptr)

    def longest_prose(self) -> NDArray[np.int64]:
        """Return the matched words of the longest passage of prose of each pair: int64 (n_pairs,)."""
        longest = np.zeros(len(self.passage_ptr) - 1, np.int64)
        pair_of = np.repeat(np.arange(len(longest)), np.diff(self.passage_ptr))
        np.maximum.at(longest, pair_of, np.where(self.roles == PROSE, self.n_words, 0))
        return longest

    def take(self, chosen: NDArray[np.int64]) -> "Alignments":
        """Return the passages of some pairs, in the order given."""
        passage_ptr, passages = _take(self.passage_ptr, chosen)
        block_ptr, blocks = _take(self.block_ptr, passages)
        return Alignments(passage_ptr, self.roles[passages], block_ptr, self.blocks[blocks], self.n_capped)

    def followed_by(self, other: "Alignments") -> "Alignments":
        """Return the passages of these pairs and then those of the others."""
        return Alignments(
            np.concatenate((self.passage_ptr, self.passage_ptr[-1] + other.passage_ptr[1:])),
            np.concatenate((self.roles, other.roles)),
            np.concatenate((self.block_ptr, self.block_ptr[-1] + other.block_ptr[1:])),
            np.concatenate((self.blocks, other.blocks)),
            self.n_capped + other.n_capped,
        )


def _sums(values: NDArray[np.integer], ptr: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum the values of each range of a CSR pointer."""
    total = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    sums: NDArray[np.int64] = total[ptr[1:]] - total[ptr[:-1]]
    return sums


def _take(ptr: NDArray[np.int64], chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pointer of the chosen ranges put one after the other, and the rows they hold."""
    sizes = np.diff(ptr)[chosen]
    new_ptr = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    rows = np.arange(new_ptr[-1]) + np.repeat(ptr[chosen] - new_ptr[:-1], sizes)
    return new_ptr, rows


def align(
    tokens: Tokens, pairs: NDArray[np.int64], params: AlignParams, *, n_threads: int | None = None
) -> Alignments:
    """Align pairs of articles.

    Parameters
    ----------
    tokens : Tokens
    pairs : int64 array of shape (n_pairs, 2)
        Rows of a and b; pairs of the same a should stand together, its index
        is then built once.
    params : AlignParams
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    Alignments
        A pair that shares nothing has no passages.
    """
    settings: Settings = (
        params.seed_words,
        params.max_gap,
        params.min_prose_words,
        params.min_quote_words,
        params.max_occurrences,
    )

    def align_part(part: slice) -> tuple[NDArray[np.int32], int]:
        found, n_capped = _align_pairs(tokens.hashes, tokens.flags, tokens.article_ptr, pairs[part], settings)
        found[:, 0] += part.start
        return found, n_capped

    parts = in_chunks(align_part, len(pairs), n_threads)
    rows = [found for found, _ in parts]
    table = np.concatenate(rows) if rows else np.empty((0, 6), np.int32)
    starts = np.flatnonzero(table[:, 1])
    n_passages = np.bincount(table[starts, 0], minlength=len(pairs))
    return Alignments(
        passage_ptr=np.concatenate(([0], np.cumsum(n_passages))).astype(np.int64),
        roles=table[starts, 2].astype(np.uint8),
        block_ptr=np.append(starts, len(table)).astype(np.int64),
        blocks=np.ascontiguousarray(table[:, 3:]),
        n_capped=sum(capped for _, capped in parts),
    )


@kernel
def _align_pairs(
    words: NDArray[np.uint32],
    flags: NDArray[np.uint8],
    article_ptr: NDArray[np.int64],
    pairs: NDArray[np.int64],
    settings: Settings,
) -> tuple[NDArray[np.int32], int]:
    """Return a row a block (pair, begins a passage, role, a_first, b_first, length), and the pairs capped."""
    seed_words, max_gap = settings[0], settings[1]
    found = np.empty((256, 6), np.int32)
    n_found = 0
    n_capped = 0
    indexed = -1
    heads = np.empty(0, np.int32)
    following = np.empty(0, np.int32)
    for pair in range(len(pairs)):
        one, other = pairs[pair, 0], pairs[pair, 1]
        a = words[article_ptr[one] : article_ptr[one + 1]]
        b = words[article_ptr[other] : article_ptr[other + 1]]
        if _equal(a, b):  # word for word, also where the text repeats itself too often for seeds
            partner = np.arange(len(a)).astype(np.int32)
        else:
            if one != indexed:
                heads, following = index_runs(a, seed_words, settings[4])
                indexed = one
            matches, capped = seed_matches(a, b, seed_words, heads, following)
            n_capped += 1 if capped else 0
            if len(matches) == 0:
                continue
            partner = tile(matches, len(a), len(b), seed_words)
            extend(a, b, partner, max_gap)
        a_flags = flags[article_ptr[one] : article_ptr[one + 1]]
        b_flags = flags[article_ptr[other] : article_ptr[other + 1]]
        blocks = cut_blocks(a_flags, b_flags, partner, settings)
        while n_found + len(blocks) > len(found):
            found = doubled(found)
        for row in range(len(blocks)):
            found[n_found, 0] = pair
            for column in range(5):
                found[n_found, 1 + column] = blocks[row, column]
            n_found += 1
    return found[:n_found].copy(), n_capped


@kernel
def _equal(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> bool:
    if len(a) != len(b):
        return False
    same = True
    for k in range(len(a)):
        if a[k] != b[k]:
            same = False
            break
    return same
