"""``syndetect report``: make the report and the exports of a run anew, from its files."""

from pathlib import Path
from typing import Annotated

import typer

from syndetect.cli.app import app, guarded

__all__ = ["report"]

EXAMPLES = """
Examples:

  syndetect report out

  syndetect report out --redact -o for-publication
"""


@app.command(epilog=EXAMPLES)
@guarded
def report(  # noqa: PLR0913 - each is an option of the command
    run: Annotated[Path, typer.Argument(metavar="OUT", help="Folder that a scan wrote.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder for the report; by default OUT/report."),
    ] = None,
    max_stories: Annotated[int, typer.Option(min=0, help="Stories with pages of their own.")] = 1000,
    max_pairs: Annotated[
        int, typer.Option(min=0, help="Most pairs of a story with pages of their own.")
    ] = 200,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Processes that write pages; changes nothing but the time.")
    ] = None,
    *,
    graphs: Annotated[
        bool,
        typer.Option("--graphs", help="Also write the network of articles into OUT, as GraphML and GEXF."),
    ] = False,
    redact: Annotated[
        bool, typer.Option("--redact", help="Show no text of the articles: offsets and figures stay.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a folder that holds other files.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not say where the report is.")] = False,
) -> None:
    """Make the report and the exports of a run anew from its tables: nothing is measured again.

    With --out, OUT itself is only read (but for --graphs).
    """
    from dataclasses import replace

    from syndetect.cli.console import progress
    from syndetect.report.exports import has_article_network, write_exports
    from syndetect.report.saved import load_run
    from syndetect.report.site import SiteLimits, write_site
    from syndetect.report.site.folder import prepare_site_folder

    folder = out or run / "report"
    limits = SiteLimits(stories=max_stories, pairs_per_story=max_pairs)
    with progress(shown=not quiet) as stages:
        stages.begin("read")
        saved = load_run(run)
        prepare_site_folder(folder, force=force)
        if graphs or out is None:
            stages.begin("exports")
            write_exports(saved, run, graphs=graphs or has_article_network(run))
        stages.begin("report")
        shown = replace(saved, texts={}) if redact else saved
        write_site(shown, folder, limits, n_processes=threads, on_page=stages.count)
    if not quiet:
        typer.echo(str(folder / "index.html"))
