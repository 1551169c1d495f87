"""Verdicts, in numbers of entries -> what is said of records: decisions, and changes of earlier ones."""

from collections.abc import Iterable, Sequence
from typing import Any

from syndetect.index.records import ROLES, Decision, Entry, Verdict
from syndetect.index.settling import Settlement
from syndetect.index.store import Store

__all__ = ["changes_told", "decisions_of", "recency"]

_ROLE_AGENCY, _ROLE_COPY = ROLES.index("agency"), ROLES.index("agency copy")


def decisions_of(store: Store, settlement: Settlement, numbers: Sequence[int]) -> list[Decision]:
    """Say of entries what holds.

    Parameters
    ----------
    store : Store
        Asked about what the settlement has not looked at.
    settlement : Settlement
    numbers : sequence of int

    Returns
    -------
    list of Decision
        In the order given.
    """
    missing = sorted({number for number in numbers if number not in settlement.verdicts})
    verdicts = {entry.number: verdict for entry, verdict in store.entries(missing)}
    verdicts |= {n: settlement.verdicts[n] for n in numbers if n in settlement.verdicts}
    related = {n for v in verdicts.values() for n in (v.canonical, v.partner) if n}
    entries = _entries_of(store, settlement, {*numbers, *related})
    newest: dict[str, Entry] = {}
    ids = sorted({entries[number].article_id for number in numbers})
    for entry in sorted(store.versions(ids), key=recency):
        newest[entry.article_id] = entry
    return [_decision(entries, verdicts[n], entries[n], newest) for n in numbers]


def changes_told(
    store: Store, settlement: Settlement, changed: Sequence[tuple[int, Verdict, Verdict]]
) -> list[dict[str, Any]]:
    """Say which earlier decisions changed.

    Parameters
    ----------
    store : Store
    settlement : Settlement
    changed : sequence of (int, Verdict, Verdict)
        Number of an entry, what was decided before and what is now.

    Returns
    -------
    list of dict
        Fields of :class:`syndetect.index.records.Event` but its number; none
        where what is said stays the same.
    """
    numbers = {v.canonical for _, old, new in changed for v in (old, new)}
    numbers |= {v.partner for _, old, new in changed for v in (old, new) if v.partner}
    entries = _entries_of(store, settlement, [*numbers, *(number for number, _, _ in changed)])
    decisions = decisions_of(store, settlement, [number for number, _, _ in changed])
    events: list[dict[str, Any]] = []
    for (_, old, _), decision in zip(changed, decisions, strict=True):
        before = {
            "decision": old.decision,
            "canonical_id": entries[old.canonical].article_id,
            "source_id": entries[old.partner].article_id if old.partner else None,
        }
        after = decision.to_dict()
        if before == {name: after[name] for name in before}:
            continue
        same = before["canonical_id"] == after["canonical_id"]
        events.append(
            {
                "kind": "decision_changed" if same else "canonical_changed",
                "article_id": decision.article_id,
                "version": decision.version,
                "superseded": decision.superseded,
                "before": before,
                "after": after,
            }
        )
    return events


def _entries_of(store: Store, settlement: Settlement, numbers: Iterable[int]) -> dict[int, Entry]:
    wanted = set(numbers)
    missing = sorted(wanted - settlement.entries.keys())
    found = {entry.number: entry for entry, _ in store.entries(missing)}
    return {number: settlement.entries.get(number) or found[number] for number in wanted}


def _decision(
    entries: dict[int, Entry], verdict: Verdict, entry: Entry, newest: dict[str, Entry]
) -> Decision:
    partner = entries[verdict.partner] if verdict.partner else None
    containment = verdict.matched / entry.n_words if entry.n_words else 0.0
    latest = newest.get(entry.article_id, entry)
    return Decision(
        article_id=entry.article_id,
        decision=verdict.decision,
        canonical_id=entries[verdict.canonical].article_id,
        source_id=partner.article_id if partner else "",
        role=ROLES[entry.role],
        resemblance=verdict.resemblance,
        containment=containment,
        matched_words=verdict.matched,
        n_words=entry.n_words,
        wire_share=_wire_share(entry, partner, containment),
        first_seen=entry.first_seen,
        version=entry.version,
        superseded=latest.number != entry.number,
        reason=_reason(entry, verdict, partner),
    )


def _wire_share(entry: Entry, partner: Entry | None, containment: float) -> float | None:
    if entry.role == _ROLE_AGENCY:
        return 1.0
    if partner is None:
        return None
    is_wire = partner.role == _ROLE_AGENCY or (partner.role == _ROLE_COPY and entry.role == _ROLE_COPY)
    return containment if is_wire else None


def _reason(entry: Entry, verdict: Verdict, partner: Entry | None) -> str:
    if verdict.decision == "too_short":
        return f"{entry.n_words} words: too few to compare"
    if partner is None:
        return "another text under this id" if verdict.decision == "revision" else "no copy found"
    share = f"{verdict.matched} of {entry.n_words} words stand in {partner.article_id}"
    if verdict.decision == "revision":
        known = "same id" if partner.article_id == entry.article_id else "same URL"
        return f"{share} ({known})" if known == "same id" or partner.url == entry.url != "" else share
    return share


def recency(entry: Entry) -> tuple[float, int]:
    """Of the versions of one article the greatest is the latest: by date, then as they came."""
    return (float("-inf") if entry.seconds is None else entry.seconds, entry.version)
