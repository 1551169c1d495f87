"""Drive one fuzz target with atheris: ``python tests/fuzz/run.py TARGET [libFuzzer options]``.

New inputs go into ``tests/fuzz/corpus/TARGET``; keep the few that reach something new.
"""

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent


def main() -> None:
    """Instrument the package and fuzz until stopped."""
    sys.path.insert(0, str(HERE))
    with atheris.instrument_imports(include=["syndetect"]):
        from targets import TARGETS
    name = sys.argv.pop(1)
    folder = HERE / "corpus" / name
    folder.mkdir(parents=True, exist_ok=True)
    options = ["-rss_limit_mb=2048", "-timeout=10", "-max_len=8192", *sys.argv[1:]]
    atheris.Setup([sys.argv[0], *options, str(folder)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
