"""Stories -> the article of each that the others are measured against, and what else must be compared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates import distinct, in_time
from syndetect.pairs.alignment import PROSE
from syndetect.pairs.relation import RELATIONS
from syndetect.pairs.verify import Verified
from syndetect.trace.standing import Standing

__all__ = ["Grouping", "choose_references", "missing_pairs", "missing_versions"]

_SAME_TEXT = RELATIONS.index("same_text")


@dataclass(frozen=True, slots=True)
class Grouping:
    """The story of every article, and what it is measured against.

    Attributes
    ----------
    story : int64 array of shape (n_articles,)
        Row of the first article of the story; itself for an article alone.
    weakest : float64 array of shape (n_articles,)
        At the first article of a story, the least cosine that joined it.
    reference : int64 array of shape (n_articles,)
        The reference of the article's story; itself for an article alone.
    is_wire : bool array of shape (n_articles,)
        Whether that is an agency's own text.
    """

    story: NDArray[np.int64]
    weakest: NDArray[np.float64]
    reference: NDArray[np.int64]
    is_wire: NDArray[np.bool_]


def choose_references(
    story: NDArray[np.int64], verified: Verified, is_wire: NDArray[np.bool_], published: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Choose the reference article of every story.

    Parameters
    ----------
    story : int64 array of shape (n_articles,)
        Row of the first article of each article's story.
    verified : Verified
    is_wire : bool array of shape (n_articles,)
        Whether an article is an agency's own text.
    published : float64 array of shape (n_articles,)
        Seconds; NaN when unknown.

    Returns
    -------
    reference : int64 array of shape (n_articles,)
        The reference of each article's story; itself for an article alone.
    is_wire : bool array of shape (n_articles,)
        Whether that is an agency's own text.

    Notes
    -----
    A wire article if the story has one, else any; among these the one with
    most words of prose shared with other members, then the earliest, then the
    first by id.
    """
    shared = np.zeros(len(story), np.int64)
    a, b = verified.pairs[:, 0], verified.pairs[:, 1]
    prose = np.where(story[a] == story[b], verified.alignments.words(PROSE), 0)
    np.add.at(shared, a, prose)
    np.add.at(shared, b, prose)
    order = np.lexsort((np.arange(len(story)), published, -shared, ~is_wire, story))
    firsts = order[np.flatnonzero(np.diff(story[order], prepend=-1))]
    reference = np.arange(len(story))
    reference[story[firsts]] = firsts
    reference = reference[story]
    return reference, is_wire[reference]


def missing_pairs(reference: NDArray[np.int64], verified: Verified) -> NDArray[np.int64]:
    """Find the members of stories that were never compared with their reference.

    Returns
    -------
    int64 array of shape (n_pairs, 2)
        Sorted, a < b: as many pairs as such members.
    """
    members = np.flatnonzero(reference != np.arange(len(reference)))
    wanted = np.stack(
        [np.minimum(members, reference[members]), np.maximum(members, reference[members])], axis=1
    )
    return _unknown(wanted, verified.pairs, len(reference))


def missing_versions(
    reference: NDArray[np.int64], pairs: NDArray[np.int64], relation: NDArray[np.uint8], standing: Standing
) -> NDArray[np.int64]:
    """Find articles of one outlet, all of them the text of their story's reference, that were never compared.

    Copies of a text that very many print are not all compared with one another; those of one
    outlet, or one agency, are versions, and must be.

    Parameters
    ----------
    reference : int64 array of shape (n_articles,)
    pairs : int64 array of shape (n_pairs, 2)
        All that were compared.
    relation : uint8 array of shape (n_pairs,)
    standing : Standing

    Returns
    -------
    int64 array of shape (n_found, 2)
        Sorted, a < b: each article with the earliest of them and with the one
        before it.
    """
    with_reference = (reference[pairs[:, 0]] == pairs[:, 1]) | (reference[pairs[:, 1]] == pairs[:, 0])
    of_copies = pairs[with_reference & (relation == _SAME_TEXT)]
    copies = np.flatnonzero(np.bincount(of_copies.ravel(), minlength=len(reference)))
    found = [np.empty((0, 2), np.int64)]
    for owners in (standing.outlet, standing.own):
        owned = copies[owners[copies] >= 0]
        keys = np.full(len(reference), -1, np.int64)
        keys[owned] = reference[owned] * (int(owners.max(initial=0)) + 1) + owners[owned]
        found.append(in_time(keys, standing.published, 2))
    return _unknown(np.concatenate(found), pairs, len(reference))


def _unknown(wanted: NDArray[np.int64], pairs: NDArray[np.int64], n_articles: int) -> NDArray[np.int64]:
    """Return those of some pairs that are not among others: sorted, distinct."""
    width = max(1, n_articles)
    known = np.sort(pairs[:, 0] * width + pairs[:, 1])
    wanted = distinct(wanted)
    codes = wanted[:, 0] * width + wanted[:, 1]
    codes = codes[np.searchsorted(known, codes) == np.searchsorted(known, codes, side="right")]
    return np.stack([codes // width, codes % width], axis=1)
