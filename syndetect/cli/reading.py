"""Options that several commands have: how inputs are read -> ReadParams, and the file of parameters."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from syndetect.corpus import INPUT_FORMATS, LIMITS, NoArticleError, ReadParams, write_quarantine
from syndetect.corpus.formats import known_endings

__all__ = [
    "CLUSTER",
    "MEASURING",
    "READING",
    "RUNNING",
    "WRITING",
    "FieldMap",
    "HtmlText",
    "InputFormat",
    "Inputs",
    "Limits",
    "MaxBad",
    "ParamsFile",
    "Query",
    "Strict",
    "TableName",
    "empty_folder_removed",
    "read_params",
    "refused_kept",
]

READING, MEASURING, WRITING, RUNNING, CLUSTER = "Reading", "Measuring", "Writing", "Running", "Cluster"
"""Headings under which help lists options."""

Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help=f"Files, folders or patterns: {known_endings()}; - is stdin."),
]
FieldMap = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=NAME",
        help="Take a field from this name of the input: text=body. Repeatable.",
        rich_help_panel=READING,
    ),
]
InputFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="NAME",
        help=f"Format of the input: {', '.join(INPUT_FORMATS)}.",
        autocompletion=lambda: list(INPUT_FORMATS),
        rich_help_panel=READING,
    ),
]
TableName = Annotated[
    str,
    typer.Option(
        "--table",
        metavar="NAME",
        help="Table of a database, or path of the list in a JSON document.",
        rich_help_panel=READING,
    ),
]
Query = Annotated[
    str,
    typer.Option(
        "--query",
        metavar="SQL",
        help="SELECT statement by which a database is read.",
        rich_help_panel=READING,
    ),
]
HtmlText = Annotated[
    bool,
    typer.Option("--html-text", help="Read texts that hold HTML without its tags.", rich_help_panel=READING),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Stop at the first record or file that cannot be read whole.",
        rich_help_panel=READING,
    ),
]
Limits = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=VALUE",
        help="What one record or file may take: "
        + ", ".join(name.removeprefix("max_") for name in LIMITS)
        + "; bytes also as 64MB. Repeatable.",
        rich_help_panel=READING,
    ),
]

ParamsFile = Annotated[
    Path | None,
    typer.Option(
        "--params",
        metavar="FILE",
        help="Parameters as TOML, one table a stage; or the preset essays.",
        rich_help_panel=MEASURING,
    ),
]

MaxBad = Annotated[
    int,
    typer.Option(
        min=0, help="Exit with 3 when more records than this were quarantined.", rich_help_panel=RUNNING
    ),
]

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_AMOUNT = re.compile(r"(\d{1,15})([kmgt]?)b?", re.IGNORECASE | re.ASCII)


def read_params(
    field_map: list[str] | None,
    input_format: str,
    *,
    table: str = "",
    query: str = "",
    strict: bool = False,
    limits: list[str] | None = None,
) -> ReadParams:
    """Make ReadParams of options as they were given."""
    amounts: dict[str, Any] = {
        f"max_{name}": _amount(value) for name, value in _pairs(limits, "NAME=VALUE", "--limit")
    }
    unknown = [name.removeprefix("max_") for name in amounts if name not in LIMITS]
    if unknown:
        known = ", ".join(name.removeprefix("max_") for name in LIMITS)
        raise typer.BadParameter(f"{unknown[0]!r} is no limit; these are {known}", param_hint="--limit")
    if input_format not in INPUT_FORMATS:
        known = ", ".join(INPUT_FORMATS)
        raise typer.BadParameter(f"must be one of {known}, got {input_format!r}", param_hint="--format")
    return ReadParams(
        field_map=dict(_pairs(field_map, "FIELD=NAME", "--map")),
        input_format=input_format,
        table=table,
        query=query,
        strict=strict,
        **amounts,
    )


def _pairs(entries: list[str] | None, form: str, option: str) -> list[tuple[str, str]]:
    pairs = []
    for entry in entries or []:
        name, separator, value = entry.partition("=")
        if not separator:
            raise typer.BadParameter(f"expected {form}, got {entry!r}", param_hint=option)
        pairs.append((name, value))
    return pairs


def _amount(value: str) -> int:
    found = _AMOUNT.fullmatch(value.strip())
    if not found:
        raise typer.BadParameter(f"expected a number, as 100 or 64MB, got {value!r}", param_hint="--limit")
    return int(found[1]) * _UNITS[found[2].lower()]


@contextmanager
def empty_folder_removed(out: Path) -> Iterator[None]:
    """Remove the output folder when what was to fill it fails before it wrote anything."""
    was_there = out.exists()
    try:
        yield
    except BaseException:
        if not was_there:
            with suppress(OSError):  # it holds something, or was never made
                out.rmdir()
        raise


@contextmanager
def refused_kept(out: Path, *, redact: bool) -> Iterator[None]:
    """Account for what was refused also when there is nothing to analyse."""
    try:
        yield
    except NoArticleError as error:
        write_quarantine(out / "quarantine.jsonl", error.corpus, redact=redact)
        raise
