"""Passages planted in web texts (PAN at CLEF 2013): plagdet by kind of obfuscation."""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import orjson
import xxhash

from benchmarks.quality import shared
from benchmarks.quality.compared import compare_pairs
from benchmarks.quality.measure import DataSet, Measure, files_digest
from benchmarks.quality.plagdet import Case, Scores, evaluate
from syndetect import Params
from syndetect.corpus import Article, Corpus, from_articles

__all__ = ["measure"]

CLASSES = {
    "02-no-obfuscation": "no obfuscation",
    "03-random-obfuscation": "random",
    "04-translation-obfuscation": "translation",
    "05-summary-obfuscation": "summary",
}
NOT_COPIED = "01-no-plagiarism"
HALVES = ("tuned on", "not tuned on")


class Found(NamedTuple):
    """A pair of texts: its class and half, the passages planted and those found."""

    kind: str
    half: int
    cases: Sequence[Case]
    found: Sequence[Case]


def measure() -> tuple[DataSet, list[Measure]]:
    """Compare the 1,250 pairs with the preset ``essays``, and with the defaults, which are for news."""
    folder = shared.DATA / "pan13"
    data = DataSet(
        "pan13",
        files_digest(folder / "pairs.jsonl", folder / "texts.jsonl.gz"),
        "the preset was chosen on one half of the pairs, by a hash of their ids; the defaults on other data",
    )
    with gzip.open(folder / "texts.jsonl.gz") as file:
        records = [orjson.loads(line) for line in file]
    corpus = from_articles([Article(article_id=each["id"], text=each["text"]) for each in records])
    pairs = [orjson.loads(line) for line in (folder / "pairs.jsonl").read_bytes().splitlines()]
    essays = _compared(corpus, pairs, Params.preset("essays"))
    measures = []
    for half, name in enumerate(HALVES):
        measures += _measures(f"essays, half {name}", [pair for pair in essays if pair.half == half])
    return data, measures + _measures("news defaults", _compared(corpus, pairs, Params()))


def _compared(corpus: Corpus, pairs: Sequence[Mapping[str, object]], params: Params) -> list[Found]:
    ids = [(str(pair["susp"]), str(pair["src"])) for pair in pairs]
    compared = compare_pairs(corpus, ids, params)
    found = []
    for (copy, source), pair in zip(ids, pairs, strict=True):
        passages = compared[min(copy, source), max(copy, source)].passages
        spans = np.array([(p.a_start, p.a_end, p.b_start, p.b_end) for p in passages]).reshape(-1, 4)
        if copy > source:
            spans = spans[:, [2, 3, 0, 1]]
        half = xxhash.xxh32_intdigest(f"{copy} {source}".encode()) % 2
        cases = list(_cases(pair["cases"]))  # type: ignore[arg-type]  # JSON
        found.append(Found(str(pair["class"]), half, cases, [Case(*span) for span in spans.tolist()]))
    return found


def _cases(rows: Sequence[Sequence[int]]) -> Iterator[Case]:
    """Read cases as the corpus writes them: offset and length in the copy, then in the source."""
    for first, length, source_first, source_length in rows:
        yield Case(first, first + length, source_first, source_first + source_length)


def _measures(name: str, pairs: Sequence[Found]) -> list[Measure]:
    measures = [
        Measure(f"{name}: plagdet, {label}", scores.plagdet, scores.n_cases)
        for kind, label in CLASSES.items()
        for scores in [_scores([pair for pair in pairs if pair.kind == kind])]
    ]
    scores = _scores(pairs)
    measures.append(Measure(f"{name}: plagdet, all", scores.plagdet, scores.n_cases))
    measures.append(Measure(f"{name}: precision, all", scores.precision, scores.n_found))
    measures.append(Measure(f"{name}: recall, all", scores.recall, scores.n_cases))
    clean = [not pair.found for pair in pairs if pair.kind == NOT_COPIED]
    measures.append(
        Measure(f"{name}: pairs without a case, nothing found", sum(clean) / len(clean), len(clean))
    )
    return measures


def _scores(pairs: Sequence[Found]) -> Scores:
    return evaluate((pair.cases, pair.found) for pair in pairs)
