"""Signatures -> pairs of articles that share a band, and which article each is a near copy of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.candidates import near_copies
from syndetect.candidates.lsh import band_keys, banding, star_pairs
from syndetect.engines.spark.arrays import flat, numbers, over_groups, over_partitions, table_of
from syndetect.engines.spark.gathering import Gathered, gather
from syndetect.engines.spark.preparing import body_of
from syndetect.params import Params
from syndetect.sketch import EMPTY, sign

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["bucket_pairs", "near_copies_of", "signatures_of"]

SIGNATURES = "row long, signature binary"
_KEYS = "band int, key long, row long"
_PAIRS = "a long, b long"


def signatures_of(searched: "DataFrame", params: Params) -> "DataFrame":
    """Sign the searched articles: ``SIGNATURES``, 520 bytes each; articles without shingles have none."""

    def work(table: pa.Table) -> pa.Table:
        signatures = sign(body_of(table), params.shingle, params.sketch, n_threads=1)
        some = ~(signatures == EMPTY).all(axis=1)
        return table_of(
            SIGNATURES, (numbers(table, "row")[some], [each.tobytes() for each in signatures[some]])
        )

    return over_partitions(searched, work, SIGNATURES, whole=False)


def bucket_pairs(signatures: "DataFrame", params: Params) -> "DataFrame":
    """Pair the articles that share a bucket: columns a and b, distinct.

    Notes
    -----
    Shuffled: 20 bytes a band and article. A bucket of m articles gives at most
    8 m pairs (``CandidateParams.representatives``), wherever it is.
    """
    size = params.sketch.signature_size
    cut = banding(size, params.candidates.threshold)

    def keys(table: pa.Table) -> pa.Table:
        rows = numbers(table, "row")
        signatures, _ = flat(table.column("signature"), np.uint32, size)
        places = np.arange(len(rows))
        found = np.empty((cut.bands, len(rows)), np.uint64)
        for band in range(cut.bands):
            band_keys(signatures, places, band * cut.rows, cut.rows, found[band])
        bands = np.repeat(np.arange(cut.bands, dtype=np.int32), len(rows))
        return table_of(_KEYS, (bands, found.ravel().view(np.int64), np.tile(rows, cut.bands)))

    def pairs(table: pa.Table) -> Iterator[pa.Table]:
        band, key, rows = numbers(table, "band", "key", "row").T
        order = np.lexsort((rows, key, band))
        band, key, rows = band[order], key[order], rows[order]
        new = np.ones(len(rows), np.bool_)
        new[1:] = (band[1:] != band[:-1]) | (key[1:] != key[:-1])
        starts = np.flatnonzero(new)
        sizes = np.diff(starts, append=len(rows))
        found = star_pairs(np.ascontiguousarray(rows), starts, sizes, params.candidates.representatives)
        found = np.unique(found, axis=0) if len(found) else found
        yield table_of(_PAIRS, (found[:, 0], found[:, 1]))

    met = over_partitions(signatures, keys, _KEYS, whole=False)
    return over_groups(met, ("band", "key"), pairs, _PAIRS).distinct()


def near_copies_of(
    pairs: "DataFrame", signatures: "DataFrame", n_articles: int, params: Params
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find which articles stand behind another that they much resemble.

    Returns
    -------
    rows, leaders : int64 arrays of shape (n_near_copies,)

    Notes
    -----
    Resemblances are estimated in the executors. The pairs of near copies come
    to the driver, 16 bytes each, at most 8 a bucket and copy: who leads depends
    on who leads before it.
    """
    least = params.candidates.copy_resemblance * params.sketch.signature_size

    def alike(pairs: NDArray[np.int64], found: Gathered) -> pa.Table:
        signatures, _ = flat(found.table.column("signature"), np.uint32, params.sketch.signature_size)
        near = np.zeros(len(pairs), np.bool_)
        for first in range(0, len(pairs), 4096):  # bounds the memory of what is compared
            one, other = found.places[first : first + 4096].T
            n_equal = (signatures[one] == signatures[other]).sum(axis=1)
            near[first : first + 4096] = n_equal >= least
        return table_of(_PAIRS, (pairs[near, 0], pairs[near, 1]))

    near = gather(pairs, signatures, n_articles, alike, _PAIRS).toArrow()
    edges = numbers(near, "a", "b").reshape(-1, 2)
    rows, places = np.unique(edges, return_inverse=True)
    places = places.reshape(-1, 2)
    places = places[np.lexsort((places[:, 1], places[:, 0]))]
    same = np.zeros((len(rows), 1), np.uint32)  # all that is left is alike
    leaders = near_copies(places, same, np.arange(len(rows)), 0.0)
    moved = leaders != np.arange(len(rows))
    return rows[moved], rows[leaders[moved]]
