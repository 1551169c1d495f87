"""When Python looks for cycles of objects that nothing refers to."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles of objects while a block runs.

    Articles and what is found in them are in none, what numba makes while it compiles is in
    few, and each look goes over all of them. What nothing refers to any more is freed as always.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
