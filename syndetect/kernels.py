"""The one way a function is compiled: :func:`kernel`.

Kernels take arrays and give arrays, release the GIL and are cached on disk
after their first compilation. Each has a plain-Python twin in
``tests/naive.py`` that defines it.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

__all__ = ["kernel"]

F = TypeVar("F", bound=Callable[..., object])


def kernel(function: F) -> F:
    """Compile a function with numba: no Python objects, no GIL, cached on disk.

    The cache lies beside the module, else in the user's cache folder. Where
    neither can be written (a service account without a home), the kernel is
    compiled anew in each process instead of failing.
    """
    try:
        compiled = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        compiled = numba.njit(nogil=True)(function)
    return cast(F, compiled)
