"""``syndetect pairs``: the pairs of articles that resemble each other, and nothing else."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndetect.cli.account import exit_code, note_unread
from syndetect.cli.app import app, guarded
from syndetect.cli.reading import (
    MEASURING,
    RUNNING,
    FieldMap,
    InputFormat,
    Inputs,
    Limits,
    MaxBad,
    ParamsFile,
    Query,
    Strict,
    TableName,
    read_params,
)

if TYPE_CHECKING:
    from syndetect.resembling import Resembling

__all__ = ["pairs"]

EXAMPLES = """
Examples:

  syndetect pairs dump.jsonl.zst -o pairs.csv

  syndetect pairs dumps/ --resemblance 0.8 --no-passages > near.csv

  zcat dump.gz | syndetect pairs - --format jsonl --memory 4GB -o pairs.csv
"""


@app.command(epilog=EXAMPLES)
@guarded
def pairs(  # noqa: PLR0913 - each is an option of the command
    inputs: Inputs,
    out: Annotated[
        str,
        typer.Option("--out", "-o", metavar="FILE", help="Where the pairs go, CSV; - is standard output."),
    ] = "-",
    resemblance: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            help="Of the shingles of two articles those that both must have.",
            rich_help_panel=MEASURING,
        ),
    ] = 0.5,
    field_map: FieldMap = None,
    input_format: InputFormat = "auto",
    table_name: TableName = "",
    query: Query = "",
    limits: Limits = None,
    params_file: ParamsFile = None,
    quarantine: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where records that cannot be read are listed.")
    ] = None,
    max_bad: MaxBad = 0,
    threads: Annotated[
        int | None,
        typer.Option(min=1, help="Threads; changes nothing but the time.", rich_help_panel=RUNNING),
    ] = None,
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="What the run may take of memory, such as 4GB; the rest lies in temporary files in TMPDIR."
            " Changes nothing but the time.",
            rich_help_panel=RUNNING,
        ),
    ] = None,
    *,
    passages: Annotated[
        bool,
        typer.Option(
            "--passages/--no-passages",
            help="Look up those that share a run of words, too: more of the pairs with a low resemblance.",
            rich_help_panel=MEASURING,
        ),
    ] = True,
    strict: Strict = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No summary, no notes.", rich_help_panel=RUNNING)
    ] = False,
) -> None:
    """Find the pairs of near-duplicates, quickly: no tracing, no report.

    Texts are compared as they stand, with their credit lines, captions and menus.
    """
    from syndetect.cli.console import progress
    from syndetect.corpus import write_quarantine
    from syndetect.params import Params
    from syndetect.report.tables import csv_lines, write_csv
    from syndetect.resembling import find_pairs

    if not 0 < resemblance <= 1:
        raise typer.BadParameter(
            f"must be above 0 and at most 1, got {resemblance:g}", param_hint="--resemblance"
        )
    read = read_params(field_map, input_format, table=table_name, query=query, strict=strict, limits=limits)
    with progress(shown=not quiet) as stages:
        found = find_pairs(
            inputs,
            Params() if params_file is None else Params.from_toml(params_file),
            resemblance=resemblance,
            passages=passages,
            read=read,
            n_threads=threads,
            memory=memory,
            spill_folder=os.environ.get("TMPDIR"),
            on_stage=stages.begin,
        )
        if quarantine is not None:
            write_quarantine(quarantine, found.corpus)
        if out != "-":
            write_csv(found.table(), Path(out))
    if out == "-":
        sys.stdout.buffer.writelines(csv_lines(found.table()))
        sys.stdout.buffer.flush()
    if not quiet:
        note_unread(found.corpus.ledger, found.corpus.quarantine, quarantine)
        _summarise(found)
    raise typer.Exit(exit_code(found.corpus.ledger, len(found.corpus.quarantine), max_bad))


def _summarise(found: "Resembling") -> None:
    """Say on stderr how many pairs of how many articles there are, and how long it took."""
    import numpy as np

    from syndetect.cli.console import note
    from syndetect.cli.summary import counted

    n_articles, n_paired = len(found.article_ids), len(np.unique(found.pairs))
    seconds = sum(found.seconds.values())
    note(
        f"{counted(len(found.pairs), 'pair')} of {counted(found.n_candidates, 'candidate')}, which hold "
        f"{n_paired:,} of {counted(n_articles, 'article')}; {seconds:.1f} s, "
        f"{n_articles / max(seconds, 1e-3):,.0f} articles a second"
    )
