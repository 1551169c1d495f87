"""Articles <-> rows of a frame: id and text as bytes, the other fields as JSON."""

import dataclasses
import json
from collections.abc import Iterable

import pyarrow as pa

from syndetect.corpus import Article
from syndetect.engines.spark.arrays import table_of

__all__ = ["ARTICLE", "decode_articles", "encode_articles"]

ARTICLE = "id binary, text binary, meta binary"
"""Binary: ids and texts may hold lone surrogates, strings of Spark not; bytes sort as code points."""

_META = tuple(field.name for field in dataclasses.fields(Article) if field.name not in ("article_id", "text"))


def encode_articles(articles: Iterable[Article]) -> pa.Table:
    """Return a row an article."""
    found = list(articles)
    return table_of(
        ARTICLE,
        (
            [article.article_id.encode("utf-8", "surrogatepass") for article in found],
            [article.text.encode("utf-8", "surrogatepass") for article in found],
            [json.dumps([getattr(article, name) for name in _META]).encode() for article in found],
        ),
    )


def decode_articles(table: pa.Table) -> list[Article]:
    """Return the articles of a table with these columns, in its order."""
    columns = [table.column(name).to_pylist() for name in ("id", "text", "meta")]
    return [
        Article(
            article_id=article_id.decode("utf-8", "surrogatepass"),
            text=text.decode("utf-8", "surrogatepass"),
            **dict(zip(_META, json.loads(meta), strict=True)),
        )
        for article_id, text, meta in zip(*columns, strict=True)
    ]
