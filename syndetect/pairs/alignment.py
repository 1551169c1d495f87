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
   What another passage stands in between of is cut there.
5. *Rewriting*: among the words that no passage holds, sentences that are each
   other's best partner by tf-isf cosine make rewritten passages: see
   ``fragments.py``. With ``RewriteParams.join_words`` all words are searched,
   and passages that lie near each other are joined, whatever their kind.

No two passages overlap, on either side. The result does not depend on which
article is called a: ties are decided as seen from the one that is shorter or,
of equally long ones, comes first by the hashes of its words.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, kernel, part
from syndetect.pairs.composition import (
    EDITED,
    REWRITTEN,
    VERBATIM,
    copied_passages,
    free_words,
    joined,
    rewritten_passages,
)
from syndetect.pairs.extension import extend
from syndetect.pairs.fragments import Rewriting, find_fragments
from syndetect.pairs.roles import BOILERPLATE, PROSE, QUOTE, Settings, cut_blocks
from syndetect.pairs.seeds import index_runs, seed_matches, tile, turned
from syndetect.params import AlignParams, RewriteParams
from syndetect.ranges import rows_of
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens
from syndetect.threads import available_threads, chunks, in_order

__all__ = ["BOILERPLATE", "EDITED", "PROSE", "QUOTE", "REWRITTEN", "VERBATIM", "Alignments", "align"]

PAIRS_AT_ONCE = 1 << 12  # aligned, or taken, in one go, at most
PARTS_A_THREAD = 16  # at least, where there are so many pairs: uneven work is shared better


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
    kinds : uint8 array of shape (n_passages,)
        ``VERBATIM`` where a passage is one block of equal words, ``EDITED``
        where several, ``REWRITTEN`` where sentences say the same.
    spans : int32 array of shape (n_passages, 4)
        First and one past the last word in a, then in b. No two passages of a
        pair overlap on a side.
    block_ptr : int64 array of shape (n_passages + 1,)
        The blocks of passage p are ``block_ptr[p]:block_ptr[p + 1]``.
    blocks : int32 array of shape (n_blocks, 3)
        First word in a, first word in b, number of words: equal on both sides.
        No two blocks of a pair share a word; within a passage they ascend on
        both sides.
    n_capped : int
        Pairs with more than ``seeds.MAX_MATCHES`` runs of equal words: aligned
        on those that stand once in each article.
    """

    passage_ptr: NDArray[np.int64]
    roles: NDArray[np.uint8]
    kinds: NDArray[np.uint8]
    spans: NDArray[np.int32]
    block_ptr: NDArray[np.int64]
    blocks: NDArray[np.int32]
    n_capped: int

    @property
    def n_words(self) -> NDArray[np.int64]:
        """Words that match, on either side: int64 (n_passages,)."""
        return _sums(self.blocks[:, 2], self.block_ptr)

    @property
    def copied(self) -> NDArray[np.bool_]:
        """Whether a passage is copied, verbatim or edited, and not rewritten: bool (n_passages,)."""
        copied: NDArray[np.bool_] = self.kinds != REWRITTEN
        return copied

    def words(self, role: int) -> NDArray[np.int64]:
        """Return the words of each pair that are copied and have a role: int64 (n_pairs,)."""
        return _sums(np.where((self.roles == role) & self.copied, self.n_words, 0), self.passage_ptr)

    def longest_prose(self) -> NDArray[np.int64]:
        """Return the words of the longest copied passage of prose of each pair: int64 (n_pairs,)."""
        longest = np.zeros(len(self.passage_ptr) - 1, np.int64)
        pair_of = np.repeat(np.arange(len(longest)), np.diff(self.passage_ptr))
        np.maximum.at(longest, pair_of, np.where((self.roles == PROSE) & self.copied, self.n_words, 0))
        return longest

    def take(self, chosen: NDArray[np.int64], storage: Storage = IN_MEMORY) -> "Alignments":
        """Return the passages of some pairs, in the order given."""
        found = _Growing(storage)
        for first in range(0, len(chosen), PAIRS_AT_ONCE):
            passage_ptr, passages = rows_of(self.passage_ptr, chosen[first : first + PAIRS_AT_ONCE])
            block_ptr, blocks = rows_of(self.block_ptr, passages)
            found.append(
                np.diff(passage_ptr),
                (self.roles[passages], self.kinds[passages], self.spans[passages]),
                np.diff(block_ptr),
                self.blocks[blocks],
            )
        return found.finish(self.n_capped)

    def followed_by(self, other: "Alignments", storage: Storage = IN_MEMORY) -> "Alignments":
        """Return the passages of these pairs and then those of the others."""
        found = _Growing(storage)
        for one in (self, other):
            passages = (one.roles, one.kinds, one.spans)
            found.append(np.diff(one.passage_ptr), passages, np.diff(one.block_ptr), one.blocks)
        return found.finish(self.n_capped + other.n_capped)


def _sums(values: NDArray[np.integer], ptr: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum the values of each range of a CSR pointer."""
    sums = np.zeros(len(ptr) - 1, np.int64)
    filled = ptr[1:] > ptr[:-1]
    if filled.any():
        sums[filled] = np.add.reduceat(values, ptr[:-1][filled], dtype=np.int64)
    return sums


class _Growing:
    """Alignments that those of further pairs are appended to."""

    def __init__(self, storage: Storage) -> None:
        self._roles, self._kinds = storage.growing(np.uint8), storage.growing(np.uint8)
        self._spans, self._blocks = storage.growing(np.int32, 4), storage.growing(np.int32, 3)
        self._passage_ptr, self._block_ptr = storage.growing(np.int64), storage.growing(np.int64)
        for ptr in (self._passage_ptr, self._block_ptr):
            ptr.append(np.zeros(1, np.int64))

    def append(
        self,
        n_passages: NDArray[np.int64],
        passages: tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.int32]],
        n_blocks: NDArray[np.integer],
        blocks: NDArray[np.int32],
    ) -> None:
        """Append pairs of so many passages, of which each has so many blocks."""
        self._passage_ptr.append(len(self._roles) + np.cumsum(n_passages))
        self._block_ptr.append(len(self._blocks) + np.cumsum(n_blocks))
        roles, kinds, spans = passages
        self._roles.append(roles)
        self._kinds.append(kinds)
        self._spans.append(spans)
        self._blocks.append(blocks)

    def finish(self, n_capped: int) -> Alignments:
        """Return all of them."""
        return Alignments(
            self._passage_ptr.finish(),
            self._roles.finish(),
            self._kinds.finish(),
            self._spans.finish(),
            self._block_ptr.finish(),
            self._blocks.finish(),
            n_capped,
        )


def align(  # noqa: PLR0913 - with what runs it, and where the result lies
    tokens: Tokens,
    pairs: NDArray[np.int64],
    params: AlignParams,
    rewriting: RewriteParams,
    *,
    cosine: NDArray[np.float64] | None = None,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Alignments:
    """Align pairs of articles.

    Parameters
    ----------
    tokens : Tokens
    pairs : int64 array of shape (n_pairs, 2)
        Rows of a and b; pairs of the same a should stand together, its index
        is then built once.
    params : AlignParams
    rewriting : RewriteParams
    cosine : float64 array of shape (n_pairs,), optional
        Pairs below ``rewriting.min_pair_cosine`` are not searched for
        rewritten passages; by default all are.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where they are to lie.

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

    rewrite: Rewriting = (
        rewriting.min_cosine,
        rewriting.min_dice,
        rewriting.min_sentence_words,
        rewriting.max_gap,
        rewriting.min_fragment_cosine,
        rewriting.min_words,
        rewriting.join_words,
    )

    searched = np.full(len(pairs), rewriting.search)
    if cosine is not None:
        searched &= cosine >= rewriting.min_pair_cosine

    def align_part(part: slice) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], int]:
        passages, blocks, n_capped = _align_pairs(
            tokens.hashes, tokens.flags, tokens.article_ptr, pairs[part], settings, rewrite, searched[part]
        )
        return np.bincount(passages[:, 7], minlength=part.stop - part.start), passages, blocks, n_capped

    found, n_capped = _Growing(storage), 0
    n_threads = min(len(pairs), n_threads or available_threads())  # a pool costs ten times the work on a pair
    n_parts = max(-(-len(pairs) // PAIRS_AT_ONCE), min(len(pairs), PARTS_A_THREAD * n_threads))
    for n_passages, passages, blocks, capped in in_order(
        align_part, chunks(len(pairs), n_parts), n_threads or 1
    ):
        roles, kinds = passages[:, 0].astype(np.uint8), passages[:, 1].astype(np.uint8)
        found.append(n_passages, (roles, kinds, passages[:, 2:6].copy()), passages[:, 6], blocks)
        n_capped += capped
    return found.finish(n_capped)


@kernel
def _align_pairs(  # noqa: PLR0913 - a kernel takes its arrays one by one
    words: NDArray[np.uint32],
    flags: NDArray[np.uint8],
    article_ptr: NDArray[np.int64],
    pairs: NDArray[np.int64],
    settings: Settings,
    rewriting: Rewriting,
    searched: NDArray[np.bool_],
) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
    """Return a row a passage (as in ``composition``, and its pair), a row a block, and the pairs capped."""
    passages, blocks = np.empty((64, 8), np.int32), np.empty((256, 3), np.int32)
    n_passages, n_blocks, n_capped = 0, 0, 0
    indexed = -1
    index = index_runs(words[:0], settings[0], settings[4])
    for pair in range(len(pairs)):
        one, other = pairs[pair, 0], pairs[pair, 1]
        a = words[article_ptr[one] : article_ptr[one + 1]]
        b = words[article_ptr[other] : article_ptr[other + 1]]
        a_flags = flags[article_ptr[one] : article_ptr[one + 1]]
        b_flags = flags[article_ptr[other] : article_ptr[other + 1]]
        order = _order(a, b)
        if order == 0:  # word for word, also where the text repeats itself too often for seeds
            partner = np.arange(len(a)).astype(np.int32)
        else:
            if one != indexed:
                index = index_runs(a, settings[0], settings[4])
                indexed = one
            matches, capped = seed_matches(a, b, settings[0], index, settings[4])
            n_capped += 1 if capped else 0
            if order > 0:
                a, b, a_flags, b_flags = b, a, b_flags, a_flags
                matches = turned(matches)
            partner, taken = tile(matches, len(a), len(b), settings[0])
            extend(a, b, partner, taken, settings[1])
        search = searched[pair] and order != 0
        found, parts = _passages((a, b), (a_flags, b_flags), partner, settings, rewriting, search)
        while n_passages + len(found) > len(passages):
            passages = doubled(passages)
        while n_blocks + len(parts) > len(blocks):
            blocks = doubled(blocks)
        _write(found, parts, max(len(a), len(b)), order > 0, passages[n_passages:], blocks[n_blocks:])
        for k in range(len(found)):
            passages[n_passages + k, 7] = pair
        n_passages += len(found)
        n_blocks += len(parts)
    return passages[:n_passages].copy(), blocks[:n_blocks].copy(), n_capped


@part
def _order(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> int:
    """Return 0 for equal texts, -1 when the first is shorter or comes first by its words, else 1."""
    if len(a) != len(b):
        return -1 if len(a) < len(b) else 1
    for k in range(len(a)):
        if a[k] != b[k]:
            return -1 if a[k] < b[k] else 1
    return 0


@part
def _passages(
    words: tuple[NDArray[np.uint32], NDArray[np.uint32]],
    flags: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    partner: NDArray[np.int32],
    settings: Settings,
    rewriting: Rewriting,
    search: bool,  # noqa: FBT001
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the passages of two articles and their blocks, those of each passage together."""
    a, b = words
    rows = cut_blocks(flags[0], flags[1], partner, settings)
    copied = copied_passages(rows, len(a))
    blocks = np.empty((len(rows), 3), np.int32)
    for row in range(len(rows)):
        for column in range(3):
            blocks[row, column] = rows[row, 2 + column]
    if not search:
        return copied, blocks
    joins = rewriting[6] > 0
    if joins:
        free = (np.ones(len(a), np.bool_), np.ones(len(b), np.bool_))
    else:
        free = (free_words(copied, len(a), 2), free_words(copied, len(b), 4))
    boxes = find_fragments(a, b, flags[0], flags[1], free, rewriting)
    if joins:
        boxes, has_fragment = joined(copied, boxes, flags, rewriting[6], rewriting[5])
        return rewritten_passages(words, flags, boxes, has_fragment, rows)
    if len(boxes) == 0:
        return copied, blocks
    more, more_blocks = rewritten_passages(words, flags, boxes, np.ones(len(boxes), np.bool_), rows[:0])
    return _stacked(copied, more), _stacked(blocks, more_blocks)


@part
def _stacked(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int32]:
    rows = np.empty((len(one) + len(other), one.shape[1]), np.int32)
    for k in range(len(rows)):
        for column in range(one.shape[1]):
            rows[k, column] = one[k, column] if k < len(one) else other[k - len(one), column]
    return rows


@part
def _write(
    found: NDArray[np.int32],
    parts: NDArray[np.int32],
    n_words: int,
    turn: bool,  # noqa: FBT001
    passages: NDArray[np.int32],
    blocks: NDArray[np.int32],
) -> None:
    """Write the passages of a pair by place in b, with a and b exchanged if they were before."""
    a, b = (1, 0) if turn else (0, 1)
    at = np.full(n_words, -1, np.int32)  # which passage begins at a word of b
    first = np.zeros(len(found) + 1, np.int64)  # its first block
    for k in range(len(found)):
        at[found[k, 2 + 2 * b]] = k
        first[k + 1] = first[k] + found[k, 6]
    n_passages, n_blocks = 0, 0
    for word in range(n_words):
        k = at[word]
        if k < 0:
            continue
        row = passages[n_passages]
        row[0], row[1], row[6] = found[k, 0], found[k, 1], found[k, 6]
        row[2], row[3] = found[k, 2 + 2 * a], found[k, 3 + 2 * a]
        row[4], row[5] = found[k, 2 + 2 * b], found[k, 3 + 2 * b]
        n_passages += 1
        for block in range(first[k], first[k + 1]):
            blocks[n_blocks, 0], blocks[n_blocks, 1] = parts[block, a], parts[block, b]
            blocks[n_blocks, 2] = parts[block, 2]
            n_blocks += 1
