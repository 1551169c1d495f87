"""Pinned floors: what was reached on which data; compared with what is reached now."""

from collections.abc import Iterable, Sequence
from math import ceil, floor
from pathlib import Path
from typing import TypedDict

import orjson

from benchmarks.quality.measure import DataSet, Measure

__all__ = ["FLOORS", "Floor", "compare", "raised", "read", "write"]

FLOORS = Path(__file__).with_name("floors.json")
STEPS = 10_000  # floors are rounded to a step of 1 / STEPS, in favour of the program

Measured = tuple[DataSet, Sequence[Measure]]


class Floor(TypedDict):
    """One pinned measure: its value, whether that is a ceiling, and the data it holds for."""

    value: float
    at_most: bool
    digest: str


def read(path: Path = FLOORS) -> dict[str, Floor]:
    """Read the pinned floors by "data: measure"; empty when there is no file."""
    pinned: dict[str, Floor] = orjson.loads(path.read_bytes()) if path.exists() else {}
    return pinned


def write(pinned: dict[str, Floor], path: Path = FLOORS) -> None:
    """Write floors, sorted by name."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    path.write_bytes(orjson.dumps(pinned, option=options))


def key(data: DataSet, measure: Measure) -> str:
    """Return the name of a floor."""
    return f"{data.name}: {measure.name}"


def compare(measured: Iterable[Measured], pinned: dict[str, Floor]) -> list[str]:
    """Say what is wrong, one sentence each: below a floor, other data, or not pinned."""
    faults = []
    for data, measures in measured:
        known = {key(data, measure) for measure in measures}
        gone = [name for name in pinned if name.startswith(f"{data.name}: ") and name not in known]
        faults += [f"{name} is pinned but was not measured" for name in gone]
        for measure in measures:
            name = key(data, measure)
            if name not in pinned:
                faults.append(f"{name} is not pinned: run with --update")
            elif pinned[name]["digest"] != data.digest:
                faults.append(f"{name} was pinned on {pinned[name]['digest']}, the data is {data.digest}")
            elif _is_worse(measure.value, pinned[name]):
                bound = "ceiling" if measure.at_most else "floor"
                faults.append(f"{name} is {measure.value:.4f}, its {bound} {pinned[name]['value']:.4f}")
    return faults


def raised(
    measured: Iterable[Measured], pinned: dict[str, Floor], *, allow_regression: bool
) -> tuple[dict[str, Floor], list[str]]:
    """Pin what was measured now.

    Returns
    -------
    dict of str to Floor
        The new floors; those of data that were not measured stay.
    list of str
        Floors that would fall. Unless ``allow_regression`` they stay as they
        are, and nothing should be written.
    """
    new, lowered = dict(pinned), []
    for data, measures in measured:
        for name in [name for name in new if name.startswith(f"{data.name}: ")]:
            if name not in {key(data, measure) for measure in measures}:
                lowered.append(f"{name} would no longer be measured")
                if allow_regression:
                    del new[name]
        for measure in measures:
            name = key(data, measure)
            if name in pinned and _is_worse(measure.value, pinned[name]):
                lowered.append(f"{name} would go from {pinned[name]['value']:.4f} to {measure.value:.4f}")
                if not allow_regression:
                    continue
            new[name] = Floor(value=_rounded(measure), at_most=measure.at_most, digest=data.digest)
    return new, lowered


def _is_worse(value: float, pinned: Floor) -> bool:
    return value > pinned["value"] if pinned["at_most"] else value < pinned["value"]


def _rounded(measure: Measure) -> float:
    steps = measure.value * STEPS
    return (ceil(steps) if measure.at_most else floor(steps)) / STEPS
