"""A path -> a connection to an index that is ours, of this format, in a journal mode that is safe."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from syndetect.errors import DamagedError, MismatchError, NoIndexError, StoreError
from syndetect.index.schema import APPLICATION_ID, FORMAT, OLDER_FORMATS, SCHEMA
from syndetect.whole_files import create_new, put_in_place

__all__ = ["connect", "create", "journal_mode"]

BUSY_MILLISECONDS = 60_000
PAGE_BYTES = 8192
_MAGIC = b"SQLite format 3\0"


def journal_mode(version: tuple[int, ...]) -> str:
    """Return the journal mode for a version of SQLite.

    From 3.7.0 to 3.51.2 the write-ahead log can lose committed transactions
    when two connections write and checkpoint at once; 3.44.6 and 3.50.7 have
    the correction too. There a rollback journal is used.

    Parameters
    ----------
    version : tuple of int
        ``sqlite3.sqlite_version_info``.

    Returns
    -------
    "WAL" or "DELETE"
    """
    mended = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "WAL" if mended else "DELETE"


def create(path: Path, meta_rows: list[tuple[str, str, int]]) -> None:
    """Make an empty index: whole under its name, or not at all."""
    made = path.with_name(path.name + ".new")
    for leftover in (made, made.with_name(made.name + "-journal")):
        leftover.unlink(missing_ok=True)
    os.close(create_new(made, 0o600))
    connection = sqlite3.connect(made, isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        for statement in SCHEMA:
            connection.execute(statement)
        connection.executemany("INSERT INTO meta VALUES (?, ?, ?)", meta_rows)
        connection.execute("COMMIT")
    finally:
        connection.close()
    publish(made, path)


def publish(made: Path, path: Path) -> None:
    """Give a file that is on disk its name, and put the name on disk."""
    descriptor = os.open(made, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    put_in_place(made, path)


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Open an index.

    Parameters
    ----------
    path : Path
    writing : bool
        Otherwise nothing can be written; where a crash left a journal behind,
        it is rolled back first.

    Returns
    -------
    sqlite3.Connection
        In autocommit mode, text as it is.

    Raises
    ------
    NoIndexError, MismatchError, DamagedError
    """
    _look_at_header(path)
    has_journal = path.with_name(path.name + "-journal").exists()
    mode = "rw" if writing or has_journal else "ro"
    try:
        connection = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=BUSY_MILLISECONDS / 1000,
            check_same_thread=False,
        )
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error
    try:
        _prepare(connection, path, writing=writing)
    except sqlite3.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
            raise StoreError(f"{path}: {error}") from error
        raise DamagedError(f"{path}: {error}; see syndetect index check") from error
    except UnicodeDecodeError as error:
        connection.close()
        raise DamagedError(f"{path}: {error}; see syndetect index check") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _look_at_header(path: Path) -> None:
    """Refuse what is no index of this format before SQLite may touch it."""
    if path.is_symlink() and not path.exists():
        raise NoIndexError(f"{path}: a link that leads nowhere")
    if not path.exists():
        raise NoIndexError(f"{path}: there is no index")
    if not path.is_file():
        raise MismatchError(f"{path}: not a regular file")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from error
    if len(header) < 100:
        raise DamagedError(f"{path}: {len(header)} bytes are no index")
    if header[:16] != _MAGIC or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise MismatchError(f"{path}: not an index of syndetect")
    found = int.from_bytes(header[60:64], "big")
    if found != FORMAT:
        help_ = ": syndetect index repair brings it there" if found in OLDER_FORMATS else ""
        raise MismatchError(f"{path}: format {found}; this version reads format {FORMAT}{help_}")


def _prepare(connection: sqlite3.Connection, path: Path, *, writing: bool) -> None:
    for pragma in (
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "mmap_size = 0",
        "temp_store = MEMORY",
        "cache_size = -131072",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    found = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
    if sorted(row[0] for row in found) != sorted(SCHEMA):
        raise MismatchError(f"{path}: its tables are not those of an index")
    if writing:
        mode = "DELETE" if _is_on_network(path) else journal_mode(sqlite3.sqlite_version_info)
        connection.execute(f"PRAGMA journal_mode = {mode}")
        # EXTRA syncs the folder too when a journal is deleted: else a power cut could bring it back.
        connection.execute(f"PRAGMA synchronous = {'FULL' if mode == 'WAL' else 'EXTRA'}")
    else:
        connection.execute("PRAGMA query_only = ON")


def _is_on_network(path: Path) -> bool:
    """Tell whether the file lies on NFS or a Windows share, where a write-ahead log must not be used."""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="replace") as file:
            mounts = [line.split(" - ") for line in file]
    except OSError:
        return False
    real = str(path.resolve())
    best = ("", "")
    for before, after in (mount for mount in mounts if len(mount) == 2):
        point = before.split()[4]
        if (real == point or real.startswith(point.rstrip("/") + "/")) and len(point) >= len(best[0]):
            best = (point, after.split()[0])
    return best[1] in {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs"}
