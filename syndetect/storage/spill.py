"""Arrays that lie in memory while a run's budget allows it, and in mapped files beyond."""

import math
import mmap
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Any
from weakref import finalize

from syndetect.errors import SpillError
from syndetect.storage.process import anonymous_bytes, give_back
from syndetect.storage.reserve import cut, reserve
from syndetect.storage.sizes import shown
from syndetect.storage.text_file import StoredText, TextFile

if TYPE_CHECKING:  # imported where arrays are made: help and readers do without
    import numpy as np
    from numpy.typing import DTypeLike, NDArray

__all__ = ["IN_MEMORY", "Growing", "Storage"]

HELD_SHARE = 4  # the part of the budget that arrays and texts may hold until it is known how many there are
TEXT_SHARE = 3  # the part of that for texts, which are looked at least often
RELIEVED_FROM = 2  # memory is given back when one part in so many of the budget is taken
_ZEROS = 1 << 20
_LARGE = 1 << 20  # bytes from which on a growing array gets a block that it need not leave
_ROOM_SHARE = 16  # a growing array is made longer by one part in so many, at least


class Storage:
    """Decides where the large things of one run lie; where does not change what they are.

    A quarter of the budget is for what this object is asked to keep, until
    :meth:`hold` says how much the stages leave of it. What goes beyond lies in files
    without a name, mapped into memory: the system writes their pages back and
    takes them away as it needs to, and they are gone with the process, however
    it ends. Arrays from here are plain, contiguous and writeable.

    Parameters
    ----------
    budget : int, optional
        Bytes of memory that the run may take; by default everything lies in
        memory.
    folder : str or Path, optional
        Where files are to lie: not on a file system that is itself in memory.
        By default what ``tempfile`` chooses (``TMPDIR``).

    Attributes
    ----------
    budget : int or None
    n_spilled : dict of str to int
        Bytes in files, by stage.
    """

    def __init__(self, budget: int | None = None, folder: str | Path | None = None) -> None:
        self.budget = budget
        self.n_spilled: dict[str, int] = {}
        self._folder = str(folder) if folder is not None else tempfile.gettempdir()
        self._stage = ""
        self._most = None if budget is None else budget // HELD_SHARE
        self._n_held = 0
        self._freed: deque[int] = deque()  # bytes of arrays that are gone, in any thread
        self._counting = Lock()  # stages ask in several threads
        self._texts: TextFile | None = None

    @property
    def folder(self) -> str:
        """Where files lie."""
        return self._folder

    def hold(self, n_bytes: int) -> None:
        """From now on arrays may hold so many bytes of memory; what they hold already stays."""
        if self.budget is not None:
            self._most = max(0, n_bytes)

    def begin(self, stage: str) -> None:
        """From now on what is spilled counts for this stage; memory is given back if there is need."""
        self._stage = stage
        self.relieve()

    def relieve(self) -> None:
        """Hand freed memory back to the system, once half of the budget is taken.

        Before that it is kept for what comes next: to take a page from the
        system again costs more than to write to it.
        """
        if self.budget is not None and (anonymous_bytes() or self.budget) * RELIEVED_FROM >= self.budget:
            give_back()

    def empty(self, shape: int | tuple[int, ...], dtype: "DTypeLike") -> "NDArray[Any]":
        """Return an array to be written to."""
        import numpy as np

        sizes = (shape,) if isinstance(shape, int) else shape
        n_bytes = math.prod(sizes) * np.dtype(dtype).itemsize
        if self.takes(n_bytes):
            return self.counted(np.empty(sizes, dtype))
        return self._mapped(sizes, np.dtype(dtype))

    def full(self, shape: int | tuple[int, ...], value: int, dtype: "DTypeLike") -> "NDArray[Any]":
        """Return an array of one value, to be written to."""
        found = self.empty(shape, dtype)
        found[...] = value
        return found

    def keep(self, array: "NDArray[Any]") -> "NDArray[Any]":
        """Return the array given, or one of the same values in a file."""
        return self.counted(array) if self.takes(array.nbytes) else self._in_file(array)

    def copied(self, array: "NDArray[Any]") -> "NDArray[Any]":
        """Return a copy of an array, to be changed."""
        return self.counted(array.copy()) if self.takes(array.nbytes) else self._in_file(array)

    def growing(self, dtype: "DTypeLike", width: int | None = None) -> "Growing":
        """Return an array that parts are appended to: rows of so many values, or single values."""
        import numpy as np

        return Growing(self, np.dtype(dtype), () if width is None else (width,))

    def joined(
        self, parts: "Iterable[NDArray[Any]]", dtype: "DTypeLike", width: int | None = None
    ) -> "NDArray[Any]":
        """Put arrays one after the other, each looked at once; none give an empty array."""
        growing = self.growing(dtype, width)
        for part in parts:
            growing.append(part)
        return growing.finish()

    def put_texts(self, texts: Iterable[str]) -> list[str | StoredText]:
        """Keep some texts: all of them in memory, or all in a file."""
        found = list(texts)
        if self.takes(sum(map(len, found)), TEXT_SHARE):
            return list(found)
        with self.writing(sum(map(len, found))):
            if self._texts is None:
                self._texts = TextFile(self._folder)
            before = self._texts.n_bytes
            stored: list[str | StoredText] = [self._texts.put(text) for text in found]
            self.account(self._texts.n_bytes - before)
        return stored

    def in_order(self, texts: Iterable[str | StoredText]) -> Iterator[StoredText]:
        """Write texts in the order given, stored ones anew: reading them in it is then reading on."""
        new: TextFile | None = None
        for text in texts:
            encoded = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text.encoded()
            with self.writing(len(encoded)):
                new = new or TextFile(self._folder)
                yield new.put_bytes(encoded)
            if isinstance(text, str):
                self.account(len(encoded))
                self.give_back(len(text))
        self._texts = new if new is not None else self._texts

    def check_room(self, n_bytes: int) -> None:
        """Raise SpillError when the folder has not so many bytes free."""
        free = shutil.disk_usage(self._folder).free
        if free < n_bytes:
            raise self._full(n_bytes, "No space left on device")

    def has_room(self, n_bytes: int) -> bool:
        """Tell whether so many bytes more may lie in memory."""
        if self._most is None:
            return True
        with self._counting:
            return self._n_free() >= n_bytes

    def takes(self, n_bytes: int, share: int = 1) -> bool:
        """Tell whether so many bytes more may lie in memory, and count them if so."""
        if self._most is None:
            return True
        with self._counting:
            if self._n_free(share) < n_bytes:
                return False
            self._n_held += n_bytes
        return True

    def _n_free(self, share: int = 1) -> int:
        """Return how many bytes more may lie in memory, of a part of what may in all."""
        while self._freed:
            self._n_held -= self._freed.popleft()
        return (self._most or 0) // share - self._n_held

    def counted(self, array: "NDArray[Any]") -> "NDArray[Any]":
        """Return an array whose bytes were taken; they are given back when it is gone."""
        if self._most is not None and array.nbytes:
            finalize(array, self.give_back, array.nbytes).atexit = False
        return array

    def give_back(self, n_bytes: int) -> None:
        """Say that so many bytes no longer lie in memory: without a lock, as finalisers run anywhere."""
        self._freed.append(n_bytes)

    def account(self, n_bytes: int) -> None:
        """Say that so many bytes went to a file."""
        with self._counting:
            self.n_spilled[self._stage] = self.n_spilled.get(self._stage, 0) + n_bytes

    def _in_file(self, array: "NDArray[Any]") -> "NDArray[Any]":
        found = self._mapped(array.shape, array.dtype)
        found[...] = array
        return found

    def _mapped(self, shape: tuple[int, ...], dtype: "np.dtype[Any]") -> "NDArray[Any]":
        import numpy as np

        n_bytes = math.prod(shape) * dtype.itemsize
        if n_bytes == 0:
            return np.empty(shape, dtype)
        with self.writing(n_bytes), self.new_file() as file:
            _reserve(file.fileno(), n_bytes)
            self.account(n_bytes)
            return map_file(file, shape, dtype)

    def new_file(self) -> IO[bytes]:
        """Open a file without a name."""
        return tempfile.TemporaryFile(dir=self._folder)

    @contextmanager
    def writing(self, n_bytes: int) -> Iterator[None]:
        """Say what was to be written where, when the disk refuses it."""
        try:
            yield
        except OSError as error:
            raise self._full(n_bytes, error.strerror or str(error)) from error

    def _full(self, n_bytes: int, reason: str) -> SpillError:
        budget = f" of {shown(self.budget)}" if self.budget else ""
        return SpillError(
            f"{self._folder}: {shown(n_bytes)} that do not fit into the memory{budget} cannot be written: "
            f"{reason}; give the run more memory, or a folder with more room"
        )


class Growing:
    """An array that parts are appended to; it moves to a file when it gets too large for memory."""

    def __init__(self, storage: Storage, dtype: "np.dtype[Any]", row: tuple[int, ...]) -> None:
        import numpy as np

        self._storage = storage
        self._dtype = dtype
        self._row = row
        self._held: NDArray[Any] = np.empty((0, *row), dtype)  # and room for more
        self._block: mmap.mmap | None = None  # in which that lies, once it is large
        self._file: IO[bytes] | None = None
        self._n_rows = 0

    def __len__(self) -> int:
        return self._n_rows

    def append(self, part: "NDArray[Any]") -> None:
        """Append rows."""
        import numpy as np

        part = np.ascontiguousarray(part, self._dtype)
        n_before = self._n_rows
        self._n_rows += len(part)
        if self._file is None and self._storage.takes(part.nbytes):
            if self._n_rows > len(self._held):
                self._make_room(max(self._n_rows, n_before + n_before // _ROOM_SHARE))
            self._held[n_before : self._n_rows] = part
        elif part.nbytes:
            held = self._held[: 0 if self._file else n_before]
            self._write([held, part])
            self._storage.give_back(held.nbytes)
            self._held, self._block = self._held[:0].copy(), None

    def finish(self) -> "NDArray[Any]":
        """Return the array, (n_rows,) or (n_rows, width), once: nothing can be appended any more."""
        if self._file is None:
            self._fit()
            return self._storage.counted(self._held)
        with self._storage.writing(0), self._file as file:
            file.flush()
            return map_file(file, (self._n_rows, *self._row), self._dtype)

    def _make_room(self, n_rows: int) -> None:
        """Make the array in memory at least so long: a large one has room for all that memory can hold."""
        import numpy as np

        n_bytes = n_rows * self._dtype.itemsize * math.prod(self._row)
        if self._block is not None:  # more than the machine has: it may still swap
            longer, block = np.empty((n_rows, *self._row), self._dtype), None
        elif n_bytes >= _LARGE and (block := reserve()) is not None and len(block) >= n_bytes:
            longer = _rows_of(block, n_rows * len(block) // n_bytes, self._dtype, self._row)
        else:
            self._held.resize((n_rows, *self._row), refcheck=False)
            return
        longer[: len(self._held)] = self._held
        self._held, self._block = longer, block

    def _fit(self) -> None:
        """Make the array in memory as long as it is filled."""
        if self._block is None:
            self._held.resize((self._n_rows, *self._row), refcheck=False)
            return
        n_bytes = self._n_rows * self._dtype.itemsize * math.prod(self._row)
        self._held = self._held[:0].copy()
        cut(self._block, n_bytes)
        self._held = _rows_of(self._block, self._n_rows, self._dtype, self._row)

    def _write(self, parts: "list[NDArray[Any]]") -> None:
        n_bytes = sum(part.nbytes for part in parts)
        with self._storage.writing(n_bytes):
            if self._file is None:
                self._file = self._storage.new_file()
                finalize(self, self._file.close)
            for part in parts:
                self._file.write(part.data)
        self._storage.account(n_bytes)


def _rows_of(block: mmap.mmap, n_rows: int, dtype: "np.dtype[Any]", row: tuple[int, ...]) -> "NDArray[Any]":
    import numpy as np

    return np.frombuffer(block, dtype, n_rows * math.prod(row)).reshape((n_rows, *row))


def map_file(file: IO[bytes], shape: tuple[int, ...], dtype: "np.dtype[Any]") -> "NDArray[Any]":
    """Return a file as an array that can be written to: plain, as kernels are compiled for."""
    import numpy as np

    return np.frombuffer(mmap.mmap(file.fileno(), 0), dtype).reshape(shape)


def _reserve(descriptor: int, n_bytes: int) -> None:
    """Make a file so long that the disk has room for all of it: a page without room would end the process."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, n_bytes)
        return
    zeros = bytes(_ZEROS)
    for start in range(0, n_bytes, _ZEROS):
        os.write(descriptor, zeros[: n_bytes - start])


IN_MEMORY = Storage()
"""Keeps everything in memory."""
