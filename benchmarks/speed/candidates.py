"""Candidates: a file in, pairs out; all contenders in turn, on the same files, with the recall of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.speed import contenders
from benchmarks.speed.children import run_child
from benchmarks.speed.inputs import Input, head, read_texts
from benchmarks.speed.tables import cell, markdown, spread
from benchmarks.speed.truth import Recall, measure_recall, resembling_pairs
from syndetect.candidates import Banding

__all__ = ["Entry", "Race", "entries", "run_race", "show_race"]

RESEMBLANCE = 0.5  # of the pairs that should be found
WARM_UP = 500  # articles: more than the event search compares exhaustively, so that all kernels are compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A contender, how it is called in the tables, and what it runs on."""

    name: str
    contender: str
    python: str
    threads: int


@dataclass(frozen=True, slots=True)
class Race:
    """What the contenders did on one corpus: for each entry the figures of its runs, and its recall."""

    corpus: Input
    runs: dict[str, list[dict[str, Any]]]
    recalls: dict[str, Recall] = field(default_factory=dict)


def entries(python: str, threads: int, peers: dict[str, str]) -> list[Entry]:
    """List the contenders.

    Parameters
    ----------
    python : str
        The interpreter of the package.
    threads : int
        The most that a contender may use; the peers have one.
    peers : dict of str to str
        The peers asked for, and the interpreter of each.
    """
    forms = [("LSH", "syndetect"), ("LSH, every pair of a bucket", "syndetect every pair")]
    forms += [("LSH + passages", "syndetect passages"), ("LSH + passages + events", "syndetect events")]
    listed = [
        Entry(name=f"syndetect, {form}, {_threads(count)}", contender=contender, python=python, threads=count)
        for form, contender in forms
        for count in sorted({1, threads} if contender == "syndetect" else {threads})
    ]
    for peer, where in peers.items():
        for contender in (each for each in contenders.CONTENDERS if each.split()[0] == peer):
            name = {"datasketch": "datasketch, as it comes (sha1)", "datasketch xxhash": "datasketch, xxh32"}
            entry = Entry(name=name.get(contender, contender), contender=contender, python=where, threads=1)
            listed.append(entry)
    return listed


def _threads(count: int) -> str:
    return "1 thread" if count == 1 else f"{count} threads"


def run_race(corpus: Input, listed: Sequence[Entry], cut: Banding, repeats: int) -> Race:
    """Run every contender once, then every contender again: each in a fresh process, after a warm-up.

    Raises
    ------
    RuntimeError
        A contender failed, read another corpus than the others, or found
        other pairs the second time.
    """
    warm_up = head(corpus, WARM_UP)
    true = resembling_pairs(read_texts(corpus.path), RESEMBLANCE)
    race = Race(corpus, {entry.name: [] for entry in listed})
    for _ in range(repeats):
        for entry in listed:
            pairs = corpus.path.with_suffix(".pairs")
            figures = _run_entry(entry, corpus, warm_up, pairs, cut)
            found = np.fromfile(pairs, np.int64).reshape(-1, 2)
            recall = measure_recall(true, found)
            if race.recalls.setdefault(entry.name, recall) != recall:
                raise RuntimeError(f"{entry.name} found other pairs than before")
            race.runs[entry.name].append(figures)
    return race


def _run_entry(entry: Entry, corpus: Input, warm_up: Path, pairs: Path, cut: Banding) -> dict[str, Any]:
    numbers = {"--threads": entry.threads, "--bands": cut.bands, "--rows": cut.rows}
    script = [contenders.__file__, entry.contender, str(corpus.path)]
    script += ["--warm-up", str(warm_up), "--pairs", str(pairs)]
    script += [str(part) for option in numbers.items() for part in option]
    figures = run_child(["-P", *script], python=entry.python)
    if (figures["n_articles"], figures["n_characters"]) != (corpus.n_articles, corpus.n_characters):
        raise RuntimeError(f"{entry.name} did not read what {corpus.path.name} holds: {figures}")
    return figures


def show_race(race: Race, cut: Banding) -> str:
    """Write the results of one corpus as two tables: the outcome, and where the seconds go."""
    n_true = next(iter(race.recalls.values())).n_true
    title = (
        f"### {race.corpus.name}: {race.corpus.n_characters / 1e6:.1f} million characters, "
        f"{n_true:,} pairs of resemblance >= {RESEMBLANCE}\n\n"
        f"{cut.bands} bands of {cut.rows} values, {contenders.N_PERMUTATIONS} permutations, 5-word shingles; "
        "median of the runs, each in a fresh process after a warm-up that is not counted."
    )
    return "\n\n".join([title, _outcome(race), _seconds(race)])


def _outcome(race: Race) -> str:
    header = ["candidates", "articles/s", "min-max", "x datasketch", "peak MB", "pairs", "recall", "linked"]
    n_articles = race.corpus.n_articles
    speeds = {name: [n_articles / run["seconds"] for run in runs] for name, runs in race.runs.items()}
    baseline = next((name for name in speeds if name.startswith("datasketch")), None)
    rows = []
    for name, speed in speeds.items():
        recall = race.recalls[name]
        rows.append(
            [
                name,
                *spread(speed),
                cell(median(speed) / median(speeds[baseline])) if baseline else "-",
                cell(median(run["peak_mb"] for run in race.runs[name])),
                cell(race.runs[name][0]["n_pairs"]),
                _share(recall.n_found, recall.n_true),
                _share(recall.n_linked, recall.n_true),
            ]
        )
    return markdown(header, rows)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole >= 100 else f"{part}/{whole}"


def _seconds(race: Race) -> str:
    steps = ["read", "words", "signatures", "buckets", "passages", "events"]
    header = ["seconds", "read", "words", "signatures", "buckets", "passages", "events", "all", "warm-up"]
    rows = []
    for name, runs in race.runs.items():
        by_step = [[run["steps"].get(step, 0.0) for run in runs] for step in steps]
        totals = [[run[key] for run in runs] for key in ("seconds", "warm_up_seconds")]
        rows.append([name, *(cell(median(values)) if any(values) else "-" for values in by_step + totals)])
    return markdown(header, rows)
