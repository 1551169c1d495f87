"""Where and as whom -> the password, from the file in which PostgreSQL's own programs look it up."""

import logging
import os
import re
import stat
from pathlib import Path

__all__ = ["password_from_file"]

_log = logging.getLogger(__name__)
_FIELD = re.compile(r"((?:[^:\\]|\\.)*)(?::|$)")
_SOCKET_FOLDERS = ("/tmp", "/run/postgresql", "/var/run/postgresql")


def password_from_file(host: str, port: int, database: str, user: str) -> str | None:
    """Return the password of the first line that fits.

    Parameters
    ----------
    host : str
        A name or address, or the folder of a unix socket; ``localhost`` in
        the file also stands for the usual folders.
    port : int
    database, user : str

    Returns
    -------
    str or None
        None where no line fits, or there is no such file, or others than its
        owner may read it, which is told to the log.

    Notes
    -----
    The file is ``PGPASSFILE``, else ``~/.pgpass``: a line
    ``host:port:database:user:password`` each, ``*`` for any, a backslash
    before a colon or backslash that is meant (PostgreSQL's documentation,
    "The Password File").
    """
    path = Path(os.environ.get("PGPASSFILE") or Path.home() / ".pgpass")
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            return None
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            _log.warning("%s is not used: others than its owner may read it (chmod 0600)", path)
            return None
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    hosts = {host, "localhost"} if host in _SOCKET_FOLDERS else {host}
    asked = (hosts, {str(port)}, {database}, {user})
    for line in text.splitlines():
        fields = [] if line.startswith("#") else _fields(line)
        if len(fields) >= 5 and all(_fits(field, able) for field, able in zip(fields, asked, strict=False)):
            return _plain(fields[4])
    return None


def _fields(line: str) -> list[str]:
    return [found.group(1) for found in _FIELD.finditer(line)]


def _fits(field: str, able: set[str]) -> bool:
    return field == "*" or _plain(field) in able


def _plain(field: str) -> str:
    return re.sub(r"\\(.)", r"\1", field)
