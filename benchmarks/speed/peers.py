"""The peers, installed from the package index: most into one environment, some into one of their own."""

import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.install import python_of

__all__ = ["HELPERS", "PEERS", "environment_of", "find_peers", "make_peers"]

PEERS = ("datasketch", "rensa", "FastSketchLSH", "gaoya", "text-dedup", "datatrove")
HELPERS = ("xxhash", "orjson")  # with which they are as quick as they can be

# What pip is told, call after call, for those with an environment of their own. text-dedup asks for Spark
# and ONNX too, which its MinHash does not import; datatrove has what its MinHash imports among its extras.
ALONE: dict[str, tuple[tuple[str, ...], ...]] = {
    "text-dedup": (
        (
            "click<9",
            "click-option-group",
            "datasets",
            "ftfy",
            "orjson",
            "regex",
            "rich<14",
            "scipy",
            "xxhash",
        ),
        ("--no-deps", "text-dedup"),
    ),
    "datatrove": (("datatrove", "orjson", "regex", "tokenizers", "xxhash<4"),),
}


def environment_of(folder: Path, name: str) -> Path:
    """Return the environment of a peer: the common one, or one of its own inside."""
    return folder / "alone" / name if name in ALONE else folder


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
    there = find_peers(folder, names)
    failed = {}
    for name in names:
        if name in there:
            continue
        home = environment_of(folder, name)
        if not (home / "pyvenv.cfg").is_file():
            venv.create(home, with_pip=True)
        for wanted in ALONE.get(name, ((name,),)):
            if why := _install(home, wanted):
                failed[name] = why
                break
    return failed


def _install(home: Path, wanted: Sequence[str]) -> str:
    """Install into an environment; return why it failed, or nothing."""
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([python_of(home), *pip, *wanted], capture_output=True, text=True, check=False)
    return (done.stderr.strip() or "pip failed").splitlines()[-1] if done.returncode else ""


def find_peers(folder: Path, names: Sequence[str] = PEERS) -> list[str]:
    """Return which packages are installed, each in its environment."""
    homes = {environment_of(folder, name) for name in names}
    installed = {home: _installed(home) for home in homes}
    return [name for name in names if name.lower() in installed[environment_of(folder, name)]]


def _installed(home: Path) -> set[str]:
    """Return the packages of an environment, in lower case; none when there is no environment."""
    if not (home / "pyvenv.cfg").is_file():
        return set()
    script = "import sys; from importlib.metadata import distributions as d; "
    script += "print(*{x.metadata['Name'].lower() for x in d()})"
    done = subprocess.run([python_of(home), "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())
