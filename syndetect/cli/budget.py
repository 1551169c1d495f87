"""What a run does with the memory that it was given, beyond the scan itself."""

from collections.abc import Mapping
from typing import Any

__all__ = ["over_budget", "processes_within"]

_HANDED_ON = 4  # bytes of texts and tables, pickled, for each of the input; measured on generated news
_INTERPRETER = 100_000_000  # bytes that a process takes which holds nothing


def processes_within(threads: int | None, budget: int | None, n_bytes: int) -> int | None:
    """Return how many processes may write the report of an input of so many bytes.

    Each but this one is handed texts and tables, which take about four times the input, and
    this one makes all that it hands on.
    """
    from syndetect.storage.process import anonymous_bytes
    from syndetect.threads import available_threads

    if budget is None:
        return threads
    held = anonymous_bytes()
    if held is None:
        return 1
    handed = _HANDED_ON * n_bytes
    n_others = max(0, budget - held - handed) // (_INTERPRETER + handed)
    return max(1, min(threads or available_threads(), 1 + n_others))


def over_budget(memory: Mapping[str, Any]) -> str:
    """Say that a run took more memory than it was given; nothing when it did not."""
    from syndetect.storage import shown

    budget, peak = memory["budget"], memory["peak"]
    if not budget or not peak or peak <= budget:
        return ""
    stage = max(memory["peak_by_stage"], key=memory["peak_by_stage"].__getitem__)
    return f"the run took {shown(peak)} of memory, more than the {shown(budget)} it had: stage {stage}"
