"""Scores and matched words of pairs -> the relation of each pair, and derivation."""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from syndetect.pairs.passages import Relation
from syndetect.params import RelationParams

__all__ = ["DERIVATIONS", "RELATIONS", "Derivation", "derivation", "derivations", "relate"]

Derivation = Literal["wholly", "partially", "non-derived"]

DERIVATIONS: tuple[Derivation, ...] = get_args(Derivation)
RELATIONS: tuple[Relation, ...] = get_args(Relation)  # strongest first; a code is a place in it


def relate(
    matched: NDArray[np.int64],
    longest: NDArray[np.int64],
    lengths: NDArray[np.int64],
    cosine: NDArray[np.float64],
    params: RelationParams,
) -> NDArray[np.uint8]:
    """Decide the relation of pairs of articles: the strongest that applies.

    Parameters
    ----------
    matched : int64 array of shape (n_pairs, 3)
        Matched words: prose, quote, furniture.
    longest : int64 array of shape (n_pairs,)
        Matched words of the longest passage of prose.
    lengths : int64 array of shape (n_pairs, 2)
        Body words of a and of b.
    cosine : float64 array of shape (n_pairs,)
    params : RelationParams

    Returns
    -------
    uint8 array of shape (n_pairs,)
        Places in ``RELATIONS``; the definitions stand in
        :class:`syndetect.params.RelationParams`.
    """
    prose, quote, furniture = matched.T
    body, shorter = prose + quote, lengths.min(axis=1)
    copied = longest >= params.fragment_words
    tests: list[tuple[Relation, NDArray[np.bool_]]] = [
        ("furniture_only", (shorter < params.min_words) & (furniture > 0)),
        ("none", shorter < params.min_words),
        ("same_text", copied & (body >= params.same_text * shorter) & (prose >= params.least_prose * body)),
        ("partial", copied & (prose >= params.partial_words)),
        ("fragment", copied),
        ("quotes_only", quote > 0),
        ("furniture_only", furniture > 0),
        ("same_event", cosine >= params.same_event),
    ]
    codes = [RELATIONS.index(name) for name, _ in tests]
    chosen: NDArray[np.uint8] = np.select(
        [applies for _, applies in tests], codes, RELATIONS.index("none")
    ).astype(np.uint8)
    return chosen


def derivation(prose: int, quote: int, longest: int, n_words: int, params: RelationParams) -> Derivation:
    """Say how far an article derives from another one.

    Parameters
    ----------
    prose, quote : int
        Words of the article that match the other one, by role.
    longest : int
        Matched words of the longest passage of prose.
    n_words : int
        Body words of the article.
    params : RelationParams

    Returns
    -------
    "wholly", "partially" or "non-derived"
        METER's scale for newspapers (Clough, Gaizauskas, Piao & Wilks,
        "METER: MEasuring TExt Reuse", 2002), by the rule of
        :class:`syndetect.params.RelationParams`. Shared quotations alone are no
        derivation: both may have them from the speaker. Nor are shared names,
        figures and turns of phrase, however many: without a passage that
        reporters would not both write, derivation is not claimed
        (docs/derivation.md).
    """
    is_sentence = longest >= params.derived_words
    is_share = longest >= params.fragment_words and prose >= params.derived_share * n_words
    if not (is_sentence or is_share):
        return "non-derived"
    return "wholly" if prose + quote >= params.wholly * n_words else "partially"


def derivations(
    prose: NDArray[np.int64],
    quote: NDArray[np.int64],
    longest: NDArray[np.int64],
    n_words: NDArray[np.int64],
    params: RelationParams,
) -> NDArray[np.uint8]:
    """Say the same of many articles.

    Parameters
    ----------
    prose, quote, longest, n_words : int64 arrays of one shape
        As :func:`derivation` takes them.
    params : RelationParams

    Returns
    -------
    uint8 array of that shape
        Places in ``DERIVATIONS``.
    """
    derives = longest >= params.derived_words
    derives |= (longest >= params.fragment_words) & (prose >= params.derived_share * n_words)
    wholly = prose + quote >= params.wholly * n_words
    names: list[Derivation] = ["non-derived", "wholly"]
    codes = [DERIVATIONS.index(name) for name in names]
    found: NDArray[np.uint8] = np.select([~derives, wholly], codes, DERIVATIONS.index("partially")).astype(
        np.uint8
    )
    return found
