"""A saved run -> the files that other programs read: networks and ``datapackage.json``."""

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import orjson

from syndetect.report.exports.articles import article_network
from syndetect.report.exports.datapackage import build_datapackage
from syndetect.report.exports.gexf import write_gexf
from syndetect.report.exports.graphml import write_graphml
from syndetect.report.exports.network import Network
from syndetect.report.exports.outlets import outlet_network
from syndetect.report.saved import SavedRun
from syndetect.whole_files import whole_file

__all__ = ["EXPORTS", "has_article_network", "write_exports"]

_FORMATS: dict[str, Callable[[Network, TextIO], None]] = {"graphml": write_graphml, "gexf": write_gexf}

EXPORTS = frozenset(
    {"datapackage.json"}
    | {f"{name}.{suffix}" for name in ("outlet_network", "article_network") for suffix in _FORMATS}
)


def write_exports(run: SavedRun, folder: Path, *, graphs: bool = False) -> None:
    """Write what other programs read: the same for the same tables.

    Parameters
    ----------
    run : SavedRun
    folder : Path
    graphs : bool, default=False
        Also write the network of articles, which has an edge for every pair.
        Without it, files of an earlier run are removed: they would tell of
        other articles.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    with whole_file(folder / "datapackage.json") as file:
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        file.write(orjson.dumps(build_datapackage(), option=options).decode())
    _write(outlet_network(run), folder / "outlet_network")
    if graphs:
        _write(article_network(run), folder / "article_network")
    else:
        for suffix in _FORMATS:
            (folder / f"article_network.{suffix}").unlink(missing_ok=True)


def has_article_network(folder: Path) -> bool:
    """Tell whether the network of articles was asked for when a folder was written.

    Parameters
    ----------
    folder : Path
        Of a run.

    Returns
    -------
    bool
        False for a folder that does not exist.
    """
    return any((folder / f"article_network.{suffix}").exists() for suffix in _FORMATS)


def _write(network: Network, stem: Path) -> None:
    for suffix, write in _FORMATS.items():
        with whole_file(stem.with_suffix(f".{suffix}")) as file:
            write(network, file)
