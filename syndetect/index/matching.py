"""Words of an article and of others -> what of it stands in each, by alignment."""

from collections.abc import Mapping, Sequence

import numpy as np

from syndetect.index.records import Stored
from syndetect.pairs.alignment import PROSE, QUOTE, align
from syndetect.pairs.scores import shared_shingles
from syndetect.params import IndexParams
from syndetect.text import Tokens

__all__ = ["Match", "is_duplicate", "is_partial", "lay_out", "matches", "resemblances"]

Match = tuple[int, int, int]  # matched words, those of prose, those of the longest passage of prose
NOTHING: Match = (0, 0, 0)


def matches(one: Stored, others: Sequence[Stored], params: IndexParams) -> list[Match]:
    """Align an article with others.

    Parameters
    ----------
    one : Stored
    others : sequence of Stored
    params : IndexParams

    Returns
    -------
    list of Match
        The same whichever of two articles is called one.
    """
    if not others:
        return []
    tokens = lay_out([one, *others])
    pairs = np.stack([np.zeros(len(others), np.int64), np.arange(1, len(others) + 1)], axis=1)
    aligned = align(tokens, pairs, params.align, params.rewrite, n_threads=1)
    prose, quotes = aligned.words(PROSE), aligned.words(QUOTE)
    columns = ((prose + quotes).tolist(), prose.tolist(), aligned.longest_prose().tolist())
    return list(zip(*columns, strict=True))


def is_duplicate(match: Match, n_words: int, params: IndexParams) -> bool:
    """Tell whether an article of so many words adds next to nothing to what it matches."""
    return match[0] > 0 and match[0] >= params.duplicate * n_words


def is_partial(match: Match, n_words: int, params: IndexParams) -> bool:
    """Tell whether a good part of an article of so many words stands in what it matches."""
    matched, prose, longest = match
    much = matched >= params.partial_share * n_words and longest >= params.fragment_words
    return prose >= params.partial_words or much


def resemblances(
    pairs: Sequence[tuple[int, int]], stored: Mapping[int, Stored], params: IndexParams
) -> list[float]:
    """Return the exact resemblance of the shingle sets of pairs of entries."""
    if not pairs:
        return []
    numbers = sorted({number for pair in pairs for number in pair})
    row = {number: k for k, number in enumerate(numbers)}
    tokens = lay_out([stored[number] for number in numbers])
    rows = np.array([(row[one], row[other]) for one, other in pairs], np.int64)
    of_one, of_other, both = shared_shingles(tokens, rows, params.shingle, n_threads=1).T
    found: list[float] = (both / np.maximum(1, of_one + of_other - both)).tolist()
    return found


def lay_out(stored: Sequence[Stored]) -> Tokens:
    """Lay the words of entries, one at least, one after the other."""
    lengths = [len(words.hashes) for words in stored]
    return Tokens(
        np.concatenate([words.hashes for words in stored]),
        np.concatenate([words.flags for words in stored]),
        np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
    )
