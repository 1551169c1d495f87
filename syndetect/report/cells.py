"""Columns of a table as arrays, and rows of them as the bytes of CSV."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from syndetect.kernels import kernel
from syndetect.ranges import pointer
from syndetect.sequences import Lazy

__all__ = ["DIGITS", "Coded", "Names", "Numbers", "csv_rows", "in_units", "quoted"]

DIGITS = 6  # of a share or score: more would be noise of the summation
_UNITS = 10**DIGITS

_BLOCK = 1 << 16  # rows written at once
_MISSING = np.iinfo(np.int64).min  # cell of a number that is not known
_NUMBER_BYTES = 22 + DIGITS  # of the longest number, with sign and point
_SPECIAL = re.compile('[,"\r\n]')
_IS_SPECIAL = np.isin(np.arange(256), list(b',"\r\n'))  # by byte
_TEN = np.uint64(10)


class Names:
    """Texts that cells refer to by number.

    Parameters
    ----------
    texts : iterable of (str or None)
        A cell that refers to None is empty, and so is one that refers to -1.
    """

    def __init__(self, texts: Iterable[str | None]) -> None:
        self.texts: list[str | None] = [*texts, None]  # so that -1 is a missing text

    def __len__(self) -> int:
        return len(self.texts) - 1

    @cached_property
    def encoded(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Return what CSV holds for each text: uint8 bytes, and int64 pointer to the first of each."""
        texts = [text or "" for text in self.texts]
        data, ptr = _joined(texts)
        special = np.flatnonzero(_IS_SPECIAL[data])
        if len(special):
            for k in np.unique(np.searchsorted(ptr, special, side="right") - 1).tolist():
                texts[k] = quoted(texts[k])
            data, ptr = _joined(texts)
        return data, ptr

    def inert(self, change: Callable[[str], str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Return the same of texts that are changed before."""
        return _joined(["" if text is None else quoted(change(text)) for text in self.texts])


def _joined(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return texts one after the other in UTF-8, and the pointer to the first byte of each."""
    whole = "".join(texts).encode("utf-8", "replace")
    sizes = [len(text) if text.isascii() else len(text.encode("utf-8", "replace")) for text in texts]
    return np.frombuffer(whole, np.uint8), pointer(sizes)


class Coded(Lazy[str | None]):
    """A column of texts: each cell the number of one of ``names``, -1 for none."""

    __slots__ = ("codes", "names")

    def __init__(self, codes: NDArray[np.integer], names: Names) -> None:
        self.codes = codes
        self.names = names

    @classmethod
    def of(cls, texts: Iterable[str | None]) -> "Coded":
        """Return a column of texts that hardly repeat."""
        names = Names(texts)
        return cls(np.arange(len(names), dtype=np.int32), names)

    @classmethod
    def distinct(cls, texts: Iterable[str | None]) -> "Coded":
        """Return a column of texts of which each is held once."""
        listed = list(texts)
        number = {text: code for code, text in enumerate(dict.fromkeys(listed))}
        return cls(np.array([number[text] for text in listed], np.int32), Names(number))

    def __len__(self) -> int:
        return len(self.codes)

    def _one(self, place: int) -> str | None:
        return self.names.texts[int(self.codes[place])]

    def _make(self, first: int, past: int) -> list[str | None]:
        return [self.names.texts[code] for code in self.codes[first:past].tolist()]


class Numbers(Lazy[Any]):
    """A column of numbers: whole ones, or decimal fractions of ``DIGITS`` digits.

    Parameters
    ----------
    values : integer array of shape (n_rows,)
        The numbers; of fractions in units of the last digit.
    missing : bool array of shape (n_rows,), optional
        Where a cell is empty.
    fractions : bool, default=False
    """

    __slots__ = ("fractions", "missing", "values")

    def __init__(
        self,
        values: NDArray[np.integer],
        missing: NDArray[np.bool_] | None = None,
        *,
        fractions: bool = False,
    ) -> None:
        self.values = values
        self.missing = missing
        self.fractions = fractions

    @classmethod
    def shares(cls, values: NDArray[np.float64]) -> "Numbers":
        """Return a column of fractions, rounded as Python rounds; NaN is an empty cell."""
        missing = np.isnan(values)
        return cls(in_units(np.where(missing, 0.0, values)), missing, fractions=True)

    def __len__(self) -> int:
        return len(self.values)

    def _one(self, place: int) -> Any:
        if self.missing is not None and self.missing[place]:
            return None
        value = int(self.values[place])
        return value / _UNITS if self.fractions else value

    def _make(self, first: int, past: int) -> list[Any]:
        part = self.values[first:past]
        found: list[Any] = (part / _UNITS).tolist() if self.fractions else part.tolist()
        if self.missing is None:
            return found
        missing = self.missing[first:past].tolist()
        return [None if empty else value for value, empty in zip(found, missing, strict=True)]

    def cells(self, first: int, past: int) -> NDArray[np.int64]:
        """Return some of the numbers as the writer takes them."""
        part = self.values[first:past].astype(np.int64)
        if self.missing is not None:
            part[self.missing[first:past]] = _MISSING
        return part


def in_units(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Round numbers to ``DIGITS`` digits, in units of the last one.

    The same as ``round(value, DIGITS)``, which looks at the exact value: where the
    product lies so near to the middle of two that it may have crossed it, Python
    itself is asked.

    Parameters
    ----------
    values : float64 array
        Finite.

    Returns
    -------
    int64 array
    """
    scaled = values * _UNITS
    whole = np.rint(scaled)
    near_middle = np.abs(np.abs(scaled - whole) - 0.5) < 1e-3
    for k in np.flatnonzero(near_middle | (np.abs(values) > _UNITS)).tolist():
        whole[k] = round(round(float(values[k]), DIGITS) * _UNITS)
    units: NDArray[np.int64] = whole.astype(np.int64)
    return units


def quoted(text: str) -> str:
    """Quote a cell where RFC 4180 asks for it; a bare carriage return ends a row for many readers."""
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def csv_rows(
    columns: Sequence[Sequence[Any]], inert: Callable[[str], str] | None = None
) -> Iterator[NDArray[np.uint8]]:
    """Write rows as CSV, a line feed behind each.

    Parameters
    ----------
    columns : sequence of sequences
        Of equal length: ``Coded``, ``Numbers``, or lists of str, int, float and None.
    inert : callable, optional
        Changes every text before it is written.

    Yields
    ------
    uint8 array
        The bytes of many rows.
    """
    n_rows = len(columns[0])
    held = [column if isinstance(column, Coded | Numbers) else _coded(column) for column in columns]
    if any(len(column) != n_rows for column in held):
        raise ValueError("the columns of a table must be of one length")
    texts, text_ptr, firsts = _pooled(held, inert)
    decimals = np.array(
        [DIGITS * column.fractions if isinstance(column, Numbers) else -1 for column in held], np.int64
    )
    for first in range(0, n_rows, _BLOCK):
        past = min(n_rows, first + _BLOCK)
        cells = np.empty((past - first, len(held)), np.int64)
        size = cells.size  # a comma or line feed behind each
        for k, column in enumerate(held):
            if isinstance(column, Numbers):
                cells[:, k] = column.cells(first, past)
                size += len(cells) * _NUMBER_BYTES
            else:
                codes = column.codes[first:past].astype(np.int64)
                cells[:, k] = firsts[k] + np.where(codes < 0, len(column.names), codes)
                size += int((text_ptr[cells[:, k] + 1] - text_ptr[cells[:, k]]).sum())
        out = np.empty(size, np.uint8)
        yield out[: _write_rows(cells, decimals, texts, text_ptr, out)]


def _coded(values: Sequence[Any]) -> Coded | Numbers:
    """Return a column of any values as numbers of texts."""
    if all(type(value) is int for value in values):
        return Numbers(np.array(values, np.int64))
    return Coded.of(_written(value) for value in values)


def _written(value: Any) -> str | None:
    if isinstance(value, float):
        return f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return None if value is None else str(value)


def _pooled(
    columns: Sequence[Coded | Numbers], inert: Callable[[str], str] | None
) -> tuple[NDArray[np.uint8], NDArray[np.int64], list[int]]:
    """Put the names of all columns one after the other: bytes, pointer, and the first of each column."""
    pools: dict[int, Names] = {id(c.names): c.names for c in columns if isinstance(c, Coded)}
    parts, ptrs, first_of = [np.empty(0, np.uint8)], [np.zeros(1, np.int64)], {}
    n_bytes, n_texts = 0, 0
    for key, names in pools.items():
        texts, text_ptr = names.inert(inert) if inert else names.encoded
        first_of[key] = n_texts
        parts.append(texts)
        ptrs.append(text_ptr[1:] + n_bytes)
        n_bytes += len(texts)
        n_texts += len(text_ptr) - 1
    firsts = [first_of[id(c.names)] if isinstance(c, Coded) else 0 for c in columns]
    return np.concatenate(parts), np.concatenate(ptrs), firsts


@kernel
def _write_rows(
    cells: NDArray[np.int64],
    decimals: NDArray[np.int64],
    texts: NDArray[np.uint8],
    text_ptr: NDArray[np.int64],
    out: NDArray[np.uint8],
) -> int:
    """Write rows, return the bytes written; ``decimals`` are the digits behind the point, -1 for a text."""
    digits = np.empty(_NUMBER_BYTES, np.uint8)
    at = 0
    for row in range(cells.shape[0]):
        for column in range(cells.shape[1]):
            cell = cells[row, column]
            n_decimals = decimals[column]
            if n_decimals < 0:
                for k in range(text_ptr[cell], text_ptr[cell + 1]):
                    out[at] = texts[k]
                    at += 1
            elif cell != _MISSING:
                if cell < 0:
                    out[at] = 45  # -
                    at += 1
                    cell = -cell
                number = np.uint64(cell)  # divided faster than one with a sign
                while n_decimals > 0 and number % _TEN == 0:  # no zero ends a fraction
                    number //= _TEN
                    n_decimals -= 1
                n_digits = 0
                while number > 0 or n_digits <= n_decimals:
                    digits[n_digits] = 48 + number % _TEN
                    number //= _TEN
                    n_digits += 1
                while n_digits > 0:
                    if n_digits == n_decimals:
                        out[at] = 46  # .
                        at += 1
                    n_digits -= 1
                    out[at] = digits[n_digits]
                    at += 1
            out[at] = 44
            at += 1
        out[at - 1] = 10
    return at
