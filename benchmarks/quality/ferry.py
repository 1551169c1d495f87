"""The ferry corpus against its gold: relations and spans, and credits."""

import csv
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from benchmarks.quality.measure import DataSet, Measure, Span, count_words, files_digest
from syndetect import Result, scan
from syndetect.agencies import load_registry, read_credits
from syndetect.corpus import read_corpus
from syndetect.text import tokenise_paragraphs

__all__ = [
    "FOLDER",
    "credit_differences",
    "differences",
    "gold_credits",
    "gold_pairs",
    "gold_spans",
    "measure",
    "measure_credits",
    "rows",
]

FOLDER = Path(__file__).parents[2] / "corpora" / "ferry"
AGENCIES = {"CPA": "Corvane Press Agency", "": "generic"}  # as the gold names them -> as the registry does

Ids = tuple[str, str]
GoldCredit = tuple[str, str, str, str]  # article, agency or "generic", kind, evidence


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


def measure_credits() -> tuple[DataSet, list[Measure]]:
    """Read the credits of the corpus, its invented agency known, and compare them with the gold."""
    names = ("articles.jsonl", "gold_credits.tsv", "agencies.toml")
    data = DataSet("ferry, credits", files_digest(*(FOLDER / name for name in names)))
    missed, false = credit_differences()
    n_gold = len(gold_credits())
    n_right = n_gold - len(missed)
    return data, [
        Measure(
            "agency, kind and words: precision", n_right / max(1, n_right + len(false)), n_right + len(false)
        ),
        Measure("agency, kind and words: recall", n_right / n_gold, n_gold),
    ]


def credit_differences() -> tuple[set[GoldCredit], set[GoldCredit]]:
    """Return the gold credits that are not read, and those read that are not gold.

    A credit of an agency on its own page ("original") counts as one of its
    text, which is what the gold says of it.
    """
    registry = load_registry(FOLDER / "agencies.toml")
    articles = read_corpus(FOLDER / "articles.jsonl").articles
    credits = read_credits(articles, *tokenise_paragraphs([article.text for article in articles]), registry)
    found = {
        (articles[credit.article].article_id, credit.agency, str(credit.kind), credit.evidence)
        for credit in credits
    }
    gold = set(gold_credits())
    return gold - found, found - gold


def gold_credits() -> list[GoldCredit]:
    """Read the credits of the corpus, the agency under its full name."""
    return [
        (row["article_id"], AGENCIES[row["agency"]], row["kind"], row["evidence"])
        for row in rows("gold_credits.tsv")
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
