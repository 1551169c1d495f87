"""Laws of SQLite: a table or a query is read, and nothing in it can write, attach or run."""

import io
import lzma
import sqlite3
from contextlib import closing

import pytest

from syndetect.corpus import NoArticleError, ReadParams, read_batches, read_corpus
from syndetect.errors import ParameterError

NELA = """
CREATE TABLE newsdata (id TEXT PRIMARY KEY, date TEXT, source TEXT, title TEXT, content TEXT, author TEXT,
                       published TEXT, published_utc INTEGER, collection_utc INTEGER);
CREATE TABLE tweet (id TEXT, article_id TEXT, embedded_tweet TEXT);
CREATE VIEW latest AS SELECT id, content AS story FROM newsdata ORDER BY id DESC LIMIT 2;
"""


@pytest.fixture
def database(tmp_path):
    """Make a database in the layout of NELA-GT, with a table of tweets and a view."""
    path = tmp_path / "nela.db"
    with closing(sqlite3.connect(path)) as made:
        made.executescript(NELA)
        rows = [
            (f"post--{at}", "2020-01-02", "post", "T", f"Words {at}.", "A. Writer", "x", 1577923200, 0)
            for at in range(50)
        ]
        made.executemany(f"INSERT INTO newsdata VALUES ({', '.join('?' * 9)})", rows)
        made.execute("INSERT INTO tweet VALUES ('1', 'post--1', 'words')")
        made.commit()
    return path


def test_the_table_of_articles_is_found(database):
    """By its columns; the ledger names what was passed over."""
    corpus = read_corpus(database)

    assert len(corpus.articles) == 50
    first = corpus.articles[0]
    assert (first.article_id, first.outlet, first.published) == ("post--0", "post", "2020-01-02T00:00:00Z")
    assert corpus.ledger[0].detail == "read: newsdata; passed over: latest, tweet"
    assert corpus.ledger[0].status == "complete"


def test_a_table_or_a_query_can_be_named(database):
    """A view counts as a table."""
    view = ReadParams(table="latest", field_map={"text": "story"})
    query = ReadParams(query="SELECT id, content AS text FROM newsdata WHERE id < 'post--2'")

    assert {article.article_id for article in read_corpus(database, params=view).articles} == {
        "post--8",
        "post--9",
    }
    assert len(read_corpus(database, params=query).articles) == 12
    with pytest.raises(NoArticleError, match="there is no table 'none'; there are: latest, newsdata, tweet"):
        read_corpus(database, params=ReadParams(table="none"))
    with pytest.raises(ParameterError, match="exclude each other"):
        ReadParams(table="a", query="SELECT 1")


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM newsdata",
        "INSERT INTO tweet VALUES (1, 2, 3) RETURNING embedded_tweet AS text",
        "ATTACH '{folder}/other.db' AS other",
        "VACUUM INTO '{folder}/other.db'",
        "PRAGMA journal_mode = WAL",
        "PRAGMA table_info(newsdata)",
        "CREATE TABLE x (text)",
        "SELECT load_extension('{folder}/other.so') AS text",
        "SELECT writefile('{folder}/other.db', 'x') AS text",
        "SELECT readfile('/etc/hostname') AS text",
        "SELECT 1; DELETE FROM newsdata",
        "BEGIN",
        "nonsense",
    ],
)
def test_a_query_reads_and_does_nothing_else(database, query):
    """The database keeps its bytes, and no other file appears."""
    before = database.read_bytes()
    query = query.replace("{folder}", str(database.parent))

    with pytest.raises(NoArticleError):
        read_corpus(database, params=ReadParams(query=query))

    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == ["nela.db"]


def test_what_runs_for_ever_is_stopped(database):
    """After the seconds that one record may take."""
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) AS text FROM n"

    with pytest.raises(NoArticleError, match="interrupted"):
        read_corpus(database, params=ReadParams(query=endless, max_seconds=1))


def test_changes_that_are_not_in_the_file_are_not_lost_silently(database):
    """A database whose journal still holds changes is refused, not read without them."""
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("INSERT INTO newsdata (id, content) VALUES ('late', 'Words.')")
        writer.commit()
        batches = read_batches(database)
        for _ in batches:
            pass

    assert batches.ledger[0].status == "unreadable: open_transaction"


def test_bad_texts_cost_their_rows(database):
    """Bytes that are not UTF-8, and texts beyond the limit."""
    with closing(sqlite3.connect(database)) as made:
        made.execute("INSERT INTO newsdata (id, content) VALUES ('x', CAST(X'41FF' AS TEXT))")
        made.execute("INSERT INTO newsdata (id, content) VALUES ('y', 'after it')")
        made.execute("INSERT INTO newsdata (id, content) VALUES ('z', ?)", ("x" * 5000,))
        made.execute("INSERT INTO newsdata (id, content) VALUES ('zz', '')")
        made.commit()

    corpus = read_corpus(database, params=ReadParams(max_record_bytes=4096))

    assert [(row.record, row.reason) for row in corpus.quarantine] == [
        (51, "bad_encoding"),
        (53, "too_large"),
    ]
    assert len(corpus.articles) == 51
    assert corpus.ledger[0].filtered == {"empty_text": 1}


def test_it_is_read_from_standard_input_and_compressed(database):
    """By its first bytes."""
    for stored in (database.read_bytes(), lzma.compress(database.read_bytes())):
        corpus = read_corpus("-", stdin=io.BytesIO(stored))
        assert (corpus.ledger[0].format, len(corpus.articles)) == ("sqlite", 50)


def test_no_table_with_a_text_is_said(tmp_path):
    """With the tables and columns that there are."""
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as made:
        made.execute('CREATE TABLE "odd ""name" (a, b)')
        made.commit()

    with pytest.raises(NoArticleError, match=r'there are: odd "name \(a, b\)'):
        read_corpus(path)
