"""What was not read, for the person who waits and for who called: notes and the exit code."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from syndetect.cli.failures import ExitCode

if TYPE_CHECKING:
    from syndetect.corpus import FileLedger, Quarantined

__all__ = ["exit_code", "note_unread"]


def exit_code(ledger: "Sequence[FileLedger]", n_quarantined: int, max_bad: int) -> ExitCode:
    """Return the exit code of a run that came to its end: it tells whether all was read."""
    is_whole = all(entry.is_whole for entry in ledger)
    return ExitCode.DONE if is_whole and n_quarantined <= max_bad else ExitCode.INCOMPLETE


def note_unread(
    ledger: "Sequence[FileLedger]", quarantine: "Sequence[Quarantined]", listed: Path | None
) -> None:
    """Name the files that are not whole and the first record that could not be read; ``listed`` has all."""
    from syndetect.cli.console import note

    for entry in ledger:
        if not entry.is_whole:
            note(f"{entry.file}: {entry.status}{f' ({entry.detail})' if entry.detail else ''}", "yellow")
    if quarantine:
        first = quarantine[0]
        where = f"{listed} lists them" if listed else "--quarantine FILE lists them"
        note(f"first: {first.file}, record {first.record}: {first.detail}; {where}", "yellow")
