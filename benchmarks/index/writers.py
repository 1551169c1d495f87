"""Several writers at once on one index -> whether their union is what one of them would have made."""

from collections import Counter
from pathlib import Path

from benchmarks.index.faults import dump, start_forked, wait_for
from benchmarks.index.work import write_articles
from syndetect.cli import main
from syndetect.cli.app import ExitCode
from syndetect.index.check import check

__all__ = ["race"]


def race(folder: Path, *, n_rounds: int, n_writers: int, n_articles: int) -> Counter[str]:
    """Let writers take in parts of one input at the same time; who is turned away tries again.

    Parameters
    ----------
    folder : Path
    n_rounds, n_writers : int
    n_articles : int
        Of all parts together.

    Returns
    -------
    Counter of str
        ``rounds``, ``turned away`` (exit code 11, at once), ``violations``.
    """
    write_articles(folder / "all.jsonl", n_articles, 23)
    lines = (folder / "all.jsonl").read_bytes().splitlines(keepends=True)
    parts = []
    for k in range(n_writers):
        parts.append(folder / f"part{k}.jsonl")
        parts[-1].write_bytes(b"".join(lines[k::n_writers]))
    serial = folder / "serial.index"
    for part in parts:
        if main(["dedup", str(part), "--index", str(serial), "-o", str(folder / "serial.out"), "--quiet"]):
            raise RuntimeError("the run alone failed")
    wanted = dump(serial)
    counts: Counter[str] = Counter()
    for _ in range(n_rounds):
        index = folder / "news.index"
        index.unlink(missing_ok=True)
        _round(parts, index, folder, counts)
        counts["rounds"] += 1
        counts["violations"] += bool(dump(index) != wanted or check(index))
    return counts


def _round(parts: list[Path], index: Path, folder: Path, counts: Counter[str]) -> None:
    waiting = list(enumerate(parts))
    while waiting:
        running = []
        for k, part in waiting:
            arguments = ["dedup", str(part), "--index", str(index), "-o", str(folder / f"out{k}")]
            running.append((k, part, start_forked([*arguments, "--quiet", "--batch", "10"])))
        waiting = []
        for k, part, started in running:
            code, said = wait_for(started)
            if code == ExitCode.LOCKED:
                counts["turned away"] += 1
                waiting.append((k, part))
            elif code:
                counts["violations"] += 1
            counts["tracebacks"] += b"Traceback" in said
