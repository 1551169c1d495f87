"""Blocks and fragments of two articles -> their passages: none overlap, on either side."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import doubled, part
from syndetect.pairs.extension import match_gap
from syndetect.pairs.roles import BOILERPLATE, PROSE, QUOTE
from syndetect.text import FURNITURE, QUOTED, SOLO

__all__ = ["EDITED", "REWRITTEN", "VERBATIM", "copied_passages", "free_words", "joined", "rewritten_passages"]

VERBATIM, EDITED, REWRITTEN = 0, 1, 2

MAX_SIDE = 400  # words of a stretch whose words are matched at once; a longer one is cut along its diagonal

# Columns of a passage: role, kind, first word and one past the last in a, then in b, number of blocks.
Passages = NDArray[np.int32]
# A block: first word in a, in b, number of words.
Blocks = NDArray[np.int32]
Flags = tuple[NDArray[np.uint8], NDArray[np.uint8]]


@part
def copied_passages(rows: NDArray[np.int32], n_a: int) -> Passages:
    """Put blocks together to passages, cut where another passage stands in between.

    ``rows`` are those of :func:`syndetect.pairs.roles.cut_blocks`. What moved
    may stand between the words of a passage in a: it is cut there. In b
    nothing can, as passages follow one another there.
    """
    matched = np.zeros(n_a + 1, np.int32)  # words before each that a block holds
    for row in range(len(rows)):
        for k in range(rows[row, 4]):
            matched[rows[row, 2] + k + 1] = 1
    for at in range(n_a):
        matched[at + 1] += matched[at]
    passages = np.empty((len(rows), 7), np.int32)
    n_passages = 0
    for row in range(len(rows)):
        a_first, b_first, size = rows[row, 2], rows[row, 3], rows[row, 4]
        begins = rows[row, 0] == 1
        if not begins:
            begins = matched[passages[n_passages - 1, 3]] != matched[a_first]
        if begins:
            passages[n_passages, 0], passages[n_passages, 1] = rows[row, 1], VERBATIM
            passages[n_passages, 2], passages[n_passages, 4] = a_first, b_first
            passages[n_passages, 6] = 0
            n_passages += 1
        last = n_passages - 1
        passages[last, 3], passages[last, 5] = a_first + size, b_first + size
        passages[last, 6] += 1
        if passages[last, 6] > 1:
            passages[last, 1] = EDITED
    return passages[:n_passages]


@part
def free_words(passages: Passages, n_words: int, column: int) -> NDArray[np.bool_]:
    """Tell for every word of a (column 2) or b (column 4) whether it lies outside all passages."""
    free = np.ones(n_words, np.bool_)
    for row in range(len(passages)):
        for at in range(passages[row, column], passages[row, column + 1]):
            free[at] = False
    return free


@part
def joined(
    passages: Passages, fragments: NDArray[np.int32], flags: Flags, near: int, least: int
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Join passages and fragments that lie within so many words of each other on both sides.

    Returns int32 (n_boxes, 4), first word and one past the last in a, then in
    b, and whether a box holds a fragment. Boxes of fewer than ``least`` words
    on a side are dropped; of two that overlap on a side the one that covers
    fewer words of both is.
    """
    n = len(passages) + len(fragments)
    boxes = np.empty((n, 4), np.int32)
    has_fragment = np.zeros(n, np.bool_)
    for k in range(n):
        for side in range(4):
            if k < len(passages):
                boxes[k, side] = passages[k, 2 + side]
            else:
                boxes[k, side] = fragments[k - len(passages), side]
                has_fragment[k] = True
    alive = _merged(boxes, has_fragment, near)
    for one in range(n):
        a_size = _half_words(flags[0], boxes[one, 0], boxes[one, 1])
        alive[one] &= min(a_size, _half_words(flags[1], boxes[one, 2], boxes[one, 3])) >= 2 * least
    for one in range(n):
        for other in range(n):
            if one != other and alive[one] and alive[other] and _overlap(boxes, one, other):
                alive[other if _covers_more(boxes, one, other) else one] = False
    kept = np.flatnonzero(alive)
    chosen = np.empty((len(kept), 4), np.int32)
    for k in range(len(kept)):
        for side in range(4):
            chosen[k, side] = boxes[kept[k], side]
    return chosen, has_fragment[kept]


@part
def _merged(boxes: NDArray[np.int32], has_fragment: NDArray[np.bool_], near: int) -> NDArray[np.bool_]:
    """Merge boxes that lie near each other into the first of them, in place; tell which are left."""
    alive = np.ones(len(boxes), np.bool_)
    changed = True
    while changed:
        changed = False
        for one in range(len(boxes)):
            if not alive[one]:
                continue
            for other in range(one + 1, len(boxes)):
                if alive[other] and _apart(boxes, one, other) <= near:
                    for side in (0, 2):
                        boxes[one, side] = min(boxes[one, side], boxes[other, side])
                        boxes[one, side + 1] = max(boxes[one, side + 1], boxes[other, side + 1])
                    has_fragment[one] |= has_fragment[other]
                    alive[other] = False
                    changed = True
    return alive


@part
def _half_words(flags: NDArray[np.uint8], first: int, past: int) -> int:
    size = 0
    for at in range(first, past):
        size += 1 if flags[at] & SOLO else 2
    return size


@part
def _apart(boxes: NDArray[np.int32], one: int, other: int) -> int:
    """Return the words between two boxes, on the side where these are more."""
    in_a = max(boxes[one, 0], boxes[other, 0]) - min(boxes[one, 1], boxes[other, 1])
    in_b = max(boxes[one, 2], boxes[other, 2]) - min(boxes[one, 3], boxes[other, 3])
    return int(max(in_a, in_b))


@part
def _overlap(boxes: NDArray[np.int32], one: int, other: int) -> bool:
    in_a = max(boxes[one, 0], boxes[other, 0]) < min(boxes[one, 1], boxes[other, 1])
    in_b = max(boxes[one, 2], boxes[other, 2]) < min(boxes[one, 3], boxes[other, 3])
    return bool(in_a or in_b)


@part
def _covers_more(boxes: NDArray[np.int32], one: int, other: int) -> bool:
    """Tell whether the first box covers more words; of equals the one that begins first in b, then in a."""
    size = boxes[one, 1] - boxes[one, 0] + boxes[one, 3] - boxes[one, 2]
    other_size = boxes[other, 1] - boxes[other, 0] + boxes[other, 3] - boxes[other, 2]
    if size != other_size:
        return bool(size > other_size)
    if boxes[one, 2] != boxes[other, 2]:
        return bool(boxes[one, 2] < boxes[other, 2])
    return bool(boxes[one, 0] < boxes[other, 0])


@part
def rewritten_passages(
    words: tuple[NDArray[np.uint32], NDArray[np.uint32]],
    flags: Flags,
    boxes: NDArray[np.int32],
    has_fragment: NDArray[np.bool_],
    rows: NDArray[np.int32],
) -> tuple[Passages, Blocks]:
    """Match the equal words of each box: those of blocks first, longest first, then those in between.

    A box without an equal word is no passage.
    """
    a, b = words
    partner = np.full(len(b), -1, np.int32)
    taken = np.zeros(len(a), np.bool_)
    passages = np.empty((len(boxes), 7), np.int32)
    blocks = np.empty((16, 3), np.int32)
    n_passages, n_blocks = 0, 0
    for box in range(len(boxes)):
        a_first, a_past, b_first, b_past = boxes[box, 0], boxes[box, 1], boxes[box, 2], boxes[box, 3]
        copied = _place_blocks(rows, boxes[box], partner, taken)
        i, j = a_first, b_first
        for at in range(b_first, b_past + 1):
            if at == b_past or partner[at] >= 0:
                i_past = a_past if at == b_past else partner[at]
                _match_stretch(a, b, partner, taken, (i, i_past, j, at))
                i, j = i_past + 1, at + 1
        before = n_blocks
        for at in range(b_first, b_past):
            if partner[at] < 0:
                continue
            if at > b_first and partner[at - 1] >= 0 and partner[at - 1] + 1 == partner[at]:
                blocks[n_blocks - 1, 2] += 1
                continue
            if n_blocks == len(blocks):
                blocks = doubled(blocks)
            blocks[n_blocks, 0], blocks[n_blocks, 1], blocks[n_blocks, 2] = partner[at], at, 1
            n_blocks += 1
        if n_blocks > before:
            whole = blocks[before, 2] == copied == a_past - a_first == b_past - b_first
            passages[n_passages, 0] = _role(flags, partner, b_first, b_past)
            passages[n_passages, 1] = VERBATIM if whole else REWRITTEN if has_fragment[box] else EDITED
            for side in range(4):
                passages[n_passages, 2 + side] = boxes[box, side]
            passages[n_passages, 6] = n_blocks - before
            n_passages += 1
    return passages[:n_passages], blocks[:n_blocks]


@part
def _place_blocks(
    rows: NDArray[np.int32], box: NDArray[np.int32], partner: NDArray[np.int32], taken: NDArray[np.bool_]
) -> int:
    """Match the blocks inside a box, longest first, as long as they ascend; return how many words."""
    inside = np.empty(len(rows), np.int64)
    n_inside, n_words = 0, 0
    for row in range(len(rows)):
        in_a = box[0] <= rows[row, 2] and rows[row, 2] + rows[row, 4] <= box[1]
        if in_a and box[2] <= rows[row, 3] and rows[row, 3] + rows[row, 4] <= box[3]:
            inside[n_inside] = row
            n_inside += 1
    for turn in range(n_inside):
        best = turn
        for k in range(turn + 1, n_inside):
            if rows[inside[k], 4] > rows[inside[best], 4]:
                best = k
        inside[turn], inside[best] = inside[best], inside[turn]
        fits = True
        for k in range(turn):
            one, other = inside[k], inside[turn]
            if one >= 0:
                fits &= (rows[one, 2] < rows[other, 2]) == (rows[one, 3] < rows[other, 3])
        if not fits:
            inside[turn] = -1
            continue
        n_words += rows[inside[turn], 4]
        for k in range(rows[inside[turn], 4]):
            partner[rows[inside[turn], 3] + k] = rows[inside[turn], 2] + k
            taken[rows[inside[turn], 2] + k] = True
    return n_words


@part
def _match_stretch(
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    partner: NDArray[np.int32],
    taken: NDArray[np.bool_],
    gap: tuple[int, int, int, int],
) -> None:
    """Match equal words between two matched ones: at once, or in pieces where that would be much work."""
    n_a, n_b = gap[1] - gap[0], gap[3] - gap[2]
    n_pieces = (max(n_a, n_b) + MAX_SIDE - 1) // MAX_SIDE
    for k in range(n_pieces):
        piece = (
            gap[0] + n_a * k // n_pieces,
            gap[0] + n_a * (k + 1) // n_pieces,
            gap[2] + n_b * k // n_pieces,
            gap[2] + n_b * (k + 1) // n_pieces,
        )
        match_gap(a, b, partner, taken, piece)


@part
def _role(flags: Flags, partner: NDArray[np.int32], b_first: int, b_past: int) -> int:
    """Return the role of most of the matched words: furniture or speech when they are on either side."""
    n_words, n_quoted, n_furniture = 0, 0, 0
    for at in range(b_first, b_past):
        if partner[at] < 0:
            continue
        flag = flags[0][partner[at]] | flags[1][at]
        n_words += 1
        n_furniture += 1 if flag & FURNITURE else 0
        n_quoted += 1 if flag & QUOTED and not flag & FURNITURE else 0
    if 2 * n_furniture > n_words:
        return BOILERPLATE
    return QUOTE if 2 * n_quoted > n_words else PROSE
