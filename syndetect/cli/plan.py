"""``syndetect plan``: what a scan would find, and what it would take, before it is run."""

from typing import TYPE_CHECKING, Annotated

import typer

from syndetect.cli.app import app, guarded
from syndetect.cli.reading import (
    FieldMap,
    InputFormat,
    Inputs,
    Limits,
    ParamsFile,
    Query,
    TableName,
    read_params,
)
from syndetect.storage import shown

if TYPE_CHECKING:
    from syndetect.planning import Estimate, Plan

__all__ = ["lines", "plan"]

WIDTH = 50  # columns of the chart

EXAMPLES = """
Examples:

  syndetect plan dump.jsonl.zst

  syndetect plan dumps/ --sample 20000 --json

  zcat dump.gz | syndetect plan - --format jsonl --articles 3000000
"""


@app.command(epilog=EXAMPLES)
@guarded
def plan(  # noqa: PLR0913 - each is an option of the command
    inputs: Inputs,
    n_sample: Annotated[
        int, typer.Option("--sample", min=10, metavar="N", help="Articles to run the stages on.")
    ] = 5000,
    n_articles: Annotated[
        int | None,
        typer.Option("--articles", min=1, metavar="N", help="How many there are, where sizes do not tell."),
    ] = None,
    field_map: FieldMap = None,
    input_format: InputFormat = "auto",
    table_name: TableName = "",
    query: Query = "",
    limits: Limits = None,
    params_file: ParamsFile = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads that the scan would have.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Show the chance to find copies, and estimate time, memory and disk of a scan from a sample."""
    import orjson

    from syndetect.params import Params
    from syndetect.planning import plan as make_plan

    found = make_plan(
        inputs,
        Params() if params_file is None else Params.from_toml(params_file),
        read=read_params(field_map, input_format, table=table_name, query=query, limits=limits),
        n_sample=n_sample,
        n_articles=n_articles,
        n_threads=threads,
    )
    if as_json:
        options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
        typer.echo(orjson.dumps(found.to_mapping(), option=options).decode())
    else:
        typer.echo("\n".join(lines(found)))


def lines(found: "Plan") -> list[str]:
    """Return a plan as text for a terminal."""
    text = [
        f"{found.bands} bands of {found.rows} values: chance that two articles of a resemblance are compared",
        "",
        *(f"{step:5.2f}  {_bar(chance)} {chance:7.2%}" for step, chance in found.curve),
        "",
        f"whatever they resemble, articles that share a run of {found.run_words} words are compared"
        if found.run_words
        else "runs of words that articles share are not searched (passages.n_partners is 0)",
        "",
    ]
    what = "all of them" if found.is_whole else f"the first {found.n_sampled:,} of about {found.n_articles:,}"
    text.append(
        f"estimated from a scan of {what}: {found.n_sampled_words:,} words, {found.n_sampled_pairs:,} pairs, "
        f"{sum(found.seconds.values()):.1f} s"
    )
    if found.low == found.high:  # the sample is all, or pairs grow no faster than articles
        return [*text, *_needs("", found.low)]
    return [
        *text,
        *_needs("with as many pairs an article: ", found.low),
        *_needs(f"when pairs grow with the power {found.exponent:.2f} of the articles: ", found.high),
    ]


def _bar(chance: float) -> str:
    filled = round(WIDTH * chance)
    return "█" * filled + "·" * (WIDTH - filled)


def _needs(when: str, estimate: "Estimate") -> list[str]:
    return [
        f"{when}{estimate.n_pairs:,} pairs",
        f"  time    {_duration(estimate.seconds)}, without starting and writing the report",
        f"  memory  {shown(estimate.memory)}; with files at least {shown(estimate.least_memory)}"
        f" (--memory) and {shown(estimate.disk)} of disk",
    ]


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
