"""The processes below this one, looked at twice a second -> the most memory that Java and Python held."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Peaks", "watched"]

SECONDS = 0.5
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass
class Peaks:
    """The most resident memory seen, in bytes; 0 where the system has no ``/proc``.

    Attributes
    ----------
    driver : int
        Of this process: the Python part of the driver.
    java : int
        Of all Java machines together.
    worker : int
        Of the largest Python process below them.
    together : int
        Of all these at one moment.
    """

    driver: int = 0
    java: int = 0
    worker: int = 0
    together: int = 0

    def look(self) -> None:
        """Look at the processes once."""
        of_java, of_python = 0, [0]
        for process in _below(os.getpid()):
            is_java, size = _memory(process)
            if is_java:
                of_java += size
            else:
                of_python.append(size)
        _, own = _memory(os.getpid())
        self.driver = max(self.driver, own)
        self.java = max(self.java, of_java)
        self.worker = max(self.worker, *of_python)
        self.together = max(self.together, own + of_java + sum(of_python))


@contextmanager
def watched() -> Iterator[Peaks]:
    """Watch the processes below this one until the block ends."""
    peaks, done = Peaks(), threading.Event()

    def watch() -> None:
        while not done.wait(SECONDS):
            peaks.look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peaks
    finally:
        done.set()
        thread.join()


def _below(root: int) -> list[int]:
    """Return the processes that descend from one."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _memory(process: int) -> tuple[bool, int]:
    """Tell whether a process is a Java machine, and its resident bytes without what it shares with others."""
    try:
        name = Path(f"/proc/{process}/comm").read_text().strip()
        _, resident, shared = map(int, Path(f"/proc/{process}/statm").read_text().split()[:3])
    except OSError:
        return False, 0
    return name == "java", (resident - (0 if name == "java" else shared)) * _PAGE
