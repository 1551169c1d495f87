"""A PostgreSQL server of our own for a session of tests: in a new folder, behind a unix socket alone."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path

ABSENT = "Debian's package postgresql is not installed: the shared index was NOT tested"
PASSWORD = "not-to-be-shown"


def programs():
    """Return the folder of the server's newest programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


class Server:
    """A running server, in which every index gets a schema of its own."""

    def __init__(self, folder):
        self.folder = folder
        self._names = count()

    def url(self, schema=None, *, user="tester", more=""):
        """Return the address of an index: a new one unless a schema is named."""
        schema = schema or f"index_{next(self._names)}"
        return f"postgresql://{user}@/postgres?host={self.folder}&schema={schema}{more}"

    def sql(self, statement, schema=None):
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


@contextmanager
def running():
    """Start a server, which refuses to run as root, and stop it in the end."""
    bin_folder = programs()
    user = {"user": "nobody"} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path has at most 107 characters
    if user:
        shutil.chown(folder, "nobody")

    def run(program, *arguments):
        command = [str(bin_folder / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(
            command,
            check=True,
            timeout=120,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **user,
        )

    try:
        run("initdb", "-U", "tester", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        access = folder / "data" / "pg_hba.conf"
        access.write_text(f"local all guarded scram-sha-256\n{access.read_text()}")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c shared_buffers=32MB"
        run("pg_ctl", "start", "-w", "-o", options, "-l", str(folder / "log"))
        server = Server(folder)
        server.sql(f"CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
        try:
            yield server
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
