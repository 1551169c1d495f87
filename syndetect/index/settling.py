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
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

import numpy as np

from syndetect.index.matching import Match, is_duplicate, is_partial, lay_out, matches, resemblances
from syndetect.index.prepare import Keys, make_keys
from syndetect.index.records import DecisionKind, Entry, Order, Stored, Verdict
from syndetect.index.store import LISTED, OTHER, Posting, Store
from syndetect.params import IndexParams

__all__ = ["Settlement"]

SECONDS_A_DAY = 86400.0
_AT_ONCE = 32  # candidates aligned before it is asked whether one of them settles it


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
        self._entries: dict[int, Entry] = {}
        self._verdicts: dict[int, Verdict] = {}
        self._before: dict[int, Verdict] = {}  # as the store has them
        self._stored: dict[int, Stored] = {}
        self._keys: dict[int, list[int]] = {}
        self._versions: dict[str, list[Entry]] = {}
        self._lists: dict[int, list[int]] = {}  # key -> canonicals in order
        self._listed_before: dict[int, frozenset[int]] = {}  # key -> those the store lists
        self._cut: dict[int, list[int]] = {}  # key of a list that ends after n_listed -> known ones beyond
        self._is_loaded: set[int] = set()  # entries, all lists of which are loaded
        self._hit: set[int] = set()  # keys under which the store has anything
        self._touched: set[int] = set()
        self._fresh: dict[int, Entry] = {}
        self._removed: set[int] = set()
        self._readmitted: set[int] = set()
        self._heap: list[tuple[Order, int]] = []
        self._queued: set[int] = set()
        self._settled: set[int] = set()

    def insert(self, rows: Sequence[tuple[Entry, Stored, Keys]]) -> None:
        """Take in new entries."""
        self._load_versions({entry.article_id for entry, _, _ in rows})
        for entry, stored, keys in rows:
            self._keys[entry.number] = keys.tolist()
            self._entries[entry.number] = self._fresh[entry.number] = entry
            self._stored[entry.number] = stored
            for other in self._versions[entry.article_id]:
                self._push(other.number)
            self._versions[entry.article_id].append(entry)
            self._push(entry.number)
        if rows:
            self._load_lists(np.unique(np.concatenate([keys for _, _, keys in rows])).tolist())
            self._is_loaded.update(entry.number for entry, _, _ in rows)

    def readmit(self, rows: Sequence[tuple[Entry, Stored, Keys]]) -> None:
        """Take in entries that the store has under no key: all of them, in order, over some settlements."""
        self._load([entry.number for entry, _, _ in rows])
        self._readmitted.update(entry.number for entry, _, _ in rows)
        for entry, _, _ in rows:
            del self._verdicts[entry.number]
        self._load_versions({entry.article_id for entry, _, _ in rows})
        for entry, stored, keys in rows:
            self._entries[entry.number] = self._fresh[entry.number] = entry
            self._stored[entry.number], self._keys[entry.number] = stored, keys.tolist()
            self._push(entry.number)

    def remove(self, numbers: Sequence[int]) -> None:
        """Take entries out."""
        self._load(numbers)
        self._load_words(numbers)
        self._load_versions({self._entries[number].article_id for number in numbers})
        self._removed.update(numbers)
        for number in numbers:
            versions = self._versions[self._entries[number].article_id]
            versions[:] = [entry for entry in versions if entry.number != number]
            for other in versions:
                self._push(other.number)
            if self._stands(number, self._verdicts[number]):
                self._lose(number)

    def revisit(self, numbers: Iterable[int]) -> None:
        """Decide about entries anew."""
        for number in numbers:
            self._push(number)

    def settle(self) -> None:
        """Work off what has come and gone."""
        while self._heap:
            _, number = heappop(self._heap)
            self._settled.add(number)
            if number not in self._removed:
                self._decide(number)

    @property
    def verdicts(self) -> dict[int, Verdict]:
        """Verdicts of all entries that were looked at, as they now are."""
        return self._verdicts

    @property
    def entries(self) -> dict[int, Entry]:
        """All entries that were looked at."""
        return self._entries

    def write(self) -> list[tuple[int, Verdict, Verdict]]:
        """Write entries, verdicts and keys; return the verdicts that changed: number, before, after."""
        self._add_resemblance()
        store = self._store
        store.add(
            (entry, self._verdicts[number], self._stored[number])
            for number, entry in self._fresh.items()
            if number not in self._readmitted
        )
        changed = [
            (number, before, self._verdicts[number])
            for number, before in self._before.items()
            if number not in self._removed and before != self._verdicts[number]
        ]
        store.judge((number, after) for number, _, after in changed)
        off, on = self._moves()
        store.unpost(off)
        store.post(on)
        store.remove(sorted(self._removed))
        return sorted(changed, key=lambda row: self._entries[row[0]].order)

    # Deciding

    def _decide(self, number: int) -> None:
        verdict = self._judge(number)
        before = self._verdicts.get(number)
        stood = before is not None and self._stands(number, before)
        self._verdicts[number] = verdict
        if self._stands(number, verdict) and not stood:
            self._gain(number)
        elif stood and not self._stands(number, verdict):
            self._lose(number)

    def _stands(self, number: int, verdict: Verdict) -> bool:
        """Tell whether others are compared with it."""
        return verdict.canonical == number and verdict.decision != "too_short"

    def _judge(self, number: int) -> Verdict:
        entry = self._entries[number]
        if entry.n_words < self._params.min_words:
            return Verdict("too_short", number, 0, 0, 0.0)
        canonical, partner, match = number, 0, (0, 0, 0)
        candidates = self._candidates(number)
        for start in range(0, len(candidates), _AT_ONCE):
            some = candidates[start : start + _AT_ONCE]
            for other, found in zip(some, self._match(number, some), strict=True):
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
        other = self._entries[partner] if partner else None
        is_version = other is not None and (
            other.article_id == entry.article_id or (other.url != "" and other.url == entry.url)
        )
        if canonical != entry.number:
            return "revision" if is_version else "duplicate"
        self._load_versions({entry.article_id})
        if is_version or any(one.order < entry.order for one in self._versions[entry.article_id]):
            return "revision"
        return "partial" if other is not None else "unique"

    def _candidates(self, number: int) -> list[int]:
        """Return the canonicals that an entry is compared with, in order."""
        keys = self._listed_keys(number)
        order, n_listed = self._entries[number].order, self._params.n_listed
        found: set[int] = set()
        for key in keys:
            members = self._lists[key]
            if not members:
                continue
            for other in members[:n_listed]:
                if other not in found and self._entries[other].order < order:
                    found.add(other)
        within = [other for other in found if self._within_window(number, other)]
        return sorted(within, key=lambda other: self._entries[other].order)

    def _within_window(self, one: int, other: int) -> bool:
        if not self._params.window_days:
            return True
        times = self._entries[one].seconds, self._entries[other].seconds
        if times[0] is None or times[1] is None:
            return True
        return abs(times[0] - times[1]) <= self._params.window_days * SECONDS_A_DAY

    def _match(self, number: int, others: Sequence[int]) -> list[Match]:
        self._load_words([number, *others])
        return matches(self._stored[number], [self._stored[other] for other in others], self._params)

    # What a change reaches

    def _gain(self, number: int) -> None:
        """Enter a new canonical under its keys; look again at what may now be a copy of it."""
        order = self._entries[number].order
        keys = self._listed_keys(number)
        fallen: set[int] = set()
        places = [self._insert(key, number, order, fallen) for key in keys]
        gained = [key for key, place in zip(keys, places, strict=True) if place < self._params.n_listed]
        if fallen:
            self._look_again_at(self._store.dependants(sorted(fallen)))
        self._reach(number, gained)

    def _insert(self, key: int, number: int, order: Order, fallen: set[int]) -> int:
        """Insert a canonical into the list of a key; return its place, and add who is not listed any more."""
        members, n_listed = self._lists[key], self._params.n_listed
        place = bisect_left(members, order, key=lambda other: self._entries[other].order) if members else 0
        if place >= n_listed and key in self._cut:
            self._cut[key].append(number)
            return place
        members.insert(place, number)
        if place < n_listed:
            self._touched.add(key)
            if len(members) > n_listed:
                fallen.add(members[n_listed])
                if key in self._cut:
                    self._cut[key].append(members.pop())
        return place

    def _lose(self, number: int) -> None:
        """Take an entry that is no canonical any more from its keys; look again at what relied on it."""
        keys = self._listed_keys(number)
        n_listed = self._params.n_listed
        entering: dict[int, list[int]] = {}
        for key in keys:
            members = self._lists[key]
            if number not in members:
                if number in self._cut.get(key, ()):
                    self._cut[key].remove(number)
                continue
            place = members.index(number)
            members.remove(number)
            if place >= n_listed:
                continue
            self._touched.add(key)
            self._complete(key)
            if len(self._lists[key]) >= n_listed:
                entering.setdefault(self._lists[key][n_listed - 1], []).append(key)
        self._look_again_at(self._store.dependants([number]))
        for other, at in entering.items():
            self._reach(other, at)

    def _complete(self, key: int) -> None:
        """Load the canonicals of a key that are not listed."""
        beyond = self._cut.pop(key, None)
        if beyond is None:
            return
        others = [number for _, number in self._store.others([key])]
        self._load(others)
        standing = {
            other
            for other in {*others, *beyond}
            if other not in self._removed
            and other in self._verdicts
            and self._stands(other, self._verdicts[other])
        }
        found = sorted({*self._lists[key], *standing}, key=lambda other: self._entries[other].order)
        self._lists[key] = found

    def _reach(self, number: int, keys: Sequence[int]) -> None:
        """Look again at the later entries under keys for which this canonical matters."""
        near = {other for key in keys for other in (*self._lists[key], *self._cut.get(key, ()))}
        known = [key for key in keys if key in self._hit]
        if known:
            near.update(other for _, other in self._store.others(known))
        near -= self._queued | self._removed
        near.discard(number)
        if not near:
            return
        self._load(near)
        order = self._entries[number].order
        later = sorted(other for other in near if self._may_turn_to(other, order))
        later = [other for other in later if self._within_window(number, other)]
        for other, found in zip(later, self._match(number, later), strict=True):
            n_words = self._entries[other].n_words
            if is_duplicate(found, n_words, self._params) or is_partial(found, n_words, self._params):
                self._push(other)

    def _may_turn_to(self, number: int, order: Order) -> bool:
        """Tell whether a canonical of this order comes before an entry and before its canonical."""
        canonical = self._verdicts[number].canonical
        self._load([canonical])
        return order < self._entries[number].order and order < self._entries[canonical].order

    def _look_again_at(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number not in self._removed:
                self._push(number)

    def _push(self, number: int) -> None:
        if number not in self._queued:
            self._queued.add(number)
            self._load([number])
            heappush(self._heap, (self._entries[number].order, number))

    # Loading

    def _load(self, numbers: Iterable[int]) -> None:
        missing = sorted({number for number in numbers if number not in self._entries})
        if not missing:
            return
        for entry, verdict in self._store.entries(missing):
            self._entries[entry.number] = entry
            self._verdicts[entry.number] = self._before[entry.number] = verdict

    def _load_words(self, numbers: Iterable[int]) -> None:
        missing = sorted({number for number in numbers if number not in self._stored})
        if missing:
            self._stored.update(self._store.stored(missing))

    def _listed_keys(self, number: int) -> list[int]:
        """Return the keys of an entry, their lists being loaded."""
        keys = self._keys_of(number)
        if number not in self._is_loaded:
            self._load_lists(keys)
            self._is_loaded.add(number)
        return keys

    def _keys_of(self, number: int) -> list[int]:
        if number not in self._keys:
            self._load_words([number])
            words = self._stored[number]
            made = make_keys(lay_out([words]), words.signature[None, :], self._params, n_threads=1)
            self._keys[number] = made[0].tolist()
        return self._keys[number]

    def _load_versions(self, article_ids: Iterable[str]) -> None:
        missing = sorted({one for one in article_ids if one not in self._versions})
        if not missing:
            return
        for article_id in missing:
            self._versions[article_id] = []
        found = self._store.versions(missing)
        self._load(entry.number for entry in found)
        for entry in found:
            if entry.number not in self._removed:
                self._versions[entry.article_id].append(entry)

    def _load_lists(self, keys: Sequence[int]) -> None:
        lists = self._lists
        missing = [key for key in keys if key not in lists]
        if not missing:
            return
        for key in missing:
            lists[key] = []
        hit, rows = self._store.listed(np.array(missing, np.int64))
        self._hit |= hit
        self._load({number for _, number in rows})
        found: dict[int, list[int]] = {}
        for key, number in rows:
            found.setdefault(key, []).append(number)
        for key, numbers in found.items():
            self._listed_before[key] = frozenset(numbers)
            if len(numbers) >= self._params.n_listed:
                self._cut[key] = []
            lists[key].extend(sorted(numbers, key=lambda number: self._entries[number].order))

    # Writing

    def _add_resemblance(self) -> None:
        """Compute the resemblance of verdicts with a partner that were made in this transaction."""
        made = [number for number in self._settled if number not in self._removed]
        pairs = [(n, self._verdicts[n].partner) for n in sorted(made) if self._verdicts[n].partner]
        self._load_words(number for pair in pairs for number in pair)
        found = resemblances(pairs, self._stored, self._params)
        for (number, _), resemblance in zip(pairs, found, strict=True):
            old = self._verdicts[number]
            self._verdicts[number] = Verdict(
                old.decision, old.canonical, old.partner, old.matched, resemblance
            )

    def _moves(self) -> tuple[list[Posting], list[Posting]]:
        """Return the postings that are taken away, and those that are made."""
        off: list[Posting] = []
        on: list[Posting] = []
        n_listed = self._params.n_listed
        nothing: frozenset[int] = frozenset()
        for key in sorted(self._touched):
            before = self._listed_before.get(key, nothing)
            now = self._lists[key][:n_listed]
            for number in now:
                if number not in before and number not in self._fresh:
                    off.append((key, OTHER, number))
                    on.append((key, LISTED, number))
            for number in sorted(before.difference(now)):
                off.append((key, LISTED, number))
                if number not in self._removed:
                    on.append((key, OTHER, number))
        for number in sorted(self._removed):
            keys = self._keys_of(number)
            off += [(k, OTHER, number) for k in keys if number not in self._was_listed(k)]
        for number in self._fresh:
            stands = self._stands(number, self._verdicts[number])
            for key in self._keys_of(number):
                listed = stands and number in self._lists[key][:n_listed]
                on.append((key, LISTED if listed else OTHER, number))
        return off, on

    def _was_listed(self, key: int) -> frozenset[int]:
        self._load_lists([key])
        return self._listed_before.get(key, frozenset())
