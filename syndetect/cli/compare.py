"""``syndetect compare``: two files, passage by passage."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndetect.cli.app import app, guarded
from syndetect.cli.reading import ParamsFile
from syndetect.errors import InputError

if TYPE_CHECKING:
    from syndetect.corpus import Article

__all__ = ["compare"]


@app.command(epilog="Example:\n\n  syndetect compare wire.txt reprint.txt")
@guarded
def compare(
    a: Annotated[Path, typer.Argument(help="A text file: the source, if one of the two is.", metavar="A")],
    b: Annotated[Path, typer.Argument(help="A text file to compare with it.", metavar="B")],
    params_file: ParamsFile = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Show which passages two texts share, and what each has alone."""
    import orjson

    from syndetect.cli.console import escaped
    from syndetect.cli.side_by_side import show
    from syndetect.comparison import compare as run_compare
    from syndetect.params import Params

    params = Params() if params_file is None else Params.from_toml(params_file)
    comparison = run_compare(_read(a), _read(b), params)
    if as_json:
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        typer.echo(escaped(orjson.dumps(comparison.to_dict(), option=options)), nl=False)
    else:
        show(comparison)


def _read(path: Path) -> "Article":
    from syndetect.corpus import Article

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8") from error
    return Article(article_id=path.name, text=text, file=str(path))
