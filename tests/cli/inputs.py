"""Texts, hostile names and small files that the tests of the command line share."""

import os
import sys

import orjson

PROGRAM = [sys.executable, "-c", "import sys; from syndetect.cli import main; sys.exit(main())"]

WIRE = (
    "The ferry ran onto a sandbank off the northern harbour late on Tuesday evening, and two hundred "
    "passengers spent the night on board. Rescuers brought them ashore one boat at a time after dawn.\n\n"
    "“Nobody on this island has seen such a tide in forty years,” the harbour master said."
)
REPRINT = WIRE.replace("late on Tuesday evening", "on Tuesday night") + "\n\nMore on page four."
OTHER = (
    "A choir of forty singers won the regional prize with a programme of forgotten songs, which the "
    "director had found in a parish archive and arranged for eight voices over the winter."
)

HOSTILE = {
    "colour": "\x1b[31mRED\x1b[0m",
    "title of the window": "\x1b]0;owned\x07",
    "link": "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "direction": "\u202egnp.exe\u2066",
    "carriage return": "good\rEVIL",
    "C1": "\x9b31mRED",
    "markup": "[bold red]loud[/bold red][/]",
    "backspace": "a\b\b\bb",
}


def plain_environment(**more: str) -> dict[str, str]:
    """Return the environment of this process without what forces colour or width."""
    unset = {"FORCE_COLOR", "NO_COLOR", "COLUMNS", "CLICOLOR_FORCE", "PY_COLORS", "TTY_COMPATIBLE"}
    return {name: value for name, value in os.environ.items() if name not in unset} | more


def write_jsonl(path, *records):
    """Write records as JSON lines."""
    path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
    return path
