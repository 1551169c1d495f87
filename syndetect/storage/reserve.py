"""Room for an array that grows: addresses are reserved, memory is taken as it is written to."""

import mmap
import sys
from contextlib import suppress

from syndetect.storage.process import usable_bytes

__all__ = ["cut", "reserve"]

_NO_RESERVE = getattr(mmap, "MAP_NORESERVE", 0)  # no swap is set aside; Python 3.13


def reserve() -> mmap.mmap | None:
    """Reserve as many addresses as the machine has memory.

    An array that is written there from its beginning never has to move, and
    takes memory for what was written: to make a block of 40 MB longer by a
    sixteenth at a time, C libraries copy it more than ten times. Pages of 2 MB
    are asked for, where the system has them: a page of 4 kB, of which that are
    500, costs 2 us at its first touch on a virtual machine.

    Returns
    -------
    mmap or None
        Zeros, private to the process. None where the system has no such thing,
        or a limit forbids it.
    """
    n_bytes = usable_bytes()
    if sys.platform != "linux" or n_bytes is None or _addresses_are_few():
        return None
    try:
        block = mmap.mmap(-1, n_bytes, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _NO_RESERVE)
    except (OSError, ValueError):  # vm.overcommit_memory = 2
        return None
    with suppress(OSError, AttributeError):  # a kernel without such pages
        block.madvise(mmap.MADV_HUGEPAGE)
    return block


def _addresses_are_few() -> bool:
    """Tell whether addresses are limited (``ulimit -v``): then they are for others, too."""
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY


def cut(block: mmap.mmap, n_bytes: int) -> None:
    """Give back the addresses behind so many bytes; nothing may refer to the block."""
    with suppress(OSError, ValueError, SystemError):  # then they stay reserved
        block.resize(max(1, n_bytes))
