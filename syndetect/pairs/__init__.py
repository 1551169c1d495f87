"""Stages 6 to 8: candidate pairs in; scores, passages and relations out."""

from syndetect.pairs.characters import Pairs, to_pairs
from syndetect.pairs.features import FEATURES, derivation_features
from syndetect.pairs.passages import Edit, Pair, ParagraphRow, Passage, Relation
from syndetect.pairs.relation import DERIVATIONS, RELATIONS, Derivation, derivation, derivations
from syndetect.pairs.verify import Verified, verify

__all__ = [
    "DERIVATIONS",
    "FEATURES",
    "RELATIONS",
    "Derivation",
    "Edit",
    "Pair",
    "Pairs",
    "ParagraphRow",
    "Passage",
    "Relation",
    "Verified",
    "derivation",
    "derivation_features",
    "derivations",
    "to_pairs",
    "verify",
]
