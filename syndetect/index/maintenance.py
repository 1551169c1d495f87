"""An index -> the same without some articles, or under other parameters; a copy of it, and its figures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from syndetect.index.deduplicator import Deduplicator
from syndetect.index.matching import lay_out
from syndetect.index.prepare import Keys, make_keys
from syndetect.index.ranking import rank
from syndetect.index.records import DECISIONS, Decision, Entry, Event, Stored
from syndetect.index.settings import to_settings
from syndetect.index.settling import Settlement
from syndetect.index.store import Store
from syndetect.params import IndexParams
from syndetect.sketch import sign

__all__ = ["delete", "expire", "export", "figures", "keys_of", "readmit_all", "refit"]

_AT_ONCE = 1000


def delete(index: Deduplicator, article_ids: Iterable[str]) -> tuple[int, list[Event]]:
    """Remove articles in all their versions.

    Parameters
    ----------
    index : Deduplicator
    article_ids : iterable of str
        Those that are unknown are passed over.

    Returns
    -------
    n_removed : int
        Versions that were removed.
    events : list of Event
        Decisions about other articles that changed by it: they are what they
        would be had the articles never come.
    """
    ids = list(dict.fromkeys(article_ids))
    n_removed, events = 0, list[Event]()
    for start in range(0, len(ids), _AT_ONCE):
        with index.store.transaction():
            numbers = sorted(entry.number for entry in index.store.versions(ids[start : start + _AT_ONCE]))
            events += _remove(index, numbers)
            n_removed += len(numbers)
    return n_removed, events


def expire(index: Deduplicator, before: float) -> tuple[int, int, list[Event]]:
    """Remove the articles published before a time, as long as no later one relies on them.

    Parameters
    ----------
    index : Deduplicator
    before : float
        Seconds since 1970. Articles without a date stay.

    Returns
    -------
    n_removed, n_kept : int
        Those that are old are kept while they are the canonical or source of
        a younger article, or an earlier version of it: its canonical stays
        what it was.
    events : list of Event
        Decisions that changed nevertheless: where a key had more canonicals
        than are looked at, others move up.
    """
    events = []
    with index.store.transaction():  # one: what is relied on must not change on the way
        old = set(index.store.older_than(before))
        kept = _needed(index.store, old)
        numbers = sorted(old - kept)
        for start in range(0, len(numbers), _AT_ONCE):
            events += _remove(index, numbers[start : start + _AT_ONCE])
    return len(numbers), len(kept), events


def _needed(store: Store, old: set[int]) -> set[int]:
    """Return those of the old that a younger one relies on, directly or over another old one."""
    kept: set[int] = set()
    looked_at = [number for number in store.all_numbers() if number not in old]
    while looked_at:
        found: set[int] = set()
        for start in range(0, len(looked_at), _AT_ONCE):
            rows = store.entries(looked_at[start : start + _AT_ONCE])
            versions = store.versions([entry.article_id for entry, _ in rows])
            found |= {number for _, v in rows for number in (v.canonical, v.partner)}
            found |= {entry.number for entry in versions}
        looked_at = sorted((found & old) - kept)
        kept |= set(looked_at)
    return kept


def _remove(index: Deduplicator, numbers: Sequence[int]) -> list[Event]:
    settlement = Settlement(index.store, index.params)
    settlement.remove(numbers)
    settlement.settle()
    return index.record(settlement)


def refit(index: Deduplicator, params: IndexParams) -> list[Event]:
    """Decide about all articles anew, under other parameters.

    Parameters
    ----------
    index : Deduplicator
        Its settings become these, and those of the rules in force.
    params : IndexParams

    Returns
    -------
    list of Event
        Decisions that changed.

    Notes
    -----
    In one transaction. Words stay as they were made of the texts when these
    came; an article counts as published when it was, however late it came.
    """
    store = index.store
    with store.transaction():
        store.clear_keys()
        reranked = []
        for some in _chunks(store.all_numbers()):
            for entry, _ in store.entries(some):
                reranked.append((entry.number, rank(entry, entry.role, entry.n_words, params)))
        store.rerank(reranked)
        index.params = params
        events = readmit_all(index, resigned=True)
        store.set_meta(to_settings(params, index.registry))
    return events


def readmit_all(index: Deduplicator, *, resigned: bool) -> list[Event]:
    """Decide about all articles of an index without keys, in order; within a transaction."""
    events = []
    for some in _chunks(index.store.in_order()):
        entries = [entry for entry, _ in index.store.entries(some)]
        words = index.store.stored(some)
        rows = _with_keys(entries, words, index.params)
        if resigned:
            index.store.resign((entry.number, stored) for entry, stored, _ in rows)
        settlement = Settlement(index.store, index.params)
        settlement.readmit(rows)
        settlement.settle()
        events += index.record(settlement)
    return events


def _with_keys(
    entries: Sequence[Entry], words: dict[int, Stored], params: IndexParams
) -> list[tuple[Entry, Stored, Keys]]:
    stored = [words[entry.number] for entry in entries]
    body = lay_out(stored)
    signatures = sign(body, params.shingle, params.sketch)
    keys = make_keys(body, signatures, params)
    signed = [replace(one, signature=signatures[k]) for k, one in enumerate(stored)]
    return list(zip(entries, signed, keys, strict=True))


def keys_of(stored: Sequence[Stored], params: IndexParams) -> list[Keys]:
    """Return the keys that follow from the words and signatures of entries."""
    return make_keys(lay_out(stored), np.stack([one.signature for one in stored]), params)


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))


def export(index: Deduplicator) -> Iterator[dict[str, Any]]:
    """Yield what the index holds, an article a row, by id and version: equal for equal contents.

    Parameters
    ----------
    index : Deduplicator

    Yields
    ------
    dict
        Id, time and outlet of the article, digest of its record and the
        decision that holds.
    """
    with index.store.snapshot():
        rows = list(_decided(index))
    for article_id, version, entry, decision in sorted(rows, key=lambda row: row[:2]):
        about = {
            "article_id": article_id,
            "version": version,
            "digest": entry.digest.hex(),
            "outlet": entry.outlet,
            "url": entry.url,
            "published": entry.published,
        }
        yield about | decision.to_dict()


def _decided(index: Deduplicator) -> Iterator[tuple[str, int, Entry, Decision]]:
    for some in _chunks(index.store.all_numbers()):
        entries = sorted((entry for entry, _ in index.store.entries(some)), key=lambda entry: entry.number)
        for entry, decision in zip(entries, index.decide(sorted(some)), strict=True):
            yield entry.article_id, entry.version, entry, decision


def figures(index: Deduplicator) -> dict[str, Any]:
    """Return the figures of an index: articles by decision, clusters, watermark, events, parameters."""
    with index.store.snapshot():
        return _figures(index)


def _figures(index: Deduplicator) -> dict[str, Any]:
    store = index.store
    counts: Counter[str] = Counter()
    canonicals: set[int] = set()
    for some in _chunks(store.all_numbers()):
        for _, verdict in store.entries(some):
            counts[verdict.decision] += 1
            canonicals.add(verdict.canonical)
    meta = store.meta()
    return {
        "index": store.name,
        "n_articles": sum(counts.values()),
        "decisions": {name: counts[name] for name in DECISIONS},
        "n_clusters": len(canonicals),
        "n_pending_events": len(store.pending()),
        "n_sources": len(store.sources()),
        "watermark": store.watermark(),
        "fingerprint": meta.get("fingerprint", ""),
        "parameters": {name: getattr(index.params, name) for name in index.params.__dataclass_fields__},
    }
