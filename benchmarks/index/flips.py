"""One bit of an index flipped -> found by the check, or harmless."""

import random
from collections import Counter
from contextlib import closing
from pathlib import Path

from syndetect.errors import StoreError, SyndetectError
from syndetect.index import Deduplicator
from syndetect.index.check import check
from syndetect.index.repair import repair

__all__ = ["flip_bits"]


def flip_bits(index: Path, folder: Path, *, n_flips: int, seed: int, n_repairs: int = 0) -> Counter[str]:
    """Flip random bits, one at a time, and look whether that is noticed.

    Parameters
    ----------
    index : Path
        Sound.
    folder : Path
        For the damaged copies.
    n_flips, seed : int
    n_repairs : int
        Damaged copies, of those that can be opened, that are repaired too.

    Returns
    -------
    Counter of str
        ``found``, ``refused`` (it cannot even be opened), ``harmless`` (no
        table says anything else) and ``missed``; ``repaired``, ``beyond
        repair`` and ``repair failed``.
    """
    sound = index.read_bytes()
    before = _tables(index)
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    damaged = folder / "damaged.index"
    for k in range(n_flips):
        data = bytearray(sound)
        bit = chance.randrange(8 * len(data))
        data[bit // 8] ^= 1 << bit % 8
        damaged.write_bytes(data)
        outcome = _look(damaged, before)
        counts[outcome] += 1
        if outcome == "missed":
            counts[f"missed at byte {bit // 8}"] += 1
        if k < n_repairs and outcome in ("found", "refused"):
            counts[_repair(damaged)] += 1
    return counts


def _look(damaged: Path, before: list[str]) -> str:
    try:
        if check(damaged):
            return "found"
    except StoreError:
        return "refused"
    return "harmless" if _tables(damaged) == before else "missed"


def _tables(index: Path) -> list[str]:
    from syndetect.index.connection import connect

    with closing(connect(index, writing=False)) as connection:
        return list(connection.iterdump())


def _repair(damaged: Path) -> str:
    try:
        repair(damaged)
    except SyndetectError:
        return "beyond repair"
    finally:
        for leftover in damaged.parent.glob("damaged.index.damaged-*"):
            leftover.unlink()
    with Deduplicator.open(damaged, writing=False) as held:
        n_articles = held.store.n_articles()
    return "repaired" if n_articles and not check(damaged) else "repair failed"
