"""Candidates of larger and larger corpora, and of a hot story: cost an article, memory, members kept."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from benchmarks.speed import contenders
from benchmarks.speed.children import run_child
from benchmarks.speed.inputs import Input, head
from benchmarks.speed.tables import cell, markdown
from syndetect.candidates import Banding

__all__ = ["FORMS", "Grown", "run_growth", "show_flat", "show_story"]

FORMS = {"syndetect": "LSH", "syndetect verified": "LSH + passages, verified"}
WARM_UP = 500  # articles
Figures = dict[str, Any]


class Grown(NamedTuple):
    """What the forms of the search did on some corpora: by form, for each corpus the runs."""

    corpora: Sequence[Input]
    runs: dict[str, list[list[Figures]]]
    largest_group: dict[str, list[int]]  # articles that hang together by the pairs found


def run_growth(corpora: Sequence[Input], cut: Banding, threads: int, repeats: int, memory: str = "") -> Grown:
    """Run each form on each corpus in turn, several rounds, in fresh processes after a warm-up.

    With ``memory`` arrays beyond a quarter of it lie in files.
    """
    grown = Grown(
        corpora,
        {form: [[] for _ in corpora] for form in FORMS},
        {form: [0 for _ in corpora] for form in FORMS},
    )
    for _ in range(repeats):
        for k, corpus in enumerate(corpora):
            for form in FORMS:
                pairs = corpus.path.with_suffix(".pairs")
                grown.runs[form][k].append(_run(form, corpus, pairs, cut, (threads, memory)))
                found = np.fromfile(pairs, np.int64).reshape(-1, 2)
                grown.largest_group[form][k] = largest_group(found, corpus.n_articles)
    return grown


def _run(form: str, corpus: Input, pairs: Path, cut: Banding, limits: tuple[int, str]) -> Figures:
    script = [contenders.__file__, form, str(corpus.path), "--pairs", str(pairs)]
    script += ["--warm-up", str(head(corpus, WARM_UP)), "--threads", str(limits[0])]
    script += ["--memory", limits[1]]
    return run_child(["-P", *script, "--bands", str(cut.bands), "--rows", str(cut.rows)])


def largest_group(pairs: np.ndarray[Any, np.dtype[np.int64]], n_articles: int) -> int:
    """Count the articles of the largest group that pairs connect."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(pairs), bool), (pairs[:, 0], pairs[:, 1])), shape=(n_articles, n_articles))
    _, group = connected_components(graph, directed=False)
    return int(np.bincount(group).max(initial=0))


def show_flat(grown: Grown) -> str:
    """Write the processor time and the wall time an article by step, and memory, as the corpus grows."""
    header = ["us an article", *(f"n = {corpus.n_articles:,}" for corpus in grown.corpora), "last / first"]
    rows = []
    for form, by_corpus in grown.runs.items():
        steps = list(by_corpus[0][0]["steps"])
        titles = {step: step for step in steps} | {"seconds": "all", "cpu_seconds": "processor time"}
        rows += [
            _row(f"{FORMS[form]}: {title}", [_micros(runs, step) for runs in by_corpus])
            for step, title in titles.items()
        ]
        sizes = [corpus.n_articles for corpus in grown.corpora]
        for title, key in (("peak", "peak_mb"), ("without mapped files", "anonymous_mb")):
            peaks = [median(run[key] for run in runs) for runs in by_corpus]
            rows.append(_row(f"{FORMS[form]}: {title}, MB", peaks))
            more = 1000 * (peaks[-1] - peaks[0]) / max(1, sizes[-1] - sizes[0])
            blank = ["-"] * (len(sizes) - 1)
            rows.append([f"{FORMS[form]}: {title}, KB an article more", *blank, cell(more), "-"])
    return markdown(header, rows)


def show_story(grown: Grown) -> str:
    """Write what a hot story (the last corpus) costs beside an ordinary corpus of that size (the first)."""
    header = ["", *(corpus.name for corpus in grown.corpora), "last / first"]
    rows = []
    for form, by_corpus in grown.runs.items():
        seconds = [median(run["seconds"] for run in runs) for runs in by_corpus]
        rows.append(_row(f"{FORMS[form]}: s", seconds))
        cpu = [median(run["cpu_seconds"] for run in runs) for runs in by_corpus]
        rows.append(_row(f"{FORMS[form]}: processor s", cpu))
        for title, key in (("candidates", "n_candidates"), ("pairs", "n_pairs")):
            rows.append(_row(f"{FORMS[form]}: {title}", [runs[0][key] for runs in by_corpus]))
        rows.append(_row(f"{FORMS[form]}: articles in the largest group", grown.largest_group[form]))
    return markdown(header, rows)


def _micros(runs: Sequence[Figures], step: str) -> float:
    values = [run[step] if step in run else run["steps"][step] for run in runs]
    return float(1e6 * median(values) / runs[0]["n_articles"])


def _row(title: str, values: Sequence[float]) -> list[str]:
    return [title, *map(cell, values), f"{values[-1] / values[0]:.2f}" if values[0] > 0 else "-"]
