"""Whole scans: seconds and memory by stage, cost an article as the corpus grows, and a hot story."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.speed.children import run_child
from benchmarks.speed.inputs import Input, head
from benchmarks.speed.tables import cell, markdown

__all__ = ["Scanner", "grow", "show_growth", "show_hot", "show_scans"]

WARM_UP = 500  # articles

Figures = Mapping[str, Any]  # what scan_once prints


@dataclass(frozen=True, slots=True)
class Scanner:
    """Runs scans in fresh processes."""

    threads: int

    def scan(
        self, corpus: Input, *, kernels: Path | None = None, warm: bool = False, report: bool = True
    ) -> Figures:
        """Scan a corpus once; ``warm``: after a small one in the same process, as a long-running job does."""
        command = ["-m", "benchmarks.speed.scan_once", str(corpus.path), "--threads", str(self.threads)]
        if warm:
            command += ["--warm-up", str(head(corpus, WARM_UP))]
        if not report:
            command.append("--no-report")
        return run_child(command, kernels=kernels)


def grow(scanner: Scanner, corpora: Sequence[Input], rounds: int) -> list[Figures]:
    """Scan corpora in turn, several rounds, warm; of each corpus the least seconds of each step are kept."""
    runs = [[scanner.scan(corpus, warm=True) for corpus in corpora] for _ in range(rounds)]
    return [_least([turn[k] for turn in runs]) for k in range(len(corpora))]


def _least(runs: Sequence[Figures]) -> Figures:
    steps = {step: min(run["steps"][step] for run in runs) for step in runs[0]["steps"]}
    return {**runs[0], "steps": steps, "seconds": sum(steps.values())}


def show_scans(name: str, runs: Mapping[str, Figures]) -> str:
    """Write seconds, articles/s and memory by step; ``runs`` are by title, the last one in full."""
    *others, last = runs
    header = ["stage", *(f"{title}: s" for title in runs), f"{last}: articles/s", f"{last}: peak MB after"]
    n_articles = runs[last]["n_articles"]
    rows = []
    for step, seconds in runs[last]["steps"].items():
        before = [cell(runs[title]["steps"][step]) for title in others]
        speed = cell(n_articles / seconds) if seconds >= 0.01 else "-"
        peak = runs[last]["peaks_mb"].get(step)
        rows.append([step, *before, cell(seconds), speed, cell(peak) if peak else "-"])
    before = [cell(runs[title]["seconds"]) for title in others]
    total = runs[last]["seconds"]
    rows.append(["all", *before, cell(total), cell(n_articles / total), cell(runs[last]["peak_mb"])])
    counts = ("n_words", "n_candidates", "n_pairs", "n_passages", "n_stories")
    facts = ", ".join(f"{runs[last]['counts'][key]:,} {key[2:]}" for key in counts)
    return f"### {name}: {facts}\n\n{markdown(header, rows)}"


def show_growth(corpora: Sequence[Input], scans: Sequence[Figures]) -> str:
    """Write microseconds an article by step, and how they grow from the first corpus to the last."""
    header = ["us an article", *(f"n = {corpus.n_articles:,}" for corpus in corpora), "last / first"]
    costs = [
        {step: 1e6 * seconds / scan["n_articles"] for step, seconds in _with_total(scan).items()}
        for scan in scans
    ]
    return markdown(header, [[step, *_grown([cost[step] for cost in costs])] for step in costs[0]])


def show_hot(copies: Sequence[int], scans: Sequence[Figures]) -> str:
    """Write seconds by step and pairs for corpora of one size with more and more copies of one story."""
    header = ["one hot story", *(f"{n:,} copies" for n in copies), "last / first"]
    totals = [_with_total(scan) for scan in scans]
    rows = [[f"{step}, s", *_grown([total[step] for total in totals])] for step in totals[0]]
    counts: list[tuple[str, Callable[[Figures], int]]] = [
        ("candidate pairs", lambda scan: scan["counts"]["n_candidates"]),
        ("pairs reported", lambda scan: scan["counts"]["n_pairs"]),
        ("passages", lambda scan: scan["counts"]["n_passages"]),
    ]
    for title, count in counts:
        values = [count(scan) for scan in scans]
        rows.append([title, *_grown(values)])
    per_copy = [scan["counts"]["n_pairs"] / n for n, scan in zip(copies, scans, strict=True)]
    rows.append(["pairs reported, per copy", *_grown(per_copy)])
    return markdown(header, rows)


def _with_total(scan: Figures) -> dict[str, float]:
    return {**scan["steps"], "all": scan["seconds"]}


def _grown(values: Sequence[float]) -> list[str]:
    ratio = f"{values[-1] / values[0]:.2f}" if values[0] > 0 else "-"
    return [*map(cell, values), ratio]
