"""``syndetect inspect``: what would be read, before anything is done with it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from syndetect.cli.app import ExitCode, app, guarded
from syndetect.cli.reading import (
    FieldMap,
    HtmlText,
    InputFormat,
    Inputs,
    Limits,
    Query,
    TableName,
    read_params,
)

if TYPE_CHECKING:
    from rich.console import Console

    from syndetect.corpus import FileLedger, Inspection

__all__ = ["inspect"]

MOST_FILES = 20
MOST_NAMES = 12
STYLES = {"complete": "green", "sampled": "", "partial": "yellow", "unreadable": "red", "skipped": "dim"}

EXAMPLES = """
Examples:

  syndetect inspect dump.jsonl.zst

  syndetect inspect dump.db --map text=body -n 0

  zcat dump.gz | syndetect inspect - --json
"""


@app.command(epilog=EXAMPLES)
@guarded
def inspect(  # noqa: PLR0913 - each is an option of the command
    inputs: Inputs,
    n_records: Annotated[
        int,
        typer.Option(
            "--records",
            "-n",
            min=0,
            help="Records to look at in each file; 0 for all.",
        ),
    ] = 1000,
    field_map: FieldMap = None,
    input_format: InputFormat = "auto",
    table_name: TableName = "",
    query: Query = "",
    limits: Limits = None,
    *,
    html_text: HtmlText = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Show what would be read: files, fields, first records, what stays empty or cannot be read."""
    import orjson

    from syndetect.cli.console import stdout
    from syndetect.corpus import inspect_inputs

    params = replace(
        read_params(field_map, input_format, table=table_name, query=query, limits=limits),
        html_text=html_text,
    )
    found = inspect_inputs(inputs, params=params, n_records=n_records)
    if as_json:
        typer.echo(
            orjson.dumps(found.to_mapping(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE), nl=False
        )
    else:
        _show(stdout(), found)
    if found.problem or (found.counts["n_in"] and not found.counts["n_ok"]):
        raise typer.Exit(ExitCode.USAGE)
    if found.quarantine or not all(entry.is_whole for entry in found.files):
        raise typer.Exit(ExitCode.INCOMPLETE)


def _show(console: "Console", found: "Inspection") -> None:
    from rich.table import Table
    from rich.text import Text

    from syndetect.cli.console import plain

    _show_files(console, found)
    if found.counts["n_ok"]:
        _show_fields(console, found)
    for title, lines in (
        ("values", list(_values(found))),
        ("not read", list(_not_read(found))),
    ):
        if lines:
            console.print()
            console.print(Text(title, "bold"))
            for line in lines:
                console.print(Text(plain(line)), soft_wrap=True)
    for number, record in enumerate(found.records, 1):
        console.print()
        console.print(Text(f"article {number}", "bold"))
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(justify="right", style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for field, value in record.items():
            grid.add_row(field, Text(plain(value)))
        console.print(grid)
    if found.problem:
        console.print()
        console.print(Text(plain(found.problem), "bold red"), soft_wrap=True)


def _show_files(console: "Console", found: "Inspection") -> None:
    from rich.table import Table
    from rich.text import Text

    from syndetect.cli.console import plain

    counts = found.counts
    n_files = len(found.files)
    more = " looked at" if found.is_sample else ""
    console.print(
        Text(f"{n_files:,} {'file' if n_files == 1 else 'files'} · {counts['n_in']:,} records{more}", "bold")
    )
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("file", overflow="fold")
    table.add_column("format", no_wrap=True)
    for name in ("articles", "filtered", "bad"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("status", overflow="fold")
    shown = sorted(found.files, key=lambda entry: entry.is_whole)[:MOST_FILES]
    for entry in sorted(shown, key=lambda entry: entry.file):
        style = STYLES.get(entry.status.partition(":")[0], "")
        figures = (entry.n_ok, sum(entry.filtered.values()), entry.n_quarantined)
        table.add_row(
            plain(entry.file),
            " + ".join(filter(None, (entry.format, entry.compression))),
            *(Text(f"{figure:,}", "" if figure else "dim") for figure in figures),
            Text(plain(_status(entry)), style),
        )
    console.print(table)
    if n_files > MOST_FILES:
        console.print(f"... and {n_files - MOST_FILES:,} more files", style="dim")


def _status(entry: "FileLedger") -> str:
    status = "more to read" if entry.status == "sampled" else entry.status
    return f"{status} ({entry.detail})" if entry.detail else status


def _show_fields(console: "Console", found: "Inspection") -> None:
    from rich.table import Table
    from rich.text import Text

    from syndetect.cli.console import plain
    from syndetect.corpus import FIELDS

    total = found.counts["n_ok"]
    console.print()
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("field", no_wrap=True)
    table.add_column("filled", justify="right", no_wrap=True)
    table.add_column("from", overflow="fold")
    for field in FIELDS:
        names = found.mapping.get(field, {})
        share = sum(names.values()) / total
        origin = ", ".join(
            plain(name) if len(names) == 1 else f"{plain(name)} ({count:,})" for name, count in names.items()
        )
        style = "dim" if not names else "yellow" if share < 1 else ""
        filled = f"{int(share * 100)}%"  # rounded down: 100% means all
        origin = origin or ("nothing: made from URL or text" if field == "id" else "nothing")
        table.add_row(Text(field, style), Text(filled, style), Text(origin, style))
    console.print(table)
    if found.unused:
        unused = list(found.unused)
        more = f" and {len(unused) - MOST_NAMES:,} more" if len(unused) > MOST_NAMES else ""
        listed = ", ".join(plain(name[:40]) for name in unused[:MOST_NAMES])
        console.print(Text(f"not used: {listed}{more}", "dim"), soft_wrap=True)


def _values(found: "Inspection") -> Iterator[str]:
    """Yield lines on what the fields hold."""
    if found.characters:
        least, median, most = found.characters
        yield f"text: {least:,} to {most:,} characters, half of them above {median:,}"
    dates = found.dates
    if dates.first:
        yield (
            f"published: {dates.first} to {dates.last};"
            f" {dates.n_times:,} with a time, {dates.n_days:,} with a day alone"
        )
    if dates.n_unread:
        examples = ", ".join(map(repr, dates.unread))
        yield f"published: {dates.n_unread:,} values are no dates: {examples}"
    for name, counted in (("outlets", found.outlets), ("languages", found.languages)):
        if counted:
            shown = ", ".join(f"{one} {count:,}" for one, count in list(counted.items())[:MOST_NAMES])
            yield f"{name}: {len(counted):,}: {shown}{', ...' if len(counted) > MOST_NAMES else ''}"
    if found.n_repeated_ids:
        yield f"ids: {found.n_repeated_ids:,} articles have an id that another one has"


def _not_read(found: "Inspection") -> Iterator[str]:
    """Yield a line for each reason why records are not read, with the first of them."""
    for reason, row in found.quarantine.items():
        yield (
            f"{found.counts['by_reason'][reason]:,} × {reason}: {row.file}, record {row.record},"
            f" byte {row.byte_offset:,}: {row.detail}"
        )
    for reason, one in found.filtered.items():
        yield f"{found.counts['filtered'][reason]:,} × {reason} (filtered): {one.file}, record {one.record}"
