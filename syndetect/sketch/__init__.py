"""Stage 4: token arrays in; shingles, content digests and MinHash signatures out."""

from syndetect.sketch.minhash import EMPTY, permutations, sign
from syndetect.sketch.shingles import content_digests, shingle

__all__ = ["EMPTY", "content_digests", "permutations", "shingle", "sign"]
