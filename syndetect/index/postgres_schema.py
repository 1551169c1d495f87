"""The tables of the index on a PostgreSQL server: those of the file, with the same digests of rows."""

__all__ = ["COLUMNS", "CREATE", "FORMAT", "RELATIONS"]

FORMAT = 2  # in ``meta``, under the name ``format``

# Text sorts by code points as it does in Python and SQLite, whatever the language of the database.
COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "meta": (("name", "text"), ("value", "text"), ("row_digest", "bigint")),
    "articles": (
        ("number", "bigint"),
        ("article_id", "text"),
        ("version", "bigint"),
        ("digest", "bytea"),
        ("rank", "bigint"),
        ("published", "text"),
        ("seconds", "double precision"),
        ("outlet", "text"),
        ("url", "text"),
        ("role", "bigint"),
        ("n_words", "bigint"),
        ("first_seen", "text"),
        ("decision", "text"),
        ("canonical", "bigint"),
        ("partner", "bigint"),
        ("matched", "bigint"),
        ("resemblance", "double precision"),
        ("row_digest", "bigint"),
    ),
    "words": (
        ("number", "bigint"),
        ("hashes", "bytea"),
        ("flags", "bytea"),
        ("signature", "bytea"),
        ("row_digest", "bigint"),
    ),
    "keys": (("key", "bigint"), ("standing", "bigint"), ("number", "bigint")),
    "events": (("number", "bigint"), ("body", "text"), ("delivered", "bigint"), ("row_digest", "bigint")),
    "sources": (
        ("source", "text"),
        ("digest", "text"),
        ("n_records", "bigint"),
        ("n_ok", "bigint"),
        ("n_quarantined", "bigint"),
        ("status", "text"),
        ("watermark", "double precision"),
        ("row_digest", "bigint"),
    ),
}
_MAY_BE_NULL = {("articles", "seconds"), ("sources", "watermark")}
_PRIMARY = {
    "meta": "name",
    "articles": "number",
    "words": "number",
    "keys": "key, standing, number",
    "events": "number",
    "sources": "source, digest",
}
_INDEXES = {
    "articles_by_id": "UNIQUE INDEX articles_by_id ON articles (article_id, digest)",
    "articles_by_canonical": "INDEX articles_by_canonical ON articles (canonical) WHERE canonical <> number",
    "articles_by_partner": "INDEX articles_by_partner ON articles (partner) WHERE partner <> 0",
    "articles_by_rank": "INDEX articles_by_rank ON articles (rank)",
}


def _table(name: str) -> str:
    lines = []
    for column, kind in COLUMNS[name]:
        collation = ' COLLATE "C"' if kind == "text" else ""
        null = "" if (name, column) in _MAY_BE_NULL else " NOT NULL"
        lines.append(f"{column} {kind}{collation}{null}")
    return f"CREATE TABLE {name} ({', '.join(lines)}, PRIMARY KEY ({_PRIMARY[name]}))"


CREATE = (*(_table(name) for name in COLUMNS), *(f"CREATE {made}" for made in _INDEXES.values()))

RELATIONS = frozenset(
    {(name, "r") for name in COLUMNS}
    | {(f"{name}_pkey", "i") for name in COLUMNS}
    | {(name, "i") for name in _INDEXES}
)
"""Names and kinds of all that stands in the schema of an index: tables and indexes, no views."""
