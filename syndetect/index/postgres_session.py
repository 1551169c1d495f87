"""One connection to a PostgreSQL server, on which nothing waits for ever and no password is shown."""

import socket
import ssl
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from itertools import islice
from typing import Any

from syndetect.errors import (
    DamagedError,
    LockedError,
    MismatchError,
    NoIndexError,
    ParameterError,
    StoreError,
)
from syndetect.index.postgres_address import Address
from syndetect.index.postgres_schema import COLUMNS

__all__ = ["Session"]

CONNECT_SECONDS = 15
STATEMENT_SECONDS = 600
IDLE_SECONDS = 600  # between two statements of a transaction: then the server takes the lock back
_FETCH = 2000
_ROWS_A_MESSAGE = 500

_KINDS: tuple[tuple[str, type[StoreError]], ...] = (
    ("3D000", NoIndexError),  # there is no such database
    ("55P03", LockedError),  # lock_timeout
    ("42P01", MismatchError),  # no such table
    ("42703", MismatchError),  # no such column
    ("XX001", DamagedError),
    ("XX002", DamagedError),
    ("23", DamagedError),  # what a constraint forbids
)


class Session:
    """A connection in autocommit mode.

    Parameters
    ----------
    address : Address
    writing : bool
        Otherwise the server refuses every change.

    Raises
    ------
    ParameterError
        The driver is not installed.
    StoreError
        The server cannot be reached, or refuses.
    """

    def __init__(self, address: Address, *, writing: bool) -> None:
        if find_spec("pg8000") is None:
            raise ParameterError(
                "an index on a PostgreSQL server needs pg8000: pip install 'syndetect[postgres]'"
            )
        self.name = address.name
        self._is_busy = False  # in the middle of the protocol: what comes next cannot be told
        self._connection: Any = None
        self._socket: Any = None
        with self._told():
            self._socket = _dial(address)
            try:
                self._connection = self._connect(address)
                self._prepare(address, writing=writing)
            except BaseException:
                self.drop()
                raise

    def _connect(self, address: Address) -> Any:
        import pg8000.native

        handled = sys.exception()
        try:
            return pg8000.native.Connection(
                address.user,
                password=address.password,
                database=address.database,
                sock=self._socket,
                ssl_context=False,
                application_name="syndetect",
                startup_params={"client_encoding": "UTF8"},
            )
        except (AttributeError, pg8000.native.InterfaceError) as error:
            first = _first(error, handled)
            if isinstance(first, pg8000.native.DatabaseError):
                raise first from None
            # pg8000 sends the password that the server asks for, also when there is none.
            if not isinstance(first, AttributeError) or address.password is not None:
                raise
            raise StoreError(
                f"{self.name}: the server asks for a password; it is read from PGPASSWORD or ~/.pgpass"
            ) from None

    def _prepare(self, address: Address, *, writing: bool) -> None:
        settings = {
            "search_path": f'"{address.schema}", pg_temp',
            "statement_timeout": f"{STATEMENT_SECONDS}s",
            "lock_timeout": f"{round(address.lock_timeout * 1000)}ms",
            "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
            "synchronous_commit": "on",  # a role may have it off: a power cut would lose batches
            "default_transaction_read_only": "off" if writing else "on",
            "client_min_messages": "warning",
            # Each query looks a few keys up. A plan made while a table was empty would read all of it.
            "enable_seqscan": "off",
            "enable_hashjoin": "off",
            "enable_mergejoin": "off",
            "jit": "off",
        }
        for name, value in settings.items():
            self.run("SELECT set_config(:name, :value, false)", name=name, value=value)
        if self.run("SHOW server_encoding")[0][0] != "UTF8":
            raise MismatchError(f"{self.name}: the encoding of the database must be UTF8")

    def run(self, statement: str, **values: Any) -> list[list[Any]]:
        """Run one statement and return its rows."""
        with self._told(), self._in_protocol():
            if self._connection is None:
                raise StoreError(f"{self.name}: the connection is closed")
            return self._connection.run(statement, **values) or []

    def copy(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert rows in binary form."""
        encode = _encoder(tuple(kind for _, kind in COLUMNS[table]))
        encoded = map(encode, rows)
        self.copy_encoded(table, iter(lambda: b"".join(islice(encoded, _ROWS_A_MESSAGE)), b""))

    def copy_encoded(self, table: str, encoded: Iterable[bytes]) -> None:
        """Insert rows that are in binary form, many in each message."""
        with self._told():
            if self._connection is None:
                raise StoreError(f"{self.name}: the connection is closed")
            self._is_busy = True  # an error inside a copy leaves the protocol where nobody knows
            self._connection.run(f"COPY {table} FROM STDIN (FORMAT binary)", stream=_framed(encoded))
            self._is_busy = False

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query within a transaction, some at a time."""
        self.run(f"DECLARE looked_at NO SCROLL CURSOR FOR {query}")
        try:
            while rows := self.run(f"FETCH {_FETCH} FROM looked_at"):
                yield from map(tuple, rows)
        finally:
            if not self._is_busy and self._connection is not None:
                self.run("CLOSE looked_at")

    def roll_back(self) -> None:
        """End a transaction; where the connection is in no known state, end it: the server rolls back."""
        if self._is_busy or self._connection is None:
            self.drop()
            return
        try:
            self.run("ROLLBACK")
        except StoreError:
            self.drop()

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None and not self._is_busy:
            import pg8000.exceptions

            with suppress(pg8000.exceptions.Error, OSError):
                self._connection.close()
        self.drop()

    def drop(self) -> None:
        """Close the connection without a word to the server."""
        if self._socket is not None:
            self._socket.close()
        stream = getattr(self._connection, "_sock", None)
        if stream is not None:
            with suppress(OSError):  # what was not sent yet is lost, as it should be
                stream.close()
        self._connection = self._socket = None

    @contextmanager
    def _in_protocol(self) -> Iterator[None]:
        """Note whether a statement ended where the next one can begin."""
        import pg8000.exceptions

        self._is_busy = True
        try:
            yield
        except pg8000.exceptions.DatabaseError:  # the server's answer: the protocol goes on
            self._is_busy = False
            raise
        self._is_busy = False

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the errors of the driver into ours, of which none shows the password."""
        import pg8000.exceptions

        try:
            yield
        except StoreError:  # some are OSErrors too
            raise
        except pg8000.exceptions.DatabaseError as error:
            raise self._error_of(error) from None
        except (pg8000.exceptions.Error, OSError, struct.error) as error:
            self._is_busy = True
            raise StoreError(f"{self.name}: {error}") from None

    def _error_of(self, error: Exception) -> StoreError:
        about = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
        code, said = str(about.get("C", "")), str(about.get("M", "the server refused"))
        kind = next((kind for start, kind in _KINDS if code.startswith(start)), StoreError)
        if kind is LockedError:
            said = "other workers kept writing to this index for longer than lock_timeout"
        return kind(f"{self.name}: {said}")


def _first(error: BaseException, handled: BaseException | None) -> BaseException:
    """Return the error that others followed: pg8000 fails again when it hangs up on a server that did so.

    What was being handled before is no part of that.
    """
    while error.__context__ is not None and error.__context__ is not handled:
        error = error.__context__
    return error


def _dial(address: Address) -> Any:
    """Return a connected socket, encrypted as asked, on which no read lasts longer than a statement may."""
    if address.host.startswith("/"):
        dialled = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        dialled.settimeout(CONNECT_SECONDS)
        try:
            dialled.connect(f"{address.host}/.s.PGSQL.{address.port}")
        except BaseException:
            dialled.close()
            raise
    else:
        dialled = socket.create_connection((address.host, address.port), CONNECT_SECONDS)
        try:
            dialled.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            dialled = _encrypted(dialled, address)
        except BaseException:
            dialled.close()
            raise
    dialled.settimeout(max(STATEMENT_SECONDS, address.lock_timeout) + CONNECT_SECONDS)
    return dialled


def _encrypted(dialled: socket.socket, address: Address) -> socket.socket:
    if address.sslmode == "disable":
        return dialled
    dialled.sendall(struct.pack(">ii", 8, 80877103))  # SSLRequest
    if dialled.recv(1) != b"S":
        if address.sslmode == "prefer":
            return dialled
        raise StoreError(f"{address.name}: the server offers no encryption")
    context = ssl.create_default_context(cafile=address.sslrootcert or None)
    if address.sslmode != "verify-full":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(dialled, server_hostname=address.host)


def _encoder(kinds: tuple[str, ...]) -> Any:
    """Return what writes a row of these types in the binary form of COPY."""

    def encode(row: tuple[Any, ...]) -> bytes:
        parts = [struct.pack(">h", len(kinds))]
        for kind, value in zip(kinds, row, strict=True):
            if value is None:
                parts.append(struct.pack(">i", -1))
            elif kind == "bigint":
                parts.append(struct.pack(">iq", 8, value))
            elif kind == "double precision":
                parts.append(struct.pack(">id", 8, value))
            else:
                data = value.encode() if kind == "text" else bytes(value)
                parts += (struct.pack(">i", len(data)), data)
        return b"".join(parts)

    return encode


def _framed(encoded: Iterable[bytes]) -> Iterator[bytes]:
    """Yield messages between the header and the end of binary COPY."""
    yield b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
    yield from encoded
    yield struct.pack(">h", -1)
