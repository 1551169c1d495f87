"""Word hashes -> which paragraphs may name which agency."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from syndetect.agencies.registry import Registry
from syndetect.text.runs import RunTable, find_runs, run_table

__all__ = ["find_forms"]

_ENDINGS = ("", "'s")  # as it stands, and as a genitive; 's and ’s are one word


def find_forms(
    hashes: NDArray[np.uint32], token_ptr: NDArray[np.int64], registry: Registry, *, n_threads: int | None
) -> NDArray[np.int64]:
    """Find in which paragraphs the words of which forms stand.

    Parameters
    ----------
    hashes : uint32 array of shape (n_tokens,)
    token_ptr : int64 array of shape (n_paragraphs + 1,)
        ``Paragraphs.token_ptr``.
    registry : Registry
    n_threads : int
        The result does not depend on it.

    Returns
    -------
    int64 array of shape (n_hits, 2)
        Paragraph and place in ``registry.forms``, sorted, each pair once.
    """
    hits = find_runs(hashes, token_ptr, _table(registry), n_threads=n_threads).astype(np.int64)
    n_forms = max(1, len(registry.forms))
    pairs = np.unique(hits[:, 0] * n_forms + hits[:, 1] // len(_ENDINGS))
    return np.column_stack(np.divmod(pairs, n_forms))


@lru_cache(maxsize=4)
def _table(registry: Registry) -> RunTable:
    """Return the table of a registry's forms, made once for each registry."""
    return run_table(
        [form.words + ending if form.words else "" for form in registry.forms for ending in _ENDINGS]
    )
