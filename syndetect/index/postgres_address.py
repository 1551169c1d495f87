"""A URL -> where an index on a PostgreSQL server is, without its password in anything that is shown."""

import getpass
import os
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from syndetect.errors import ParameterError
from syndetect.index.postgres_passwords import password_from_file

__all__ = ["Address", "is_served", "parse_address"]

SCHEMES = ("postgresql", "postgres")
SSL_MODES = ("prefer", "disable", "require", "verify-full")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_OPTIONS = ("host", "schema", "sslmode", "sslrootcert", "lock_timeout")


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where an index is, and how it is reached.

    Attributes
    ----------
    host : str
        A name or address, or the folder of a unix socket.
    port : int
    user, database : str
    password : str or None
        Never shown.
    schema : str
        Of the tables: several indexes fit into one database.
    sslmode : str
        One of ``SSL_MODES``, as libpq has them.
    sslrootcert : str
        File of the authorities for ``verify-full``; by default those of the system.
    lock_timeout : float
        Seconds to wait for one's turn to write.
    """

    host: str
    port: int
    user: str
    database: str
    password: str | None = field(default=None, repr=False)
    schema: str = "syndetect"
    sslmode: str = "prefer"
    sslrootcert: str = ""
    lock_timeout: float = 60.0

    @property
    def name(self) -> str:
        """What messages call the index."""
        shown = f"{quote(self.host, safe='')}:{self.port}"
        return f"postgresql://{quote(self.user)}@{shown}/{quote(self.database)}?schema={self.schema}"


def is_served(target: object) -> bool:
    """Tell whether a target is the URL of a served index, not the path of a file."""
    return isinstance(target, str) and target.startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def parse_address(url: str) -> Address:
    """Return the parts of ``postgresql://user@host:port/database?schema=news``.

    Parameters
    ----------
    url : str
        What is missing is taken from ``PGHOST``, ``PGPORT``, ``PGUSER``,
        ``PGPASSWORD`` and ``PGDATABASE``, the password also from the file
        ``PGPASSFILE`` or ``~/.pgpass``. ``host=/folder`` names a unix socket.

    Returns
    -------
    Address

    Raises
    ------
    ParameterError
        A part is unknown or outside its range; the message shows neither the
        URL nor the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or int(os.environ.get("PGPORT") or 5432)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:  # its text may show the password
        raise ParameterError("the address of the index is no URL: port or options cannot be read") from None
    unknown = sorted(options.keys() - set(_OPTIONS))
    if unknown:
        known = ", ".join(_OPTIONS)
        raise ParameterError(f"the address of the index has unknown options; known are {known}")
    user = unquote(parts.username or "") or os.environ.get("PGUSER") or getpass.getuser()
    host = unquote(parts.hostname or "") or options.get("host") or os.environ.get("PGHOST") or "localhost"
    database = unquote(parts.path.lstrip("/")) or os.environ.get("PGDATABASE") or user
    password = unquote(parts.password) if parts.password else os.environ.get("PGPASSWORD")
    if password is None:
        password = password_from_file(host, port, database, user)
    return Address(
        host=host,
        port=port,
        user=user,
        database=database,
        password=password,
        schema=_checked("schema", options.get("schema", "syndetect")),
        sslmode=_checked("sslmode", options.get("sslmode", "prefer")),
        sslrootcert=options.get("sslrootcert", ""),
        lock_timeout=_seconds(options.get("lock_timeout", "60")),
    )


def _checked(name: str, value: str) -> str:
    if name == "sslmode" and value not in SSL_MODES:
        raise ParameterError(f"sslmode must be one of {', '.join(SSL_MODES)}, got {value!r}")
    if name == "schema" and (_NAME.fullmatch(value) is None or value.startswith("pg_")):
        raise ParameterError(f"schema must be made of a-z, 0-9 and _, and not begin with pg_, got {value!r}")
    return value


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0.001 <= seconds <= 86_400:
        raise ParameterError(f"lock_timeout must be between 0.001 and 86400 seconds, got {value!r}")
    return seconds
