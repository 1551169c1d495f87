"""The corpora that are measured on: generated from a seed, or real articles unpacked; JSON lines both."""

import gzip
import itertools
from dataclasses import dataclass
from pathlib import Path

import orjson

from corpora.generator import GeneratorParams, generate, write_jsonl

__all__ = ["Input", "generated", "head", "hot", "read_texts", "unpacked"]


@dataclass(frozen=True, slots=True)
class Input:
    """A corpus as a file of JSON lines: what it is, where it is, how much it is."""

    name: str
    path: Path
    n_articles: int
    n_characters: int  # of the texts


def generated(folder: Path, n_articles: int, seed: int) -> Input:
    """Write a synthetic wire corpus."""
    params = GeneratorParams(n_articles=n_articles, seed=seed)
    return _write(folder / f"generated-{n_articles}.jsonl", f"{n_articles:,} generated articles", params)


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
    texts = read_texts(path)
    return Input(f"{len(texts):,} real articles", path, len(texts), sum(map(len, texts)))


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


def _write(path: Path, name: str, params: GeneratorParams) -> Input:
    write_jsonl(generate(params), path)
    texts = read_texts(path)
    return Input(name, path, len(texts), sum(map(len, texts)))
