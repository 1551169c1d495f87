"""Articles and where their text is from -> a drawing: a row for each, a lane for each source.

Rows stand in the order of time, so that who came first is read from top to
bottom. Every source has a lane of its own, in which a line runs from it to
the rows of those who took from it: no line passes through a dot that it does
not belong to, and no label is crossed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Branch", "Dot", "Hub", "Lane", "Network", "Node", "network"]

ROW = 26  # pixels between two rows
LANE = 20  # pixels between two lanes, fewer where there are many
_MARGIN = 14
_LANES_WIDTH = 160  # what all lanes have together, at most
_RADIUS = 6
_CORNER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A row: an article, or a text that is not in the corpus.

    ``note`` is what stands before its label: a time or a lag.
    """

    key: str
    label: str
    note: str = ""
    is_absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A source and who took from it.

    Attributes
    ----------
    source : str
        Key of its node; "" where no text can be named as the source: then
        all that have the text are equal members of the hub.
    takers : tuple of (str, float, bool)
        Key of the node, share of its words that are from the source, and
        whether the direction is determined.
    """

    source: str
    takers: tuple[tuple[str, float, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A row as it is drawn; lengths in pixels."""

    key: str
    x: int
    y: int
    label: str
    note: str
    kind: str  # source, taker, absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The upright line of a hub, from its first row to its last."""

    x: int
    top: int
    bottom: int
    determined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """The line from a lane to a taker; ``head`` is the outline of its arrow, "" where there is none."""

    path: str
    head: str
    weight: int  # 1 to 3: up to a third, two thirds, all of the taker's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The whole drawing; ``note_x`` and ``label_x`` are where the two columns of text begin."""

    height: int
    note_x: int
    label_x: int
    dots: tuple[Dot, ...]
    lanes: tuple[Lane, ...]
    branches: tuple[Branch, ...]


def network(nodes: Sequence[Node], hubs: Sequence[Hub]) -> Network:
    """Lay out who took from whom.

    Parameters
    ----------
    nodes : sequence of Node
        In the order of the rows: texts that are not in the corpus first, then
        articles by time.
    hubs : sequence of Hub
        Each with one taker or more; all keys are those of ``nodes``.

    Returns
    -------
    Network
        The same for the same input. Every taker of a hub has one branch; an
        arrow stands on it only where the direction is determined.
    """
    row = {node.key: k for k, node in enumerate(nodes)}
    ordered = sorted(hubs, key=lambda hub: (row[hub.source] if hub.source else -1, _first(hub, row)))
    step = max(6, min(LANE, _LANES_WIDTH // max(1, len(ordered))))
    lane_x = [_MARGIN + step * k for k in range(len(ordered))]
    own_lane = {hub.source: x for hub, x in zip(ordered, lane_x, strict=True) if hub.source}
    end_x = _MARGIN + step * len(ordered) + 20
    x_of = {node.key: own_lane.get(node.key, end_x) for node in nodes}
    y_of = {key: _MARGIN + ROW * k for key, k in row.items()}
    entries = _entries(ordered)
    lanes, branches = [], []
    for number, (hub, x) in enumerate(zip(ordered, lane_x, strict=True)):
        ends = [y_of[key] + entries[number, key] for key, _, _ in hub.takers]
        from_y = y_of[hub.source] if hub.source else (min(ends) + max(ends)) // 2
        lanes.append(_lane(x, from_y, ends, determined=any(sure for _, _, sure in hub.takers)))
        branches += [
            _branch(x, from_y, (x_of[key], y), share, determined=sure)
            for (key, share, sure), y in zip(hub.takers, ends, strict=True)
        ]
    note_x = end_x + 16
    return Network(
        height=2 * _MARGIN + ROW * max(0, len(nodes) - 1),
        note_x=note_x,
        label_x=note_x + (92 if any(node.note for node in nodes) else 0),
        dots=tuple(
            Dot(
                key=node.key,
                x=x_of[node.key],
                y=y_of[node.key],
                label=node.label,
                note=node.note,
                kind="absent" if node.is_absent else "source" if node.key in own_lane else "taker",
            )
            for node in nodes
        ),
        lanes=tuple(lanes),
        branches=tuple(branches),
    )


def _first(hub: Hub, row: dict[str, int]) -> int:
    return min(row[key] for key, _, _ in hub.takers)


def _entries(hubs: Sequence[Hub]) -> dict[tuple[int, str], int]:
    """Move the branches that end in one dot apart, so that none covers another."""
    at: dict[str, list[int]] = {}
    for number, hub in enumerate(hubs):
        for key, _, _ in hub.takers:
            at.setdefault(key, []).append(number)
    moved = {}
    for key, numbers in at.items():
        gap = min(5, 2 * _RADIUS // len(numbers))
        for place, number in enumerate(numbers):
            moved[number, key] = gap * place - gap * (len(numbers) - 1) // 2
    return moved


def _lane(x: int, from_y: int, ends: Sequence[int], *, determined: bool) -> Lane:
    """Draw the lane as far as the corners of its outermost branches."""
    top = min(from_y, min(ends) + (_CORNER if min(ends) < from_y else 0))
    bottom = max(from_y, max(ends) - (_CORNER if max(ends) > from_y else 0))
    return Lane(x=x, top=top, bottom=bottom, determined=determined)


def _branch(x: int, from_y: int, to: tuple[int, int], share: float, *, determined: bool) -> Branch:
    """Draw a branch: round where it leaves its lane, so that crossings cannot be taken for branchings."""
    to_x, y = to
    way = 1 if to_x >= x else -1
    stop = to_x - way * (_RADIUS + 2)
    turn = min(_CORNER, abs(y - from_y))
    begin = y - turn if y > from_y else y + turn
    path = f"M{x} {begin}Q{x} {y} {x + way * turn} {y}H{stop - way * (6 if determined else 0)}"
    head = f"M{stop - way * 8} {y - 4}L{stop} {y}L{stop - way * 8} {y + 4}Z" if determined else ""
    return Branch(path=path, head=head, weight=1 + (share > 1 / 3) + (share > 2 / 3))
