"""``syndetect dedup``: new articles against a persistent index, one decision a record."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syndetect.cli.account import exit_code, note_unread
from syndetect.cli.app import ExitCode, app, guarded
from syndetect.cli.failures import failures_logged
from syndetect.cli.reading import FieldMap, InputFormat, Inputs, Limits, Query, Strict, TableName, read_params
from syndetect.errors import NoFileError

if TYPE_CHECKING:
    from syndetect.index import Deduplicator
    from syndetect.index.job import Outcome

__all__ = ["dedup", "index_params"]

EXAMPLES = """
Examples:

  syndetect dedup new/*.jsonl.gz --index news.index -o decided.jsonl

  zcat new.jsonl.gz | syndetect dedup - --index news.index --emit unique > unique.jsonl

  syndetect dedup new.jsonl --index news.index --bulk opensearch -o bulk.ndjson

  syndetect dedup new.jsonl --index "postgresql://user@host/database?schema=news" -o decided.jsonl
"""

Keep = Annotated[
    str | None,
    typer.Option(
        "--keep",
        metavar="POLICY",
        help="Which of several copies stands for all: earliest, wire, longest or prefer:OUTLET,OUTLET.",
    ),
]
Window = Annotated[
    str | None,
    typer.Option("--window", metavar="TIME", help="Compare only what was published within this: 14d."),
]
Lateness = Annotated[
    str | None,
    typer.Option(
        "--lateness",
        metavar="TIME",
        help="What comes later than this after its date changes no canonical: 72h.",
    ),
]
Duplicate = Annotated[
    float | None,
    typer.Option(
        "--duplicate", metavar="SHARE", help="Share of its words that makes an article a duplicate: 0.85."
    ),
]


@app.command(epilog=EXAMPLES)
@guarded
def dedup(  # noqa: PLR0913 - each is an option of the command
    inputs: Inputs,
    index: Annotated[
        str,
        typer.Option(
            "--index",
            metavar="PATH|URL",
            help="A file, or postgresql://…; made if there is none, unless --no-create.",
        ),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="FILE", help="Where decisions go; - is standard output.")
    ] = "-",
    emit: Annotated[
        str, typer.Option("--emit", metavar="WHICH", help="all, unique (without duplicates) or duplicates.")
    ] = "all",
    bulk: Annotated[
        str,
        typer.Option(
            "--bulk",
            metavar="ENGINE",
            help="Bulk requests instead of lines: opensearch, elasticsearch or solr.",
        ),
    ] = "",
    keep: Keep = None,
    window: Window = None,
    lateness: Lateness = None,
    duplicate: Duplicate = None,
    max_duplicates: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            help="Put nothing out, and exit with 4, beyond this share of duplicates; needs -o FILE.",
        ),
    ] = 1.0,
    batch_size: Annotated[
        int, typer.Option("--batch", min=1, max=100_000, help="Articles in one transaction.")
    ] = 1000,
    quarantine: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where records that cannot be read are listed.")
    ] = None,
    metrics: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Metrics for Prometheus' textfile collector.")
    ] = None,
    log_format: Annotated[
        str, typer.Option(metavar="FORM", help="text or json: what is said on stderr.")
    ] = "text",
    max_bad: Annotated[
        int, typer.Option(min=0, help="Exit with 3 when more records than this were quarantined.")
    ] = 0,
    field_map: FieldMap = None,
    input_format: InputFormat = "auto",
    table: TableName = "",
    query: Query = "",
    limits: Limits = None,
    *,
    create: Annotated[
        bool,
        typer.Option(
            "--create/--no-create", help="Make an index where there is none; otherwise exit with 10."
        ),
    ] = True,
    strict: Strict = False,
    skip_if_empty: Annotated[
        bool,
        typer.Option(
            "--skip-if-empty",
            help="Without a file or record write no output, and exit with 0.",
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing unless something is wrong.")
    ] = False,
) -> None:
    """Say of every new article whether the index holds it already: unique, duplicate, revision, partial.

    Every record goes on with the decision in an object named syndetect. Killed at any time, the same
    run again loses nothing and gives the same.

    Exit codes: 0 done; 2 usage, input or disk; 3 done, but something could not be read; 4 beyond
    --max-duplicates; 10 no index; 11 another run writes to it; 12 other settings; 13 damaged; 130 stopped.
    """
    from syndetect.corpus import Batches, read_batches
    from syndetect.index.emit import BULK, EMIT
    from syndetect.index.job import JobOptions, run_job
    from syndetect.index.opening import has_index
    from syndetect.index.output import Output
    from syndetect.index.run_log import RunLog

    _one_of(emit, EMIT, "--emit")
    _one_of(bulk, BULK[1:] if bulk else BULK, "--bulk")
    _one_of(log_format, ("text", "json"), "--log-format")
    if max_duplicates < 1 and out == "-":
        raise typer.BadParameter(
            "needs -o FILE: what has gone to standard output cannot be taken back",
            param_hint="--max-duplicates",
        )
    log = RunLog(sys.stderr, as_json=log_format == "json", quiet=quiet)
    reading = read_params(field_map, input_format, table=table, query=query, strict=strict, limits=limits)
    options = JobOptions(
        emit=emit,  # type: ignore[arg-type]  # checked above
        bulk=bulk,  # type: ignore[arg-type]
        skip_if_empty=skip_if_empty,
        max_duplicates=max_duplicates,
    )
    with failures_logged(log, _noted_in(metrics)), _stopped_by_sigterm():
        try:
            batches = read_batches(inputs, params=reading, size=batch_size)
        except NoFileError:
            if not skip_if_empty:
                raise
            batches = Batches([], reading, size=batch_size)
        path = None if out == "-" else Path(out)
        index_is_new = not has_index(index)
        with (
            _open(index, index_params(keep, window, lateness, duplicate), create=create) as held,
            log.listening(),
        ):
            outcome = run_job(batches, held, lambda: Output(path, options.bulk), options)
            code = _exit_code(outcome, max_bad)
            _account(outcome, held, quarantine, metrics, code)
        log.finish(outcome.to_dict() | {"index_created": index_is_new, "exit_code": int(code)})
    _explain(outcome, max_duplicates, quarantine, shown=log_format == "text")
    if code:
        raise typer.Exit(code)


def _open(target: str, asked: dict[str, Any], *, create: bool) -> "Deduplicator":
    """Open the index; parameters that were not named are those that it has."""
    from syndetect.index import Deduplicator
    from syndetect.index.opening import has_index
    from syndetect.params import IndexParams

    if create and not has_index(target):
        return Deduplicator.open(target, replace(IndexParams(), **asked))
    if not asked:
        return Deduplicator.open(target, create=create)
    with Deduplicator.open(target, writing=False) as held:
        wanted: IndexParams = replace(held.params, **asked)
    return Deduplicator.open(target, wanted)


def index_params(
    keep: str | None, window: str | None, lateness: str | None, duplicate: float | None
) -> dict[str, Any]:
    """Return the parameters that options name."""
    from syndetect.cli.durations import days

    asked: dict[str, Any] = {}
    if keep is not None:
        policy, _, names = keep.partition(":")
        asked["keep"] = policy
        asked["prefer"] = tuple(name.strip() for name in names.split(",") if name.strip())
    if window is not None:
        asked["window_days"] = days(window, "--window")
    if lateness is not None:
        asked["lateness_days"] = days(lateness, "--lateness")
    if duplicate is not None:
        asked["duplicate"] = duplicate
    return asked


def _one_of(value: str, known: tuple[str, ...], option: str) -> None:
    if value not in known:
        raise typer.BadParameter(f"must be one of {', '.join(known)}, got {value!r}", param_hint=option)


def _exit_code(outcome: "Outcome", max_bad: int) -> ExitCode:
    if outcome.is_gated:
        return ExitCode.GATE
    return exit_code(outcome.ledger, outcome.n_quarantined, max_bad)


def _explain(outcome: "Outcome", max_duplicates: float, quarantine: Path | None, *, shown: bool) -> None:
    """Tell a person why the exit code is not 0, and what to do about it; also under ``--quiet``."""
    from syndetect.cli.console import fail

    if not shown:
        return
    note_unread(outcome.ledger, outcome.quarantine, quarantine)
    if outcome.is_gated:
        share = outcome.decisions["duplicate"] / max(1, outcome.n_articles)
        fail(
            f"{share:.0%} of the articles are duplicates, more than --max-duplicates {max_duplicates:g}:"
            " nothing was put out; the index holds them, and the same run with a greater share puts them out"
        )


def _account(
    outcome: "Outcome", index: "Deduplicator", quarantine: Path | None, metrics: Path | None, code: ExitCode
) -> None:
    """Write what the run leaves besides its decisions."""
    from syndetect.index.job import quarantine_lines
    from syndetect.index.metrics import write_exit_code, write_metrics
    from syndetect.index.output import replace_file

    if quarantine is not None:
        replace_file(quarantine, quarantine_lines(outcome.quarantine))
    if metrics is None:
        return
    if outcome.is_gated:
        write_exit_code(metrics, code)
        return
    states = {"read": outcome.n_in, "known": outcome.n_known, "quarantined": outcome.n_quarantined}
    write_metrics(
        metrics,
        {
            "run_last_success_timestamp_seconds": time.time(),
            "run_last_exit_code": int(code),
            "run_duration_seconds": outcome.seconds,
            "articles_total": states | outcome.to_dict()["decisions"],
            "events_total": outcome.n_events,
            "index_articles": index.store.n_articles(),
            "index_bytes": index.store.n_bytes(),
            "watermark_timestamp_seconds": index.store.watermark(),
        },
    )


def _noted_in(metrics: Path | None) -> Callable[[ExitCode], None]:
    """Return what notes the exit code of a failed run in the metrics."""
    from syndetect.index.metrics import write_exit_code

    return lambda code: None if metrics is None else write_exit_code(metrics, code)


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """Let SIGTERM stop the run as Ctrl-C does: the batch at hand is rolled back, what was written stays."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: whoever runs us stops us
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
