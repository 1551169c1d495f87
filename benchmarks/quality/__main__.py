"""``python -m benchmarks.quality``: measure, print, and hold against the floors."""

import argparse
import sys
from collections.abc import Callable, Sequence

from benchmarks.quality import counter, ferry, floors, generated, shared
from benchmarks.quality.measure import DataSet, Measure

__all__ = ["SETS", "main", "measure"]

Measured = tuple[DataSet, list[Measure]]

SETS: dict[str, Callable[[], Measured]] = {
    "ferry": ferry.measure,
    "generated": generated.measure,
    "helsinki": shared.helsinki,
    "ecbplus": shared.ecbplus,
    "counter": counter.measure,
}
THIRD_PARTY = ("helsinki", "ecbplus", "counter")


def measure(names: Sequence[str]) -> tuple[list[Measured], list[str]]:
    """Measure on the sets named.

    Returns
    -------
    list of (DataSet, list of Measure)
    list of str
        Sets that are not at hand, each with where it was looked for.
    """
    measured, absent = [], []
    for name in names:
        if name in THIRD_PARTY and not (shared.DATA / name).is_dir():
            absent.append(f"{name}: NOT MEASURED, there is no ../shared/data/{name}")
            continue
        measured.append(SETS[name]())
    return measured, absent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 when a floor does not hold."""
    parser = _parser()
    options = parser.parse_args(arguments)
    unknown = set(options.sets) - SETS.keys()
    if unknown:
        parser.error(f"no set {', '.join(sorted(unknown))}; there are: {', '.join(SETS)}")
    measured, absent = measure(options.sets or list(SETS))
    _show(measured)
    for line in absent:
        print(f"\n*** {line}", file=sys.stderr)
    pinned = floors.read()
    if options.update:
        new, lowered = floors.raised(measured, pinned, allow_regression=options.allow_regression)
        for line in lowered:
            print(f"lower: {line}", file=sys.stderr)
        if lowered and not options.allow_regression:
            print("nothing pinned: floors only rise without --allow-regression", file=sys.stderr)
            return 1
        floors.write(new)
    elif options.check:
        faults = floors.compare(measured, pinned)
        for line in faults:
            print(f"fault: {line}", file=sys.stderr)
        return 1 if faults else 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"{', '.join(SETS)}; all by default")
    parser.add_argument("--check", action="store_true", help="fail when a floor does not hold")
    parser.add_argument("--update", action="store_true", help="pin what was measured; floors only rise")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: let floors fall")
    return parser


def _show(measured: Sequence[Measured]) -> None:
    for data, measures in measured:
        print(f"\n{data.name}  ({data.digest})")
        if data.note:
            print(f"  note: {data.note}")
        for one in measures:
            value = f"{one.value:8.0f}" if one.at_most else f"{one.value:8.4f}"
            print(f"  {value}  of {one.n:>7,}  {one.name}{'  (fewer is better)' if one.at_most else ''}")


if __name__ == "__main__":
    sys.exit(main())
