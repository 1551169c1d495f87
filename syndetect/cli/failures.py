"""What can go wrong in a command -> an exit code, and one message on stderr in the form asked for."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING

import typer

from syndetect.errors import DamagedError, LockedError, MismatchError, NoIndexError, SyndetectError

if TYPE_CHECKING:
    from syndetect.index.run_log import RunLog

__all__ = ["ExitCode", "Failed", "failure_of", "failures_logged", "is_debugged", "logs_json", "tell"]


class ExitCode(IntEnum):
    """What a caller of the command can rely on."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INCOMPLETE = 3
    GATE = 4
    NO_INDEX = 10
    LOCKED = 11
    MISMATCH = 12
    DAMAGED = 13
    INTERRUPTED = 130


_CODES: tuple[tuple[type[SyndetectError], ExitCode], ...] = (
    (NoIndexError, ExitCode.NO_INDEX),
    (LockedError, ExitCode.LOCKED),
    (MismatchError, ExitCode.MISMATCH),
    (DamagedError, ExitCode.DAMAGED),
)


class Failed(Exception):
    """A command ended without its result, and nobody has been told yet."""

    def __init__(self, code: ExitCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def failure_of(error: BaseException) -> Failed:
    """Return the exit code of what went wrong, and its message."""
    if isinstance(error, Failed):
        return error
    if isinstance(error, SyndetectError):
        code = next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.USAGE)
        return Failed(code, str(error))
    if isinstance(error, typer.BadParameter):
        return Failed(ExitCode.USAGE, error.format_message())
    if isinstance(error, KeyboardInterrupt):
        return Failed(ExitCode.INTERRUPTED, "interrupted")
    what = f"{type(error).__name__}: {error}"
    return Failed(ExitCode.BUG, f"this is a bug in syndetect: {what} (SYNDETECT_DEBUG=1 shows where)")


def is_debugged() -> bool:
    """Tell whether a bug is to be shown with its traceback."""
    return bool(os.environ.get("SYNDETECT_DEBUG"))


def logs_json(arguments: Sequence[str]) -> bool:
    """Tell whether arguments ask for a log of JSON lines, however wrong they are otherwise."""
    given = arguments[: arguments.index("--")] if "--" in arguments else arguments
    forms = [value for option, value in pairwise(given) if option == "--log-format"]
    forms += [one.partition("=")[2] for one in given if one.startswith("--log-format=")]
    return "json" in forms


def tell(failed: Failed, *, as_json: bool) -> ExitCode:
    """Say on stderr why there is no result, and return the exit code."""
    if as_json:
        from syndetect.index.run_log import RunLog

        RunLog(sys.stderr, as_json=True, quiet=True).failed(failed.code, failed.message)
    else:
        from syndetect.cli.console import fail

        fail(failed.message)
    return failed.code


@contextmanager
def failures_logged(log: "RunLog", note: Callable[[ExitCode], None] = lambda code: None) -> Iterator[None]:
    """Say in a JSON log why there is no result; where the log is none, the command line does.

    Parameters
    ----------
    log : RunLog
    note : callable, optional
        Called with the exit code of a failure.
    """
    try:
        yield
    except (typer.Exit, BrokenPipeError):
        raise
    except (Exception, KeyboardInterrupt) as error:
        failed = failure_of(error)
        note(failed.code)
        if log.failed(failed.code, failed.message) and not (failed.code == ExitCode.BUG and is_debugged()):
            raise typer.Exit(failed.code) from None
        raise
