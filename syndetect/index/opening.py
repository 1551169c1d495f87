"""A path or URL -> the store of an index: a file, or tables on a PostgreSQL server."""

from pathlib import Path

from syndetect.errors import NoIndexError
from syndetect.index.postgres_address import is_served
from syndetect.index.sqlite_store import SqliteStore
from syndetect.index.store import Store

__all__ = ["has_index", "open_store"]


def open_store(target: str | Path, *, writing: bool, create_with: dict[str, str] | None = None) -> Store:
    """Open the store of an index.

    Parameters
    ----------
    target : str or Path
        A path, or ``postgresql://user@host/database?schema=news``.
    writing : bool
    create_with : dict of str to str, optional
        Settings of the index to make where there is none.

    Raises
    ------
    NoIndexError, LockedError, MismatchError, DamagedError, StoreError
    """
    if isinstance(target, str) and is_served(target):
        from syndetect.index.postgres_store import PostgresStore

        return PostgresStore(target, writing=writing, create_with=create_with)
    return SqliteStore(Path(target), writing=writing, create_with=create_with)


def has_index(target: str | Path) -> bool:
    """Tell whether there is an index, or a file in its place."""
    if not is_served(target):
        return Path(target).exists()
    try:
        open_store(target, writing=False).close()
    except NoIndexError:
        return False
    return True
