"""Verified pairs in words -> the same in characters of the texts, for tables and people."""

from collections.abc import Iterator

import numpy as np

from syndetect.pairs.alignment import BOILERPLATE, EDITED, PROSE, QUOTE, REWRITTEN, VERBATIM
from syndetect.pairs.passages import Kind, Pair, Passage, Role
from syndetect.pairs.relation import RELATIONS
from syndetect.pairs.verify import Verified
from syndetect.text import Places, Tokens

__all__ = ["to_pairs"]

ROLES: dict[int, Role] = {PROSE: "prose", QUOTE: "quote", BOILERPLATE: "furniture"}
KINDS: dict[int, Kind] = {VERBATIM: "verbatim", EDITED: "edited", REWRITTEN: "rewritten"}


def to_pairs(tokens: Tokens, places: Places, verified: Verified) -> Iterator[Pair]:
    """Give every verified pair its offsets in characters.

    Parameters
    ----------
    tokens : Tokens
    places : Places
        Of at least the articles that share a passage.
    verified : Verified

    Yields
    ------
    Pair
        In the order of ``verified``.
    """
    passages = _passages(places, verified)
    prose, quote = verified.alignments.words(PROSE), verified.alignments.words(QUOTE)
    furniture = verified.alignments.words(BOILERPLATE)
    lengths = np.maximum(1, tokens.body().lengths)
    contained = ((prose + quote)[:, None] / lengths[verified.pairs]).tolist()
    columns = zip(
        verified.pairs.tolist(),
        verified.relation.tolist(),
        verified.resemblance.tolist(),
        verified.cosine.tolist(),
        contained,
        prose.tolist(),
        quote.tolist(),
        furniture.tolist(),
        np.diff(verified.alignments.passage_ptr).tolist(),
        strict=True,
    )
    for (a, b), relation, resemblance, cosine, (
        a_in_b,
        b_in_a,
    ), prose_words, quote_words, furniture_words, n_passages in columns:
        yield Pair(
            a=a,
            b=b,
            relation=RELATIONS[relation],
            resemblance=resemblance,
            cosine=cosine,
            containment_a_in_b=a_in_b,
            containment_b_in_a=b_in_a,
            prose_words=prose_words,
            quote_words=quote_words,
            furniture_words=furniture_words,
            passages=tuple(next(passages) for _ in range(n_passages)),
        )


def _passages(places: Places, verified: Verified) -> Iterator[Passage]:
    """Yield the passages of all pairs, one pair after the other."""
    alignments = verified.alignments
    owners = np.repeat(verified.pairs, np.diff(alignments.passage_ptr), axis=0)
    a_offset, b_offset = places.article_ptr[owners].T
    a_first, a_past, b_first, b_past = alignments.spans.T
    columns = zip(
        places.start[a_offset + a_first].tolist(),
        places.end[a_offset + a_past - 1].tolist(),
        places.start[b_offset + b_first].tolist(),
        places.end[b_offset + b_past - 1].tolist(),
        alignments.kinds.tolist(),
        alignments.roles.tolist(),
        alignments.n_words.tolist(),
        strict=True,
    )
    for a_start, a_end, b_start, b_end, kind, role, n_words in columns:
        yield Passage(
            a_start=a_start,
            a_end=a_end,
            b_start=b_start,
            b_end=b_end,
            kind=KINDS[kind],
            role=ROLES[role],
            n_words=n_words,
        )
