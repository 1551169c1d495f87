"""New entries -> the alignments that will probably be asked for, all at once; nothing is decided here."""

from collections.abc import Mapping, Sequence

from syndetect.index.matching import is_duplicate
from syndetect.index.records import Entry
from syndetect.index.view import View
from syndetect.params import IndexParams

__all__ = ["AT_ONCE", "look_ahead"]

AT_ONCE = 32  # candidates aligned before it is asked whether one of them settles it


def look_ahead(view: View, fresh: Mapping[int, Entry], params: IndexParams) -> list[int]:
    """Align at once what new entries will probably be compared with: first theirs, then the rest.

    Parameters
    ----------
    view : View
        That keeps the alignments.
    fresh : mapping of int to Entry
        The new entries by number.
    params : IndexParams

    Returns
    -------
    list of int
        Those that will probably be canonicals, in order.
    """
    numbers = sorted(fresh, key=lambda number: fresh[number].order)
    first = _first_candidates(view, numbers, params)
    view.match_ahead(first.items())
    probable: list[int] = []
    after: list[tuple[int, int]] = []
    likely: dict[int, list[int]] = {}  # by key the new entries that no first candidate settles
    for number in numbers:
        n_words = fresh[number].n_words
        if n_words < params.min_words:
            continue
        if number in first:
            match = view.match(number, [first[number]])[0]
            if is_duplicate(match, n_words, params):
                continue
        probable.append(number)
        found: set[int] = set()
        for key in view.keys(number):
            found.update((view.lists[key] + likely.get(key, []))[: params.n_listed])
            likely.setdefault(key, []).append(number)
        after += [(number, other) for other in view.before_it(number, found)[:AT_ONCE]]
    view.match_ahead(after)
    return probable


def _first_candidates(view: View, numbers: Sequence[int], params: IndexParams) -> dict[int, int]:
    """Return what each of some new entries, in order, is probably compared with first."""
    lists, entries = view.lists, view.entries
    earliest: dict[int, int] = {}  # by key
    first = {}
    for number in numbers:
        keys = view.keys(number)
        found = {
            lists[key][0] if lists[key] else earliest[key] for key in keys if lists[key] or key in earliest
        }
        if found and entries[number].n_words >= params.min_words:
            for other in view.before_it(number, found)[:1]:
                first[number] = other
        for key in keys:
            earliest.setdefault(key, number)
    return first
