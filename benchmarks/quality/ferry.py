"""The ferry corpus against its gold: relations and spans."""

import csv
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from benchmarks.quality.measure import DataSet, Measure, Span, count_words, files_digest
from syndetect import Result, scan

__all__ = ["FOLDER", "differences", "gold_pairs", "gold_spans", "measure", "rows"]

FOLDER = Path(__file__).parents[2] / "corpora" / "ferry"

Ids = tuple[str, str]


def measure() -> tuple[DataSet, list[Measure]]:
    """Scan the corpus and compare every pair of its articles with the gold."""
    names = ("articles.jsonl", "gold_pairs.tsv", "gold_spans.tsv")
    data = DataSet("ferry", files_digest(*(FOLDER / name for name in names)))
    result = scan(FOLDER / "articles.jsonl")
    n_articles = len(result.articles)
    n_pairs = n_articles * (n_articles - 1) // 2
    wrong = differences(result)
    labelled = gold_pairs()
    n_wrong_labelled = sum(pair in labelled for pair in wrong)
    words = count_words(_sides(result))
    return data, [
        Measure("relation accuracy, all pairs", 1 - len(wrong) / n_pairs, n_pairs),
        Measure("relation accuracy, labelled pairs", 1 - n_wrong_labelled / len(labelled), len(labelled)),
        Measure("span words, precision", words.precision, words.found),
        Measure("span words, recall", words.recall, words.gold),
    ]


def gold_pairs() -> dict[Ids, str]:
    """Read the relation of every labelled pair; a pair that is not listed is ``none``."""
    return {(row["a_id"], row["b_id"]): row["relation"] for row in rows("gold_pairs.tsv")}


def gold_spans() -> dict[Ids, list[tuple[Span, Span]]]:
    """Read the spans that each version shares with its original, in a and in b."""
    spans: dict[Ids, list[tuple[Span, Span]]] = {}
    for row in rows("gold_spans.tsv"):
        a, b = (int(row["a_start"]), int(row["a_end"])), (int(row["b_start"]), int(row["b_end"]))
        spans.setdefault((row["a_id"], row["b_id"]), []).append((a, b))
    return spans


def differences(result: Result) -> dict[Ids, Ids]:
    """Return every pair whose relation is not the gold one: gold relation, relation found."""
    ids = [article.article_id for article in result.articles]
    gold = gold_pairs()
    found = {(ids[pair.a], ids[pair.b]): str(pair.relation) for pair in result.pairs}
    relations = {pair: (gold.get(pair, "none"), found.get(pair, "none")) for pair in combinations(ids, 2)}
    return {pair: both for pair, both in relations.items() if both[0] != both[1]}


def _sides(result: Result) -> Iterator[tuple[str, list[Span], list[Span]]]:
    """Yield both texts of every pair with gold spans, with the gold spans and those found."""
    texts = {article.article_id: article.text for article in result.articles}
    ids = [article.article_id for article in result.articles]
    passages = {(ids[pair.a], ids[pair.b]): pair.passages for pair in result.pairs}
    for (a, b), spans in gold_spans().items():
        found = passages.get((a, b), ())
        yield texts[a], [in_a for in_a, _ in spans], [(p.a_start, p.a_end) for p in found]
        yield texts[b], [in_b for _, in_b in spans], [(p.b_start, p.b_end) for p in found]


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of the corpus."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
