"""Stage 4: token arrays in; shingles, digests, MinHash signatures and TF-IDF weights out."""

from syndetect.sketch.minhash import EMPTY, permutations, sign
from syndetect.sketch.shingles import content_digests, shingle
from syndetect.sketch.tfidf import Counts, count_terms, row_cosine, tfidf

__all__ = [
    "EMPTY",
    "Counts",
    "content_digests",
    "count_terms",
    "permutations",
    "row_cosine",
    "shingle",
    "sign",
    "tfidf",
]
