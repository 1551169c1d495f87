"""The drawing of who took from whom: every taker has its branch, and nothing covers anything."""

import re

from hypothesis import given
from hypothesis import strategies as st

from syndetect.report.site.charts.network import ROW, Hub, Node, network


@st.composite
def stories(draw):
    """Nodes, and hubs whose keys are theirs; each hub has its own source, or none."""
    keys = [f"n{k}" for k in range(draw(st.integers(2, 25)))]
    nodes = [
        Node(
            key=key,
            label=key.upper(),
            note=draw(st.sampled_from(["", "+3 h"])),
            is_absent=draw(st.booleans()),
        )
        for key in keys
    ]
    sources = draw(st.lists(st.sampled_from([*keys, ""]), max_size=8, unique_by=lambda key: key or object()))
    hubs = []
    for source in sources:
        others = [key for key in keys if key != source]
        takers = draw(st.lists(st.sampled_from(others), min_size=1, unique=True))
        hubs.append(
            Hub(
                source=source,
                takers=tuple(
                    (key, draw(st.floats(0, 1)), bool(source) and draw(st.booleans())) for key in takers
                ),
            )
        )
    return nodes, hubs


def end_of(path: str) -> tuple[int, int]:
    """Return where a branch ends: x of its last stroke, y of its corner."""
    return int(re.search(r"H(-?\d+)$", path)[1]), int(re.search(r"Q-?\d+ (-?\d+)", path)[1])


@given(stories())
def test_every_taker_has_its_branch(case):
    """One dot a node, one lane a hub, one branch a taker; heads are those of determined directions."""
    nodes, hubs = case
    drawn = network(nodes, hubs)

    assert [dot.key for dot in drawn.dots] == [node.key for node in nodes]
    assert len(drawn.lanes) == len(hubs)
    assert len(drawn.branches) == sum(len(hub.takers) for hub in hubs)
    n_sure = sum(sure for hub in hubs for _, _, sure in hub.takers)
    assert sum(bool(branch.head) for branch in drawn.branches) == n_sure


@given(stories())
def test_branches_end_at_the_dots_of_their_takers(case):
    """A branch ends beside a dot, at its height give or take; each dot has as many as it took from."""
    nodes, hubs = case
    drawn = network(nodes, hubs)
    by_row = {round((dot.y - drawn.dots[0].y) / ROW): dot for dot in drawn.dots}
    found: dict[str, int] = {}
    for branch in drawn.branches:
        x, y = end_of(branch.path)
        dot = by_row[round((y - drawn.dots[0].y) / ROW)]
        assert abs(y - dot.y) <= 8
        assert 8 <= abs(x - dot.x) <= 14
        found[dot.key] = found.get(dot.key, 0) + 1
    wanted: dict[str, int] = {}
    for hub in hubs:
        for key, _, _ in hub.takers:
            wanted[key] = wanted.get(key, 0) + 1
    assert found == wanted


@given(stories())
def test_nothing_stands_on_anything(case):
    """No two dots share a row, no two lanes a column; no lane runs through another's dot or a label."""
    nodes, hubs = case
    drawn = network(nodes, hubs)
    xs = [lane.x for lane in drawn.lanes]

    assert len({dot.y for dot in drawn.dots}) == len(nodes)
    assert len(set(xs)) == len(xs)
    sources = {hub.source for hub in hubs}
    for dot in drawn.dots:
        assert (dot.x in xs) == (dot.key in sources)
        assert 0 < dot.x < drawn.note_x <= drawn.label_x
        assert 0 < dot.y < drawn.height
    for lane in drawn.lanes:
        assert 0 <= lane.top <= lane.bottom <= drawn.height


@given(stories())
def test_the_drawing_does_not_depend_on_the_order_of_hubs(case):
    """The same hubs in another order give the same lanes, of hubs with a source."""
    nodes, hubs = case
    named = [hub for hub in hubs if hub.source]

    assert network(nodes, named) == network(nodes, named[::-1])


def test_a_source_leads_to_those_who_took_from_it():
    """A story of three by hand: rows 26 pixels apart, arrows to the right, the thicker the more was taken."""
    nodes = [Node(key="w", label="Wire"), Node(key="a", label="A"), Node(key="b", label="B")]
    hub = Hub(source="w", takers=(("a", 0.9, True), ("b", 0.1, False)))
    drawn = network(nodes, [hub])

    assert [(dot.x, dot.y, dot.kind) for dot in drawn.dots] == [
        (14, 14, "source"),
        (54, 40, "taker"),
        (54, 66, "taker"),
    ]
    assert [branch.weight for branch in drawn.branches] == [3, 1]
    assert drawn.branches[0].path == "M14 34Q14 40 20 40H40"
    assert drawn.branches[0].head == "M38 36L46 40L38 44Z"
    assert drawn.branches[1].head == ""
    assert (drawn.lanes[0].top, drawn.lanes[0].bottom) == (14, 60)


def test_a_text_of_unknown_origin_has_no_source():
    """Its copies hang on one lane without a dot and without an arrow."""
    nodes = [Node(key="a", label="A"), Node(key="b", label="B")]
    drawn = network(nodes, [Hub(source="", takers=(("a", 0.5, False), ("b", 0.5, False)))])

    assert [dot.kind for dot in drawn.dots] == ["taker", "taker"]
    assert not any(branch.head for branch in drawn.branches)
    assert not drawn.lanes[0].determined
