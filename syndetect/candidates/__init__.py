"""Stage 5: signatures and weights in, candidate pairs out."""

from syndetect.candidates.events import event_pairs
from syndetect.candidates.lsh import (
    Banding,
    Buckets,
    Pairs,
    banding,
    bucket_pairs,
    distinct,
    exact_copies,
    with_copies,
)

__all__ = [
    "Banding",
    "Buckets",
    "Pairs",
    "banding",
    "bucket_pairs",
    "distinct",
    "event_pairs",
    "exact_copies",
    "with_copies",
]
