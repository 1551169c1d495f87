"""``python -m benchmarks.quality.credits``: credits of real pages, against one careful reader's labels."""

import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from syndetect.agencies import Credit, load_registry, read_credits
from syndetect.corpus import Article, read_corpus
from syndetect.text import tokenise_paragraphs

__all__ = ["credits_by_article", "main"]

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "helsinki"
TUNED_ON = (
    "The rules and the registry were written while looking at these labels and at the unlabelled pages "
    "of the same set: these are not figures for unseen pages."
)
_KINDS = {"signoff": "sign-off", "source_line": "source line"}

Labels = dict[str, dict[str, str]]
Error = tuple[str, str, str]  # what, article, agency


def main(_: Sequence[str] | None = None) -> int:
    """Print the figures; return 0, also when the data are not at hand."""
    if not (DATA / "credits_dev.tsv").is_file():
        print(
            "*** credits: NOT MEASURED, there is no ../shared/data/helsinki/credits_dev.tsv", file=sys.stderr
        )
        return 0
    articles = read_corpus(DATA / "articles.jsonl").articles
    found = credits_by_article(articles)
    with (DATA / "credits_dev.tsv").open(encoding="utf-8", newline="") as file:
        labels = {row["article_id"]: row for row in csv.DictReader(file, delimiter="\t")}
    print(f"helsinki, credits_dev: {len(labels)} labelled articles of {len(articles)}\n{TUNED_ON}\n")
    errors = [*_show_agencies(labels, found), *_show_kinds(labels, found), *_show_channels(labels, found)]
    print("\nerrors: what, article, agency")
    for error in errors:
        print("  " + "  ".join(error))
    return 0


def credits_by_article(articles: Sequence[Article]) -> dict[str, list[Credit]]:
    """Read the credits of articles, and print how long it took.

    Parameters
    ----------
    articles : sequence of Article

    Returns
    -------
    dict of str to list of Credit
        By article id; every article has an entry.
    """
    registry = load_registry()
    tokens, paragraphs = tokenise_paragraphs([article.text for article in articles])
    read_credits(articles[:1], *tokenise_paragraphs([articles[0].text]), registry)  # compile
    begin = time.perf_counter()
    credits = read_credits(articles, tokens, paragraphs, registry)
    seconds = time.perf_counter() - begin
    n_words = len(tokens.hashes) / len(articles)
    print(f"{len(articles) / seconds:,.0f} articles/s of {n_words:.0f} words on average\n")
    found: dict[str, list[Credit]] = {article.article_id: [] for article in articles}
    for credit in credits:
        found[articles[credit.article].article_id].append(credit)
    return found


def _labelled(row: dict[str, str], column: str) -> list[str]:
    return [name for name in row[column].split("|") if name]


def _credited(credits: Iterable[Credit], channel: str) -> set[str]:
    return {credit.agency for credit in credits if credit.channel == channel}


def _show_agencies(labels: Labels, found: dict[str, list[Credit]]) -> list[Error]:
    """Print precision and recall of text credits per agency and overall."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    errors: list[Error] = []
    for article, row in labels.items():
        gold, read = set(_labelled(row, "text_credit")), _credited(found[article], "text")
        for what, names in (("hit", gold & read), ("missed", gold - read), ("false", read - gold)):
            for name in sorted(names):
                counts[name][what] += 1
                counts["all"][what] += 1
                if what != "hit":
                    errors.append((f"text credit {what}", article, name))
    print(f"{'text credits':<32}{'labelled':>9}{'precision':>10}{'recall':>8}{'F1':>7}")
    for name in sorted(counts, key=lambda name: (-sum(counts[name].values()), name)):
        hit, missed, false = (counts[name][what] for what in ("hit", "missed", "false"))
        precision = hit / (hit + false) if hit + false else float("nan")
        recall = hit / (hit + missed) if hit + missed else float("nan")
        f1 = 2 * hit / (2 * hit + missed + false)
        print(f"{name:<32}{hit + missed:>9}{precision:>10.3f}{recall:>8.3f}{f1:>7.3f}")
    return errors


def _show_kinds(labels: Labels, found: dict[str, list[Credit]]) -> list[Error]:
    """Print how often the kinds of a credit found are those of its label."""
    right = total = overlapping = 0
    errors: list[Error] = []
    for article, row in labels.items():
        names, kinds = _labelled(row, "text_credit"), _labelled(row, "kinds")
        for name, joined in zip(names, kinds, strict=True):
            gold = {_KINDS.get(kind, kind) for kind in joined.split("+")}
            read = {str(c.kind) for c in found[article] if c.channel == "text" and c.agency == name}
            if not read:
                continue
            total += 1
            right += read == gold
            overlapping += bool(read & gold)
            if read != gold:
                errors.append(
                    (f"kinds {'+'.join(sorted(gold))} read as {'+'.join(sorted(read))}", article, name)
                )
    print(
        f"\nkinds of {total} credits found: equal sets {right / total:.3f}, "
        f"at least one right {overlapping / total:.3f}"
    )
    return errors


def _show_channels(labels: Labels, found: dict[str, list[Credit]]) -> list[Error]:
    """Print which channel each labelled name was read as."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    errors: list[Error] = []
    wrong = set()
    for article, row in labels.items():
        text = set(_labelled(row, "text_credit"))
        for column, label in (("text_credit", "text"), ("photo_credit", "photo"), ("mention", "mention")):
            for name in _labelled(row, column):
                read = {str(credit.channel) for credit in found[article] if credit.agency == name}
                table[label].update(read or {"nothing"})
                if label != "text" and name not in text and "text" in read:
                    wrong.add(article)
                    errors.append((f"{label} taken for text", article, name))
                elif label != "text" and label not in read:
                    errors.append((f"{label} missed", article, name))
    channels = ("text", "photo", "mention", "press release", "original", "nothing")
    print(
        "\n"
        + "labelled as (an agency may be read in several channels)".ljust(58)
        + "".join(f"{c:>14}" for c in channels)
    )
    for label in ("text", "photo", "mention"):
        print(f"{label:<58}" + "".join(f"{table[label][channel]:>14}" for channel in channels))
    clean = 1 - len(wrong) / len(labels)
    print(f"\nno photo credit or mention taken for a text credit: {clean:.3f} of articles")
    return errors


if __name__ == "__main__":
    sys.exit(main())
