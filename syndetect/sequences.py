"""Sequences whose items are made of arrays when somebody asks for them."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

__all__ = ["Lazy"]

T = TypeVar("T")

_BLOCK = 1024  # items made at once while iterating


class Lazy(Sequence[T]):
    """A read-only sequence that holds arrays and makes its items anew on each access.

    Equal to every sequence of equal items, be it a list, a tuple or another one
    of these. A subclass says how many items there are and makes some of them.
    """

    __slots__ = ()

    @abstractmethod
    def _make(self, first: int, past: int) -> Sequence[T]:
        """Make the items from ``first`` to before ``past``: 0 <= first <= past <= len(self)."""

    def _one(self, place: int) -> T:
        """Make one item; a subclass may know a shorter way."""
        return self._make(place, place + 1)[0]

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> list[T]: ...

    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            first, past, step = index.indices(len(self))
            if step == 1:
                return list(self._make(first, max(first, past)))
            return [self[k] for k in range(first, past, step)]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(f"there are {len(self)} items, none at {index}")
        return self._one(place)

    def __iter__(self) -> Iterator[T]:
        for first in range(0, len(self), _BLOCK):
            yield from self._make(first, min(len(self), first + _BLOCK))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = ", ".join(repr(item) for item in self[:3])
        return f"<{type(self).__name__} of {len(self)}: {shown}{', ...' if len(self) > 3 else ''}>"
