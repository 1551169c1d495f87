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

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, xxh64_words
from syndetect.params import AlignParams
from syndetect.text import QUOTED, SOLO, Tokens, available_threads

__all__ = ["EDITED", "PROSE", "QUOTE", "VERBATIM", "Alignments", "align"]

VERBATIM, EDITED = 0, 1
PROSE, QUOTE, _DROPPED = 0, 1, 2

Settings = tuple[int, int, int, int, int]  # the fields of AlignParams, in order

MAX_MATCHES = 200_000  # seeds of one pair beyond which the rest is left out, and counted
MAX_LCS_GAP = 64  # a gap wider than this is joined without matching words inside it


@dataclass(frozen=True, slots=True)
class Alignments:
    """The passages of many pairs, and the blocks of equal words that they are made of.

    Attributes
    ----------
    passage_ptr : int64 array of shape (n_pairs + 1,)
        The passages of pair k are ``passage_ptr[k]:passage_ptr[k + 1]``,
        sorted by place in b.
    roles : uint8 array of shape (n_passages,)
        ``PROSE`` or ``QUOTE``.
    block_ptr : int64 array of shape (n_passages + 1,)
        The blocks of passage p are ``block_ptr[p]:block_ptr[p + 1]``.
    blocks : int32 array of shape (n_blocks, 3)
        First word in a, first word in b, number of words: equal on both sides.
        No two blocks of a pair share a word; within a passage they ascend on
        both sides.
    n_capped : int
        Pairs with more than ``MAX_MATCHES`` seeds, aligned on the first ones.
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
    n_threads = n_threads or available_threads()
    bounds = np.linspace(0, len(pairs), min(len(pairs), 16 * n_threads) + 1).astype(np.int64)

    def align_chunk(chunk: int) -> tuple[NDArray[np.int32], int]:
        part = pairs[bounds[chunk] : bounds[chunk + 1]]
        return _align_pairs(tokens.hashes, tokens.flags, tokens.article_ptr, part, settings)

    with ThreadPoolExecutor(n_threads) as pool:
        parts = list(pool.map(align_chunk, range(len(bounds) - 1)))
    rows = [found for found, _ in parts]
    for chunk, found in enumerate(rows):
        found[:, 0] += bounds[chunk]
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
        if one != indexed:
            heads, following = _index_runs(a, seed_words, settings[4])
            indexed = one
        matches, capped = _seed_matches(a, b, seed_words, heads, following)
        n_capped += 1 if capped else 0
        if len(matches) == 0:
            continue
        partner = _tile(matches, len(a), len(b), seed_words)
        _extend(a, b, partner, max_gap)
        a_flags = flags[article_ptr[one] : article_ptr[one + 1]]
        b_flags = flags[article_ptr[other] : article_ptr[other + 1]]
        blocks = _blocks(a_flags, b_flags, partner, settings)
        while n_found + len(blocks) > len(found):
            found = np.concatenate((found, np.empty_like(found)))
        for row in blocks:
            found[n_found, 0] = pair
            found[n_found, 1:] = row
            n_found += 1
    return found[:n_found].copy(), n_capped


@kernel
def _index_runs(
    a: NDArray[np.uint32], width: int, max_occurrences: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Index every run of ``width`` words of a by its hash.

    Returns the first place of each slot's run (-1: none), and for each place
    the next one with the same run (-1: last). A run that occurs too often is
    taken out: its slot stays filled (-2), so that probing goes on past it.
    """
    n_runs = max(0, len(a) - width + 1)
    size = 8
    while size < 2 * n_runs:
        size *= 2
    heads = np.full(size, -1, np.int32)
    following = np.full(max(1, n_runs), -1, np.int32)
    occurrences = np.zeros(size, np.int32)
    for back in range(n_runs):
        place = n_runs - 1 - back  # from the end, so that chains ascend
        slot = _slot(a, a, place, width, heads)
        following[place] = heads[slot]
        heads[slot] = place
        occurrences[slot] += 1
    for slot in range(size):
        if occurrences[slot] > max_occurrences:
            following[heads[slot]] = -2
    return heads, following


@kernel
def _slot(
    a: NDArray[np.uint32], text: NDArray[np.uint32], place: int, width: int, heads: NDArray[np.int32]
) -> int:
    """Return the slot of the run that begins at ``place`` of ``text``: that of an equal run of a, or a free one."""
    mask = len(heads) - 1
    slot = np.int64(xxh64_words(text, place, width, np.uint64(0)) & np.uint64(mask))
    while heads[slot] >= 0:
        head = heads[slot]
        same = True
        for k in range(width):
            if a[head + k] != text[place + k]:
                same = False
                break
        if same:
            break
        slot = (slot + 1) & mask
    return slot


@kernel
def _seed_matches(
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    width: int,
    heads: NDArray[np.int32],
    following: NDArray[np.int32],
) -> tuple[NDArray[np.int32], bool]:
    """Return every maximal run of equal words (a_first, b_first, length) that holds a seed."""
    matches = np.empty((64, 3), np.int32)
    n_matches = 0
    for j in range(len(b) - width + 1):
        i = heads[_slot(a, b, j, width, heads)]
        if i >= 0 and following[i] == -2:
            continue
        while i >= 0:
            if i == 0 or j == 0 or a[i - 1] != b[j - 1]:
                length = width
                while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                    length += 1
                if n_matches == MAX_MATCHES:
                    return matches[:n_matches], True
                if n_matches == len(matches):
                    matches = np.concatenate((matches, np.empty_like(matches)))
                matches[n_matches, 0] = i
                matches[n_matches, 1] = j
                matches[n_matches, 2] = length
                n_matches += 1
            i = following[i]
    return matches[:n_matches], False


@kernel
def _tile(matches: NDArray[np.int32], n_a: int, n_b: int, width: int) -> NDArray[np.int32]:
    """Return for each word of b the word of a that it is matched with, or -1."""
    partner = np.full(n_b, -1, np.int32)
    taken = np.zeros(n_a, np.bool_)
    # Longest first; among equals the earliest in both.
    places = matches[:, 0].astype(np.int64) + matches[:, 1]
    order = np.argsort(-matches[:, 2].astype(np.int64) * (n_a + n_b) + places, kind="mergesort")
    for k in order:
        i, j, length = matches[k, 0], matches[k, 1], matches[k, 2]
        run = 0
        for t in range(length + 1):
            if t < length and not taken[i + t] and partner[j + t] < 0:
                run += 1
                continue
            if run >= width:
                for u in range(t - run, t):
                    taken[i + u] = True
                    partner[j + u] = i + u
            run = 0
    return partner


@kernel
def _extend(a: NDArray[np.uint32], b: NDArray[np.uint32], partner: NDArray[np.int32], max_gap: int) -> None:
    """Match further words at the ends of tiles and between neighbouring tiles, in place."""
    taken = np.zeros(len(a), np.bool_)
    for i in partner:
        if i >= 0:
            taken[i] = True
    for j in range(len(b)):  # rightwards from the end of each tile
        if partner[j] >= 0 and (j + 1 == len(b) or partner[j + 1] < 0):
            _grow(a, b, partner, taken, j, 1, max_gap)
    for back in range(len(b)):  # leftwards from the beginning
        j = len(b) - 1 - back
        if partner[j] >= 0 and (j == 0 or partner[j - 1] < 0):
            _grow(a, b, partner, taken, j, -1, max_gap)
    last = -1
    for j in range(len(b)):
        if partner[j] < 0:
            continue
        if last >= 0:
            gap_a, gap_b = partner[j] - partner[last] - 1, j - last - 1
            if 0 < gap_a <= min(max_gap, MAX_LCS_GAP) and 0 < gap_b <= min(max_gap, MAX_LCS_GAP):
                _match_gap(a, b, partner, taken, last, j)
        last = j


@kernel
def _grow(  # noqa: PLR0913 - a kernel takes its arrays one by one
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    partner: NDArray[np.int32],
    taken: NDArray[np.bool_],
    j: int,
    step: int,
    max_gap: int,
) -> None:
    """From a matched word go on in one direction over edits of one or two words.

    After a gap of g_a and g_b words at least 1 + (g_a + g_b + 1) // 2 words
    must match in a row: the more is skipped, the more must follow.
    """
    reach = min(2, max_gap)
    i = partner[j]
    going = True
    while going:
        going = False
        for skipped in range(2 * reach + 1):
            for gap_a in range(max(0, skipped - reach), min(reach, skipped) + 1):
                gap_b = skipped - gap_a
                needed = 1 + (skipped + 1) // 2
                run = 0
                while run < needed:
                    at_a, at_b = i + step * (gap_a + 1 + run), j + step * (gap_b + 1 + run)
                    if at_a < 0 or at_a >= len(a) or at_b < 0 or at_b >= len(b):
                        break
                    if taken[at_a] or partner[at_b] >= 0 or a[at_a] != b[at_b]:
                        break
                    run += 1
                if run == needed and _is_free(partner, taken, i, j, step, gap_a, gap_b):
                    for k in range(run):
                        at_a, at_b = i + step * (gap_a + 1 + k), j + step * (gap_b + 1 + k)
                        taken[at_a] = True
                        partner[at_b] = at_a
                    i += step * (gap_a + run)
                    j += step * (gap_b + run)
                    going = True
                    break
            if going:
                break


@kernel
def _is_free(  # noqa: PLR0913 - a kernel takes its arrays one by one
    partner: NDArray[np.int32], taken: NDArray[np.bool_], i: int, j: int, step: int, gap_a: int, gap_b: int
) -> bool:
    for k in range(gap_a):
        if taken[i + step * (k + 1)]:
            return False
    for k in range(gap_b):
        if partner[j + step * (k + 1)] >= 0:
            return False
    return True


@kernel
def _match_gap(
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    partner: NDArray[np.int32],
    taken: NDArray[np.bool_],
    before: int,
    after: int,
) -> None:
    """Match a longest common subsequence of the words between two matched words of b."""
    i0, j0 = partner[before] + 1, before + 1
    n_a, n_b = partner[after] - i0, after - j0
    longest = np.zeros((n_a + 1, n_b + 1), np.int32)
    for back_a in range(n_a):
        x = n_a - 1 - back_a
        for back_b in range(n_b):
            y = n_b - 1 - back_b
            if a[i0 + x] == b[j0 + y] and not taken[i0 + x]:
                longest[x, y] = longest[x + 1, y + 1] + 1
            else:
                longest[x, y] = max(longest[x + 1, y], longest[x, y + 1])
    x, y = 0, 0
    while x < n_a and y < n_b:
        if a[i0 + x] == b[j0 + y] and not taken[i0 + x]:
            partner[j0 + y] = i0 + x
            taken[i0 + x] = True
            x += 1
            y += 1
        elif longest[x + 1, y] >= longest[x, y + 1]:
            x += 1
        else:
            y += 1


@kernel
def _blocks(
    a_flags: NDArray[np.uint8], b_flags: NDArray[np.uint8], partner: NDArray[np.int32], settings: Settings
) -> NDArray[np.int32]:
    """Return a row a block (begins a passage, role, a_first, b_first, length)."""
    max_gap = settings[1]
    matched = np.flatnonzero(partner >= 0)
    rows = np.empty((len(matched), 5), np.int32)
    n_rows = 0
    first = 0
    for k in range(len(matched)):
        j = matched[k]
        if k + 1 < len(matched):
            step_a, step_b = partner[matched[k + 1]] - partner[j], matched[k + 1] - j
            if 0 < step_a <= max_gap + 1 and step_b <= max_gap + 1:
                continue
        joined = matched[first : k + 1]
        roles = _roles(joined, a_flags, b_flags, partner, settings)
        for t in range(len(joined)):
            if roles[t] == _DROPPED:
                continue
            at_a, at_b = partner[joined[t]], joined[t]
            begins = t == 0 or roles[t] != roles[t - 1]
            if begins or at_a != partner[joined[t - 1]] + 1 or at_b != joined[t - 1] + 1:
                rows[n_rows, 0] = 1 if begins else 0
                rows[n_rows, 1] = roles[t]
                rows[n_rows, 2] = at_a
                rows[n_rows, 3] = at_b
                rows[n_rows, 4] = 0
                n_rows += 1
            rows[n_rows - 1, 4] += 1
        first = k + 1
    return rows[:n_rows].copy()


@kernel
def _roles(
    matched: NDArray[np.int64],
    a_flags: NDArray[np.uint8],
    b_flags: NDArray[np.uint8],
    partner: NDArray[np.int32],
    settings: Settings,
) -> NDArray[np.uint8]:
    """Return PROSE, QUOTE or _DROPPED for each matched word of one joined run."""
    least_prose, least_quote = 2 * settings[2], 2 * settings[3]  # in half words
    n_matched = len(matched)
    roles = np.empty(n_matched, np.uint8)
    size = np.zeros(n_matched + 1, np.int64)  # half words before each matched word
    for k in range(n_matched):
        j = matched[k]
        quoted = (a_flags[partner[j]] | b_flags[j]) & QUOTED
        roles[k] = QUOTE if quoted else PROSE
        size[k + 1] = size[k] + (1 if b_flags[j] & SOLO else 2)
    start = 0
    for k in range(1, n_matched + 1):  # a term in quotation marks is prose
        if k == n_matched or roles[k] != roles[start]:
            alone = start == 0 and k == n_matched
            if roles[start] == QUOTE and size[k] - size[start] < least_quote and not alone:
                roles[start:k] = PROSE
            start = k
    copied_prose = False
    start = 0
    for k in range(1, n_matched + 1):
        if k == n_matched or roles[k] != roles[start]:
            copied_prose |= roles[start] == PROSE and size[k] - size[start] >= least_prose
            start = k
    start = 0
    for k in range(1, n_matched + 1):
        if k == n_matched or roles[k] != roles[start]:
            enough = copied_prose if roles[start] == PROSE else size[k] - size[start] >= least_quote
            if not enough:
                roles[start:k] = _DROPPED
            start = k
    return roles
