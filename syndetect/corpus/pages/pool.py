"""Pages -> what the workers make of them, in order; a page that takes too much costs only itself.

Every worker is a process of its own, started when it is first needed and anew
after its death. It limits its memory and its processor time itself, as far as
the system knows such limits; beyond that it is killed.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import orjson

from syndetect.corpus.markup import html_text
from syndetect.corpus.pages.frames import LENGTHS
from syndetect.corpus.records import Refused

__all__ = ["Page", "Pages"]

_MOST_WORKERS = 4
_SHORT = 64 * 1024  # characters that need no worker: at worst a tenth of a second
_AHEAD = 2  # pages given out for each worker
_START_SECONDS = 120  # that a process may take to start, by the clock
_PATIENCE = 3  # times the limit of processor time: more by the clock, as other programs run, too
_WORKER = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from syndetect.corpus.pages.worker import main; main()"
)
_SIGXCPU: int = getattr(signal, "SIGXCPU", 0)


class Page(NamedTuple):
    """What a worker is given."""

    data: bytes
    kind: str = "page"  # or "text": a piece of HTML in UTF-8, of which all text is wanted
    content_type: str = ""  # as the server named it, with its charset
    url: str = ""


class Pages:
    """A few workers that read HTML.

    Parameters
    ----------
    max_seconds : int
        Of processor time for one page.
    n_workers : int
        0: as many as there are processors, up to 4.
    """

    def __init__(self, max_seconds: int, n_workers: int = 0) -> None:
        self._max_seconds = max_seconds
        self._n_workers = n_workers or min(_MOST_WORKERS, _n_processors())
        self._threads: ThreadPoolExecutor | None = None
        self._local = threading.local()
        self._workers: list[_Worker] = []

    def read(self, page: Page) -> dict[str, Any]:
        """Return what was found in a page.

        Raises
        ------
        Refused
            It reached a limit, or holds no text.
        """
        return self.submit(page).result()

    def text(self, html: str) -> str:
        """Return the text of a piece of HTML, of a long one by a worker; Refused as in ``read``."""
        if len(html) <= _SHORT or "<" not in html:
            return html_text(html)
        return str(self.read(Page(html.encode("utf-8", "replace"), kind="text"))["text"])

    @property
    def n_ahead(self) -> int:
        """How many pages can well be given out before the first result is awaited."""
        return _AHEAD * self._n_workers

    def submit(self, page: Page) -> "Future[dict[str, Any]]":
        """Give a page out; its result is that of ``read``."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._n_workers, thread_name_prefix="syndetect-page")
            self._local = threading.local()
        return self._threads.submit(self._in_thread, page)

    def close(self) -> None:
        """End the workers; pages not yet read are dropped."""
        threads, self._threads = self._threads, None
        if threads is not None:
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in self._workers:
                worker.kill()
            threads.shutdown(wait=True)
            for worker in self._workers:
                worker.release()
        self._workers.clear()

    def _in_thread(self, page: Page) -> dict[str, Any]:
        """Let the worker of this thread read the page."""
        worker: _Worker | None = getattr(self._local, "worker", None)
        if worker is None:
            worker = self._local.worker = _Worker(self._max_seconds)
            self._workers.append(worker)
        reply = worker.ask(page)
        if "reason" in reply:
            raise Refused(reply["reason"], reply["detail"])
        return reply


class _Worker:
    """One process, with its pipes; a new one whenever it has died."""

    def __init__(self, max_seconds: int) -> None:
        self._max_seconds = max_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, page: Page) -> dict[str, Any]:
        """Send a page and return the reply, or why there is none."""
        if self._process is None:
            self._process = process = _start()
            with _deadline(process, _START_SECONDS):
                _receive(process)  # what it takes to start is no page's fault
        process = self._process
        with _deadline(process, _PATIENCE * self._max_seconds) as overdue:
            reply = _exchange(process, page, self._max_seconds)
        if reply is not None:
            return reply
        code = self.release()
        if overdue.is_set() or code == -_SIGXCPU:
            return {
                "reason": "limit_seconds",
                "detail": f"reading the page took more than {self._max_seconds} s",
            }
        return {"reason": "worker_failed", "detail": f"the process that read the page ended with code {code}"}

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()

    def release(self) -> int:
        """End the process, close its pipes, and return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        code = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return code


def _start() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", _WORKER, orjson.dumps(sys.path).decode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _exchange(process: "subprocess.Popen[bytes]", page: Page, max_seconds: int) -> dict[str, Any] | None:
    """Send a page and read the reply; None when the process dies over it."""
    assert process.stdin is not None
    about = orjson.dumps({**page._asdict(), "data": None, "max_seconds": max_seconds})
    try:
        process.stdin.write(LENGTHS.pack(len(about), len(page.data)) + about)
        process.stdin.write(page.data)
        process.stdin.flush()
    except OSError:
        return None
    reply = _receive(process)
    return None if reply is None else orjson.loads(reply)


def _receive(process: "subprocess.Popen[bytes]") -> bytes | None:
    """Read one message; None when the process has died."""
    assert process.stdout is not None
    head = process.stdout.read(LENGTHS.size)
    if len(head) < LENGTHS.size:
        return None
    length, _ = LENGTHS.unpack(head)
    message = process.stdout.read(length)
    return message if len(message) == length else None


@contextmanager
def _deadline(process: "subprocess.Popen[bytes]", seconds: float) -> Iterator[threading.Event]:
    """End a process that does not answer in time; the event says so."""
    overdue = threading.Event()

    def end_it() -> None:
        overdue.set()
        process.kill()

    timer = threading.Timer(seconds, end_it)
    timer.daemon = True
    timer.start()
    try:
        yield overdue
    finally:
        timer.cancel()


def _n_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
