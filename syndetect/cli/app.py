"""The Typer application, and :func:`main`, which turns errors into exit codes."""

import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import wraps
from typing import Annotated, ParamSpec

import typer

from syndetect.errors import DamagedError, LockedError, MismatchError, NoIndexError, SyndetectError
from syndetect.version import __version__

__all__ = ["ExitCode", "app", "code_of", "guarded", "main"]

P = ParamSpec("P")


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


def code_of(error: SyndetectError) -> ExitCode:
    """Return the exit code that an error has."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.USAGE)


app = typer.Typer(
    name="syndetect",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Find near-duplicate and syndicated news: who reuses wire copy, how much, what each outlet added.",
)


def _show_version(value: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if value:
        typer.echo(f"syndetect {__version__} · Python {sys.version.split()[0]}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop."),
    ] = False,
) -> None:
    del version  # its callback did the work


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what can go wrong in a command into one line on stderr and an exit code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from syndetect.cli.console import fail

        try:
            command(*args, **kwargs)
        except SyndetectError as error:
            fail(str(error))
            raise typer.Exit(code_of(error)) from None
        except KeyboardInterrupt:
            fail("interrupted")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except BrokenPipeError:  # the reader of stdout has gone, as `| head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.DONE) from None
        except (typer.Exit, typer.BadParameter):
            raise
        except Exception as error:
            if os.environ.get("SYNDETECT_DEBUG"):
                raise
            fail(
                f"this is a bug in syndetect: {type(error).__name__}: {error} (SYNDETECT_DEBUG=1 shows where)"
            )
            raise typer.Exit(ExitCode.BUG) from None

    return run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the program's name; by default those of the process.

    Returns
    -------
    int
        The exit code: see :class:`ExitCode`.
    """
    from syndetect.cli import (  # noqa: F401 - they register their commands
        compare,
        dedup,
        index,
        inspect,
        plan,
        report,
        scan,
    )

    logging.captureWarnings(capture=True)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old locale cannot show all that articles hold
            stream.reconfigure(errors="backslashreplace")
    for argument in sys.argv[1:] if arguments is None else arguments:
        if (
            argument.startswith("-") and not argument.isprintable()
        ):  # a file name that a pattern of the shell gave
            from syndetect.cli.console import fail

            fail(f"no such option: {argument}")
            return ExitCode.USAGE
    try:
        app(args=None if arguments is None else list(arguments), prog_name="syndetect")
    except SystemExit as stop:
        return int(stop.code or 0) if not isinstance(stop.code, str) else ExitCode.USAGE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    return ExitCode.DONE
