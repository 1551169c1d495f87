"""Stage 4: token arrays in; shingles, digests, signatures, fingerprints and TF-IDF weights out."""

from syndetect.sketch.minhash import EMPTY, permutations, sign
from syndetect.sketch.shingles import content_digests, shingle
from syndetect.sketch.sketches import Sketches, exact_copies, sketch
from syndetect.sketch.streams import sketch_texts
from syndetect.sketch.tfidf import Counts, Weights, count_terms, row_cosine, term_slot, tfidf
from syndetect.sketch.winnowing import Fingerprints, winnow

__all__ = [
    "EMPTY",
    "Counts",
    "Fingerprints",
    "Sketches",
    "Weights",
    "content_digests",
    "count_terms",
    "exact_copies",
    "permutations",
    "row_cosine",
    "shingle",
    "sign",
    "sketch",
    "sketch_texts",
    "term_slot",
    "tfidf",
    "winnow",
]
