"""The tables of the SQLite index, and the digests that its rows carry."""

import struct
from typing import Any

import xxhash

__all__ = ["APPLICATION_ID", "DEFLATED_FORMAT", "FORMAT", "OLDER_FORMATS", "SCHEMA", "digest"]

APPLICATION_ID = 0x53594E44  # "SYND"
FORMAT = 3  # PRAGMA user_version
DEFLATED_FORMAT = 1  # had a row for every key, and deflated words
NARROW_FORMAT = 2  # had keys of 32 and 40 bits, larger chunks, and filters that let more pass
OLDER_FORMATS = (DEFLATED_FORMAT, NARROW_FORMAT)

SCHEMA = (
    """CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  row_digest INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE articles (
  number INTEGER PRIMARY KEY,
  article_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest BLOB NOT NULL,
  rank INTEGER NOT NULL,
  published TEXT NOT NULL,
  seconds REAL,
  outlet TEXT NOT NULL,
  url TEXT NOT NULL,
  role INTEGER NOT NULL,
  n_words INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  decision TEXT NOT NULL,
  canonical INTEGER NOT NULL,
  partner INTEGER NOT NULL,
  matched INTEGER NOT NULL,
  resemblance REAL NOT NULL,
  row_digest INTEGER NOT NULL
) STRICT""",
    "CREATE UNIQUE INDEX articles_by_id ON articles (article_id, digest)",
    "CREATE INDEX articles_by_canonical ON articles (canonical) WHERE canonical <> number",
    "CREATE INDEX articles_by_partner ON articles (partner) WHERE partner <> 0",
    "CREATE INDEX articles_by_rank ON articles (rank)",
    """CREATE TABLE words (
  number INTEGER PRIMARY KEY,
  hashes BLOB NOT NULL,
  flags BLOB NOT NULL,
  signature BLOB NOT NULL,
  row_digest INTEGER NOT NULL
) STRICT""",
    """CREATE TABLE key_chunks (
  chunk INTEGER PRIMARY KEY,
  keys BLOB NOT NULL,
  codes BLOB NOT NULL,
  row_digest INTEGER NOT NULL
) STRICT""",
    """CREATE TABLE key_blocks (
  block INTEGER PRIMARY KEY,
  n_postings INTEGER NOT NULL,
  head_keys BLOB NOT NULL,
  head_codes BLOB NOT NULL,
  filters BLOB NOT NULL,
  row_digest INTEGER NOT NULL
) STRICT""",
    """CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  delivered INTEGER NOT NULL,
  row_digest INTEGER NOT NULL
) STRICT""",
    """CREATE TABLE sources (
  source TEXT NOT NULL,
  digest TEXT NOT NULL,
  n_records INTEGER NOT NULL,
  n_ok INTEGER NOT NULL,
  n_quarantined INTEGER NOT NULL,
  status TEXT NOT NULL,
  watermark REAL,
  row_digest INTEGER NOT NULL,
  PRIMARY KEY (source, digest)
) STRICT, WITHOUT ROWID""",
)


_whole, _real = struct.Struct("<q").pack, struct.Struct("<d").pack


def digest(*values: Any) -> int:
    """Hash the values of a row: xxh3 over type, length and bytes of each, as a signed 64-bit number."""
    parts: list[bytes] = []
    for value in values:
        if isinstance(value, int):
            parts += (b"I", _whole(value))
        elif isinstance(value, str):
            data = value.encode("utf-8", "surrogatepass")
            parts += (b"T", _whole(len(data)), data)
        elif isinstance(value, float):
            parts += (b"R", _real(value))
        elif value is None:
            parts.append(b"N")
        else:
            data = bytes(value)
            parts += (b"B", _whole(len(data)), data)
    hashed: int = xxhash.xxh3_64_intdigest(b"".join(parts))
    return hashed - (1 << 64) if hashed >> 63 else hashed
