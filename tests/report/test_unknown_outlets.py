"""Articles without an outlet: they are counted as articles and never as one outlet."""

from functools import cache

import pytest

from syndetect import Article, Params, scan
from syndetect.params import StoryParams
from syndetect.report.answers import source_answer
from syndetect.report.exports.outlets import outlet_network
from syndetect.report.methods_text import render_methods
from syndetect.report.saved import SavedRun
from syndetect.report.site.pages import outlets, overview, story
from tests.report.test_story_tables import WIRE
from tests.site.newsroom import flat, made, table_rows, tree

PARAMS = Params(story=StoryParams(wire_outlets=("Corvane",)))


@cache
def run(*names: str):
    """Scan copies of one text, one by each outlet, without times of publication."""
    articles = [
        Article(article_id=f"a{k}", outlet=name, title="", text=f"{WIRE} Print number {'x' * k} ends.")
        for k, name in enumerate(names)
    ]
    return scan(articles, PARAMS)


@pytest.mark.parametrize(
    ("names", "n_outlets", "head", "heading"),
    [
        (("", "", ""), 0, "3 articles, all without the name of an outlet;", "Articles without an outlet"),
        (
            ("Post", "", ""),
            1,
            "3 articles in 1 outlet, 2 without the name of an outlet;",
            "1 outlet, and articles without one",
        ),
        (("Post", "Post", "Herald"), 2, "3 articles in 2 outlets;", "2 outlets"),
    ],
)
def test_the_unknown_outlet_is_not_counted(names, n_outlets, head, heading):
    """The table, the overview, the head of the story and the list of outlets count known outlets alone."""
    result = run(*names)
    assert result.tables["stories"].data["n_outlets"] == [n_outlets]

    saved = SavedRun.of(result)
    pages = {
        path: tree(page) for path, page in made(saved, overview.pages, story.pages, outlets.pages).items()
    }
    cells = [flat(cell) for cell in table_rows(pages["index.html"], "story-list")[0]]
    assert cells[2] == (str(n_outlets) if n_outlets else "–")
    (page,) = [page for path, page in pages.items() if path.startswith("stories/")]
    assert head in flat(page.find_class("answer")[0])
    assert flat(pages["outlets.html"].find(".//h1")) == heading


def test_figures_of_the_unnamed_rest_are_no_outlets():
    """The sentence on weak figures counts outlets; the row of the rest is the last one that is drawn."""
    assert "No outlet had fewer" in render_methods(run("", "", ""))
    assert "1 outlet had fewer" in render_methods(run("Post", "", ""))

    page = tree(made(SavedRun.of(run("Post", "", "")), overview.pages)["index.html"])
    assert flat(table_rows(page, "intervals")[-1][0]).startswith("(no outlet)")


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("", "", ""), "3 articles without an outlet"),
        (("Post", "", ""), "1 outlet and 2 articles without an outlet"),
        (("Post", "Post", ""), "1 outlet and 1 article without an outlet"),
        (("Post", "Herald", "Gazette"), "3 outlets"),
    ],
)
def test_a_source_names_its_holders(names, wanted):
    """What a text is reconstructed from are outlets, and articles whose outlet nobody knows."""
    result = run(*names)
    (wire,) = result.traced.wires

    assert f"reconstructed from {wanted};" in source_answer(wire, result.articles)


def test_the_rest_is_a_node_of_its_own_kind():
    """Pairs of two unnamed articles are doubts too: they may be of two outlets."""
    network = outlet_network(SavedRun.of(run("Post", "", "")))
    nodes = {
        node.id: dict(zip(network.node_attributes, node.values, strict=True)) for node in network.nodes()
    }

    assert nodes["(unknown)"]["kind"] == "no outlet"
    assert nodes["Post"]["kind"] == "outlet"
    assert nodes["(unknown)"]["n_undetermined"] == 3
    assert nodes["Post"]["n_undetermined"] == 2
