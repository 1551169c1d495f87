"""``syndetect scan``: the main job."""

import os
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from syndetect.cli.account import exit_code
from syndetect.cli.app import ExitCode, app, guarded
from syndetect.cli.budget import over_budget, processes_within
from syndetect.cli.credits import answer_credits, write_credits
from syndetect.cli.failures import failures_logged
from syndetect.cli.reading import (
    CLUSTER,
    MEASURING,
    RUNNING,
    WRITING,
    FieldMap,
    HtmlText,
    InputFormat,
    Inputs,
    Limits,
    MaxBad,
    ParamsFile,
    Query,
    Strict,
    TableName,
    empty_folder_removed,
    read_params,
    refused_kept,
)

if TYPE_CHECKING:
    from syndetect.corpus import Corpus
    from syndetect.params import Params
    from syndetect.report import Result

__all__ = ["scan"]

_MAX_STORIES = 1000
_NOT_OF_SPARK = "it writes Parquet tables and no report; the master says what processors and memory it has"

EXAMPLES = """
Examples:

  syndetect scan articles.jsonl -o out

  syndetect scan dump.csv --map text=body --wire Reuters --wire AFP -o out

  zcat dump.jsonl.gz | syndetect scan - --format jsonl -o out
"""


@app.command(epilog=EXAMPLES)
@guarded
def scan(  # noqa: PLR0913 - each is an option of the command
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for tables, manifest and report.")],
    wire: Annotated[
        list[str] | None,
        typer.Option(
            "--wire",
            metavar="OUTLET",
            help="This outlet is an agency: its articles are wire text. Repeatable.",
            rich_help_panel=MEASURING,
        ),
    ] = None,
    field_map: FieldMap = None,
    input_format: InputFormat = "auto",
    table_name: TableName = "",
    query: Query = "",
    limits: Limits = None,
    params_file: ParamsFile = None,
    agencies: Annotated[
        Path | None,
        typer.Option(
            "--agencies",
            metavar="FILE",
            help="More agencies, as TOML; the bundled ones stay.",
            rich_help_panel=MEASURING,
        ),
    ] = None,
    owners: Annotated[
        Path | None,
        typer.Option(
            "--owners",
            metavar="FILE",
            help="CSV with the columns outlet and owner: what one owner's outlets share is no agency copy.",
            rich_help_panel=MEASURING,
        ),
    ] = None,
    definition: Annotated[
        str | None,
        typer.Option(
            "--definition",
            metavar="NAME",
            help="What counts as copy in outlets.csv: meter, attributor, ...",
            rich_help_panel=MEASURING,
        ),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Threads, and processes for the report; changes nothing but the time.",
            rich_help_panel=RUNNING,
        ),
    ] = None,
    max_bad: MaxBad = 0,
    max_stories: Annotated[
        int,
        typer.Option(
            min=0, help="Stories with pages of their own in the HTML report.", rich_help_panel=WRITING
        ),
    ] = _MAX_STORIES,
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="What the run may take of memory, such as 4GB; the rest lies in temporary files in TMPDIR,"
            " else in the output folder. Changes nothing but the time.",
            rich_help_panel=RUNNING,
        ),
    ] = None,
    log_format: Annotated[
        Literal["text", "json"],
        typer.Option(
            help="What is said on stderr: text, or one JSON object a line.", rich_help_panel=RUNNING
        ),
    ] = "text",
    engine: Annotated[
        Literal["local", "spark"],
        typer.Option(
            help="local: this process; spark: the executors of a cluster, tables as Parquet.",
            rich_help_panel=CLUSTER,
        ),
    ] = "local",
    master: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="With --engine spark: local[4], spark://host:7077, yarn, k8s://...; by default what Spark's "
            "own settings say.",
            rich_help_panel=CLUSTER,
        ),
    ] = "",
    spark_conf: Annotated[
        list[str] | None,
        typer.Option(
            "--spark-conf",
            metavar="NAME=VALUE",
            help="A setting of Spark. Repeatable.",
            rich_help_panel=CLUSTER,
        ),
    ] = None,
    *,
    html_text: HtmlText = False,
    strict: Strict = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="Print the manifest (with --credits-only: the numbers) as JSON.",
            rich_help_panel=WRITING,
        ),
    ] = False,
    graphs: Annotated[
        bool,
        typer.Option(
            "--graphs",
            help="Also write the network of articles, as GraphML and GEXF.",
            rich_help_panel=WRITING,
        ),
    ] = False,
    keep_furniture: Annotated[
        bool,
        typer.Option(
            "--keep-furniture",
            help="Count captions, menus, credit lines, ... as text of the article.",
            rich_help_panel=MEASURING,
        ),
    ] = False,
    credits_only: Annotated[
        bool,
        typer.Option(
            "--credits-only", help="Read the credits, write credits.csv, and stop.", rich_help_panel=WRITING
        ),
    ] = False,
    redact: Annotated[
        bool,
        typer.Option(
            "--redact",
            help="Write no text of the articles: offsets and figures stay.",
            rich_help_panel=WRITING,
        ),
    ] = False,
    excel_safe: Annotated[
        bool,
        typer.Option(
            "--excel-safe",
            help="CSV for spreadsheets: a byte order mark, and an apostrophe before formulas.",
            rich_help_panel=WRITING,
        ),
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Write into a folder that holds other files.", rich_help_panel=WRITING),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No summary, no notes.", rich_help_panel=RUNNING)
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="One line a stage on stderr.", rich_help_panel=RUNNING)
    ] = False,
) -> None:
    """Find which articles share text and what each outlet added; write tables and a report."""
    from syndetect.agencies import load_registry
    from syndetect.cli import summary
    from syndetect.cli.console import escaped, log_to_stderr, progress
    from syndetect.corpus import read_corpus, read_owners
    from syndetect.index.run_log import RunLog
    from syndetect.pipeline import scan as run_scan
    from syndetect.precompiling import compiling_ahead
    from syndetect.report.files import prepare_folder
    from syndetect.report.site import SiteLimits

    as_text = log_format == "text"
    log = RunLog(sys.stderr, as_json=not as_text, quiet=quiet, logger="syndetect")
    if verbose and as_text:
        log_to_stderr()
    params = _params(params_file, wire or [], definition, keep_furniture=keep_furniture)
    read = replace(
        read_params(field_map, input_format, table=table_name, query=query, strict=strict, limits=limits),
        html_text=html_text,
    )
    registry = load_registry(agencies)
    owned = read_owners(owners) if owners else None
    _check_engine(
        engine,
        of_local={
            "--threads": threads is not None,
            "--max-stories": max_stories != _MAX_STORIES,
            "--graphs": graphs,
            "--excel-safe": excel_safe,
            "--credits-only": credits_only,
            "--memory": memory is not None,
            "--log-format": not as_text,
        },
        of_spark={"--master": bool(master), "--spark-conf": bool(spark_conf)},
    )
    if engine == "spark":
        from syndetect.cli.spark import scan_with_spark

        corpus = scan_with_spark(
            inputs,
            out,
            {"params": params, "read": read, "registry": registry, "owners": owned},
            (master, spark_conf or []),
            force=force,
            redact=redact,
            as_json=as_json,
            quiet=quiet,
            verbose=verbose,
        )
        raise typer.Exit(exit_code(corpus.ledger, len(corpus.quarantine), max_bad))
    result = None
    with (
        failures_logged(log),
        empty_folder_removed(out),
        refused_kept(out, redact=redact),
        nullcontext() if as_text else log.listening(),
        progress(shown=as_text and not (quiet or verbose)) as stages,
        nullcontext() if credits_only else compiling_ahead(threads),
    ):
        prepare_folder(out, force=force)  # before the work, not after it
        if credits_only:
            stages.begin("read")
            corpus = read_corpus(inputs, params=read)
            stages.begin("credits")
            table = write_credits(corpus, registry, out, threads, redact=redact, excel_safe=excel_safe)
        else:
            result = run_scan(
                inputs,
                params,
                read=read,
                registry=registry,
                owners=owned,
                n_threads=threads,
                memory=memory,
                spill_folder=os.environ.get("TMPDIR") or out,
                on_stage=stages.begin,
            )
            corpus = result.corpus
            stages.begin("report")
            result.write(
                out,
                force=force,
                redact=redact,
                graphs=graphs,
                excel_safe=excel_safe,
                limits=SiteLimits(stories=max_stories),
                n_processes=processes_within(
                    threads, result.manifest["memory"]["budget"] if memory else None, corpus.n_bytes
                ),
                on_page=stages.count,
            )
    code = exit_code(corpus.ledger, len(corpus.quarantine), max_bad)
    if not as_text:
        log.finish(_outcome(corpus, result, code))
    elif not quiet:
        _note_account(corpus, result)
    if result is None:
        answer_credits(corpus, table, out, as_json=as_json, quiet=quiet)
    elif as_json:
        typer.echo(escaped((out / "run.json").read_bytes()), nl=False)
    elif not quiet:
        summary.show(result, out)
    raise typer.Exit(code)


def _check_engine(engine: str, *, of_local: Mapping[str, bool], of_spark: Mapping[str, bool]) -> None:
    """Raise a usage error when an option was given that only the other engine knows."""
    given, why = (of_spark, "it needs none") if engine == "local" else (of_local, _NOT_OF_SPARK)
    for option, is_given in given.items():
        if is_given:
            raise typer.BadParameter(f"not with --engine {engine}: {why}", param_hint=option)


def _outcome(corpus: "Corpus", result: "Result | None", code: ExitCode) -> dict[str, Any]:
    """Return what the last line of a JSON log says of a run."""
    memory = {} if result is None else {"memory": result.manifest["memory"]}
    return {"exit_code": int(code)} | corpus.counts() | memory


def _note_account(corpus: "Corpus", result: "Result | None") -> None:
    """Say on stderr what was left out, and whether the run took more memory than it was given."""
    from syndetect.cli import summary
    from syndetect.cli.console import note

    for line in summary.what_was_read(corpus):
        note(line)
    if result is not None:
        for line in summary.too_short(result):
            note(line)
        if over := over_budget(result.manifest["memory"]):
            note(over)


def _params(path: Path | None, wire: list[str], definition: str | None, *, keep_furniture: bool) -> "Params":
    from syndetect.errors import ParameterError
    from syndetect.params import Params
    from syndetect.trace.outlets import find_definition

    params = Params() if path is None else Params.from_toml(path)
    if keep_furniture:
        params = replace(params, furniture=replace(params.furniture, keep=True))
    if definition:
        try:
            find_definition(definition)
        except ParameterError as error:
            message = str(error).removeprefix("OutletParams.definition ")
            raise typer.BadParameter(message, param_hint="--definition") from None
        params = replace(params, outlets=replace(params.outlets, definition=definition))
    if wire:
        params = replace(params, story=replace(params.story, wire_outlets=tuple(wire)))
    return params
