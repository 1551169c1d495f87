"""A small job for the sweeps: an index that holds some articles, and new ones among which are copies."""

from dataclasses import dataclass
from pathlib import Path

import orjson

from corpora.generator import GeneratorParams, generate
from syndetect.cli import main

__all__ = ["Job", "make_job", "write_articles"]


@dataclass(frozen=True)
class Job:
    """Where a job stands: ``base`` with an index, ``new.jsonl``, and what the whole run gives."""

    folder: Path
    n_articles: int
    batch: int

    @property
    def base(self) -> Path:
        """The index before the run."""
        return self.folder / "base.index"

    @property
    def new(self) -> Path:
        """What is taken in."""
        return self.folder / "new.jsonl"

    def arguments(self, index: Path, out: Path) -> list[str]:
        """Return the arguments of the run."""
        options = ["--index", str(index), "-o", str(out), "--batch", str(self.batch), "--quiet"]
        return ["dedup", str(self.new), *options]


def write_articles(path: Path, n_articles: int, seed: int) -> None:
    """Write generated articles as JSON lines."""
    made = generate(GeneratorParams(n_articles=n_articles, seed=seed))
    with path.open("wb") as file:
        for one in made:
            record = {
                "id": f"{seed}-{one.id}",
                "outlet": one.outlet,
                "title": one.title,
                "published": one.published,
                "url": one.url,
                "text": one.text,
            }
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def make_job(folder: Path, *, n_articles: int, batch: int) -> Job:
    """Make an index of some articles, and an input of others with copies of these."""
    job = Job(folder, n_articles, batch)
    old = folder / "old.jsonl"
    write_articles(folder / "all.jsonl", 2 * n_articles, 17)
    lines = (folder / "all.jsonl").read_bytes().splitlines(keepends=True)
    old.write_bytes(b"".join(lines[1::2]))
    job.new.write_bytes(b"".join(lines[::2]))
    code = main(["dedup", str(old), "--index", str(job.base), "-o", str(folder / "old.out"), "--quiet"])
    if code:
        raise RuntimeError(f"the index could not be made: exit code {code}")
    return job
