"""Networks: what networkx reads back from GraphML and GEXF is what the tables say, edge for edge."""

import io
from collections import Counter

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from benchmarks.quality import ferry, generated
from corpora.generator import GeneratorParams, generate
from syndetect import scan
from syndetect.params import Params
from syndetect.report.exports.articles import article_network
from syndetect.report.exports.gexf import write_gexf
from syndetect.report.exports.graphml import write_graphml
from syndetect.report.exports.network import visible
from syndetect.report.exports.outlets import outlet_network
from syndetect.report.exports.write import EXPORTS, write_exports
from syndetect.report.files import OUTPUTS
from syndetect.report.saved import SavedRun
from tests.site.runs import ANY_TEXT, make_run

FORMATS = {"graphml": (write_graphml, nx.read_graphml), "gexf": (write_gexf, nx.read_gexf)}


@pytest.fixture(scope="module")
def ferry_run():
    params = Params.from_mapping({"story": {"wire_outlets": ["Corvane Press Agency"]}})
    return SavedRun.of(scan(ferry.FOLDER / "articles.jsonl", params))


@pytest.fixture(scope="module")
def generated_run():
    articles = generate(GeneratorParams(n_articles=250, seed=3, missing_time_share=0.2, n_outlets=12))
    return SavedRun.of(scan(generated.as_corpus(list(articles))))


@pytest.fixture(params=["ferry_run", "generated_run"])
def run(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=FORMATS)
def read_back(request):
    """Return a function that writes a network in one format, and reads it with networkx."""
    write, read = FORMATS[request.param]

    def written_and_read(network):
        file = io.StringIO()
        write(network, file)
        return read(io.BytesIO(file.getvalue().encode()))

    return written_and_read


def _rows(run, table):
    return [dict(zip(run.tables[table].data, row, strict=True)) for row in run.tables[table].rows()]


def _known(row, *columns):
    return {column: row[column] for column in columns if row[column] is not None}


def test_every_pair_is_an_edge(run, read_back):
    """Articles are the nodes and pairs the edges, with their figures; known directions lead to the copy."""
    graph = read_back(article_network(run))
    pairs = _rows(run, "pairs")
    assert pairs
    assert graph.is_directed()
    assert not graph.is_multigraph()
    assert graph.number_of_edges() == len(pairs)
    for pair in pairs:
        turned = pair["direction"] == "b>a"
        ends = (pair["b_id"], pair["a_id"]) if turned else (pair["a_id"], pair["b_id"])
        sides = ["containment_a_in_b", "containment_b_in_a"]
        of_source, of_target = (pair[side] for side in (sides[::-1] if turned else sides))
        expected = _known(pair, "relation", "cause", "prose_words", "quote_words", "resemblance", "cosine")
        expected |= {"share_of_source": of_source, "share_of_target": of_target}
        if pair["direction"]:
            known = pair["direction"] in ("a>b", "b>a")
            expected["direction"] = "determined" if known else "undetermined"
        if pair["prose_words"] + pair["quote_words"]:
            expected["weight"] = pair["prose_words"] + pair["quote_words"]
        edge = dict(graph.edges[ends])
        edge.pop("id", None)
        assert edge == expected


def test_every_article_is_a_node(run, read_back):
    """A node holds the figures of its article, and in GEXF the time from which it is there."""
    graph = read_back(article_network(run))
    assert set(graph.nodes) == set(run.tables["articles"].data["article_id"])
    columns = ("outlet", "published", "story_id", "derivation", "n_words", "own_words", "wire_share")
    for article in _rows(run, "articles"):
        node = dict(graph.nodes[article["article_id"]])
        assert node["label"] == article["title"] or node["label"] == article["article_id"]
        assert {name: node[name] for name in columns if name in node} == _known(article, *columns)
        if graph.graph.get("mode") == "dynamic":
            assert bool(article["published"]) == ("start" in node)
            if article["published"]:
                assert node["start"].startswith(article["published"].removesuffix("Z"))


def test_the_words_of_outlets_add_up(run, read_back):
    """Each word of shares.csv is in one edge or among the words of an unknown source, and counts once."""
    graph = read_back(outlet_network(run))
    outlet = dict(
        zip(
            run.tables["articles"].data["article_id"],
            (name or "(unknown)" for name in run.tables["articles"].data["outlet"]),
            strict=True,
        )
    )
    prose, quotes, takers, unknown = Counter(), Counter(), {}, Counter()
    for share in _rows(run, "shares"):
        taker = outlet[share["article_id"]]
        if share["source_agency"] == "unknown source":
            unknown[taker] += share["prose_words"] + share["quote_words"]
            continue
        key = (share["source_agency"] or outlet[share["source_id"]], taker)
        prose[key] += share["prose_words"]
        quotes[key] += share["quote_words"]
        takers.setdefault(key, set()).add(share["article_id"])

    assert set(graph.edges) == set(prose)
    for key, edge in graph.edges.items():
        assert (edge["prose_words"], edge["quote_words"]) == (prose[key], quotes[key])
        assert edge["weight"] == prose[key] + quotes[key]
        assert edge["n_articles"] == len(takers[key])
    for name, node in graph.nodes.items():
        assert node["unknown_words"] == unknown[name]
        assert node["taken_words"] == sum(edge["weight"] for *_, edge in graph.in_edges(name, data=True))
        assert node["given_words"] == sum(edge["weight"] for *_, edge in graph.out_edges(name, data=True))


def test_outlets_are_counted_as_in_their_table(run, read_back):
    """An outlet's node repeats outlets.csv; what has no direction is counted at both ends, not drawn."""
    graph = read_back(outlet_network(run))
    outlet = {row["article_id"]: row["outlet"] or "(unknown)" for row in _rows(run, "articles")}
    doubts = [
        (outlet[pair["a_id"]], outlet[pair["b_id"]])
        for pair in _rows(run, "pairs")
        if pair["direction"] == "undetermined" and outlet[pair["a_id"]] != outlet[pair["b_id"]]
    ]
    for row in _rows(run, "outlets"):
        if row["outlet"] != "(all)":
            node = graph.nodes[row["outlet"]]
            assert {name: node[name] for name in ("n_articles", "n_originals", "n_measured")} == _known(
                row, "n_articles", "n_originals", "n_measured"
            )
            assert node["n_undetermined"] == sum(row["outlet"] in ends for ends in doubts)
    assert doubts
    for ends, edge in graph.edges.items():
        assert edge["n_undetermined"] == sum(set(ends) == set(pair) for pair in doubts)


def test_the_agency_of_the_ferry_is_the_source(ferry_run, read_back):
    """Seven outlets took from the agency; one of them passed it on to another."""
    graph = read_back(outlet_network(ferry_run))

    assert graph.nodes["Corvane Press Agency"]["kind"] == "outlet and agency"
    assert graph.out_degree("Corvane Press Agency") == 7
    assert graph.has_edge("Northern Courier", "Valley Post")
    assert [name for name, degree in graph.out_degree if degree] == [
        "Corvane Press Agency",
        "Northern Courier",
    ]


NAMES = st.lists(ANY_TEXT, min_size=2, max_size=5, unique=True)


@given(NAMES, ANY_TEXT)
def test_any_name_and_title_can_be_read_back(names, title):
    """Ids stay apart whatever they hold, and labels are text: what XML cannot hold is written out."""
    articles = [{"article_id": name, "outlet": title, "title": title} for name in names]
    network = article_network(
        make_run(articles=articles, pairs=[{"a_id": names[0], "b_id": names[1], "relation": "partial"}])
    )
    for write, read in FORMATS.values():
        file = io.StringIO()
        write(network, file)
        graph = read(io.BytesIO(file.getvalue().encode()))
        assert list(graph.nodes) == [visible(name) for name in names]
        assert list(graph.edges) == [(visible(names[0]), visible(names[1]))]
        assert graph.nodes[visible(names[0])]["label"] == visible(title or names[0])


@given(st.lists(ANY_TEXT | st.text("\\u0d8\x00\ud800"), unique=True, max_size=6))
def test_different_texts_stay_different(texts):
    """What cannot stand in XML is written out so that no two texts become one."""
    assert len({visible(text) for text in texts}) == len(texts)


def test_files_follow_their_schemas(ferry_run, tmp_path):
    """Elements and attributes stand where the schemas of GraphML and GEXF put them; every key is declared."""
    write_exports(ferry_run, tmp_path, graphs=True)
    for path in sorted(tmp_path.glob("*network*")):
        tree = etree.parse(path)
        names = {etree.QName(element).localname for element in tree.iter(etree.Element)}
        if path.suffix == ".graphml":
            assert names == {"graphml", "desc", "key", "graph", "node", "edge", "data"}
            declared = {key.get("id") for key in tree.iter("{*}key")}
            used = {data.get("key") for data in tree.iter("{*}data")}
        else:
            declared = {
                (group.get("class"), row.get("id")) for group in tree.iter("{*}attributes") for row in group
            }
            used = {
                (etree.QName(value.getparent().getparent()).localname, value.get("for"))
                for value in tree.iter("{*}attvalue")
            }
            assert tree.find(".//{*}graph").get("mode") == ("dynamic" if "article" in path.name else "static")
        assert used <= declared


def test_the_network_of_articles_is_asked_for(ferry_run, tmp_path):
    """Without the option there is none, not even that of an earlier run; all files are listed as outputs."""
    write_exports(ferry_run, tmp_path, graphs=True)
    assert {path.name for path in tmp_path.iterdir()} == EXPORTS
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write_exports(ferry_run, tmp_path)
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    assert EXPORTS <= OUTPUTS
    assert after == {name: data for name, data in before.items() if not name.startswith("article_network")}
