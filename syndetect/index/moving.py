"""A settlement -> the postings that are taken away, and those that are made."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from syndetect.index.store import LISTED, OTHER, Postings
from syndetect.index.view import View, stands

__all__ = ["moves"]


def moves(
    view: View, touched: Iterable[int], fresh: Collection[int], removed: Collection[int], n_listed: int
) -> tuple[Postings, Postings]:
    """Return what changes under the keys of a store.

    Parameters
    ----------
    view : View
        With the verdicts and lists as they now are.
    touched : iterable of int
        Keys whose lists changed.
    fresh, removed : collections of int
        Numbers of entries that the store has under no key yet, and of those that go.
    n_listed : int
        Canonicals listed under a key.

    Returns
    -------
    off, on : Postings
        What is taken away, then what is added.
    """
    off: list[tuple[int, int, int]] = []
    on: list[tuple[int, int, int]] = []
    nothing: frozenset[int] = frozenset()
    for key in sorted(touched):
        before = view.listed_before.get(key, nothing)
        now = view.lists[key][:n_listed]
        for number in now:
            if number not in before and number not in fresh:
                off.append((key, OTHER, number))
                on.append((key, LISTED, number))
        for number in before.difference(now):
            off.append((key, LISTED, number))
            if number not in removed:
                on.append((key, OTHER, number))
    for number in removed:
        off += [
            (key, OTHER, number)
            for key in view.keys(number)
            if number not in view.listed_before.get(key, nothing)
        ]
    for number in fresh:
        if stands(number, view.verdicts[number]):
            lists = ((key, view.lists[key]) for key in view.keys(number))
            on += [(key, LISTED if number in now[:n_listed] else OTHER, number) for key, now in lists]
        else:
            on += [(key, OTHER, number) for key in view.keys(number)]
    return _postings(off), np.concatenate((_postings(on), _lonely(view)))


def _lonely(view: View) -> Postings:
    """Return the postings of new entries under the keys that nothing else has."""
    if not view.lonely:
        return _postings([])
    standing = [LISTED if stands(number, view.verdicts[number]) else OTHER for number in view.lonely]
    sizes = [len(keys) for keys in view.lonely.values()]
    columns = (
        np.concatenate(list(view.lonely.values())),
        np.repeat(standing, sizes),
        np.repeat(list(view.lonely), sizes),
    )
    return np.stack(columns, axis=1).astype(np.int64)


def _postings(rows: Sequence[tuple[int, int, int]]) -> Postings:
    return np.array(rows, np.int64).reshape(-1, 3)
