"""Sketches -> candidate pairs: all searches, one after the other, and what they found together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.copies import NO_CROWD, apart, find_crowds, in_time, near_copies, with_copies
from syndetect.candidates.events import event_pairs
from syndetect.candidates.lsh import banding, bucket_pairs
from syndetect.candidates.pairing import Pairs, distinct
from syndetect.candidates.passages import passage_pairs
from syndetect.params import Params
from syndetect.sketch import Sketches
from syndetect.storage import IN_MEMORY, Storage
from syndetect.text import Tokens

__all__ = ["Candidates", "find_candidates"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs to be compared, and what the searches met on the way, by name."""

    pairs: Pairs
    counts: dict[str, int]


def find_candidates(
    body: Tokens,
    sketches: Sketches,
    published_at: NDArray[np.float64],
    params: Params,
    *,
    n_threads: int | None = None,
    storage: Storage = IN_MEMORY,
) -> Candidates:
    """Find the pairs that are worth a comparison.

    Parameters
    ----------
    body : Tokens
    sketches : Sketches
        Of ``body``.
    published_at : float64 array of shape (n_articles,)
        Seconds; NaN when unknown.
    params : Params
        Of which sketch, candidates, passages and event are used.
    n_threads : int, optional
        Threads; the result does not depend on it.
    storage : Storage, optional
        Where what is found is to lie.

    Returns
    -------
    Candidates
        The pairs of three searches: articles that resemble each other as a
        whole, articles that share a run of words, articles on one event.
        Copies meet what their leaders meet, exact copies the neighbours on the
        event too, within ``copy_pairs``.
    """
    firsts, signatures = sketches.firsts, sketches.signatures
    cut = banding(params.sketch.signature_size, params.candidates.threshold)
    buckets = bucket_pairs(signatures, sketches.rows, cut, params.candidates, n_threads=n_threads)
    leaders = near_copies(buckets.pairs, signatures, firsts, params.candidates.copy_resemblance)
    partners = passage_pairs(
        body,
        sketches.fingerprints,
        leaders,
        published_at,
        params.passages,
        n_threads=n_threads,
        storage=storage,
    )
    neighbours = event_pairs(sketches.weights, published_at, sketches.rows, params.event, n_threads=n_threads)
    most = max(params.candidates.min_copy_pairs, params.candidates.copy_pairs * len(leaders))
    crowds = find_crowds(leaders, params.candidates.max_copies)
    sharing = distinct(np.concatenate((apart(buckets.pairs, crowds), partners.pairs)))
    spread = (
        with_copies(sharing, leaders, most, crowds, published_at),
        with_copies(apart(neighbours, crowds), firsts, most, crowds, published_at),
        in_time(crowds, published_at, params.candidates.n_in_time),
    )
    pairs = distinct(np.concatenate(spread))
    counts = {
        "n_lsh": len(buckets.pairs),
        "largest_bucket": buckets.largest,
        "n_starred": buckets.n_starred,
        "n_near_copies": int((leaders != firsts).sum()),
        "n_in_crowds": int((crowds != NO_CROWD).sum()),
        "n_passage": len(partners.pairs),
        "n_common_fingerprints": partners.n_common,
        "n_bounded_articles": partners.n_bounded,
        "n_event": len(neighbours),
        "n_candidates": len(pairs),
    }
    return Candidates(pairs, counts)
