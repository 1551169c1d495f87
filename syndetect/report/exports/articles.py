"""Articles and pairs -> the network of articles: a pair is an edge, from source to copy where known."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from syndetect.report.exports.network import Edge, Network, Node, Type
from syndetect.report.saved import SavedRun

__all__ = ["article_network"]

_NODE: Mapping[str, Type] = {
    "outlet": "string",
    "published": "string",
    "status": "string",
    "story_id": "string",
    "derivation": "string",
    "source_agency": "string",
    "credit_class": "string",
    "n_words": "long",
    "own_words": "long",
    "wire_share": "double",
}
_EDGE: Mapping[str, Type] = {
    "relation": "string",
    "direction": "string",
    "cause": "string",
    "prose_words": "long",
    "quote_words": "long",
    "share_of_source": "double",
    "share_of_target": "double",
    "resemblance": "double",
    "cosine": "double",
}


def article_network(run: SavedRun) -> Network:
    """Make the network of articles.

    Parameters
    ----------
    run : SavedRun

    Returns
    -------
    Network
        A node for each row of ``articles.csv``, named by its id, labelled with
        its headline; an edge for each of ``pairs.csv``. It leads from source
        to copy where ``direction`` is ``determined``, and from ``a_id`` to
        ``b_id`` where it is ``undetermined`` or missing (no prose is shared).
        The weight are the matched words of prose and speech, if there are any.
    """
    return Network(
        title="articles",
        description="Articles, and the pairs of them that share text or an event. An edge leads from source "
        "to copy where its direction is determined; elsewhere its ends are in the order of their ids.",
        node_attributes=_NODE,
        edge_attributes=_EDGE,
        nodes=lambda: _nodes(run),
        edges=lambda: _edges(run),
        has_times=True,
    )


def _nodes(run: SavedRun) -> Iterator[Node]:
    data = run.tables["articles"].data
    named = zip(data["article_id"], data["title"], data["published"], strict=True)
    for (name, title, published), values in zip(
        named, zip(*(data[column] for column in _NODE), strict=True), strict=True
    ):
        yield Node(name, title or name, _start(published), values)


def _start(published: str | None) -> str | None:
    """Return a time as XML Schema has it; a day begins at midnight."""
    if not published:
        return None
    try:
        time = datetime.fromisoformat(published)
    except ValueError:
        return None
    return f"{time.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


_PAIR = (
    "a_id",
    "b_id",
    "relation",
    "direction",
    "cause",
    "prose_words",
    "quote_words",
    "containment_a_in_b",
    "containment_b_in_a",
    "resemblance",
    "cosine",
)


def _edges(run: SavedRun) -> Iterator[Edge]:
    data: Mapping[str, Any] = run.tables["pairs"].data
    for a, b, relation, direction, cause, prose, quotes, a_in_b, b_in_a, *scores in zip(
        *(data[column] for column in _PAIR), strict=True
    ):
        known = None if direction is None else "undetermined" if direction == "undetermined" else "determined"
        ends, shares = ((b, a), (b_in_a, a_in_b)) if direction == "b>a" else ((a, b), (a_in_b, b_in_a))
        yield Edge(*ends, prose + quotes or None, (relation, known, cause, prose, quotes, *shares, *scores))
