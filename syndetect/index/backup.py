"""An index in use -> a copy of one of its states, checked before it counts."""

import sqlite3
from contextlib import closing
from pathlib import Path

from syndetect.errors import DamagedError, OutputError
from syndetect.index.check import check
from syndetect.index.connection import connect, publish

__all__ = ["backup"]


def backup(path: Path, copy: Path) -> int:
    """Copy an index, also while another process writes to it.

    Parameters
    ----------
    path : Path
    copy : Path
        An older copy there is replaced when the new one is whole and sound.

    Returns
    -------
    int
        Bytes of the copy.

    Raises
    ------
    DamagedError
        The index, and so the copy, is damaged; an older copy stays.
    OutputError
        The copy cannot be written.
    """
    if copy.exists() and copy.samefile(path):
        raise OutputError(f"{copy} is the index itself")
    made = copy.with_name(f".{copy.name}.part")
    try:
        made.unlink(missing_ok=True)
        with closing(connect(path, writing=False)) as source, closing(sqlite3.connect(made)) as target:
            source.backup(target)
        made.chmod(0o600)
        problems = check(made)
        if problems:
            raise DamagedError(f"{path}: {problems[0]}; no copy was made")
        size = made.stat().st_size
        publish(made, copy)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, DamagedError):
            raise
        raise OutputError(f"{copy}: {error}") from error
    finally:
        made.unlink(missing_ok=True)
    return size
