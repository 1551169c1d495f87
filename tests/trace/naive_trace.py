"""Stories and origins once more in plain Python, and how verified pairs are made by hand."""

from itertools import product

import numpy as np
from scipy.sparse import csr_array

from syndetect.pairs import RELATIONS, Verified
from syndetect.pairs.alignment import EDITED, PROSE, QUOTE, REWRITTEN, Alignments
from syndetect.params import StoryParams
from syndetect.text import Tokens

COPIES = ("same_text", "partial", "fragment")


def verified_pairs(rows: list[tuple]) -> Verified:
    """Make verified pairs of (a, b, relation, cosine[, passages]); a passage is (role, [(a, b, n), ...]).

    The role "rewritten" stands for prose told in other words.
    """
    rows = sorted(rows, key=lambda row: row[:2])
    passages = [passage for row in rows for passage in (row[4] if len(row) > 4 else [])]
    n_passages = [len(row[4]) if len(row) > 4 else 0 for row in rows]
    blocks = [block for _, part in passages for block in part]
    alignments = Alignments(
        passage_ptr=np.cumsum([0, *n_passages]).astype(np.int64),
        roles=np.array([QUOTE if role == "quote" else PROSE for role, _ in passages], np.uint8),
        kinds=np.array([REWRITTEN if role == "rewritten" else EDITED for role, _ in passages], np.uint8),
        spans=np.array([_span(part) for _, part in passages], np.int32).reshape(-1, 4),
        block_ptr=np.cumsum([0, *(len(part) for _, part in passages)]).astype(np.int64),
        blocks=np.array(blocks, np.int32).reshape(-1, 3),
        n_capped=0,
    )
    return Verified(
        pairs=np.array([row[:2] for row in rows], np.int64).reshape(-1, 2),
        shingles=np.zeros((len(rows), 3), np.int64),
        cosine=np.array([row[3] for row in rows], np.float64),
        alignments=alignments,
        relation=np.array([RELATIONS.index(row[2]) for row in rows], np.uint8),
    )


def _span(blocks: list[tuple[int, int, int]]) -> tuple[int, int, int, int]:
    a, b = ([(block[side], block[side] + block[2]) for block in blocks] for side in (0, 1))
    return min(a)[0], max(past for _, past in a), min(b)[0], max(past for _, past in b)


def unit_rows(vectors: list) -> csr_array:
    """Make TF-IDF rows of length 1 of any vectors."""
    dense = np.array(vectors, np.float64)
    norms = np.linalg.norm(dense, axis=1, keepdims=True)
    return csr_array((dense / np.where(norms == 0, 1, norms)).astype(np.float32))


def stories(
    weights: csr_array, rows: list[tuple], days: list[float], params: StoryParams, same_event: float
) -> list[set[int]]:
    """Join articles as the docstring of ``group`` says; the groups of two or more."""
    dense = weights.toarray().astype(np.float64)

    def strength(row: tuple) -> tuple:
        relation = COPIES.index(row[2]) if row[2] in COPIES else len(COPIES)
        return relation, -round(row[3], 6), row[0], row[1]

    group_of = {row: frozenset([row]) for row in range(len(dense))}
    for a, b, relation, cosine, *_ in sorted(rows, key=strength):
        if relation == "none" or (relation == "quotes_only" and cosine < same_event):
            continue
        one, other = group_of[a], group_of[b]
        if one is other:
            continue
        if relation != "same_text":
            witnesses = sorted(one)[: params.n_witnesses], sorted(other)[: params.n_witnesses]
            cosines = [float(dense[x] @ dense[y]) for x, y in product(*witnesses)]
            known = [days[row] for row in one | other if days[row] == days[row]]
            far = bool(known) and max(known) - min(known) > params.max_days
            if far or sum(cosines) / len(cosines) < params.min_cosine:
                continue
        joined = one | other
        group_of |= dict.fromkeys(joined, joined)
    return sorted((set(group) for group in set(group_of.values()) if len(group) > 1), key=min)


def origins(tokens: Tokens, rows: list[tuple]) -> list[int]:
    """Mark the words of every copied passage on both sides, speech over prose."""
    marks = [0] * len(tokens.hashes)
    for row in rows:
        for role, blocks in row[4] if len(row) > 4 else []:
            for place_a, place_b, n in blocks:
                for article, first in ((row[0], place_a), (row[1], place_b)):
                    start = int(tokens.article_ptr[article]) + first
                    for word in range(start, start + n):
                        marks[word] = max(marks[word], {"rewritten": 0, "prose": 1, "quote": 2}[role])
    return marks


def runs(marked: list[bool], new_paragraph: list[bool], start: list[int], end: list[int]) -> list[tuple]:
    """Return the character spans of marked words that follow each other in one paragraph."""
    spans: list[tuple[int, int]] = []
    goes_on = False
    for mark, new, first, past in zip(marked, new_paragraph, start, end, strict=True):
        if mark and goes_on and not new:
            spans[-1] = (spans[-1][0], past)
        elif mark:
            spans.append((first, past))
        goes_on = mark
    return spans
