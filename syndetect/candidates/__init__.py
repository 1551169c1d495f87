"""Stage 5: signatures, fingerprints and weights in, candidate pairs out."""

from syndetect.candidates.copies import apart, find_crowds, in_time, near_copies, with_copies
from syndetect.candidates.events import event_pairs
from syndetect.candidates.lsh import Banding, Buckets, banding, bucket_pairs
from syndetect.candidates.pairing import Pairs, distinct
from syndetect.candidates.passages import Partners, passage_pairs
from syndetect.candidates.search import Candidates, find_candidates

__all__ = [
    "Banding",
    "Buckets",
    "Candidates",
    "Pairs",
    "Partners",
    "apart",
    "banding",
    "bucket_pairs",
    "distinct",
    "event_pairs",
    "find_candidates",
    "find_crowds",
    "in_time",
    "near_copies",
    "passage_pairs",
    "with_copies",
]
