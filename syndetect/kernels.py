"""The two ways a function is compiled, and the two hash functions that all rooms share.

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
    "word64",
    "xxh32",
    "xxh32_short",
    "xxh64_runs",
    "xxh64_words",
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


# xxHash, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
_MASK32 = np.uint64(0xFFFFFFFF)
_P32_1 = np.uint64(0x9E3779B1)
_P32_2 = np.uint64(0x85EBCA77)
_P32_3 = np.uint64(0xC2B2AE3D)
_P32_4 = np.uint64(0x27D4EB2F)
_P32_5 = np.uint64(0x165667B1)
_P64_1 = np.uint64(0x9E3779B185EBCA87)
_P64_2 = np.uint64(0xC2B2AE3D27D4EB4F)
_P64_3 = np.uint64(0x165667B19E3779F9)
_P64_4 = np.uint64(0x85EBCA77C2B2AE63)
_P64_5 = np.uint64(0x27D4EB2F165667C5)


@part
def _rotate32(value: np.uint64, by: int) -> np.uint64:
    left = (value << np.uint64(by)) & _MASK32
    return left | (value >> np.uint64(32 - by))


@part
def _rotate64(value: np.uint64, by: int) -> np.uint64:
    return (value << np.uint64(by)) | (value >> np.uint64(64 - by))


@part
def _word32(data: NDArray[np.uint8], at: int) -> np.uint64:
    here = np.uint64(at)  # unsigned, so that the four loads become one
    return (
        np.uint64(data[here])
        | np.uint64(data[here + np.uint64(1)]) << np.uint64(8)
        | np.uint64(data[here + np.uint64(2)]) << np.uint64(16)
        | np.uint64(data[here + np.uint64(3)]) << np.uint64(24)
    )


@part
def word64(data: NDArray[np.uint8], at: int) -> np.uint64:
    """Return the eight bytes from a place on as a number, the first in its lowest bits."""
    return _word32(data, at) | _word32(data, at + 4) << np.uint64(32)


@part
def _lane32(lane: np.uint64, word: np.uint64) -> np.uint64:
    return (_rotate32((lane + word * _P32_2) & _MASK32, 13) * _P32_1) & _MASK32


@part
def _step32(state: np.uint64, word: np.uint64) -> np.uint64:
    return (_rotate32((state + word * _P32_3) & _MASK32, 17) * _P32_4) & _MASK32


@part
def _byte32(state: np.uint64, byte: np.uint64) -> np.uint64:
    return (_rotate32((state + byte * _P32_5) & _MASK32, 11) * _P32_1) & _MASK32


@part
def _mixed32(state: np.uint64) -> np.uint32:
    state = ((state ^ (state >> np.uint64(15))) * _P32_2) & _MASK32
    state = ((state ^ (state >> np.uint64(13))) * _P32_3) & _MASK32
    return np.uint32(state ^ (state >> np.uint64(16)))


@part
def xxh32(data: NDArray[np.uint8], length: int) -> np.uint32:
    """Return ``xxhash.xxh32(data[:length], seed=0).intdigest()``.

    Parameters
    ----------
    data : uint8 array of shape (at least length,)
    length : int
        Bytes to hash; 0 is legal.

    Returns
    -------
    uint32
    """
    at = 0
    if length >= 16:
        one = (_P32_1 + _P32_2) & _MASK32
        two = _P32_2
        three = np.uint64(0)
        four = (np.uint64(0) - _P32_1) & _MASK32
        while at + 16 <= length:
            one = _lane32(one, _word32(data, at))
            two = _lane32(two, _word32(data, at + 4))
            three = _lane32(three, _word32(data, at + 8))
            four = _lane32(four, _word32(data, at + 12))
            at += 16
        state = _rotate32(one, 1) + _rotate32(two, 7) + _rotate32(three, 12) + _rotate32(four, 18)
    else:
        state = _P32_5
    state = (state + np.uint64(length)) & _MASK32
    while at + 4 <= length:
        state = _step32(state, _word32(data, at))
        at += 4
    while at < length:
        state = _byte32(state, np.uint64(data[at]))
        at += 1
    return _mixed32(state)


@part
def xxh32_short(low: np.uint64, high: np.uint64, length: int) -> np.uint32:
    """Return ``xxh32`` of up to 15 bytes that lie in two numbers.

    The last steps, of four bytes and of one, are all made, and dropped where
    they are not needed: which ones are cannot be predicted, and a wrong guess
    of the processor would cost more.

    Parameters
    ----------
    low, high : uint64
        Bytes 0 to 7 and 8 to 15, the first in the lowest bits; what lies behind
        the last is not looked at.
    length : int
        Bytes to hash, 0 to 15.

    Returns
    -------
    uint32
    """
    state = _P32_5 + np.uint64(length)
    rest = low
    if length >= 8:
        state = _step32(_step32(state, low & _MASK32), low >> np.uint64(32))
        rest = high
    stepped = _step32(state, rest & _MASK32)
    half = length & 4 != 0
    state = stepped if half else state
    rest = rest >> np.uint64(32) if half else rest
    for k in range(3):
        stepped = _byte32(state, rest & np.uint64(0xFF))
        state = stepped if length & 3 > k else state
        rest = rest >> np.uint64(8)
    return _mixed32(state)


@part
def _round64(lane: np.uint64, word: np.uint64) -> np.uint64:
    return _rotate64(lane + word * _P64_2, 31) * _P64_1


@part
def _pair64(words: NDArray[np.uint32], at: int) -> np.uint64:
    return np.uint64(words[at]) | (np.uint64(words[at + 1]) << np.uint64(32))


@part
def xxh64_words(words: NDArray[np.uint32], start: int, count: int, seed: np.uint64) -> np.uint64:
    """Hash 32-bit words as xxHash hashes their little-endian bytes.

    Equal to ``xxhash.xxh64(words[start:start + count].astype("<u4").tobytes(),
    seed=seed).intdigest()``.

    Parameters
    ----------
    words : uint32 array of shape (n_words,)
    start, count : int
        The run to hash; ``count`` may be 0.
    seed : uint64

    Returns
    -------
    uint64
    """
    at = start
    end = start + count
    if count >= 8:
        one = seed + _P64_1 + _P64_2
        two = seed + _P64_2
        three = seed
        four = seed - _P64_1
        while at + 8 <= end:
            one = _round64(one, _pair64(words, at))
            two = _round64(two, _pair64(words, at + 2))
            three = _round64(three, _pair64(words, at + 4))
            four = _round64(four, _pair64(words, at + 6))
            at += 8
        state = _rotate64(one, 1) + _rotate64(two, 7) + _rotate64(three, 12) + _rotate64(four, 18)
        for lane in (one, two, three, four):
            state = (state ^ _round64(np.uint64(0), lane)) * _P64_1 + _P64_4
    else:
        state = seed + _P64_5
    state += np.uint64(count) * np.uint64(4)
    while at + 2 <= end:
        state = _rotate64(state ^ _round64(np.uint64(0), _pair64(words, at)), 27) * _P64_1 + _P64_4
        at += 2
    if at < end:
        state = _rotate64(state ^ (np.uint64(words[at]) * _P64_1), 23) * _P64_2 + _P64_3
    state = (state ^ (state >> np.uint64(33))) * _P64_2
    state = (state ^ (state >> np.uint64(29))) * _P64_3
    return state ^ (state >> np.uint64(32))


@kernel
def xxh64_runs(
    words: NDArray[np.uint32], start: int, count: int, width: int, seed: np.uint64, found: NDArray[np.uint64]
) -> None:
    """Hash every run of so many words, each as :func:`xxh64_words` does.

    One step of the hash is done for all runs before the next one: these are
    loops that the processor runs on many words at once, ten times as fast as
    run after run.

    Parameters
    ----------
    words : uint32 array of shape (n_words,)
    start, count : int
        The first word of the first run, and how many runs: each begins a word
        after the one before it.
    width : int
        Words in a run.
    seed : uint64
    found : uint64 array of shape (at least count,)
        Written.
    """
    if width >= 8:
        for k in range(count):
            found[k] = xxh64_words(words, start + k, width, seed)
        return
    # Places as unsigned numbers: a signed one could count from the end, which bars the wide loops.
    for k in range(count):
        found[k] = seed + _P64_5 + np.uint64(4) * np.uint64(width)
    for at in range(0, width - 1, 2):
        for k in range(count):
            here = np.uint64(start + at + k)
            pair = np.uint64(words[here]) | np.uint64(words[here + np.uint64(1)]) << np.uint64(32)
            state = found[k] ^ _round64(np.uint64(0), pair)
            found[k] = _rotate64(state, 27) * _P64_1 + _P64_4
    if width % 2 == 1:
        for k in range(count):
            state = found[k] ^ (np.uint64(words[np.uint64(start + width - 1 + k)]) * _P64_1)
            found[k] = _rotate64(state, 23) * _P64_2 + _P64_3
    for k in range(count):
        state = found[k]
        state = (state ^ (state >> np.uint64(33))) * _P64_2
        state = (state ^ (state >> np.uint64(29))) * _P64_3
        found[k] = state ^ (state >> np.uint64(32))
