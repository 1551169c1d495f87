"""Judged pairs -> for every word of the corpus, the source that it is attributed to.

A word that several passages match belongs to one of them alone: an original
of the corpus, be it an agency's own text or a press release, goes before a
text that credits an agency, that before one that credits a release, that
before another outlet, that before an outlet of the same owner; then the
longest passage, then the earliest article, then the first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.pairs.alignment import PROSE, QUOTE
from syndetect.pairs.relation import RELATIONS
from syndetect.pairs.verify import Verified
from syndetect.ranges import blocks, pointer, rows_of
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import FURNITURE, Tokens
from syndetect.trace.direction import CAUSES, DIRECTIONS, Evidence, Judged
from syndetect.trace.standing import Standing

__all__ = ["UNCLAIMED", "Claims", "claim_words"]

UNCLAIMED = -1
_PASSAGES_AT_ONCE = 1 << 18  # sorted in one go

_PARTIAL = RELATIONS.index("partial")
_COPIED = RELATIONS.index("fragment")
_FROM_A, _FROM_B = DIRECTIONS.index("a>b"), DIRECTIONS.index("b>a")
_OWNER, _RELEASE, _WIRE = (CAUSES.index(name) for name in ("same owner", "press release", "wire copy"))
_OTHERS = (CAUSES.index("another outlet"), CAUSES.index("unknown"))


@dataclass(frozen=True, slots=True)
class Claims:
    """Which pair each word is attributed through.

    Attributes
    ----------
    pair : int32 array of shape (n_tokens,)
        The pair whose other article, or the agency behind both, the word is
        attributed to; ``UNCLAIMED`` for words of the article's own, for those
        that others took from it, and for furniture.
    """

    pair: NDArray[np.int32]


def claim_words(
    tokens: Tokens, verified: Verified, judged: Judged, standing: Standing, storage: Storage = IN_MEMORY
) -> Claims:
    """Attribute the words of every article, each at most once.

    Parameters
    ----------
    tokens : Tokens
    verified : Verified
    judged : Judged
        Of the same pairs.
    standing : Standing
    storage : Storage, optional
        Where the claims are to lie.

    Returns
    -------
    Claims
        A pair claims words on the side that took them: the side that the
        direction names, both where it is undetermined; through an agency's
        credit on both sides, but never in the agency's own text. Speech is
        claimed by pairs of ``partial`` or more alone; pairs that share nothing
        else, and versions of one text, claim nothing.
    """
    classes = _classes(verified, judged, standing)
    published = _known(standing.published)
    alignments = verified.alignments
    n_words = alignments.n_words
    claims = storage.full(len(tokens.hashes), UNCLAIMED, np.int32)
    starts = tokens.article_ptr[verified.pairs]
    for pair, side in _sides(verified, tokens.n_articles):
        claiming = classes[pair, side] > 0
        pair, side = pair[claiming], side[claiming]
        ptr, passage = rows_of(alignments.passage_ptr, pair)
        pair, side = np.repeat(pair, np.diff(ptr)), np.repeat(side, np.diff(ptr))
        counted = _counted(verified, pair, passage)
        passage, pair, side = passage[counted], pair[counted], side[counted]
        other = verified.pairs[pair, 1 - side]
        # Weakest first, so that what is written last stays.
        order = np.lexsort((passage, -other, -published[other], n_words[passage], classes[pair, side]))
        _write(
            (passage[order], side[order], pair[order]),
            (alignments.block_ptr, alignments.blocks),
            starts,
            claims,
        )
    for words, _ in tokens.blocks():
        claims[words][(tokens.flags[words] & FURNITURE) != 0] = UNCLAIMED
    return Claims(claims)


def _sides(verified: Verified, n_articles: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the pairs of some articles after the other: the pair, and the side on which the article is."""
    ones, others = verified.pairs.T
    n_passages = np.diff(verified.alignments.passage_ptr)
    by_other = np.argsort(others, kind="stable")
    on_side = (
        pointer(np.bincount(ones, minlength=n_articles)),
        pointer(np.bincount(others, minlength=n_articles)),
    )
    n_of = np.zeros(n_articles, np.int64)
    for articles in (ones, others):
        np.add.at(n_of, articles, n_passages)
    for _, rows in blocks(pointer(n_of), _PASSAGES_AT_ONCE):
        first = np.arange(on_side[0][rows.start], on_side[0][rows.stop])
        second = by_other[on_side[1][rows.start] : on_side[1][rows.stop]]
        side = np.repeat(np.arange(2), (len(first), len(second)))
        yield np.concatenate((first, second)), side


def _counted(verified: Verified, pair: NDArray[np.int64], passage: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which passages of pairs can claim words."""
    alignments = verified.alignments
    roles = alignments.roles[passage]
    speech_counts = verified.relation[pair] <= _PARTIAL  # beside a sentence or two, both may have it anyway
    counted = (roles == PROSE) | ((roles == QUOTE) & speech_counts)
    found: NDArray[np.bool_] = counted & alignments.copied[passage]  # rewritten words stay the outlet's own
    return found


def _known(published: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(published), np.inf, published)


def _classes(verified: Verified, judged: Judged, standing: Standing) -> NDArray[np.uint8]:
    """Return how strong the claim of each pair on each side is: uint8 (n_pairs, 2), 0 for none."""
    copied = verified.relation <= _COPIED
    inferred = (judged.evidence & Evidence.COMMON_WIRE.value) != 0  # from what else both took
    inferred &= (judged.evidence & Evidence.COMMON_CREDIT.value) == 0
    classes = np.zeros((len(verified.pairs), 2), np.uint8)
    for side, from_other in ((0, _FROM_B), (1, _FROM_A)):
        this, other = verified.pairs[:, side], verified.pairs[:, 1 - side]
        took = (judged.direction == 0) | (judged.direction == from_other)
        is_wire, is_release = judged.cause == _WIRE, judged.cause == _RELEASE
        classes[:, side] = np.select(
            [
                ~copied | (is_wire & standing.is_wire[this]) | (~is_wire & ~took),
                (is_wire & standing.is_wire[other]) | (is_release & standing.is_own_release[other]),
                is_wire & ~inferred,
                is_release,
                is_wire | np.isin(judged.cause, _OTHERS),
                judged.cause == _OWNER,
            ],
            [0, 5, 4, 3, 2, 1],
            0,
        )
    return classes


@kernel
def _write(
    asked: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    passages: tuple[NDArray[np.int64], NDArray[np.int32]],
    starts: NDArray[np.int64],
    claims: NDArray[np.int32],
) -> None:
    passage, side, pair = asked
    block_ptr, blocks = passages
    for k in range(len(passage)):
        for block in range(block_ptr[passage[k]], block_ptr[passage[k] + 1]):
            first = starts[pair[k], side[k]] + blocks[block, side[k]]
            for at in range(first, first + blocks[block, 2]):
                claims[at] = pair[k]
