"""Drive one fuzz target with atheris: ``python tests/fuzz/run.py TARGET [libFuzzer options]``.

New inputs go into ``tests/fuzz/corpus/TARGET``; keep the few that reach something new.

Coverage guides in Python code only. For the targets of the tokeniser the kernels therefore run as Python; for
the others they are compiled, and the rooms around them are instrumented.
"""

import os
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
IN_PYTHON = {"tokenise", "normalise"}
ROOMS = ["syndetect.corpus", "syndetect.report", "syndetect.cli"]  # rooms without kernels


def main() -> None:
    """Instrument the package and fuzz until stopped."""
    name = sys.argv.pop(1)
    sys.path.insert(0, str(HERE))
    if name in IN_PYTHON:
        os.environ["NUMBA_DISABLE_JIT"] = "1"
    with atheris.instrument_imports(include=["syndetect.text"] if name in IN_PYTHON else ROOMS):
        from targets import TARGETS
    folder = HERE / "corpus" / name
    folder.mkdir(parents=True, exist_ok=True)
    options = ["-rss_limit_mb=2048", "-timeout=10", "-max_len=8192", *sys.argv[1:]]
    atheris.Setup([sys.argv[0], *options, str(folder)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
