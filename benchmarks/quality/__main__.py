"""``python -m benchmarks.quality``: measure, print, and hold against the floors."""

import argparse
import sys
from collections.abc import Callable, Sequence

from benchmarks.quality import counter, credits, ferry, floors, generated, pan13, shared, traced
from benchmarks.quality.measure import DataSet, Measure

__all__ = ["SETS", "main", "measure"]

Measured = tuple[DataSet, list[Measure]]

SETS: dict[str, Callable[[], Measured]] = {
    "ferry": ferry.measure,
    "ferry-credits": ferry.measure_credits,
    "generated": generated.measure,
    "traced": traced.measure,
    "helsinki": shared.helsinki,
    "ecbplus": shared.ecbplus,
    "counter": counter.measure,
    "credits": credits.measure,
    "pan13": pan13.measure,
}
THIRD_PARTY = {  # set -> what it is measured on, in ../shared/data
    "helsinki": "helsinki/pairs_dev.tsv",
    "ecbplus": "ecbplus/articles.jsonl.gz",
    "counter": "counter/pairs.jsonl",
    "credits": "helsinki/credits_dev.tsv",
    "pan13": "pan13/pairs.jsonl",
}


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
        if name in THIRD_PARTY and not (shared.DATA / THIRD_PARTY[name]).is_file():
            absent.append(f"{name}: NOT MEASURED, there is no ../shared/data/{THIRD_PARTY[name]}")
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
