"""The columns of all tables -> ``datapackage.json``: types, bounds, closed lists and keys, for programs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from syndetect.report.codebook import CODEBOOK
from syndetect.report.columns import TABLES
from syndetect.report.tables import SCALES, Column, Kind
from syndetect.version import __version__

__all__ = ["FOREIGN_KEYS", "PRIMARY_KEYS", "build_datapackage"]

_TYPES: Mapping[Kind, str] = {
    "text": "string",
    "count": "integer",
    "offset": "integer",
    "minutes": "number",
    "share": "number",
    "score": "number",
}

PRIMARY_KEYS: Mapping[str, tuple[str, ...]] = {
    "articles": ("article_id",),
    "pairs": ("a_id", "b_id"),
    "passages": ("a_id", "b_id", "a_start"),
    "quotes": ("article_id", "start"),
    "stories": ("story_id",),
    "members": ("article_id",),
    "unique": ("article_id", "start"),
    "sentences": ("article_id", "position"),
    "outlets": ("outlet",),
    "outlet_agency": ("outlet", "agency"),
    "sensitivity": ("outlet", "definition"),
    "credit_evidence": ("outlet", "class"),
    "codebook": ("table", "column"),
}
"""The columns that name a row; tables without such columns are left out."""

_ARTICLE = (("article_id",), "articles", ("article_id",))
_OUTLET = (("outlet",), "outlets", ("outlet",))

FOREIGN_KEYS: Mapping[str, tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]] = {
    "articles": (
        (("story_id",), "stories", ("story_id",)),
        (("version_of",), "articles", ("article_id",)),
        (("reference_id",), "articles", ("article_id",)),
    ),
    "pairs": ((("a_id",), "articles", ("article_id",)), (("b_id",), "articles", ("article_id",))),
    "passages": ((("a_id", "b_id"), "pairs", ("a_id", "b_id")),),
    "stories": ((("reference_id",), "articles", ("article_id",)),),
    "members": ((("story_id",), "stories", ("story_id",)), _ARTICLE),
    **dict.fromkeys(("credits", "furniture", "quotes", "shares"), (_ARTICLE,)),
    **dict.fromkeys(("unique", "sentences", "wires"), (_ARTICLE,)),
    **dict.fromkeys(("outlet_agency", "sensitivity", "credit_evidence"), (_OUTLET,)),
}
"""By table: its columns, the table that they point into, and the columns there."""


def build_datapackage(tables: Mapping[str, Sequence[Column]] = TABLES) -> dict[str, Any]:
    """Describe every table as a Frictionless Data Package.

    Parameters
    ----------
    tables : mapping of str to sequence of Column
        By name of the table; those of a run by default. The codebook comes
        last.

    Returns
    -------
    dict
        What ``datapackage.json`` holds: a resource with a Table Schema for each
        CSV, from the columns that the codebook is made of.
    """
    return {
        "name": "syndetect-run",
        "title": "Tables of a run of syndetect",
        "profile": "tabular-data-package",
        "homepage": "https://specs.frictionlessdata.io/tabular-data-package/",
        "version": __version__,
        "resources": [_resource(name, columns) for name, columns in {**tables, "codebook": CODEBOOK}.items()],
    }


def _resource(name: str, columns: Iterable[Column]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    if name in PRIMARY_KEYS:
        schema["primaryKey"] = list(PRIMARY_KEYS[name])
    if name in FOREIGN_KEYS:
        schema["foreignKeys"] = [
            {
                "fields": list(fields),
                "reference": {"resource": "" if target == name else target, "fields": list(there)},
            }
            for fields, target, there in FOREIGN_KEYS[name]
        ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n"},
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    scale = SCALES[column.kind]
    constraints = {
        "required": not column.empty or None,
        "minimum": scale.least,
        "maximum": scale.greatest,
        "enum": list(column.values) or None,
    }
    unit = column.unit or scale.unit
    missing = f" Empty: {column.empty}" if column.empty else ""
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.description + missing,
        **({"unit": unit} if unit else {}),
        "constraints": {rule: value for rule, value in constraints.items() if value is not None},
    }
