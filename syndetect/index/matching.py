"""Words of entries -> what of one stands in another, by alignment."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from syndetect.index.records import Stored
from syndetect.pairs.alignment import PROSE, QUOTE, align
from syndetect.pairs.scores import shared_shingles
from syndetect.params import IndexParams
from syndetect.ranges import pointer
from syndetect.text import Tokens

__all__ = ["Match", "is_duplicate", "is_partial", "lay_out", "matches", "resemblances"]

Match = tuple[int, int, int]  # matched words, those of prose, those of the longest passage of prose


def matches(
    pairs: Sequence[tuple[int, int]],
    stored: Mapping[int, Stored],
    params: IndexParams,
    *,
    n_threads: int | None = 1,
) -> list[Match]:
    """Align pairs of entries.

    Parameters
    ----------
    pairs : sequence of (int, int)
        Numbers; pairs of the same first entry stand together.
    stored : mapping of int to Stored
        Their words.
    params : IndexParams
    n_threads : int, optional
        Threads; the result does not depend on it.

    Returns
    -------
    list of Match
        The same whichever of two entries comes first.
    """
    if not pairs:
        return []
    tokens, rows = _laid_out(pairs, stored)
    aligned = align(tokens, rows, params.align, params.rewrite, n_threads=n_threads)
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
    tokens, rows = _laid_out(pairs, stored)
    of_one, of_other, both = shared_shingles(tokens, rows, params.shingle, n_threads=1).T
    found: list[float] = (both / np.maximum(1, of_one + of_other - both)).tolist()
    return found


def _laid_out(
    pairs: Sequence[tuple[int, int]], stored: Mapping[int, Stored]
) -> tuple[Tokens, NDArray[np.int64]]:
    """Lay the words of pairs of entries out; return them and the rows of each pair."""
    numbers = sorted({number for pair in pairs for number in pair})
    row = {number: k for k, number in enumerate(numbers)}
    rows = np.array([(row[one], row[other]) for one, other in pairs], np.int64)
    return lay_out([stored[number] for number in numbers]), rows


def lay_out(stored: Sequence[Stored]) -> Tokens:
    """Lay the words of entries, one at least, one after the other."""
    lengths = [len(words.hashes) for words in stored]
    return Tokens(
        np.concatenate([words.hashes for words in stored]),
        np.concatenate([words.flags for words in stored]),
        pointer(lengths),
    )
