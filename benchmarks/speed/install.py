"""Install size: a fresh environment, the package and what it needs, in MB."""

import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.tables import cell, markdown

__all__ = ["installed_sizes", "python_of", "show_sizes"]

LARGEST = 8  # folders listed


def installed_sizes(folder: Path, source: Path) -> dict[str, float]:
    """Install the package into a fresh environment.

    Parameters
    ----------
    folder : Path
        Where the environment is made; must not exist.
    source : Path
        The package's project folder.

    Returns
    -------
    dict of str to float
        MB of each entry of site-packages, largest first; pip and its like are left out.
    """
    venv.create(folder, with_pip=True)
    python = python_of(folder)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(_run([python, "-c", where]).strip())
    before = {entry.name for entry in site.iterdir()}
    _run([python, "-m", "pip", "install", "--quiet", "--no-compile", source])
    sizes = {entry.name: _size(entry) / 1e6 for entry in site.iterdir() if entry.name not in before}
    return dict(sorted(sizes.items(), key=lambda item: (-item[1], item[0])))


def python_of(folder: Path) -> Path:
    """Return the interpreter of an environment."""
    return folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def _run(command: Sequence[str | Path]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _size(entry: Path) -> int:
    files = [entry] if entry.is_file() else [file for file in entry.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)


def show_sizes(sizes: dict[str, float]) -> str:
    """Write the total and the largest entries."""
    rows = [["all", cell(sum(sizes.values()))]]
    rows += [[name, cell(size)] for name, size in list(sizes.items())[:LARGEST]]
    return markdown(["site-packages, without compiled bytecode", "MB"], rows)
