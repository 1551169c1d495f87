"""``syndetect scan --engine spark``: options -> a session and one call -> Parquet, and a few lines."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from syndetect.corpus import Corpus

__all__ = ["scan_with_spark"]


def scan_with_spark(  # noqa: PLR0913 - each is an option of the command
    inputs: Sequence[str | Path],
    out: Path,
    choices: Mapping[str, Any],
    session: tuple[str, Sequence[str]],
    *,
    force: bool,
    redact: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> "Corpus":
    """Scan files in the executors of a cluster; return the account of what was read."""
    from syndetect.cli import summary
    from syndetect.cli.console import escaped, note, plain, progress
    from syndetect.cli.reading import empty_folder_removed, refused_kept
    from syndetect.engines.spark.session import check_installed
    from syndetect.report.files import prepare_folder

    master, settings = session
    pairs = dict(_setting(entry) for entry in settings)
    check_installed()  # pyarrow too, which the next line imports
    from syndetect.engines import spark as engine

    with empty_folder_removed(out), progress(shown=not (quiet or verbose)) as stages:
        prepare_folder(out, force=force)
        stages.begin("spark")
        opened = engine.open_session(master, pairs)
        try:
            with refused_kept(out, redact=redact):
                tables = engine.scan_files(opened, inputs, on_stage=stages.begin, **choices)
            stages.begin("write")
            engine.write_tables(tables, out, force=force, redact=redact)
        finally:
            opened.stop()
    if not quiet:
        for line in summary.what_was_read(tables.corpus):
            note(line)
    if as_json:
        typer.echo(escaped((out / "run.json").read_bytes()), nl=False)
    elif not quiet:
        read, traced = tables.counts["read"], tables.counts["trace"]
        typer.echo(
            f"{read['n_ok']:,} articles · {traced['n_stories']:,} stories · {traced['n_pairs']:,} pairs · "
            f"{traced['n_passages']:,} passages"
        )
        typer.echo(f"tables as Parquet, one folder each: {plain(str(out))}")
    return tables.corpus


def _setting(entry: str) -> tuple[str, str]:
    name, separator, value = entry.partition("=")
    if not separator:
        raise typer.BadParameter(f"expected NAME=VALUE, got {entry!r}", param_hint="--spark-conf")
    return name, value
