"""A second process compiles the kernels of the later stages while a first scan runs.

Compiling is Python under one lock, so that threads do not help. Both processes
keep what they compiled in the same cache on disk: the scan begins with the
first stage, the other process with the dearest kernels and the last stages, and
what one has compiled the other loads. Which kernels there are, and for which
types, stands in ``specialisations.json``; a test holds it against a scan, and
``python -m benchmarks.compilation --record`` writes it anew. A wrong entry
costs time and nothing else.
"""

import ast
import importlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from numba import types

from syndetect.kernels import is_cached, is_kernel
from syndetect.threads import available_threads

__all__ = ["PROBE", "SPECIALISATIONS", "SWITCH", "compile_all", "compiled_here", "compiling_ahead"]

SPECIALISATIONS = Path(__file__).with_name("specialisations.json")
SWITCH = "SYNDETECT_COMPILE_AHEAD"  # 0 in the environment: one process compiles
PROBE = (
    "syndetect.pairs.alignment",
    "_align_pairs",
)  # the dearest kernel: where it is cached, nothing is to do
_WORKER = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from syndetect.precompiling import serve; serve()"
)


@contextmanager
def compiling_ahead(n_threads: int | None) -> Iterator[None]:
    """Compile in a second process as long as this lasts, if there is anything to compile.

    Parameters
    ----------
    n_threads : int or None
        Of the scan: with one, one processor is all that it is to take.
    """
    process = _start() if _is_worth_it(n_threads) else None
    try:
        yield
    finally:
        if process is not None:
            process.kill()
            process.communicate()


def serve() -> None:
    """Compile everything, and end at once when the process at the other end of stdin is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    compile_all(orjson.loads(SPECIALISATIONS.read_bytes()))


def compile_all(entries: Sequence[Sequence[Any]]) -> None:
    """Compile kernels, or load what is cached of them.

    Parameters
    ----------
    entries : sequence of (module, kernel, list of str)
        Types as numba prints them.
    """
    for module, name, signature in entries:
        kernel = getattr(importlib.import_module(module), name)
        kernel.compile(tuple(_type(ast.parse(text, mode="eval").body) for text in signature))


def compiled_here() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what this process compiled or loaded.

    Returns
    -------
    list of (module, kernel, tuple of str)
        As :func:`compile_all` takes it, by module and name.
    """
    found = []
    for module in [name for name in sys.modules if name.startswith("syndetect.")]:
        for name, value in vars(sys.modules[module]).items():
            if is_kernel(value) and value.__module__ == module:
                found += [(module, name, tuple(map(repr, args))) for args in value.signatures]
    return sorted(found)


def _type(node: ast.expr) -> Any:
    """Return the numba type that is named, such as ``Array(uint8, 1, 'C', False, aligned=True)``."""
    match node:
        case ast.Name(id=name):
            return getattr(types, name)
        case ast.Constant(value=value):
            return value
        case ast.Tuple(elts=members):
            return tuple(map(_type, members))
        case ast.Call(func=function, args=args, keywords=keywords):
            named = {str(keyword.arg): _type(keyword.value) for keyword in keywords}
            return _type(function)(*map(_type, args), **named)
    raise ValueError(f"no type: {ast.unparse(node)}")


def _is_worth_it(n_threads: int | None) -> bool:
    if os.environ.get(SWITCH) == "0" or n_threads == 1 or available_threads() < 2 or not sys.executable:
        return False
    module, name = PROBE
    return not is_cached(getattr(importlib.import_module(module), name))


def _start() -> "subprocess.Popen[bytes] | None":
    try:
        return subprocess.Popen(
            [sys.executable, "-c", _WORKER, orjson.dumps(sys.path).decode()],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:  # no memory or no permission for it: one process compiles
        return None


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)
