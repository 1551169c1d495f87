"""Verified pairs -> versions of one text, and the wire text that each article took most from."""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.pairs.relation import RELATIONS
from syndetect.pairs.verify import Verified
from syndetect.trace.standing import Standing

__all__ = ["find_versions", "find_wire_sources"]

_COPIED = RELATIONS.index("fragment")
_SAME_TEXT = RELATIONS.index("same_text")


def find_versions(verified: Verified, standing: Standing) -> NDArray[np.int64]:
    """Find updates, corrections and write-throughs: one outlet's articles of one text.

    Parameters
    ----------
    verified : Verified
    standing : Standing

    Returns
    -------
    int64 array of shape (n_articles,)
        The first of an article's versions, by time of publication (unknown
        last), then by row; itself when there is no other.
    """
    a, b = verified.pairs.T
    same_outlet = (standing.outlet[a] >= 0) & (standing.outlet[a] == standing.outlet[b])
    same_outlet |= (standing.own[a] >= 0) & (standing.own[a] == standing.own[b])
    linked = verified.pairs[same_outlet & (verified.relation == _SAME_TEXT)]
    order = np.lexsort((np.arange(len(standing.own)), standing.published))  # NaN last
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    firsts = np.arange(len(order))
    _unite(place[linked], firsts)
    return order[firsts[place]]


@kernel
def _unite(pairs: NDArray[np.int64], firsts: NDArray[np.int64]) -> None:
    """Write for each article the least one that pairs join it with."""
    for k in range(len(pairs)):
        one, other = pairs[k, 0], pairs[k, 1]
        while firsts[one] != one:
            one = firsts[one]
        while firsts[other] != other:
            other = firsts[other]
        firsts[max(one, other)] = min(one, other)
    for row in range(len(firsts)):
        firsts[row] = firsts[firsts[row]]


def find_wire_sources(
    verified: Verified, matched: NDArray[np.int64], standing: Standing, versions: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Find the wire text of the corpus that each article took most from.

    Parameters
    ----------
    verified : Verified
    matched : int64 array of shape (n_pairs,)
        Matched words of prose and speech.
    standing : Standing
    versions : int64 array of shape (n_articles,)
        As :func:`find_versions` gives them.

    Returns
    -------
    int64 array of shape (n_articles,)
        The first version of that text; -1 for a wire text itself, and where
        nothing of a wire text was found. Of equal ones the first.
    """
    found = np.full(len(versions), -1, np.int64)
    copied = verified.relation <= _COPIED
    wires = np.concatenate((verified.pairs[copied, 0], verified.pairs[copied, 1]))
    copies = np.concatenate((verified.pairs[copied, 1], verified.pairs[copied, 0]))
    n_words = np.concatenate((matched[copied], matched[copied]))
    taken = standing.is_wire[wires] & ~standing.is_wire[copies]
    wires, copies, n_words = versions[wires[taken]], copies[taken], n_words[taken]
    order = np.lexsort((-wires, n_words))  # the last one written stays
    found[copies[order]] = wires[order]
    return found
