"""The command: ``python -m benchmarks.speed``, tables on standard output."""

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from benchmarks.speed.candidates import draw_race, entries, run_race, show_race
from benchmarks.speed.growing import run_growth, show_flat, show_story
from benchmarks.speed.inputs import Input, as_it_is, generated, hot, unpacked
from benchmarks.speed.install import installed_sizes, python_of, show_sizes
from benchmarks.speed.peers import HELPERS, PEERS, environment_of, find_peers, make_peers
from benchmarks.speed.scans import Scanner, grow, show_growth, show_hot, show_scans
from benchmarks.speed.tables import load, machine
from syndetect.candidates import Banding, banding
from syndetect.params import Params
from syndetect.threads import available_threads

__all__ = ["main"]

PARTS = ("candidates", "flat", "story", "tables", "scan", "growth", "hot")
USUAL = ("candidates", "story", "tables", "scan", "growth", "hot")  # without what needs large corpora
REAL = Path("../shared/data/allsides/articles.jsonl.gz")
REAL_LEAST = 6000  # real articles that the contenders get at least, if there are so many
REAL_PART = 10  # the contenders get as many real articles as a tenth of the generated ones: half the time


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for and print it."""
    options = _parse(arguments)
    print(f"{machine()}\n", flush=True)
    figures: dict[str, Any] = {"machine": machine(), "load_at_start": load()}
    with tempfile.TemporaryDirectory() as name:
        bench = _Bench(options, Path(name))
        for part in options.parts:
            figures[part] = bench.parts[part]()
        if options.install_size:
            figures["install"] = bench.install()
    figures["load_at_end"] = load()
    print(f"Load at the end: {load()}")
    if options.json:
        options.json.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed", description="Measure speed and memory."
    )
    parser.add_argument("--articles", type=int, default=20_000, help="generated articles (default 20000)")
    parser.add_argument("--seed", type=int, default=1, help="of the generated articles (default 1)")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each contender (default 3)")
    parser.add_argument("--threads", type=int, default=available_threads(), help="default: all processors")
    parser.add_argument("--peers", default=",".join(PEERS), help=f"of {', '.join(PEERS)}; empty for none")
    parser.add_argument(
        "--make-peers",
        type=Path,
        metavar="FOLDER",
        help="install the peers into this environment, and use it",
    )
    parser.add_argument(
        "--sizes", default="10000,100000", help="articles of the part flat (default 10000,100000)"
    )
    parser.add_argument(
        "--corpus", type=Path, action="append", default=[], help="JSON lines, the last of the part flat"
    )
    parser.add_argument("--memory", default="", metavar="SIZE", help="of flat: what arrays may take")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="draw the generated candidates there, SVG")
    parser.add_argument("--data", type=Path, default=REAL, help="real articles, JSON lines (.gz)")
    parser.add_argument("--parts", default=",".join(USUAL), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--install-size", action="store_true", help="install into a fresh environment, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    options = parser.parse_args(arguments)
    for name, known in (("parts", PARTS), ("peers", PEERS)):
        chosen = [each for each in getattr(options, name).split(",") if each]
        if unknown := set(chosen) - set(known):
            parser.error(f"--{name}: unknown {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
        setattr(options, name, chosen)
    if options.articles < 100 or options.repeats < 1 or options.threads < 1:
        parser.error("--articles must be at least 100, --repeats and --threads at least 1")
    return options


class _Bench:
    """What the parts share: the options, and a folder for corpora and output."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.scanner = Scanner(options.threads)
        self.rounds = max(1, options.repeats // 2)  # of the growth and hot-story scans
        self.parts: dict[str, Callable[[], Any]] = {
            "candidates": self.candidates,
            "flat": self.flat,
            "story": self.story,
            "tables": self.tables,
            "scan": self.scan,
            "growth": self.growth,
            "hot": self.hot,
        }

    def corpora(self, n_real: int) -> list[Input]:
        """Return the generated corpus, and up to so many real articles if there are any."""
        found = [generated(self.folder, self.options.articles, self.options.seed)]
        if self.options.data.is_file():
            found.append(unpacked(self.folder, self.options.data, n_real))
        else:
            print(f"**SKIPPED: real articles. There is no {self.options.data}; name them with --data.**\n")
        return found

    def candidates(self) -> Any:
        """Let all contenders find candidates."""
        print("## Candidates: file to pairs\n", flush=True)
        listed = entries(sys.executable, self.options.threads, self._peers())
        cut = _cut()
        figures = {}
        for number, corpus in enumerate(self.corpora(max(REAL_LEAST, self.options.articles // REAL_PART))):
            race = run_race(corpus, listed, cut, self.options.repeats)
            print(show_race(race, cut) + "\n", flush=True)
            if self.options.chart and number == 0:
                self.options.chart.write_text(draw_race(race), "utf-8")
            recalls = {name: recall._asdict() for name, recall in race.recalls.items()}
            figures[corpus.name] = {"runs": race.runs, "recall": recalls, "cut": asdict(cut)}
        return figures

    def _peers(self) -> dict[str, str]:
        """Return the interpreter of each peer asked for; say loudly which have none."""
        folder = self.options.make_peers
        failed = make_peers(folder, (*HELPERS, *self.options.peers)) if folder else {}
        made = find_peers(folder, self.options.peers) if folder else []
        found = {}
        for peer in self.options.peers:
            if peer in made:
                found[peer] = str(python_of(environment_of(folder, peer)))
            elif importlib.util.find_spec(peer.replace("-", "_")):
                found[peer] = sys.executable
            else:
                why = failed.get(peer, "It is not installed; --make-peers FOLDER does that.")
                print(f"**SKIPPED: {peer}. {why}**\n")
        return found

    def flat(self) -> Any:
        """Find the candidates of larger and larger corpora."""
        print(f"## Candidates as the corpus grows, {self.options.threads} threads\n", flush=True)
        sizes = [int(size) for size in self.options.sizes.split(",") if size]
        corpora = [generated(self.folder, size, self.options.seed) for size in sizes]
        corpora += [as_it_is(path) for path in self.options.corpus]
        options = self.options
        grown = run_growth(corpora, _cut(), options.threads, options.repeats, options.memory)
        print(show_flat(grown) + "\n", flush=True)
        return grown.runs

    def story(self) -> Any:
        """Find the candidates of an ordinary corpus, and of one with a hot story."""
        print(f"## Candidates of a hot story, {self.options.threads} threads\n", flush=True)
        n_articles, seed = self.options.articles, self.options.seed
        corpora = [
            generated(self.folder, n_articles, seed),
            hot(self.folder, n_articles, n_articles // 5, seed),
        ]
        grown = run_growth(corpora, _cut(), self.options.threads, self.options.repeats)
        print(show_story(grown) + "\n", flush=True)
        return {"runs": grown.runs, "largest_group": grown.largest_group}

    def tables(self) -> Any:
        """Scan whole corpora and write all tables as CSV, without the report: warm, in half a minute."""
        print("## Scan with alignment and all tables, without the report\n", flush=True)
        figures = {}
        for corpus in self.corpora(self.options.articles):
            runs = {"warm run": self.scanner.scan(corpus, warm=True, report=False)}
            print(show_scans(corpus.name, runs) + "\n", flush=True)
            figures[corpus.name] = runs
        return figures

    def scan(self) -> Any:
        """Scan whole corpora: the first run of an installation, which compiles, and later ones."""
        print("## Whole scan, by stage\n", flush=True)
        figures = {}
        fresh = self.folder / "kernels"
        for corpus in self.corpora(self.options.articles):
            runs = {} if fresh.exists() else {"first run": self.scanner.scan(corpus, kernels=fresh)}
            runs["later run"] = self.scanner.scan(corpus, kernels=fresh)
            print(show_scans(corpus.name, runs) + "\n", flush=True)
            figures[corpus.name] = runs
        return figures

    def growth(self) -> Any:
        """Scan corpora of n, 2n and 4n articles."""
        print(f"## Growth: {self._rounds()}\n", flush=True)
        sizes = [self.options.articles // 4, self.options.articles // 2, self.options.articles]
        corpora = [generated(self.folder, size, self.options.seed) for size in sizes]
        scans = grow(self.scanner, corpora, self.rounds)
        print(show_growth(corpora, scans) + "\n", flush=True)
        return dict(zip(sizes, scans, strict=True))

    def hot(self) -> Any:
        """Scan corpora of one size with more and more copies of one story."""
        n_articles = self.options.articles * 3 // 10
        print(f"## Hot story: in {n_articles:,} articles, {self._rounds()}\n", flush=True)
        copies = [self.options.articles // 20, self.options.articles // 10, self.options.articles // 5]
        corpora = [hot(self.folder, n_articles, n, self.options.seed) for n in copies]
        scans = grow(self.scanner, corpora, self.rounds)
        print(show_hot(copies, scans) + "\n", flush=True)
        return dict(zip(copies, scans, strict=True))

    def _rounds(self) -> str:
        return "one warm scan" if self.rounds == 1 else f"least of {self.rounds} warm scans"

    def install(self) -> Any:
        """Measure an installation."""
        print("## Install size\n", flush=True)
        sizes = installed_sizes(self.folder / "environment", Path(__file__).parents[2])
        print(show_sizes(sizes) + "\n", flush=True)
        return sizes


def _cut() -> Banding:
    """Return bands and rows as a scan has them."""
    params = Params()
    return banding(params.sketch.signature_size, params.candidates.threshold)


if __name__ == "__main__":
    main()
