"""Other processes that write pages of a site, each those of every n-th story.

They are started as commands of their own: a fork would copy locks that other
threads hold, and ``multiprocessing`` would run the main module of the caller
again. Each gets the run by a pipe and answers with a line of JSON a page.
"""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from traceback import format_exc
from types import TracebackType
from typing import Any, NamedTuple, Self, TextIO

from syndetect.report.saved import SavedRun
from syndetect.report.site.addresses import SiteLimits
from syndetect.report.site.model import Share
from syndetect.report.site.site import build_site, write_pages

__all__ = ["Workers", "main"]

_COMMAND = (  # -P: a file in the working folder is no module of this command
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    "from syndetect.report.site.workers import main; main()"
)


class _Job(NamedTuple):
    """What a process is told to do."""

    run: SavedRun
    folder: Path
    limits: SiteLimits


class Workers:
    """Processes that write all shares of a site but the first, for as long as the context lasts.

    Parameters
    ----------
    run : SavedRun
    folder : Path
        Where the pages go.
    limits : SiteLimits
    n_shares : int
        The first is left to the caller.

    Notes
    -----
    When the context is left, the processes are ended, whether they are done
    or not, and none writes into the folder any more.
    """

    def __init__(self, run: SavedRun, folder: Path, limits: SiteLimits, n_shares: int) -> None:
        self._job = pickle.dumps(_Job(run, folder, limits), protocol=pickle.HIGHEST_PROTOCOL)
        self._n_shares = n_shares
        self._answers: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads: list[Thread] = []
        self._n_busy = n_shares - 1

    def __enter__(self) -> Self:
        try:
            for number in range(1, self._n_shares):
                self._start(Share(number, self._n_shares))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def n_written(self, *, wait: bool = False) -> int:
        """Return how many pages they have written since this was last asked.

        Parameters
        ----------
        wait : bool, default=False
            Wait until one is written, unless all are.

        Returns
        -------
        int
            With ``wait``, 0 when all are written.

        Raises
        ------
        OSError
            A page cannot be written.
        RuntimeError
            A process failed: with its traceback.
        """
        n = 0
        while (wait and not n and self._n_busy) or not self._answers.empty():
            answer = self._answers.get()
            if "path" in answer:
                n += 1
            elif answer.get("done"):
                self._n_busy -= 1
            else:
                raise _failure(answer)
        return n

    def _start(self, share: Share) -> None:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _COMMAND, json.dumps(sys.path), str(share.number), str(share.of)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # an interrupt from the keyboard reaches the caller alone
        )
        self._processes.append(process)
        thread = Thread(target=self._attend, args=(process,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _attend(self, process: subprocess.Popen[bytes]) -> None:
        """Hand the job to a process, and its answers to the queue; the last tells how it ended."""
        answer: dict[str, Any] = {}
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(self._job)
                process.stdin.close()
            except OSError:
                pass  # it has ended: what it says, or its code, tells why
            for line in process.stdout:
                answer = json.loads(line)
                self._answers.put(answer)
        if "path" in answer or not answer:
            self._answers.put({"code": process.returncode})

    def _end(self) -> None:
        for process in self._processes:
            process.kill()
        for thread in self._threads:
            thread.join()


def _failure(answer: dict[str, Any]) -> Exception:
    """Return the error that a process reports, or that its end is."""
    if "cannot" in answer:
        return OSError(answer["cannot"])
    if "trace" in answer:
        return RuntimeError(f"a process that writes pages of the report failed:\n{answer['trace']}")
    return RuntimeError(
        f"a process that writes pages of the report ended with code {answer['code']}; "
        "when memory is short, use fewer processes"
    )


def main() -> None:
    """Write the pages of one share: what a started process does."""
    share = Share(int(sys.argv[1]), int(sys.argv[2]))
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)  # whatever else prints does not come between the answers
        try:
            _work(pickle.load(sys.stdin.buffer), share, answers)
        except BrokenPipeError:
            os._exit(1)  # who asked for the pages is gone


def _work(job: _Job, share: Share, answers: TextIO) -> None:
    """Write the pages of a share, with an answer for each and one for the end."""

    def answer(**what: Any) -> None:
        answers.write(json.dumps(what) + "\n")
        answers.flush()

    try:
        for path in write_pages(build_site(job.run, job.limits, share), job.folder):
            answer(path=path)
    except BrokenPipeError:
        raise
    except OSError as error:
        answer(cannot=error.strerror or str(error))
    except Exception:
        answer(trace=format_exc())
    else:
        answer(done=True)
