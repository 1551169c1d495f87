"""Files, each read by one task, or a DataFrame -> articles as rows, and the account of what was read."""

import dataclasses
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from syndetect import errors
from syndetect.corpus import Article, Corpus, ReadParams
from syndetect.corpus.article import FileLedger, Quarantined
from syndetect.corpus.batches import Batches, input_files
from syndetect.corpus.files import InputFile
from syndetect.corpus.ids import derived_id
from syndetect.corpus.read import NoArticleError, is_empty, why_nothing
from syndetect.engines.spark.arrays import ROWS_AT_ONCE, kept, over_partitions
from syndetect.engines.spark.articles import ARTICLE, encode_articles
from syndetect.errors import InputError, MappingError, SyndetectError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Read", "articles_of", "read_files"]

_READ = f"{ARTICLE}, account binary"
_FIELDS = ("title", "outlet", "url", "language", "authors", "credit")


@dataclass(frozen=True)
class Read:
    """Articles as rows of ``ARTICLE``, in any order, and the account of them: a corpus without articles."""

    articles: "DataFrame"
    corpus: Corpus


def read_files(spark: "SparkSession", inputs: Sequence[str | Path], params: ReadParams) -> Read:
    """Read files in the executors, which must see them under the same paths.

    Raises
    ------
    InputError
        As for :func:`syndetect.corpus.read_corpus`; and for standard input,
        which no executor has.
    """
    if any(str(one) == "-" for one in inputs):
        raise InputError("the engine spark cannot read standard input: executors have none")
    files = [replace(file, path=os.path.abspath(file.path)) for file in input_files(inputs, params)]

    spark.sparkContext.setJobGroup("read", "syndetect: read")

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from _read_file(files[number], params)

    rows = kept(spark.range(0, len(files), 1, len(files)).mapInArrow(read, _READ))
    accounts = [
        json.loads(row.account) for row in rows.where("account is not null").select("account").collect()
    ]
    for account in accounts:
        if "error" in account:
            raise getattr(errors, account["error"], InputError)(account["message"])
    return Read(rows.where("account is null").drop("account"), _account(accounts, params))


def _read_file(file: InputFile, params: ReadParams) -> Iterator[pa.RecordBatch]:
    """Read one file: its articles batch by batch, then its account."""
    read = Batches([file], params, size=ROWS_AT_ONCE)
    account: dict[str, Any] = {"quarantine": [], "unmapped": ""}
    n_ok = 0
    try:
        for batch in read:
            n_ok += len(batch.articles)
            account["quarantine"] += [dataclasses.asdict(row) for row in batch.quarantine]
            yield from _with_account(encode_articles(batch.articles), None)
    except MappingError as error:
        account["unmapped"] = str(error)
    except SyndetectError as error:
        account = {"error": type(error).__name__, "message": str(error)}
        yield from _with_account(encode_articles([]), account)
        return
    account |= {"ledger": [dataclasses.asdict(entry) for entry in read.ledger], "mapping": read.mapping}
    account |= {"n_ok": n_ok, "n_html": read.n_html, "n_nul": read.n_nul}
    yield from _with_account(encode_articles([]), account)


def _with_account(articles: pa.Table, account: dict[str, Any] | None) -> Iterator[pa.RecordBatch]:
    if account is not None:
        articles = pa.table({name: pa.array([b""], pa.binary()) for name in articles.column_names})
    cell = [None if account is None else json.dumps(account).encode()] * articles.num_rows
    yield from articles.append_column("account", pa.array(cell, pa.binary())).to_batches()


def _account(accounts: list[dict[str, Any]], params: ReadParams) -> Corpus:
    """Put the accounts of all files together, as ``read_corpus`` does."""
    mapping: dict[str, Counter[str]] = {}
    for account in accounts:
        for field, names in account["mapping"].items():
            mapping.setdefault(field, Counter()).update(names)
    unmapped = [account["unmapped"] for account in accounts]
    unused = [field for field, name in params.field_map.items() if name not in mapping.get(field, {})]
    if unused and all(unmapped):
        raise MappingError(unmapped[0])
    ledger = [FileLedger(**entry) for account in accounts for entry in account["ledger"]]
    quarantine = [Quarantined(**row) for account in accounts for row in account["quarantine"]]
    corpus = Corpus(
        articles=(),
        ledger=tuple(sorted(ledger, key=lambda entry: entry.file)),
        quarantine=tuple(sorted(quarantine, key=lambda row: (row.file, row.record))),
        mapping={
            field: dict(sorted(names.items(), key=lambda item: (-item[1], item[0])))
            for field, names in mapping.items()
        },
        n_html=sum(account["n_html"] for account in accounts),
        n_nul=sum(account["n_nul"] for account in accounts),
        reading=params.to_mapping(),
    )
    if not any(account["n_ok"] for account in accounts) and not is_empty(corpus):
        raise NoArticleError(why_nothing(corpus), corpus)
    return corpus


def articles_of(frame: "DataFrame") -> Read:
    """Take the articles of a DataFrame.

    Parameters
    ----------
    frame : DataFrame
        With a column ``text``, and any of ``article_id``, ``title``,
        ``outlet``, ``url``, ``language``, ``authors``, ``credit`` (strings) and
        ``published`` (a string as :func:`syndetect.corpus.dates.parse_date`
        reads it). Rows without text are left out, as empty texts are in files.

    Raises
    ------
    InputError
        There is no column ``text``.
    """
    if "text" not in frame.columns:
        raise InputError(f"the frame needs a column text; it has {', '.join(frame.columns)}")
    from pyspark.sql import functions as f

    known = [name for name in ("article_id", "text", "published", *_FIELDS) if name in frame.columns]
    texts = frame.select(*(f.col(name).cast("string").alias(name) for name in known))
    texts = texts.where("trim(text) != ''")
    return Read(over_partitions(texts, _encode_rows, ARTICLE, whole=False), Corpus(articles=()))


def _encode_rows(table: pa.Table) -> pa.Table:
    return encode_articles(_article(row) for row in table.to_pylist())


def _article(row: dict[str, str | None]) -> Article:
    from syndetect.corpus.dates import parse_date

    fields: dict[str, Any] = {name: (row.get(name) or "").strip() for name in _FIELDS}
    text = (row["text"] or "").replace("\0", "�")
    published = parse_date(row.get("published") or "")
    return Article(
        article_id=row.get("article_id") or derived_id(fields["url"], text),
        text=text,
        published=published.text if published else "",
        published_at=published.seconds if published else None,
        file="(frame)",
        **fields,
    )
