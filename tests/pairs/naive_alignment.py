"""Alignment once more in plain Python, from the docstrings of ``syndetect/pairs``, and what to align.

Words are numbers, flags are sets of ``"quoted"``, ``"solo"``, ``"sentence"``
(begins one) and ``"furniture"``. Rewritten passages stand in
``naive_rewriting``. A matching is a dict from words of b to words of a. Everything here is written
for being read, and costs what that costs.
"""

from collections import Counter
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from syndetect.pairs.alignment import Alignments, align
from syndetect.params import AlignParams, RewriteParams
from syndetect.text import FURNITURE, PARAGRAPH_START, QUOTED, SENTENCE_START, SOLO, Tokens

COPIES = RewriteParams(search=False)
ROLES, KINDS = ("prose", "quote", "furniture"), ("verbatim", "edited", "rewritten")


class Block(NamedTuple):
    """So many equal words, from these places on."""

    a: int
    b: int
    n: int


class Found(NamedTuple):
    """A passage: its role, its blocks by place in b, and what a rewritten one spans beyond them."""

    role: str
    blocks: tuple[Block, ...]
    kind: str = "copied"
    span: tuple[int, int, int, int] | None = None  # first and one past the last word in a, then in b

    @property
    def box(self) -> tuple[int, int, int, int]:
        first, last = self.blocks[0], self.blocks[-1]
        return self.span or (first.a, last.a + last.n, first.b, last.b + last.n)

    @property
    def n_words(self) -> int:
        return sum(block.n for block in self.blocks)


def maximal_runs(a: list, b: list, width: int, max_occurrences: int) -> set[Block]:
    """Return every run of equal words, as long as it gets, that holds a seed.

    A seed is ``width`` equal words that stand in neither article more than
    ``max_occurrences`` times.
    """
    occurrences = [Counter(tuple(t[i : i + width]) for i in range(len(t) - width + 1)) for t in (a, b)]
    runs = set()
    for shift in range(-len(a) + 1, len(b)):
        places = [i for i in range(len(a)) if 0 <= i + shift < len(b)]
        for equal, group in groupby(places, key=lambda i: a[i] == b[i + shift]):
            run = list(group)
            seeds = [tuple(a[i : i + width]) for i in run[: max(0, len(run) - width + 1)]]
            if equal and any(max(n[seed] for n in occurrences) <= max_occurrences for seed in seeds):
                runs.add(Block(run[0], run[0] + shift, len(run)))
    return runs


def tiled(runs: set[Block], width: int) -> dict[int, int]:
    """Take the runs longest first, among equals the earliest; each keeps what is still free of it."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for run in sorted(runs, key=lambda run: (-run.n, run.a + run.b, run.b)):
        free = [k for k in range(run.n) if run.a + k not in taken and run.b + k not in partner]
        for _, group in groupby(enumerate(free), key=lambda item: item[1] - item[0]):
            piece = [k for _, k in group]
            if len(piece) >= width:
                partner |= {run.b + k: run.a + k for k in piece}
                taken |= {run.a + k for k in piece}
    return partner


def extended(a: list, b: list, partner: dict[int, int], max_gap: int) -> dict[int, int]:
    """Let tiles grow to the right, then to the left, then match in the gaps between neighbours."""
    partner = dict(partner)
    for j in range(len(b)):
        if j in partner and j + 1 not in partner:
            _grow(a, b, partner, j, 1, max_gap)
    for j in reversed(range(len(b))):
        if j in partner and j - 1 not in partner:
            _grow(a, b, partner, j, -1, max_gap)
    last = None
    for j in range(len(b)):
        if j not in partner:
            continue
        if last is not None:
            gap_a, gap_b = partner[j] - partner[last] - 1, j - last - 1
            if 0 < gap_a <= min(max_gap, 64) and 0 < gap_b <= min(max_gap, 64):
                taken = set(partner.values())
                in_a, in_b = range(partner[last] + 1, partner[j]), range(last + 1, j)
                partner |= common_subsequence(a, b, in_a, in_b, taken)
        last = j
    return partner


def _grow(a: list, b: list, partner: dict[int, int], j: int, step: int, max_gap: int) -> None:
    """Go on over edits of one or two words: the more is skipped, the more words must follow."""
    reach = min(2, max_gap)
    i = partner[j]
    gaps = sorted(
        ((gap_a, gap_b) for gap_a in range(reach + 1) for gap_b in range(reach + 1)),
        key=lambda gap: (sum(gap), gap[0]),
    )
    found = True
    while found:
        found = False
        taken = set(partner.values())
        for gap_a, gap_b in gaps:
            run = 1 + (gap_a + gap_b + 1) // 2
            past = [(i + step * (gap_a + 1 + k), j + step * (gap_b + 1 + k)) for k in range(run)]
            skipped_a = [i + step * (k + 1) for k in range(gap_a)]
            skipped_b = [j + step * (k + 1) for k in range(gap_b)]
            if not all(0 <= x < len(a) and 0 <= y < len(b) and a[x] == b[y] for x, y in past):
                continue
            if taken & {*skipped_a, *(x for x, _ in past)} or partner.keys() & {
                *skipped_b,
                *(y for _, y in past),
            }:
                continue
            partner |= {y: x for x, y in past}
            i, j = past[-1]
            found = True
            break


def common_subsequence(a: list, b: list, in_a: range, in_b: range, taken: set[int]) -> dict[int, int]:
    """Return a longest one; of several the one that takes equal words first, then skips in a."""
    longest: dict[tuple[int, int], int] = {}

    def equal(x: int, y: int) -> bool:
        return a[in_a[x]] == b[in_b[y]] and in_a[x] not in taken

    for x in reversed(range(len(in_a))):
        for y in reversed(range(len(in_b))):
            if equal(x, y):
                longest[x, y] = 1 + longest.get((x + 1, y + 1), 0)
            else:
                longest[x, y] = max(longest.get((x + 1, y), 0), longest.get((x, y + 1), 0))
    matched = {}
    x = y = 0
    while x < len(in_a) and y < len(in_b):
        if equal(x, y):
            matched[in_b[y]] = in_a[x]
            x, y = x + 1, y + 1
        elif longest.get((x + 1, y), 0) >= longest.get((x, y + 1), 0):
            x += 1
        else:
            y += 1
    return matched


def parts(partner: dict[int, int], a_flags: list, b_flags: list, params: AlignParams) -> list[Found]:
    """Join what lies near on both sides, cut it where speech begins or ends, drop what is too little."""
    joined: list[list[int]] = []
    for j in sorted(partner):
        if joined:
            last = joined[-1][-1]
            near = 0 < partner[j] - partner[last] <= params.max_gap + 1 and j - last <= params.max_gap + 1
            if near:
                joined[-1].append(j)
                continue
        joined.append([j])
    found = []
    for words in joined:
        found += _by_role(words, partner, a_flags, b_flags, params)
    return found


def _by_role(
    words: list[int], partner: dict[int, int], a_flags: list, b_flags: list, params: AlignParams
) -> list[Found]:
    def size(part: list[int]) -> float:
        return sum(0.5 if "solo" in b_flags[j] else 1.0 for j in part)

    def apart(before: int, j: int) -> bool:
        """Tell whether a word outside quotation marks stands between two matched words, on either side."""
        between = [a_flags[i] for i in range(partner[before] + 1, partner[j])]
        between += b_flags[before + 1 : j]
        return any("quoted" not in flags for flags in between)

    def runs(roles: list[str]) -> list[tuple[str, list[int]]]:
        found: list[tuple[str, list[int]]] = []
        for j, role in zip(words, roles, strict=True):
            goes_on = bool(found) and found[-1][0] == role
            if goes_on and not (role == "quote" and apart(found[-1][1][-1], j)):
                found[-1][1].append(j)
            else:
                found.append((role, [j]))
        return found

    roles = [_role(a_flags[partner[j]] | b_flags[j]) for j in words]
    speech = runs(roles)
    if len(speech) > 1:  # a short term in quotation marks beside prose is prose
        roles = []
        for role, part in speech:
            is_term = role == "quote" and size(part) < params.min_quote_words
            roles += ["prose" if is_term else role] * len(part)
    all_parts = runs(roles)
    least = {"quote": params.min_quote_words, "furniture": params.min_prose_words}
    is_copy = any(role == "prose" and size(part) >= params.min_prose_words for role, part in all_parts)
    kept = [
        (role, part)
        for role, part in all_parts
        if (is_copy if role == "prose" else size(part) >= least[role])
    ]
    return [Found(role, blocks_of(part, partner)) for role, part in kept]


def _role(flags: frozenset) -> str:
    return "furniture" if "furniture" in flags else "quote" if "quoted" in flags else "prose"


def blocks_of(words: list[int], partner: dict[int, int]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for j in words:
        if blocks and blocks[-1].b + blocks[-1].n == j and blocks[-1].a + blocks[-1].n == partner[j]:
            blocks[-1] = blocks[-1]._replace(n=blocks[-1].n + 1)
        else:
            blocks.append(Block(partner[j], j, 1))
    return tuple(blocks)


def apart(found: list[Found]) -> list[Found]:
    """Cut passages where words of another one stand between their blocks in a."""
    cut = []
    for one in found:
        others = {
            i for other in found if other is not one for block in other.blocks for i in _words_of_a(block)
        }
        pieces = [[one.blocks[0]]]
        for before, block in pairwise(one.blocks):
            if others & set(range(before.a + before.n, block.a)):
                pieces.append([])
            pieces[-1].append(block)
        cut += [Found(one.role, tuple(piece)) for piece in pieces]
    return cut


def _words_of_a(block: Block) -> range:
    return range(block.a, block.a + block.n)


def mirrored(found: list[Found]) -> list[Found]:
    """Return passages as they are seen when a and b change places."""
    turned = []
    for p in found:
        blocks = tuple(Block(block.b, block.a, block.n) for block in p.blocks)
        turned.append(Found(p.role, blocks, p.kind, p.span and (*p.span[2:], *p.span[:2])))
    return sorted(turned, key=lambda p: p.box[2])


def aligned(a: list, b: list, a_flags: list, b_flags: list, params: AlignParams) -> list[Found]:
    """Return the copied passages that two articles share, by place in b.

    Seen from the shorter one or, of equally long ones, from that whose words
    come first.
    """
    if (len(b), b) < (len(a), a):
        return mirrored(aligned(b, a, b_flags, a_flags, params))
    if a == b:
        return apart(parts({k: k for k in range(len(a))}, a_flags, b_flags, params))
    runs = maximal_runs(a, b, params.seed_words, params.max_occurrences)
    partner = extended(a, b, tiled(runs, params.seed_words), params.max_gap)
    return apart(parts(partner, a_flags, b_flags, params))


# What the package gives, in the same form.


def as_tokens(articles: list[list[int]], flags: list[list[frozenset]] | None = None) -> Tokens:
    """Lay articles one after the other, as the tokeniser hands them on."""
    bits = {"quoted": QUOTED, "solo": SOLO, "paragraph": PARAGRAPH_START}
    bits |= {"sentence": SENTENCE_START, "furniture": FURNITURE}
    flat = [word for article in articles for word in article]
    marks = [sum(bits[flag] for flag in word) for article in flags or [] for word in article]
    ptr = np.cumsum([0, *map(len, articles)]).astype(np.int64)
    return Tokens(np.array(flat, np.uint32), np.array(marks or [0] * len(flat), np.uint8), ptr)


def passages_of(alignments: Alignments, pair: int = 0) -> list[Found]:
    """Return the passages of one pair."""
    found = []
    for k in range(alignments.passage_ptr[pair], alignments.passage_ptr[pair + 1]):
        rows = alignments.blocks[alignments.block_ptr[k] : alignments.block_ptr[k + 1]].tolist()
        blocks, role = tuple(Block(*row) for row in rows), ROLES[alignments.roles[k]]
        one = Found(role, blocks)
        if KINDS[alignments.kinds[k]] == "rewritten":
            one = Found(role, blocks, "rewritten", tuple(alignments.spans[k].tolist()))
        found.append(one)
    return found


def align_two(
    a: list[int],
    b: list[int],
    params: AlignParams,
    *,
    a_flags: list[frozenset] | None = None,
    b_flags: list[frozenset] | None = None,
    rewriting: RewriteParams = COPIES,
) -> list[Found]:
    """Align two articles with the package; by default copied passages alone."""
    nothing: frozenset = frozenset()
    flags = [a_flags or [nothing] * len(a), b_flags or [nothing] * len(b)]
    return passages_of(align(as_tokens([a, b], flags), np.array([[0, 1]]), params, rewriting, n_threads=1))


# What Hypothesis draws.


def versions_of(draw: st.DrawFn, a: list[int], fresh: st.SearchStrategy[int]) -> list[int]:
    """Cut, splice, re-order, repeat and edit an article as desks do."""
    b = list(a)
    for _ in range(draw(st.integers(0, 5))):
        first, past = sorted((draw(st.integers(0, len(b))), draw(st.integers(0, len(b)))))
        edit = draw(st.sampled_from(["cut", "splice", "move", "repeat", "word", "word", "word", "drop"]))
        if edit == "cut":
            del b[first:past]
        elif edit == "splice":
            b[first:first] = draw(st.lists(fresh, max_size=12))
        elif edit == "move":
            part, b = b[first:past], b[:first] + b[past:]
            at = draw(st.integers(0, len(b)))
            b[at:at] = part
        elif edit == "repeat":
            b[past:past] = b[first:past][:30]
        elif edit == "word" and first < len(b):
            b[first] = draw(fresh)
        elif edit == "drop":
            del b[first : first + 1]
    return b[:150]


@st.composite
def versions(draw: st.DrawFn, max_size: int = 70) -> tuple[list[int], list[int]]:
    """Draw an article and a version of it; from few words, so that runs repeat, or from many."""
    word = st.integers(0, draw(st.sampled_from([1, 2, 4, 9, 500])))
    a = draw(st.lists(word, max_size=max_size))
    return a, versions_of(draw, a, word)


@st.composite
def flagged(draw: st.DrawFn, words: list[int]) -> list[frozenset]:
    """Draw quotations over the words; a word is of a script without spaces or not, wherever it stands."""
    flags = [{"solo"} if word % 7 == 3 else set() for word in words]
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.integers(0, len(words)))
        for k in range(first, min(len(words), first + draw(st.integers(1, 14)))):
            flags[k].add("quoted")
    return [frozenset(flag) for flag in flags]


def align_params() -> st.SearchStrategy[AlignParams]:
    """Draw settings around the usual ones."""
    return st.builds(
        lambda seed, gap, prose, quote, most: AlignParams(
            seed_words=seed,
            max_gap=gap,
            min_prose_words=max(seed, prose),
            min_quote_words=max(seed, quote),
            max_occurrences=most,
        ),
        st.integers(2, 5),
        st.sampled_from([0, 1, 2, 6]),
        st.integers(2, 10),
        st.integers(2, 7),
        st.sampled_from([1, 2, 3, 16]),
    )
