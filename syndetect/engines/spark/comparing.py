"""Candidate pairs -> verified pairs as rows: scored, aligned and related in the executors."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.engines.spark.arrays import cells, flat, numbers, table_of, taken
from syndetect.engines.spark.gathering import Gathered, gather
from syndetect.engines.spark.preparing import tokens_of
from syndetect.engines.spark.vocabulary import Vocabulary
from syndetect.pairs import Verified, verify
from syndetect.pairs.alignment import Alignments
from syndetect.params import Params
from syndetect.ranges import pointer

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

__all__ = ["VERIFIED", "compare", "verified_of"]

VERIFIED = (
    "a long, b long, of_a long, of_b long, in_both long, cosine double, relation int, n_capped int, "
    "passages binary, blocks binary"
)
"""``passages`` holds role, kind, the four ends and the number of blocks of each passage, ``blocks`` three
numbers a block, as int32. ``n_capped`` stands in the first row of each part, for all of it."""


def compare(
    pairs: "DataFrame",
    prepared: "DataFrame",
    n_articles: int,
    vocabulary: "Broadcast[Vocabulary]",
    params: Params,
) -> "DataFrame":
    """Compare pairs of articles: ``VERIFIED``, also those that share nothing."""

    def work(pairs: NDArray[np.int64], found: Gathered) -> pa.Table:
        tokens = tokens_of(found.table)
        body = tokens.body()
        weights, _ = vocabulary.value.weigh(body)
        verified = verify(tokens, weights, found.places, params, body=body, n_threads=1)
        return _rows(verified, pairs)

    columns = prepared.select("row", "hashes", "flags")
    return gather(pairs, columns, n_articles, work, VERIFIED)


def _rows(verified: Verified, pairs: NDArray[np.int64]) -> pa.Table:
    alignments = verified.alignments
    passages = np.column_stack(
        [alignments.roles, alignments.kinds, alignments.spans, np.diff(alignments.block_ptr)]
    ).astype(np.int32)
    n_capped = np.zeros(len(pairs), np.int32)
    n_capped[:1] = alignments.n_capped
    return table_of(
        VERIFIED,
        (
            *pairs.T,
            *verified.shingles.T,
            verified.cosine,
            verified.relation.astype(np.int32),
            n_capped,
            cells(passages, alignments.passage_ptr),
            cells(alignments.blocks, alignments.block_ptr[alignments.passage_ptr]),
        ),
    )


def verified_of(table: pa.Table, rows: NDArray[np.int64]) -> Verified:
    """Read verified pairs back, with articles counted by their places in ``rows`` (ascending)."""
    pairs = numbers(table, "a", "b").reshape(-1, 2)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    table, pairs = taken(table, order), pairs[order]
    passages, passage_ptr = flat(table.column("passages"), np.int32, 7)
    blocks, _ = flat(table.column("blocks"), np.int32, 3)
    alignments = Alignments(
        passage_ptr=passage_ptr,
        roles=passages[:, 0].astype(np.uint8),
        kinds=passages[:, 1].astype(np.uint8),
        spans=np.ascontiguousarray(passages[:, 2:6]),
        block_ptr=pointer(passages[:, 6]),
        blocks=blocks,
        n_capped=int(numbers(table, "n_capped").sum()),
    )
    return Verified(
        np.searchsorted(rows, pairs),
        numbers(table, "of_a", "of_b", "in_both").reshape(-1, 3),
        table.column("cosine").to_numpy().copy(),
        alignments,
        numbers(table, "relation").astype(np.uint8),
    )
