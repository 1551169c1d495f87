"""``python -m benchmarks.quality.credits``: credits of real pages, against one careful reader's labels."""

import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.quality import shared
from benchmarks.quality.measure import DataSet, Measure, files_digest
from syndetect.agencies import CHANNELS, Credit, Registry, load_registry, read_credits
from syndetect.corpus import Article, read_corpus
from syndetect.text import tokenise_paragraphs

__all__ = ["DATA", "Findings", "compare", "main", "measure"]

DATA = shared.DATA / "helsinki"
TUNED_ON = (
    "The rules and the registry were written while looking at these labels and at the unlabelled pages "
    "of the same set: these are not figures for unseen pages. Labels of pictures and mentions name agencies "
    "only, of a chain (AFP/Getty) mostly the first, and no agency that cites itself."
)
JUDGED = {"photo": ("agency", "photo agency"), "mention": ("agency",)}  # channel -> kinds that labels name
KINDS = {"signoff": "sign-off", "source_line": "source line"}  # as the labels spell them

COLUMNS = {"text": "text_credit", "photo": "photo_credit", "mention": "mention"}  # channel -> of the labels

Row = Mapping[str, str]


class Findings(NamedTuple):
    """Labels against credits.

    Attributes
    ----------
    text : dict of str to Counter
        Agency, or "all" -> "hit", "missed", "false" text credits, one an
        article and agency.
    kinds : Counter
        Of the hits: "equal" sets of kinds, "overlapping" ones, and all hits.
    others : dict of str to Counter
        "photo", "mention" -> the same of these channels. What the labels
        leave out on purpose is no "false" one but "aside": a partner of a
        labelled name in one chain ("AFP/Getty"), the mention of an agency in
        the text that it is labelled to have written ("told AFP"); or
        "outside": papers and broadcasters.
    channels : dict of str to Counter
        What a name was labelled as -> the channels it was read in.
    n_labelled, n_mixed_up : int
        Articles, and those in which a photo credit or mention became a text
        credit.
    errors : list of (str, str, str)
        What, article id, agency.
    """

    text: dict[str, Counter[str]]
    kinds: Counter[str]
    others: dict[str, Counter[str]]
    channels: dict[str, Counter[str]]
    n_labelled: int
    n_mixed_up: int
    errors: list[tuple[str, str, str]]


def measure() -> tuple[DataSet, list[Measure]]:
    """Read the credits of the 612 articles and compare those that are labelled."""
    registry = load_registry()
    found, _ = _read(read_corpus(DATA / "articles.jsonl").articles, registry)
    findings = compare(_labels(), found, registry)
    data = DataSet(
        "helsinki, credits_dev", files_digest(DATA / "articles.jsonl", DATA / "credits_dev.tsv"), TUNED_ON
    )
    return data, measures(findings)


def measures(findings: Findings) -> list[Measure]:
    """Return the figures that floors are pinned for."""
    counts, kinds = findings.text["all"], findings.kinds
    clean = 1 - findings.n_mixed_up / findings.n_labelled
    named = [
        Measure("text credits: precision", *_share(counts["hit"], counts["false"])),
        Measure("text credits: recall", *_share(counts["hit"], counts["missed"])),
        Measure("kinds of text credits: equal sets", *_share(kinds["equal"], kinds["all"] - kinds["equal"])),
        Measure("articles without a photo credit or mention as text credit", clean, findings.n_labelled),
    ]
    for channel, name in (("photo", "photo credits of agencies"), ("mention", "mentions of agencies")):
        one = findings.others[channel]
        wrong = one["false"] + one["aside"]
        named += [
            Measure(f"{name}: precision", *_share(one["hit"], wrong)),
            Measure(f"{name}: precision, what labels leave out aside", *_share(one["hit"], one["false"])),
            Measure(f"{name}: recall", *_share(one["hit"], one["missed"])),
        ]
    return named


def main(_: Sequence[str] | None = None) -> int:
    """Print the figures; return 0, also when the data are not at hand."""
    if not (DATA / "credits_dev.tsv").is_file():
        print(
            "*** credits: NOT MEASURED, there is no ../shared/data/helsinki/credits_dev.tsv", file=sys.stderr
        )
        return 0
    articles = read_corpus(DATA / "articles.jsonl").articles
    registry = load_registry()
    found, speed = _read(articles, registry)
    findings = compare(_labels(), found, registry)
    print(f"helsinki, credits_dev: {findings.n_labelled} labelled articles of {len(articles)}\n{TUNED_ON}\n")
    _show_agencies(findings)
    _show_channels(findings)
    print(f"\n{speed}\n\nerrors: what, article, agency")
    for error in findings.errors:
        print("  " + "  ".join(error))
    return 0


def _labels() -> dict[str, Row]:
    with (DATA / "credits_dev.tsv").open(encoding="utf-8", newline="") as file:
        return {row["article_id"]: row for row in csv.DictReader(file, delimiter="\t")}


def _read(articles: Sequence[Article], registry: Registry) -> tuple[dict[str, list[Credit]], str]:
    """Read the credits of each article, by id; and say how fast."""
    tokens, paragraphs = tokenise_paragraphs([article.text for article in articles])
    read_credits(articles[:1], *tokenise_paragraphs([articles[0].text]), registry)  # compile
    begin = time.perf_counter()
    credits = read_credits(articles, tokens, paragraphs, registry)
    seconds = time.perf_counter() - begin
    found: dict[str, list[Credit]] = {article.article_id: [] for article in articles}
    for credit in credits:
        found[articles[credit.article].article_id].append(credit)
    return found, (
        f"{len(articles) / seconds:,.0f} articles/s of {len(tokens.hashes) / len(articles):.0f} words, "
        f"{len(credits) / len(articles):.1f} credits and mentions on average"
    )


def compare(labels: Mapping[str, Row], found: Mapping[str, Sequence[Credit]], registry: Registry) -> Findings:
    """Hold credits against labels.

    Parameters
    ----------
    labels : mapping of str to mapping
        Article id -> ``text_credit``, ``kinds``, ``photo_credit``, ``mention``.
    found : mapping of str to sequence of Credit
        By article id.
    registry : Registry
        Says of what kind each name is.

    Returns
    -------
    Findings
    """
    others: dict[str, Counter[str]] = {channel: Counter() for channel in JUDGED}
    findings = Findings(defaultdict(Counter), Counter(), others, defaultdict(Counter), len(labels), 0, [])
    judged = {channel: _judged(labels, channel, registry) for channel in JUDGED}
    mixed_up = set()
    for article, row in labels.items():
        _compare_text(article, row, found[article], findings)
        for channel in JUDGED:
            _compare_other(article, row, found[article], judged[channel], channel, findings)
        text = _names(row, "text_credit")
        for label, column in COLUMNS.items():
            for name in _names(row, column):
                read = {str(credit.channel) for credit in found[article] if credit.agency == name}
                findings.channels[label].update(read or {"nothing"})
                if label != "text" and name not in text and "text" in read:
                    mixed_up.add(article)
                    findings.errors.append((f"{label} taken for text", article, name))
    return findings._replace(n_mixed_up=len(mixed_up))


def _compare_text(article: str, row: Row, credits: Sequence[Credit], findings: Findings) -> None:
    """Count the text credits of one article, and the kinds of those that are labelled too."""
    gold = dict(zip(_names(row, "text_credit"), _names(row, "kinds"), strict=True))
    read: dict[str, set[str]] = defaultdict(set)
    for credit in credits:
        if credit.channel == "text":
            read[credit.agency].add(credit.kind)
    for name in sorted(gold.keys() | read.keys()):
        what = "false" if name not in gold else "hit" if name in read else "missed"
        findings.text[name][what] += 1
        findings.text["all"][what] += 1
        if what != "hit":
            findings.errors.append((f"text credit {what}", article, name))
            continue
        kinds = {KINDS.get(kind, kind) for kind in gold[name].split("+")}
        findings.kinds.update(all=1, equal=kinds == read[name], overlapping=bool(kinds & read[name]))
        if kinds != read[name]:
            what = f"kinds {'+'.join(sorted(kinds))} read as {'+'.join(sorted(read[name]))}"
            findings.errors.append((what, article, name))


def _judged(labels: Mapping[str, Row], channel: str, registry: Registry) -> set[str]:
    """Return the names that a label of a channel would name: agencies, and whatever labels do name."""
    column = COLUMNS[channel]
    named = {name for row in labels.values() for name in _names(row, column)}
    return named | {agency.name for agency in registry.agencies if agency.kind in JUDGED[channel]}


def _compare_other(
    article: str, row: Row, credits: Sequence[Credit], judged: set[str], channel: str, findings: Findings
) -> None:
    """Count the photo credits or the mentions of one article."""
    gold = set(_names(row, COLUMNS[channel]))
    places: dict[str, list[Credit]] = defaultdict(list)
    for credit in credits:
        if credit.channel == channel:
            places[credit.agency].append(credit)
    labelled = [credit for name in gold for credit in places[name]]
    for name in sorted(gold | {name for name, each in places.items() if each}):
        what = "hit" if name in gold else "false"
        if not places[name]:
            what = "missed"
        elif name not in gold and name not in judged:
            what = "outside"
        elif name not in gold and _is_left_out(name, row, channel, places[name], labelled):
            what = "aside"
        findings.others[channel][what] += 1
        if what in ("missed", "false"):
            findings.errors.append((f"{channel} {what}", article, name))


def _is_left_out(
    name: str, row: Row, channel: str, credits: Sequence[Credit], labelled: Sequence[Credit]
) -> bool:
    """Tell whether labels leave a name out on purpose: a chain names one, an agency does not cite itself."""
    if channel == "mention":
        return name in _names(row, "text_credit")
    return all(any(one.start < other.end and other.start < one.end for other in labelled) for one in credits)


def _names(row: Row, column: str) -> list[str]:
    return [name for name in row[column].split("|") if name]


def _share(right: int, wrong: int) -> tuple[float, int]:
    return (right / (right + wrong) if right + wrong else float("nan")), right + wrong


def _show_agencies(findings: Findings) -> None:
    print(f"{'text credits':<32}{'labelled':>9}{'precision':>10}{'recall':>8}{'F1':>7}")
    for name in sorted(findings.text, key=lambda name: (-sum(findings.text[name].values()), name)):
        hit, missed, false = (findings.text[name][what] for what in ("hit", "missed", "false"))
        precision, recall = _share(hit, false)[0], _share(hit, missed)[0]
        f1 = 2 * hit / (2 * hit + missed + false)
        print(f"{name:<32}{hit + missed:>9}{precision:>10.3f}{recall:>8.3f}{f1:>7.3f}")
    kinds = findings.kinds
    print(
        f"\nkinds of {kinds['all']} credits found: equal sets {kinds['equal'] / kinds['all']:.3f}, "
        f"at least one right {kinds['overlapping'] / kinds['all']:.3f}"
    )


def _show_channels(findings: Findings) -> None:
    channels = (*CHANNELS, "nothing")
    print(f"\n{'labelled as; read in (several)':<32}" + "".join(f"{channel:>15}" for channel in channels))
    for label, counts in findings.channels.items():
        print(f"{label:<32}" + "".join(f"{counts[channel]:>15}" for channel in channels))
    names = ("hit", "missed", "false", "aside", "outside")
    print(f"\n{'read as, an article and name':<32}" + "".join(f"{name:>15}" for name in names))
    for channel, counts in findings.others.items():
        print(f"{channel:<32}" + "".join(f"{counts[name]:>15}" for name in names))
    print("aside: AFP/Getty labelled AFP, “told AFP” in AFP’s own text; outside: papers, broadcasters\n")
    for measure in measures(findings):
        print(f"{measure.value:8.4f}  of {measure.n:>5,}  {measure.name}")


if __name__ == "__main__":
    sys.exit(main())
