"""A PostgreSQL server of our own for tests and sweeps: in a new folder, behind a unix socket alone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

__all__ = ["ABSENT", "PASSWORD", "Server", "programs", "running"]

ABSENT = "Debian's package postgresql is not installed: the shared index was NOT tested"
PASSWORD = "not-to-be-shown"


def programs() -> Path | None:
    """Return the folder of the server's newest programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


class Server:
    """A server in a folder, in which every index gets a schema of its own.

    Parameters
    ----------
    bin_folder : Path
        Of the server's programs.
    folder : Path
        Short: the path of a socket has at most 107 characters.
    """

    def __init__(self, bin_folder: Path, folder: Path) -> None:
        self.folder = folder
        self._bin = bin_folder
        self._user: dict[str, Any] = {"user": "nobody"} if os.geteuid() == 0 else {}  # it refuses to be root
        if self._user:
            shutil.chown(folder, "nobody")
        self._names = count()

    def create(self) -> None:
        """Make the cluster, and let the user ``guarded`` in with a password alone."""
        self._run(
            "initdb", "-U", "tester", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        access = self.folder / "data" / "pg_hba.conf"
        access.write_text(f"local all guarded scram-sha-256\n{access.read_text()}")

    def start(self) -> None:
        """Start it."""
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c shared_buffers=32MB"
        self._run("pg_ctl", "start", "-w", "-o", options, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """Stop it as a crash would: what is under way is rolled back at the next start."""
        self._run("pg_ctl", "stop", "-m", "immediate")

    def url(self, schema: str | None = None, *, user: str = "tester", more: str = "") -> str:
        """Return the address of an index: a new one unless a schema is named."""
        schema = schema or f"index_{next(self._names)}"
        return f"postgresql://{user}@/postgres?host={self.folder}&schema={schema}{more}"

    def sql(self, statement: str, schema: str | None = None) -> str:
        """Run SQL as somebody else would, and return what psql prints."""
        command = ["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", "tester"]
        path = "" if schema is None else f"SET search_path TO {schema};"
        done = subprocess.run(
            [*command, "-q", "-d", "postgres", "-c", f"{path}{statement}"],
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=60,
        )
        return done.stdout

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._bin / program), "-D", str(self.folder / "data"), *arguments],
            check=True,
            timeout=120,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._user,
        )


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and stop and remove it in the end."""
    bin_folder = programs()
    if bin_folder is None:
        raise RuntimeError(ABSENT)
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        server = Server(bin_folder, folder)
        server.create()
        server.start()
        server.sql(f"CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
