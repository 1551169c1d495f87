"""Parameters, definitions, codebook, manifest -> the page on methods, which needs no other document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from syndetect.params import Params
from syndetect.report.codebook import build_codebook
from syndetect.report.site.environment import Page
from syndetect.report.site.intake import intake, quarantine_view
from syndetect.report.site.model import Site
from syndetect.report.site.settings import settings_of
from syndetect.report.site.wording import RELATIONS
from syndetect.trace.outlets import PRESETS

__all__ = ["CodebookTable", "Group", "pages"]

INPUTS_SHOWN = 500

_MEASURES_TIME = re.compile(r"(^|[._])(seconds|time|started|finished|duration|elapsed)($|[._])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Names and their values under a heading: the parameters or the counts of a stage."""

    name: str
    about: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookTable:
    """A table of the run: its file, how many rows it has, and its columns as the codebook has them."""

    name: str
    n_rows: str
    columns: tuple[Mapping[str, Any], ...]


def pages(site: Site) -> Iterator[Page]:
    """Yield the page on methods."""
    run = site.catalogue.run
    manifest = run.manifest
    settings = settings_of(manifest)
    context = {
        "settings": settings,
        "parameters": parameters(manifest),
        "fingerprint": manifest["parameters_fingerprint"],
        "agencies": _agencies_fingerprint(manifest),
        "counts": counts(manifest),
        "inputs": manifest["inputs"][:INPUTS_SHOWN],
        "n_inputs": f"{len(manifest['inputs']):,}",
        "inputs_cut": len(manifest["inputs"]) > INPUTS_SHOWN,
        "mapping": [
            (name, tuple(f"{field} ({n:,})" for field, n in sorted(used.items())))
            for name, used in sorted(manifest["mapping"].items())
        ],
        "intake": intake(site.catalogue, settings),
        "quarantine": quarantine_view(site.catalogue),
        "relations": [(name, *RELATIONS[name]) for name in RELATIONS],
        "definitions": PRESETS,
        "codebook": _codebook(site),
        "draft": run.methods,
        "n_resamples": f"{manifest['parameters']['outlets']['n_resamples']:,}",
        "bootstrap_stories": f"{manifest['parameters']['outlets']['bootstrap_stories']:,}",
        "seed": manifest["parameters"]["outlets"]["seed"],
        "p": manifest["parameters"],
    }
    yield Page(path="methods.html", kind="methods", title="Methods", context=context)


def parameters(manifest: Mapping[str, Any]) -> list[Group]:
    """List the parameters of a run by stage, with what each stage does with them."""
    defaults = Params()
    groups = []
    for name, values in sorted(manifest["parameters"].items()):
        about = (type(getattr(defaults, name, None)).__doc__ or "").split("\n", 1)[0].replace("``", "")
        groups.append(Group(name=name, about=about, rows=tuple(_flat(values))))
    return groups


def counts(manifest: Mapping[str, Any]) -> list[Group]:
    """List what went in and out of every stage, in their order; never how long it took."""
    found = []
    for stage in manifest["stages"]:
        values = {name: value for name, value in stage.items() if name != "stage"}
        rows = tuple(row for row in _flat(values) if not _MEASURES_TIME.search(row[0]))
        found.append(Group(name=str(stage["stage"]), about="", rows=rows))
    return found


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Write nested values under dotted names."""
    if isinstance(value, Mapping) and (value or not name):
        for key in sorted(value):
            yield from _flat(value[key], f"{name}.{key}" if name else str(key))
    else:
        values = value if isinstance(value, list | tuple | Mapping) else [value]
        yield name, tuple(_written(each) for each in values)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _agencies_fingerprint(manifest: Mapping[str, Any]) -> str:
    """Return the fingerprint of the registry of agencies that was used."""
    return next((str(stage["agencies"]) for stage in manifest["stages"] if "agencies" in stage), "")


def _codebook(site: Site) -> list[CodebookTable]:
    """Sort the codebook by table."""
    book = build_codebook()
    names = [column.name for column in book.columns]
    by_table: dict[str, list[Mapping[str, Any]]] = {}
    for row in book.rows():
        entry = dict(zip(names, row, strict=True))
        by_table.setdefault(entry["table"], []).append(entry)
    tables = site.catalogue.run.tables
    return [
        CodebookTable(
            name=name,
            n_rows=f"{len(tables.get(name, book)):,}",
            columns=tuple(columns),
        )
        for name, columns in by_table.items()
    ]
