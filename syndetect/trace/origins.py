"""Verified pairs -> for every word of the corpus, whether another article has it too."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.pairs.verify import Verified
from syndetect.ranges import blocks
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import FURNITURE, Tokens

__all__ = ["NOT_BODY", "OWN", "SHARED_PROSE", "SHARED_QUOTE", "find_origins"]

OWN, SHARED_PROSE, SHARED_QUOTE, NOT_BODY = 0, 1, 2, 3
_BLOCKS_AT_ONCE = 1 << 18  # of equal words, whose places are computed in one go


def find_origins(tokens: Tokens, verified: Verified, storage: Storage = IN_MEMORY) -> NDArray[np.uint8]:
    """Tell for every word whether another article of the corpus has it too.

    Parameters
    ----------
    tokens : Tokens
    verified : Verified
    storage : Storage, optional
        Where the result is to lie.

    Returns
    -------
    uint8 array of shape (n_tokens,)
        ``OWN``, ``SHARED_PROSE`` or ``SHARED_QUOTE``: the word is matched in a
        copied passage of that role with any other article. Speech prevails where a
        word is matched as both. ``NOT_BODY`` for furniture, shared or not.
    """
    origins = storage.full(len(tokens.hashes), OWN, np.uint8)
    alignments = verified.alignments
    copied = alignments.copied  # words of rewritten passages stay the outlet's own
    mark_of_role = np.array([SHARED_PROSE, SHARED_QUOTE, OWN], np.uint8)  # by PROSE, QUOTE, BOILERPLATE
    for held, pairs in blocks(alignments.block_ptr[alignments.passage_ptr], _BLOCKS_AT_ONCE):
        passage_ptr = alignments.passage_ptr[pairs.start : pairs.stop + 1]
        passages = slice(int(passage_ptr[0]), int(passage_ptr[-1]))
        n_blocks = np.diff(alignments.block_ptr[passages.start : passages.stop + 1])
        shared = np.repeat(copied[passages], n_blocks)
        marks = np.repeat(mark_of_role[alignments.roles[passages]], n_blocks)[shared]
        pair_of_passage = np.repeat(np.arange(pairs.start, pairs.stop), np.diff(passage_ptr))
        pair_of = np.repeat(pair_of_passage, n_blocks)[shared]
        equal = alignments.blocks[held][shared]
        for side in (0, 1):
            starts = tokens.article_ptr[verified.pairs[pair_of, side]] + equal[:, side]
            _mark(starts, equal[:, 2].copy(), marks, origins)
    for words, _ in tokens.blocks():
        origins[words][(tokens.flags[words] & FURNITURE) != 0] = NOT_BODY
    return origins


@kernel
def _mark(
    starts: NDArray[np.int64],
    lengths: NDArray[np.int32],
    marks: NDArray[np.uint8],
    origins: NDArray[np.uint8],
) -> None:
    for block in range(len(starts)):
        for at in range(starts[block], starts[block] + lengths[block]):
            origins[at] = max(origins[at], marks[block])
