"""The index as a file: who may open it, what is refused, what damage is found, what repair saves."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import zlib

import orjson
import pytest
from news import article, small_params
from states import state

from benchmarks.index.flips import flip_bits
from syndetect.errors import DamagedError, LockedError, MismatchError, NoIndexError, OutputError, StoreError
from syndetect.index import Deduplicator
from syndetect.index.backup import backup
from syndetect.index.check import check
from syndetect.index.connection import journal_mode
from syndetect.index.repair import repair
from syndetect.index.schema import digest

CORPUS = [article(f"id{k:02}", [k % 7, (k * 3) % 11, k % 5], k % 9) for k in range(40)]


@pytest.fixture
def path(tmp_path):
    """Return an index of forty articles."""
    with Deduplicator.open(tmp_path / "news.index", small_params()) as index:
        index.add(CORPUS)
    return tmp_path / "news.index"


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
    ],
)
def test_journal_mode_by_version(version, mode):
    """A version whose write-ahead log can lose transactions gets a rollback journal."""
    assert journal_mode(version) == mode


def test_the_file_is_private(path):
    """Only its owner reads an index: it tells of the corpus as much as the corpus does."""
    assert path.stat().st_mode & 0o777 == 0o600


def test_one_writer_many_readers(path):
    """A second writer is turned away at once; readers come in and see the last whole state."""
    with Deduplicator.open(path) as writer:
        with pytest.raises(LockedError):
            Deduplicator.open(path)
        with Deduplicator.open(path, writing=False) as one, Deduplicator.open(path, writing=False) as other:
            before = state(one)
            with writer.store.transaction():
                writer.store.set_meta({"note": "not yet"})
                assert state(other) == before
            assert one.store.meta()["note"] == "not yet"
    with Deduplicator.open(path):
        pass


def test_a_killed_writer_leaves_no_lock(path):
    """The next writer comes in at once after kill -9."""
    code = (
        "import sys, time; from pathlib import Path; from syndetect.index.lock import WriterLock\n"
        f"lock = WriterLock(Path({str(path)!r})); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LockedError):
            Deduplicator.open(path)
        holder.kill()
        holder.wait()
    with Deduplicator.open(path):
        pass


def test_other_parameters_are_refused_and_named(path):
    """The message names the setting with both values; not a byte changes."""
    before = path.read_bytes()
    with pytest.raises(MismatchError, match=r"window_days: 0\.0 in the index, 7\.0 asked for"):
        Deduplicator.open(path, small_params(window_days=7.0))
    assert path.read_bytes() == before


class TestHostileFiles:
    """What is no index of ours is refused before anything in it runs, and stays as it is."""

    def refused(self, path, error):
        before = path.read_bytes()
        for writing in (False, True):
            with pytest.raises(error):
                Deduplicator.open(path, writing=writing)
        assert path.read_bytes() == before

    @pytest.mark.parametrize(
        ("content", "error"),
        [
            (b"", DamagedError),
            (b"\x80\x04\x95", DamagedError),
            (b"text " * 100, MismatchError),
            (b"SQLite format 3\0" + bytes(200), MismatchError),
        ],
    )
    def test_other_content(self, tmp_path, content, error):
        path = tmp_path / "file"
        path.write_bytes(content)
        self.refused(path, error)

    def test_another_database(self, tmp_path):
        path = tmp_path / "file"
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE t (a)")
        other.close()
        self.refused(path, MismatchError)

    def test_a_newer_format(self, path):
        data = bytearray(path.read_bytes())
        data[60:64] = (99).to_bytes(4, "big")
        path.write_bytes(data)
        with pytest.raises(MismatchError, match="format 99"):
            Deduplicator.open(path)

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TRIGGER t AFTER INSERT ON articles BEGIN DELETE FROM articles; END",
            "CREATE VIEW v AS SELECT 1",
            "CREATE TABLE more (a)",
            "DROP INDEX articles_by_rank",
        ],
    )
    def test_a_changed_schema(self, path, statement):
        other = sqlite3.connect(path)
        other.execute(statement)
        other.close()
        self.refused(path, MismatchError)

    def test_half_a_file(self, path):
        os.truncate(path, path.stat().st_size // 2)
        with contextlib.suppress(StoreError):
            assert check(path)

    def test_no_file(self, tmp_path):
        with pytest.raises(NoIndexError):
            Deduplicator.open(tmp_path / "none", writing=False)
        with pytest.raises(NoIndexError):
            Deduplicator.open(tmp_path / "no" / "folder")
        with pytest.raises(MismatchError):
            Deduplicator.open(tmp_path, writing=False)


def test_flipped_bits_are_found_or_harmless(path, tmp_path):
    """A sample of what ``python -m benchmarks.index flips`` does at large."""
    folder = tmp_path / "flips"
    folder.mkdir()
    counts = flip_bits(path, folder, n_flips=120, seed=3, n_repairs=12)
    assert counts["missed"] == counts["repair failed"] == 0
    assert counts["found"] > 0
    assert counts["repaired"] > 0


def test_repair_loses_what_is_damaged_and_names_it(path):
    """One damaged row is lost by name, everything else says what it would without that article."""
    other = sqlite3.connect(path)
    other.execute("UPDATE articles SET outlet = 'forged' WHERE article_id = 'id03'")
    other.commit()
    other.close()
    assert check(path) == ["row: article id03 is not as it was written"]
    done = repair(path)
    assert (done.lost, done.n_lost, done.n_articles) == (["id03"], 1, len(CORPUS) - 1)
    assert check(path) == []
    assert check(done.set_aside)
    with (
        Deduplicator.open(path) as mended,
        Deduplicator.open(path.with_name("anew"), small_params()) as anew,
    ):
        anew.add([one for one in CORPUS if one.article_id != "id03"])
        assert state(mended) == state(anew)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM words WHERE number = 3",
        "UPDATE articles SET canonical = 999 WHERE number = 3",
        "UPDATE key_chunks SET codes = keys",
        "UPDATE key_blocks SET filters = head_keys",
        "DELETE FROM key_chunks WHERE chunk = (SELECT max(chunk) FROM key_chunks)",
        "DELETE FROM key_blocks",
        "UPDATE meta SET value = '{}' WHERE name = 'parameters'",
        "UPDATE sources SET n_ok = 77",
    ],
)
def test_forged_rows_are_found(path, statement):
    """Whatever is changed behind its back, the check sees it."""
    with Deduplicator.open(path) as index:
        from syndetect.index.store import SourceRow

        index.add([], [SourceRow("feed", "", 1, 1, 0, "begun", None)])
    other = sqlite3.connect(path)
    try:
        changed = other.execute(statement).rowcount
    except sqlite3.OperationalError:
        changed = 0
    other.commit()
    other.close()
    assert bool(check(path)) == bool(changed)


def test_an_older_format_is_brought_to_this_one(path):
    """A file with deflated words and a row for every key is refused with the way out, which keeps all."""
    with Deduplicator.open(path) as index:
        before = state(index)
    other = sqlite3.connect(path)
    rows = other.execute("SELECT number, hashes, flags, signature FROM words").fetchall()
    for number, hashes, flags, signature in rows:
        old = (number, zlib.compress(hashes), flags, signature)
        other.execute("REPLACE INTO words VALUES (?, ?, ?, ?, ?)", (*old, digest(*old)))
    other.executescript("DROP TABLE key_chunks; DROP TABLE key_blocks; PRAGMA user_version = 1")
    other.close()
    with pytest.raises(MismatchError, match="format 1; this version reads format 3: syndetect index repair"):
        Deduplicator.open(path)
    done = repair(path)
    assert (done.n_articles, done.n_lost, done.events) == (len(CORPUS), 0, [])
    assert check(path) == []
    with Deduplicator.open(path) as index:
        assert state(index) == before


def test_the_format_before_this_one_is_brought_to_it(path):
    """Its keys are others, under which nothing would be found: all are made anew from the words."""
    with Deduplicator.open(path) as index:
        before = state(index)
    other = sqlite3.connect(path)
    other.executescript("UPDATE key_chunks SET chunk = chunk + 7; PRAGMA user_version = 2")
    rules = orjson.loads(other.execute("SELECT value FROM meta WHERE name = 'rules'").fetchone()[0])
    old = orjson.dumps(rules | {"key_version": 1}).decode()
    other.execute(
        "UPDATE meta SET value = ?, row_digest = ? WHERE name = 'rules'", (old, digest("rules", old))
    )
    other.commit()
    other.close()
    for look in (Deduplicator.open, check):
        with pytest.raises(
            MismatchError, match="format 2; this version reads format 3: syndetect index repair"
        ):
            look(path)
    done = repair(path)
    assert (done.n_articles, done.n_lost, done.events) == (len(CORPUS), 0, [])
    assert check(path) == []
    with Deduplicator.open(path) as index:
        assert state(index) == before


def test_backup_while_writing(path, tmp_path):
    """A copy made between the batches of a writer is sound and a prefix of its history."""
    copy = tmp_path / "copy.index"
    with Deduplicator.open(path) as index:
        sizes = []
        for k in range(5):
            index.add([article(f"more{k}", [k, k + 20, k + 30], 3)])
            backup(path, copy)
            assert check(copy) == []
            with Deduplicator.open(copy, writing=False) as held:
                sizes.append(held.store.n_articles())
    assert sizes == [41, 42, 43, 44, 45]
    with pytest.raises(OutputError, match="the index itself"):
        backup(path, path)


def test_keys_are_merged_without_a_change(path, monkeypatch):
    """In however many segments keys stand, the same is found."""
    monkeypatch.setattr("syndetect.index.sqlite_keys._SMALLEST", 1)
    monkeypatch.setattr("syndetect.index.sqlite_keys._FAN", 2)
    anew = path.with_name("anew")
    with Deduplicator.open(path) as one, Deduplicator.open(anew, small_params()) as other:
        for k in range(0, len(CORPUS), 3):
            other.add(CORPUS[k : k + 3])
        numbers = other.store.connection.execute("SELECT block >> 32 FROM key_blocks").fetchall()
        assert max(numbers)[0] > len(numbers) > 0
        assert state(one) == state(other)
    assert check(anew) == []


def test_a_full_disk_leaves_the_last_good_state(path, monkeypatch):
    """An error inside a transaction is told, and the index is as before."""
    with Deduplicator.open(path) as index:
        before = list(index.store.connection.iterdump())
        index.store.connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StoreError, match="nothing of this batch was written"):
            index.add([article(f"big{k}", range(k, k + 40), 1) for k in range(100)])
        assert list(index.store.connection.iterdump()) == before
    assert check(path) == []


def test_deleted_words_leave_no_trace(path):
    """What was deleted cannot be read in the file any more."""
    from syndetect.index.maintenance import delete

    secret = article("secret-id-7", [91, 92, 93], 2, outlet="Secret Outlet")
    with Deduplicator.open(path) as index:
        index.add([secret])
        number = index.store.versions(["secret-id-7"])[0].number
        words = index.store.connection.execute("SELECT hashes FROM words WHERE number = ?", (number,))
        blob = words.fetchone()[0]
        assert blob in path.read_bytes()
        delete(index, ["secret-id-7"])
    assert blob not in path.read_bytes()
    assert b"secret-id-7" not in path.read_bytes()


def test_a_copied_index_opens(path, tmp_path):
    """An index that nobody writes to may be copied as a file."""
    shutil.copy(path, tmp_path / "copy")
    with Deduplicator.open(tmp_path / "copy") as held:
        assert held.store.n_articles() == len(CORPUS)
