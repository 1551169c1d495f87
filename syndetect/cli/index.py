"""``syndetect index``: what can be done with a persistent index besides asking it."""

import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from syndetect.cli.app import ExitCode, app, guarded
from syndetect.cli.dedup import Duplicate, Keep, Lateness, Window, index_params
from syndetect.errors import InputError, StoreError

__all__ = ["commands"]

commands = typer.Typer(
    name="index", no_args_is_help=True, help="Look at, mend or thin out a persistent index."
)
app.add_typer(commands)

IndexPath = Annotated[
    str, typer.Argument(metavar="INDEX", help="The index of syndetect dedup: a file, or postgresql://…")
]


def _file(index: str, instead: str) -> Path:
    """Return the path of an index in a file; of a served one say what the server has for it."""
    from syndetect.index.postgres_address import is_served, parse_address

    if is_served(index):
        address = parse_address(index)
        raise StoreError(f"{address.name}: {instead.format(schema=address.schema)}")
    return Path(index)


@commands.command()
@guarded
def info(index: IndexPath) -> None:
    """Print the figures and parameters of an index as JSON."""
    import orjson

    from syndetect.index import Deduplicator
    from syndetect.index.maintenance import figures

    with Deduplicator.open(index, writing=False) as held:
        typer.echo(orjson.dumps(figures(held), option=orjson.OPT_INDENT_2).decode())


@commands.command()
@guarded
def check(index: IndexPath) -> None:
    """Look at every row; name what is damaged and exit with 13."""
    from syndetect.cli.console import fail, plain
    from syndetect.index.check import check as run_check

    problems = run_check(index)
    for problem in problems:
        typer.echo(plain(problem))
    if problems:
        fail(f"{_shown(index)} is damaged: {_remedy(index)}")
        raise typer.Exit(ExitCode.DAMAGED)
    typer.echo("sound")


@commands.command()
@guarded
def repair(index: IndexPath) -> None:
    """Make a sound index of what is left; the damaged file is set aside."""
    from syndetect.cli.console import plain
    from syndetect.index.repair import repair as run_repair

    done = run_repair(_file(index, "only files are repaired; restore a dump: pg_restore --schema={schema}"))
    for name in done.lost:
        typer.echo(f"lost: {plain(name)}")
    typer.echo(
        f"{done.n_articles:,} articles saved, {done.n_lost:,} lost, {len(done.events):,} decisions changed;"
        f" the damaged file is {plain(str(done.set_aside))}"
    )


@commands.command()
@guarded
def expire(
    index: IndexPath,
    older_than: Annotated[
        str, typer.Option("--older-than", metavar="TIME", help="Published longer ago than this: 90d.")
    ],
    now: Annotated[
        str | None, typer.Option(metavar="DATE", help="Counted from this time instead of the present.")
    ] = None,
) -> None:
    """Remove old articles that no younger one relies on."""
    from syndetect.cli.durations import days
    from syndetect.index import Deduplicator
    from syndetect.index.maintenance import expire as run_expire

    before = _seconds(now) - days(older_than, "--older-than") * 86400
    with Deduplicator.open(index, writing=True, create=False) as held:
        n_removed, n_kept, events = run_expire(held, before)
    typer.echo(
        f"{n_removed:,} removed, {n_kept:,} kept for younger articles that rely on them,"
        f" {len(events):,} events"
    )


@commands.command()
@guarded
def delete(
    index: IndexPath,
    ids_file: Annotated[
        Path, typer.Option("--ids-file", metavar="FILE", help="Ids of articles, one a line.")
    ],
) -> None:
    """Remove articles in all their versions, and every trace of their words."""
    from syndetect.index import Deduplicator
    from syndetect.index.maintenance import delete as run_delete

    try:
        lines = ids_file.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{ids_file}: {error}") from error
    ids = [line.removesuffix("\r") for line in lines]
    with Deduplicator.open(index, writing=True, create=False) as held:
        n_removed, events = run_delete(held, [one for one in ids if one])
    typer.echo(f"{n_removed:,} versions removed, {len(events):,} events")


@commands.command()
@guarded
def compact(index: IndexPath) -> None:
    """Give back the space of what was removed."""
    from syndetect.index.sqlite_store import SqliteStore

    path = _file(index, "the server compacts its tables itself: VACUUM, or VACUUM FULL, in psql")
    with closing(SqliteStore(path, writing=True)) as store:
        before = store.n_bytes()
        store.compact()
        typer.echo(f"{before:,} bytes before, {store.n_bytes():,} now")


@commands.command()
@guarded
def backup(
    index: IndexPath,
    copy: Annotated[Path, typer.Argument(metavar="COPY", help="Where the copy goes; replaced when whole.")],
) -> None:
    """Copy an index, also while it is written to; the copy is checked before it takes its name."""
    from syndetect.index.backup import backup as run_backup

    path = _file(index, "a served index is copied by pg_dump --format=custom --schema={schema}")
    typer.echo(f"{run_backup(path, copy):,} bytes")


@commands.command()
@guarded
def refit(
    index: IndexPath,
    keep: Keep = None,
    window: Window = None,
    lateness: Lateness = None,
    duplicate: Duplicate = None,
) -> None:
    """Decide about all articles anew, under other parameters; changes become events of the next run."""
    from syndetect.index import Deduplicator
    from syndetect.index.maintenance import refit as run_refit

    with Deduplicator.open(index, writing=True, create=False, any_rules=True) as held:
        asked = index_params(keep, window, lateness, duplicate)
        if keep is not None and not keep.startswith("prefer"):
            asked["prefer"] = ()
        events = run_refit(held, replace(held.params, **asked))
    typer.echo(f"{len(events):,} decisions changed")


@commands.command()
@guarded
def export(index: IndexPath) -> None:
    """Print what the index holds, one JSON object an article: equal for equal contents."""
    import sys

    import orjson

    from syndetect.index import Deduplicator
    from syndetect.index.maintenance import export as run_export

    with Deduplicator.open(index, writing=False) as held:
        for row in run_export(held):
            sys.stdout.buffer.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.buffer.flush()


def _shown(index: str) -> str:
    from syndetect.index.postgres_address import is_served, parse_address

    return parse_address(index).name if is_served(index) else index


def _remedy(index: str) -> str:
    from syndetect.index.postgres_address import is_served

    return "restore a dump of it" if is_served(index) else "syndetect index repair saves what is sound"


def _seconds(now: str | None) -> float:
    from syndetect.corpus import parse_date

    if now is None:
        return time.time()
    moment = parse_date(now)
    if moment is None:
        raise typer.BadParameter(f"expected a date, got {now!r}", param_hint="--now")
    return moment.seconds
