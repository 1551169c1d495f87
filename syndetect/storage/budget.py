"""What memory a run may take, and whether that is enough for what was read."""

from dataclasses import dataclass
from typing import Self

from syndetect.errors import BudgetError
from syndetect.storage.process import anonymous_bytes, usable_bytes
from syndetect.storage.sizes import as_bytes, shown
from syndetect.storage.spill import Storage

__all__ = ["Budget"]

LEAST = 300_000_000  # libraries, compiled code, one batch a thread
PER_ARTICLE = 4_000  # what stays in memory of an article of a corpus of news: measured, docs/memory.md
PER_WORD = 30  # in files: words, bodies, weights, fingerprints, places
_DEFAULT_SHARE = 0.75  # of what the machine has


@dataclass(frozen=True)
class Budget:
    """Bytes that a run may take; None where nobody knows what there is."""

    n_bytes: int | None
    is_chosen: bool

    @classmethod
    def of(cls, memory: str | int | None) -> Self:
        """Return the budget that was asked for, else a share of what the machine has.

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
        return cls(n_bytes, is_chosen=True)

    def check(self, n_articles: int, n_words: int, storage: Storage) -> None:
        """Tell early that memory or disk will not do.

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
        if not self.is_chosen or self.n_bytes is None:
            return
        needed = max(LEAST, anonymous_bytes() or 0) + PER_ARTICLE * n_articles
        if needed > self.n_bytes:
            raise BudgetError(
                f"{n_articles:,} articles need about {shown(needed)} of memory, whatever is moved to files: "
                f"got {shown(self.n_bytes)}"
            )
        in_files = PER_WORD * n_words
        if not storage.has_room(in_files):
            storage.check_room(in_files)
