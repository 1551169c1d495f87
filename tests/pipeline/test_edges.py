"""Corpora at the edge: nothing, one, nothing in it, too little, and the same over and over."""

import numba
import orjson
import pytest

from syndetect import Article, Params, compare, scan
from syndetect.corpus import from_articles
from syndetect.params import RelationParams

TEXT = (
    "The ferry ran onto a sandbank off the northern harbour late on Tuesday evening, and two hundred "
    "passengers spent the night on board. Rescuers brought them ashore one boat at a time after dawn."
)
OTHER = (
    "A choir of forty singers won the regional prize with a programme of forgotten songs, which the "
    "director had found in a parish archive and arranged for eight voices over the winter."
)


def _scan(*texts: str):
    return scan(from_articles(Article(article_id=f"a{k}", text=text) for k, text in enumerate(texts)))


def test_an_empty_list_of_articles_is_an_empty_corpus():
    """A day without articles is scanned like any other."""
    result = scan([])

    assert result.articles == ()


@pytest.mark.parametrize(
    "texts", [(), (TEXT,), ("",), ("", ""), ("?!", "…", " \n "), ("one word", "one word")], ids=repr
)
def test_corpora_with_nothing_to_find(texts, tmp_path):
    """No article, one, some without words or with too few: no pair and no story, but tables and report."""
    result = _scan(*texts)
    folder = result.write(tmp_path / "out")

    assert result.pairs == result.stories == ()
    assert len(result.tables["articles"]) == len(texts)
    assert (folder / "report" / "index.html").stat().st_size > 0
    assert orjson.loads((folder / "run.json").read_bytes())["corpus"]["n_ok"] == len(texts)


def test_tiny_articles_are_too_short_and_never_duplicates():
    """Articles of fewer than min_words words are marked, and never paired, however equal."""
    tiny = "Breaking: the ferry has run aground, more soon."
    result = _scan(tiny, tiny, TEXT, TEXT)

    assert result.tables["articles"].data["status"] == ["too short", "too short", "measured", "measured"]
    assert [(pair.a, pair.b) for pair in result.pairs] == [(2, 3)]
    assert result.tables["articles"].data["own_share"] == [None, None, 0, 0]


def test_the_bound_of_too_short_is_exact():
    """An article of min_words words is measured, one word less is not."""
    params = Params(relation=RelationParams(min_words=len(TEXT.split())))
    shorter = TEXT.rsplit(" ", 1)[0]

    def pairs(text: str) -> int:
        articles = [Article(article_id=name, text=text) for name in "ab"]
        return len(scan(articles, params).pairs)

    assert (pairs(TEXT), pairs(shorter)) == (1, 0)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
def test_no_pair_is_without_a_relation():
    """A pair that is written down has a relation; a member too far from its reference none the less."""
    from corpora.generator import GeneratorParams, generate

    for seed in range(3):
        articles = generate(GeneratorParams(n_articles=400, seed=seed, mean_versions=30, topical_rate=0.1))
        result = scan([Article(article_id=a.id, text=a.text) for a in articles])
        assert {pair.relation for pair in result.pairs} <= {
            "same_text",
            "partial",
            "fragment",
            "quotes_only",
            "same_event",
        }


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
def test_identical_articles_make_no_clique():
    """20,000 copies of one text: each meets the first and a few by time, and all are one story."""
    n = 20_000
    most = 1 + Params().candidates.n_in_time  # for each
    result = scan(from_articles(Article(article_id=f"{k:05}", text=TEXT) for k in range(n)))

    assert n - 1 <= len(result.pairs) <= most * n
    assert {pair.relation for pair in result.pairs} == {"same_text"}
    [story] = result.stories
    assert len(story.members) == n
    assert all(member.own_words == 0 for member in story.members)


def test_two_sets_of_copies_are_joined_by_their_firsts():
    """Copies of two versions of a text are one story; copies of another text are another."""
    version = TEXT.replace("sandbank", "reef").replace("dawn", "midnight")
    result = _scan(*[TEXT] * 5, *[OTHER] * 4, *[version] * 3)

    assert [len(story.members) for story in result.stories] == [8, 4]


HOSTILE = [
    "a" * 100_000,
    "\u202e" * 5000,
    "\ud800 lone half of a pair",
    "“" * 3000 + TEXT,
    "\n" * 10_000 + TEXT,
    "１２３ " * 4000,
    "字" * 20_000,
    "🚢" * 5000,
    "the " * 50_000,
    "\x00\x1b[31m" + TEXT,
]


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="too much work without compilation")
def test_hostile_texts_go_through(tmp_path):
    """Whatever a text holds, the scan ends, and what is written is valid UTF-8."""
    result = _scan(*HOSTILE, *HOSTILE)
    folder = result.write(tmp_path / "out")

    assert len(result.pairs) >= 1
    for path in folder.rglob("*.*"):
        path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [*HOSTILE, "", TEXT], ids=range(len(HOSTILE) + 2))
def test_a_text_and_itself(text):
    """Compared with itself a text has resemblance 1, or is too short or repeats itself too much for it."""
    found = compare(text, text)

    assert found.added == found.dropped or found.containment_a_in_b < 1
    assert orjson.loads(orjson.dumps(_safe(found.to_dict())))["schema"] == "syndetect-comparison/1"


def _safe(value):
    """Replace lone surrogates, which JSON has no form for."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _safe(entry) for key, entry in value.items()}
    return [_safe(entry) for entry in value] if isinstance(value, list | tuple) else value


def test_identical_articles_that_repeat_themselves_are_the_same_text():
    """A copy is a copy, also of a text that is one paragraph thirty times."""
    listing = "\n\n".join([TEXT] * 30)

    assert compare(listing, listing).relation == "same_text"
    assert [pair.relation for pair in _scan(listing, listing).pairs] == ["same_text"]
