"""A network -> GraphML, as igraph, networkx, yEd and Gephi read it; written as it is walked through."""

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from syndetect.report.exports.network import Network, Type, quoted, written

__all__ = ["write_graphml"]

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write_graphml(network: Network, file: TextIO) -> None:
    """Write a network as GraphML 1.0.

    Parameters
    ----------
    network : Network
        The label of a node and the weight of an edge become attributes of
        these names; a missing value has no element.
    file : TextIO
    """
    nodes: dict[str, Type] = {"label": "string", **network.node_attributes}
    edges: dict[str, Type] = {"weight": "long", **network.edge_attributes}
    file.write(_HEAD)
    file.write(f"<desc>{quoted(network.description)}</desc>\n")
    file.writelines(_keys(nodes, "node", "n"))
    file.writelines(_keys(edges, "edge", "e"))
    file.write(f'<graph id="{quoted(network.title)}" edgedefault="directed">\n')
    for node in network.nodes():
        file.write(f'<node id="{quoted(node.id)}">{_data((node.label, *node.values), "n")}</node>\n')
    for number, edge in enumerate(network.edges()):
        data = _data((edge.weight, *edge.values), "e")
        ends = f'source="{quoted(edge.source)}" target="{quoted(edge.target)}"'
        file.write(f'<edge id="e{number}" {ends}>{data}</edge>\n')
    file.write("</graph>\n</graphml>\n")


def _keys(attributes: Mapping[str, Type], of: str, prefix: str) -> list[str]:
    return [
        f'<key id="{prefix}{k}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n'
        for k, (name, kind) in enumerate(attributes.items())
    ]


def _data(values: Iterable[Any], prefix: str) -> str:
    return "".join(
        f'<data key="{prefix}{k}">{written(value)}</data>'
        for k, value in enumerate(values)
        if value is not None
    )
