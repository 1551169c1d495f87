"""The tables of sentences: where each comes from, what was added, and who kept what of a wire text."""

from typing import TYPE_CHECKING

from syndetect.report.tables import YES_NO, Column, Rows, named
from syndetect.trace import ADDITIONS, NO_SOURCE, PLACES

if TYPE_CHECKING:
    from syndetect.report.result import Result

__all__ = ["SENTENCES", "WIRES", "sentence_rows", "wire_rows"]

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


def sentence_rows(result: "Result") -> Rows:
    """Return the rows of ``sentences.csv``."""
    traced = result.traced
    sentences, origins = traced.sentences, traced.sentence_origins
    own, quote = origins.own_words.tolist(), origins.is_common_quote().tolist()
    rows: Rows = []
    for k in sorted(member.article for story in result.stories for member in story.members):
        first, past = sentences.article_ptr[k : k + 2].tolist()
        words = (sentences.token_ptr[first : past + 1] - sentences.token_ptr[first]).tolist()
        start, end = traced.places.of(k)
        for number, s in enumerate(range(first, past)):
            n_words = int(sentences.n_words[s])
            source = int(traced.main_sources[s])
            if n_words == 0:
                origin = "furniture"
            elif source != NO_SOURCE:
                origin = traced.attribution.sources[source].source_id
            else:
                origin = "quote" if quote[s] else "own"
            rows.append(
                (
                    result.articles[k].article_id,
                    number + 1,
                    int(start[words[number]]),
                    int(end[words[number + 1] - 1]),
                    n_words,
                    origin,
                    own[s],
                    ADDITIONS[origins.addition[s]] or None,
                    PLACES[origins.place[s]],
                )
            )
    return rows


def wire_rows(result: "Result") -> Rows:
    """Return the rows of ``wires.csv``."""
    ids = [article.article_id for article in result.articles]
    rows: Rows = []
    for wire in result.traced.wires:
        for number, sentence in enumerate(wire.sentences, 1):
            start, end = result.traced.places.of(sentence.article)
            rows.append(
                (
                    wire.source.source_id,
                    wire.source.agency,
                    "no" if wire.source.article is None else "yes",
                    number,
                    ids[sentence.article],
                    int(start[sentence.start]),
                    int(end[sentence.end - 1]),
                    len(sentence.kept_by),
                    len(wire.members),
                    "|".join(ids[row] for row in sentence.kept_by) or None,
                )
            )
    return rows
