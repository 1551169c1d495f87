"""The index on a PostgreSQL server: workers that take turns, what is refused, what is never shown."""

import subprocess
import sys
import time

import orjson
import pytest
from news import article, small_params
from states import state

from benchmarks.index.postgres_server import PASSWORD
from syndetect.cli import main
from syndetect.errors import LockedError, MismatchError, NoIndexError, ParameterError, StoreError
from syndetect.index import Deduplicator
from syndetect.index.check import check
from syndetect.index.maintenance import refit
from syndetect.index.postgres_address import parse_address
from syndetect.index.postgres_passwords import password_from_file
from syndetect.index.schema import digest

CORPUS = [article(f"id{k:02}", [k % 7, (k * 3) % 11, k % 5], k % 9) for k in range(40)]
WORKER = """
import sys
from syndetect.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def url(server):
    """Return an index of forty articles."""
    made = server.url()
    with Deduplicator.open(made, small_params()) as index:
        index.add(CORPUS)
    return made


def schema_of(url):
    return parse_address(url).schema


def test_three_workers_make_what_one_would(server, tmp_path):
    """Each takes its turn per batch; who begins first makes the tables; nobody is turned away."""
    records = [
        {"id": one.article_id, "text": one.text * 3, "published": f"1970-01-{2 + k % 9:02}"}
        for k, one in enumerate([*CORPUS, *(article(f"more{k}", [k % 13, k % 4, 50 + k]) for k in range(50))])
    ]
    lines = [orjson.dumps(one) + b"\n" for one in records]
    target, serial = server.url(), server.url()
    running = []
    for k in range(3):
        part = tmp_path / f"part{k}.jsonl"
        part.write_bytes(b"".join(lines[k::3]))
        command = [
            "dedup",
            str(part),
            "--index",
            target,
            "-o",
            str(tmp_path / f"out{k}"),
            "--batch",
            "5",
            "-q",
        ]
        running.append(subprocess.Popen([sys.executable, "-c", WORKER, *command], stderr=subprocess.PIPE))
    (tmp_path / "all.jsonl").write_bytes(b"".join(lines))
    assert (
        main(["dedup", str(tmp_path / "all.jsonl"), "--index", serial, "-o", str(tmp_path / "s"), "-q"]) == 0
    )
    for one in running:
        _, said = one.communicate(timeout=120)
        assert (one.returncode, said) == (0, b"")
    with Deduplicator.open(target, writing=False) as made, Deduplicator.open(serial, writing=False) as wanted:
        assert state(made) == state(wanted)
        assert made.store.pending() == []
        assert made.store.n_articles() == len(records)
    assert check(target) == []


def test_workers_see_each_other(url):
    """What one has committed decides about what the other takes in next, though both are open."""
    with Deduplicator.open(url) as one, Deduplicator.open(url) as other:
        one.add([article("first", [70, 71, 72], 1)])
        assert other.add([article("second", [70, 71, 72], 2)]).decisions[0].canonical_id == "first"
        assert one.add([article("third", [70, 71, 72], 3)]).decisions[0].canonical_id == "first"


def test_events_of_another_worker_are_not_confirmed(url):
    """The output of that one may still be lost; a worker confirms what it has passed on itself."""
    with Deduplicator.open(url) as one, Deduplicator.open(url) as other:
        one.add([article("b", [70, 71, 72], 2)])
        theirs = one.add([article("a", [70, 71, 72], 1)]).events
        ours = other.add([article("0", [70, 71, 72], 0)]).events
        other.end_run(delivered=ours[-1].number)
        assert other.store.pending() == theirs != []


def test_who_waits_too_long_is_told(server, url):
    """A writer that holds the lock makes others fail after lock_timeout, with nothing lost; readers go on."""
    with Deduplicator.open(url) as holder, Deduplicator.open(f"{url}&lock_timeout=0.2") as other:
        with holder.store.transaction():
            started = time.monotonic()
            with pytest.raises(LockedError, match="lock_timeout"):
                other.add([article("late", [70, 71], 1)])
            assert time.monotonic() - started < 20
            assert other.store.n_articles() == len(CORPUS)
        assert other.add([article("late", [70, 71], 1)]).n_known == 0


def test_settings_that_change_meanwhile_stop_a_worker(url):
    """It would go on deciding by the old ones."""
    with Deduplicator.open(url) as one, Deduplicator.open(url) as other:
        refit(one, small_params(n_listed=3))
        one.add([article("x", [70, 71], 1)])
        with pytest.raises(MismatchError, match="changed meanwhile"):
            other.add([article("y", [70, 71], 1)])
        assert other.store.n_articles() == len(CORPUS) + 1


def break_off(store, server):
    """Let the server end the connection in the middle of a transaction."""
    with store.transaction():
        store.set_meta({"note": "never"})
        server.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'syndetect' AND state = 'idle in transaction'"
        )
        store.n_articles()


def test_a_lost_connection_loses_the_batch_alone(server, url):
    """The server rolls back, the lock is free, the error names what happened; nothing can be done with it."""
    with Deduplicator.open(url) as index:
        with pytest.raises(StoreError):
            break_off(index.store, server)
        with pytest.raises(StoreError, match="connection is closed"):
            index.add([article("x", [70], 1)])
    with Deduplicator.open(url) as index:
        assert "note" not in index.store.meta()
        index.add([article("x", [70], 1)])


def test_a_killed_worker_leaves_no_lock(url):
    """The next one has its turn at once after kill -9, and sees nothing of the batch."""
    code = (
        "import sys, time; from syndetect.index import Deduplicator\n"
        "index = Deduplicator.open(sys.argv[1])\n"
        "with index.store.transaction():\n"
        "    index.store.set_meta({'note': 'never'}); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, url], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
        holder.wait()
    with Deduplicator.open(f"{url}&lock_timeout=20") as index:
        index.add([article("x", [70], 1)])
        assert "note" not in index.store.meta()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM keys WHERE key = (SELECT max(key) FROM keys)",
        "DELETE FROM words WHERE number = 3",
        "UPDATE articles SET canonical = 999 WHERE number = 3",
        "UPDATE articles SET outlet = 'forged' WHERE number = 3",
        "UPDATE keys SET standing = 1 - standing WHERE key = (SELECT min(key) FROM keys)",
        "UPDATE meta SET value = '{}' WHERE name = 'parameters'",
    ],
)
def test_forged_rows_are_found(server, url, statement):
    """Whatever is changed behind its back, the check sees it."""
    assert check(url) == []
    server.sql(statement, schema_of(url))
    assert check(url)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (a int)",
        "DROP INDEX articles_by_rank",
        "ALTER TABLE words ALTER COLUMN number TYPE int",
        "CREATE RULE r AS ON INSERT TO articles DO INSTEAD NOTHING",
        "DROP TABLE events",
    ],
)
def test_other_tables_are_refused(server, url, statement):
    """What is no index of this format is refused before anything is read or written."""
    server.sql(statement, schema_of(url))
    for writing in (False, True):
        with pytest.raises(MismatchError, match="not those of an index"):
            Deduplicator.open(url, writing=writing)


def test_another_format_is_named(server, url):
    """An index of another version says which, whatever else of its tables is another."""
    server.sql(
        "UPDATE meta SET value = '1' WHERE name = 'format'; DROP INDEX articles_by_rank", schema_of(url)
    )
    for writing in (False, True):
        with pytest.raises(MismatchError, match="format 1; this version reads format 2: make a new one"):
            Deduplicator.open(url, writing=writing)


def test_keys_of_another_version_are_made_anew(server, url):
    """Keys that another version made are refused with the way out, which decides nothing otherwise."""
    with Deduplicator.open(url) as index:
        before = state(index)
    rules = orjson.loads(server.sql("SELECT value FROM meta WHERE name = 'rules'", schema_of(url)))
    old = orjson.dumps(rules | {"key_version": 1}).decode()
    server.sql(
        f"UPDATE meta SET value = '{old}', row_digest = {digest('rules', old)} WHERE name = 'rules';"
        " UPDATE keys SET key = key % 1000003 + number * 1000003",
        schema_of(url),
    )
    with pytest.raises(MismatchError, match=r"key_version: 1 in the index, 2 asked for.*index refit"):
        Deduplicator.open(url)
    with pytest.raises(MismatchError, match=r"keys of version 1, this version makes 2.*index refit"):
        check(url)
    assert main(["index", "refit", url]) == 0
    assert check(url) == []
    with Deduplicator.open(url) as index:
        assert state(index) == before


def test_what_is_not_there(server, tmp_path):
    """A database that is missing is no index; a server that is missing is an error of its own."""
    with pytest.raises(NoIndexError):
        Deduplicator.open(server.url().replace("/postgres?", "/none?"))
    with pytest.raises(StoreError):
        Deduplicator.open(f"postgresql:///x?host={tmp_path}")


def test_a_server_that_hung_up_first_is_still_heard(server, monkeypatch):
    """What the server said is told, also when the goodbye no longer reaches it."""
    import pg8000.core

    def close(self):
        raise pg8000.core.InterfaceError("network error")

    monkeypatch.setattr(pg8000.core.CoreConnection, "close", close)
    with pytest.raises(NoIndexError):
        Deduplicator.open(server.url().replace("/postgres?", "/none?"))


def test_tables_are_read_with_plain_sql(server, url):
    """The query of the documentation."""
    said = server.sql(
        "SELECT a.article_id, a.decision, c.article_id FROM articles a"
        " JOIN articles c ON c.number = a.canonical WHERE a.article_id = 'id35'",
        schema_of(url),
    )
    with Deduplicator.open(url, writing=False) as index:
        found = index.decisions(["id35"])["id35"]
    assert said == f"id35|{found.decision}|{found.canonical_id}\n"


@pytest.mark.parametrize("password", [PASSWORD, "wrong-one"])
def test_the_password_is_never_shown(server, tmp_path, capfd, password):
    """Not in logs, figures, metrics or errors, whether it is right or wrong."""
    url = server.url().replace("tester@", f"guarded:{password}@")
    (tmp_path / "in.jsonl").write_bytes(orjson.dumps({"id": "a", "text": "Too short."}) + b"\n")
    dedup = ["dedup", str(tmp_path / "in.jsonl"), "--index", url, "--log-format", "json"]
    codes = [
        main([*dedup, "--metrics", str(tmp_path / "m.prom")]),
        main([*dedup, "--window", "7d"]),
        main(["index", "info", url]),
        main(["index", "check", url]),
        main(["index", "backup", url, str(tmp_path / "copy")]),
        main(["index", "repair", url]),
        main(["index", "compact", url]),
        main(["index", "info", f"{url}&unknown={password}"]),
        main(["index", "info", url.replace("/postgres", ":port/postgres")]),
    ]
    assert codes == ([0, 12, 0, 0, 2, 2, 2, 2, 2] if password == PASSWORD else [2] * 9)
    out, err = capfd.readouterr()
    shown = out + err + (tmp_path / "m.prom").read_text()
    assert password not in shown
    assert "Traceback" not in shown
    assert f"pg_dump --format=custom --schema={schema_of(url)}" in err
    assert password not in repr(parse_address(url))


def test_maintenance_from_the_command_line(url, tmp_path, capfd):
    """Exit codes and figures are those of an index in a file."""
    (tmp_path / "ids").write_text("id00\n")
    assert main(["index", "delete", url, "--ids-file", str(tmp_path / "ids")]) == 0
    assert main(["index", "expire", url, "--older-than", "1d", "--now", "1970-01-03"]) == 0
    assert main(["index", "refit", url, "--keep", "longest"]) == 0
    assert main(["index", "export", url]) == 0
    assert main(["index", "check", url]) == 0
    capfd.readouterr()
    assert main(["index", "info", url]) == 0
    assert orjson.loads(capfd.readouterr().out)["parameters"]["keep"] == "longest"
    assert main(["index", "info", f"{url}none"]) == 10


class TestAddresses:
    """``postgresql://user@host:port/database?schema=…``."""

    def test_parts(self, monkeypatch):
        monkeypatch.setenv("PGPASSWORD", "from the environment")
        found = parse_address("postgresql://me%40x@db.example:6432/news?schema=wire&sslmode=verify-full")
        assert (found.host, found.port, found.user, found.database) == ("db.example", 6432, "me@x", "news")
        assert (found.schema, found.sslmode, found.password) == (
            "wire",
            "verify-full",
            "from the environment",
        )

    @pytest.mark.parametrize(
        "end", ["?schema=a;b", "?schema=pg_x", "?sslmode=allow", "?lock_timeout=0", "?x=1", "?schema"]
    )
    def test_what_is_refused(self, end):
        with pytest.raises(ParameterError) as refused:
            parse_address(f"postgresql://me:secret@host/db{end}")
        assert "secret" not in str(refused.value)


LINES = r"""# a comment:5432:*:*:never
other:5432:*:*:never
10.0.0.1:5432:news:reader:of\:one\\index
localhost:*:*:reader:by the socket
*:5433:*:*:any
"""


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (("10.0.0.1", 5432, "news", "reader"), "of:one\\index"),
        (("10.0.0.1", 5432, "news", "writer"), None),
        (("/run/postgresql", 5432, "news", "reader"), "by the socket"),
        (("/elsewhere", 5432, "news", "reader"), None),
        (("10.0.0.9", 5433, "x", "y"), "any"),
    ],
)
def test_passwords_stand_in_a_file(tmp_path, monkeypatch, caplog, where, found):
    """The first line that fits, as for the programs of PostgreSQL; what others may read is not used."""
    file = tmp_path / "passwords"
    file.write_text(LINES)
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert password_from_file(*where) == found
    file.chmod(0o640)
    assert password_from_file(*where) is None
    assert "others than its owner may read it" in caplog.text
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    assert password_from_file(*where) is None


def test_a_password_from_the_file_opens_an_index(server, tmp_path, monkeypatch):
    """No command line and no environment shows it; what these name comes first."""
    monkeypatch.delenv("PGPASSFILE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    url = server.url(user="guarded")
    with pytest.raises(StoreError, match="asks for a password"):
        Deduplicator.open(url)
    (tmp_path / ".pgpass").write_text(f"{server.folder}:*:postgres:guarded:{PASSWORD}\n")
    (tmp_path / ".pgpass").chmod(0o600)
    Deduplicator.open(url).close()
    monkeypatch.setenv("PGPASSWORD", "another")
    assert parse_address(url).password == "another"
