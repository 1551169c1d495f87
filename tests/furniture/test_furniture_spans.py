"""Laws of the spans over any text, over generated corpora, and over five real articles."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.generator import GeneratorParams, generate
from syndetect.corpus.article import Article
from syndetect.params import FurnitureParams
from syndetect.text import tokenise_paragraphs
from syndetect.text.furniture import find_furniture
from syndetect.text.furniture.triggers import load_triggers
from tests.furniture.pages import BODY, article, find

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"

PIECES = [
    "A",
    "an",
    "(AP)",
    "—",
    "/",
    "|",
    ":",
    ".",
    "the",
    "Photo",
    "2024",
    "March",
    "By",
    "REUTERS",
    "poses",
]
LINES = st.one_of(
    st.sampled_from(
        [*BODY, "Advertisement", "By Mira Holst", "Photo: X/AP", "HELSINKI (AP) — It fell.", "Related"]
    ),
    st.sampled_from(sorted(load_triggers().written["start"])),
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "A",
                "an",
                "(AP)",
                "—",
                "/",
                "|",
                ":",
                ".",
                "the",
                "Photo",
                "2024",
                "March",
                "By",
                "REUTERS",
                "said",
                "poses",
            ]
        )
    ).map(" ".join),
)


@given(st.lists(st.lists(LINES, max_size=8).map("\n".join), max_size=5), st.text(max_size=30))
def test_spans_lie_on_paragraphs_in_order(texts, title):
    """Any text: spans are sorted, do not overlap, lie inside, and begin where a paragraph begins."""
    articles = [
        Article(article_id=str(n), text=text, title=title, outlet="X") for n, text in enumerate(texts)
    ]
    tokens, paragraphs = tokenise_paragraphs(texts)
    spans = find_furniture(articles, tokens, paragraphs, FurnitureParams())

    assert spans == sorted(spans)
    for one, other in pairwise(spans):
        assert one.article < other.article or one.end <= other.start
    for span in spans:
        rows = slice(paragraphs.article_ptr[span.article], paragraphs.article_ptr[span.article + 1])
        ends = dict(paragraphs.spans[rows].tolist())
        assert span.start < span.end <= ends[span.start]
        assert span.end == ends[span.start] or span.kind == "dateline"


@pytest.mark.parametrize("n_threads", [1, 2, 5])
def test_threads_change_nothing(n_threads):
    """The number of threads does not change the result."""
    articles = [article(BODY[0], "Advertisement", *BODY[1:], name=str(n)) for n in range(7)]
    tokens, paragraphs = tokenise_paragraphs([each.text for each in articles])

    spans = find_furniture(articles, tokens, paragraphs, FurnitureParams(), n_threads=n_threads)
    assert [span.article for span in spans] == list(range(7))


@pytest.mark.parametrize("texts", [[], [""], ["", "..."]])
def test_nothing_in_nothing(texts):
    """No articles, and articles without words, have no furniture."""
    assert find([Article(article_id=str(n), text=text) for n, text in enumerate(texts)]) == []


@pytest.mark.parametrize("part", ["A", "(AP/", "[Photo/", "By A", "A.", "“", "/AP ", "AP, ", "(a) ", "- "])
def test_long_lines_of_one_kind_take_no_time(part):
    """No rule needs more than linear time for a line of many equal parts."""
    lines = [part * n + end for n in (30, 300, 30_000) for end in ("", "!", " x")]
    started = time.process_time()
    find([article(BODY[0], *lines, *BODY)])

    assert time.process_time() - started < 5


def test_generated_furniture_is_found_and_prose_is_not():
    """Menus, captions, sign-up boxes and credits of a generated corpus: nearly all, and nothing else."""
    pages = list(generate(GeneratorParams(n_articles=600, seed=5, furniture_share=0.6)))
    articles = [Article(article_id=p.id, text=p.text, title=p.title, outlet=p.outlet) for p in pages]
    marked = {(span.article, at) for span in find(articles) for at in range(span.start, span.end)}
    true = {
        (row, at)
        for row, page in enumerate(pages)
        for start, end in page.truth.furniture
        for at in range(start, end)
    }

    assert len(marked & true) >= 0.99 * len(true)
    assert len(marked & true) >= 0.995 * len(marked)


@pytest.mark.skipif(
    not SEEDS.is_dir(), reason="NOT TESTED: there is no ../shared/seeds beside this repository"
)
def test_furniture_of_five_real_articles():
    """Captions, links, stamps, headline and source lines, and no other line."""
    paths = sorted(SEEDS.iterdir())
    articles = [Article(article_id=path.name, text=path.read_text(encoding="utf-8")) for path in paths]
    kinds = [[span.kind for span in find(articles) if span.article == row] for row in range(len(articles))]

    assert kinds == [
        ["caption", "related", "related link"],
        ["source line", "caption", "caption"],
        [],
        [
            "headline",
            "caption",
            "timestamp",
            *["related"] * 2,
            "caption",
            "advertisement",
            "caption",
            "source line",
        ],
        ["caption", "photo credit"],
    ]
