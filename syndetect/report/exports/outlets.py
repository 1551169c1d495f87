"""Sources of articles -> the network of outlets and agencies: who takes how much from whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from syndetect.report.exports.network import Edge, Network, Node, Type
from syndetect.report.saved import SavedRun
from syndetect.trace import UNKNOWN_SOURCE
from syndetect.trace.outlets import UNKNOWN_OUTLET

__all__ = ["outlet_network"]

_NODE: Mapping[str, Type] = {
    "kind": "string",
    "n_articles": "long",
    "n_originals": "long",
    "n_measured": "long",
    "n_taking": "long",
    "taken_words": "long",
    "n_taken": "long",
    "given_words": "long",
    "n_unknown_source": "long",
    "unknown_words": "long",
    "n_undetermined": "long",
}
_EDGE: Mapping[str, Type] = {
    "n_articles": "long",
    "prose_words": "long",
    "quote_words": "long",
    "cause": "string",
    "n_undetermined": "long",
}


@dataclass(slots=True)
class _Flow:
    """What one took from another, or from all together."""

    articles: set[str] = field(default_factory=set)
    prose_words: int = 0
    quote_words: int = 0
    causes: set[str] = field(default_factory=set)

    def add(self, article_id: str, prose: int, quotes: int, cause: str) -> None:
        """Count one row of ``shares.csv``."""
        self.articles.add(article_id)
        self.prose_words += prose
        self.quote_words += quotes
        self.causes.add(cause)

    @property
    def n_words(self) -> int:
        """Words of prose and speech."""
        return self.prose_words + self.quote_words


_NOTHING = _Flow()


@dataclass(slots=True)
class _Flows:
    """Who took from whom, by name; both ends of what nobody can tell."""

    edges: dict[tuple[str, str], _Flow] = field(default_factory=dict)
    taken: dict[str, _Flow] = field(default_factory=dict)
    given: dict[str, _Flow] = field(default_factory=dict)
    unknown: dict[str, _Flow] = field(default_factory=dict)
    agencies: set[str] = field(default_factory=set)
    undetermined: dict[str, int] = field(default_factory=dict)
    undetermined_pairs: dict[tuple[str, str], int] = field(default_factory=dict)


def outlet_network(run: SavedRun) -> Network:
    """Make the network of outlets and agencies.

    Parameters
    ----------
    run : SavedRun

    Returns
    -------
    Network
        A node for each name among outlets and agencies (``kind`` says which;
        an agency with an outlet of its own name in the corpus is one node; the
        articles without an outlet are one node together, ``no outlet``). An
        edge leads from a source to the outlet that took from it: articles that
        did (``n_articles``), their words from it (the weight; prose and speech
        apart), and why (``cause``, as in ``shares.csv``, joined by |). A word
        counts once. Sorted by name.

        What is undetermined is no edge but a number: pairs of two outlets, or
        of two articles without one, that share prose without a known direction
        (``n_undetermined``, of a node with all others, of an edge with its
        other end, whichever way), and the
        articles and words of an outlet whose source nobody knows
        (``n_unknown_source``, ``unknown_words``).
    """
    flows = _flows(run)
    return Network(
        title="outlets",
        description="Outlets and agencies. An edge leads from a source to an outlet that took text from it; "
        "its weight are the words taken. What has no known direction is no edge, but counted at the nodes.",
        node_attributes=_NODE,
        edge_attributes=_EDGE,
        nodes=lambda: _nodes(run, flows),
        edges=lambda: _edges(flows),
    )


def _flows(run: SavedRun) -> _Flows:
    articles, shares = run.tables["articles"].data, run.tables["shares"].data
    names = [outlet or UNKNOWN_OUTLET for outlet in articles["outlet"]]
    outlet_of = dict(zip(articles["article_id"], names, strict=True))
    flows = _Flows()
    columns = ("article_id", "source_id", "source_agency", "cause", "prose_words", "quote_words")
    for article, source, agency, cause, prose, quotes in zip(
        *(shares[column] for column in columns), strict=True
    ):
        taker, counted = outlet_of[article], (article, prose, quotes, cause)
        if agency == UNKNOWN_SOURCE:
            flows.unknown.setdefault(taker, _Flow()).add(*counted)
            continue
        if agency:
            flows.agencies.add(agency)
        giver = agency or outlet_of[source]
        flows.edges.setdefault((giver, taker), _Flow()).add(*counted)
        flows.taken.setdefault(taker, _Flow()).add(*counted)
        flows.given.setdefault(giver, _Flow()).add(*counted)
    _count_undetermined(run, outlet_of, flows)
    return flows


def _count_undetermined(run: SavedRun, outlet_of: Mapping[str, str], flows: _Flows) -> None:
    """Count the pairs that share prose without a known direction, but for those of one outlet."""
    pairs = run.tables["pairs"].data
    for a, b, direction in zip(pairs["a_id"], pairs["b_id"], pairs["direction"], strict=True):
        one, two = outlet_of[a], outlet_of[b]
        if direction != "undetermined" or (one == two and one != UNKNOWN_OUTLET):
            continue
        for key in {(one, two), (two, one)}:
            flows.undetermined_pairs[key] = flows.undetermined_pairs.get(key, 0) + 1
        for name in {one, two}:
            flows.undetermined[name] = flows.undetermined.get(name, 0) + 1


def _nodes(run: SavedRun, flows: _Flows) -> Iterator[Node]:
    data = run.tables["outlets"].data
    counts = dict(
        zip(
            data["outlet"],
            zip(data["n_articles"], data["n_originals"], data["n_measured"], strict=True),
            strict=True,
        )
    )
    outlets = {outlet or UNKNOWN_OUTLET for outlet in run.tables["articles"].data["outlet"]}
    for name in sorted(outlets | flows.agencies):
        taken, given, unknown = (
            group.get(name, _NOTHING) for group in (flows.taken, flows.given, flows.unknown)
        )
        kind = "outlet" if name in outlets else "agency"
        if name in outlets and name in flows.agencies:
            kind = "outlet and agency"
        elif name == UNKNOWN_OUTLET:
            kind = "no outlet"
        values = (
            kind,
            *(counts.get(name, (0, 0, 0)) if name in outlets else (0, 0, 0)),
            len(taken.articles),
            taken.n_words,
            len(given.articles),
            given.n_words,
            len(unknown.articles),
            unknown.n_words,
            flows.undetermined.get(name, 0),
        )
        yield Node(name, name, None, values)


def _edges(flows: _Flows) -> Iterator[Edge]:
    for key, flow in sorted(flows.edges.items(), key=lambda item: item[0]):
        values = (
            len(flow.articles),
            flow.prose_words,
            flow.quote_words,
            "|".join(sorted(flow.causes)),
            flows.undetermined_pairs.get(key, 0),
        )
        yield Edge(*key, flow.n_words, values)
