"""Look-ups of the catalogue are those of a plain search through the rows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect.report.saved import SavedRun
from syndetect.report.site.catalogue import Catalogue
from tests.site.runs import make_run

IDS = ["a", "b", "c", "d", "e"]
STORIES = st.sampled_from([None, "s", "t"])
PAIRS = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] < p[1]), unique=True
)


def _run(stories, pairs):
    return make_run(
        articles=[{"article_id": name, "story_id": story} for name, story in zip(IDS, stories, strict=True)],
        pairs=[{"a_id": a, "b_id": b, "prose_words": number} for number, (a, b) in enumerate(pairs)],
        passages=[{"a_id": a, "b_id": b, "n_words": n} for n in (3, 1, 2) for a, b in pairs],
        stories=[{"story_id": "t", "n_articles": 2}, {"story_id": "s", "n_articles": 3}],
    )


@settings(max_examples=50)
@given(st.tuples(*[STORIES] * len(IDS)), PAIRS)
def test_rows_are_found_by_what_they_hold(stories, pairs):
    """Found rows are those that hold all wanted values, in the order of the table, whole."""
    catalogue = Catalogue(_run(stories, pairs))
    every = catalogue.rows("passages")
    for a in IDS:
        assert catalogue.find("passages", a_id=a) == [row for row in every if row["a_id"] == a]
        for n in (1, 3, 9):
            wanted = [row for row in every if (row["n_words"], row["b_id"]) == (n, a)]
            assert catalogue.find("passages", n_words=n, b_id=a) == wanted
    assert catalogue.find("articles", story_id=None) == [
        row for row in catalogue.rows("articles") if row["story_id"] is None
    ]
    assert [catalogue.article(name)["article_id"] for name in IDS] == IDS


@settings(max_examples=50)
@given(st.tuples(*[STORIES] * len(IDS)), PAIRS)
def test_a_storys_pairs_have_both_articles_in_it(stories, pairs):
    """A pair belongs to a story when both of its articles do; articles that stand alone have none."""
    catalogue = Catalogue(_run(stories, pairs))
    story = dict(zip(IDS, stories, strict=True))
    expected = {}
    for pair in catalogue.rows("pairs"):
        if story[pair["a_id"]] and story[pair["a_id"]] == story[pair["b_id"]]:
            expected.setdefault(story[pair["a_id"]], []).append(pair)
    for story_id in ("s", "t", "none"):
        assert catalogue.pairs_of_story(story_id) == expected.get(story_id, [])
    for pair in catalogue.rows("pairs"):
        assert [row["n_words"] for row in catalogue.passages(pair)] == [3, 1, 2]


def test_the_largest_story_comes_first():
    """Stories stand by size, then by id."""
    rows = [{"story_id": name, "n_articles": n} for name, n in (("b", 2), ("c", 5), ("a", 2))]
    assert [story["story_id"] for story in Catalogue(make_run(stories=rows)).stories] == ["c", "a", "b"]


def test_a_run_without_texts_is_redacted():
    """Articles without any text are redacted; a run without articles is just empty."""
    tables = make_run(articles=[{"article_id": "a"}]).tables
    shown = SavedRun(tables=tables, texts={"a": "Text."}, manifest={})
    hidden = SavedRun(tables=tables, texts={}, manifest={})

    assert not Catalogue(shown).is_redacted
    assert Catalogue(hidden).is_redacted
    assert not Catalogue(make_run()).is_redacted
    assert [Catalogue(run).text("a") for run in (shown, hidden)] == ["Text.", ""]
