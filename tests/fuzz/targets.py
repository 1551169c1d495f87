"""Eight targets for fuzzers: bytes in, laws checked; a crash or a broken law is a finding.

``python tests/fuzz/run.py TARGET`` drives one with atheris, ``test_fuzz_targets.py`` with the corpus that is
kept beside this file and with Hypothesis.
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import orjson

from syndetect import compare, scan
from syndetect.cli.console import escaped, plain
from syndetect.corpus import Article, NoArticleError, ReadParams, from_articles, read_corpus
from syndetect.errors import SyndetectError
from syndetect.pipeline import credits
from syndetect.report.tables import FORMULA_SIGNS, Column, make_table, write_csv
from syndetect.text import paragraph_spans, tokenise_paragraphs, tokenise_texts, word_spans

__all__ = ["TARGETS"]


def read_json_lines(data: bytes) -> None:
    """Any bytes as JSON lines: read, or refused with a reason."""
    _read(data, "articles.jsonl")


def read_table(data: bytes) -> None:
    """Any bytes as CSV."""
    _read(b"id,outlet,text\n" + data, "articles.csv")


def tokenise(data: bytes) -> None:
    """Words in order, inside their text and paragraph; each is itself when cut out."""
    text = _text(data)
    words, spans = word_spans(text), paragraph_spans(text)
    assert (words.start < words.end).all()
    assert (words.end[:-1] <= words.start[1:]).all()
    assert len(words.end) == 0 or words.end[-1] <= len(text)
    assert len(spans) == len(np.unique(words.paragraph))
    _, paragraphs = tokenise_paragraphs([text, text])
    assert (paragraphs.odd[0] == paragraphs.odd[1]).all()


def normalise(data: bytes) -> None:
    """Put what has no width anywhere: the words stay."""
    text = _text(data).replace("Ã", "A").replace("Â", "A").replace("â", "a")
    bare = text.replace("\u200b", "").replace("\u2060", "")
    put = "\u200b".join(bare)
    assert tokenise_texts([put]).hashes.tolist() == tokenise_texts([bare]).hashes.tolist() or _has_mojibake(
        bare
    )


def _has_mojibake(text: str) -> bool:
    return any(lead in text for lead in "ÄÅÎÏÐÑØÙ")


def read_credits(data: bytes) -> None:
    """Credits stand where they say they do."""
    article = Article(article_id="a", text=_text(data))
    table = credits(from_articles([article])).data
    for start, end in zip(table["start"], table["end"], strict=True):
        assert start is None or 0 <= start <= end <= len(article.text)


def compare_two(data: bytes) -> None:
    """Passages of two texts lie inside them, and the other way round they are the same."""
    text = _text(data)
    one, _, other = text.partition("\x1d")
    found = compare(one, other or one[::2])
    assert 0 <= found.containment_a_in_b <= 1
    assert 0 <= found.containment_b_in_a <= 1


def run_whole(data: bytes) -> None:
    """Run all stages over a few articles: the tables read back, row by row."""
    pieces = _text(data).split("\x1d")[:6]
    articles = [
        Article(article_id=f"{k}{p[:9]}", title=p[:30], outlet=p[:5], text=p) for k, p in enumerate(pieces)
    ]
    with tempfile.TemporaryDirectory() as folder:
        out = scan(articles).write(folder)
        with (out / "articles.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(articles)
        json.loads((out / "run.json").read_text(encoding="utf-8"))


def show(data: bytes) -> None:
    """Print without controls, write for spreadsheets without formulas."""
    text = _text(data)
    bare = text.encode("utf-8", "replace").decode()
    assert "\x1b" not in plain(text)
    assert json.loads(escaped(orjson.dumps(bare))) == bare
    column = Column("text", "text", "Any.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(make_table("any", (column,), [(text,)]), path, excel_safe=True)
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    cell = rows[1][0] if len(rows) == 2 and rows[1] else ""
    assert cell.lstrip("-").replace(".", "", 1).isdigit() or not cell.lstrip(" ").startswith(FORMULA_SIGNS)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _read(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            corpus = read_corpus([path], params=ReadParams())
        except NoArticleError as error:
            corpus = error.corpus
        except SyndetectError:
            return
    counts = corpus.counts()
    assert counts["n_in"] >= len(corpus.articles) + counts["n_quarantined"]
    assert len({article.article_id for article in corpus.articles}) == len(corpus.articles)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        *(read_json_lines, read_table, tokenise, normalise),
        *(read_credits, compare_two, run_whole, show),
    )
}
