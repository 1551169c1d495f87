"""Fresh processes: each measurement in its own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["run_child"]

ROOT = Path(__file__).parents[2]  # where ``-m benchmarks...`` is found


def run_child(
    arguments: Sequence[str | Path], *, kernels: Path | None = None, python: str = sys.executable
) -> dict[str, Any]:
    """Run a Python program and return the JSON object that it prints.

    Parameters
    ----------
    arguments : sequence of str or Path
        What follows on ``python``.
    kernels : Path, optional
        Folder of compiled kernels: if it is empty, everything is compiled. By
        default that of the installation.
    python : str
        The interpreter.

    Raises
    ------
    RuntimeError
        The program failed; its last words are in the message.
    """
    environment = {**os.environ, **({"NUMBA_CACHE_DIR": str(kernels)} if kernels else {})}
    command = [python, *map(str, arguments)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures
