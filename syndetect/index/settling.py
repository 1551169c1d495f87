"""Entries that come or go -> the verdicts that follow, whatever came before in which order.

The verdict of an entry is a function of the canonicals that come before it by
rank, id and version, and of nothing else:

    An entry looks, under each of its keys, at the first ``n_listed``
    canonicals there that come before it. The first of them that it is a
    duplicate of is its canonical. Where there is none it is a canonical
    itself, and the one that it matches most words of is its source.

So the verdicts of a set of entries are defined one after the other in that
order, and no history enters. A change is worked off in the same order: an
entry whose verdict may change stands in a heap, and what changes reaches only
entries that come later.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush

from syndetect.index.ahead import AT_ONCE, look_ahead
from syndetect.index.matching import is_duplicate, is_partial, resemblances
from syndetect.index.moving import moves
from syndetect.index.prepare import Keys
from syndetect.index.records import DecisionKind, Entry, Order, Stored, Verdict
from syndetect.index.store import Store
from syndetect.index.view import View, stands
from syndetect.params import IndexParams

__all__ = ["Settlement"]


class Settlement:
    """The changes of one transaction, and all that is looked at on the way.

    Parameters
    ----------
    store : Store
        Read while settling, written to by :meth:`write` alone.
    params : IndexParams
    """

    def __init__(self, store: Store, params: IndexParams) -> None:
        self._store = store
        self._params = params
        self._view = View(store, params)
        self._touched: set[int] = set()  # keys whose lists change
        self._fresh: dict[int, Entry] = {}
        self._removed: set[int] = set()
        self._readmitted: set[int] = set()
        self._heap: list[tuple[Order, int]] = []
        self._queued: set[int] = set()
        self._settled: set[int] = set()
        self._likely: list[int] = []  # new entries that will probably be canonicals
        self._greatest_rank: int | None = None  # of what the store held before

    def insert(self, rows: Sequence[tuple[Entry, Stored, Keys]]) -> None:
        """Take in new entries."""
        self._view.load_versions({entry.article_id for entry, _, _ in rows})
        for entry, _, _ in rows:
            self._view.entries[entry.number] = entry
            versions = self._view.versions[entry.article_id]
            for other in versions:
                self._push(other.number)
            versions.append(entry)
        self._enter(rows)

    def readmit(self, rows: Sequence[tuple[Entry, Stored, Keys]]) -> None:
        """Take in entries that the store has under no key: all of them, in order, over some settlements."""
        self._view.load([entry.number for entry, _, _ in rows])
        self._readmitted.update(entry.number for entry, _, _ in rows)
        for entry, _, _ in rows:
            del self._view.verdicts[entry.number]
        self._view.load_versions({entry.article_id for entry, _, _ in rows})
        self._enter(rows)

    def _enter(self, rows: Sequence[tuple[Entry, Stored, Keys]]) -> None:
        self._view.enter(rows)
        for entry, _, _ in rows:
            self._fresh[entry.number] = entry
            self._push(entry.number)

    def remove(self, numbers: Sequence[int]) -> None:
        """Take entries out."""
        view = self._view
        view.load(numbers)
        view.load_versions({view.entries[number].article_id for number in numbers})
        self._removed.update(numbers)
        for number in numbers:
            view.expect(number)
        for number in numbers:
            versions = view.versions[view.entries[number].article_id]
            versions[:] = [entry for entry in versions if entry.number != number]
            for other in versions:
                self._push(other.number)
            if stands(number, view.verdicts[number]):
                self._lose(number)

    def settle(self) -> None:
        """Work off what has come and gone."""
        if len(self._fresh) > 1:
            self._likely = look_ahead(self._view, self._fresh, self._params)
        while self._heap:
            _, number = heappop(self._heap)
            self._settled.add(number)
            if number not in self._removed:
                self._decide(number)

    @property
    def verdicts(self) -> dict[int, Verdict]:
        """Verdicts of all entries that were looked at, as they now are."""
        return self._view.verdicts

    @property
    def entries(self) -> dict[int, Entry]:
        """All entries that were looked at."""
        return self._view.entries

    def write(self) -> list[tuple[int, Verdict, Verdict]]:
        """Write entries, verdicts and keys; return the verdicts that changed: number, before, after."""
        self._add_resemblance()
        store, view = self._store, self._view
        store.add(
            (entry, view.verdicts[number], view.stored[number])
            for number, entry in self._fresh.items()
            if number not in self._readmitted
        )
        changed = [
            (number, before, view.verdicts[number])
            for number, before in view.before.items()
            if number not in self._removed and before != view.verdicts[number]
        ]
        store.judge((number, after) for number, _, after in changed)
        store.move(*moves(view, self._touched, self._fresh, self._removed, self._params.n_listed))
        store.remove(sorted(self._removed))
        return sorted(changed, key=lambda row: view.entries[row[0]].order)

    # Deciding

    def _decide(self, number: int) -> None:
        verdicts = self._view.verdicts
        before = verdicts.get(number)
        stood = before is not None and stands(number, before)
        verdicts[number] = verdict = self._judge(number)
        if stands(number, verdict) and not stood:
            self._gain(number)
        elif stood and not stands(number, verdict):
            self._lose(number)

    def _judge(self, number: int) -> Verdict:
        entry = self._view.entries[number]
        if entry.n_words < self._params.min_words:
            return Verdict("too_short", number, 0, 0, 0.0)
        canonical, partner, match = number, 0, (0, 0, 0)
        candidates = self._candidates(number)
        for some in _first_and_rest(candidates):
            for other, found in zip(some, self._view.match(number, some), strict=True):
                if is_duplicate(found, entry.n_words, self._params):
                    canonical, partner, match = other, other, found
                    break
                if found[0] > match[0] and is_partial(found, entry.n_words, self._params):
                    partner, match = other, found
            if canonical != number:
                break
        decision = self._name(entry, canonical, partner)
        return Verdict(decision, canonical, partner, match[0], 0.0)

    def _name(self, entry: Entry, canonical: int, partner: int) -> DecisionKind:
        other = self._view.entries[partner] if partner else None
        is_version = other is not None and (
            other.article_id == entry.article_id or (other.url != "" and other.url == entry.url)
        )
        if canonical != entry.number:
            return "revision" if is_version else "duplicate"
        self._view.load_versions({entry.article_id})
        if is_version or any(one.order < entry.order for one in self._view.versions[entry.article_id]):
            return "revision"
        return "partial" if other is not None else "unique"

    def _candidates(self, number: int) -> list[int]:
        """Return the canonicals that an entry is compared with, in order."""
        keys, lists, n_listed = self._view.keys(number), self._view.lists, self._params.n_listed
        found: set[int] = set()
        for key in keys:
            if members := lists[key]:
                found.update(members[:n_listed])
        return self._view.before_it(number, found)

    # What a change reaches

    def _gain(self, number: int) -> None:
        """Enter a new canonical under its keys; look again at what may now be a copy of it."""
        order = self._view.entries[number].order
        keys = self._view.keys(number)
        fallen: set[int] = set()
        places = [self._insert(key, number, order, fallen) for key in keys]
        gained = [key for key, place in zip(keys, places, strict=True) if place < self._params.n_listed]
        if fallen:
            self._look_again_at(self._store.dependants(sorted(fallen)))
        self._reach(number, gained)

    def _insert(self, key: int, number: int, order: Order, fallen: set[int]) -> int:
        """Insert a canonical into the list of a key; return its place, and add who is not listed any more."""
        view, n_listed = self._view, self._params.n_listed
        members = view.lists[key]
        place = bisect_left(members, order, key=lambda other: view.entries[other].order) if members else 0
        if place >= n_listed and key in view.cut:
            view.cut[key].append(number)
            return place
        members.insert(place, number)
        if place < n_listed:
            self._touched.add(key)
            if len(members) > n_listed:
                fallen.add(members[n_listed])
                if key in view.cut:
                    view.cut[key].append(members.pop())
        return place

    def _lose(self, number: int) -> None:
        """Take an entry that is no canonical any more from its keys; look again at what relied on it."""
        view, n_listed = self._view, self._params.n_listed
        entering: dict[int, list[int]] = {}
        for key in view.keys(number):
            members = view.lists[key]
            if number not in members:
                if number in view.cut.get(key, ()):
                    view.cut[key].remove(number)
                continue
            place = members.index(number)
            members.remove(number)
            if place >= n_listed:
                continue
            self._touched.add(key)
            self._complete(key)
            if len(view.lists[key]) >= n_listed:
                entering.setdefault(view.lists[key][n_listed - 1], []).append(key)
        self._look_again_at(self._store.dependants([number]))
        for other, at in entering.items():
            self._reach(other, at)

    def _complete(self, key: int) -> None:
        """Load the canonicals of a key that are not listed."""
        view = self._view
        beyond = view.cut.pop(key, None)
        if beyond is None:
            return
        others = view.others([key])
        view.load(others)
        standing = {
            other
            for other in {*others, *beyond}
            if other not in self._removed and other in view.verdicts and stands(other, view.verdicts[other])
        }
        found = sorted({*view.lists[key], *standing}, key=lambda other: view.entries[other].order)
        view.lists[key] = found

    def _reach(self, number: int, keys: Sequence[int]) -> None:
        """Look again at the later entries under keys for which this canonical matters."""
        view = self._view
        near = {other for key in keys for other in (*view.lists[key], *view.cut.get(key, ()))}
        if not self._is_last(number):
            near |= view.others(keys, self._likely)
        near -= self._queued | self._removed
        near.discard(number)
        if not near:
            return
        view.load(near)
        order = view.entries[number].order
        later = sorted(other for other in near if self._may_turn_to(other, order))
        later = [other for other in later if self._view.is_within_window(number, other)]
        for other, found in zip(later, view.match(number, later), strict=True):
            n_words = view.entries[other].n_words
            if is_duplicate(found, n_words, self._params) or is_partial(found, n_words, self._params):
                self._push(other)

    def _is_last(self, number: int) -> bool:
        """Tell whether an entry comes after all that the store held."""
        if self._greatest_rank is None:
            self._greatest_rank = self._store.greatest_rank()
        return self._view.entries[number].rank > self._greatest_rank

    def _may_turn_to(self, number: int, order: Order) -> bool:
        """Tell whether a canonical of this order comes before an entry and before its canonical."""
        entries = self._view.entries
        if order >= entries[number].order:
            return False
        canonical = self._view.verdicts[number].canonical
        self._view.load([canonical])
        return order < entries[canonical].order

    def _look_again_at(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number not in self._removed:
                self._push(number)

    def _push(self, number: int) -> None:
        if number not in self._queued:
            self._queued.add(number)
            self._view.load([number])
            self._view.expect(number)
            heappush(self._heap, (self._view.entries[number].order, number))

    # Writing

    def _add_resemblance(self) -> None:
        """Compute the resemblance of verdicts with a partner that were made in this transaction."""
        verdicts = self._view.verdicts
        made = [number for number in self._settled if number not in self._removed]
        pairs = [(n, verdicts[n].partner) for n in sorted(made) if verdicts[n].partner]
        self._view.load_words({number for pair in pairs for number in pair})
        found = resemblances(pairs, self._view.stored, self._params)
        for (number, _), resemblance in zip(pairs, found, strict=True):
            old = verdicts[number]
            verdicts[number] = Verdict(old.decision, old.canonical, old.partner, old.matched, resemblance)


def _first_and_rest(candidates: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the first of some candidates, which mostly settles it, and then many at a time."""
    if candidates:
        yield candidates[:1]
    for start in range(1, len(candidates), AT_ONCE):
        yield candidates[start : start + AT_ONCE]
