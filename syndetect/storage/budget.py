"""What memory a run may take, and whether that is enough for what was read."""

from dataclasses import dataclass
from typing import Self

from syndetect.errors import BudgetError
from syndetect.storage.process import give_back_early, usable_bytes
from syndetect.storage.sizes import as_bytes, shown
from syndetect.storage.spill import Storage

__all__ = ["Budget", "disk_bytes", "memory_bytes", "needed_bytes"]

LEAST = 300_000_000  # libraries, compiled code, one batch a thread

# What a scan holds at its highest, measured on generated news: docs/memory.md.
PER_ARTICLE = 2_000  # bytes in memory, whatever lies in files
PER_PAIR = 500
PAIRS_PER_ARTICLE = 3  # until they are known
PER_WORD = 32  # more, when everything lies in memory
PER_WORD_ON_DISK = 44

_DEFAULT_SHARE = 0.75  # of what the machine has


def needed_bytes(n_articles: int, n_pairs: int) -> int:
    """Estimate the memory that a scan needs when all that can lies in files."""
    return LEAST + PER_ARTICLE * n_articles + PER_PAIR * n_pairs


def memory_bytes(n_articles: int, n_words: int, n_pairs: int) -> int:
    """Estimate the memory that a scan takes when everything lies there."""
    return needed_bytes(n_articles, n_pairs) + PER_WORD * n_words


def disk_bytes(n_words: int, n_bytes: int) -> int:
    """Estimate the size of the temporary files, of so many words in so many bytes of input."""
    return PER_WORD_ON_DISK * n_words + n_bytes


@dataclass(frozen=True)
class Budget:
    """Bytes that a run may take; None where nobody knows what there is."""

    n_bytes: int | None
    is_chosen: bool

    @classmethod
    def of(cls, memory: str | int | None) -> Self:
        """Return the budget that was asked for, else a share of what the machine has.

        With one that was asked for this process gives back early what it frees.

        Raises
        ------
        ParameterError
            It is no size.
        BudgetError
            No run gets by with it.
        """
        if memory is None:
            usable = usable_bytes()
            return cls(None if usable is None else int(_DEFAULT_SHARE * usable), is_chosen=False)
        n_bytes = as_bytes(memory)
        if n_bytes < LEAST:
            raise BudgetError(f"memory must be at least {shown(LEAST)}, got {shown(n_bytes)}")
        give_back_early()
        return cls(n_bytes, is_chosen=True)

    def leave(self, n_articles: int, n_pairs: int, storage: Storage) -> int:
        """Let arrays hold what articles and pairs leave of the budget; return what these need in bytes."""
        needed = needed_bytes(n_articles, n_pairs)
        if self.n_bytes is not None:
            storage.hold(self.n_bytes - needed)
        return needed

    def check(self, n_articles: int, n_words: int, storage: Storage) -> None:
        """Tell early that memory or disk will not do; what is left of the budget is for arrays.

        Parameters
        ----------
        n_articles, n_words : int
            What was read; words may be estimated.
        storage : Storage

        Raises
        ------
        BudgetError
            The budget was chosen, and the articles need more.
        SpillError
            The folder for temporary files has no room for what will not fit.
        """
        if self.n_bytes is None:
            return
        needed = self.leave(n_articles, PAIRS_PER_ARTICLE * n_articles, storage)
        self.require(n_articles, needed)
        if not self.is_chosen:
            return
        in_files = PER_WORD_ON_DISK * n_words
        if not storage.has_room(in_files):
            storage.check_room(in_files)

    def require(self, n_articles: int, needed: int) -> None:
        """Raise BudgetError when the budget was chosen, and articles need more than that in any case."""
        if self.is_chosen and self.n_bytes is not None and needed > self.n_bytes:
            raise BudgetError(
                f"{n_articles:,} articles need about {shown(needed)} of memory, whatever is moved to files: "
                f"got {shown(self.n_bytes)}"
            )
