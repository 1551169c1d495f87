"""The Typer application, and :func:`main`, which turns errors into exit codes."""

import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any, ParamSpec

import typer

from syndetect.cli.failures import ExitCode, Failed, failure_of, is_debugged, logs_json, tell
from syndetect.version import __version__

__all__ = ["ExitCode", "app", "guarded", "main"]

P = ParamSpec("P")

_UsageError: Any = next(
    kind for kind in reversed(typer.BadParameter.__mro__) if hasattr(kind, "format_message")
)
"""What Typer raises for any wrong use; it has no public name for it."""


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
    """Turn what can go wrong in a command into :class:`Failed`, which :func:`main` tells."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BrokenPipeError:  # the reader of stdout has gone, as `| head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.DONE) from None
        except (typer.Exit, typer.BadParameter):
            raise
        except (Exception, KeyboardInterrupt) as error:
            failed = failure_of(error)
            if failed.code == ExitCode.BUG and is_debugged():
                raise
            raise failed from None

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
        pairs,
        plan,
        report,
        scan,
    )

    logging.captureWarnings(capture=True)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old locale cannot show all that articles hold
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else list(arguments)
    as_json = logs_json(given)
    hidden = [one for one in given if one.startswith("-") and not one.isprintable()]
    if hidden:  # a file name that a pattern of the shell gave
        return tell(Failed(ExitCode.USAGE, f"no such option: {hidden[0]}"), as_json=as_json)
    try:
        # Typer shows a wrong option itself, in a frame, unless it is to hand on the error.
        code = app(
            args=None if arguments is None else given, prog_name="syndetect", standalone_mode=not as_json
        )
    except SystemExit as stop:
        return int(stop.code or 0) if not isinstance(stop.code, str) else ExitCode.USAGE
    except Failed as failed:
        return tell(failed, as_json=as_json)
    except _UsageError as error:
        return tell(Failed(ExitCode.USAGE, error.format_message()), as_json=as_json)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    return int(code or ExitCode.DONE)
