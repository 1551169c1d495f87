"""The two hash functions that all rooms share, inside kernels: xxh32 of bytes, xxh64 of words.

https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
"""

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel, part

__all__ = ["word64", "xxh32", "xxh32_short", "xxh64_runs", "xxh64_words"]

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
