"""Two invented stories with passages found by a simple word search: something to look at and to test on.

``python -m tests.report.demo FILE`` writes the page.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from syndetect.agencies import Credit
from syndetect.corpus.article import Article, Corpus, FileLedger, Quarantined
from syndetect.pairs.passages import Pair, Passage, Relation
from syndetect.report.html import HtmlReport, render_html
from syndetect.text import WordSpans, word_spans
from syndetect.text.furniture import FurnitureSpan
from syndetect.trace.story import Member, Story

__all__ = ["CHROME", "demo_report", "link_up", "main"]

CHROME = {
    "Passengers wait for buses at Port Linden on Tuesday. Photo: NPA": "caption",
    "Most read": "related",
    "Tides of the week": "related link",
    "Ferry fares to rise in May": "related link",
    "Our letter every morning: subscribe": "sign-up",
}

TEXTS = {
    path.stem: path.read_text(encoding="utf-8").rstrip("\n")
    for path in sorted((Path(__file__).parent / "texts").glob("*.txt"))
}
TEXTS["reprint"] = (
    TEXTS["wire"].replace("PORT LINDEN (NPA) — ", "").replace("11:40 a.m.", "11.40")
    + "\n\nWith reports from the Nordic Press Agency.\n\n"
    + "\n\n".join(CHROME)
)


def article(article_id: str, outlet: str, title: str, text: str, published: str = "", **more: str) -> Article:
    """Make an article, its time in seconds worked out from the ISO text."""
    at = None
    if published:
        at = datetime.fromisoformat(published.replace("Z", "+00:00")).replace(tzinfo=UTC).timestamp()
    return Article(
        article_id=article_id,
        outlet=outlet,
        title=title,
        text=text,
        published=published,
        published_at=at,
        **more,  # type: ignore[arg-type]
    )


def demo_articles() -> tuple[Article, ...]:
    """Return the articles in canonical order."""
    site = "https://news.example/"
    rows = (
        (
            "a1",
            "Nordic Press Agency",
            "Ferry runs aground in fog, 214 aboard, no one hurt",
            "wire",
            "04T23:52",
        ),
        ("a2", "Harbour Times", "Eleven hours on the sandbank", "reprint", "05T00:31"),
        ("a3", "Evening Courier", "Ferry runs aground in fog, no one hurt", "cut", "05T06:02"),
        ("a4", "Capital Daily", "Ferry with a history: Solveig aground again", "reordered", "05T07:45"),
        ("a5", "The Islander", "“She was too far south”: the day of the Solveig", "local", "06"),
        ("a6", "Morning Post", "The man who would not defend his captain", "quotes", "05T18:20"),
    )
    ferry = [
        article(
            article_id,
            name,
            title,
            TEXTS[text],
            f"2025-03-{when}:00Z" if "T" in when else f"2025-03-{when}",
            url=f"{site}{article_id}" if article_id not in {"a4", "a6"} else "",
            language="en",
        )
        for article_id, name, title, text, when in rows
    ]
    market = [
        article("b1", "Ostwaller Bote", "Rat rettet die Markthalle", TEXTS["german_a"], language="de"),
        article("b2", "", "", TEXTS["german_b"], language="de"),
    ]
    alone = article("c1", "Harbour Times", "Library opens late", "The library opens late on Fridays.")
    return (*ferry, *market, alone)


def demo_report(**settings: Any) -> HtmlReport:
    """Build the whole report."""
    articles = demo_articles()
    pairs: list[Pair] = []
    stories = [
        link_up(articles, range(6), pairs, "ferry", wire=True),
        link_up(articles, range(6, 8), pairs, "market", wire=False),
    ]
    ledger = FileLedger(
        file="march.jsonl",
        format="jsonl",
        status="complete",
        n_bytes=20_480,
        digest="xxh3_128:0f",
        n_records=11,
        n_ok=9,
        n_quarantined=2,
    )
    bad = [("empty_text", "The field “text” holds no word."), ("bad_json", "Line ends inside a string.")]
    quarantine = tuple(
        Quarantined(
            file="march.jsonl", record=10 + k, byte_offset=0, byte_length=9, reason=reason, detail=detail
        )
        for k, (reason, detail) in enumerate(bad)
    )
    manifest: dict[str, Any] = {
        "version": "0.1.0",
        "parameters": {"shingle": {"width": 5, "seed": 0}, "align": {"minimum_words": 8, "edits": True}},
        "corpus": {"n_in": 11, "n_ok": 9, "n_quarantined": 2, "digest": "xxh3_128:0f"},
        "stages": [
            {"stage": "candidates", "lsh": 9, "passages": 16, "seconds": 0.25},
            {"stage": "align", "n_pairs": 13},
        ],
        "seconds": {"candidates": 0.4},
    }
    corpus = Corpus(articles=articles, ledger=(ledger,), quarantine=quarantine)
    return HtmlReport(
        corpus=corpus,
        pairs=pairs,
        stories=stories,
        manifest=manifest,
        furniture=demo_furniture(articles),
        credits=demo_credits(articles),
        **settings,
    )


def demo_furniture(articles: Sequence[Article]) -> list[FurnitureSpan]:
    """Return the dateline of the wire and what stands under the reprint."""
    spans = [FurnitureSpan(0, 0, 19, "dateline", "rule: dateline at paragraph 1")]
    for line, kind in CHROME.items():
        start = articles[1].text.index(line)
        spans.append(FurnitureSpan(1, start, start + len(line), kind, f"rule: {kind}"))
    return spans


def demo_credits(articles: Sequence[Article]) -> list[Credit]:
    """Return the credits of the wire, the reprint and the cut; that of the cut stands in no text."""

    def in_text(row: int, channel: Any, kind: Any, evidence: str) -> Credit:
        start = articles[row].text.index(evidence)
        return Credit(row, "NPA", channel, kind, start, start + len(evidence), evidence)

    return [
        in_text(0, "text", "dateline", "PORT LINDEN (NPA) —"),
        in_text(1, "text", "contributed", "With reports from the Nordic Press Agency"),
        in_text(1, "photo", "caption", "Photo: NPA"),
        Credit(2, "NPA", "text", "field", 0, 0, "authors: By NPA"),
    ]


def link_up(
    articles: Sequence[Article], rows: Sequence[int], pairs: list[Pair], story_id: str, *, wire: bool
) -> Story:
    """Compare articles all with all, append their pairs, and return the story; the first is its reference."""
    words = {row: word_spans(articles[row].text) for row in rows}
    covered = {row: np.zeros(words[row].start.size, np.int8) for row in rows}
    indices: dict[int, int] = {}
    first = len(pairs)
    for a, b in combinations(rows, 2):
        pair = _compare(a, b, words)
        for passage in pair.passages:
            for row, start, end in ((a, passage.a_start, passage.a_end), (b, passage.b_start, passage.b_end)):
                inside = (words[row].start >= start) & (words[row].end <= end)
                covered[row][inside] = np.maximum(covered[row][inside], 2 if passage.role == "prose" else 1)
        if a == rows[0]:
            indices[b] = len(pairs)
        pairs.append(pair)
    return Story(
        story_id=story_id,
        reference=rows[0],
        reference_is_wire=wire,
        members=tuple(_member(row, pairs, indices.get(row), words[row], covered[row]) for row in rows),
        pairs=tuple(range(first, len(pairs))),
        weakest_link=0.31,
    )


def _compare(a: int, b: int, words: dict[int, WordSpans]) -> Pair:
    """Find runs of six equal words, join those with few words between them, cut them at quotation marks."""
    left, right = words[a], words[b]
    matcher = SequenceMatcher(None, left.hashes.tolist(), right.hashes.tolist(), autojunk=False)
    blocks = [list(block) for block in matcher.get_matching_blocks() if block.size >= 6]
    blocks += [list(block) for block in _moved_blocks(left, right, blocks)]
    blocks = [piece for block in blocks for piece in _cut_at_quotes(right, block)]
    passages = [_passage(left, right, block) for block in _joined(right, blocks)]
    by_role = {role: sum(p.n_words for p in passages if p.role == role) for role in ("prose", "quote")}
    matched = by_role["prose"] + by_role["quote"]
    share = matched / right.start.size
    relation: Relation = "none"
    if by_role["prose"] >= 40:
        relation = "same_text" if share > 0.8 else "partial"
    elif by_role["prose"] >= 8:
        relation = "fragment"
    elif by_role["quote"]:
        relation = "quotes_only"
    return Pair(
        a=a,
        b=b,
        relation=relation,
        resemblance=share / 2,
        cosine=share,
        containment_a_in_b=matched / left.start.size,
        containment_b_in_a=share,
        prose_words=by_role["prose"],
        quote_words=by_role["quote"],
        furniture_words=0,
        passages=tuple(passages),
    )


def _moved_blocks(left: WordSpans, right: WordSpans, blocks: list[list[int]]) -> list[list[int]]:
    """Search what the first pass left over once more, so that moved paragraphs are found."""
    a, b = left.hashes.astype(np.int64).copy(), right.hashes.astype(np.int64).copy()
    for i, k, size in blocks:
        a[i : i + size], b[k : k + size] = -1 - np.arange(size) - i, -(10**6) - np.arange(size) - k
    again = SequenceMatcher(None, a.tolist(), b.tolist(), autojunk=False)
    return [list(block) for block in again.get_matching_blocks() if block.size >= 6]


def _cut_at_quotes(right: WordSpans, block: list[int]) -> list[list[int]]:
    """Cut a block where direct speech begins or ends."""
    i, k, size = block
    cuts = [0, *(np.flatnonzero(np.diff(right.quoted[k : k + size].astype(int))) + 1).tolist(), size]
    return [[i + low, k + low, high - low] for low, high in pairwise(cuts)]


def _joined(right: WordSpans, blocks: list[list[int]]) -> list[tuple[int, int, int, int]]:
    """Join blocks of one role with at most five words between them into (i, i_end, k, k_end)."""
    joined: list[tuple[int, int, int, int]] = []
    for i, k, size in sorted(blocks):
        i_gap, k_gap = (i - joined[-1][1], k - joined[-1][3]) if joined else (9, 9)
        if (
            0 <= i_gap <= 5
            and 0 <= k_gap <= 5
            and i_gap + k_gap
            and right.quoted[k] == right.quoted[k - k_gap - 1]
        ):
            joined[-1] = (joined[-1][0], i + size, joined[-1][2], k + size)
        else:
            joined.append((i, i + size, k, k + size))
    return joined


def _passage(left: WordSpans, right: WordSpans, block: tuple[int, int, int, int]) -> Passage:
    """Make a passage of a block: verbatim or edited, prose or quote."""
    i, i_end, k, k_end = block
    a, b = left.hashes[i:i_end].tolist(), right.hashes[k:k_end].tolist()
    equal = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return Passage(
        a_start=int(left.start[i]),
        a_end=int(left.end[i_end - 1]),
        b_start=int(right.start[k]),
        b_end=int(right.end[k_end - 1]),
        kind="verbatim" if a == b else "edited",
        role="quote" if right.quoted[k] else "prose",
        n_words=sum(block.size for block in equal),
    )


def _member(row: int, pairs: list[Pair], index: int | None, words: WordSpans, covered: Any) -> Member:
    """Measure one article against what was found in all pairs."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], covered == 0, [0])).astype(int)))
    spans = tuple(
        (int(words.start[low]), int(words.end[high - 1]))
        for low, high in zip(edges[::2], edges[1::2], strict=True)
    )
    return Member(
        article=row,
        relation=pairs[index].relation if index is not None else None,
        pair=index,
        n_words=len(covered),
        shared_prose_words=int((covered == 2).sum()),
        shared_quote_words=int((covered == 1).sum()),
        own_words=int((covered == 0).sum()),
        reference_share=pairs[index].containment_b_in_a if index is not None else 1.0,
        own_spans=spans,
        derivation=None,
    )


def main(arguments: list[str]) -> None:
    """Write the demo page."""
    Path(arguments[0]).write_text(render_html(demo_report()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
