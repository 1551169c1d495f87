"""Rewritten passages once more in plain Python, from the docstrings of ``syndetect/pairs``."""

import math
from collections import Counter
from typing import NamedTuple

import naive_alignment as naive
from hypothesis import strategies as st

from syndetect.params import AlignParams, RewriteParams

Box = tuple[int, int, int, int]  # first word and one past the last in a, then in b


class Sentence(NamedTuple):
    """Words from first to past, in which free stretch, and what a word of it counts."""

    first: int
    past: int
    stretch: int
    weight: float

    @property
    def size(self) -> float:
        return self.weight * (self.past - self.first)


def sentences(flags: list[frozenset], free: list[bool]) -> list[Sentence]:
    """Cut what is free and no furniture at the beginnings of sentences, and where one gets too long."""
    found: list[Sentence] = []
    stretch = 0
    for at, flag in enumerate(flags):
        if not free[at] or "furniture" in flag:
            continue
        follows = bool(found) and found[-1].past == at
        if not follows and found:
            stretch += 1
        if follows and "sentence" not in flag and found[-1].size < 100:
            found[-1] = found[-1]._replace(past=at + 1)
        else:
            found.append(Sentence(at, at + 1, stretch, 0.5 if "solo" in flag else 1.0))
    return found


def weights(
    a: list, b: list, a_rows: list[Sentence], b_rows: list[Sentence]
) -> tuple[list[dict], list[dict]]:
    """Weigh the words of every sentence by tf-isf over the sentences of both."""
    counts = [[Counter(words[s.first : s.past]) for s in rows] for words, rows in ((a, a_rows), (b, b_rows))]
    n_with = Counter(word for side in counts for sentence in side for word in sentence)
    total = 1 + len(a_rows) + len(b_rows)
    of_a, of_b = (
        [{word: n * math.log(total / n_with[word]) for word, n in sentence.items()} for sentence in side]
        for side in counts
    )
    return of_a, of_b


def cosine(one: dict, other: dict) -> float:
    product = 0.0
    for word, weight in one.items():
        if word in other:
            product += weight * other[word]
    norms = [math.sqrt(_square(vector)) for vector in (one, other)]
    return product / (norms[0] * norms[1]) if product else 0.0


def _square(vector: dict) -> float:
    total = 0.0
    for weight in vector.values():
        total += weight * weight
    return total


def best_partners(
    of_a: list[dict], of_b: list[dict], rows: tuple[list[Sentence], list[Sentence]], params: RewriteParams
) -> dict[int, int]:
    """Pair the sentences that are each other's best partner, of those that are alike enough."""
    alike: dict[tuple[int, int], float] = {}
    for x, one in enumerate(of_a):
        for y, other in enumerate(of_b):
            weighty = [word for word in one if word in other and one[word] > 0]
            dice = 2 * len(weighty) / (len(one) + len(other))
            sizes = len(one) * rows[0][x].weight, len(other) * rows[1][y].weight
            found = cosine(one, other)
            if (
                weighty
                and found >= params.min_cosine
                and dice >= params.min_dice
                and min(sizes) >= params.min_sentence_words
            ):
                alike[x, y] = found
    best_b = {x: min((-c, y) for (i, y), c in alike.items() if i == x)[1] for x, _ in alike}
    best_a = {y: min((-c, x) for (x, j), c in alike.items() if j == y)[1] for _, y in alike}
    return {x: y for x, y in best_b.items() if best_a[y] == x}


def fragments(
    a: list, b: list, flags: tuple[list, list], free: tuple[list[bool], list[bool]], params: RewriteParams
) -> list[Box]:
    """Join pairs of sentences that lie near on both sides, over smaller and smaller gaps."""
    a_rows, b_rows = sentences(flags[0], free[0]), sentences(flags[1], free[1])
    of_a, of_b = weights(a, b, a_rows, b_rows)
    left = sorted(best_partners(of_a, of_b, (a_rows, b_rows), params).items())
    found: list[Box] = []  # in sentences, half-open
    for gap in range(params.max_gap, -1, -1):
        for group in _groups(left, a_rows, b_rows, gap):
            x, y = zip(*group, strict=True)
            box = (min(x), max(x) + 1, min(y), max(y) + 1)
            sizes = [
                sum(s.size for s in a_rows[slice(*box[:2])]),
                sum(s.size for s in b_rows[slice(*box[2:])]),
            ]
            whole = cosine(_sum(of_a[slice(*box[:2])]), _sum(of_b[slice(*box[2:])]))
            clear = not any(overlap(box, other) for other in found)
            if min(sizes) >= params.min_words and clear and whole >= params.min_fragment_cosine:
                found.append(box)
                left = [pair for pair in left if pair not in group]
    return [
        (a_rows[box[0]].first, a_rows[box[1] - 1].past, b_rows[box[2]].first, b_rows[box[3] - 1].past)
        for box in found
    ]


def _groups(
    pairs: list[tuple[int, int]], a_rows: list[Sentence], b_rows: list[Sentence], gap: int
) -> list[list[tuple[int, int]]]:
    """Put pairs together that a chain of near ones joins, in the order of their first ones."""
    groups: list[list[tuple[int, int]]] = []
    for pair in pairs:
        near = [group for group in groups if any(_near(pair, other, a_rows, b_rows, gap) for other in group)]
        merged = [pair for group in near for pair in group] + [pair]
        groups = [group for group in groups if group not in near] + [sorted(merged)]
    return sorted(groups)


def _near(
    one: tuple[int, int], other: tuple[int, int], a_rows: list[Sentence], b_rows: list[Sentence], gap: int
) -> bool:
    stretches = [(a_rows[x].stretch, b_rows[y].stretch) for x, y in (one, other)]
    distance = max(abs(one[0] - other[0]), abs(one[1] - other[1]))
    return distance <= gap + 1 and stretches[0] == stretches[1]


def _sum(vectors: list[dict]) -> dict:
    total: Counter = Counter()
    for vector in vectors:
        total.update(vector)
    return total


def overlap(one: Box, other: Box) -> bool:
    """Tell whether two boxes share a word of a or of b."""
    in_a = max(one[0], other[0]) < min(one[1], other[1])
    return in_a or max(one[2], other[2]) < min(one[3], other[3])


def joined(
    copied: list[Box], found: list[Box], flags: tuple[list, list], params: RewriteParams
) -> list[tuple[Box, bool]]:
    """Join boxes that lie near on both sides until none do; of two that overlap keep the larger one."""
    boxes = [(box, False) for box in copied] + [(box, True) for box in found]
    changed = True
    while changed:
        changed = False
        k = 0
        while k < len(boxes):
            later = k + 1
            while later < len(boxes):
                one, other = boxes[k][0], boxes[later][0]
                between = max(
                    max(one[0], other[0]) - min(one[1], other[1]),
                    max(one[2], other[2]) - min(one[3], other[3]),
                )
                if between <= params.join_words:
                    hull = (
                        min(one[0], other[0]),
                        max(one[1], other[1]),
                        min(one[2], other[2]),
                        max(one[3], other[3]),
                    )
                    boxes[k] = (hull, boxes[k][1] or boxes[later][1])
                    del boxes[later]
                    changed = True
                else:
                    later += 1
            k += 1
    boxes = [(box, rewritten) for box, rewritten in boxes if min(_sizes(box, flags)) >= params.min_words]
    dropped: set[int] = set()
    for k, (one, _) in enumerate(boxes):
        for other in range(len(boxes)):
            if other != k and not {k, other} & dropped and overlap(one, boxes[other][0]):
                dropped.add(max(k, other, key=lambda n: _rank(boxes[n][0])))
    return [box for k, box in enumerate(boxes) if k not in dropped]


def _sizes(box: Box, flags: tuple[list, list]) -> tuple[float, float]:
    a, b = (
        sum(0.5 if "solo" in flag else 1.0 for flag in side[first:past])
        for side, (first, past) in zip(flags, (box[:2], box[2:]), strict=True)
    )
    return a, b


def _rank(box: Box) -> tuple[int, int, int]:
    return -(box[1] - box[0] + box[3] - box[2]), box[2], box[0]


def passages(
    a: list, b: list, flags: tuple[list, list], params: AlignParams, rewriting: RewriteParams
) -> list[naive.Found]:
    """Return all passages of two articles, copied and rewritten, by place in b."""
    if (len(b), b) < (len(a), a):
        return naive.mirrored(passages(b, a, flags[::-1], params, rewriting))
    copied = naive.aligned(a, b, *flags, params)
    if a == b:
        return copied
    boxes = [p.box for p in copied]
    if rewriting.join_words:
        free = ([True] * len(a), [True] * len(b))
        found = joined(boxes, fragments(a, b, flags, free, rewriting), flags, rewriting)
        blocks = [block for p in copied for block in p.blocks]
        made = [_passage(a, b, flags, box, blocks, rewritten=rewritten) for box, rewritten in found]
        return sorted((p for p in made if p), key=lambda p: p.box[2])
    free = (
        [not any(box[0] <= at < box[1] for box in boxes) for at in range(len(a))],
        [not any(box[2] <= at < box[3] for box in boxes) for at in range(len(b))],
    )
    made = [_passage(a, b, flags, box, [], rewritten=True) for box in fragments(a, b, flags, free, rewriting)]
    return sorted([*copied, *(p for p in made if p)], key=lambda p: p.box[2])


def _passage(
    a: list, b: list, flags: tuple[list, list], box: Box, blocks: list[naive.Block], *, rewritten: bool
) -> naive.Found | None:
    """Match the words of a box: blocks inside it first, longest first, then equal words in between."""
    inside = [
        block
        for block in blocks
        if box[0] <= block.a
        and block.a + block.n <= box[1]
        and box[2] <= block.b
        and block.b + block.n <= box[3]
    ]
    chain: list[naive.Block] = []
    while inside:
        longest = max(inside, key=lambda block: block.n)
        inside[inside.index(longest)], inside[0] = inside[0], longest
        inside = inside[1:]
        if all((one.a < longest.a) == (one.b < longest.b) for one in chain):
            chain.append(longest)
    partner = {block.b + k: block.a + k for block in chain for k in range(block.n)}
    i, j = box[0], box[2]
    for at in [*sorted(partner), box[3]]:
        i_past = partner.get(at, box[1])
        partner |= naive.common_subsequence(a, b, range(i, i_past), range(j, at), set())
        i, j = i_past + 1, at + 1
    if not partner:
        return None
    marks = [flags[0][i] | flags[1][j] for j, i in partner.items()]
    n_furniture = sum("furniture" in mark for mark in marks)
    n_quoted = sum("quoted" in mark and "furniture" not in mark for mark in marks)
    role = "prose"
    if 2 * n_furniture > len(marks):
        role = "furniture"
    elif 2 * n_quoted > len(marks):
        role = "quote"
    found = naive.blocks_of(sorted(partner), partner)
    whole = (
        len(found) == 1
        and sum(block.n for block in chain) == found[0].n == box[1] - box[0] == box[3] - box[2]
    )
    if whole:
        return naive.Found(role, found)
    if rewritten:
        return naive.Found(role, found, "rewritten", box)
    return naive.Found(role, found)


# What Hypothesis draws.


@st.composite
def told_twice(draw: st.DrawFn) -> tuple[list[int], list[int], list[frozenset], list[frozenset]]:
    """Draw two articles of short sentences, many of the other's told in another order or with other words."""
    word = st.integers(0, draw(st.sampled_from([6, 25, 400])))
    told = draw(st.lists(st.lists(word, min_size=1, max_size=9), min_size=1, max_size=7))
    again = []
    for sentence in draw(st.permutations(told)):
        changed = draw(st.permutations(sentence)) if draw(st.booleans()) else list(sentence)
        for _ in range(draw(st.integers(0, 2))):
            changed[draw(st.integers(0, len(changed) - 1))] = draw(word)
        again.append(changed)
    again[1:1] = draw(st.lists(st.lists(word, min_size=1, max_size=9), max_size=2))
    a, a_flags = _article(draw, told)
    b, b_flags = _article(draw, again)
    return a, b, a_flags, b_flags


def _article(draw: st.DrawFn, told: list[list[int]]) -> tuple[list[int], list[frozenset]]:
    words = [word for sentence in told for word in sentence]
    flags = [set(flag) for flag in draw(naive.flagged(words))]
    at = 0
    for sentence in told:
        flags[at].add("sentence")
        if draw(st.integers(0, 9)) == 0:
            for k in range(len(sentence)):
                flags[at + k].add("furniture")
        at += len(sentence)
    return words, [frozenset(flag) for flag in flags]


def rewrite_params() -> st.SearchStrategy[RewriteParams]:
    """Draw settings, loose ones among them; some join passages."""
    return st.builds(
        lambda cosine, dice, words, gap, whole, least, near: RewriteParams(
            min_cosine=cosine,
            min_dice=dice,
            min_sentence_words=words,
            max_gap=gap,
            min_fragment_cosine=whole,
            min_words=least,
            join_words=near,
        ),
        st.sampled_from([0.0, 0.2, 0.5]),
        st.sampled_from([0.0, 0.3, 0.6]),
        st.integers(1, 5),
        st.integers(0, 3),
        st.sampled_from([0.0, 0.3, 0.6]),
        st.integers(1, 12),
        st.sampled_from([0, 0, 1, 4, 12]),
    )
