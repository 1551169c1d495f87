"""Indexes on a memory disk where there is one, and on a PostgreSQL server: thousands are made."""

import tempfile
from itertools import count
from pathlib import Path

import pytest

from benchmarks.index import postgres_server
from syndetect.index import Deduplicator


@pytest.fixture(scope="session")
def fast_folder():
    """Return a folder in memory, or an ordinary one."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def server():
    """Return a running PostgreSQL server."""
    if postgres_server.programs() is None:
        pytest.skip(postgres_server.ABSENT)
    with postgres_server.running() as started:
        yield started


@pytest.fixture(scope="session", params=["file", "server"])
def new_target(request):
    """Return what names a new index on each call: in a file, then on a server."""
    if request.param == "server":
        return request.getfixturevalue("server").url
    folder, names = request.getfixturevalue("fast_folder"), count()
    return lambda: str(folder / f"contract{next(names)}.index")


@pytest.fixture
def open_new(new_target):
    """Return what opens a new index under given parameters."""
    return lambda params: Deduplicator.open(new_target(), params)
