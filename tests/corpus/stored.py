"""Small corpora as bytes in every format and container, for the tests of damage."""

import bz2
import csv
import gzip
import io
import lzma
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import orjson

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["COMPRESS", "STORE", "records"]


def records(count: int = 12) -> list[dict[str, str]]:
    """Return records with quotation marks, brackets and line breaks in their texts."""
    return [
        {
            "id": f"a{at:02}",
            "outlet": "The Harbour Post",
            "published": "2025-05-23",
            "text": f'Report number {at}: “fog”, "again" [sic]\nsaid {{the}} pilot, état {at * 7919}.',
        }
        for at in range(count)
    ]


def _jsonl(found: list[dict[str, str]]) -> bytes:
    return b"".join(orjson.dumps(one) + b"\n" for one in found)


def _array(found: list[dict[str, str]]) -> bytes:
    return orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n"


def _object(found: list[dict[str, str]]) -> bytes:
    return orjson.dumps({"took": 3, "hits": {"total": {"n": len(found)}, "hits": found}, "end": [1, 2]})


def _table(found: list[dict[str, str]], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out, list(found[0]), delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue().encode()


def _parquet(found: list[dict[str, str]]) -> bytes:
    import pyarrow
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(
        pyarrow.Table.from_pylist(found), out, row_group_size=4, write_page_checksum=True, compression="zstd"
    )
    return out.getvalue()


def _sqlite(found: list[dict[str, str]]) -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA page_size = 512")
    database.execute("CREATE TABLE newsdata (id TEXT PRIMARY KEY, date TEXT, source TEXT, content TEXT)")
    rows = [(one["id"], one["published"], one["outlet"], one["text"]) for one in found]
    database.executemany("INSERT INTO newsdata VALUES (?, ?, ?, ?)", rows)
    database.commit()
    stored: bytes = database.serialize()
    database.close()
    return stored


STORE: dict[str, tuple[str, Callable[[list[dict[str, str]]], bytes]]] = {
    "jsonl": (".jsonl", _jsonl),
    "json array": (".json", _array),
    "json object": (".json", _object),
    "csv": (".csv", lambda found: _table(found, ",")),
    "tsv": (".tsv", lambda found: _table(found, "\t")),
    "parquet": (".parquet", _parquet),
    "sqlite": (".sqlite", _sqlite),
}
"""Format -> ending, and records to bytes."""


def _twice(compress: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda data: compress(data[: len(data) // 2]) + compress(data[len(data) // 2 :])


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _zstd(data: bytes) -> bytes:
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})


COMPRESS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": (".gz", _gzip),
    "gzip, two members": (".gz", _twice(_gzip)),
    "zstd": (".zst", _zstd),
    "zstd, two frames": (".zst", _twice(_zstd)),
    "bzip2": (".bz2", bz2.compress),
    "bzip2, two streams": (".bz2", _twice(bz2.compress)),
    "xz": (".xz", lzma.compress),
    "xz, two streams": (".xz", _twice(lzma.compress)),
}
"""Container -> ending, and bytes to compressed bytes; all with a checksum."""


def write(folder: Path, ending: str, data: bytes) -> Path:
    """Write bytes under a name that tells their format."""
    path = folder / f"input{ending}"
    path.write_bytes(data)
    return path
