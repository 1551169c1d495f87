"""Articles in order -> their words with speech and furniture marked, their credits and quotations.

Two passes, as what an outlet repeats shows only in the whole corpus: the first
counts paragraphs, the second marks. Both read the words with the stage
functions of the package, batch by batch.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from syndetect.agencies import Credit, Registry, separate
from syndetect.corpus import Article
from syndetect.corpus.times import publication_times
from syndetect.engines.spark.arrays import ROWS_AT_ONCE, cells, flat, kept, over_partitions, table_of
from syndetect.engines.spark.articles import decode_articles
from syndetect.engines.spark.numbering import row_numbers
from syndetect.params import FurnitureParams, Params
from syndetect.sketch import content_digests
from syndetect.text import QUOTED, SOLO, Tokens, tokenise_paragraphs
from syndetect.text.furniture import FurnitureSpan
from syndetect.text.furniture.repeated import Pages, Repeats, SharedWords, n_independent
from syndetect.text.oddities import is_odd
from syndetect.text.speech import Quotations, find_quotations, separate_speech
from syndetect.trace import find_standing, find_teasers

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = [
    "PREPARED",
    "RepeatedParagraphs",
    "body_of",
    "find_repeated",
    "prepare",
    "read_extras",
    "tokens_of",
]

Key = tuple[int, bytes]  # digest of a paragraph, outlet
RepeatedParagraphs = dict[Key, tuple[int, int]]  # in how many articles, of how many of the outlet

PREPARED = (
    "row long, id binary, text binary, meta binary, hashes binary, flags binary, extras binary, "
    "n_tokens int, n_body int, n_quoted int, published double, is_teaser boolean, is_wire boolean, "
    "digest_0 long, digest_1 long"
)
_PARAGRAPHS = "digest long, outlet binary, content long, row long, n_words int"
_WHOLE_ARTICLE = -1  # n_words of the row that stands for the article itself
_REPEATED = "digest long, outlet binary, n_articles long, n_of_outlet long"


def find_repeated(
    ordered: "DataFrame", first_rows: NDArray[np.int64], registry: Registry, params: FurnitureParams
) -> RepeatedParagraphs:
    """Find the paragraphs that outlets repeat: the first pass.

    Notes
    -----
    What comes to the driver is the result: one entry a paragraph that an outlet
    repeats, about 100 bytes.
    """
    from pyspark.sql import functions as f

    if not params.min_articles:
        return {}

    def survey(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = row_numbers(first_rows)
        for batch in batches:
            if batch.num_rows:
                articles = decode_articles(pa.Table.from_batches([batch]))
                found = _paragraphs(articles, rows(len(articles)), registry, params)
                yield from found.to_batches(max_chunksize=50 * ROWS_AT_ONCE)

    paragraphs = kept(ordered.mapInArrow(survey, _PARAGRAPHS))
    of_outlet = (
        paragraphs.where(f.col("n_words") == _WHOLE_ARTICLE)
        .groupBy("outlet")
        .agg(f.countDistinct("content").alias("n_of_outlet"))
    )
    paragraphs = paragraphs.where(f.col("n_words") != _WHOLE_ARTICLE)
    groups = paragraphs.groupBy("digest", "outlet").agg(
        f.countDistinct("content").alias("n_articles"), f.max("n_words").alias("n_words")
    )
    outlets = groups.groupBy("digest").agg(f.count("*").alias("n_outlets"))
    share = f.when(f.col("n_words") > params.prose_words, params.min_prose_share).otherwise(params.min_share)
    often = (
        groups.where(f.col("n_articles") >= max(2, params.min_articles))
        .join(of_outlet, "outlet")
        .where(f.col("n_articles") >= share.cast("double") * f.col("n_of_outlet"))
        .join(outlets, "digest")
        .where(f.col("n_outlets") - 1 <= params.max_other_outlets)
        .select("digest", "outlet", "n_articles", "n_of_outlet")
    )
    from pyspark.sql import Window

    order = Window.partitionBy("digest", "outlet").orderBy("content", "row")
    witnesses = (
        paragraphs.select("digest", "outlet", "content", "row")
        .distinct()
        .join(often, ["digest", "outlet"])
        .withColumn("place", f.row_number().over(order))
        .where(f.col("place") <= 64)  # as many as are looked at
    )
    words = paragraphs.select("row", f.col("digest").alias("other"), "n_words")
    asked = witnesses.join(words, "row").repartition("digest", "outlet")

    def judge(table: pa.Table) -> pa.Table:
        return _independent(table, params)

    found = over_partitions(asked, judge, _REPEATED).collect()
    return {(row.digest, bytes(row.outlet)): (row.n_articles, row.n_of_outlet) for row in found}


def _paragraphs(
    articles: Sequence[Article], rows: NDArray[np.int64], registry: Registry, params: FurnitureParams
) -> pa.Table:
    """Return the paragraphs that no rule takes of the articles of known outlets, and the articles."""
    texts = [article.text for article in articles]
    tokens, paragraphs = tokenise_paragraphs(texts, n_threads=1)
    tokens, _ = separate_speech(texts, tokens, paragraphs)
    seen: list[Pages] = []

    def look(outlets: Sequence[str], pages: Pages, params: FurnitureParams) -> Repeats:
        seen.append(pages)
        none = np.empty(0, np.int64)
        return Repeats(none, none, none)

    separate(articles, tokens, paragraphs, registry, params, repeats=look, n_threads=1)
    (pages,) = seen
    names = np.fromiter((_outlet(article) for article in articles), object, len(articles))
    article = np.repeat(np.arange(len(articles)), np.diff(pages.article_ptr))
    known = np.array([name != b"" for name in names], np.bool_)
    free = np.flatnonzero(~pages.taken & known[article])
    alone = np.flatnonzero(known)
    contents = _ordered(pages.contents)
    return table_of(
        _PARAGRAPHS,
        (
            np.concatenate((pages.digests[free].view(np.int64), np.zeros(len(alone), np.int64))),
            [*names[article[free]], *names[alone]],
            np.concatenate((contents[article[free]], contents[alone])),
            np.concatenate((rows[article[free]], rows[alone])),
            np.concatenate((pages.n_words[free], np.full(len(alone), _WHOLE_ARTICLE))).astype(np.int32),
        ),
    )


def _outlet(article: Article) -> bytes:
    return article.outlet.encode("utf-8", "surrogatepass")


def _ordered(digests: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return signed numbers in the order of unsigned ones."""
    return (digests ^ np.uint64(1 << 63)).view(np.int64)


def _independent(table: pa.Table, params: FurnitureParams) -> pa.Table:
    """Keep the repeated paragraphs that stand in articles which share little else."""
    groups: dict[Key, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        groups.setdefault((row["digest"], row["outlet"]), []).append(row)
    repeated = []
    for (digest, outlet), entries in groups.items():
        entries.sort(key=lambda row: row["place"])
        article, article_ptr = np.unique([row["place"] for row in entries], return_index=True)
        digests = np.array([row["other"] for row in entries], np.int64).view(np.uint64)
        pages = Pages(
            digests,
            np.array([row["n_words"] for row in entries], np.int64),
            np.zeros(len(entries), np.bool_),
            np.append(article_ptr, len(entries)),
            np.zeros(len(article), np.uint64),
        )
        of_entry = np.repeat(np.arange(len(article)), np.diff(pages.article_ptr))
        members = np.flatnonzero(digests == np.int64(digest).view(np.uint64))
        if n_independent(members, of_entry, SharedWords(pages), params) >= params.min_articles:
            repeated.append((digest, outlet, entries[0]["n_articles"], entries[0]["n_of_outlet"]))
    return table_of(_REPEATED, list(zip(*repeated, strict=True)) if repeated else [[], [], [], []])


def prepare(
    ordered: "DataFrame",
    first_rows: NDArray[np.int64],
    repeated: RepeatedParagraphs,
    registry: Registry,
    params: Params,
) -> "DataFrame":
    """Read the words of articles and mark what they are: the second pass.

    Returns
    -------
    DataFrame
        ``PREPARED``: one row an article, about 5 kB.
    """
    known = ordered.sparkSession.sparkContext.broadcast(repeated)

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = row_numbers(first_rows)
        for batch in batches:
            if batch.num_rows:
                table = pa.Table.from_batches([batch])
                found = _prepare(table, rows(table.num_rows), known.value, registry, params)
                yield from found.to_batches(max_chunksize=ROWS_AT_ONCE)

    return ordered.mapInArrow(read, PREPARED)


def _prepare(
    table: pa.Table,
    rows: NDArray[np.int64],
    repeated: RepeatedParagraphs,
    registry: Registry,
    params: Params,
) -> pa.Table:
    articles = decode_articles(table)
    texts = [article.text for article in articles]
    tokens, paragraphs = tokenise_paragraphs(texts, n_threads=1)
    odd = is_odd(paragraphs.odd, tokens.count(SOLO))
    tokens, speech = separate_speech(texts, tokens, paragraphs)
    outlets = [_outlet(article) for article in articles]

    def look_up(_: Sequence[str], pages: Pages, __: FurnitureParams) -> Repeats:
        return _known(outlets, pages, repeated)

    separated = separate(
        articles, tokens, paragraphs, registry, params.furniture, repeats=look_up, n_threads=1
    )
    tokens, body = separated.tokens, separated.tokens.body()
    teasers = find_teasers(articles, body.lengths) & (body.lengths >= params.relation.min_words)
    quotations = find_quotations(texts, tokens, paragraphs, speech, n_threads=1)
    standing = find_standing(articles, separated.credits, registry, params.story)
    furniture = list(zip(separated.furniture, separated.furniture_words.tolist(), strict=True))
    digests = content_digests(body).view(np.int64)
    return table_of(
        PREPARED,
        (
            rows,
            *(table.column(name) for name in ("id", "text", "meta")),
            cells(tokens.hashes, tokens.article_ptr),
            cells(tokens.flags, tokens.article_ptr),
            _write_extras(len(articles), separated.credits, furniture, quotations, odd),
            tokens.lengths.astype(np.int32),
            body.lengths.astype(np.int32),
            body.count(QUOTED).astype(np.int32),
            publication_times(articles),
            teasers,
            standing.is_wire,
            digests[:, 0],
            digests[:, 1],
        ),
    )


def _known(outlets: Sequence[bytes], pages: Pages, repeated: Mapping[Key, tuple[int, int]]) -> Repeats:
    """Look the paragraphs of some articles up among those that their outlets repeat."""
    wanted = np.unique(np.array([digest for digest, _ in repeated], np.int64))
    article = np.repeat(np.arange(len(outlets)), np.diff(pages.article_ptr))
    digests = pages.digests.view(np.int64)
    asked = np.flatnonzero(~pages.taken & np.isin(digests, wanted))
    found = [
        (row, *counts)
        for row in asked.tolist()
        if (counts := repeated.get((int(digests[row]), outlets[article[row]]))) is not None
    ]
    columns = np.array(found, np.int64).reshape(-1, 3)
    return Repeats(columns[:, 0], columns[:, 1], columns[:, 2])


def _write_extras(
    n_articles: int,
    credits: Sequence[Credit],
    furniture: Sequence[tuple[FurnitureSpan, int]],
    quotations: Quotations,
    odd: NDArray[np.bool_],
) -> list[bytes]:
    """Write down what is known of each article besides its words, as JSON."""
    found: list[tuple[list[Any], list[Any], list[Any]]] = [([], [], []) for _ in range(n_articles)]
    for credit in credits:
        found[credit.article][0].append(credit[1:])
    for span, n_words in furniture:
        found[span.article][1].append((span.start, span.end, span.kind, span.reason, n_words))
    columns = (quotations.start, quotations.end, quotations.kind, quotations.n_words)
    for row, *values in zip(quotations.article.tolist(), *(each.tolist() for each in columns), strict=True):
        found[row][2].append(values)
    return [json.dumps((*each, flags)).encode() for each, flags in zip(found, odd.tolist(), strict=True)]


def read_extras(
    table: pa.Table,
) -> tuple[list[Credit], tuple[tuple[FurnitureSpan, int], ...], Quotations, NDArray[np.bool_]]:
    """Read back the credits, furniture, quotations and oddities of the articles of a table."""
    credits: list[Credit] = []
    furniture: list[tuple[FurnitureSpan, int]] = []
    quotations: list[tuple[int, ...]] = []
    odd = []
    for row, cell in enumerate(table.column("extras").to_pylist()):
        of_credits, of_furniture, of_quotations, flags = json.loads(cell)
        credits += [Credit(row, *entry) for entry in of_credits]
        furniture += [(FurnitureSpan(row, *entry[:4]), entry[4]) for entry in of_furniture]
        quotations += [(row, *entry) for entry in of_quotations]
        odd.append(flags)
    columns = np.array(quotations, np.int64).reshape(-1, 5).T
    return (
        credits,
        tuple(furniture),
        Quotations(columns[0], columns[1], columns[2], columns[3].astype(np.uint8), columns[4]),
        np.array(odd, np.bool_),
    )


def tokens_of(table: pa.Table) -> Tokens:
    """Read back the words of the articles of a table, furniture flagged."""
    hashes, ptr = flat(table.column("hashes"), np.uint32)
    flags, _ = flat(table.column("flags"), np.uint8)
    return Tokens(hashes, flags, ptr)


def body_of(table: pa.Table) -> Tokens:
    """Read back the words of the articles of a table without furniture."""
    return tokens_of(table).body()
