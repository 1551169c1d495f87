"""``syndetect scan --credits-only``: who is credited, without a look for shared text."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from syndetect.agencies import Registry
    from syndetect.corpus import Corpus
    from syndetect.report import Table

__all__ = ["answer_credits", "write_credits"]


def write_credits(
    corpus: "Corpus",
    registry: "Registry",
    out: Path,
    threads: int | None,
    *,
    redact: bool,
    excel_safe: bool,
) -> "Table":
    """Read the credits of all articles and write them, and what could not be read."""
    from syndetect.corpus import write_quarantine
    from syndetect.pipeline import credits
    from syndetect.report.tables import write_csv

    table = credits(corpus, registry=registry, n_threads=threads)
    write_csv(table, out / "credits.csv", excel_safe=excel_safe)
    write_quarantine(out / "quarantine.jsonl", corpus, redact=redact)
    return table


def answer_credits(corpus: "Corpus", table: "Table", out: Path, *, as_json: bool, quiet: bool) -> None:
    """Print how often which agency is credited: as JSON, or for a person."""
    import orjson

    from syndetect.cli import summary
    from syndetect.cli.console import escaped
    from syndetect.report.tally import summarise

    named = list(zip(*(table.data[name] for name in ("article_id", "agency", "channel")), strict=True))
    if as_json:
        options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        answer = {"corpus": corpus.counts(), "summary": summarise(named)}
        typer.echo(escaped(orjson.dumps(answer, option=options)), nl=False)
    elif not quiet:
        summary.show_credits(len(corpus.articles), named, out / "credits.csv")
