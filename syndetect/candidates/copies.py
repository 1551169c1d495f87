"""Articles that are copies of one another: they stand as one in a search, and are paired again after it."""

import numpy as np
from numpy.typing import NDArray

from syndetect.candidates.pairing import Pairs, distinct
from syndetect.kernels import kernel

__all__ = ["apart", "find_crowds", "in_time", "near_copies", "with_copies"]

NO_CROWD = -1


def near_copies(
    pairs: Pairs, signatures: NDArray[np.uint32], firsts: NDArray[np.int64], min_resemblance: float
) -> NDArray[np.int64]:
    """Attach articles to the first article that they much resemble.

    Parameters
    ----------
    pairs : int64 array of shape (n_pairs, 2)
        Of articles that are the first of their words; sorted.
    signatures : uint32 array of shape (n_articles, signature_size)
    firsts : int64 array of shape (n_articles,)
        As :func:`syndetect.sketch.exact_copies` gives it.
    min_resemblance : float
        Estimated from the signatures: the share of values that are equal.

    Returns
    -------
    int64 array of shape (n_articles,)
        For each article the one it stands behind: itself, or the first one, by
        row, that it is paired with, resembles and that stands behind no other.
        No chains: what stands behind an article resembles that very article.
    """
    leaders = firsts.copy()
    _attach(pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))], signatures, min_resemblance, leaders)
    return leaders[leaders]  # exact copies of what was attached


@kernel
def _attach(
    pairs: NDArray[np.int64],
    signatures: NDArray[np.uint32],
    min_resemblance: float,
    leaders: NDArray[np.int64],
) -> None:
    least = min_resemblance * signatures.shape[1]
    for k in range(len(pairs)):
        one, other = pairs[k, 0], pairs[k, 1]
        if leaders[one] != one or leaders[other] != other:
            continue
        n_equal = 0
        for at in range(signatures.shape[1]):
            n_equal += 1 if signatures[one, at] == signatures[other, at] else 0
        if n_equal >= least:
            leaders[other] = one


def find_crowds(leaders: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Find the groups of copies that are too large for each to be compared with all the others.

    Parameters
    ----------
    leaders : int64 array of shape (n_articles,)
        The article that each stands behind; itself if none.
    most : int
        Members up to which a group is no crowd.

    Returns
    -------
    int64 array of shape (n_articles,)
        The leader of each article in a crowd; ``NO_CROWD`` for all others.
    """
    sizes = np.bincount(leaders, minlength=len(leaders))
    crowds: NDArray[np.int64] = np.where(sizes[leaders] > most, leaders, NO_CROWD)
    return crowds


def apart(pairs: Pairs, crowds: NDArray[np.int64]) -> Pairs:
    """Leave out the pairs of members of one crowd: what they share, fewer pairs tell.

    Parameters
    ----------
    pairs : int64 array of shape (n_pairs, 2)
    crowds : int64 array of shape (n_articles,)
        As :func:`find_crowds` gives it.

    Returns
    -------
    int64 array of shape (n_left, 2)
        In their order.
    """
    one, other = crowds[pairs[:, 0]], crowds[pairs[:, 1]]
    found: Pairs = pairs[(one == NO_CROWD) | (one != other)]
    return found


def in_time(crowds: NDArray[np.int64], published_at: NDArray[np.float64], n_partners: int) -> Pairs:
    """Pair each member of a crowd with the earliest of it, and with those that came just before.

    Parameters
    ----------
    crowds : int64 array of shape (n_articles,)
        As :func:`find_crowds` gives it.
    published_at : float64 array of shape (n_articles,)
        Seconds; NaN when unknown, which comes last. At one time, rows decide.
    n_partners : int
        How many each is paired with: half of them the earliest.

    Returns
    -------
    int64 array of shape (n_found, 2)
        Sorted, distinct, a < b. At most ``n_partners`` a member, linear in the crowd.
    """
    members = np.flatnonzero(crowds != NO_CROWD)
    order = members[np.lexsort((published_at[members], crowds[members]))]
    places = np.arange(len(order))
    first = np.searchsorted(crowds[order], crowds[order])  # place of the earliest of each one's crowd
    found = [np.empty((0, 2), np.int64)]
    for k in range(n_partners // 2):
        later = places - first > k
        earliest, before = first[later] + k, places[later] - k - 1
        found += [np.stack((order[other], order[later]), axis=1) for other in (earliest, before)]
    return distinct(np.concatenate(found))


def with_copies(
    pairs: Pairs,
    leaders: NDArray[np.int64],
    most: int,
    crowds: NDArray[np.int64],
    published_at: NDArray[np.float64],
) -> Pairs:
    """Add the pairs of copies: among themselves, and with what any of them is paired with.

    Parameters
    ----------
    pairs : int64 array of shape (n_pairs, 2)
    leaders : int64 array of shape (n_articles,)
        The article that each stands behind; itself if none.
    most : int
        Pairs to make at most, besides each copy with its leader. Small groups
        go first, so that only the largest stay stars.
    crowds : int64 array of shape (n_articles,)
        As :func:`find_crowds` gives it. Copies in a crowd are not paired among
        themselves, and only with groups that came before all of the crowd:
        their sources.
    published_at : float64 array of shape (n_articles,)
        Seconds; NaN when unknown, which is before nothing.

    Returns
    -------
    int64 array of shape (n_found, 2)
        Sorted, distinct, a < b.
    """
    rows = np.arange(len(leaders))
    copies = np.stack([leaders, rows], axis=1)[leaders != rows]
    groups = np.unique(copies[:, 0])
    crossed = np.concatenate((np.stack([groups, groups], axis=1), distinct(leaders[pairs])))
    order = np.argsort(leaders, kind="stable")
    ptr = np.searchsorted(leaders[order], np.arange(len(leaders) + 1))
    sizes = np.diff(ptr)[crossed]
    within = crossed[:, 0] == crossed[:, 1]
    n_made = np.where(within, sizes[:, 0] * (sizes[:, 0] - 1) // 2, sizes[:, 0] * sizes[:, 1])
    by_size = np.argsort(n_made, kind="stable")
    by_size = by_size[_may_cross(crossed, leaders, crowds, published_at)[by_size]]
    chosen = by_size[np.cumsum(n_made[by_size]) <= most]
    made = np.empty((int(n_made[chosen].sum()), 2), np.int64)
    _cross(crossed[chosen], order, ptr, made)
    return distinct(np.concatenate((pairs, copies, made)))


def _may_cross(
    crossed: Pairs,
    leaders: NDArray[np.int64],
    crowds: NDArray[np.int64],
    published_at: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Tell of groups, by their leaders, whether all their members may be paired."""
    times = np.where(np.isnan(published_at), np.inf, published_at)
    of_group, of_crowd = np.full((2, len(leaders)), np.inf)
    np.minimum.at(of_group, leaders, times)
    members = np.flatnonzero(crowds != NO_CROWD)
    np.minimum.at(of_crowd, crowds[members], times[members])
    one, other = crossed.T
    in_crowd = crowds[crossed] != NO_CROWD
    before_one, before_other = (
        of_group[other] < of_crowd[crowds[one]],
        of_group[one] < of_crowd[crowds[other]],
    )
    found: NDArray[np.bool_] = np.where(in_crowd[:, 0], before_one, ~in_crowd[:, 1] | before_other)
    found &= ~in_crowd.all(axis=1)
    return found


@kernel
def _cross(
    groups: NDArray[np.int64], order: NDArray[np.int64], ptr: NDArray[np.int64], made: NDArray[np.int64]
) -> None:
    """Write all pairs of the members of two groups, or of one."""
    at = 0
    for k in range(len(groups)):
        one, other = groups[k, 0], groups[k, 1]
        for i in range(ptr[one], ptr[one + 1]):
            for j in range(i + 1 if one == other else ptr[other], ptr[other + 1]):
                made[at, 0] = order[i]
                made[at, 1] = order[j]
                at += 1
