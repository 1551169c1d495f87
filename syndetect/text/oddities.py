"""What a text holds beside plain writing: counts of the token pass -> names, for the tables."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BIDI",
    "DAMAGED",
    "FULL_WIDTH",
    "HOMOGLYPHS",
    "MARKS",
    "MASKED",
    "MOJIBAKE",
    "N_ODDITIES",
    "ODDITIES",
    "SOFT_HYPHENS",
    "ZERO_WIDTH",
    "count_odd",
    "is_odd",
]

# Columns of the counts.
SOFT_HYPHENS, ZERO_WIDTH, BIDI, HOMOGLYPHS, FULL_WIDTH, MARKS, MOJIBAKE, MASKED, DAMAGED = range(9)
N_ODDITIES = 9

# Name -> what was found; in the order of the columns. None of these hides a copy.
ODDITIES: Mapping[str, str] = {
    "soft hyphens": "soft hyphens inside words",
    "zero-width": "characters without width, strokes or NUL inside words of Latin, Greek or Cyrillic script",
    "bidi": "characters that turn the direction of writing, as an override or inside such a word",
    "homoglyphs": "words of two scripts whose letters look alike",
    "full-width": "full-width Latin letters in a text without Chinese, Japanese or the like",
    "marks": "letters under more than ten combining marks",
    "mojibake": "UTF-8 that was read as Windows-1252",
    "masked": "words that were replaced by @: three or more in a row",
    "damaged": "lost characters: U+FFFD or lone surrogates",
}
# How many make a text odd: one é read wrongly may be a name that is spelt so; two @ in a row are a slip.
_LEAST = np.array([1, 1, 1, 1, 4, 1, 2, 2, 1])


def is_odd(counts: NDArray[np.int32], n_solo: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which oddities each text shows.

    Parameters
    ----------
    counts : int32 array of shape (n_articles, n_oddities)
        As the token pass counted.
    n_solo : int64 array of shape (n_articles,)
        Words of scripts written without spaces: where they stand, full-width
        letters are no oddity.

    Returns
    -------
    bool array of shape (n_articles, n_oddities)
        Columns in the order of ``ODDITIES``.
    """
    odd: NDArray[np.bool_] = counts >= _LEAST
    odd[:, FULL_WIDTH] &= n_solo == 0
    return odd


def count_odd(odd: NDArray[np.bool_]) -> dict[str, int]:
    """Return how many articles show each oddity; those that none shows are left out.

    Parameters
    ----------
    odd : bool array of shape (n_articles, n_oddities)
        Of :func:`is_odd`.
    """
    counts = odd.sum(axis=0).tolist()
    return {name: count for name, count in zip(ODDITIES, counts, strict=True) if count}
