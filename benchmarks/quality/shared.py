"""Third-party labelled sets, measured where they are at hand: Helsinki pairs and ECB+."""

import csv
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from benchmarks.quality.compared import compare_pairs
from benchmarks.quality.derived import claimed_of_events, claimed_of_relations
from benchmarks.quality.measure import DataSet, Measure, f1_by_class, files_digest
from syndetect import Params, Result, scan
from syndetect.corpus import read_corpus

__all__ = ["DATA", "ecbplus", "helsinki"]

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
LABELS = ("same_text", "partial", "fragment", "quotes_only", "furniture_only", "none")
COPIED = ("same_text", "partial")

Ids = tuple[str, str]


def helsinki() -> tuple[DataSet, list[Measure]]:
    """Compare the labelled pairs within their 612 articles, then see which of them a scan finds.

    A pair of relation ``same_event`` counts as ``none``, which is what its
    label says.
    """
    folder = DATA / "helsinki"
    thresholds = Params().relation
    data = DataSet(
        "helsinki, pairs_dev",
        files_digest(folder / "articles.jsonl", folder / "pairs_dev.tsv"),
        "the thresholds of the relations "
        f"(same_text {thresholds.same_text:g}, partial {thresholds.partial_words}, "
        f"fragment {thresholds.fragment_words}) were set by looking at these pairs: "
        "not a figure for unseen ones. Rules of furniture and of speech were tuned on the same pages.",
    )
    with (folder / "pairs_dev.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    labels = {_ordered(row["a_id"], row["b_id"]): row["relation"] for row in rows}
    corpus = read_corpus(folder / "articles.jsonl")
    compared = compare_pairs(corpus, labels)
    gold = list(labels.values())
    relations = [str(compared[pair].relation) for pair in labels]
    found = ["none" if relation == "same_event" else relation for relation in relations]
    scores = f1_by_class(gold, found, LABELS)
    measures = [Measure("given pairs: macro-F1 of six labels", sum(scores.values()) / len(LABELS), len(gold))]
    measures += [Measure(f"given pairs: F1 of {label}", scores[label], gold.count(label)) for label in LABELS]
    result = scan(corpus)
    linked, seen = _linked(result, COPIED), _linked(result, (*LABELS, "same_event"))
    for label in COPIED:
        pairs = [pair for pair in labels if labels[pair] == label]
        measures.append(Measure(f"scan: recall of {label} as candidates", _share(pairs, seen), len(pairs)))
    copied = [pair for pair in labels if labels[pair] in COPIED]
    recall = Measure("scan: recall of copies as same_text or partial", _share(copied, linked), len(copied))
    return data, [*measures, recall, *claimed_of_relations(corpus.articles, labels)]


def ecbplus() -> tuple[DataSet, list[Measure]]:
    """Scan 982 articles of 86 events: what is linked across events, and which events are found."""
    path = DATA / "ecbplus" / "articles.jsonl.gz"
    data = DataSet("ecbplus", files_digest(path), "no threshold was set by looking at it")
    event_of = _events(path)
    result = scan(path)
    ids = [article.article_id for article in result.articles]
    same, across = Counter[str](), Counter[str]()
    for pair in result.pairs:
        is_same = event_of[ids[pair.a]] == event_of[ids[pair.b]]
        (same if is_same else across)[pair.relation] += 1
    n_found = same.total()
    n_true = sum(event_of[a] == event_of[b] for a, b in combinations(ids, 2))
    n_linked = n_found + across.total()
    n_event = same["same_event"] + across["same_event"]
    measures = [
        Measure(f"scan: {relation} between different events", across[relation], n_linked, at_most=True)
        for relation in ("same_text", "partial", "fragment", "quotes_only")
    ]
    return data, [
        *measures,
        Measure("scan: precision of same_event", same["same_event"] / max(1, n_event), n_event),
        Measure("scan: precision of all relations as one event", n_found / max(1, n_linked), n_linked),
        Measure("scan: recall of pairs on one event, any relation", n_found / n_true, n_true),
        *claimed_of_events(result.articles, event_of),
    ]


def _events(path: Path) -> dict[str, str]:
    import gzip

    import orjson

    with gzip.open(path) as file:
        records = [orjson.loads(line) for line in file]
    return {str(record["id"]): str(record["event"]) for record in records}


def _ordered(one: str, other: str) -> Ids:
    return (one, other) if one < other else (other, one)


def _linked(result: Result, relations: Sequence[str]) -> set[Ids]:
    ids = [article.article_id for article in result.articles]
    return {(ids[pair.a], ids[pair.b]) for pair in result.pairs if pair.relation in relations}


def _share(pairs: Sequence[Ids], found: set[Ids]) -> float:
    return sum(pair in found for pair in pairs) / max(1, len(pairs))
