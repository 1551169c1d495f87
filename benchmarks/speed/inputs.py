"""The corpora that are measured on: generated from a seed, or real articles unpacked; JSON lines both."""

import gzip
import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path

import orjson

from corpora.generator import GeneratorParams, generate, write_jsonl

__all__ = ["Input", "as_it_is", "generated", "head", "hot", "read_texts", "unpacked"]


@dataclass(frozen=True, slots=True)
class Input:
    """A corpus as a file of JSON lines: what it is, where it is, how much it is."""

    name: str
    path: Path
    n_articles: int
    n_characters: int  # of the texts


SHARD = 100_000  # articles that are generated in one go


def generated(folder: Path, n_articles: int, seed: int) -> Input:
    """Write a synthetic wire corpus; a large one in parts of ``SHARD`` articles, of the seeds that follow."""
    path, name = folder / f"generated-{n_articles}.jsonl", f"{n_articles:,} generated articles"
    sizes = [min(SHARD, n_articles - done) for done in range(0, n_articles, SHARD)]
    return _write(
        path, name, *(GeneratorParams(n_articles=size, seed=seed + k) for k, size in enumerate(sizes))
    )


def hot(folder: Path, n_articles: int, n_copies: int, seed: int) -> Input:
    """Write a synthetic corpus of fixed size in which one story has ``n_copies`` copies."""
    params = GeneratorParams(n_articles=n_articles, seed=seed, hot_stories=1, hot_copies=n_copies)
    name = f"{n_copies:,} copies among {n_articles:,} articles"
    return _write(folder / f"hot-{n_copies}.jsonl", name, params)


def unpacked(folder: Path, packed: Path, n_articles: int) -> Input:
    """Take the first articles of a file of JSON lines, compressed by gzip or not."""
    path = folder / "real.jsonl"
    with (
        gzip.open(packed, "rb") if packed.suffix == ".gz" else packed.open("rb") as source,
        path.open("wb") as target,
    ):
        target.writelines(itertools.islice(source, n_articles))
    n_found, n_characters = _size(path)
    return Input(f"{n_found:,} real articles", path, n_found, n_characters)


def head(whole: Input, n_articles: int) -> Path:
    """Write the first articles of a corpus into a file beside it: to warm up on."""
    path = whole.path.with_suffix(".head.jsonl")
    with whole.path.open("rb") as source, path.open("wb") as target:
        target.writelines(itertools.islice(source, n_articles))
    return path


def read_texts(path: Path) -> list[str]:
    """Return the texts of a file of JSON lines, in the order of the lines."""
    with path.open("rb") as file:
        return [orjson.loads(line)["text"] for line in file]


def as_it_is(path: Path) -> Input:
    """Take a file of JSON lines whole."""
    n_articles, n_characters = _size(path)
    return Input(f"{n_articles:,} articles of {path.name}", path, n_articles, n_characters)


def _write(path: Path, name: str, *parts: GeneratorParams) -> Input:
    shard = path.with_suffix(".part")
    with path.open("wb") as target:
        for params in parts:
            write_jsonl(generate(params), shard)
            with shard.open("rb") as source:
                shutil.copyfileobj(source, target)
    shard.unlink(missing_ok=True)
    return Input(name, path, *_size(path))


def _size(path: Path) -> tuple[int, int]:
    """Count the articles of a file and the characters of their texts."""
    n_articles = n_characters = 0
    with path.open("rb") as file:
        for line in file:
            n_articles += 1
            n_characters += len(orjson.loads(line)["text"])
    return n_articles, n_characters
