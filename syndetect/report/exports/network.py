"""A network: typed attributes, then nodes and edges one after the other, never all at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

__all__ = ["Edge", "Network", "Node", "Type", "quoted", "visible", "written"]

Type = Literal["string", "long", "double"]  # so named in GraphML and in GEXF

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in XML 1.0
_SPECIAL = re.compile("[&<>\"'\t\n\r]")
_ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
    "\t": "&#9;",  # a reader would make a blank of it
    "\n": "&#10;",
    "\r": "&#13;",
}


class Node(NamedTuple):
    """A node: its name among all, what is written beside it, when it begins, and its attributes in order."""

    id: str
    label: str
    start: str | None
    values: tuple[Any, ...]


class Edge(NamedTuple):
    """An edge from a source to who took from it; the weight is missing where no words are shared."""

    source: str
    target: str
    weight: int | None
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A directed network; text flows along its edges.

    Attributes
    ----------
    title, description : str
    node_attributes, edge_attributes : mapping of str to Type
        By name, in the order of the values of nodes and edges.
    nodes, edges : callable
        Each call yields them anew, in the same order.
    has_times : bool
        Nodes may have a start.
    """

    title: str
    description: str
    node_attributes: Mapping[str, Type]
    edge_attributes: Mapping[str, Type]
    nodes: Callable[[], Iterator[Node]]
    edges: Callable[[], Iterator[Edge]]
    has_times: bool = False


def visible(text: str) -> str:
    r"""Write what no XML file can hold as ``\uNNNN``; two texts that differ stay different.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        The text itself, unless it holds such a character, or ``\u`` and could
        be taken for one that did; then its backslashes are doubled.
    """
    if not _NO_XML.search(text) and "\\u" not in text:
        return text
    return _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\\", "\\\\"))


def quoted(text: str) -> str:
    """Return a text as the value of an attribute or the content of an element, whatever it holds."""
    return _SPECIAL.sub(lambda found: _ENTITIES[found[0]], visible(text))


def written(value: Any) -> str:
    """Return a text or number as XML; a number as briefly as it can be read back."""
    return quoted(value) if isinstance(value, str) else repr(value)
