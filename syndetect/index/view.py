"""What one settlement has looked at in the store: each thing is read once, and many at a time."""

from collections.abc import Iterable, Sequence

import numpy as np

from syndetect.index.matching import Match, lay_out, matches
from syndetect.index.prepare import Keys, make_keys
from syndetect.index.records import Entry, Stored, Verdict
from syndetect.index.store import Store
from syndetect.params import IndexParams

__all__ = ["SECONDS_A_DAY", "View", "stands"]

SECONDS_A_DAY = 86400.0
_MANY = 256  # pairs that are worth a second thread


def stands(number: int, verdict: Verdict) -> bool:
    """Tell whether others are compared with an entry of this verdict."""
    return verdict.canonical == number and verdict.decision != "too_short"


class View:
    """Entries, words, keys and lists, as the store has them and as a settlement changes them.

    A key that only one entry has needs no list: nothing is compared under it.
    Such keys of new entries are kept apart, as arrays.

    Parameters
    ----------
    store : Store
        Only read.
    params : IndexParams

    Attributes
    ----------
    entries : dict of int to Entry
    verdicts : dict of int to Verdict
        As they now are.
    before : dict of int to Verdict
        As the store has them.
    stored : dict of int to Stored
    versions : dict of str to list of Entry
        By id.
    lists : dict of int to list of int
        Canonicals by key, in order.
    listed_before : dict of int to frozenset of int
        By key those that the store lists.
    cut : dict of int to list of int
        By key of a list that ends after ``n_listed``: those known beyond.
    hit : set of int
        Keys under which the store has anything.
    lonely : dict of int to Keys
        By number of a new entry: its keys that nothing else has.
    """

    def __init__(self, store: Store, params: IndexParams) -> None:
        self._store = store
        self._params = params
        self.entries: dict[int, Entry] = {}
        self.verdicts: dict[int, Verdict] = {}
        self.before: dict[int, Verdict] = {}
        self.stored: dict[int, Stored] = {}
        self.versions: dict[str, list[Entry]] = {}
        self.lists: dict[int, list[int]] = {}
        self.listed_before: dict[int, frozenset[int]] = {}
        self.cut: dict[int, list[int]] = {}
        self.hit: set[int] = set()
        self.lonely: dict[int, Keys] = {}
        self._keys: dict[int, list[int]] = {}
        self._expected: set[int] = set()  # entries whose keys will be asked for
        self._others: dict[int, list[int]] = {}
        self._matched: dict[tuple[int, int], Match] = {}

    def load(self, numbers: Iterable[int]) -> None:
        """Read entries with their verdicts."""
        missing = sorted({number for number in numbers if number not in self.entries})
        if not missing:
            return
        for entry, verdict in self._store.entries(missing):
            self.entries[entry.number] = entry
            self.verdicts[entry.number] = self.before[entry.number] = verdict

    def load_words(self, numbers: Iterable[int]) -> None:
        """Read the words of entries."""
        missing = sorted({number for number in numbers if number not in self.stored})
        if missing:
            self.stored.update(self._store.stored(missing))

    def load_versions(self, article_ids: Iterable[str]) -> None:
        """Read all entries of ids."""
        missing = sorted({one for one in article_ids if one not in self.versions})
        if not missing:
            return
        for article_id in missing:
            self.versions[article_id] = []
        found = self._store.versions(missing)
        self.load(entry.number for entry in found)
        for entry in found:
            self.versions[entry.article_id].append(entry)

    # Who comes before whom

    def before_it(self, number: int, others: Iterable[int]) -> list[int]:
        """Return those of some entries that come before one, and within the window, in order."""
        order = self.entries[number].order
        orders = sorted((self.entries[other].order, other) for other in others)
        return [other for at, other in orders if at < order and self.is_within_window(number, other)]

    def is_within_window(self, one: int, other: int) -> bool:
        """Tell whether two entries are compared, by when they were published."""
        if not self._params.window_days:
            return True
        times = self.entries[one].seconds, self.entries[other].seconds
        if times[0] is None or times[1] is None:
            return True
        return abs(times[0] - times[1]) <= self._params.window_days * SECONDS_A_DAY

    # Keys and lists

    def enter(self, rows: Sequence[tuple[Entry, Stored, Keys]]) -> None:
        """Take in entries that the store has under no key, and read the lists that they share."""
        for entry, stored, _ in rows:
            self.entries[entry.number], self.stored[entry.number] = entry, stored
        if not rows:
            return
        keys = np.concatenate([keys for _, _, keys in rows])
        distinct, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        is_shared = counts > 1
        is_shared[np.searchsorted(distinct, self._read_lists(distinct))] = True
        for key in distinct[is_shared].tolist():
            self.lists.setdefault(key, [])
        shared = is_shared[inverse]
        start = 0
        for entry, _, own in rows:
            part = shared[start : start + len(own)]
            self._keys[entry.number] = own[part].tolist()
            self.lonely[entry.number] = own[~part]
            start += len(own)

    def expect(self, number: int) -> None:
        """Note that the keys of an entry will be asked for: they are read with those of others."""
        if number not in self._keys:
            self._expected.add(number)

    def keys(self, number: int) -> list[int]:
        """Return the keys of an entry, their lists being read; of a new one only those that it shares."""
        if number not in self._keys:
            self._expected.add(number)
            numbers = sorted(self._expected - self._keys.keys())
            self._expected.clear()
            self.load_words(numbers)
            words = [self.stored[one] for one in numbers]
            signatures = np.stack([one.signature for one in words])
            made = make_keys(lay_out(words), signatures, self._params, n_threads=1)
            self._keys.update(zip(numbers, (keys.tolist() for keys in made), strict=True))
            missing = {key for keys in made for key in keys.tolist()} - self.lists.keys()
            self.lists.update((key, []) for key in missing)
            self._read_lists(np.array(sorted(missing), np.int64))
        return self._keys[number]

    def _read_lists(self, keys: Keys) -> Keys:
        """Read the lists of distinct keys; return those under which the store has anything."""
        if not len(keys):
            return keys
        hit, rows = self._store.listed(keys)
        self.hit.update(hit.tolist())
        self.load({number for _, number in rows})
        found: dict[int, list[int]] = {}
        for key, number in rows:
            found.setdefault(key, []).append(number)
        for key, numbers in found.items():
            self.listed_before[key] = frozenset(numbers)
            if len(numbers) >= self._params.n_listed:
                self.cut[key] = []
            if len(numbers) > 1:
                numbers.sort(key=lambda number: self.entries[number].order)
            self.lists[key] = numbers
        return hit

    def others(self, keys: Iterable[int], ahead: Iterable[int] = ()) -> set[int]:
        """Return the entries that the store has under keys without listing them.

        Parameters
        ----------
        keys : iterable of int
        ahead : iterable of int
            Entries about whose keys the same may be asked: it is read with these.
        """
        wanted = [key for key in keys if key in self.hit]
        if any(key not in self._others for key in wanted):
            near = {key for number in ahead for key in self._keys.get(number, ())}
            near = (near & self.hit) - self.cut.keys()
            missing = (near | set(wanted)) - self._others.keys()
            self._others.update((key, []) for key in missing)
            for key, number in self._store.others(sorted(missing)):
                self._others[key].append(number)
            self.load({number for key in missing for number in self._others[key]})
        return {number for key in wanted for number in self._others[key]}

    # Matches

    def match(self, number: int, others: Sequence[int]) -> list[Match]:
        """Align an entry with others."""
        names = [_pair(number, other) for other in others]
        missing = [pair for pair in names if pair not in self._matched]
        if missing:
            self._align(missing, n_threads=1)
        return [self._matched[pair] for pair in names]

    def match_ahead(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Align pairs of entries that will probably be asked for, all at once."""
        missing = {_pair(*pair) for pair in pairs} - self._matched.keys()
        if missing:
            self._align(sorted(missing), n_threads=1 if len(missing) < _MANY else None)

    def _align(self, pairs: Sequence[tuple[int, int]], *, n_threads: int | None) -> None:
        self.load_words({number for pair in pairs for number in pair})
        found = matches(pairs, self.stored, self._params, n_threads=n_threads)
        self._matched.update(zip(pairs, found, strict=True))


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
