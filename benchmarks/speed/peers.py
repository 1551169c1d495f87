"""The peers: an environment of their own, each installed from the package index as its users install it."""

import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.install import python_of

__all__ = ["HELPERS", "PEERS", "find_peers", "make_peers"]

PEERS = ("datasketch", "rensa", "FastSketchLSH", "gaoya")
HELPERS = ("xxhash", "orjson")  # with which they are as quick as they can be


def make_peers(folder: Path, names: Sequence[str] = PEERS) -> dict[str, str]:
    """Install peers into an environment, unless they are there.

    Parameters
    ----------
    folder : Path
        The environment; made when it does not exist.
    names : sequence of str
        Packages.

    Returns
    -------
    dict of str to str
        What could not be installed, and why: the last line that pip wrote.
    """
    if not (folder / "pyvenv.cfg").is_file():
        venv.create(folder, with_pip=True)
    there = find_peers(folder, names)
    missing = [name for name in names if name not in there]
    failed = {}
    for name in missing:
        command = [
            str(python_of(folder)),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            name,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            failed[name] = (done.stderr.strip() or "pip failed").splitlines()[-1]
    return failed


def find_peers(folder: Path, names: Sequence[str] = PEERS) -> list[str]:
    """Return which packages an environment has."""
    script = "import sys; from importlib.metadata import distributions as d; "
    script += "print(*{x.metadata['Name'].lower() for x in d()})"
    done = subprocess.run([python_of(folder), "-c", script], capture_output=True, text=True, check=True)
    installed = set(done.stdout.split())
    return [name for name in names if name.lower() in installed]
