"""Addresses: numbers in the order of size, no id in a file name, and what is cut is counted."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.errors import ParameterError
from syndetect.report.site.addresses import SiteLimits, address_pages, relative
from syndetect.report.site.catalogue import Catalogue
from tests.site.runs import ANY_TEXT, make_run

SIZES = st.lists(st.integers(2, 4), max_size=5)
RELATIONS = st.sampled_from(["same_text", "partial", "same_event", "furniture_only"])


def _catalogue(sizes, names, relation):
    """Make stories of these sizes, with all pairs of their members; articles have the names given."""
    names = iter(names)
    rows = {"articles": [], "stories": [], "pairs": [], "outlets": [{"outlet": "(all)"}]}
    for number, size in enumerate(sizes):
        members = sorted(next(names) for _ in range(size))
        story = f"story-{number}"
        rows["stories"].append({"story_id": story, "n_articles": size, "reference_id": members[-1]})
        rows["articles"] += [{"article_id": name, "story_id": story, "outlet": name} for name in members]
        rows["outlets"] += [{"outlet": name, "n_articles": 1} for name in members]
        rows["pairs"] += [
            {"a_id": a, "b_id": b, "relation": relation, "prose_words": len(a)}
            for a, b in combinations(members, 2)
        ]
    return Catalogue(make_run(**rows))


@settings(max_examples=60)
@given(
    SIZES,
    st.lists(ANY_TEXT, min_size=20, max_size=20, unique=True),
    RELATIONS,
    st.builds(
        SiteLimits, stories=st.integers(0, 4), pairs_per_story=st.integers(0, 3), outlets=st.integers(0, 6)
    ),
)
def test_pages_are_numbered_and_cut(sizes, names, relation, limits):
    """Every address is its own plain file name; limits hold, the largest come first, pairs are counted."""
    catalogue = _catalogue(sizes, names, relation)
    found = address_pages(catalogue, limits)
    paths = [*found.stories.values(), *found.pairs.values(), *found.outlets.values()]

    assert len(set(paths)) == len(paths)
    assert all(re.fullmatch(r"(stories|pairs|outlets)/[0-9]+(-[0-9]+)?\.html", path) for path in paths)
    assert list(found.stories) == [story["story_id"] for story in catalogue.stories[: limits.stories]]
    assert len(found.outlets) == min(limits.outlets, sum(sizes))
    assert "(all)" not in found.outlets
    shown = {"same_event": 0}.get(relation, 1)
    for number, size in enumerate(sizes):
        assert found.n_pairs[f"story-{number}"] == shown * size * (size - 1) // 2
    members = {name: row["story_id"] for row in catalogue.rows("articles") for name in [row["article_id"]]}
    for story in found.stories:
        with_page = [pair for pair in found.pairs if members[pair[0]] == story]
        assert len(with_page) == min(limits.pairs_per_story, found.n_pairs[story])
    assert {members[a] for a, _ in found.pairs} <= set(found.stories)


def test_pairs_with_the_reference_come_first():
    """Of a story, the pairs with its reference have the first pages, then those that share most prose."""
    names = ["long name", "b", "c", "d"]
    catalogue = _catalogue([4], names, "partial")  # the reference is the last by name
    pairs = list(address_pages(catalogue, SiteLimits(pairs_per_story=5)).pairs)

    assert ["long name" in pair for pair in pairs[:3]] == [True] * 3
    assert pairs[3:] == [("b", "c"), ("b", "d")]


def test_outlets_with_most_measured_articles_have_a_page():
    """Outlets stand by measured articles, then by all, then by name."""
    rows = [("a", 1, 9), ("b", 2, 2), ("c", 1, 9), ("d", 1, 10), ("(all)", 5, 30)]
    outlets = [{"outlet": name, "n_measured": m, "n_articles": n} for name, m, n in rows]
    catalogue = Catalogue(make_run(outlets=outlets))

    assert list(address_pages(catalogue, SiteLimits(outlets=3)).outlets.items()) == [
        ("b", "outlets/001.html"),
        ("d", "outlets/002.html"),
        ("a", "outlets/003.html"),
    ]


def test_the_way_from_page_to_page():
    """Addresses are relative: a report works from any folder."""
    assert relative("index.html", "stories/0001.html") == "stories/0001.html"
    assert relative("pairs/0001-001.html", "stories/0001.html") == "../stories/0001.html"


def _story_of_pairs(sharing, sources, reference="m0"):
    """Make one story of nine members: which pairs share how many words, who has text from whom."""
    members = [f"m{k}" for k in range(9)]
    return Catalogue(
        make_run(
            articles=[{"article_id": name, "story_id": "s"} for name in members],
            stories=[{"story_id": "s", "n_articles": 9, "reference_id": reference}],
            pairs=[
                {"a_id": a, "b_id": b, "relation": "partial", "prose_words": n}
                for (a, b), n in sorted(sharing.items())
            ],
            shares=[
                {"article_id": taker, "source_id": source, "in_corpus": "yes", "prose_words": n}
                for (taker, source), n in sources.items()
            ],
            outlets=[{"outlet": "(all)"}],
        )
    )


def test_pages_go_to_the_reference_the_main_source_and_the_only_way():
    """With no room for others: each pair with the reference, with the main source, and one for the rest."""
    sharing = {("m0", "m1"): 10, ("m1", "m2"): 20, ("m2", "m3"): 90, ("m3", "m4"): 30, ("m2", "m4"): 80}
    catalogue = _story_of_pairs(sharing, {("m2", "m1"): 50, ("m2", "m3"): 40, ("m0", "gone"): 9})
    found = address_pages(catalogue, SiteLimits(other_pairs=0)).pairs

    assert list(found) == [("m0", "m1"), ("m1", "m2"), ("m2", "m3"), ("m2", "m4")]
    assert list(address_pages(catalogue, SiteLimits()).pairs) == [*found, ("m3", "m4")]


PAIRS = list(combinations([f"m{k}" for k in range(9)], 2))


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 9)),
    st.dictionaries(st.sampled_from([*PAIRS, *(pair[::-1] for pair in PAIRS)]), st.integers(0, 9)),
    st.integers(0, 30),
)
def test_every_member_is_reached(sharing, sources, other_pairs):
    """Who shares text with any other member has the page of a pair; others only fill up to the bound."""
    found = address_pages(_story_of_pairs(sharing, sources), SiteLimits(other_pairs=other_pairs)).pairs
    bare = address_pages(_story_of_pairs(sharing, sources), SiteLimits(other_pairs=0)).pairs

    assert {name for pair in found for name in pair} == {name for pair in sharing for name in pair}
    assert list(found)[: len(bare)] == list(bare)
    assert len(found) == max(len(bare), min(other_pairs, len(sharing)))
    assert {pair for pair in sharing if "m0" in pair} <= set(found)


@pytest.mark.parametrize("name", ["stories", "pairs_per_story", "other_pairs", "outlets"])
def test_limits_are_not_negative(name):
    """A negative limit is refused by its name."""
    with pytest.raises(ParameterError, match=name):
        SiteLimits(**{name: -1})
