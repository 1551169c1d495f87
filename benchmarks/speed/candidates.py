"""Candidates: a file in, pairs out; all contenders in turn, on the same files, with the recall of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.speed import contenders
from benchmarks.speed.chart import Bar, draw_bars
from benchmarks.speed.children import run_child
from benchmarks.speed.contenders import RESEMBLANCE
from benchmarks.speed.inputs import Input, head, read_texts
from benchmarks.speed.tables import cell, markdown, spread
from benchmarks.speed.truth import Recall, measure_recall, n_dropped, resembling_pairs
from syndetect.candidates import Banding

__all__ = ["Entry", "Race", "draw_race", "entries", "run_race", "show_race"]

MOST_COMPARED = 150_000  # articles; beyond, all with all takes longer than everything else
COMPARED = ("syndetect", "syndetect verified")  # with one thread and with all
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
    n_dropped: int = 0  # by the true pairs


def entries(python: str, threads: int, peers: dict[str, str]) -> list[Entry]:
    """List the contenders.

    Parameters
    ----------
    python : str
        The interpreter of the package.
    threads : int
        The most that a contender may use; who cannot use them has one.
    peers : dict of str to str
        The peers asked for, and the interpreter of each.
    """
    forms = [
        ("LSH", "syndetect"),
        ("LSH, every pair of a bucket", "syndetect every pair"),
        ("LSH + passages, verified", "syndetect verified"),
        ("LSH + passages + events, verified", "syndetect events"),
    ]
    listed = [
        Entry(name=f"syndetect, {form}, {_threads(count)}", contender=contender, python=python, threads=count)
        for form, contender in forms
        for count in sorted({1, threads} if contender in COMPARED else {threads})
    ]
    for peer, where in peers.items():
        for contender, (_, package, uses_threads) in contenders.CONTENDERS.items():
            if package != peer:
                continue
            name = {"datasketch": "datasketch, as it comes (sha1)", "datasketch xxhash": "datasketch, xxh32"}
            counts = sorted({1, threads}) if uses_threads else [1]
            listed += [
                Entry(
                    name=name.get(contender, f"{contender}, {_threads(count)}"),
                    contender=contender,
                    python=where,
                    threads=count,
                )
                for count in counts
            ]
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
    true = np.empty((0, 2), np.int64)
    if corpus.n_articles <= MOST_COMPARED:
        true = resembling_pairs(read_texts(corpus.path), RESEMBLANCE)
    race = Race(corpus, {entry.name: [] for entry in listed}, n_dropped=n_dropped(true, corpus.n_articles))
    for _ in range(repeats):
        for entry in listed:
            pairs = corpus.path.with_suffix(".pairs")
            figures = _run_entry(entry, corpus, warm_up, pairs, cut)
            found = np.fromfile(pairs, np.int64).reshape(-1, 2)
            if figures["n_dropped"] is None:
                figures["n_dropped"], figures["gives_pairs"] = n_dropped(found, corpus.n_articles), True
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
        "median of the runs, each in a fresh process after a warm-up that is not counted. "
        "Dropped: articles that go when one of every group that hangs together stays; "
        f"by the pairs of resemblance >= {RESEMBLANCE} these are {race.n_dropped:,}."
    )
    return "\n\n".join([title, _outcome(race), _seconds(race)])


def _outcome(race: Race) -> str:
    speeds = {
        name: [race.corpus.n_articles / run["seconds"] for run in runs] for name, runs in race.runs.items()
    }
    fastest = max((median(speed) for name, speed in speeds.items() if not _is_ours(name)), default=None)
    xxh32 = median(speeds["datasketch, xxh32"]) if "datasketch, xxh32" in speeds else None
    header = ["candidates", "articles/s", "min-max", "a processor s", "x fastest peer", "x datasketch, xxh32"]
    header += ["peak MB", "pairs", "recall", "linked", "precision", "dropped"]
    rows = []
    for name, speed in speeds.items():
        recall = race.recalls[name]
        first = race.runs[name][0]
        gives_pairs = first.get("gives_pairs", False)
        compared = recall.n_true > 0 and gives_pairs
        rows.append(
            [
                name,
                *spread(speed),
                cell(race.corpus.n_articles / median(run["cpu_seconds"] for run in race.runs[name])),
                *(cell(median(speed) / base) if base else "-" for base in (fastest, xxh32)),
                cell(median(run["peak_mb"] for run in race.runs[name])),
                cell(first["n_pairs"]) if gives_pairs else "-",
                _share(recall.n_found, recall.n_true) if compared else "-",
                _share(recall.n_linked, recall.n_true) if compared else "-",
                f"{recall.precision:.2f}" if compared else "-",
                cell(first["n_dropped"]),
            ]
        )
    return markdown(header, rows)


def _is_ours(name: str) -> bool:
    return name.startswith("syndetect")


def draw_race(race: Race) -> str:
    """Draw the speed of all contenders as bars, the quickest first."""
    speeds = {
        name: median(race.corpus.n_articles / run["seconds"] for run in runs)
        for name, runs in race.runs.items()
    }
    bars = [
        Bar(name, speed, _note(speed, race.recalls[name], race.runs[name]), _is_ours(name))
        for name, speed in sorted(speeds.items(), key=lambda item: -item[1])
    ]
    return draw_bars(f"File to pairs, {race.corpus.name}", "articles a second (recall)", bars)


def _note(speed: float, recall: Recall, runs: list[dict[str, Any]]) -> str:
    compared = recall.n_true > 0 and runs[0].get("gives_pairs", False)
    return f"{cell(speed)} ({recall.n_found / recall.n_true:.3f})" if compared else cell(speed)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole >= 100 else f"{part}/{whole}"


def _seconds(race: Race) -> str:
    steps = list(dict.fromkeys(step for runs in race.runs.values() for run in runs for step in run["steps"]))
    titles = {"sketch": "read, words, sketch", "words": "read and words"}
    header = ["seconds", *(titles.get(step, step) for step in steps), "all", "processor time", "warm-up"]
    rows = []
    for name, runs in race.runs.items():
        by_step = [[run["steps"].get(step, 0.0) for run in runs] for step in steps]
        totals = [[run[key] for run in runs] for key in ("seconds", "cpu_seconds", "warm_up_seconds")]
        rows.append([name, *(cell(median(values)) if any(values) else "-" for values in by_step + totals)])
    return markdown(header, rows)
