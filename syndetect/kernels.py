"""The ways in which a function is compiled, and what kernels of all rooms need beside them.

A kernel takes arrays and gives arrays, releases the GIL and is cached on disk
after its first compilation; a part is compiled into the kernels that call it.
Each has a plain-Python twin in ``tests/naive.py`` that defines it.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numpy.typing import NDArray

__all__ = [
    "doubled",
    "inlined_part",
    "is_cached",
    "is_kernel",
    "kernel",
    "part",
    "prefetch",
    "prefetch_all",
]

F = TypeVar("F", bound=Callable[..., Any])

_NJIT: Any = numba.njit  # its stubs know neither option below
_OPTIONS: dict[str, Any] = {"nogil": True, "no_cfunc_wrapper": True}  # no kernel is called from C
_TRIED = ((0, 61), (0, 68))  # the versions of numba, first and last, whose insides compiling.py knows


def is_tried(version: str) -> bool:
    """Tell whether parts can be compiled into their callers with this version of numba."""
    major, minor = version.split(".")[:2]
    return _TRIED[0] <= (int(major), int(minor)) <= _TRIED[1]


_HAS_PARTS = is_tried(numba.__version__) and not numba.config.DISABLE_JIT  # type: ignore[attr-defined] # from the environment
if _HAS_PARTS:
    from syndetect.compiling import OPTIONS, KernelCompiler, PartCompiler

    _OPTIONS |= OPTIONS | {"pipeline_class": KernelCompiler}


def _take_no_literals(compiled: Any) -> None:
    """Compile a function once for all integers handed over, not once for each that is written in a caller."""
    template, unliteral = compiled.get_call_template, cast(Any, numba.types.unliteral)

    def of_types(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return template(tuple(map(unliteral, args)), {name: unliteral(kind) for name, kind in kws.items()})

    compiled.get_call_template = of_types


def kernel(function: F) -> F:
    """Compile a function with numba: no Python objects, no GIL, cached on disk.

    Parameters
    ----------
    function : callable
        Of arrays, numbers and tuples of them.

    Returns
    -------
    callable
        The same, compiled at its first call.

    Notes
    -----
    The cache lies beside the module, else in the user's cache folder. Where
    neither can be written (a service account without a home), the kernel is
    compiled anew in each process instead of failing.
    """
    try:
        compiled = _NJIT(cache=True, **_OPTIONS)(function)
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        compiled = _NJIT(**_OPTIONS)(function)
    _take_no_literals(compiled)
    return cast(F, compiled)


def is_kernel(value: object) -> bool:
    """Tell whether something is a kernel that is cached on disk.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    bool
        False also for parts, and where no cache can be written.
    """
    return getattr(getattr(value, "_cache", None), "_cache_file", None) is not None


def is_cached(compiled: Any) -> bool:
    """Tell whether anything that a kernel was compiled for lies on disk.

    Parameters
    ----------
    compiled : callable
        What :func:`kernel` returned.

    Returns
    -------
    bool
        True also where it never will lie there.
    """
    return not is_kernel(compiled) or bool(compiled._cache._cache_file._load_index())


def part(function: F) -> F:
    """Compile a function that kernels call, as part of each of them.

    Parameters
    ----------
    function : callable
        As for :func:`kernel`; what Python calls on the way of an article is
        a kernel instead.

    Returns
    -------
    callable
        The same. Called from Python (in a test) it is compiled on its own.

    Notes
    -----
    A part has no machine code and no cache file of its own, so that it costs a
    third of a kernel to compile. See ``compiling.py``.
    """
    return _part(function, inlined=False)


def inlined_part(function: F) -> F:
    """Compile a function of a few steps that kernels call for every byte: it is copied to each call.

    Parameters
    ----------
    function : callable
        As for :func:`part`. What is copied makes its callers longer, and what
        compiles them slower.

    Returns
    -------
    callable
        The same.
    """
    return _part(function, inlined=True)


def _part(function: F, *, inlined: bool) -> F:
    if not _HAS_PARTS:
        return kernel(function)
    options = _OPTIONS | {"pipeline_class": PartCompiler, "forceinline": inlined}
    compiled = _NJIT(**options)(function)

    @functools.cache
    def alone() -> Any:
        return _NJIT(**_OPTIONS)(function)

    def remember(result: Any) -> None:
        compiled.overloads[tuple(result.signature.args)] = result

    _take_no_literals(compiled)
    compiled.add_overload = remember  # what numba does besides makes it callable from Python
    compiled._compile_for_args = lambda *args: alone()._compile_for_args(*args)
    return cast(F, compiled)


_A_LINE = 16  # numbers of four bytes in a line of the cache


def _cache_line(_: Any, array: Any, place: Any) -> Any:
    """Type and generate the processor's instruction that asks for the cache line of an element."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        declare: Any = cgutils.get_or_insert_function
        instruction = declare(builder.module, kind, "llvm.prefetch.p0")
        element = builder.bitcast(builder.gep(data, [arguments[1]]), byte)
        builder.call(instruction, [element, number(0), number(3), number(1)])  # for reading, to stay, data
        return context.get_dummy_value()

    return types.void(array, place), generate


_ask_for: Any = intrinsic(_cache_line)
if numba.config.DISABLE_JIT:  # type: ignore[attr-defined] # Python has no such instruction

    def _ask_for(_: Any, __: int) -> None: ...


@part
def prefetch(array: NDArray[Any], place: int) -> None:
    """Ask for an element that is needed soon, and do not wait for it.

    What lies here and there in a large memory is there sooner by that; results
    are the same.

    Parameters
    ----------
    array : array of shape (n_elements,)
    place : int
        May lie outside of the array.
    """
    _ask_for(array, place)


@part
def prefetch_all(array: NDArray[Any], first: int, past: int) -> None:
    """Ask for elements of four bytes that are needed soon: one request for each line of the cache.

    Parameters
    ----------
    array : array of shape (n_elements,)
    first, past : int
        May lie outside of the array; nothing is asked for when there is none between them.
    """
    for at in range(first, past, _A_LINE):
        _ask_for(array, at)


@part
def doubled(rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return a table of twice as many rows that begins with these: room for more.

    A loop, because slices and ``np.concatenate`` take numba seconds to compile.

    Parameters
    ----------
    rows : int32 array of shape (n_rows, n_columns)

    Returns
    -------
    int32 array of shape (2 * n_rows, n_columns)
        The second half is not initialised.
    """
    larger = np.empty((2 * rows.shape[0], rows.shape[1]), np.int32)
    for k in range(rows.shape[0]):
        for column in range(rows.shape[1]):
            larger[k, column] = rows[k, column]
    return larger
