"""syndetect: who reuses wire copy, how much of each article it is, and what each outlet added.

Public names
------------
scan(source, params) -> Result
    The main job over files, folders or articles.
find_pairs(source, params) -> Resembling
    The pairs of near-duplicates, and nothing else.
compare(a, b, params) -> Comparison
    Two texts, passage by passage.
Deduplicator
    A persistent index that says of each new article whether it is a copy.
Params, ReadParams, IndexParams
    What decides a result, and how files are read.
Article, Corpus
    What is read.
Result, Resembling, Comparison, Table
    What is found.
SyndetectError and the errors below it
    What can be caught.

Importing the package loads nothing heavy; the first use of a name does.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

from syndetect.errors import InputError, MappingError, OutputError, ParameterError, SyndetectError
from syndetect.version import __version__

if TYPE_CHECKING:
    from syndetect.comparison import Comparison, compare
    from syndetect.corpus import Article, Corpus, ReadParams
    from syndetect.index import Deduplicator
    from syndetect.params import IndexParams, Params
    from syndetect.pipeline import scan
    from syndetect.report import Result, Table
    from syndetect.resembling import Resembling, find_pairs

__all__ = [
    "Article",
    "Comparison",
    "Corpus",
    "Deduplicator",
    "IndexParams",
    "InputError",
    "MappingError",
    "OutputError",
    "ParameterError",
    "Params",
    "ReadParams",
    "Resembling",
    "Result",
    "SyndetectError",
    "Table",
    "__version__",
    "compare",
    "find_pairs",
    "scan",
]

_HOMES = {
    "Article": "corpus",
    "Comparison": "comparison",
    "Corpus": "corpus",
    "Deduplicator": "index",
    "IndexParams": "params",
    "Params": "params",
    "ReadParams": "corpus",
    "Resembling": "resembling",
    "Result": "report",
    "Table": "report",
    "compare": "comparison",
    "find_pairs": "resembling",
    "scan": "pipeline",
}

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
