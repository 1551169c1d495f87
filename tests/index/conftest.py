"""Indexes on a memory disk where there is one: thousands are made."""

import tempfile
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def fast_folder():
    """Return a folder in memory, or an ordinary one."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)
