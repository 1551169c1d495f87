"""The process that reads pages: one message in, one out, until its input ends."""

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO

import orjson

from syndetect.corpus.pages.frames import LENGTHS
from syndetect.corpus.records import Refused

__all__ = ["main"]

_MEMORY = 2 * 1024**3  # bytes of address space
_MARGIN = 1  # seconds: the system counts whole ones


def main() -> None:
    """Answer messages on standard input; what libraries print goes nowhere."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
    answers = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    _limit_memory()
    with suppress(ImportError):  # only pieces of HTML are read without them
        import_module("trafilatura")
        import_module("w3lib.encoding")
    _send(answers, b"")  # ready
    questions = sys.stdin.buffer
    while head := questions.read(LENGTHS.size):
        _send(answers, _answer(questions, *LENGTHS.unpack(head)))


def _send(answers: BinaryIO, message: bytes) -> None:
    answers.write(LENGTHS.pack(len(message), 0) + message)
    answers.flush()


def _answer(questions: BinaryIO, n_about: int, n_data: int) -> bytes:
    about = orjson.loads(questions.read(n_about))
    try:
        data = questions.read(n_data)
        _limit_seconds(about.pop("max_seconds"))
        return orjson.dumps(_read(data, about))
    except Refused as refused:
        reason, detail = refused.reason, refused.detail
    except MemoryError:
        reason, detail = "limit_memory", f"reading the page took more than {_MEMORY:,} bytes of memory"
    except RecursionError:
        reason, detail = "limit_nesting", "the page is nested too deep"
    except Exception as error:  # a library's own fault on one page must not cost the others
        reason, detail = "worker_failed", f"{type(error).__name__}: {error}"[:200]
    return orjson.dumps({"reason": reason, "detail": detail.encode("utf-8", "replace").decode()})


def _limit_memory() -> None:
    """Let allocations fail beyond the limit, where the system can do that."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, most))


def _limit_seconds(seconds: int) -> None:
    """Let the system end this process when the page takes more processor time than that."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds + _MARGIN
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


def _read(data: bytes, about: dict[str, Any]) -> dict[str, Any]:
    if about["kind"] == "text":
        from syndetect.corpus.markup import html_text

        return {"text": html_text(data.decode("utf-8", "replace"))}
    from syndetect.corpus.pages.extract import extract

    return extract(data, content_type=about["content_type"], url=about["url"])
