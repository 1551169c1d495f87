"""The tables of sentences: where each comes from, what was added, and who kept what of a wire text."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from syndetect.ranges import rows_of
from syndetect.report.cells import Coded, Names, Numbers
from syndetect.report.tables import YES_NO, Column, Columns, named
from syndetect.trace import ADDITIONS, NO_SOURCE, PLACES

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["SENTENCES", "WIRES", "sentence_columns", "wire_columns"]

SENTENCES = (
    Column("article_id", "text", "As in articles.csv; the articles of stories alone."),
    Column("position", "count", "Number of the sentence in the article, from 1.", unit="sentences"),
    Column("start", "offset", "First character of its first word."),
    Column("end", "offset", "One past the last character of its last word."),
    Column("n_words", "count", "Body words; none in furniture.", unit="words"),
    Column(
        "origin",
        "text",
        "Id of the source that half of its words or more are from, else quote (most of it is speech that "
        "others have too), furniture, or own.",
    ),
    Column("own_words", "count", "Words that no source claims.", unit="words"),
    Column(
        "added",
        "text",
        "What the outlet added here: new paragraph, new sentence, new quote, rewritten lede or inserted "
        "words.",
        values=named(ADDITIONS),
        empty="Nothing was added, or the article has no source.",
    ),
    Column("place", "text", "Third of the body: top, middle or end.", values=PLACES),
)

WIRES = (
    Column("source_id", "text", "As in shares.csv."),
    Column("source_agency", "text", "As in shares.csv.", empty="The source's outlet has no name."),
    Column(
        "in_corpus",
        "text",
        "yes: the original's sentences; no: reconstructed from those that agree.",
        values=YES_NO,
    ),
    Column("position", "count", "Number of the sentence in the wire text, from 1.", unit="sentences"),
    Column("article_id", "text", "The article in whose words it is given."),
    Column("start", "offset", "First character of the sentence there."),
    Column("end", "offset", "One past its last character."),
    Column(
        "n_kept",
        "count",
        "Articles that took from the source and kept at least half of its words.",
        unit="articles",
    ),
    Column("n_members", "count", "Articles that took from the source.", unit="articles"),
    Column("kept_by", "text", "Their ids, joined by |.", empty="No article kept half of it."),
)


def sentence_columns(result: "Result") -> Columns:
    """Return the columns of ``sentences.csv``."""
    traced = result.traced
    sentences, origins, sources = traced.sentences, traced.sentence_origins, traced.attribution.sources
    rows = np.sort(result.stories.members.article)
    ptr, chosen = rows_of(sentences.article_ptr, rows)
    article = np.repeat(rows, np.diff(ptr))
    start, end = _characters(result, article, sentences.token_ptr[chosen], sentences.token_ptr[chosen + 1])
    n_words, source = sentences.n_words[chosen], traced.main_sources[chosen]
    furniture, quote, own = (len(sources) + k for k in range(3))
    otherwise = np.where(origins.is_common_quote()[chosen], quote, own)
    origin = np.select([n_words == 0, source != NO_SOURCE], [furniture, source], otherwise)
    return [
        Coded(article, result.ids),
        Numbers(chosen - sentences.article_ptr[article] + 1),
        start,
        end,
        Numbers(n_words),
        Coded(origin, Names([*(source.source_id for source in sources), "furniture", "quote", "own"])),
        Numbers(origins.own_words[chosen]),
        Coded(origins.addition[chosen], Names(addition or None for addition in ADDITIONS)),
        Coded(origins.place[chosen], Names(PLACES)),
    ]


def wire_columns(result: "Result") -> Columns:
    """Return the columns of ``wires.csv``."""
    wires, sentences = result.traced.wires, result.traced.sentences
    n_sentences = np.diff(wires.sentence_ptr)
    source = np.repeat(np.arange(len(wires)), n_sentences)
    first = sentences.token_ptr[sentences.article_ptr[wires.article]]
    start, end = _characters(result, wires.article, first + wires.start, first + wires.end)
    ids = [name or "" for name in result.ids.texts]
    kept = [ids[row] for row in wires.kept_by.tolist()]
    kept_by = ("|".join(kept[low:high]) for low, high in pairwise(wires.kept_ptr.tolist()))
    return [
        Coded(source, Names(source.source_id for source in wires.sources)),
        Coded(source, Names(source.agency or None for source in wires.sources)),
        Coded(source, Names("no" if source.article is None else "yes" for source in wires.sources)),
        Numbers(np.arange(len(source)) - wires.sentence_ptr[source] + 1),
        Coded(wires.article, result.ids),
        start,
        end,
        Numbers(np.diff(wires.kept_ptr)),
        Numbers(np.diff(wires.member_ptr)[source]),
        Coded.of(names or None for names in kept_by),
    ]


def _characters(
    result: "Result", article: NDArray[np.int64], first: NDArray[np.int64], past: NDArray[np.int64]
) -> tuple[Numbers, Numbers]:
    """Return the characters of words of articles, counted over the corpus, half-open."""
    places, sentences = result.traced.places, result.traced.sentences
    shift = places.article_ptr[article] - sentences.token_ptr[sentences.article_ptr[article]]
    return Numbers(places.start[first + shift]), Numbers(places.end[past - 1 + shift])
